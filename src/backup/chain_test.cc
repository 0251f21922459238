// SPDX-License-Identifier: Apache-2.0
#include "backup/chain.h"

#include <gtest/gtest.h>

#include <random>

#include "backup/backup_world_test_util.h"
#include "backup/commit_bytes.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

using std::chrono::hours;

Bytes EndOfSpace() { return Bytes(64, '\xff'); }

std::map<Bytes, Bytes> RowsOf(const Store& store, Space space) {
  std::map<Bytes, Bytes> rows;
  const auto cursor = store.Scan(space, Bytes(), EndOfSpace());
  for (; cursor->Valid(); cursor->Next()) {
    rows.emplace(cursor->key(), cursor->value());
  }
  return rows;
}

class ChainTest : public ::testing::Test {
 protected:
  ChainTest() {
    Chain::Settings settings;
    settings.owner = BackupWorld::kOwner;
    settings.pack_bytes = 2000;  // several packs and steps
    settings.packs_per_step = 2;
    settings.commits_bytes_min = 20'000;
    settings_ = settings;
    key_.key = world_.random_.DrawSecret();
    key_.wrapped = *world_.root_.Wrap(key_.key, "backup shop", world_.random_);
  }

  Chain Make() { return {world_.data_, key_, world_.random_, settings_}; }
  Result<Chain::Progress> Run(Chain& chain) {
    return chain.Run(*world_.store_, {{{"file", "bytes"}}, "note"}, world_.now_);
  }
  void Fill(int units) {
    for (int i = 0; i < units; ++i) {
      world_.Put(1, i, Bytes(100, static_cast<char>('a' + i % 26)));
    }
  }
  // Equal in every space that is copied.
  void ExpectSame(std::optional<Instant> until = {}) {
    const auto list = ReadChains(world_.data_, key_.key, BackupWorld::kOwner, CopyScope::kData);
    ASSERT_OK(list);
    const auto chain = ChainFor(*list, until);
    ASSERT_OK(chain);
    MemoryHome home;
    auto copy = home.OpenStore("data");
    ASSERT_OK(Rebuild(world_.data_, key_.key, **chain, until, [&](const Batch& batch) {
      EXPECT_EQ((*copy)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
      return Status();
    }));
    for (size_t i = 0; i < kSpacesCount; ++i) {
      const auto space = static_cast<Space>(i);
      EXPECT_EQ(RowsOf(**copy, space), Covers(CopyScope::kData, space)
                                           ? RowsOf(*world_.store_, space)
                                           : (std::map<Bytes, Bytes>{}))
          << Name(space);
    }
  }

  BackupWorld world_;
  BackupKey key_;
  Chain::Settings settings_;
};

TEST_F(ChainTest, MakesTheStoreAgainFromABaseAndItsCommits) {
  world_.Register(1);
  Fill(60);
  Chain chain = Make();
  const auto first = Run(chain);
  ASSERT_OK(first);
  EXPECT_TRUE(first->whole);
  EXPECT_EQ(first->size, world_.journal_->head().size);
  ExpectSame();
  Fill(20);
  world_.EraseUnit(1, 3);
  const auto second = Run(chain);
  ASSERT_OK(second);
  EXPECT_LT(second->bytes, first->bytes);
  ExpectSame();
}

TEST_F(ChainTest, PutsNothingWhenNothingWasCommitted) {
  world_.Register(1);
  Chain chain = Make();
  ASSERT_OK(Run(chain));
  const size_t objects = world_.data_.objects.size();
  const auto again = Run(chain);
  ASSERT_OK(again);
  EXPECT_EQ(again->bytes, 0U);
  EXPECT_EQ(world_.data_.objects.size(), objects);
}

TEST_F(ChainTest, HasNoBlindIndexNoKeyAndNothingInClear) {
  world_.Register(1);
  Fill(5);
  world_.Keep(Space::kDocket, "d", "a word that is easy to find");
  Chain chain = Make();
  ASSERT_OK(Run(chain));
  for (const auto& [name, bytes] : world_.data_.objects) {
    EXPECT_EQ(bytes.find("easy to find"), Bytes::npos) << name;
    EXPECT_EQ(bytes.find("a keyed hash"), Bytes::npos) << name;
  }
  ExpectSame();
}

TEST_F(ChainTest, IsTakenUpAfterATargetThatFailedAtAnyObjectLostOrKept) {
  world_.Register(1);
  Fill(40);
  for (const bool keep : {false, true}) {
    for (int nth = 1; nth < 40; ++nth) {
      SCOPED_TRACE(nth);
      world_.data_.objects.clear();
      world_.data_.FailPut(0);
      Chain chain = Make();
      world_.data_.FailPut(nth, keep);
      if (Run(chain)) {
        ASSERT_GT(nth, 5);
        break;
      }
      world_.data_.FailPut(0);
      world_.Put(1, 7, "meanwhile");
      // By the same process, and by one that starts anew.
      if (nth % 2 == 0) {
        ASSERT_OK(Run(chain));
      } else {
        Chain fresh = Make();
        ASSERT_OK(Run(fresh));
      }
      ExpectSame();
    }
  }
}

TEST_F(ChainTest, CopiesABaseWhileItsRowsChange) {
  world_.Register(1);
  Fill(60);
  // Two objects a part and then a failure: the store changes between the parts of one base.
  Chain chain = Make();
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    world_.data_.FailPut(4);
    const auto run = Run(chain);
    world_.data_.FailPut(0);
    if (run) {
      break;
    }
    const int unit = static_cast<int>(random() % 60);
    if (random() % 3 == 0) {
      world_.EraseUnit(1, unit);
    } else {
      world_.Put(1, unit, "changed in round " + std::to_string(round));
    }
  }
  ASSERT_OK(Run(chain));
  ExpectSame();
}

