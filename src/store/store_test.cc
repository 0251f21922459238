// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "base/error_test_util.h"
#include "store/memory/memory_home.h"
#include "store/rocks/disk_home.h"
#include "store/temporary_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kMemory = "Memory";
constexpr std::string_view kRocks = "Rocks";

// What every implementation promises, asked of each in the same words.
class StoreTest : public ::testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override {
    if (GetParam() == kRocks) {
      auto home = DiskHome::Open(directory_.path() / "home",
                                 RocksBudget::Make(size_t{8} << 20, size_t{8} << 20));
      ASSERT_OK(home);
      home_ = std::move(*home);
    } else {
      home_ = std::make_unique<MemoryHome>();
    }
    OpenAgain();
  }

  void OpenAgain() {
    store_.reset();
    auto store = home_->OpenStore("data");
    ASSERT_OK(store);
    store_ = std::move(*store);
  }

  CommitOutcome Put(Space space, const Bytes& key, const Bytes& value) {
    Batch batch;
    batch.Put(space, key, value);
    return store_->Commit(batch, std::nullopt);
  }

  std::optional<Bytes> Find(Space space, const Bytes& key, const Snapshot* at = nullptr) {
    Result<std::optional<Bytes>> row = store_->Find(space, key, at);
    EXPECT_OK(row);
    return row ? *row : std::nullopt;
  }

  std::map<Bytes, Bytes> Rows(Space space, const Bytes& first, const Bytes& end,
                              const Snapshot* at = nullptr) {
    std::map<Bytes, Bytes> rows;
    const auto cursor = store_->Scan(space, first, end, at);
    for (; cursor->Valid(); cursor->Next()) {
      EXPECT_TRUE(rows.empty() || rows.rbegin()->first < cursor->key()) << "out of order";
      rows.emplace(cursor->key(), cursor->value());
    }
    EXPECT_OK(cursor->status());
    return rows;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Home> home_;
  std::unique_ptr<Store> store_;
};

INSTANTIATE_TEST_SUITE_P(Implementations, StoreTest, ::testing::Values(kMemory, kRocks),
                         [](const auto& info) { return std::string(info.param); });

TEST_P(StoreTest, FindsWhatWasPutAndNothingElse) {
  ASSERT_EQ(Put(Space::kUnits, "a", Bytes("\0x", 2)), CommitOutcome::kCommitted);
  EXPECT_EQ(Find(Space::kUnits, "a"), Bytes("\0x", 2));
  EXPECT_EQ(Find(Space::kUnits, "b"), std::nullopt);
  EXPECT_EQ(Find(Space::kIndex, "a"), std::nullopt);
}

TEST_P(StoreTest, KeepsAnEmptyValueApartFromAMissingRow) {
  ASSERT_EQ(Put(Space::kIndex, "x", ""), CommitOutcome::kCommitted);
  EXPECT_EQ(Find(Space::kIndex, "x"), Bytes());
}

TEST_P(StoreTest, AppliesTheStepsOfABatchInTheirOrder) {
  Batch batch;
  batch.Put(Space::kMeta, "k", "1");
  batch.Remove(Space::kMeta, "k");
  batch.Put(Space::kMeta, "k", "2");
  batch.Put(Space::kMeta, "l", "3");
  batch.RemoveRange(Space::kMeta, "l", "m");
  ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  EXPECT_EQ(Find(Space::kMeta, "k"), "2");
  EXPECT_EQ(Find(Space::kMeta, "l"), std::nullopt);
}

TEST_P(StoreTest, ChangesSeveralSpacesInOneBatch) {
  Batch batch;
  for (size_t i = 0; i < kSpacesCount; ++i) {
    batch.Put(static_cast<Space>(i), "k", std::to_string(i));
  }
  ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  for (size_t i = 0; i < kSpacesCount; ++i) {
    EXPECT_EQ(Find(static_cast<Space>(i), "k"), std::to_string(i));
  }
}

