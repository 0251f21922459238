// SPDX-License-Identifier: Apache-2.0
#include "format/pruned.h"

#include <utility>

#include "base/assert.h"
#include "format/tile.h"

namespace mandat {
namespace {

constexpr std::string_view kTilePrefix = "tile/";
constexpr std::string_view kKeptPrefix = "kept/";

}  // namespace

std::string FormatMinimum(uint64_t minimum) { return std::to_string(minimum) + "\n"; }

Result<uint64_t> ParseMinimum(std::string_view text) {
  uint64_t minimum = 0;
  for (const char digit : text.substr(0, text.find('\n'))) {
    if (digit < '0' || digit > '9' || minimum > UINT64_MAX / 10 - 1) {
      return Fail(Error::Corrupt("minimum is not a number"));
    }
    minimum = minimum * 10 + static_cast<uint64_t>(digit - '0');
  }
  if (text != FormatMinimum(minimum) || minimum % kTileWidth != 0) {
    return Fail(Error::Corrupt("minimum is not that of whole bundles"));
  }
  return minimum;
}

void AppendToKept(Bytes& kept, uint8_t place, ByteView entry) {
  kept.push_back(static_cast<char>(place));
  AppendToBundle(kept, entry);
}

Result<std::vector<KeptEntry>> DecodeKept(ByteView kept) {
  std::vector<KeptEntry> entries;
  while (!kept.empty()) {
    if (kept.size() < 3) {
      return Fail(Error::Corrupt("kept entries end in the middle of one"));
    }
    const auto place = static_cast<uint8_t>(kept[0]);
    const size_t length = static_cast<size_t>(static_cast<uint8_t>(kept[1])) << 8U |
                          static_cast<size_t>(static_cast<uint8_t>(kept[2]));
    kept.remove_prefix(3);
    if (length > kept.size()) {
      return Fail(Error::Corrupt("kept entries end in the middle of one"));
    }
    if (!entries.empty() && place <= entries.back().place) {
      return Fail(Error::Corrupt("kept entries are out of order"));
    }
    entries.push_back({place, kept.substr(0, length)});
    kept.remove_prefix(length);
  }
  return entries.empty() ? Result<std::vector<KeptEntry>>(Fail(Error::Corrupt("nothing was kept")))
                         : std::move(entries);
}

std::string KeptPath(uint64_t bundle) {
  const std::string tile = Tile{Tile::kEntries, bundle, kTileWidth}.Format();
  MANDAT_ASSERT(tile.starts_with(kTilePrefix));
  return std::string(kKeptPrefix) + tile.substr(kTilePrefix.size());
}

Result<uint64_t> ParseKeptPath(std::string_view path) {
  if (path.starts_with(kKeptPrefix)) {
    const Result<Tile> tile =
        Tile::Parse(std::string(kTilePrefix) + std::string(path.substr(kKeptPrefix.size())));
    if (tile && tile->level == Tile::kEntries && tile->full()) {
      return tile->index;
    }
  }
  return Fail(Error::Invalid("not the path of kept entries"));
}

}  // namespace mandat
