// SPDX-License-Identifier: Apache-2.0
// Two places of one agreement that cannot both be true: L-I01 to L-I13.
#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// How a statement gives its time, e.g. "14 days" or "without-delay"; empty if it gives none.
std::string TimeOf(const Statement& said) {
  for (const std::optional<Period>& period : {said.within, said.at_least, said.at_most}) {
    if (period) {
      return period->Format();
    }
  }
  return said.promptness ? std::string(Name(*said.promptness)) : "";
}

bool HasNumber(const Statement& said) { return said.within || said.at_least || said.at_most; }

// Words that forbid each other. What is not here may stand side by side: who pays for the first
// audit and who for the next, or two wishes of the controller.
bool Excludes(std::string_view a, std::string_view b) {
  constexpr auto kPairs = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"general", "specific"},
       {"forbidden", "allowed"},
       {"forbidden", "on-conditions"},
       {"consent", "refusal"},
       {"by-instruction", "by-agreement"},
       {"none", "instruction"},
       {"none", "written-consent"},
       {"prior-notice", "instruction"},
       {"prior-notice", "written-consent"},
       {"allowed", "information-only"},
       {"allowed", "report-instead"},
       {"erase", "return"},
       {"erase", "controller"},
       {"processor", "controller"},
       {"mutual-agreement", "notice"},
       {"mutual-agreement", "unilateral"},
       {"mutual-agreement", "notice-and-objection"}});
  return std::ranges::any_of(kPairs, [&](const auto& pair) {
    return (pair.first == a && pair.second == b) || (pair.first == b && pair.second == a);
  });
}

std::string Told(const Statement& said, const std::string& value) {
  return "`" + value + "` (" + said.clause + ")";
}

std::string_view Why(Holding why) {
  switch (why) {
    case Holding::kOnly:
      return "the other part was not concluded";
    case Holding::kRank:
      return "its part ranks first";
    case Holding::kCommissionClauses:
      return "the Commission's clauses prevail";
    case Holding::kStricter:
      return "nothing ranks them, and it is stricter";
    case Holding::kAgreed:
      return "both parties agreed on it";
  }
  return {};
}

std::string Outcome(const Term& term, const std::string& value) {
  return "; `" + value + "` holds: " + std::string(Why(term.why));
}

// A contradiction that is settled, or that did not become part of the agreement, is a note.
std::optional<Severity> SeverityOf(const Review& review, const Term& term, const Statement& a,
                                   const Statement& b) {
  const bool is_settled = term.why == Holding::kAgreed || !review.Binds(a) || !review.Binds(b);
  return is_settled ? std::optional(Severity::kNote) : std::nullopt;
}

void AgreesWithItself(Review& review) {
  for (const Term& term : review.agreement().terms()) {
    if (term.path.starts_with("security.measures.") || term.path.ends_with(".cost")) {
      continue;
    }
    const Statement& held = term.holds();
    for (const Statement& other : term.said) {
      if (&other == &held || other.status != TermStatus::kStated) {
        continue;
      }
      const Saying saying = review.At(term.path);
      const std::string here = TimeOf(held);
      const std::string there = TimeOf(other);
      const std::optional<Severity> severity = SeverityOf(review, term, held, other);
      if (!here.empty() && !there.empty() && here != there) {
        const bool only_words = !HasNumber(held) && !HasNumber(other);
        review.Find("L-I01", saying.path, saying.span,
                    Told(held, here) + " and " + Told(other, there) + Outcome(term, here),
                    only_words ? std::optional(Severity::kNote) : severity);
      }
      if (Excludes(held.word, other.word)) {
        review.Find(
            "L-I02", saying.path, saying.span,
            Told(held, held.word) + " and " + Told(other, other.word) + Outcome(term, held.word),
            severity);
      }
    }
  }
}

