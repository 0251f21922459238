// SPDX-License-Identifier: Apache-2.0
#include "trail/trail_prune.h"

#include "trail/trail_row.h"

namespace mandat {
namespace {

constexpr uint64_t kSpanMax = uint64_t{1} << 17U;  // of any row, as Trail::ForEach has it

}  // namespace

// Rows do not overlap, so that the last one that begins below the minimum alone may reach beyond.
Status StageTrailPrune(const Store& store, EntryIndex minimum, Staging& staging) {
  const uint64_t from = minimum.value > kSpanMax ? minimum.value - kSpanMax : 0;
  EntryIndex end = minimum;
  const auto rows = store.Scan(Space::kTrail, TrailRow({from}), TrailRow(minimum));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(const TrailHead head, TrailHead::Decode(rows->value()));
    const EntryIndex first = FirstOfTrailRow(rows->key());
    end = first.value + head.span > minimum.value ? first : minimum;
  }
  MANDAT_TRY_STATUS(rows->status());
  staging.RemoveRangeUnseen(Space::kTrail, TrailRow({0}), TrailRow(end));
  return {};
}

}  // namespace mandat
