// SPDX-License-Identifier: Apache-2.0
#include "format/tile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "base/error_test_util.h"

namespace mandat {
namespace {

// Covers: C2SP tlog-tiles.
TEST(TileTest, ReadsBackThePathsOfTheSpecification) {
  const std::pair<Tile, std::string_view> examples[] = {
      {{0, 0, 256}, "tile/0/000"},
      {{0, 5, 256}, "tile/0/005"},
      {{0, 273, 112}, "tile/0/273.p/112"},
      {{1, 999, 1}, "tile/1/999.p/1"},
      {{1, 1000, 256}, "tile/1/x001/000"},
      {{0, 1234067, 12}, "tile/0/x001/x234/067.p/12"},
      {{Tile::kEntries, 1234067, 256}, "tile/entries/x001/x234/067"},
      {{Tile::kEntries, 2, 88}, "tile/entries/002.p/88"},
      {{63, std::numeric_limits<uint64_t>::max(), 255},
       "tile/63/x018/x446/x744/x073/x709/x551/615.p/255"}};
  for (const auto& [tile, path] : examples) {
    EXPECT_EQ(tile.Format(), path);
    const Result<Tile> parsed = Tile::Parse(path);
    ASSERT_OK(parsed);
    EXPECT_EQ(*parsed, tile) << path;
  }
}

// Covers: C2SP tlog-tiles.
TEST(TileTest, RefusesEveryOtherPath) {
  for (const std::string_view path : {"",
                                      "tile",
                                      "tile/",
                                      "tile/0",
                                      "tile/0/",
                                      "tile/0/0",
                                      "tile/0/00",
                                      "tile/0/0000",
                                      "tile/00/000",
                                      "tile/64/000",
                                      "tile/-1/000",
                                      "tile/+1/000",
                                      "tile/data/000",
                                      "tile/0/000/",
                                      "/tile/0/000",
                                      "tile/0/000.p",
                                      "tile/0/000.p/",
                                      "tile/0/000.p/0",
                                      "tile/0/000.p/256",
                                      "tile/0/000.p/01",
                                      "tile/0/000.p/1/",
                                      "tile/0/000.p/1.p/1",
                                      "tile/0/000.p/x1",
                                      "tile/0/x000/000",
                                      "tile/0/001/000",
                                      "tile/0/x001/x000",
                                      "tile/0/x001",
                                      "tile/0/x1/000",
                                      "tile/0/X001/000",
                                      "tile/0/x018/x446/x744/x073/x709/x551/616",
                                      "tile/0/../checkpoint",
                                      "tile/0/00a",
                                      "tile/0/ 00",
                                      "tile//0/000",
                                      "tile/0//000",
                                      "tile/entries/000.p/300",
                                      "tile/8/0/000"}) {
    const Result<Tile> parsed = Tile::Parse(path);
    ASSERT_FALSE(parsed) << path;
    EXPECT_EQ(parsed.error().kind, ErrorKind::kInvalid);
  }
}

std::vector<std::string> PathsOf(uint64_t size) {
  std::vector<std::string> paths;
  for (const Tile& tile : AllTiles(size)) {
    paths.push_back(tile.Format());
  }
  return paths;
}

// Covers: C2SP tlog-tiles.
TEST(TileTest, PublishesNoEmptyTile) {
  EXPECT_TRUE(AllTiles(0).empty());
  EXPECT_EQ(PathsOf(1), (std::vector<std::string>{"tile/entries/000.p/1", "tile/0/000.p/1"}));
  EXPECT_EQ(PathsOf(256),
            (std::vector<std::string>{"tile/entries/000", "tile/0/000", "tile/1/000.p/1"}));
  EXPECT_EQ(PathsOf(600), (std::vector<std::string>{
                              "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88",
                              "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"}));
}

// Covers: C2SP tlog-tiles.
TEST(TileTest, PublishesTheTilesOfTheSpecificationForSeventyThousandEntries) {
  const std::vector<std::string> paths = PathsOf(70'000);
  EXPECT_EQ(std::ranges::count_if(
                paths, [](const std::string& path) { return path.starts_with("tile/0/"); }),
            274);
  for (const std::string_view path :
       {"tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"}) {
    EXPECT_NE(std::ranges::find(paths, path), paths.end()) << path;
  }
  EXPECT_EQ(PartialTileWidth(70'000, 0), 112U);
  EXPECT_EQ(PartialTileWidth(70'000, 1), 17U);
  EXPECT_EQ(PartialTileWidth(70'000, 2), 1U);
  EXPECT_EQ(PartialTileWidth(70'000, 3), 0U);
  EXPECT_EQ(PartialTileWidth(70'000, Tile::kEntries), 112U);
}

TEST(TileTest, CountsHashesOfEveryLevelForTheLargestJournal) {
  constexpr uint64_t kMost = std::numeric_limits<uint64_t>::max();
  EXPECT_EQ(TileHashesCount(kMost, 7), 255U);
  EXPECT_EQ(TileHashesCount(kMost, 8), 0U);
  EXPECT_EQ(TileHashesCount(kMost, 63), 0U);
  EXPECT_EQ(TileAt(kMost, 0, kMost / 256).width, 255U);
}

// Covers: C2SP tlog-tiles.
TEST(TileTest, ReadsBackTheEntriesOfABundle) {
  const std::vector<Bytes> entries = {"first", "", Bytes(kBundleEntryBytesMax, 'x')};
  Bytes bundle;
  for (const Bytes& entry : entries) {
    AppendToBundle(bundle, entry);
  }
  EXPECT_EQ(FormatHex(ByteView(bundle).substr(0, 9)), "000566697273740000");
  const auto decoded = DecodeBundle(bundle, 3);
  ASSERT_OK(decoded);
  EXPECT_TRUE(std::ranges::equal(*decoded, entries));
}

TEST(TileTest, RefusesABundleWithAnotherCountOrLength) {
  Bytes bundle;
  AppendToBundle(bundle, "first");
  AppendToBundle(bundle, "second");
  EXPECT_OK(DecodeBundle(bundle, 2));
  EXPECT_FALSE(DecodeBundle(bundle, 1));
  EXPECT_FALSE(DecodeBundle(bundle, 3));
  EXPECT_FALSE(DecodeBundle(bundle, std::numeric_limits<uint32_t>::max()));
  EXPECT_FALSE(DecodeBundle(bundle + '\0', 2));
  for (size_t length = 0; length < bundle.size(); ++length) {
    const auto decoded = DecodeBundle(ByteView(bundle).substr(0, length), 2);
    ASSERT_FALSE(decoded) << length;
    EXPECT_EQ(decoded.error().kind, ErrorKind::kCorrupt);
  }
}

}  // namespace
}  // namespace mandat
