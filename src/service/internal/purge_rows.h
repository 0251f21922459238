// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/ids.h"
#include "gate/work.h"

namespace mandat {

// Row of Space::kMeta: instant at which the newest Reclaim of the store began.
// On disk: see docs/internals/data-layout.md.
inline constexpr std::string_view kLastReclaimRow = "reclaim/last";

// Rows of Space::kMeta: what went on one day of UTC. "purge/" day (4, since 1970-01-01) -> units
// (8), bucket keys (8), first and last of the entries that say so (8, 8).
inline constexpr std::string_view kPurgePrefix = "purge/";
Bytes PurgeRow(uint32_t day);

// Adds what one entry of the house says is gone to its day. Errors: kUnavailable, kCorrupt.
Status StagePurge(uint64_t units_count, uint64_t buckets_count, BatchContext& context);

}  // namespace mandat
