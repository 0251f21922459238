// SPDX-License-Identifier: Apache-2.0
#include "duty/opening_hours.h"

namespace mandat {

using std::chrono::hours;
using std::chrono::minutes;

Status Validate(const OpeningHours& opening) {
  if (opening.opens < minutes(0) || opening.opens >= opening.closes || opening.closes > hours(24)) {
    return Fail(Error::Invalid("opening hours end before they begin, or are no times of a day"));
  }
  return {};
}

Status Validate(const TimeRules& rules) {
  if (rules.cut_off && (*rules.cut_off <= minutes(0) || *rules.cut_off >= hours(24))) {
    return Fail(Error::Invalid("cut-off is no time of the day"));
  }
  return rules.opening ? Validate(*rules.opening) : Status();
}

Result<std::optional<Window>> OpenOn(Day day, const OpeningHours& opening, const TimeRules& rules) {
  MANDAT_TRY_STATUS(Validate(opening));
  const Calendar calendar = opening.on_holidays ? Calendar::None() : rules.calendar;
  MANDAT_TRY(const bool is_open, calendar.IsWorkingDay(day, opening.week));
  if (!is_open) {
    return std::optional<Window>();
  }
  const Zone& zone = rules.zone;
  return std::optional(Window{zone.ToInstant({day, opening.opens}, Zone::Fold::kEarlier),
                              opening.closes == hours(24)
                                  ? zone.StartOf(day + std::chrono::days(1))
                                  : zone.ToInstant({day, opening.closes}, Zone::Fold::kLater)});
}

Result<bool> IsWithin(Instant at, const OpeningHours& opening, const TimeRules& rules) {
  MANDAT_TRY(const std::optional<Window> open, OpenOn(rules.zone.DayOf(at), opening, rules));
  return open && open->Contains(at);
}

}  // namespace mandat
