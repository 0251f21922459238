// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "docket/duty.h"

namespace mandat::sim {

// What a clock has to say and when, told from what was done with its duty. It shares nothing with
// the docket but the words: it is the statement that the docket is held to.
class NaiveClock {
 public:
  // One more thing that was done, in order. Tells what is wrong with it, if anything.
  // Requires: `duty` is the one that it was done with; what is read of it never changes.
  std::optional<std::string> Follow(const Duty& duty, const DutyChange& change);

  // What it has still to say, the earliest first.
  const std::vector<Firing>& expected() const { return expected_; }
  std::optional<Instant> due() const { return due_; }
  std::optional<Instant> last_day() const { return last_day_; }
  DutyState state() const { return state_; }
  bool has_said(Reminder reminder) const { return said_.contains(reminder); }

 private:
  void Plan(Instant now);
  void PlanOne(Reminder reminder, Instant at, Instant now);
  void RunOn(const DutyChange& change);
  void ForgetWhatLiesAhead(Instant now);
  std::optional<std::string> Fire(const DutyChange& change);

  Instant begin_;
  std::optional<Instant> due_;
  std::optional<Instant> last_day_;
  std::optional<Instant> stopped_;
  DutyState state_ = DutyState::kOpen;
  std::set<Reminder> said_;  // of the present deadline
  std::vector<Firing> expected_;
};

}  // namespace mandat::sim
