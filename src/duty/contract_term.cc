// SPDX-License-Identifier: Apache-2.0
#include "duty/contract_term.h"

#include "duty/internal/course.h"

namespace mandat {
namespace {

// Where a term begins, as one shift from the start where the units allow it: months and years add
// up to months, days and weeks to days.
Result<Day> BeginOf(uint32_t number, Day start, const TermRules& terms) {
  const auto in_base = [](Period period) -> std::pair<TimeUnit, int64_t> {
    switch (period.unit) {
      case TimeUnit::kWeeks:
        return {TimeUnit::kDays, int64_t{period.count} * 7};
      case TimeUnit::kYears:
        return {TimeUnit::kMonths, int64_t{period.count} * 12};
      default:
        return {period.unit, period.count};
    }
  };
  if (number == 0) {
    return start;
  }
  const auto [initial_unit, initial] = in_base(terms.initial);
  const auto [renewal_unit, renewal] = in_base(terms.renewal);
  const int64_t renewals = int64_t{number - 1} * renewal;
  if (initial_unit == renewal_unit) {
    return internal::Shift(start, initial_unit, initial + renewals);
  }
  MANDAT_TRY(const Day first, internal::Shift(start, initial_unit, initial));
  return internal::Shift(first, renewal_unit, renewals);
}

}  // namespace

Result<ContractTerm> TermAt(Instant at, Instant contract_start, const TermRules& terms,
                            const TimeRules& rules) {
  for (const Period& period : {terms.initial, terms.renewal, terms.notice}) {
    if (period.count == 0 || period.count > Period::kCountMax) {
      return Fail(Error::Invalid("period is not of 1 to 100000 units"));
    }
  }
  const Zone& zone = rules.zone;
  const Day day = zone.DayOf(at);
  const Day start = zone.DayOf(contract_start);
  if (!IsInReach(start) || day < start) {
    return Fail(Error::Invalid("instant is before the contract"));
  }
  Day begin = start;
  for (uint32_t number = 0;; ++number) {
    MANDAT_TRY(const Day end, BeginOf(number + 1, start, terms));
    if (day < end) {
      const Instant ends = zone.StartOf(end);
      MANDAT_TRY(const Due notice, DeadlineOf(Count::kBefore, ends, terms.notice, rules));
      return ContractTerm{number, zone.StartOf(begin), ends, notice};
    }
    begin = end;
  }
}

}  // namespace mandat
