// SPDX-License-Identifier: Apache-2.0
#include "store/memory/memory_home.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

class MemoryHomeTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    auto store = home_.OpenStore("data");
    ASSERT_OK(store);
    store_ = std::move(*store);
  }

  CommitOutcome Put(const Bytes& key) {
    Batch batch;
    batch.Put(Space::kUnits, key, "v");
    batch.Put(Space::kIndex, key, "v");
    return store_->Commit(batch, std::nullopt);
  }

  bool Has(const Bytes& key) {
    const bool unit = store_->Find(Space::kUnits, key)->has_value();
    EXPECT_EQ(store_->Find(Space::kIndex, key)->has_value(), unit) << "half a batch is there";
    return unit;
  }

  MemoryHome home_;
  std::unique_ptr<Store> store_;
};

TEST_F(MemoryHomeTest, RefusesTheChosenCommitAndGoesOn) {
  home_.FailCommit(CommitFault::kRefuse, 2);
  EXPECT_EQ(Put("a"), CommitOutcome::kCommitted);
  EXPECT_EQ(Put("b"), CommitOutcome::kNotCommitted);
  EXPECT_EQ(Put("c"), CommitOutcome::kCommitted);
  EXPECT_TRUE(Has("a"));
  EXPECT_FALSE(Has("b"));
  EXPECT_TRUE(Has("c"));
  EXPECT_EQ(home_.commits(), 3);
}

TEST_F(MemoryHomeTest, LosesABatchOfUnknownOutcomeWholly) {
  home_.FailCommit(CommitFault::kUnknownLost);
  EXPECT_EQ(Put("a"), CommitOutcome::kUnknown);
  Open();
  EXPECT_FALSE(Has("a"));
}

TEST_F(MemoryHomeTest, KeepsABatchOfUnknownOutcomeWholly) {
  home_.FailCommit(CommitFault::kUnknownKept);
  EXPECT_EQ(Put("a"), CommitOutcome::kUnknown);
  Open();
  EXPECT_TRUE(Has("a"));
}

TEST_F(MemoryHomeTest, CommitsNothingBehindAnUnknownOutcomeUntilItIsOpenedAnew) {
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    home_.FailCommit(fault);
    EXPECT_EQ(Put("a"), CommitOutcome::kUnknown);
    EXPECT_EQ(Put("b"), CommitOutcome::kNotCommitted);
    Open();
    EXPECT_FALSE(Has("b"));
    EXPECT_EQ(Put("c"), CommitOutcome::kCommitted);
  }
}

TEST_F(MemoryHomeTest, LosesOrKeepsTheChosenFileWrite) {
  ASSERT_OK(home_.WriteFile("f", "old"));
  home_.FailFile(false, 2);
  EXPECT_OK(home_.WriteFile("g", "1"));
  EXPECT_EQ(home_.WriteFile("f", "new").error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(*home_.ReadFile("f"), "old");
  home_.FailFile(true);
  EXPECT_EQ(home_.WriteFile("f", "new").error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(*home_.ReadFile("f"), "new");
  EXPECT_OK(home_.WriteFile("f", "newer"));
}

TEST_F(MemoryHomeTest, LosesOrKeepsTheChosenShred) {
  ASSERT_OK(home_.WriteFile("f", "secret"));
  home_.FailFile(false);
  EXPECT_FALSE(home_.ShredFile("f"));
  EXPECT_EQ(*home_.ReadFile("f"), "secret");
  home_.FailFile(true);
  EXPECT_FALSE(home_.ShredFile("f"));
  EXPECT_EQ(*home_.ReadFile("f"), std::nullopt);
}

TEST_F(MemoryHomeTest, ShowsAnAttackerEveryByteOfStoresAndFiles) {
  ASSERT_EQ(Put("row of a store"), CommitOutcome::kCommitted);
  ASSERT_OK(home_.WriteFile("f", "bytes of a file"));
  const Bytes everything = home_.Everything();
  EXPECT_NE(everything.find("row of a store"), Bytes::npos);
  EXPECT_NE(everything.find("bytes of a file"), Bytes::npos);
}

}  // namespace
}  // namespace mandat