TEST_P(StoreTest, RemovesARangeWithoutItsEnd) {
  for (const char* key : {"a", "b", "c", "d"}) {
    ASSERT_EQ(Put(Space::kUnits, key, key), CommitOutcome::kCommitted);
  }
  Batch batch;
  batch.RemoveRange(Space::kUnits, "b", "d");
  ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  EXPECT_EQ(Rows(Space::kUnits, "a", "z"), (std::map<Bytes, Bytes>{{"a", "a"}, {"d", "d"}}));
}

TEST_P(StoreTest, ASnapshotDoesNotChange) {
  ASSERT_EQ(Put(Space::kUnits, "a", "old"), CommitOutcome::kCommitted);
  const std::unique_ptr<Snapshot> snapshot = store_->TakeSnapshot();
  Batch batch;
  batch.Put(Space::kUnits, "a", "new");
  batch.Put(Space::kUnits, "b", "new");
  ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  EXPECT_EQ(Find(Space::kUnits, "a", snapshot.get()), "old");
  EXPECT_EQ(Find(Space::kUnits, "b", snapshot.get()), std::nullopt);
  EXPECT_EQ(Rows(Space::kUnits, "a", "z", snapshot.get()).size(), 1U);
  EXPECT_EQ(Find(Space::kUnits, "a"), "new");
}

TEST_P(StoreTest, ACursorSeesTheRowsOfItsBeginning) {
  ASSERT_EQ(Put(Space::kUnits, "a", "1"), CommitOutcome::kCommitted);
  const auto cursor = store_->Scan(Space::kUnits, "a", "z");
  ASSERT_EQ(Put(Space::kUnits, "b", "2"), CommitOutcome::kCommitted);
  ASSERT_TRUE(cursor->Valid());
  EXPECT_EQ(cursor->key(), "a");
  cursor->Next();
  EXPECT_FALSE(cursor->Valid());
  EXPECT_OK(cursor->status());
}

TEST_P(StoreTest, ScansFromTheFirstKeyToBeforeTheEnd) {
  for (const Bytes& key : {Bytes("a"), Bytes("a\0", 2), Bytes("b"), Bytes("\xff")}) {
    ASSERT_EQ(Put(Space::kUnits, key, "v"), CommitOutcome::kCommitted);
  }
  EXPECT_EQ(Rows(Space::kUnits, "a", "b").size(), 2U);
  EXPECT_EQ(Rows(Space::kUnits, Bytes("a\0", 2), "c").size(), 2U);
  EXPECT_EQ(Rows(Space::kUnits, "c", "d").size(), 0U);
  EXPECT_EQ(Rows(Space::kUnits, "a", "a").size(), 0U);
}

TEST_P(StoreTest, CommitsWhenTheExpectedRowIsAsItWas) {
  ASSERT_EQ(Put(Space::kMeta, "head", "1"), CommitOutcome::kCommitted);
  Batch batch;
  batch.Put(Space::kMeta, "head", "2");
  EXPECT_EQ(store_->Commit(batch, Expected{Space::kMeta, "head", "1"}), CommitOutcome::kCommitted);
  Batch fresh;
  fresh.Put(Space::kMeta, "other", "1");
  EXPECT_EQ(store_->Commit(fresh, Expected{Space::kMeta, "other", std::nullopt}),
            CommitOutcome::kCommitted);
}

TEST_P(StoreTest, ChangesNothingWhenTheExpectedRowIsAnother) {
  ASSERT_EQ(Put(Space::kMeta, "head", "1"), CommitOutcome::kCommitted);
  Batch batch;
  batch.Put(Space::kMeta, "head", "2");
  for (const std::optional<Bytes>& value : {std::optional<Bytes>("0"), std::optional<Bytes>()}) {
    EXPECT_EQ(store_->Commit(batch, Expected{Space::kMeta, "head", value}),
              CommitOutcome::kNotCommitted);
  }
  EXPECT_EQ(store_->Commit(batch, Expected{Space::kMeta, "absent", Bytes()}),
            CommitOutcome::kNotCommitted);
  EXPECT_EQ(Find(Space::kMeta, "head"), "1");
}

