// SPDX-License-Identifier: Apache-2.0
#include "life/internal/agreement_time.h"

#include "agreement/counting.h"

namespace mandat::internal {

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
  MANDAT_TRY(const Counting counting, CountingOf(agreement, term.holds().week));
  MANDAT_TRY(const Readings readings,
             ComputeBoth(Count::kToAct, event, period, counting.stated, counting.unstated));
  return readings.Binding(WhoActs::kTheOtherParty).due;
}

// The period is counted back from what is told, so the first day from which it reaches back far
// enough is looked for, from the day that counting forward gives.
Result<Instant> FirstAfterNotice(const Agreement& agreement, const Term& term, Instant told,
                                 Period period) {
  constexpr int kDaysMax = 62;
  MANDAT_TRY(const Counting counting, CountingOf(agreement, term.holds().week));
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
