// SPDX-License-Identifier: Apache-2.0
// A journal whose last entries are lost for good, and the log that goes on behind it.
#include <gtest/gtest.h>

#include "backup/backup_world_test_util.h"
#include "crypto/note.h"
#include "format/checkpoint.h"
#include "format/loss.h"
#include "journal/log_number.h"

namespace mandat {
namespace {

class NewOriginTest : public ::testing::Test {
 protected:
  // Three people are backed up; then comes what the ledger at its target never learned.
  void SetUp() override {
    for (int person = 1; person <= 3; ++person) {
      world_.Register(person);
      world_.Put(person, person * 10, "first of " + std::to_string(person));
    }
    world_.BackUp();
    kept_ = world_.journal_->head();
    keys_ = world_.CopyKeys();
    ledger_ = world_.ledger_.objects;
    data_ = world_.data_.objects;
    world_.Put(2, 21, "lost");
    world_.ErasePerson(3);
    lost_ = world_.journal_->published();
    known_ = world_.journal_->head();
  }

  // The machine is gone, and of the targets there is an older state.
  void LoseTheTail() {
    world_.LoseMachine();
    world_.ledger_.objects = ledger_;
    world_.data_.objects = data_;
  }
  // The journal of then is put back over the one of now; what was published stays.
  void ForgetInPlace() {
    world_.BackUp();
    world_.Close();
    auto& home = world_.memory_.HomeOf(BackupWorld::kHome);
    ASSERT_OK(home.RemoveStore("data"));
    world_.ledger_.objects = ledger_;
    world_.data_.objects = data_;
  }

  Entry EntryAt(uint64_t index) {
    const auto bytes = world_.journal_->ReadEntry({index});
    EXPECT_OK(bytes);
    return *Entry::Decode(*bytes);
  }
  Loss LossAt(uint64_t index) {
    const Entry entry = EntryAt(index);
    EXPECT_EQ(entry.act, kNewOriginAct);
    const Result<Loss> loss = Loss::Parse(entry.detail);
    EXPECT_OK(loss);
    return loss.value_or(Loss());
  }
  void ExpectClosed(uint64_t number) {
    EXPECT_EQ(world_.journal_->origin(), OriginOf(BackupWorld::kOrigin, number));
    const Loss loss = LossAt(kept_.size);
    EXPECT_EQ(loss.origin, BackupWorld::kOrigin);
    EXPECT_EQ(loss.size, known_.size);
    EXPECT_EQ(loss.root, known_.root.view());
    EXPECT_EQ(loss.note, Sha256(Note::Parse(lost_)->text).view());
    const Result<ClosedLog> closed = ReadClosedLog(*world_.store_, 1);
    ASSERT_OK(closed);
    EXPECT_EQ(closed->note, lost_);
    EXPECT_EQ(closed->size, kept_.size);
    EXPECT_EQ(EntryAt(kept_.size + 1).act, "restored");
    // What is left is a part of both.
    const auto path = world_.journal_->ProveConsistency(kept_.size, world_.journal_->head().size);
    ASSERT_OK(path);
    EXPECT_OK(VerifyConsistency(kept_.size, kept_.root, world_.journal_->head().size,
                                world_.journal_->head().root, *path));
    const auto note = OpenNote(world_.journal_->published(),
                               {*VerifierKey::Parse(world_.journal_->verifier_key())});
    EXPECT_OK(note);
  }

