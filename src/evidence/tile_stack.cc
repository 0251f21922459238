// SPDX-License-Identifier: Apache-2.0
#include "evidence/internal/tile_stack.h"

#include <optional>

#include "base/assert.h"
#include "crypto/tlog.h"

namespace mandat::internal {

Status TileStack::Rise(size_t level, const Hash& root, const Visit& visit) {
  MANDAT_ASSERT(level < kLevels);
  MANDAT_TRY_STATUS(
      visit({static_cast<int>(level), tiles_count_[level], kTileWidth}, levels_[level]));
  levels_[level].clear();
  ++tiles_count_[level];
  return Push(level + 1, root, visit);
}

Status TileStack::Push(size_t level, const Hash& hash, const Visit& visit) {
  MANDAT_ASSERT(level < kLevels);
  std::vector<Hash>& hashes = levels_[level];
  hashes.push_back(hash);
  return hashes.size() < kTileWidth ? Status{} : Rise(level, TreeHash(hashes), visit);
}

Status TileStack::Append(const std::vector<Hash>& leaves, const Hash& root, const Visit& visit) {
  MANDAT_ASSERT(levels_[0].empty() && leaves.size() <= kTileWidth);
  levels_[0] = leaves;
  return leaves.size() < kTileWidth ? Status{} : Rise(0, root, visit);
}

Status TileStack::Finish(const Visit& visit) const {
  for (size_t level = 0; level < kLevels; ++level) {
    if (!levels_[level].empty()) {
      MANDAT_TRY_STATUS(visit({static_cast<int>(level), tiles_count_[level],
                               static_cast<uint32_t>(levels_[level].size())},
                              levels_[level]));
    }
  }
  return {};
}

Hash TileStack::RootWith(const std::vector<Hash>& leaves) const {
  MANDAT_ASSERT(leaves.empty() || (levels_[0].empty() && leaves.size() <= kTileWidth));
  // An unfinished level is the last node of the level above: the tree is split there anyway.
  std::optional<Hash> last;
  for (size_t level = 0; level < kLevels; ++level) {
    std::vector<Hash> nodes = level == 0 && !leaves.empty() ? leaves : levels_[level];
    if (last) {
      nodes.push_back(*last);
    }
    if (!nodes.empty()) {
      last = TreeHash(nodes);
    }
  }
  return last.value_or(EmptyTreeHash());
}

}  // namespace mandat::internal
