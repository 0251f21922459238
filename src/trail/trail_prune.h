// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "store/store.h"

namespace mandat {

// Stages the removal of rows that have nothing of entries from `minimum` on: the bundles of the
// journal that they are behind are gone. Errors: kUnavailable, kCorrupt.
Status StageTrailPrune(const Store& store, EntryIndex minimum, Staging& staging);

}  // namespace mandat
