// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <optional>

#include "base/time_source.h"
#include "store/home.h"

namespace mandat {

// Sees whether the clock on the wall was set ahead, by the machine's own count of time, across
// starts. Until somebody confirms a jump, what cannot be undone waits (ClockTrust); everything else
// goes by the clock, so that no deadline is late.
// Invariant (agreement time never goes back). Threading: any number of callers.
class ClockWatch {
 public:
  struct Settings {
    std::chrono::minutes tolerance{10};                            // what is called a jump
    std::chrono::hours downtime_max = std::chrono::hours(7 * 24);  // what a start may explain
  };

  // Errors: kUnavailable, kCorrupt.
  static Result<std::unique_ptr<ClockWatch>> Open(std::unique_ptr<Home> home,
                                                  const TimeSource& time, ClockTrust& trust,
                                                  Settings settings);

  // To be called about once a second, and before anything is purged. Errors: kUnavailable.
  Status Observe();
  // By how much the clock is ahead, while nobody has confirmed it.
  std::optional<std::chrono::microseconds> waiting() const;
  // The clock is right. Errors: kUnavailable.
  Status Confirm();

 private:
  // A reading of both clocks that is relied on.
  struct Anchor {
    Instant wall;
    Uptime running;
    bool waits = false;  // a jump behind it was not confirmed
  };

  ClockWatch(std::unique_ptr<Home> home, const TimeSource& time, ClockTrust& trust,
             Settings settings)
      : home_(std::move(home)), time_(time), trust_(trust), settings_(settings) {}

  Status Load();
  Status Save();
  std::chrono::microseconds Ahead(Instant wall, Uptime running) const;

  const std::unique_ptr<Home> home_;
  const TimeSource& time_;
  ClockTrust& trust_;
  const Settings settings_;
  mutable std::mutex mutex_;
  Anchor anchor_;
  std::optional<Instant> saved_;
};

}  // namespace mandat