// Source: GDPR Art. 9(1).
void KnowsItsSensitiveData(Review& review) {
  const Saying special = review.At("special-categories");
  const Agreement& agreement = review.agreement();
  if (special.IsSilent() || std::ranges::any_of(agreement.categories(), &DataCategory::special)) {
    return;
  }
  std::string sign;
  for (const PeopleCategory& people : agreement.people()) {
    sign = Speaks(people.text, Cue::kSensitive) ? "people: `" + people.text + "`" : sign;
  }
  for (const DataCategory& data : agreement.categories()) {
    sign = Speaks(data.text, Cue::kSensitive) ? "data: `" + data.text + "`" : sign;
  }
  for (const Term& term : agreement.terms()) {
    if (sign.empty() && term.path.starts_with("security.measures.") &&
        Speaks(review.At(term.path).words(), Cue::kSensitive)) {
      sign = term.path;
    }
  }
  if (!sign.empty()) {
    review.Find("L-I03", special, "none is marked, and " + sign);
  }
}

// Source: GDPR Art. 28(3)(a); GDPR Art. 44.
void KeepsToItsTransferRule(Review& review) {
  const Saying rule = review.At("transfers.rule");
  if (rule.IsSilent() || rule.word() != "written-consent") {
    return;
  }
  std::vector<std::string> outside;
  for (const Subprocessor& row : review.agreement().subprocessors()) {
    if (!row.country.empty() && !review.data().IsInside(row.country, review.at())) {
      outside.push_back(row.id);
    }
  }
  if (!outside.empty()) {
    review.Find("L-I04", rule, Some(outside, review.agreement().subprocessors().size()));
  }
}

bool Covers(const std::vector<Place>& places, const Review& review, const std::string& country) {
  return std::ranges::any_of(places, [&](const Place& place) {
    return place.country == country ||
           (place.country == "EU" && review.data().IsInside(country, review.at()));
  });
}

// Source: GDPR Art. 28(3)(a).
void ListsPlacesOfSubprocessors(Review& review) {
  const std::vector<Place>& places = review.agreement().places();
  std::vector<std::string> elsewhere;
  for (const Subprocessor& row : review.agreement().subprocessors()) {
    if (!places.empty() && !row.country.empty() && !Covers(places, review, row.country)) {
      elsewhere.push_back(row.id + " (" + row.country + ")");
    }
  }
  if (!elsewhere.empty()) {
    review.Find("L-I05", "places", review.agreement().SpanOf("places"),
                Some(elsewhere, review.agreement().subprocessors().size()));
  }
}

std::vector<size_t> NumbersIn(const std::string& text) {
  std::vector<size_t> numbers;
  size_t value = 0;
  bool is_number = false;
  for (const char c : text + " ") {
    if (c >= '0' && c <= '9' && value < 1'000'000) {
      value = value * 10 + static_cast<size_t>(c - '0');
      is_number = true;
    } else if (is_number) {
      numbers.push_back(std::exchange(value, 0));
      is_number = false;
    }
  }
  return numbers;
}

// Source: GDPR Art. 28(2).
void CountsSubprocessors(Review& review) {
  const Saying saying = review.At("sub-processors.published");
  const size_t rows_count = review.agreement().subprocessors().size();
  const std::vector<size_t> numbers = NumbersIn(saying.words());
  if (saying.IsSilent() || numbers.empty() || rows_count == 0) {
    return;
  }
  const size_t sum = std::accumulate(numbers.begin(), numbers.end(), size_t{0});
  if (sum != rows_count && std::ranges::find(numbers, rows_count) == numbers.end()) {
    review.Find("L-I06", saying,
                "`" + saying.words() + "`, and the list has " + std::to_string(rows_count));
  }
}

// Reading: a complaint of a person about its data is mostly a request as well.
// Source: GDPR Art. 28(3)(e).
void KnowsOneClockForLetters(Review& review) {
  const Saying request = review.At("requests.forward");
  const Saying complaint = review.At("requests.complaints");
  if (request.IsSilent() || complaint.IsSilent()) {
    return;
  }
  const std::string here = TimeOf(request.said());
  const std::string there = TimeOf(complaint.said());
  if (!here.empty() && !there.empty() && here != there) {
    review.Find("L-I07", request, "requests `" + here + "`, complaints `" + there + "`");
  }
}

