// SPDX-License-Identifier: Apache-2.0
#include "backup/restore.h"

#include <gtest/gtest.h>

#include "backup/backup_world_test_util.h"
#include "store/rocks/disk_homes.h"
#include "store/temporary_test_util.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

std::unique_ptr<Homes> Place(std::string_view kind, const TemporaryDirectory& directory) {
  if (kind == "Memory") {
    return nullptr;
  }
  RocksBudget budget = RocksBudget::Make(size_t{8} << 20, size_t{8} << 20);
  budget.log_kept_mib = 64;
  return std::make_unique<DiskHomes>(directory.path(), budget, nullptr);
}

class RestoreTest : public ::testing::TestWithParam<std::string_view> {
 protected:
  // Four people; a backup; then one is erased, one record is erased, one expires, one is put anew
  // and one is held.
  void SetUp() override {
    for (int person = 1; person <= 4; ++person) {
      world_.Register(person);
      world_.Put(person, person * 10, "first of " + std::to_string(person));
    }
    world_.Put(3, 31, "to be erased alone");
    expiry_ = world_.now_ + hours(1);
    world_.Put(4, 41, "to expire", expiry_);
    before_ = world_.now_;
    world_.BackUp();
    world_.Put(2, 20, "second of 2");
    changed_ = world_.now_;
    world_.ErasePerson(1);
    world_.EraseUnit(3, 31);
    world_.Keep(Space::kHeld, "hold", "a held copy");
    world_.Keep(Space::kPeople, "r2", "restricted");
    world_.Keep(Space::kDocket, "d1", "a duty");
    world_.now_ = expiry_;
    newest_ = world_.Keep(Space::kMeta, "mark", "newest");
    world_.BackUp();
  }

  void ExpectNoResurrection() {
    EXPECT_EQ(world_.Read(1, 10), std::nullopt);
    EXPECT_FALSE(world_.Has(Space::kUnits, BackupWorld::UnitRow(1, 10)));
    EXPECT_FALSE(world_.Has(Space::kIndex, "s" + Bytes(BackupWorld::Subject(1).bytes())));
    EXPECT_FALSE(world_.Has(Space::kIndex, "c" + BackupWorld::UnitName(10)));
    EXPECT_FALSE(world_.Has(Space::kUnits, BackupWorld::UnitRow(3, 31)));
    EXPECT_FALSE(world_.Has(Space::kIndex, "c" + BackupWorld::UnitName(31)));
    EXPECT_FALSE(world_.Has(Space::kUnits, BackupWorld::UnitRow(4, 41)));
    EXPECT_FALSE(world_.Has(Space::kIndex, "c" + BackupWorld::UnitName(41)));
    EXPECT_FALSE(
        world_.Has(Space::kIndex, BackupWorld::ExpiryRow(expiry_, BackupWorld::UnitRow(4, 41))));
    EXPECT_FALSE(world_.Has(Space::kBlind, "b" + BackupWorld::UnitRow(2, 20)));
  }
  void ExpectWhatStands() {
    EXPECT_TRUE(world_.Has(Space::kHeld, "hold"));
    EXPECT_TRUE(world_.Has(Space::kPeople, "r2"));
    EXPECT_TRUE(world_.Has(Space::kDocket, "d1"));
    EXPECT_TRUE(world_.Has(Space::kMeta, "mark"));
    EXPECT_EQ(world_.Read(3, 30), "first of 3");
    EXPECT_EQ(world_.Read(4, 40), "first of 4");
  }
  Entry LastEntry() {
    const auto bytes = world_.journal_->ReadEntry(EntryIndex{world_.journal_->head().size - 1});
    EXPECT_OK(bytes);
    return *Entry::Decode(*bytes);
  }

  TemporaryDirectory directory_;
  BackupWorld world_{Place(GetParam(), directory_)};
  Instant expiry_;
  Instant before_;
  Instant changed_;
  Instant newest_;
};

INSTANTIATE_TEST_SUITE_P(Stores, RestoreTest, ::testing::Values("Memory", "Rocks"),
                         [](const auto& info) { return std::string(info.param); });

// Covers: GDPR Art. 32(1)(c), GDPR Art. 17(1), GDPR Art. 5(1)(e).
TEST_P(RestoreTest, TakesDataBackToBeforeAndNobodyWhoWasErasedWithIt) {
  const uint64_t size = world_.journal_->head().size;
  const std::string checkpoint = world_.journal_->published();
  const auto report = world_.Restore(before_);
  ASSERT_OK(report);
  EXPECT_EQ(report->data_at, before_);
  EXPECT_EQ(report->present, "home");
  EXPECT_EQ(report->replayed.people_erased, 1U);
  EXPECT_EQ(report->replayed.units_erased, 1U);
  EXPECT_EQ(report->replayed.units_expired, 1U);
  EXPECT_EQ(report->replayed.people, 3U);
  EXPECT_EQ(report->replayed.people_unopened, 0U);
  EXPECT_EQ(report->replayed.units, 3U);
  world_.Open();
  EXPECT_EQ(world_.Read(2, 20), "first of 2");
  ExpectNoResurrection();
  ExpectWhatStands();
  // The journal went on: what was published is a part of it, and the restore is an entry of it.
  EXPECT_EQ(world_.journal_->head().size, size + 1);
  EXPECT_EQ(report->entry, size);
  EXPECT_EQ(LastEntry().act, "restored");
  EXPECT_TRUE(LastEntry().detail.starts_with("data of " + before_.Format()));
}

