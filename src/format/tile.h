// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

inline constexpr uint32_t kTileWidth = 256;
inline constexpr size_t kTileHashBytes = 32;
inline constexpr size_t kTileBytesMax = kTileWidth * kTileHashBytes;
inline constexpr size_t kBundleEntryBytesMax = 65535;

// Which 256 neighbours of a journal: the hashes of one level, or the entries themselves.
// A hash of level L stands for 256^L leaves. Source: C2SP tlog-tiles.
struct Tile {
  static constexpr int kEntries = -1;
  static constexpr int kLevelMax = 63;

  int level = 0;                // kEntries, or 0 to kLevelMax
  uint64_t index = 0;           // from 0, within the level
  uint32_t width = kTileWidth;  // how many it holds: 1 to 256

  bool full() const { return width == kTileWidth; }

  // E.g. `tile/0/x001/x234/067.p/12`, `tile/entries/005`. Requires: fields within their bounds.
  std::string Format() const;
  // Strict: exactly what Format writes. Errors: kInvalid.
  static Result<Tile> Parse(std::string_view path);

  friend bool operator==(const Tile&, const Tile&) = default;
};

// How many hashes a journal of `size` entries has at a level; level kEntries counts the entries.
uint64_t TileHashesCount(uint64_t size, int level);
// Width of the last, incomplete tile of a level; 0 when there is none.
uint32_t PartialTileWidth(uint64_t size, int level);
// The tile with this index as a journal of `size` entries publishes it.
// Requires: the journal has at least one hash in it.
Tile TileAt(uint64_t size, int level, uint64_t index);
// All tiles of a journal of `size` entries: the entry bundles, then the hashes level by level.
std::vector<Tile> AllTiles(uint64_t size);

// Adds one entry to a bundle: its length in two bytes, then its bytes.
// Requires: entry is at most kBundleEntryBytesMax bytes.
void AppendToBundle(Bytes& bundle, ByteView entry);
// The entries of a bundle; the views live as long as it. Strict: exactly `count` entries and
// nothing behind them. Errors: kCorrupt.
Result<std::vector<ByteView>> DecodeBundle(ByteView bundle, uint32_t count);

}  // namespace mandat
