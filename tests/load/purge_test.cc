// SPDX-License-Identifier: Apache-2.0
// What is past its retention goes in one go, its bytes within a day, and a report says so.
#include <gtest/gtest.h>

#include "load/many_world.h"
#include "service/purges.h"
#include "service/reclaim.h"

namespace mandat {
namespace {

using std::chrono::days;
using std::chrono::hours;

class PurgeTest : public testing::Test {
 protected:
  void SetUp() override {
    world_.Activate();
    ASSERT_OK(world_.Register(Person(1)));
  }

  void Put(uint16_t count) {
    for (uint16_t number = 0; number < count; ++number) {
      const Bytes id =
          Bytes(14, '\x7e') + static_cast<char>(number >> 8) + static_cast<char>(number & 0xff);
      ASSERT_OK(world_.Put(*RecordId::Decode(id), Person(1), R"({"name":"Ada Example"})"));
    }
  }
  Result<Receipt> Expire() {
    return Wait<Receipt>(
        [&](Done<Receipt> done) { ExpireUnits(world_.shared(), std::move(done)); });
  }
  Result<Receipt> Reclaim() {
    return Wait<Receipt>(
        [&](Done<Receipt> done) { ReclaimSpace(world_.shared(), std::move(done)); });
  }
  PurgeReport Report(uint32_t count = 31) {
    return *ReportPurges(world_.agreement(), world_.time().Now(), count);
  }
  std::optional<Instant> Next() { return *NextReclaim(world_.agreement()); }

  TestWorld world_;
};

// Covers: GDPR Art. 5(1)(e).
TEST_F(PurgeTest, EverythingThatIsDueGoesWithOneCallHoweverMuchItIs) {
  Put(600);
  world_.time().Advance(days(30));
  ASSERT_OK(Expire());
  EXPECT_EQ(Report().days.back().units_count, 600u);
  const Instant next = **world_.agreement().vault().NextExpiry();
  EXPECT_GT(next, world_.time().Now()) << "only the bucket's end is left";
}

// Covers: GDPR Art. 5(2).
TEST_F(PurgeTest, TheReportCountsEachDayAndNamesItsEntries) {
  EXPECT_TRUE(Report().days.empty());
  Put(2);
  world_.time().Advance(days(1));
  ASSERT_OK(world_.Put(Record(200), Person(1), R"({"name":"Ben Example"})"));
  world_.time().Advance(days(29));
  const auto first = Expire();
  ASSERT_OK(first);
  world_.time().Advance(days(1));
  const auto second = Expire();
  ASSERT_OK(second);
  const PurgeReport report = Report();
  ASSERT_EQ(report.days.size(), 2u);
  EXPECT_EQ(report.days[0].units_count, 2u);
  EXPECT_EQ(report.days[0].first, first->entry);
  EXPECT_EQ(report.days[0].last, first->entry);
  EXPECT_EQ(report.days[1].units_count, 1u);
  EXPECT_EQ(report.days[1].buckets_count, 1u) << "the key of the day that is over";
  EXPECT_EQ(report.days[1].day, report.days[0].day + 1);
  EXPECT_EQ(Report(1).days.size(), 1u) << "today only";
  const Entry entry = *Entry::Decode(*world_.agreement().journal().ReadEntry(second->entry));
  EXPECT_EQ(entry.act, "expire");
}

TEST_F(PurgeTest, NothingIsReclaimedWhileNothingWasRemoved) {
  Put(2);
  EXPECT_EQ(Next(), std::nullopt);
  ASSERT_OK(Reclaim());
  EXPECT_EQ(Next(), std::nullopt);
}

// Covers: GDPR Art. 17(1).
TEST_F(PurgeTest, WhatWasRemovedIsReclaimedWithinADayAlthoughNobodyWrites) {
  Put(1);
  ASSERT_OK(world_.Erase(Person(1)));
  ASSERT_NE(Next(), std::nullopt);
  EXPECT_LE(*Next(), world_.time().Now()) << "never done yet";
  const auto reclaimed = Reclaim();
  ASSERT_OK(reclaimed);
  EXPECT_EQ(Report().last_reclaim.has_value(), true);
  const Entry entry = *Entry::Decode(*world_.agreement().journal().ReadEntry(reclaimed->entry));
  EXPECT_EQ(entry.act, "reclaim");
  ASSERT_OK(world_.Register(Person(2)));
  ASSERT_OK(world_.Put(Record(9), Person(2), R"({"name":"Ben Example"})"));
  world_.time().Advance(hours(1));
  const Instant erased = world_.time().Now();
  ASSERT_OK(world_.Erase(Person(2)));
  ASSERT_NE(Next(), std::nullopt);
  EXPECT_GT(*Next(), erased) << "not twice a day";
  EXPECT_LE(*Next(), erased + hours(24));
  EXPECT_EQ(*Next(), *Report().next_reclaim);
}

TEST_F(PurgeTest, ARestartRemembersWhatIsToBeReclaimed) {
  Put(1);
  ASSERT_OK(world_.Erase(Person(1)));
  ASSERT_OK(world_.Reopen());
  ASSERT_NE(Next(), std::nullopt);
  EXPECT_LE(**world_.agreement().NextHousekeeping(), world_.time().Now());
}

// Both twins of one fault: the entry is lost, and the entry is kept though the commit failed.
TEST_F(PurgeTest, AReclaimThatCannotBeJournalledIsDoneAgain) {
  Put(1);
  ASSERT_OK(world_.Erase(Person(1)));
  world_.time().Advance(hours(1));
  ASSERT_OK(world_.Register(Person(2)));
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    world_.home().FailCommit(fault, 1);
    EXPECT_FALSE(Reclaim());
    ASSERT_OK(world_.Reopen());
    EXPECT_EQ(Next().has_value(), fault == CommitFault::kUnknownLost);
  }
}

TEST_F(PurgeTest, ADayThatIsDamagedIsCorruptAndNotLeftOut) {
  Put(1);
  world_.time().Advance(days(30));
  ASSERT_OK(Expire());
  Bytes row = "purge/";
  AppendBigEndian32(row, Report().days.back().day);
  auto store = world_.home().OpenStore("data");
  Batch batch;
  batch.Put(Space::kMeta, row, "short");
  ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  const auto report = ReportPurges(world_.agreement(), world_.time().Now(), 31);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace mandat
