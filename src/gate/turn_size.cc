// SPDX-License-Identifier: Apache-2.0
#include "gate/turn_size.h"

#include <algorithm>

namespace mandat {

// A long turn halves the next one, a short one that was full lets it grow: the cost of works and of
// the sync need not be told apart, and one slow sync does not stay in any mean.
void TurnSize::Took(size_t count, std::chrono::nanoseconds time) {
  if (time > kTurn && count <= fair_) {
    fair_ = std::max(kWorksMin, count / 2);
  } else if (time > kTurn) {
    fair_ = std::max(kWorksMin, fair_ - fair_ / 8);
  } else if (time < kTurn / 2 && count >= fair_) {
    fair_ = std::min(kWorksMax, fair_ + fair_ / 4 + 1);
  }
}

}  // namespace mandat
