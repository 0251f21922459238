// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "crypto/hash.h"
#include "format/tile.h"

namespace mandat::internal {

// The rightmost, still growing tile of every level of a journal that is read from the left; what is
// left of a tile once it is full is one hash in the level above.
class TileStack {
 public:
  static constexpr size_t kLevels = 8;

  // Told each tile that became full, and at the end each partial one.
  using Visit = std::function<Status(const Tile& tile, const std::vector<Hash>& hashes)>;

  // The next tile of leaves, with the root over them, which only a full tile needs.
  // Requires: full tiles, except for the last call.
  Status Append(const std::vector<Hash>& leaves, const Hash& root, const Visit& visit);
  // Visits the partial tiles above the leaves.
  Status Finish(const Visit& visit) const;

  // Root over all leaves so far and those, fewer than fill a tile or as many, that follow them.
  Hash RootWith(const std::vector<Hash>& leaves) const;

 private:
  Status Push(size_t level, const Hash& hash, const Visit& visit);
  // Empties a level whose tile is full, and hands its root up.
  Status Rise(size_t level, const Hash& root, const Visit& visit);

  std::array<std::vector<Hash>, kLevels> levels_;
  std::array<uint64_t, kLevels> tiles_count_{};  // full ones
};

}  // namespace mandat::internal
