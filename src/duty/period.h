// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mandat {

enum class TimeUnit { kHours, kBusinessHours, kDays, kWorkingDays, kWeeks, kMonths, kYears };

// A length of time as an agreement writes it. How long it lasts depends on where it begins.
struct Period {
  static constexpr uint32_t kCountMax = 100'000;

  uint32_t count = 1;
  TimeUnit unit = TimeUnit::kDays;

  // One spelling each: "1 hour", "24 hours", "4 business-hours", "10 working-days", "36 months".
  // Errors: kInvalid (any other spelling, zero, more than kCountMax).
  static Result<Period> Parse(std::string_view text);
  std::string Format() const;

  friend bool operator==(const Period&, const Period&) = default;
};

}  // namespace mandat
