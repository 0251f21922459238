// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "chain/internal/delay.h"

namespace mandat::internal {
namespace {

using std::chrono::microseconds;

constexpr std::string_view kDelay = "end.delay";

// Deletion upstream: within a number, or, where the contract gives none, with the end itself.
struct Deletion {
  const Pair& pair;
  std::optional<Period> owed;  // nothing: at once
  std::optional<Period> house;
  Period may;
  Counting counting_up;
  Counting counting_down;
  Counting counting_house;

  Result<End> Owed(Instant end) const {
    return owed ? Earliest(counting_up, end, *owed) : Result<End>(End{end, 0});
  }
};

Result<Deletion> DeletionOf(const Pair& pair, const Term* up, const Term& down) {
  const std::string& zone = pair.options.zone;
  Deletion deletion{pair, std::nullopt, std::nullopt, *NumberOf(down, false).period, {}, {}, {}};
  if (up != nullptr) {
    deletion.owed = NumberOf(*up, false).period;
    if (up->house) {
      deletion.house = up->house->within;
      MANDAT_TRY(deletion.counting_house,
                 CountingOf(pair.upstream, up->holds(), deletion.house->unit, zone));
    }
    if (deletion.owed) {
      MANDAT_TRY(deletion.counting_up,
                 CountingOf(pair.upstream, up->holds(), deletion.owed->unit, zone));
    }
  }
  MANDAT_TRY(deletion.counting_down,
             CountingOf(pair.downstream, down.holds(), deletion.may.unit, zone));
  return deletion;
}

void AddHouseRule(Link& link, const Deletion& deletion, const Worst& worst) {
  if (!deletion.house) {
    return;
  }
  const auto ours = Earliest(deletion.counting_house, worst.start, *deletion.house);
  if (!ours) {
    return;
  }
  link.timeline->steps.push_back({ChainStep::Lane::kUpstream,
                                  ours->at,
                                  true,
                                  "our house rule of " + deletion.house->Format() + " ends",
                                  "",
                                  {}});
  const microseconds spare = ours->at - worst.ends.downstream.at;
  link.notes.push_back(fmt::format("by our house rule of {}, which binds nobody but us, {} {}",
                                   deletion.house->Format(), FormatLength(spare),
                                   spare < microseconds(0) ? "are lacking too" : "are to spare"));
}

Result<Link> DatedDeletion(Link link, const Deletion& deletion) {
  const Pair& pair = deletion.pair;
  const Starts starts = pair.StartsFor(deletion.may.unit == TimeUnit::kHours);
  const auto owed = [&](Instant at) { return deletion.Owed(at); };
  MANDAT_TRY(const Worst worst,
             FindWorst(
                 starts,
                 [&](Instant at) -> Result<Ends> {
                   MANDAT_TRY(const End first, owed(at));
                   MANDAT_TRY(const End last, Latest(deletion.counting_down, at, deletion.may));
                   return Ends{first, last};
                 },
                 [&starts](Instant /*start*/, const Ends& ends) {
                   return SpareBetween(starts, ends.upstream.at, ends.downstream.at);
                 }));
  JudgeBySpare(link, worst.spare, "what the sub-processor holds is gone in time",
               "the sub-processor may hold the data after they are to be gone");
  link.timeline = Timeline{
      worst.start, worst.ends.upstream.at, worst.ends.downstream.at, {}, worst.starts_count};
  AddCalendar(*link.timeline, deletion.counting_down, worst.ends.downstream);
  if (deletion.owed) {
    AddCalendar(*link.timeline, deletion.counting_up, worst.ends.upstream);
  }
  link.timeline->steps = {
      {ChainStep::Lane::kBoth,
       worst.start,
       false,
       "the agreement upstream ends; the account downstream is closed at once",
       "",
       {}},
      {ChainStep::Lane::kUpstream, worst.ends.upstream.at, true,
       deletion.owed ? "the data are to be gone" : "the data are to be gone: no time is given",
       link.upstream.clause,
       deletion.owed ? WhyOf(deletion.counting_up, worst.ends.upstream, worst.start, *deletion.owed)
                     : std::vector<std::string>{}}};
  AddHouseRule(link, deletion, worst);
  link.timeline->steps.push_back(
      {ChainStep::Lane::kDownstream, worst.ends.downstream.at, true,
       "the sub-processor has to have erased", link.downstream.clause,
       WhyOf(deletion.counting_down, worst.ends.downstream, worst.start, deletion.may)});
  link.notes.push_back("an account that is closed later makes it worse by as much");
  if (link.verdict == Verdict::kFails) {
    const uint32_t longest = LongestKept(pair, *pair.downstream.FindTerm(kDelay), TimeUnit::kDays,
                                         starts, [&](Instant at) -> Result<Instant> {
                                           MANDAT_TRY(const End first, owed(at));
                                           return first.at;
                                         });
    link.remedy =
        longest == 0
            ? fmt::format(
                  "erase there by instruction before the end, or amend {} upstream to allow "
                  "for the {} of {} downstream",
                  link.upstream.clause, deletion.may.Format(), link.downstream.clause)
            : fmt::format("amend {} downstream to at most {}", link.downstream.clause,
                          Period{longest, TimeUnit::kDays}.Format());
  }
  return link;
}

}  // namespace

// Source: GDPR Art. 28(3)(g).
std::optional<Link> DeletionLink(const Pair& pair) {
  const Term* trigger = pair.upstream.FindTerm("end.trigger");
  const Term* up = pair.upstream.FindTerm(kDelay);
  const Term* down = pair.downstream.FindTerm(kDelay);
  if (!IsPromised(trigger) && !IsPromised(up)) {
    return std::nullopt;
  }
  Link link = LinkOf(pair, "deletion", kDelay, "GDPR Art. 28(3)(g)");
  if (!IsPromised(up) && trigger != nullptr) {
    link.upstream = SideOf(trigger, trigger->path);
    link.upstream.says += "; how long it may take is not said";
  }
  if (down == nullptr || !NumberOf(*down, false).period) {
    link.verdict = Verdict::kUnknown;
    link.says = fmt::format("no number binds the sub-processor ({})", link.downstream.says);
    link.remedy = "agree downstream on a number of days from the end";
    return link;
  }
  const auto deletion = DeletionOf(pair, up, *down);
  if (!deletion) {
    return Incomputable(std::move(link), deletion.error());
  }
  auto dated = DatedDeletion(link, *deletion);
  return dated ? std::move(*dated) : Incomputable(std::move(link), dated.error());
}

// Copies in backups: how long they may stay on either side.
// Source: GDPR Art. 28(3)(g).
std::optional<Link> BackupsLink(const Pair& pair) {
  const Term* trigger = pair.upstream.FindTerm("end.trigger");
  const Term* up = pair.upstream.FindTerm("end.backups");
  const Term* down = pair.downstream.FindTerm("end.backups");
  if (!IsPromised(trigger) && !IsPromised(up)) {
    return std::nullopt;
  }
  Link link = LinkOf(pair, "backups", "end.backups", "GDPR Art. 28(3)(g)");
  const auto most = [](const Term* term) {
    return term == nullptr ? std::nullopt : term->holds().at_most;
  };
  link.remedy = "agree downstream on the longest life of a backup";
  if (!most(down)) {
    link.verdict = Verdict::kUnknown;
    link.says = fmt::format("no limit downstream ({}); upstream: {}", link.downstream.says,
                            link.upstream.says);
    return link;
  }
  if (!most(up)) {
    link.verdict = Verdict::kUnknown;
    link.says = fmt::format("backups downstream stay {}; upstream allows for none: {}",
                            link.downstream.says, link.upstream.says);
    return link;
  }
  const auto zone = pair.zone_upstream.StartOf(pair.from);
  const TimeRules plain{.zone = pair.zone_upstream, .rule_set = RuleSet::kPlain};
  const auto ours = DeadlineOf(Count::kToKeep, zone, *most(up), plain);
  const auto theirs = DeadlineOf(Count::kToKeep, zone, *most(down), plain);
  if (!ours || !theirs) {
    return Incomputable(std::move(link), ours ? theirs.error() : ours.error());
  }
  JudgeBySpare(link, ours->at - theirs->at, "backups downstream are gone in time",
               "backups may live longer downstream");
  link.remedy = link.verdict == Verdict::kKept ? "" : link.remedy;
  return link;
}

}  // namespace mandat::internal
