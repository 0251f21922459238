// SPDX-License-Identifier: Apache-2.0
// Calendars of an operator: whatever the bytes, an answer with the line of the first mistake, or
// calendars that say the same of every day again when their days are written out one by one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.h"
#include "duty/calendar.h"

namespace {

using mandat::Calendar;
using mandat::Day;

// Of one calendar, by its grammar.
constexpr size_t kDaysMax = 1'000;
// Enough for every weekday of every date, and quick.
constexpr int kYearsMax = 28;

// The years that are walked.
int LastOf(const Calendar& calendar) {
  return std::min(calendar.year_last(), calendar.year_first() + kYearsMax - 1);
}

Day FirstDayOf(int year) { return Day(std::chrono::year(year) / std::chrono::January / 1); }

// The days of a calendar as a list, or nothing when they are too many or none.
std::string WriteOut(const Calendar& calendar) {
  const int last = LastOf(calendar);
  std::string text = "calendar Again\ntitle " + calendar.title() + "\nyears " +
                     std::to_string(calendar.year_first()) + "-" + std::to_string(last) + "\n";
  size_t count = 0;
  for (Day day = FirstDayOf(calendar.year_first()); day < FirstDayOf(last + 1);
       day += std::chrono::days(1)) {
    if (*calendar.IsHoliday(day)) {
      text += "once " + mandat::FormatDate(day) + " = Day\n";
      ++count;
    }
  }
  return count == 0 || count > kDaysMax ? "" : text;
}

void ExpectSame(const Calendar& one, const Calendar& other) {
  const Day first = FirstDayOf(one.year_first());
  const Day end = FirstDayOf(LastOf(one) + 1);
  for (Day day = first; day < end; day += std::chrono::days(1)) {
    MANDAT_ASSERT(*one.IsHoliday(day) == *other.IsHoliday(day));
    MANDAT_ASSERT(one.NameOf(day)->empty() == !*one.IsHoliday(day));
  }
  for (const Day outside : {first - std::chrono::days(1), end}) {
    MANDAT_ASSERT(!other.IsHoliday(outside));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t bytes) {
  const auto calendars =
      Calendar::Parse(std::string_view(reinterpret_cast<const char*>(data), bytes));
  if (!calendars) {
    MANDAT_ASSERT(calendars.error().kind == mandat::ErrorKind::kInvalid);
    MANDAT_ASSERT(calendars.error().message.starts_with("calendar line "));
    return 0;
  }
  // One is enough: each takes a walk over its years.
  const Calendar& last = calendars->back();
  const std::string text = WriteOut(last);
  if (!text.empty()) {
    const auto again = Calendar::Parse(text);
    MANDAT_ASSERT(again && again->size() == 1);
    ExpectSame(last, again->front());
  }
  return 0;
}
