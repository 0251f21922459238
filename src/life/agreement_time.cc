// SPDX-License-Identifier: Apache-2.0
#include "life/internal/agreement_time.h"

#include <algorithm>

namespace mandat::internal {
namespace {

struct Counting {
  TimeRules stated;
  Unstated unstated;
};

std::optional<RuleSet> FindRuleSet(const std::string& word) {
  if (word == "reg-1182-71") {
    return RuleSet::kReg1182;
  }
  if (word == "be-civil-code") {
    return RuleSet::kBelgianCivilCode;
  }
  if (word == "de-bgb") {
    return RuleSet::kBgb;
  }
  return word == "plain" ? std::optional(RuleSet::kPlain) : std::nullopt;
}

std::optional<WorkingWeek> FindWeek(const std::string& word) {
  if (word == "mon-fri") {
    return WorkingWeek::kMondayToFriday;
  }
  return word == "mon-sat" ? std::optional(WorkingWeek::kMondayToSaturday) : std::nullopt;
}

// Reading: where no zone is stated days are those of UTC; what is open beside that is computed in
// every reading.
Result<Counting> CountingOf(const Agreement& agreement, const Term& term) {
  const TimeTerms& time = agreement.time();
  MANDAT_TRY(Zone zone, Zone::Get(time.zone.empty() ? "UTC" : time.zone));
  Counting counting{{.zone = std::move(zone)}, {}};
  if (const auto rules = FindRuleSet(time.rules)) {
    counting.stated.rule_set = *rules;
  } else {
    counting.unstated.rule_sets = {RuleSet::kReg1182, RuleSet::kBelgianCivilCode, RuleSet::kBgb,
                                   RuleSet::kPlain};
  }
  const std::string& said = term.holds().week;
  if (const auto week = FindWeek(said.empty() ? time.week : said)) {
    counting.stated.week = *week;
  } else {
    counting.unstated.weeks = {WorkingWeek::kMondayToFriday, WorkingWeek::kMondayToSaturday};
  }
  if (!time.calendar.empty()) {
    MANDAT_TRY(counting.stated.calendar, Calendar::Get(time.calendar));
    return counting;
  }
  counting.unstated.calendars.push_back(Calendar::None());
  for (const std::string_view id : {"BE", "DE", "FR", "LU", "NL"}) {
    MANDAT_TRY(Calendar calendar, Calendar::Get(id));
    counting.unstated.calendars.push_back(std::move(calendar));
  }
  return counting;
}

}  // namespace

std::optional<Period> LengthOf(const Term& term) {
  if (term.option && term.option->within) {
    return term.option->within;
  }
  const Statement& said = term.holds();
  if (said.at_least || said.within) {
    return said.at_least ? said.at_least : said.within;
  }
  return term.house ? std::optional(term.house->within) : std::nullopt;
}

Result<Instant> WindowEnd(const Agreement& agreement, const Term& term, Instant event,
                          Period period) {
  MANDAT_TRY(const Counting counting, CountingOf(agreement, term));
  MANDAT_TRY(const Readings readings,
             ComputeBoth(Count::kToAct, event, period, counting.stated, counting.unstated));
  return readings.Binding(WhoActs::kTheOtherParty).due;
}

// The period is counted back from what is told, so the first day from which it reaches back far
// enough is looked for, from the day that counting forward gives.
Result<Instant> FirstAfterNotice(const Agreement& agreement, const Term& term, Instant told,
                                 Period period) {
  constexpr int kDaysMax = 62;
  MANDAT_TRY(const Counting counting, CountingOf(agreement, term));
  MANDAT_TRY(const Readings forward,
             ComputeBoth(Count::kToKeep, told, period, counting.stated, counting.unstated));
  Instant first = forward.earliest.due;
  for (int day = 0; day < kDaysMax; ++day) {
    MANDAT_TRY(const Readings back,
               ComputeBoth(Count::kBefore, first, period, counting.stated, counting.unstated));
    if (told < back.Binding(WhoActs::kWe).due) {
      return first;
    }
    first = first + std::chrono::hours(24);
  }
  return Fail(Error::Invalid("a period of notice has no end that can be computed"));
}

}  // namespace mandat::internal