TEST_P(RestoreTest, TakesDataBackToAnyCommitInTheWindow) {
  const auto report = world_.Restore(changed_);
  ASSERT_OK(report);
  EXPECT_EQ(report->data_at, changed_);
  world_.Open();
  EXPECT_EQ(world_.Read(2, 20), "second of 2");
  ExpectNoResurrection();
  ExpectWhatStands();
}

TEST_P(RestoreTest, TakesTheNewestStateWhenNoInstantIsNamed) {
  ASSERT_OK(world_.Restore(std::nullopt));
  world_.Open();
  EXPECT_EQ(world_.Read(2, 20), "second of 2");
  ExpectNoResurrection();
  ExpectWhatStands();
}

TEST_P(RestoreTest, WorksWithTheHomeAloneWhenItsJournalIsThere) {
  ASSERT_OK(world_.Restore(before_, false));
  world_.Open();
  EXPECT_EQ(world_.Read(2, 20), "first of 2");
  ExpectNoResurrection();
}

TEST_P(RestoreTest, GoesOnAfterARestoreWithFurtherBackups) {
  ASSERT_OK(world_.Restore(before_));
  world_.Open();
  world_.Put(2, 21, "after the restore");
  world_.BackUp();
  ASSERT_OK(world_.Restore(std::nullopt));
  world_.Open();
  EXPECT_EQ(world_.Read(2, 21), "after the restore");
  EXPECT_EQ(world_.Read(2, 20), "first of 2");
  ExpectNoResurrection();
  // And to before the first restore: nothing of its way there is a state to come back to.
  ASSERT_OK(world_.Restore(changed_));
  world_.Open();
  EXPECT_EQ(world_.Read(2, 20), "second of 2");
  EXPECT_EQ(world_.Read(3, 30), "first of 3");
  ExpectNoResurrection();
}

TEST_P(RestoreTest, RefusesAnInstantBeforeTheKeptWindowAndChangesNothing) {
  const auto report = world_.Restore(before_ + -hours(1));
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::kNotFound);
  world_.Open();
  EXPECT_EQ(world_.Read(2, 20), "second of 2");
}

TEST_P(RestoreTest, RefusesAnInstantBehindTheNewestBackupWhenMoreWasAcknowledgedSince) {
  const Instant later = world_.Put(2, 22, "after the backup");
  const auto report = world_.Restore(later);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(report.error().message.starts_with("the newest backup is of "));
  world_.Open();
  EXPECT_EQ(world_.Read(2, 22), "after the backup");
}

TEST_P(RestoreTest, RefusesADamagedBackupAndRunsAgainOverAWholeOne) {
  const std::map<std::string, Bytes> whole = world_.data_.objects;
  for (const auto& [name, bytes] : whole) {
    world_.data_.objects = whole;
    world_.data_.objects[name][bytes.size() / 2] ^= 1;
    const auto report = world_.Restore(newest_);
    ASSERT_FALSE(report) << name;
    EXPECT_EQ(report.error().kind, ErrorKind::kCorrupt) << name;
    world_.data_.objects.erase(name);
    EXPECT_FALSE(world_.Restore(newest_)) << name;
    world_.Open();
    EXPECT_EQ(world_.Read(2, 20), "second of 2") << "nothing was emptied for " << name;
    world_.Close();
  }
  world_.data_.objects = whole;
  ASSERT_OK(world_.Restore(std::nullopt));
  world_.Open();
  EXPECT_EQ(world_.Read(2, 20), "second of 2");
  ExpectNoResurrection();
  ExpectWhatStands();
}

class LostMachineTest : public RestoreTest {
 protected:
  void SetUp() override {
    RestoreTest::SetUp();
    keys_ = world_.CopyKeys();
  }
  Bytes keys_;
};

INSTANTIATE_TEST_SUITE_P(Stores, LostMachineTest, ::testing::Values("Memory"),
                         [](const auto& info) { return std::string(info.param); });

