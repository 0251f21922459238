// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duty/day.h"

namespace mandat {

// Which weekdays are worked: the usual week, or the week of "jours ouvrables" and "Werktage".
enum class WorkingWeek { kMondayToFriday, kMondayToSaturday };

// The public holidays of one place, or of several together.
//
// Source: Reg. 1182/71 Art. 2(1).
// Invariant (silence is no working day): a year that the calendar does not cover is an error.
// Threading: immutable; copies share their tables.
class Calendar {
 public:
  // No holidays, in any year.
  static Calendar None();
  // One of calendars/, e.g. "BE" or "DE-BY". Errors: kNotFound.
  static Result<Calendar> Get(std::string_view id);
  static std::vector<std::string> ShippedIds();
  // Calendars of an operator, in the form of docs/reference/calendars.md; they may include shipped
  // ones. Errors: kInvalid, with the number of the line.
  static Result<std::vector<Calendar>> Parse(std::string_view text);
  // A holiday of either is a holiday; a year is covered when both cover it.
  static Calendar Union(const Calendar& one, const Calendar& other);

  const std::string& id() const;     // e.g. "BE", or "BE+FR" for a union
  const std::string& title() const;  // e.g. "Belgium"
  int year_first() const;
  int year_last() const;

  // Errors: kNotFound (the year is not covered).
  Result<bool> IsHoliday(Day day) const;
  // The name of a holiday in the language of the place; empty for any other day. Errors: as above.
  Result<std::string> NameOf(Day day) const;
  // Errors: as above, for a day of the working week.
  Result<bool> IsWorkingDay(Day day, WorkingWeek week) const;

 private:
  friend class CalendarParser;
  struct Table;

  static const std::vector<Calendar>& Shipped();

  explicit Calendar(std::shared_ptr<const Table> table) : table_(std::move(table)) {}

  std::shared_ptr<const Table> table_;
};

}  // namespace mandat