TEST_F(ChainTest, BeginsAnewWhenTheLogWasRecycled) {
  world_.Register(1);
  Chain chain = Make();
  ASSERT_OK(Run(chain));
  world_.Keep(Space::kDocket, "large", Bytes(size_t{5} << 20, 'x'));  // the log keeps 4 MiB
  world_.Keep(Space::kDocket, "large", "small again");
  ASSERT_OK(Run(chain));
  EXPECT_EQ(ListChains(world_.data_, BackupWorld::kOwner, CopyScope::kData)->size(), 2U);
  ExpectSame();
}

TEST_F(ChainTest, BeginsAnewWhenTheCommitsOutgrewTheBaseAndForgetsTheOldChainInTime) {
  world_.Register(1);
  Chain chain = Make();
  ASSERT_OK(Run(chain));
  Fill(200);
  const Instant middle = world_.now_;
  ASSERT_OK(Run(chain));
  world_.now_ = world_.now_ + hours(24);
  Fill(1);
  ASSERT_OK(Run(chain));
  const auto chains = [&] {
    return ListChains(world_.data_, BackupWorld::kOwner, CopyScope::kData)->size();
  };
  ASSERT_EQ(chains(), 2U);
  ASSERT_OK(chain.Prune(middle));
  EXPECT_EQ(chains(), 2U) << "instants of the old chain are still wanted";
  ExpectSame();
  ASSERT_OK(chain.Prune(world_.now_));
  EXPECT_EQ(chains(), 1U);
  ExpectSame();
}

TEST_F(ChainTest, NoticesEveryFlippedByteOfEveryObject) {
  world_.Register(1);
  Fill(10);
  Chain chain = Make();
  ASSERT_OK(Run(chain));
  const std::map<std::string, Bytes> whole = world_.data_.objects;
  for (const auto& [name, bytes] : whole) {
    for (size_t at = 0; at < bytes.size(); at += 1 + bytes.size() / 50) {
      world_.data_.objects = whole;
      world_.data_.objects[name][at] ^= 0x10;
      const auto list = ReadChains(world_.data_, key_.key, BackupWorld::kOwner, CopyScope::kData);
      ASSERT_OK(list);
      const auto found = ChainFor(*list, std::nullopt);
      const bool refused = !found || !Rebuild(world_.data_, key_.key, **found, std::nullopt,
                                              [](const Batch&) { return Status(); });
      // The wrapped key is read from any manifest; where it is damaged another one gives it.
      EXPECT_TRUE(refused) << name << " " << at;
    }
  }
}

TEST(CommitBytes, GiveBackWhatWasPackedAndRefuseWhatIsNot) {
  Batch batch;
  batch.Put(Space::kUnits, "k", Bytes("\0v", 2));
  batch.Remove(Space::kPeople, "r");
  batch.RemoveRange(Space::kBlobs, "a", "b");
  Bytes packed;
  AppendCommit(packed, Position{7}, batch);
  AppendCommit(packed, Position{9}, batch);
  int count = 0;
  Store::OnCommit look = [&](Position at, const Batch& back) -> Status {
    EXPECT_EQ(at.value, count++ == 0 ? 7U : 9U);
    EXPECT_EQ(back.steps().size(), 3U);
    EXPECT_EQ(back.steps()[0].value, Bytes("\0v", 2));
    EXPECT_EQ(back.steps()[2].kind, Batch::Kind::kRemoveRange);
    return {};
  };
  ASSERT_OK(ForEachPacked(packed, look));
  EXPECT_EQ(count, 2);
  Store::OnCommit ignore = [](Position, const Batch&) { return Status(); };
  for (size_t size = 1; size < packed.size() / 2; ++size) {
    EXPECT_FALSE(ForEachPacked(ByteView(packed).substr(0, size), ignore)) << size;
  }
  Bytes unknown = packed;
  unknown[13] = 99;  // a space that is none
  EXPECT_FALSE(ForEachPacked(unknown, ignore));
}

}  // namespace
}  // namespace mandat
