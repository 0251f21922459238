// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "base/bytes.h"

namespace mandat {

// Which commit last changed what, in fixed memory: one number per stripe of ids. Ids that share a
// stripe only cause a read to be repeated that need not be.
// Threading: `committed` from any thread; the rest from the agreement's sequencer.
class Versions {
 public:
  Versions() : stripes_(kStripes, 0) {}

  // To be taken before a read begins, and given to Changed() when it is checked again.
  uint64_t committed() const { return committed_.load(std::memory_order_acquire); }

  // The batch being built changes this id.
  void Touch(ByteView id) {
    stripes_[StripeOf(id)] = committed_.load(std::memory_order_relaxed) + 1;
  }
  // True if a batch behind `since` changed this id.
  bool Changed(ByteView id, uint64_t since) const { return stripes_[StripeOf(id)] > since; }

  // The batch being built is visible to readers.
  void Committed() { committed_.fetch_add(1, std::memory_order_release); }

 private:
  static constexpr size_t kStripes = size_t{1} << 16;
  static size_t StripeOf(ByteView id) { return std::hash<ByteView>{}(id) % kStripes; }

  std::atomic<uint64_t> committed_{0};
  std::vector<uint64_t> stripes_;
};

}  // namespace mandat
