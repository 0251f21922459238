// SPDX-License-Identifier: Apache-2.0
// The stored tree against a naive one, word for word after the definition.
#include <gtest/gtest.h>

#include <random>

#include "crypto/tlog_test_util.h"
#include "journal/internal/tree_reader.h"
#include "journal/journal_test_util.h"

namespace mandat {
namespace {

constexpr unsigned kSeed = 17;

class TreeTest : public JournalWorld {
 protected:
  void SetUp() override { Open(); }

  void ExpectInclusion(uint64_t index, uint64_t size) {
    SCOPED_TRACE(testing::Message() << "leaf " << index << " in " << size);
    const auto path = TreeReader(*store_).InclusionPath(index, size);
    ASSERT_OK(path);
    const std::vector<Hash> tree = Slice(leaves_, 0, size);
    EXPECT_EQ(*path, ProveInclusion(tree, index));
    EXPECT_OK(VerifyInclusion(leaves_[index], index, size, *path, TreeHash(tree)));
  }

  void ExpectConsistency(uint64_t old_size, uint64_t new_size) {
    SCOPED_TRACE(testing::Message() << old_size << " in " << new_size);
    const auto path = journal_->ProveConsistency(old_size, new_size);
    ASSERT_OK(path);
    const std::vector<Hash> tree = Slice(leaves_, 0, new_size);
    EXPECT_EQ(*path, mandat::ProveConsistency(tree, old_size));
    EXPECT_OK(VerifyConsistency(old_size, TreeHash(Slice(leaves_, 0, old_size)), new_size,
                                TreeHash(tree), *path));
  }

  void ExpectTile(const Tile& tile) {
    SCOPED_TRACE(tile.Format());
    const Result<Bytes> bytes = journal_->ReadTile(tile);
    ASSERT_OK(bytes);
    Bytes expected;
    uint64_t leaves_per_hash = 1;
    for (int level = 0; level < tile.level; ++level) {
      leaves_per_hash *= kTileWidth;
    }
    const uint64_t first = tile.index * kTileWidth;
    for (uint64_t i = first; i < first + tile.width; ++i) {
      if (tile.level == Tile::kEntries) {
        AppendToBundle(expected, *NumberedEntry(i).Encode());
      } else {
        expected.append(TreeHash(Slice(leaves_, i * leaves_per_hash, leaves_per_hash)).view());
      }
    }
    EXPECT_EQ(*bytes, expected);
  }
};

// Covers: GDPR Art. 5(2).
TEST_F(TreeTest, AgreesWithTheDefinitionAtEverySizeUpToSixHundred) {
  std::mt19937_64 random(kSeed);
  EXPECT_EQ(journal_->head().root, EmptyTreeHash());
  for (uint64_t size = 1; size <= 600; ++size) {
    Append(1);
    ASSERT_EQ(journal_->head().size, size);
    ASSERT_EQ(journal_->head().root, TreeHash(leaves_)) << size;
    for (const uint64_t index : {uint64_t{0}, size - 1, random() % size}) {
      ExpectInclusion(index, size);
    }
    for (const uint64_t old_size : {uint64_t{1}, size, random() % size + 1}) {
      ExpectConsistency(old_size, size);
    }
  }
}

TEST_F(TreeTest, ProvesEveryLeafAndEveryPrefixOfSizesAroundATile) {
  Append(300);
  for (const uint64_t size : {1U, 2U, 3U, 7U, 8U, 255U, 256U, 257U}) {
    for (uint64_t index = 0; index < size; ++index) {
      ExpectInclusion(index, size);
      ExpectConsistency(index + 1, size);
    }
  }
}

TEST_F(TreeTest, ServesEveryTileOfManySizes) {
  for (const uint64_t size : {1U, 255U, 256U, 257U, 511U, 512U, 600U}) {
    Append(size - journal_->head().size);
    for (const Tile& tile : AllTiles(size)) {
      ExpectTile(tile);
    }
  }
}

TEST_F(TreeTest, AgreesWithTheDefinitionForLargeTreesGrownInUnevenBatches) {
  std::mt19937_64 random(kSeed);
  SCOPED_TRACE(kSeed);
  for (const uint64_t size : {65'535U, 65'537U, 66'000U}) {
    Append(size - journal_->head().size);
    ASSERT_EQ(journal_->head().root, TreeHash(leaves_));
    for (int round = 0; round < 3; ++round) {
      ExpectInclusion(random() % size, size);
      ExpectInclusion(random() % 65'000, 65'000 + random() % 500);
      ExpectConsistency(random() % size + 1, size);
    }
    Open();
    ASSERT_EQ(journal_->head().root, TreeHash(leaves_));
  }
  ExpectTile({.level = 2, .index = 0, .width = 1});
  ExpectTile({.level = 1, .index = 0, .width = 256});
  ExpectTile(TileAt(66'000, 0, 257));
}

TEST_F(TreeTest, HasNoTileAndNoProofBeyondItsSize) {
  Append(300);
  for (const Tile& tile :
       {Tile{.level = 0, .index = 1, .width = 45}, Tile{.level = 0, .index = 2, .width = 1},
        Tile{.level = 1, .index = 0, .width = 2}, Tile{.level = 63, .index = 0, .width = 1},
        Tile{.level = 0, .index = ~uint64_t{0}, .width = 1},
        Tile{.level = Tile::kEntries, .index = 1, .width = 45}}) {
    EXPECT_EQ(journal_->ReadTile(tile).error().kind, ErrorKind::kNotFound) << tile.level;
  }
  EXPECT_EQ(journal_->ProveConsistency(0, 300).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(journal_->ProveConsistency(300, 301).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(journal_->ProveConsistency(2, 1).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(journal_->Prove(EntryIndex{300}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(journal_->ReadEntry(EntryIndex{300}).error().kind, ErrorKind::kNotFound);
}

TEST_F(TreeTest, AGapInTheRowsIsCorruptWhereverItIsMet) {
  Append(300);
  Batch batch;
  batch.Remove(Space::kJournal, EntryRow(100));
  ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  EXPECT_EQ(journal_->ReadTile(TileAt(300, 0, 0)).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(journal_->ReadTile(TileAt(300, Tile::kEntries, 0)).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(journal_->Prove(EntryIndex{101}).error().kind, ErrorKind::kCorrupt);
  EXPECT_OK(journal_->ReadTile(TileAt(300, 0, 1)));
}

}  // namespace
}  // namespace mandat