TEST_P(StoreTest, KeepsWhatWasCommittedWhenItIsOpenedAgain) {
  ASSERT_EQ(Put(Space::kLedger, "a", "1"), CommitOutcome::kCommitted);
  ASSERT_EQ(Put(Space::kReplay, "b", "2"), CommitOutcome::kCommitted);
  OpenAgain();
  EXPECT_EQ(Find(Space::kLedger, "a"), "1");
  EXPECT_EQ(Find(Space::kReplay, "b"), "2");
}

TEST_P(StoreTest, AgreesWithAnOrderedMapOverRandomBatches) {
  const unsigned seed = 7;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::map<Bytes, Bytes> model;
  const auto key = [&] { return Bytes(1, static_cast<char>(random() % 256)) + "k"; };
  for (int round = 0; round < 60; ++round) {
    Batch batch;
    for (int step = 0; step < 5; ++step) {
      const Bytes at = key();
      switch (random() % 4) {
        case 0:
          batch.Remove(Space::kUnits, at);
          model.erase(at);
          break;
        case 1: {
          const Bytes end = at + "z";
          batch.RemoveRange(Space::kUnits, at, end);
          model.erase(model.lower_bound(at), model.lower_bound(end));
          break;
        }
        default:
          batch.Put(Space::kUnits, at, std::to_string(round));
          model[at] = std::to_string(round);
      }
    }
    ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
    if (round % 20 == 19) {
      OpenAgain();
    }
    ASSERT_EQ(Rows(Space::kUnits, Bytes(1, '\0'), Bytes(3, '\xff')), model);
  }
}

TEST_P(StoreTest, StagingSeesItsOwnStepsAndTheStoreDoesNot) {
  ASSERT_EQ(Put(Space::kIndex, "pa", "old"), CommitOutcome::kCommitted);
  ASSERT_EQ(Put(Space::kIndex, "pb", "kept"), CommitOutcome::kCommitted);
  ASSERT_EQ(Put(Space::kIndex, "pc", "gone"), CommitOutcome::kCommitted);
  Staging staging(*store_);
  staging.Put(Space::kIndex, "pa", "new");
  staging.Put(Space::kIndex, "pa", "newer");
  staging.Remove(Space::kIndex, "pc");
  staging.Put(Space::kIndex, "pd", "fresh");
  staging.Put(Space::kIndex, "q", "of another prefix");
  EXPECT_EQ(**staging.Find(Space::kIndex, "pa"), "newer");
  EXPECT_EQ(**staging.Find(Space::kIndex, "pb"), "kept");
  EXPECT_EQ(*staging.Find(Space::kIndex, "pc"), std::nullopt);
  EXPECT_EQ(*staging.Find(Space::kUnits, "pa"), std::nullopt);
  std::map<Bytes, Bytes> rows;
  EXPECT_OK(staging.ForEach(Space::kIndex, "p", [&](ByteView key, ByteView value) {
    EXPECT_TRUE(rows.emplace(key, value).second) << "a row was given twice";
  }));
  EXPECT_EQ(rows, (std::map<Bytes, Bytes>{{"pa", "newer"}, {"pb", "kept"}, {"pd", "fresh"}}));
  EXPECT_EQ(Find(Space::kIndex, "pa"), "old");
}

TEST_P(StoreTest, StagingGivesBackARowThatWasRemovedAndPutAgain) {
  ASSERT_EQ(Put(Space::kIndex, "a", "1"), CommitOutcome::kCommitted);
  Staging staging(*store_);
  staging.Remove(Space::kIndex, "a");
  EXPECT_EQ(*staging.Find(Space::kIndex, "a"), std::nullopt);
  staging.Put(Space::kIndex, "a", "2");
  EXPECT_EQ(**staging.Find(Space::kIndex, "a"), "2");
  ASSERT_EQ(store_->Commit(staging.batch(), std::nullopt), CommitOutcome::kCommitted);
  EXPECT_EQ(Find(Space::kIndex, "a"), "2");
}

