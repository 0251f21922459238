// SPDX-License-Identifier: Apache-2.0
#include "gate/removed_row.h"

#include <algorithm>

namespace mandat {
namespace {

bool HoldsData(Space space) {
  switch (space) {
    case Space::kUnits:
    case Space::kIndex:
    case Space::kSeries:
    case Space::kBlobs:
    case Space::kHistory:
    case Space::kHeld:
    case Space::kBlind:
    case Space::kPeople:
      return true;
    case Space::kMeta:
    case Space::kJournal:
    case Space::kLedger:
    case Space::kReplay:
    case Space::kKeys:
    case Space::kDocket:
    case Space::kTrail:  // its own keys see to that, see MoveTrail
      return false;
  }
  return true;
}

}  // namespace

bool RemovesData(const Batch& batch) {
  return std::ranges::any_of(batch.steps(), [](const Batch::Step& step) {
    return step.kind != Batch::Kind::kPut && HoldsData(step.space);
  });
}

}  // namespace mandat
