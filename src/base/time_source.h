// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/instant.h"

namespace mandat {

// How long the machine has run since a start, suspension included. Nobody sets it, so it tells
// whether the clock on the wall was set.
struct Uptime {
  uint64_t boot = 0;  // names the start of the machine
  std::chrono::microseconds since{};
};

// Where "now" comes from. Pure code takes an Instant; only the rim asks a TimeSource.
// Threading: any number of callers.
class TimeSource {
 public:
  virtual ~TimeSource() = default;
  virtual Instant Now() const = 0;
  virtual Uptime Running() const = 0;
};

// The machine's clocks.
class SystemTime final : public TimeSource {
 public:
  SystemTime();
  Instant Now() const override;
  Uptime Running() const override;

 private:
  uint64_t boot_;
};

// Time turned by hand, for tests and the simulator.
class ManualTime final : public TimeSource {
 public:
  explicit ManualTime(Instant start) : micros_(start.micros) {}
  Instant Now() const override { return {micros_.load()}; }
  Uptime Running() const override {
    return {boot_.load(), std::chrono::microseconds(running_.load())};
  }
  // Time passes.
  void Advance(std::chrono::microseconds by) {
    micros_.fetch_add(by.count());
    running_.fetch_add(by.count());
  }
  // Somebody sets the clock.
  void Set(Instant at) { micros_.store(at.micros); }
  // The machine is started anew, at an instant of its clock.
  void Restart(Instant at) {
    Set(at);
    boot_.fetch_add(1);
    running_.store(0);
  }

 private:
  std::atomic<int64_t> micros_;
  std::atomic<int64_t> running_{0};
  std::atomic<uint64_t> boot_{1};
};

// How far the clock is ahead of what can be accounted for. What cannot be undone, and what rests on
// somebody's silence, waits until it is confirmed.
// Invariant (agreement time never goes back). Threading: any number of callers.
class ClockTrust {
 public:
  // Until when purges, shreds and deemed consents may go.
  Instant Settled(Instant now) const {
    return now + -std::chrono::microseconds(ahead_micros_.load(std::memory_order_relaxed));
  }
  bool is_waiting() const { return ahead_micros_.load(std::memory_order_relaxed) != 0; }
  void SetAhead(std::chrono::microseconds ahead) { ahead_micros_.store(ahead.count()); }

 private:
  std::atomic<int64_t> ahead_micros_{0};
};

}  // namespace mandat
