// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "chain/internal/counting.h"

namespace mandat::internal {

// Every start that is tried: each hour, or 00:30, 12:00 and 23:30 of each day.
struct Starts {
  Day from;
  Day until;  // not tried
  bool is_hourly = false;
  Zone zone;
};

// What begins at one start: when it must be done and when it may be done.
struct Ends {
  End upstream;
  End downstream;
};

struct Worst {
  Instant start;
  Ends ends;
  std::chrono::microseconds spare{};  // upstream less downstream, or the other way round
  uint64_t starts_count = 0;
};

using EndsOf = std::function<Result<Ends>(Instant)>;
// The distance that must not be negative.
using SpareOf = std::function<std::chrono::microseconds(Instant, const Ends&)>;

// From one end to a later one: as hours run, or by the clock on the wall where days are counted, so
// that a day on which the clock is changed is a day.
std::chrono::microseconds SpareBetween(const Starts& starts, Instant later, Instant earlier);

// The start with the smallest spare; of equals the one with most days of rest before its end
// upstream, then the first. Errors: those of `ends_of`.
Result<Worst> FindWorst(const Starts& starts, const EndsOf& ends_of, const SpareOf& spare_of);

// True if no start has a negative spare; stops at the first that has.
Result<bool> IsAlwaysKept(const Starts& starts, const EndsOf& ends_of, const SpareOf& spare_of);

}  // namespace mandat::internal
