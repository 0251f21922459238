// SPDX-License-Identifier: Apache-2.0
#include "backup/scope.h"

#include "base/assert.h"

namespace mandat {

std::string_view Name(CopyScope scope) { return scope == CopyScope::kData ? "data" : "ledger"; }

bool IsRewound(Space space) {
  switch (space) {
    case Space::kUnits:
    case Space::kIndex:
    case Space::kSeries:
    case Space::kBlobs:
    case Space::kHistory:
    case Space::kBlind:  // made anew from what is restored
      return true;
    case Space::kMeta:
    case Space::kJournal:
    case Space::kLedger:
    case Space::kReplay:
    case Space::kKeys:
    case Space::kDocket:
    case Space::kHeld:
    case Space::kPeople:
    case Space::kTrail:
      return false;
  }
  Stop("unknown space");
}

bool Covers(CopyScope scope, Space space) {
  if (space == Space::kKeys || space == Space::kBlind) {
    return false;
  }
  return scope == CopyScope::kData || !IsRewound(space);
}

}  // namespace mandat
