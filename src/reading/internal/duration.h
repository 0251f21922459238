// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandat::internal {

enum class SaidUnit : uint8_t { kHour, kDay, kWeek, kMonth, kYear };

// "dix (10) jours ouvrables": a number and a unit, in figures or words of English, French, German.
struct Duration {
  unsigned n = 0;
  SaidUnit unit = SaidUnit::kDay;
  bool is_working = false;   // working days, hours of business
  bool is_calendar = false;  // the text says calendar days
  size_t begin = 0;          // in the folded text
  size_t end = 0;

  // As the agreement language writes it: "24 hours", "1 month", "10 working-days".
  std::string Text() const;
};

// In order of the text. `text` is folded.
std::vector<Duration> FindDurations(std::string_view text);

// A count of times: "deux fois", "twice", "no more than three times"; 0 when there is none.
struct Times {
  unsigned n = 0;
  std::string_view per;  // "calendar-year", "contract-year", "year", "half-year", ...
  size_t begin = 0;
};
Times FindTimes(std::string_view text);

}  // namespace mandat::internal
