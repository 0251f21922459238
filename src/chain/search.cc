// SPDX-License-Identifier: Apache-2.0
#include "chain/internal/search.h"

#include <array>

namespace mandat::internal {
namespace {

using std::chrono::microseconds;

// Calls `visit` for each start until it returns false. Errors: those of `visit`.
Status Visit(const Starts& starts, const std::function<Result<bool>(Instant)>& visit) {
  if (starts.is_hourly) {
    const Instant until = starts.zone.StartOf(starts.until);
    for (Instant at = starts.zone.StartOf(starts.from); at < until;
         at = at + std::chrono::hours(1)) {
      MANDAT_TRY(const bool goes_on, visit(at));
      if (!goes_on) {
        return {};
      }
    }
    return {};
  }
  constexpr std::array<int, 3> kMinutes = {30, 12 * 60, 23 * 60 + 30};
  for (Day day = starts.from; day < starts.until; day += std::chrono::days(1)) {
    for (const int minutes : kMinutes) {
      const Instant at =
          starts.zone.ToInstant({day, std::chrono::minutes(minutes)}, Zone::Fold::kEarlier);
      MANDAT_TRY(const bool goes_on, visit(at));
      if (!goes_on) {
        return {};
      }
    }
  }
  return {};
}

int RestDaysBetween(Instant from, Instant until, const Zone& zone) {
  constexpr int kDaysMax = 400;
  int count = 0;
  const Day last = zone.DayOf(until + microseconds(-1));
  Day day = zone.DayOf(from);
  for (int i = 0; day <= last && i < kDaysMax; ++i, day += std::chrono::days(1)) {
    const std::chrono::weekday weekday{day};
    count += weekday == std::chrono::Saturday || weekday == std::chrono::Sunday ? 1 : 0;
  }
  return count;
}

}  // namespace

microseconds SpareBetween(const Starts& starts, Instant later, Instant earlier) {
  return starts.is_hourly ? later - earlier
                          : OnTheWall(later, starts.zone) - OnTheWall(earlier, starts.zone);
}

Result<Worst> FindWorst(const Starts& starts, const EndsOf& ends_of, const SpareOf& spare_of) {
  Worst worst;
  int worst_rest = -1;
  MANDAT_TRY_STATUS(Visit(starts, [&](Instant at) -> Result<bool> {
    MANDAT_TRY(const Ends ends, ends_of(at));
    const microseconds spare = spare_of(at, ends);
    const bool is_first = worst.starts_count++ == 0;
    if (!is_first && spare > worst.spare) {
      return true;
    }
    const int rest = RestDaysBetween(at, ends.upstream.at, starts.zone);
    if (is_first || spare < worst.spare || rest > worst_rest) {
      worst = {at, ends, spare, worst.starts_count};
      worst_rest = rest;
    }
    return true;
  }));
  return worst;
}

Result<bool> IsAlwaysKept(const Starts& starts, const EndsOf& ends_of, const SpareOf& spare_of) {
  bool is_kept = true;
  MANDAT_TRY_STATUS(Visit(starts, [&](Instant at) -> Result<bool> {
    MANDAT_TRY(const Ends ends, ends_of(at));
    is_kept = spare_of(at, ends) >= microseconds(0);
    return is_kept;
  }));
  return is_kept;
}

}  // namespace mandat::internal
