// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "base/instant.h"

namespace mandat {

// Where "now" comes from. Pure code takes an Instant; only the rim asks a TimeSource.
// Threading: any number of callers.
class TimeSource {
 public:
  virtual ~TimeSource() = default;
  virtual Instant Now() const = 0;
};

// The machine's clock.
class SystemTime final : public TimeSource {
 public:
  Instant Now() const override;
};

// Time turned by hand, for tests and the simulator.
class ManualTime final : public TimeSource {
 public:
  explicit ManualTime(Instant start) : micros_(start.micros) {}
  Instant Now() const override { return {micros_.load()}; }
  void Set(Instant at) { micros_.store(at.micros); }
  void Advance(std::chrono::microseconds by) { micros_.fetch_add(by.count()); }

 private:
  std::atomic<int64_t> micros_;
};

}  // namespace mandat
