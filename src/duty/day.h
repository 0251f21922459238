// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mandat {

// A civil date, of no zone in particular.
using Day = std::chrono::local_days;

// Every computation stays between these two days; what would leave them is an error.
inline constexpr int kYearFirst = 1970;
inline constexpr int kYearLast = 2199;
inline constexpr Day kDayFirst{std::chrono::year(kYearFirst) / std::chrono::January / 1};
inline constexpr Day kDayLast{std::chrono::year(kYearLast) / std::chrono::December / 31};

inline bool IsInReach(Day day) { return kDayFirst <= day && day <= kDayLast; }

inline int YearOf(Day day) { return static_cast<int>(std::chrono::year_month_day(day).year()); }

// e.g. 2026-03-30.
std::string FormatDate(Day day);
// Errors: kInvalid (not a date of the calendar, or outside the years above).
Result<Day> ParseDate(std::string_view text);

}  // namespace mandat
