// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mandat {

enum class Unit : uint8_t { kHours, kBusinessHours, kDays, kWorkingDays, kWeeks, kMonths, kYears };

struct Period {
  uint32_t count = 0;
  Unit unit = Unit::kDays;

  static Result<Period> Parse(std::string_view text);
  std::string Format() const;
  friend bool operator==(const Period&, const Period&) = default;
};

}  // namespace mandat
