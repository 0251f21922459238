// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "duty/calendar.h"
#include "duty/internal/holiday_rule.h"

namespace mandat {

struct Calendar::Table {
  std::string id;
  std::string title;
  int year_first = kYearFirst;
  int year_last = kYearLast;
  std::vector<internal::HolidayRule> rules;
  std::vector<bool> holidays;  // by days since kDayFirst

  Day day_first = kDayFirst;  // of year_first, once tabulated
  Day day_last = kDayLast;

  bool Covers(Day day) const { return day_first <= day && day <= day_last; }
  // Works the rules out for all years that are covered. Called once, before the table is shared.
  void Tabulate();
};

namespace internal {

// The text of calendars/, one file after the other.
std::vector<std::string_view> ShippedCalendarTexts();

// Reads a file that may include, and may not name again, the calendars that are known already.
// Errors: kInvalid, with the number of the line.
Result<std::vector<Calendar>> ParseCalendars(std::string_view text,
                                             const std::vector<Calendar>& known);

}  // namespace internal
}  // namespace mandat
