// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "duty/internal/holiday_rule.h"

namespace mandat::internal {

using std::chrono::days;
using std::chrono::weekday;

// The anonymous Gregorian algorithm of Meeus and Butcher; its letters.
Day EasterOf(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = b / 4;
  const int e = b % 4;
  const int f = (b + 8) / 25;
  const int g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4;
  const int k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return Day(std::chrono::year(year) / (n / 31) / (n % 31 + 1));
}

Day HolidayRule::NominalIn(int year) const {
  const std::chrono::year_month in = std::chrono::year(year) / static_cast<int>(month);
  const Day date(in / static_cast<int>(day));
  switch (kind) {
    case Kind::kFixed:
    case Kind::kOnce:
      return date;
    case Kind::kEaster:
      return EasterOf(year) + days(number);
    case Kind::kNth:
      return Day(in / weekday[static_cast<unsigned>(number)]);
    case Kind::kLast:
      return Day(in / weekday[std::chrono::last]);
    case Kind::kOnOrBefore:
      return date - (std::chrono::weekday(date) - weekday);
    case Kind::kOnOrAfter:
      return date + (weekday - std::chrono::weekday(date));
  }
  std::unreachable();
}

HolidayRule::Days HolidayRule::In(int year) const {
  if (year < from || year > until || std::ranges::count(except, year) > 0 ||
      (kind == Kind::kOnce && year != number)) {
    return {};
  }
  const Day nominal = NominalIn(year);
  const int moved = shift_days.at(std::chrono::weekday(nominal).c_encoding());
  if (shift == Shift::kNone || moved == 0) {
    return {nominal, std::nullopt};
  }
  const Day observed = nominal + days(moved);
  return {shift == Shift::kAlso ? std::optional(nominal) : std::nullopt, observed};
}

}  // namespace mandat::internal
