// SPDX-License-Identifier: Apache-2.0
#include "duty/internal/course.h"

#include <algorithm>

#include "duty/opening_hours.h"

namespace mandat {
namespace internal {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;

constexpr days kOneDay(1);

// What the rule sets mean by a working day, whatever an agreement counts as one.
constexpr WorkingWeek kWeekOfTheRules = WorkingWeek::kMondayToFriday;

Status ValidateQuestion(Instant event, Period period, const TimeRules& rules) {
  if (period.count == 0 || period.count > Period::kCountMax) {
    return Fail(Error::Invalid("period is not of 1 to 100000 units"));
  }
  // A day of margin, so that the event has a civil day in reach in every zone.
  if (event < Instant{microseconds((kDayFirst + kOneDay).time_since_epoch()).count()} ||
      event >= Instant{microseconds(kDayLast.time_since_epoch()).count()}) {
    return Fail(Error::Invalid("event is outside the years 1970 to 2199"));
  }
  return Validate(rules);
}

// The last day of a period in hours is the one in which its last moment lies.
Result<Course> EndingAt(Instant due, Instant event, const Zone& zone) {
  const Day day = zone.DayOf(event);
  const Day last = zone.DayOf(due + microseconds(-1));
  if (!IsInReach(last)) {
    return Fail(Error::Invalid("period leaves the years 1970 to 2199"));
  }
  return Course{day, day, last, last, last, due};
}

// Through nights, weekends and holidays, on the UTC line.
// Source: Reg. 1182/71 Art. 3(1), Art. 3(4).
// Reading: the hour of the event is not left out; a deadline so computed is never late
// (docs/concepts/time.md).
Result<Course> RunHours(Count count, Instant event, Period period, const Zone& zone) {
  const hours length(count == Count::kBefore ? -int64_t{period.count} : int64_t{period.count});
  return EndingAt(event + length, event, zone);
}

// Only while it is open.
Result<Course> RunBusinessHours(Count count, Instant event, Period period, const TimeRules& rules) {
  if (!rules.opening) {
    return Fail(Error::Invalid("business hours need opening hours"));
  }
  const int step = count == Count::kBefore ? -1 : 1;
  microseconds left = hours(period.count);
  for (Day day = rules.zone.DayOf(event); IsInReach(day); day += days(step)) {
    MANDAT_TRY(std::optional<Window> open, OpenOn(day, *rules.opening, rules));
    if (!open) {
      continue;
    }
    if (step > 0) {
      open->begins = std::max(open->begins, event);
    } else {
      open->ends = std::min(open->ends, event);
    }
    const microseconds length = std::max(open->ends - open->begins, microseconds(0));
    if (left <= length) {
      return EndingAt(step > 0 ? open->begins + left : open->ends + -left, event, rules.zone);
    }
    left -= length;
  }
  return Fail(Error::Invalid("period leaves the years 1970 to 2199"));
}

// Source: Reg. 1182/71 Art. 3(4).
Result<Day> NextWorkingDayFrom(Day day, const Calendar& calendar) {
  for (;; day += kOneDay) {
    MANDAT_TRY(const bool is_worked, calendar.IsWorkingDay(day, kWeekOfTheRules));
    if (is_worked) {
      return day;
    }
  }
}

// Source: Reg. 1182/71 Art. 3(5).
Result<Day> SecondWorkingDayAfter(Day day, const Calendar& calendar) {
  MANDAT_TRY(const Day first, NextWorkingDayFrom(day + kOneDay, calendar));
  return NextWorkingDayFrom(first + kOneDay, calendar);
}

// Source: Reg. 1182/71 Art. 3(1), Art. 3(2)(b), Art. 3(2)(c).
Result<Course> RunForward(Count count, Instant event, Period period, const TimeRules& rules) {
  Course course;
  const LocalTime local = rules.zone.ToLocal(event);
  course.event_day = local.day;
  const bool is_late =
      count == Count::kToAct && rules.cut_off && local.since_midnight >= *rules.cut_off;
  course.from = local.day + days(is_late ? 1 : 0);
  if (period.unit == TimeUnit::kWorkingDays) {
    MANDAT_TRY(course.counted, ShiftWorkingDays(course.from, period.count, 1, rules));
  } else {
    MANDAT_TRY(course.counted, Shift(course.from, period.unit, period.count));
  }
  course.rolled = course.counted;
  if (RollsOver(count, rules.rule_set)) {
    MANDAT_TRY(course.rolled, NextWorkingDayFrom(course.counted, rules.calendar));
  }
  course.last = course.rolled;
  if (WantsTwoWorkingDays(count, period, rules.rule_set)) {
    MANDAT_TRY(const Day second, SecondWorkingDayAfter(course.from, rules.calendar));
    course.last = std::max(course.last, second);
  }
  course.due = rules.zone.StartOf(course.last + kOneDay);
  return course;
}

// The period ends where the day of the event begins and is counted back from there; the act comes
// before its first day.
Result<Course> RunBackward(Instant event, Period period, const TimeRules& rules) {
  Course course;
  course.event_day = course.from = rules.zone.DayOf(event);
  if (period.unit == TimeUnit::kWorkingDays) {
    MANDAT_TRY(course.counted, ShiftWorkingDays(course.from, period.count, -1, rules));
  } else {
    MANDAT_TRY(course.counted, Shift(course.from, period.unit, -int64_t{period.count}));
  }
  course.last = course.counted - days(rules.is_clear_before ? 1 : 0);
  course.rolled = course.last;
  if (!IsInReach(course.last)) {
    return Fail(Error::Invalid("period leaves the years 1970 to 2199"));
  }
  course.due = rules.cut_off
                   ? rules.zone.ToInstant({course.last, *rules.cut_off}, Zone::Fold::kEarlier)
                   : rules.zone.StartOf(course.last + kOneDay);
  return course;
}

}  // namespace

bool RollsOver(Count count, RuleSet rules) {
  return count == Count::kToAct && rules != RuleSet::kPlain;
}

bool WantsTwoWorkingDays(Count count, Period period, RuleSet rules) {
  const bool is_one_day = period.count == 1 &&
                          (period.unit == TimeUnit::kDays || period.unit == TimeUnit::kWorkingDays);
  return RollsOver(count, rules) && rules != RuleSet::kBgb && !IsInHours(period.unit) &&
         !is_one_day;
}

Instant NextFullHour(Instant at, const Zone& zone) {
  const microseconds into_hour = zone.ToLocal(at).since_midnight % hours(1);
  return at + (hours(1) - into_hour);
}

Result<Course> Run(Count count, Instant event, Period period, const TimeRules& rules) {
  MANDAT_TRY_STATUS(ValidateQuestion(event, period, rules));
  if (period.unit == TimeUnit::kHours) {
    return RunHours(count, event, period, rules.zone);
  }
  if (period.unit == TimeUnit::kBusinessHours) {
    return RunBusinessHours(count, event, period, rules);
  }
  return count == Count::kBefore ? RunBackward(event, period, rules)
                                 : RunForward(count, event, period, rules);
}

}  // namespace internal

Result<Due> DeadlineOf(Count count, Instant event, Period period, const TimeRules& rules) {
  MANDAT_TRY(const internal::Course course, internal::Run(count, event, period, rules));
  return Due{course.due, course.last};
}

}  // namespace mandat
