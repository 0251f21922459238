// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "chain/internal/links.h"

namespace mandat::internal {
namespace {

using std::chrono::microseconds;

const Statement* Said(const Agreement& agreement, std::string_view path) {
  const Term* term = agreement.FindTerm(path);
  return IsPromised(term) ? &term->holds() : nullptr;
}

std::optional<double> YearlyTimes(const Statement* said) {
  using Factor = std::pair<std::string_view, double>;
  constexpr std::array<Factor, 7> kFactors = {{{"calendar-year", 1},
                                               {"contract-year", 1},
                                               {"year", 1},
                                               {"half-year", 2},
                                               {"quarter", 4},
                                               {"month", 12},
                                               {"week", 52}}};
  if (said == nullptr || said->times == 0) {
    return std::nullopt;
  }
  const auto* found = std::ranges::find(kFactors, said->per, &Factor::first);
  return found == kFactors.end() ? std::nullopt
                                 : std::optional(found->second * static_cast<double>(said->times));
}

struct Audit {
  const Pair& pair;
  Link link;
  std::vector<std::string> failing;
  std::vector<std::string> open;

  void CompareRight();
  void CompareFrequency();
  void CompareHoursAndCost();
  void CompareNotice();
  Status DatedNotice(const Term& up, const Term& down, Period theirs, Period ours);
  Link Judge();
};

void Audit::CompareRight() {
  const Statement* right = Said(pair.downstream, "audits.right");
  const Statement* inspection = Said(pair.downstream, "audits.inspection");
  if (right == nullptr) {
    failing.emplace_back("no right to audit downstream");
  } else if (!right->form.empty()) {
    link.notes.push_back(
        fmt::format("downstream it is asked for in form `{}` ({})", right->form, right->clause));
  }
  if (inspection != nullptr && !inspection->word.empty() && inspection->word != "allowed") {
    failing.push_back(fmt::format("downstream `{}` instead of an inspection ({})", inspection->word,
                                  inspection->clause));
  }
}

void Audit::CompareFrequency() {
  const Statement* up = Said(pair.upstream, "audits.frequency");
  const Statement* down = Said(pair.downstream, "audits.frequency");
  const auto asked = YearlyTimes(up);
  const auto given = YearlyTimes(down);
  if (given && (!asked || *given < *asked)) {
    failing.push_back(fmt::format("{} per {} downstream ({}) is less often than upstream",
                                  down->times, Spaced(down->per), down->clause));
  }
  if (!given) {
    link.notes.emplace_back("downstream sets no limit on how often");
  }
}

void Audit::CompareHoursAndCost() {
  const Statement* up = Said(pair.upstream, "audits.hours");
  const Statement* down = Said(pair.downstream, "audits.hours");
  if (up != nullptr && !up->hours.empty()) {
    if (down == nullptr || down->hours.empty()) {
      link.notes.push_back(
          fmt::format("hours upstream {} ({}); downstream none are said", up->hours, up->clause));
    } else if (up->hours != down->hours) {
      open.push_back(fmt::format("hours differ: {} ({}), {} ({})", up->hours, up->clause,
                                 down->hours, down->clause));
    }
  }
  const Statement* paid = Said(pair.downstream, "audits.cost");
  const Statement* asked = Said(pair.upstream, "audits.cost");
  if (paid != nullptr) {
    link.notes.push_back(
        fmt::format("cost downstream: {} ({}), that is us; upstream: {}",
                    paid->word == "controller" ? "the customer" : Spaced(paid->word), paid->clause,
                    asked == nullptr ? "not said"
                                     : fmt::format("{} ({})", Spaced(asked->word), asked->clause)));
  }
}

void Audit::CompareNotice() {
  const Term* up = pair.upstream.FindTerm("audits.notice");
  const Term* down = pair.downstream.FindTerm("audits.notice");
  if (!IsPromised(up) || !up->holds().at_least) {
    link.notes.emplace_back("upstream says no time of notice");
    return;
  }
  const Period theirs = *up->holds().at_least;
  if (down == nullptr || !down->holds().at_least) {
    open.push_back(
        fmt::format("the controller may come {} after its notice ({}); nothing says how soon the "
                    "sub-processor lets us in",
                    theirs.Format(), up->clause()));
    return;
  }
  const Status done = DatedNotice(*up, *down, theirs, *down->holds().at_least);
  if (!done) {
    open.push_back("no date can be computed: " + done.error().message);
  }
}

// The latest notice of the controller against the latest notice that counts downstream.
Status Audit::DatedNotice(const Term& up, const Term& down, Period theirs, Period ours) {
  const std::string& zone = pair.options.zone;
  MANDAT_TRY(const Counting counting_up, CountingOf(pair.upstream, up.holds(), theirs.unit, zone));
  MANDAT_TRY(const Counting counting_down,
             CountingOf(pair.downstream, down.holds(), ours.unit, zone));
  const Starts starts = pair.StartsFor(false);
  MANDAT_TRY(const Worst worst,
             FindWorst(
                 starts,
                 [&](Instant audit) -> Result<Ends> {
                   MANDAT_TRY(const End told, LatestBefore(counting_up, audit, theirs));
                   MANDAT_TRY(const End tell, EarliestBefore(counting_down, audit, ours));
                   return Ends{told, tell};
                 },
                 [&starts](Instant /*audit*/, const Ends& ends) {
                   return SpareBetween(starts, ends.downstream.at, ends.upstream.at);
                 }));
  link.spare = worst.spare;
  link.timeline = Timeline{
      worst.start, worst.ends.upstream.at, worst.ends.downstream.at, {}, worst.starts_count};
  AddCalendar(*link.timeline, counting_up, worst.ends.upstream);
  AddCalendar(*link.timeline, counting_down, worst.ends.downstream);
  link.timeline->steps = {{ChainStep::Lane::kDownstream,
                           worst.ends.downstream.at,
                           true,
                           "our notice to the sub-processor has to be there",
                           down.clause(),
                           {}},
                          {ChainStep::Lane::kUpstream,
                           worst.ends.upstream.at,
                           true,
                           "the controller's notice may still reach us",
                           up.clause(),
                           {}},
                          {ChainStep::Lane::kBoth, worst.start, false, "the audit", "", {}}};
  if (worst.spare < microseconds(0)) {
    failing.push_back(fmt::format("notice of {} downstream ({}) is longer than {} ({}): {} short",
                                  ours.Format(), down.clause(), theirs.Format(), up.clause(),
                                  FormatLength(worst.spare)));
  }
  return {};
}

Link Audit::Judge() {
  const auto listed = [](const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) {
      text += (text.empty() ? "" : "; ") + item;
    }
    return text;
  };
  if (!failing.empty()) {
    link.verdict = Verdict::kFails;
    failing.insert(failing.end(), open.begin(), open.end());
    link.says = listed(failing);
  } else if (!open.empty()) {
    link.verdict = Verdict::kUnknown;
    link.says = listed(open);
  } else {
    link.verdict = Verdict::kKept;
    link.says = "an audit upstream can be passed on downstream";
    return std::move(link);
  }
  link.remedy = fmt::format("amend {} downstream: right, notice, hours and how often as upstream",
                            link.downstream.clause);
  return std::move(link);
}

}  // namespace

// Source: GDPR Art. 28(3)(h).
std::optional<Link> AuditLink(const Pair& pair) {
  if (!IsPromised(pair.upstream.FindTerm("audits.right"))) {
    return std::nullopt;
  }
  Audit audit{pair, LinkOf(pair, "audits", "audits.right", "GDPR Art. 28(3)(h)"), {}, {}};
  if (Said(pair.upstream, "audits.notice") != nullptr) {
    audit.link.upstream = SideOf(pair.upstream.FindTerm("audits.notice"), "audits.notice");
  }
  audit.CompareRight();
  audit.CompareFrequency();
  audit.CompareNotice();
  audit.CompareHoursAndCost();
  return audit.Judge();
}

}  // namespace mandat::internal
