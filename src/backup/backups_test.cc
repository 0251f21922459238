// SPDX-License-Identifier: Apache-2.0
#include "backup/backups.h"

#include <gtest/gtest.h>

#include "backup/backup_world_test_util.h"

namespace mandat {
namespace {

class BackupsTest : public ::testing::Test {
 protected:
  BackupsTest() {
    world_.Register(1);
    world_.Put(1, 10, "a body");
  }
  LedgerState State() { return backups_.StateOf(BackupWorld::kOwner); }

  BackupWorld world_;
  Backups backups_ = world_.MakeBackups();
};

TEST_F(BackupsTest, SaysUpToWhichEntryTheLedgerIsProtected) {
  EXPECT_TRUE(State().is_configured);
  EXPECT_FALSE(State().at.has_value());
  ASSERT_OK(backups_.Ship(world_.AsOpen(), world_.now_));
  EXPECT_EQ(State().size, world_.journal_->head().size);
  EXPECT_EQ(State().at, world_.now_);
  world_.ErasePerson(1);
  EXPECT_LT(State().size, world_.journal_->head().size) << "not protected yet";
  ASSERT_OK(backups_.Ship(world_.AsOpen(), world_.now_));
  EXPECT_EQ(State().size, world_.journal_->head().size);
}

TEST_F(BackupsTest, SaysSoWhileTheTargetFailsAndCatchesUpAfterIt) {
  ASSERT_OK(backups_.Ship(world_.AsOpen(), world_.now_));
  const uint64_t size = State().size;
  world_.Put(1, 11, "another");
  world_.ledger_.FailPut(1);
  EXPECT_FALSE(backups_.Ship(world_.AsOpen(), world_.now_));
  EXPECT_EQ(State().trouble, "target is made to fail");
  EXPECT_EQ(State().size, size);
  world_.ledger_.FailPut(0);
  ASSERT_OK(backups_.Ship(world_.AsOpen(), world_.now_));
  EXPECT_EQ(State().trouble, "");
  EXPECT_EQ(State().size, world_.journal_->head().size);
}

TEST_F(BackupsTest, PutsNothingWhenNothingWasCommitted) {
  ASSERT_OK(backups_.Ship(world_.AsOpen(), world_.now_));
  const size_t objects = world_.ledger_.objects.size();
  for (int i = 0; i < 5; ++i) {
    ASSERT_OK(backups_.Ship(world_.AsOpen(), world_.now_));
  }
  EXPECT_EQ(world_.ledger_.objects.size(), objects);
}

TEST_F(BackupsTest, SaysThatNothingIsProtectedWithoutATarget) {
  Backups none(nullptr, nullptr, world_.homes(), world_.root_, world_.random_);
  EXPECT_OK(none.Ship(world_.AsOpen(), world_.now_));
  EXPECT_FALSE(none.StateOf(BackupWorld::kOwner).is_configured);
  EXPECT_EQ(none.Run(world_.AsOpen(), world_.now_).error().kind, ErrorKind::kNotFound);
}

TEST_F(BackupsTest, TheLedgerHasNoRowOfAnybodysData) {
  ASSERT_OK(backups_.Ship(world_.AsOpen(), world_.now_));
  const auto key = BackupKeyFrom(world_.ledger_, world_.root_, BackupWorld::kOwner);
  ASSERT_OK(key);
  const auto list = ReadChains(world_.ledger_, key->key, BackupWorld::kOwner, CopyScope::kLedger);
  ASSERT_OK(list);
  const auto chain = ChainFor(*list, std::nullopt);
  ASSERT_OK(chain);
  ASSERT_OK(Rebuild(world_.ledger_, key->key, **chain, std::nullopt, [](const Batch& batch) {
    for (const Batch::Step& step : batch.steps()) {
      EXPECT_FALSE(IsRewound(step.space)) << Name(step.space);
      EXPECT_NE(step.space, Space::kKeys);
    }
    return Status();
  }));
}

TEST_F(BackupsTest, ListsWhatCanBeRestored) {
  ASSERT_OK(backups_.Run(world_.AsOpen(), world_.now_));
  world_.Put(1, 11, "another");
  ASSERT_OK(backups_.Run(world_.AsOpen(), world_.now_));
  const auto windows = backups_.List(BackupWorld::kOwner, BackupWorld::kHome);
  ASSERT_OK(windows);
  ASSERT_EQ(windows->size(), 1U);
  EXPECT_TRUE(windows->front().is_whole);
  EXPECT_EQ(windows->front().to, world_.now_);
  EXPECT_EQ(windows->front().size, world_.journal_->head().size);
}

}  // namespace
}  // namespace mandat