// Source: GDPR Art. 33(2); GDPR Art. 28(4).
void KnowsOneClockForBreaches(Review& review) {
  const Saying own = review.At("breach.notice");
  const Saying theirs = review.At("sub-processors.failure");
  if (own.IsSilent() || theirs.IsSilent()) {
    return;
  }
  const std::string here = TimeOf(own.said());
  const std::string there = TimeOf(theirs.said());
  if (!here.empty() && !there.empty() && here != there) {
    review.Find("L-I08", theirs, "at the processor `" + here + "`, there `" + there + "`");
  }
}

// Source: Dec. 2021/915 Cl. 4; Dec. 2021/914 Cl. 5.
void RanksClausesFirst(Review& review) {
  const std::vector<Part>& parts = review.agreement().parts();
  bool is_behind_others = false;
  for (const Part& part : parts) {
    if (part.instrument.empty()) {
      is_behind_others = true;
    } else if (is_behind_others) {
      review.Find("L-I09", "precedence", review.agreement().SpanOf("precedence"),
                  "part `" + part.id + "` stands behind `" + parts.front().id + "`");
    }
  }
}

// Source: GDPR Art. 28(2).
void ListsWhatItAsksFor(Review& review) {
  const Saying asked = review.At("sub-processors.list-requirements");
  const std::vector<Subprocessor>& rows = review.agreement().subprocessors();
  if (asked.IsSilent() || rows.empty()) {
    return;
  }
  const auto lacking = [&rows](auto is_missing) {
    std::vector<std::string> ids;
    for (const Subprocessor& row : rows) {
      if (is_missing(row)) {
        ids.push_back(row.id);
      }
    }
    return ids;
  };
  const std::string words = asked.words();
  if (const auto ids = lacking([](const Subprocessor& row) { return row.contact.empty(); });
      Speaks(words, Cue::kContact) && !ids.empty()) {
    review.Find("L-I10", asked, "no contact of " + Some(ids, rows.size()));
  }
}

// Source: GDPR Art. 28(2).
void WaitsForObjections(Review& review) {
  const Saying notice = review.At("sub-processors.notice");
  const Saying objection = review.At("sub-processors.objection");
  if (notice.IsSilent() || objection.IsSilent() || !notice.said().at_least ||
      !objection.said().within) {
    return;
  }
  if (LeastHours(*objection.said().within) > LeastHours(*notice.said().at_least)) {
    review.Find("L-I11", objection,
                objection.said().within->Format() + " to object, " +
                    notice.said().at_least->Format() + " of notice");
  }
}

// Source: GDPR Art. 28(3)(g).
void ErasesBackupsInTime(Review& review) {
  const Saying delay = review.At("end.delay");
  if (delay.IsSilent() || !delay.said().within || review.At("end.backups").number()) {
    return;
  }
  for (const Term& term : review.agreement().terms()) {
    const Statement& said = term.holds();
    if (term.path.starts_with("security.measures.") && said.word == "backup" && said.at_most &&
        LeastHours(*said.at_most) > LeastHours(*delay.said().within)) {
      review.Find(
          "L-I12", review.At(term.path),
          "kept " + said.at_most->Format() + ", erased within " + delay.said().within->Format());
    }
  }
}

// Source: GDPR Art. 28(9).
void BeginsAfterAcceptance(Review& review) {
  const Agreement& agreement = review.agreement();
  const Result<std::chrono::sys_days> accepted = ParseDay(agreement.acceptance().on);
  const auto start =
      std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::microseconds>(
          std::chrono::microseconds(agreement.start().micros)));
  if (accepted && start < *accepted) {
    review.Find("L-I13", "start", agreement.SpanOf("parties"),
                "in force from " + FormatDay(start) + ", accepted on " + agreement.acceptance().on);
  }
}

constexpr auto kSteps = std::to_array<Step>(
    {&AgreesWithItself, &KnowsItsSensitiveData, &KeepsToItsTransferRule,
     &ListsPlacesOfSubprocessors, &CountsSubprocessors, &KnowsOneClockForLetters,
     &KnowsOneClockForBreaches, &RanksClausesFirst, &ListsWhatItAsksFor, &WaitsForObjections,
     &ErasesBackupsInTime, &BeginsAfterAcceptance});

}  // namespace

std::span<const Step> ContradictionSteps() { return kSteps; }

}  // namespace mandat::internal
