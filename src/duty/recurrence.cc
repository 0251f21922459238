// SPDX-License-Identifier: Apache-2.0
#include "duty/recurrence.h"

#include <utility>

#include "duty/internal/course.h"

namespace mandat {
namespace {

using std::chrono::days;
using std::chrono::year;
using std::chrono::year_month_day;

TimeUnit UnitOf(Every every) {
  switch (every) {
    case Every::kDay:
      return TimeUnit::kDays;
    case Every::kWeek:
      return TimeUnit::kWeeks;
    case Every::kMonth:
      return TimeUnit::kMonths;
    case Every::kYear:
      return TimeUnit::kYears;
  }
  std::unreachable();
}

// Not more than the whole units that lie between two days.
int64_t UnitsBetween(Day first, Day last, Every every) {
  const year_month_day from(first);
  const year_month_day to(last);
  const int64_t years = static_cast<int>(to.year()) - static_cast<int>(from.year());
  const int64_t months =
      years * 12 + static_cast<unsigned>(to.month()) - static_cast<unsigned>(from.month());
  switch (every) {
    case Every::kDay:
      return (last - first).count() - 1;
    case Every::kWeek:
      return (last - first).count() / 7 - 1;
    case Every::kMonth:
      return months - 1;
    case Every::kYear:
      return years - 1;
  }
  std::unreachable();
}

Result<Day> DayInReach(Instant at, const Zone& zone) {
  const Day day = zone.DayOf(at);
  return IsInReach(day) ? Result<Day>(day)
                        : Fail(Error::Invalid("instant is outside the years 1970 to 2199"));
}

// The first day of the unit of the calendar in which a day lies.
Day BeginningOf(Day day, Every every) {
  const year_month_day date(day);
  switch (every) {
    case Every::kDay:
      return day;
    case Every::kWeek:
      return day - (std::chrono::weekday(day) - std::chrono::Monday);
    case Every::kMonth:
      return Day(date.year() / date.month() / 1);
    case Every::kYear:
      return Day(date.year() / std::chrono::January / 1);
  }
  std::unreachable();
}

}  // namespace

Result<Instant> NextOccurrence(Instant anchor, Every every, Instant after, const Zone& zone) {
  MANDAT_TRY(const Day first, DayInReach(anchor, zone));
  if (after < anchor) {
    return anchor;
  }
  MANDAT_TRY(const Day day, DayInReach(after, zone));
  const LocalTime local = zone.ToLocal(anchor);
  for (int64_t number = std::max<int64_t>(1, UnitsBetween(first, day, every));; ++number) {
    MANDAT_TRY(const Day next, internal::Shift(first, UnitOf(every), number));
    const Instant at = zone.ToInstant({next, local.since_midnight}, Zone::Fold::kEarlier);
    if (at > after) {
      return at;
    }
  }
}

Result<AtLeastOnce> NextAtLeastOnce(Instant last, Every every, const Zone& zone) {
  MANDAT_TRY(const Day day, DayInReach(last, zone));
  MANDAT_TRY(const Day rolling, internal::Shift(day, UnitOf(every), 1));
  MANDAT_TRY(const Day after, internal::Shift(BeginningOf(day, every), UnitOf(every), 2));
  return AtLeastOnce{zone.StartOf(rolling + days(1)), zone.StartOf(after)};
}

Result<Window> CalendarYearOf(Instant at, const Zone& zone) {
  MANDAT_TRY(const Day day, DayInReach(at, zone));
  const Day begin = BeginningOf(day, Every::kYear);
  const Day end(year_month_day(begin).year() / std::chrono::December / 31);
  return Window{zone.StartOf(begin), zone.StartOf(end + days(1))};
}

Result<Window> ContractYearOf(Instant at, Instant contract_start, const Zone& zone) {
  MANDAT_TRY(const Day day, DayInReach(at, zone));
  MANDAT_TRY(const Day first, DayInReach(contract_start, zone));
  if (day < first) {
    return Fail(Error::Invalid("instant is before the contract"));
  }
  int64_t number = std::max<int64_t>(0, UnitsBetween(first, day, Every::kYear));
  for (;; ++number) {
    MANDAT_TRY(const Day begin, internal::Shift(first, TimeUnit::kYears, number));
    MANDAT_TRY(const Day end, internal::Shift(first, TimeUnit::kYears, number + 1));
    if (day < end) {
      return Window{zone.StartOf(begin), zone.StartOf(end)};
    }
  }
}

}  // namespace mandat
