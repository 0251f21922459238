// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "duty/day.h"

namespace mandat {

// What the clock on the wall shows.
struct LocalTime {
  Day day;
  std::chrono::microseconds since_midnight{};  // at most 24 hours

  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

// Which edition of the zone data the system has, e.g. "2026a". Errors: kUnavailable.
Result<std::string> ZoneDataVersion();

// A time zone of the system's zone data, e.g. Europe/Brussels, copied when it was got.
//
// Threading: immutable; copies share one table.
class Zone {
 public:
  // Which of the two instants, when the clock shows the same time twice.
  enum class Fold { kEarlier, kLater };

  // Errors: kNotFound (no such zone), kUnavailable (the system's zone data is missing, or in a form
  // whose present rules cannot be read).
  static Result<Zone> Get(std::string_view name);

  const std::string& name() const;

  LocalTime ToLocal(Instant at) const;
  Day DayOf(Instant at) const { return ToLocal(at).day; }

  // A time that the clock leaves out in spring is the instant at which it leaps.
  Instant ToInstant(LocalTime local, Fold fold) const;
  // The first instant of a day. The end of a day, 24:00, is the first instant of the next.
  Instant StartOf(Day day) const { return ToInstant({day, {}}, Fold::kEarlier); }

 private:
  struct Table;

  explicit Zone(std::shared_ptr<const Table> table) : table_(std::move(table)) {}

  std::shared_ptr<const Table> table_;
};

}  // namespace mandat
