// SPDX-License-Identifier: Apache-2.0
#include "duty/day.h"

#include <fmt/format.h>

#include "duty/internal/text.h"

namespace mandat {

std::string FormatDate(Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Result<Day> ParseDate(std::string_view text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const int year = internal::ReadDigits(text.substr(0, 4), 4);
    const int month = internal::ReadDigits(text.substr(5, 2), 2);
    const int day = internal::ReadDigits(text.substr(8, 2), 2);
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (year >= kYearFirst && year <= kYearLast && month > 0 && day > 0 && date.ok()) {
      return Day(date);
    }
  }
  return Fail(Error::Invalid("not a date of the years 1970 to 2199"));
}

}  // namespace mandat
