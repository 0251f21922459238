// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "duty/internal/calendar_table.h"

namespace mandat {

// Reads calendars line by line; docs/reference/calendars.md has the grammar.
class CalendarParser {
 public:
  explicit CalendarParser(const std::vector<Calendar>& known) : known_(known) {}

  Result<std::vector<Calendar>> Read(std::string_view text);

 private:
  using Rule = internal::HolidayRule;

  Status ReadLine(std::string_view line);
  Status Begin(std::string_view id);
  Status ReadTitle(std::string_view title);
  Status ReadYears(std::string_view years);
  Status Include(std::string_view id);
  Status ReadRule(std::string_view line);
  Status Finish();

  // The parts of a rule; each takes its words from the front.
  Status TakeDate(std::string_view kind, Rule& rule);
  Status TakeLimits(Rule& rule);
  Status TakeShift(Rule& rule);
  Status TakeOnce(Rule& rule);
  Status TakeMonthDay(Rule& rule);
  Status TakeMonth(Rule& rule);
  Status TakeWeekday(Rule& rule);
  Status TakeYear(int& year);

  std::string_view TakeWord();
  bool TakeWord(std::string_view word);
  bool NextIsYear() const;
  const Calendar* FindKnown(std::string_view id) const;
  // Every message names the line.
  std::unexpected<Error> Wrong(std::string_view what) const;

  const std::vector<Calendar>& known_;
  std::vector<Calendar> done_;
  std::shared_ptr<Calendar::Table> open_;  // the calendar that is being read
  bool has_years_ = false;
  size_t line_number_ = 0;
  std::vector<std::string_view> words_;  // of the rule that is being read
  size_t next_ = 0;
};

}  // namespace mandat
