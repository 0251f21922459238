// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "base/error_test_util.h"
#include "store/memory/memory_home.h"
#include "store/rocks/disk_home.h"
#include "store/store.h"
#include "store/temporary_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kMemory = "Memory";
constexpr std::string_view kRocks = "Rocks";

// What a follower of commits is promised, asked of each implementation in the same words.
class CommitLogTest : public ::testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override {
    if (GetParam() == kRocks) {
      RocksBudget budget = RocksBudget::Make(size_t{8} << 20, size_t{8} << 20);
      budget.log_kept_mib = 64;
      auto home = DiskHome::Open(directory_.path() / "home", budget);
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

  Position Put(Space space, const Bytes& key, const Bytes& value) {
    Batch batch;
    batch.Put(space, key, value);
    return Commit(batch);
  }

  Position Commit(const Batch& batch) {
    EXPECT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
    return store_->position();
  }

  struct Seen {
    Position at;
    Batch batch;
  };
  std::vector<Seen> Follow(Position since) {
    std::vector<Seen> seen;
    const Status status = store_->ForEachCommit(since, [&](Position at, const Batch& batch) {
      seen.push_back({at, batch});
      return Status();
    });
    EXPECT_OK(status);
    return seen;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Home> home_;
  std::unique_ptr<Store> store_;
};

INSTANTIATE_TEST_SUITE_P(Implementations, CommitLogTest, ::testing::Values(kMemory, kRocks),
                         [](const auto& info) { return std::string(info.param); });

TEST_P(CommitLogTest, GivesEachCommitBehindAPositionWholeAndInItsOrder) {
  Put(Space::kUnits, "a", "0");
  Put(Space::kBlobs, "d1", "0");
  const Position since = store_->position();
  Batch batch;
  batch.Put(Space::kUnits, "b", "1");
  batch.Remove(Space::kIndex, "c");
  batch.RemoveRange(Space::kBlobs, "d", "e");
  const Position first = Commit(batch);
  const Position second = Put(Space::kPeople, "p", Bytes("\0x", 2));
  const std::vector<Seen> seen = Follow(since);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].at, first);
  EXPECT_EQ(seen[1].at, second);
  EXPECT_LT(since, first);
  EXPECT_LT(first, second);
  const auto& steps = seen[0].batch.steps();
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0].kind, Batch::Kind::kPut);
  EXPECT_EQ(steps[0].space, Space::kUnits);
  EXPECT_EQ(steps[0].key, "b");
  EXPECT_EQ(steps[0].value, "1");
  EXPECT_EQ(steps[1].kind, Batch::Kind::kRemove);
  EXPECT_EQ(steps[1].key, "c");
  // As a range, or row by row.
  EXPECT_NE(steps[2].kind, Batch::Kind::kPut);
  EXPECT_EQ(steps[2].space, Space::kBlobs);
  EXPECT_TRUE(steps[2].key == "d1" || steps[2].value == "e");
  EXPECT_EQ(seen[1].batch.steps()[0].value, Bytes("\0x", 2));
}

TEST_P(CommitLogTest, GivesNothingBehindTheNewestCommit) {
  Put(Space::kUnits, "a", "0");
  EXPECT_TRUE(Follow(store_->position()).empty());
}

TEST_P(CommitLogTest, StopsAtTheFirstErrorOfWhoeverFollows) {
  const Position since = store_->position();
  Put(Space::kUnits, "a", "0");
  Put(Space::kUnits, "b", "1");
  int calls = 0;
  const Status status = store_->ForEachCommit(since, [&](Position, const Batch&) -> Status {
    ++calls;
    return Fail(Error::Unavailable("enough"));
  });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "enough");
  EXPECT_EQ(calls, 1);
}

TEST_P(CommitLogTest, GoesOnWhenTheStoreIsOpenedAgain) {
  const Position since = store_->position();
  Put(Space::kUnits, "a", "0");
  OpenAgain();
  Put(Space::kUnits, "b", "1");
  const std::vector<Seen> seen = Follow(since);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].batch.steps()[0].key, "a");
  EXPECT_EQ(seen[1].batch.steps()[0].key, "b");
}

TEST_P(CommitLogTest, SaysSoWhenTheStoreHasSeenLessThanTheFollower) {
  Put(Space::kUnits, "a", "0");
  const Position ahead{store_->position().value + 10};
  const Status status =
      store_->ForEachCommit(ahead, [](Position, const Batch&) { return Status(); });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kNotFound);
}

TEST_P(CommitLogTest, WhoeverFollowsLosesNoCommitToAReclaim) {
  const Position since = store_->position();
  ASSERT_TRUE(Follow(since).empty());
  Put(Space::kUnits, "a", "0");
  ASSERT_OK(store_->Reclaim());
  Put(Space::kUnits, "b", "1");
  ASSERT_OK(store_->Reclaim());
  Put(Space::kUnits, "c", "2");
  const std::vector<Seen> seen = Follow(since);
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[2].batch.steps()[0].key, "c");
  Put(Space::kUnits, "d", "3");
  ASSERT_EQ(Follow(seen[2].at).size(), 1U);
}

TEST_P(CommitLogTest, ARebuiltStoreIsTheOneItWasBuiltFrom) {
  const unsigned seed = 11;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::map<Bytes, Bytes> model;
  const Position since = store_->position();
  for (int round = 0; round < 100; ++round) {
    Batch batch;
    for (int step = 0; step < 4; ++step) {
      const Bytes key = std::to_string(random() % 50);
      switch (random() % 4) {
        case 0:
          batch.Remove(Space::kSeries, key);
          break;
        case 1:
          batch.RemoveRange(Space::kSeries, key, key + "z");
          break;
        default:
          batch.Put(Space::kSeries, key, std::to_string(round));
      }
    }
    Commit(batch);
    if (round % 30 == 29) {
      OpenAgain();
    }
  }
  for (const Seen& seen : Follow(since)) {
    for (const Batch::Step& step : seen.batch.steps()) {
      if (step.kind == Batch::Kind::kPut) {
        model[step.key] = step.value;
      } else if (step.kind == Batch::Kind::kRemove) {
        model.erase(step.key);
      } else {
        model.erase(model.lower_bound(step.key), model.lower_bound(step.value));
      }
    }
  }
  std::map<Bytes, Bytes> rows;
  const auto cursor = store_->Scan(Space::kSeries, "", Bytes(3, '\xff'));
  for (; cursor->Valid(); cursor->Next()) {
    rows.emplace(cursor->key(), cursor->value());
  }
  EXPECT_EQ(rows, model);
}

}  // namespace
}  // namespace mandat
