// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

namespace mandat {

// How many works the next batch of one sequencer may take, so that a turn while others wait ends
// within a few milliseconds, however dear the works are. Alone, a sequencer takes what there is: a
// sync costs as much as many works. Invariant (agreements do not meet).
// Threading: the sequencer's.
class TurnSize {
 public:
  static constexpr size_t kWorksMax = 512;
  static constexpr size_t kWorksMin = 8;
  static constexpr std::chrono::microseconds kTurn{4'000};

  size_t Next(bool others_wait) const { return others_wait ? fair_ : kWorksMax; }

  // What a batch of `count` works took, its sync included.
  void Took(size_t count, std::chrono::nanoseconds time);

 private:
  size_t fair_ = 64;
};

}  // namespace mandat