TEST_P(StoreTest, ListsAndRemovesStoresByName) {
  ASSERT_OK(home_->OpenStore("other"));
  const Result<std::vector<std::string>> names = home_->ListStores();
  ASSERT_OK(names);
  EXPECT_EQ(std::set<std::string>(names->begin(), names->end()),
            (std::set<std::string>{"data", "other"}));
  EXPECT_OK(home_->RemoveStore("other"));
  EXPECT_OK(home_->RemoveStore("other"));
  EXPECT_EQ(home_->ListStores()->size(), 1U);
  const auto again = home_->OpenStore("other");
  ASSERT_OK(again);
  EXPECT_EQ(*(*again)->Find(Space::kMeta, "k"), std::nullopt);
}

TEST_P(StoreTest, KeepsSmallFilesBesideTheStores) {
  EXPECT_EQ(*home_->ReadFile("note"), std::nullopt);
  ASSERT_OK(home_->WriteFile("note", "one"));
  ASSERT_OK(home_->WriteFile("note", Bytes("\0two", 4)));
  EXPECT_EQ(*home_->ReadFile("note"), Bytes("\0two", 4));
  ASSERT_OK(home_->ShredFile("note"));
  EXPECT_EQ(*home_->ReadFile("note"), std::nullopt);
  EXPECT_OK(home_->ShredFile("note"));
}

TEST_P(StoreTest, TellsHowManyBytesItKeepsAndAboutHowManyOfThemLieInARange) {
  constexpr uint32_t kRows = 2000;
  constexpr uint64_t kRowBytes = 1024;
  const uint64_t empty = store_->BytesKept();
  Batch batch;
  for (uint32_t i = 0; i < kRows; ++i) {
    Bytes key;
    AppendBigEndian32(key, i);
    batch.Put(Space::kUnits, key, Bytes(kRowBytes, 'x'));
  }
  ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  EXPECT_GE(store_->BytesKept(), kRows * kRowBytes);
  EXPECT_LE(store_->BytesKept(), empty + 2 * kRows * kRowBytes);
  ASSERT_OK(store_->Reclaim());
  EXPECT_GE(store_->BytesKept(), kRows * kRowBytes);
  EXPECT_LE(store_->BytesKept(), empty + 2 * kRows * kRowBytes);
  Bytes half;
  AppendBigEndian32(half, kRows / 2);
  const uint64_t about = store_->BytesAbout(Space::kUnits, Bytes(), half);
  EXPECT_GE(about, kRows * kRowBytes / 3);
  EXPECT_LE(about, kRows * kRowBytes * 2 / 3);
  EXPECT_EQ(store_->BytesAbout(Space::kIndex, Bytes(), half), 0U);
  Batch removal;
  removal.RemoveRange(Space::kUnits, Bytes(), half);
  ASSERT_EQ(store_->Commit(removal, std::nullopt), CommitOutcome::kCommitted);
  ASSERT_OK(store_->Reclaim());
  EXPECT_LE(store_->BytesKept(), empty + kRows * kRowBytes * 2 / 3);
}

TEST(Spaces, EachHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < kSpacesCount; ++i) {
    EXPECT_TRUE(names.insert(Name(static_cast<Space>(i))).second);
  }
}

TEST(EndOfPrefix, IsBehindEveryKeyWithThePrefixAndBeforeEveryOther) {
  EXPECT_EQ(EndOfPrefix("ab"), "ac");
  EXPECT_EQ(EndOfPrefix("a\xff"), "b");
  EXPECT_LT(Bytes("a\xff\xff\xff"), EndOfPrefix("a"));
  EXPECT_LE(EndOfPrefix("a"), Bytes("b"));
}

}  // namespace
}  // namespace mandat
