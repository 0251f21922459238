// SPDX-License-Identifier: Apache-2.0
#include "sim/naive_clock.h"

#include <algorithm>

namespace mandat::sim {
namespace {

using std::chrono::hours;

}  // namespace

// What was to warn of something that is over already is not said; that a deadline was missed is.
void NaiveClock::PlanOne(Reminder reminder, Instant at, Instant now) {
  if (said_.contains(reminder)) {
    return;
  }
  if (at > now || reminder == Reminder::kMissed) {
    expected_.push_back({reminder, at});
  }
}

void NaiveClock::Plan(Instant now) {
  expected_.clear();
  if (state_ != DutyState::kOpen) {
    return;
  }
  if (!due_) {
    for (const int days : {1, 3, 7}) {
      PlanOne(Reminder::kNudge, begin_ + hours(24 * days), now);
    }
    return;
  }
  const auto length = *due_ - begin_;
  if (length.count() > 0) {
    const Instant half = begin_ + length / 2;
    const Instant last = last_day_ ? *last_day_ : Instant{due_->micros - length.count() / 6};
    PlanOne(Reminder::kHalfTime, half, now);
    if (last > half) {
      PlanOne(Reminder::kLastDay, last, now);
    }
  }
  PlanOne(Reminder::kMissed, *due_, now);
  PlanOne(Reminder::kOverdueDay, *due_ + hours(24), now);
  PlanOne(Reminder::kOverdueWeek, *due_ + hours(7 * 24), now);
  std::ranges::sort(expected_, {},
                    [](const Firing& firing) { return std::pair(firing.at, firing.reminder); });
}

// A deadline that lies ahead again can be missed again.
void NaiveClock::ForgetWhatLiesAhead(Instant now) {
  const auto forget = [&](Reminder reminder, int days) {
    if (!due_ || *due_ + hours(24 * days) > now) {
      said_.erase(reminder);
    }
  };
  forget(Reminder::kMissed, 0);
  forget(Reminder::kOverdueDay, 1);
  forget(Reminder::kOverdueWeek, 7);
}

void NaiveClock::RunOn(const DutyChange& change) {
  const auto stood = change.effective - *stopped_;
  if (due_) {
    due_ = *due_ + stood;
  }
  if (last_day_) {
    last_day_ = *last_day_ + stood;
  }
  stopped_.reset();
  state_ = DutyState::kOpen;
  ForgetWhatLiesAhead(change.recorded);
  Plan(change.recorded);
}

std::optional<std::string> NaiveClock::Fire(const DutyChange& change) {
  const std::string name(change.reminder ? Name(*change.reminder) : "nothing");
  if (expected_.empty()) {
    return "fired `" + name + "`, which is not expected any more";
  }
  const Firing first = expected_.front();
  if (change.reminder != first.reminder || change.planned != first.at) {
    return "fired `" + name + "`, and `" + std::string(Name(first.reminder)) + "` at " +
           first.at.Format() + " is next";
  }
  if (change.recorded < first.at) {
    return "fired `" + name + "` at " + change.recorded.Format() + ", before " + first.at.Format();
  }
  if (IsLate(change) != (change.recorded - first.at > std::chrono::minutes(5))) {
    return "`" + name + "` does not say that it is late";
  }
  if (first.reminder != Reminder::kNudge) {
    said_.insert(first.reminder);
  }
  expected_.erase(expected_.begin());
  return std::nullopt;
}

std::optional<std::string> NaiveClock::Follow(const Duty& duty, const DutyChange& change) {
  switch (change.act) {
    case DutyAct::kOpen:
      begin_ = duty.counts_back ? duty.from.entered : duty.from.effective;
      due_ = change.due;
      last_day_ = change.last_day;
      Plan(change.recorded);
      break;
    case DutyAct::kPause:
      stopped_ = change.effective;
      state_ = DutyState::kPaused;
      expected_.clear();
      break;
    case DutyAct::kResume:
      if (!stopped_) {
        return "runs on though it did not stand";
      }
      RunOn(change);
      break;
    case DutyAct::kExtend:
      due_ = change.due;
      last_day_ = change.last_day;
      std::erase_if(said_, [](Reminder said) { return said != Reminder::kHalfTime; });
      Plan(change.recorded);
      break;
    case DutyAct::kRevise:
      due_ = change.due;
      last_day_ = change.last_day;
      ForgetWhatLiesAhead(change.recorded);
      Plan(change.recorded);
      break;
    case DutyAct::kMeet:
    case DutyAct::kWithdraw:
      if (state_ == DutyState::kMet || state_ == DutyState::kWithdrawn) {
        return "closed twice";
      }
      state_ = change.act == DutyAct::kMeet ? DutyState::kMet : DutyState::kWithdrawn;
      expected_.clear();
      break;
    case DutyAct::kFire:
      return Fire(change);
    case DutyAct::kAssign:
      break;
  }
  return std::nullopt;
}

}  // namespace mandat::sim
