// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mandat {

// A point on the UTC time line, microseconds since 1970-01-01T00:00:00Z.
struct Instant {
  int64_t micros = 0;

  // RFC 3339 in UTC, e.g. 2026-03-30T14:20:00Z; with six decimals when there are any.
  std::string Format() const;
  // RFC 3339 with Z or a numeric offset. Errors: kInvalid.
  static Result<Instant> Parse(std::string_view text);

  friend auto operator<=>(const Instant&, const Instant&) = default;
  friend Instant operator+(Instant at, std::chrono::microseconds delta) {
    return {at.micros + delta.count()};
  }
  friend std::chrono::microseconds operator-(Instant later, Instant earlier) {
    return std::chrono::microseconds(later.micros - earlier.micros);
  }
};

// Civil date in UTC, e.g. 2026-03-30.
std::string FormatDay(Instant at);

}  // namespace mandat