  BackupWorld world_;
  JournalHead kept_;
  JournalHead known_;
  std::string lost_;
  Bytes keys_;
  std::map<std::string, Bytes> ledger_;
  std::map<std::string, Bytes> data_;
};

// The auditor's checkpoint says that there was more.
TEST_F(NewOriginTest, RefusesWithoutTheWordAndNamesIt) {
  LoseTheTail();
  world_.seen_ = lost_;
  const auto report = world_.Restore(std::nullopt, true, keys_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::kConflict);
  EXPECT_NE(report.error().message.find("--new-origin yes"), std::string::npos);
}

// Invariant (history does not change).
TEST_F(NewOriginTest, ClosesTheLogAndCommitsToItsLastKnownCheckpoint) {
  LoseTheTail();
  world_.seen_ = lost_;
  world_.new_origin_ = true;
  const auto report = world_.Restore(std::nullopt, true, keys_);
  ASSERT_OK(report);
  EXPECT_EQ(report->lost_count, known_.size - kept_.size);
  EXPECT_NE(report->Json().find("\"entries_lost\":2"), std::string::npos) << report->Json();
  world_.Open();
  ExpectClosed(2);
  EXPECT_EQ(world_.Read(2, 20), "first of 2");
}

TEST_F(NewOriginTest, ClosesTheLogOfAHomeThatKnowsWhatItPublished) {
  ForgetInPlace();
  EXPECT_EQ(world_.Restore(std::nullopt).error().kind, ErrorKind::kConflict);
  world_.new_origin_ = true;
  ASSERT_OK(world_.Restore(std::nullopt));
  world_.Open();
  ExpectClosed(2);
  EXPECT_EQ(world_.Read(3, 30), std::nullopt) << "the live key of the erased is gone";
}

TEST_F(NewOriginTest, ClosesNothingWhereNothingIsLost) {
  world_.BackUp();
  world_.new_origin_ = true;
  ASSERT_OK(world_.Restore(std::nullopt));
  world_.Open();
  EXPECT_EQ(world_.journal_->origin(), BackupWorld::kOrigin);
  EXPECT_EQ(EntryAt(known_.size).act, "restored");
}

TEST_F(NewOriginTest, TakesTheJournalFromTheBackupOfTheDataWhenNoLedgerIsLeft) {
  LoseTheTail();
  world_.ledger_.objects.clear();
  EXPECT_FALSE(world_.Restore(std::nullopt, true, keys_));
  world_.seen_ = lost_;
  world_.new_origin_ = true;
  const auto report = world_.Restore(std::nullopt, true, keys_);
  ASSERT_OK(report);
  EXPECT_EQ(report->present, "data");
  world_.Open();
  ExpectClosed(2);
}

// Later restores compare with checkpoints of the log that is in force, not with those of the
// closed.
TEST_F(NewOriginTest, GoesOnWithBackupsAndRestoresOfTheNewLog) {
  ForgetInPlace();
  world_.new_origin_ = true;
  ASSERT_OK(world_.Restore(std::nullopt));
  world_.new_origin_ = false;
  world_.Open();
  const Instant then = world_.Put(1, 10, "second of 1");
  world_.BackUp();
  world_.Put(1, 10, "third of 1");
  world_.BackUp();
  const auto report = world_.Restore(then);
  ASSERT_OK(report);
  EXPECT_EQ(report->closed, "");
  world_.Open();
  EXPECT_EQ(world_.Read(1, 10), "second of 1");
  ExpectClosed(2);
  EXPECT_OK(world_.journal_->ReadEntry({kept_.size + 4}));
}

TEST_F(NewOriginTest, TakesNoCheckpointOfAnotherJournal) {
  LoseTheTail();
  world_.new_origin_ = true;
  const Signer other(SecretBytes(Bytes(32, 'x')));
  const Checkpoint checkpoint{BackupWorld::kOrigin, 1'000, Bytes(32, 'r'), {}};
  world_.seen_ = *SignNote(checkpoint.Format(), BackupWorld::kOrigin, other);
  EXPECT_EQ(world_.Restore(std::nullopt, true, keys_).error().kind, ErrorKind::kInvalid);
  world_.seen_ = "not a checkpoint";
  EXPECT_EQ(world_.Restore(std::nullopt, true, keys_).error().kind, ErrorKind::kInvalid);
}

TEST_F(NewOriginTest, RunsAgainAfterAnyInterruption) {
  world_.BackUp();
  world_.new_origin_ = true;
  for (int fault_at = 1; fault_at < 60; ++fault_at) {
    SCOPED_TRACE(fault_at);
    LoseTheTail();
    world_.seen_ = lost_;
    auto& home = world_.memory_.HomeOf(BackupWorld::kHome);
    home.FailCommit(CommitFault::kUnknownKept, fault_at);
    const bool is_done = world_.Restore(std::nullopt, true, keys_).has_value();
    home.FailCommit(CommitFault::kNone, 0);
    if (!is_done) {
      const auto again = world_.Restore(std::nullopt, true, keys_);
      ASSERT_OK(again);
    }
    world_.Open();
    const Result<uint64_t> number = ReadLogNumber(*world_.store_);
    ASSERT_OK(number);
    EXPECT_EQ(*number, 2U);
    ExpectClosed(2);
    if (is_done) {
      EXPECT_GT(fault_at, 8);
      return;
    }
  }
}

}  // namespace
}  // namespace mandat