// Covers: GDPR Art. 32(1)(c).
TEST_P(LostMachineTest, IsMadeAgainFromBackupLedgerAndACopyOfTheKeys) {
  const uint64_t size = world_.journal_->head().size;
  world_.LoseMachine();
  const auto report = world_.Restore(before_, true, keys_);
  ASSERT_OK(report);
  EXPECT_EQ(report->present, "ledger");
  world_.Open();
  EXPECT_EQ(world_.Read(2, 20), "first of 2");
  ExpectNoResurrection();
  ExpectWhatStands();
  EXPECT_EQ(world_.journal_->head().size, size + 1);
}

// Invariant (erased stays erased): the copy of the keys is older than the erasure.
TEST_P(LostMachineTest, ShredsAgainTheKeysOfWhoeverWasErasedSinceTheirCopy) {
  world_.ErasePerson(2);
  world_.BackUp();
  world_.LoseMachine();
  ASSERT_OK(world_.Restore(before_, true, keys_));
  world_.Open();
  EXPECT_EQ(world_.Read(2, 20), std::nullopt);
  const auto key = world_.keyring_->FindSubjectKey(BackupWorld::Subject(2));
  ASSERT_OK(key);
  EXPECT_FALSE(key->has_value());
  EXPECT_EQ(world_.Read(3, 30), "first of 3");
}

TEST_P(LostMachineTest, RefusesWithoutTheLedger) {
  world_.LoseMachine();
  const auto report = world_.Restore(before_, false, keys_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::kConflict);
}

TEST_P(LostMachineTest, RefusesWithALedgerOlderThanWhatIsKnown) {
  const std::map<std::string, Bytes> older = world_.ledger_.objects;
  world_.ErasePerson(2);
  world_.BackUp();
  world_.ledger_.objects = older;
  world_.LoseMachine();
  const auto report = world_.Restore(before_, true, keys_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::kConflict);
  EXPECT_NE(report.error().message.find("a newer ledger is needed"), std::string::npos);
}

TEST_P(LostMachineTest, RefusesWithoutACopyOfTheKeysOrUnderAnotherRootKey) {
  world_.LoseMachine();
  EXPECT_EQ(world_.Restore(before_).error().kind, ErrorKind::kNotFound);
  world_.root_ = RootKey(SecretBytes(Bytes(32, 'q')));
  EXPECT_EQ(world_.Restore(before_, true, keys_).error().kind, ErrorKind::kCorrupt);
}

TEST_P(LostMachineTest, DoesNotOpenAfterAnInterruptionAndRunsAgain) {
  for (int fault_at = 1; fault_at < 40; ++fault_at) {
    SCOPED_TRACE(fault_at);
    world_.LoseMachine();
    world_.memory_.HomeOf(BackupWorld::kHome).FailCommit(CommitFault::kUnknownKept, fault_at);
    if (world_.Restore(before_, true, keys_)) {
      EXPECT_GT(fault_at, 5);
      break;
    }
    world_.memory_.HomeOf(BackupWorld::kHome).FailCommit(CommitFault::kNone, 0);
    auto home = world_.homes().Open(BackupWorld::kHome);
    ASSERT_OK(home);
    if ((*home)->ReadFile("key-generation")->has_value()) {
      auto store = (*home)->OpenStore("data");
      const auto head = (*store)->Find(Space::kMeta, "head");
      const bool opens = head && *head && JournalHead::Decode(**head);
      const bool ended = (*store)->Find(Space::kMeta, "reindex")->has_value();
      EXPECT_TRUE(!opens || ended) << "it opens half done";
    }
    ASSERT_OK(world_.Restore(before_, true, keys_));
    world_.Open();
    ExpectNoResurrection();
    EXPECT_EQ(world_.Read(2, 20), "first of 2");
  }
}

// Covers: GDPR Art. 32(1)(d).
TEST_P(RestoreTest, ADrillProvesTheBackupAndChangesNothing) {
  MemoryHome scratch;
  const auto key = BackupKeyFrom(world_.data_, world_.root_, BackupWorld::kOwner);
  ASSERT_OK(key);
  const Position before = world_.store_->position();
  const auto report =
      DrillRestore(*world_.store_, *world_.keyring_, scratch, world_.data_, key->key, world_.now_,
                   {BackupWorld::kOwner, BackupWorld::kOrigin, before_, {}});
  ASSERT_OK(report);
  EXPECT_TRUE(report->is_drill);
  EXPECT_EQ(report->replayed.people_erased, 1U);
  EXPECT_EQ(report->replayed.units, 3U);
  EXPECT_EQ(world_.store_->position(), before);
  EXPECT_NE(report->Json().find("\"kind\":\"drill\""), std::string::npos);
  for (auto& [name, bytes] : world_.data_.objects) {
    bytes[bytes.size() / 2] ^= 1;
  }
  MemoryHome other;
  EXPECT_FALSE(DrillRestore(*world_.store_, *world_.keyring_, other, world_.data_, key->key,
                            world_.now_, {BackupWorld::kOwner, BackupWorld::kOrigin, before_, {}}));
}

}  // namespace
}  // namespace mandat
