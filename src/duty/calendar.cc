// SPDX-License-Identifier: Apache-2.0
#include "duty/calendar.h"

#include <algorithm>

#include "base/assert.h"
#include "duty/internal/calendar_table.h"

namespace mandat {
namespace {

using internal::HolidayRule;

size_t IndexOf(Day day) { return static_cast<size_t>((day - kDayFirst).count()); }

Error NotCovered(const std::string& id, Day day) {
  return Error::NotFound("calendar " + id + " does not cover the year " +
                         std::to_string(YearOf(day)));
}

}  // namespace

void Calendar::Table::Tabulate() {
  day_first = Day(std::chrono::year(year_first) / std::chrono::January / 1);
  day_last = Day(std::chrono::year(year_last) / std::chrono::December / 31);
  holidays.assign(IndexOf(kDayLast) + 1, false);
  const auto mark = [this](std::optional<Day> day) {
    if (day && Covers(*day)) {
      holidays[IndexOf(*day)] = true;
    }
  };
  for (const HolidayRule& rule : rules) {
    // An observed day may belong to the year before or after its holiday.
    for (int year = year_first - 1; year <= year_last + 1; ++year) {
      const HolidayRule::Days days = rule.In(year);
      mark(days.nominal);
      mark(days.observed);
    }
  }
}

Calendar Calendar::None() {
  static const Calendar none = [] {
    auto table = std::make_shared<Table>();
    table->id = "none";
    table->title = "no holidays";
    table->Tabulate();
    return Calendar(std::move(table));
  }();
  return none;
}

const std::vector<Calendar>& Calendar::Shipped() {
  static const std::vector<Calendar> shipped = [] {
    std::vector<Calendar> all;
    for (const std::string_view text : internal::ShippedCalendarTexts()) {
      const Result<std::vector<Calendar>> some = internal::ParseCalendars(text, all);
      MANDAT_ASSERT(some);  // built in, and tested
      all.insert(all.end(), some->begin(), some->end());
    }
    return all;
  }();
  return shipped;
}

Result<Calendar> Calendar::Get(std::string_view id) {
  const auto found = std::ranges::find(Shipped(), id, &Calendar::id);
  if (found == Shipped().end()) {
    return Fail(Error::NotFound("no such calendar"));
  }
  return *found;
}

std::vector<std::string> Calendar::ShippedIds() {
  std::vector<std::string> ids;
  std::ranges::transform(Shipped(), std::back_inserter(ids), &Calendar::id);
  return ids;
}

Result<std::vector<Calendar>> Calendar::Parse(std::string_view text) {
  return internal::ParseCalendars(text, Shipped());
}

Calendar Calendar::Union(const Calendar& one, const Calendar& other) {
  auto table = std::make_shared<Table>(*one.table_);
  table->id += "+" + other.id();
  table->title += ", " + other.title();
  table->year_first = std::max(one.year_first(), other.year_first());
  table->year_last = std::min(one.year_last(), other.year_last());
  const auto& more = other.table_->rules;
  table->rules.insert(table->rules.end(), more.begin(), more.end());
  table->Tabulate();
  return Calendar(std::move(table));
}

const std::string& Calendar::id() const { return table_->id; }
const std::string& Calendar::title() const { return table_->title; }
int Calendar::year_first() const { return table_->year_first; }
int Calendar::year_last() const { return table_->year_last; }

Result<bool> Calendar::IsHoliday(Day day) const {
  if (!table_->Covers(day)) {
    return Fail(NotCovered(id(), day));
  }
  return table_->holidays[IndexOf(day)];
}

Result<std::string> Calendar::NameOf(Day day) const {
  MANDAT_TRY(const bool is_holiday, IsHoliday(day));
  if (!is_holiday) {
    return std::string();
  }
  for (const HolidayRule& rule : table_->rules) {
    for (int year = YearOf(day) - 1; year <= YearOf(day) + 1; ++year) {
      const HolidayRule::Days days = rule.In(year);
      if (days.nominal == day) {
        return rule.name;
      }
      if (days.observed == day) {
        return rule.name + " (observed)";
      }
    }
  }
  Stop("a holiday has no rule");
}

Result<bool> Calendar::IsWorkingDay(Day day, WorkingWeek week) const {
  const std::chrono::weekday weekday(day);
  if (weekday == std::chrono::Sunday ||
      (weekday == std::chrono::Saturday && week == WorkingWeek::kMondayToFriday)) {
    return false;
  }
  MANDAT_TRY(const bool is_holiday, IsHoliday(day));
  return !is_holiday;
}

}  // namespace mandat
