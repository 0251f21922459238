// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "base/instant.h"

namespace mandat::sim {

// What the world did to the machine's clock, and whether the product has to have noticed.
// Invariant (agreement time never goes back).
class Watch {
 public:
  // Somebody set the clock ahead, or back by as much again.
  void SetAhead(std::chrono::microseconds by) {
    ahead_ += by;
    is_kept_ = false;
  }
  // Somebody set it back, and did not say so.
  void SetBack(std::chrono::microseconds by) { back_ += by; }
  void CameForward() { back_ = std::chrono::microseconds::zero(); }
  void CameBack() {
    if (!must_confirm_) {
      ahead_ = std::chrono::microseconds::zero();
      is_kept_ = false;
    }
  }
  void Confirmed() {
    ahead_ = back_ = std::chrono::microseconds::zero();
    must_confirm_ = false;
  }
  // The product looked at its clock, and said that it will remember it.
  void Looked(Instant wall) {
    is_kept_ = true;
    if (ahead_.count() == 0 && back_.count() == 0) {
      trusted_ = wall;
    }
  }
  // The machine was started again, with its clock put right but for what was set ahead. What lies
  // between is explained by the start, up to a week, unless something waited already.
  // `waits` is what the product says: it decides where it could not remember.
  void Started(Instant wall, bool waits) {
    const bool has_to_wait = ahead_.count() > 0 || wall - trusted_ > std::chrono::hours(7 * 24);
    back_ = std::chrono::microseconds::zero();
    must_confirm_ = is_kept_ ? has_to_wait : waits;
    ahead_ = must_confirm_ ? wall - trusted_ : std::chrono::microseconds::zero();
    trusted_ = must_confirm_ ? trusted_ : wall;
    is_kept_ = true;
  }

  bool has_to_wait() const { return ahead_ > std::chrono::minutes(10); }
  bool may_come_back() const { return has_to_wait() && !must_confirm_; }
  std::chrono::microseconds ahead() const { return ahead_; }
  std::chrono::microseconds back() const { return back_; }
  // Until when purges may go, at an instant of the clock.
  Instant Settled(Instant wall) const { return has_to_wait() ? wall + -ahead_ : wall; }

 private:
  std::chrono::microseconds ahead_{0};
  std::chrono::microseconds back_{0};
  bool must_confirm_ = false;
  bool is_kept_ = true;  // what was done to the clock was looked at and remembered
  Instant trusted_;      // when both clocks were looked at and right
};

}  // namespace mandat::sim
