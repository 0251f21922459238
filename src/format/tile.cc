// SPDX-License-Identifier: Apache-2.0
#include "format/tile.h"

#include <limits>
#include <optional>

#include "base/assert.h"

namespace mandat {
namespace {

constexpr std::string_view kTilePrefix = "tile/";
constexpr std::string_view kEntriesName = "entries";

std::string ThreeDigits(uint64_t value) {
  std::string text = std::to_string(value);
  return std::string(3 - text.size(), '0') + text;
}

// Decimal without leading zeros, at most `most`.
std::optional<uint64_t> ReadDecimal(std::string_view text, uint64_t most) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) {
    return std::nullopt;
  }
  uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + static_cast<uint64_t>(c - '0');
  }
  return value <= most ? std::optional(value) : std::nullopt;
}

std::optional<uint64_t> ReadGroup(std::string_view text) {
  if (text.size() != 3) {
    return std::nullopt;
  }
  uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + static_cast<uint64_t>(c - '0');
  }
  return value;
}

// Takes the text before the next slash, or all of it.
std::string_view TakeElement(std::string_view& path) {
  const size_t slash = path.find('/');
  const std::string_view element = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return element;
}

std::optional<uint64_t> ReadIndex(std::string_view path) {
  uint64_t index = 0;
  bool first = true;
  while (true) {
    std::string_view element = TakeElement(path);
    const bool last = path.empty();
    if (!last) {
      if (!element.starts_with('x')) {
        return std::nullopt;
      }
      element.remove_prefix(1);
    }
    const std::optional<uint64_t> group = ReadGroup(element);
    const bool padded = first && !last && group == 0U;  // x000/001 has a shorter form
    if (!group || padded || index > (std::numeric_limits<uint64_t>::max() - *group) / 1000) {
      return std::nullopt;
    }
    index = index * 1000 + *group;
    first = false;
    if (last) {
      return index;
    }
  }
}

}  // namespace

std::string Tile::Format() const {
  MANDAT_ASSERT(level >= kEntries && level <= kLevelMax && width >= 1 && width <= kTileWidth);
  std::string path = ThreeDigits(index % 1000);
  for (uint64_t rest = index / 1000; rest != 0; rest /= 1000) {
    path.insert(0, "x" + ThreeDigits(rest % 1000) + "/");
  }
  const std::string name = level == kEntries ? std::string(kEntriesName) : std::to_string(level);
  path = std::string(kTilePrefix) + name + "/" + path;
  return full() ? path : path + ".p/" + std::to_string(width);
}

Result<Tile> Tile::Parse(std::string_view path) {
  Tile tile;
  if (!path.starts_with(kTilePrefix)) {
    return Fail(Error::Invalid("not the path of a tile"));
  }
  path.remove_prefix(kTilePrefix.size());
  const std::string_view name = TakeElement(path);
  if (name == kEntriesName) {
    tile.level = kEntries;
  } else if (const std::optional<uint64_t> level = ReadDecimal(name, kLevelMax)) {
    tile.level = static_cast<int>(*level);
  } else {
    return Fail(Error::Invalid("tile path names no level"));
  }
  if (const size_t partial = path.find(".p/"); partial != std::string_view::npos) {
    const std::optional<uint64_t> width = ReadDecimal(path.substr(partial + 3), kTileWidth - 1);
    if (!width || *width == 0) {
      return Fail(Error::Invalid("tile path has no valid width"));
    }
    tile.width = static_cast<uint32_t>(*width);
    path = path.substr(0, partial);
  }
  const std::optional<uint64_t> index = ReadIndex(path);
  if (path.ends_with('/') || !index) {
    return Fail(Error::Invalid("tile path has no valid index"));
  }
  tile.index = *index;
  return tile;
}

uint64_t TileHashesCount(uint64_t size, int level) {
  if (level <= 0) {
    return size;
  }
  return level >= 8 ? 0 : size >> (8 * level);
}

uint32_t PartialTileWidth(uint64_t size, int level) {
  return static_cast<uint32_t>(TileHashesCount(size, level) % kTileWidth);
}

Tile TileAt(uint64_t size, int level, uint64_t index) {
  const uint64_t count = TileHashesCount(size, level);
  MANDAT_ASSERT(index < count / kTileWidth + (count % kTileWidth != 0 ? 1 : 0));
  const bool whole = index < count / kTileWidth;
  return {level, index, whole ? kTileWidth : static_cast<uint32_t>(count % kTileWidth)};
}

std::vector<Tile> AllTiles(uint64_t size) {
  std::vector<Tile> tiles;
  for (int level = Tile::kEntries; level < 8; ++level) {
    const uint64_t count = TileHashesCount(size, level);
    for (uint64_t index = 0; index * kTileWidth < count; ++index) {
      tiles.push_back(TileAt(size, level, index));
    }
  }
  return tiles;
}

void AppendToBundle(Bytes& bundle, ByteView entry) {
  MANDAT_ASSERT(entry.size() <= kBundleEntryBytesMax);
  AppendBigEndian16(bundle, static_cast<uint16_t>(entry.size()));
  bundle.append(entry);
}

Result<std::vector<ByteView>> DecodeBundle(ByteView bundle, uint32_t count) {
  std::vector<ByteView> entries;
  entries.reserve(count <= kTileWidth ? count : 0);
  for (uint32_t i = 0; i < count; ++i) {
    if (bundle.size() < 2 || bundle.size() - 2 < ReadBigEndian16(bundle)) {
      return Fail(Error::Corrupt("entry bundle ends too early"));
    }
    const uint16_t length = ReadBigEndian16(bundle);
    entries.push_back(bundle.substr(2, length));
    bundle.remove_prefix(2 + size_t{length});
  }
  if (!bundle.empty()) {
    return Fail(Error::Corrupt("entry bundle holds more than its entries"));
  }
  return entries;
}

}  // namespace mandat
