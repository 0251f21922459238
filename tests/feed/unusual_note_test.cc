// SPDX-License-Identifier: Apache-2.0
// From the trail of a real agreement to a duty in its docket.
#include "service/unusual_note.h"

#include <gtest/gtest.h>

#include "docket/docket.h"
#include "load/many_world.h"
#include "service/change_duty.h"

namespace mandat {
namespace {

using std::chrono::hours;

class UnusualNoteTest : public ::testing::Test {
 protected:
  UnusualNoteTest() : world_(std::make_shared<MemoryHomes>(), 16) {
    world_.Make(1);
    EXPECT_OK(world_.Put(0, "Ada Example"));
    for (int day = 0; day < 9; ++day) {
      Pass(hours(24));
      EXPECT_OK(world_.Read(0));
    }
  }

  void Pass(std::chrono::microseconds time) {
    world_.time().Advance(time);
    EXPECT_OK(world_.agreements().clock().Observe());
  }
  std::shared_ptr<OpenAgreement> Shop() { return *world_.agreements().Find(ShopId(0)); }

  // What the house does once an hour; how much it found.
  size_t Look() {
    const Result<std::vector<UnusualFinding>> found = FindUnusual(*Shop(), {});
    EXPECT_OK(found);
    for (const UnusualFinding& finding : *found) {
      EXPECT_OK(Note(finding));
    }
    return found->size();
  }
  Result<Receipt> Note(const UnusualFinding& finding) {
    return Wait<Receipt>(
        [&](Done<Receipt> done) { NoteUnusual(Shop(), finding, std::move(done)); });
  }
  std::vector<Duty> Owed() {
    const Result<DutyPage> page = Docket(Shop()->store()).ListDue(std::nullopt, std::nullopt, 100);
    std::vector<Duty> owed;
    for (const Duty& duty : page ? page->duties : std::vector<Duty>()) {
      if (duty.is_open() && duty.task == kLookIntoUnusualAccess) {
        owed.push_back(duty);
      }
    }
    return owed;
  }
  Entry LastEntry() {
    const Journal& journal = Shop()->journal();
    return *Entry::Decode(*journal.ReadEntry({journal.head().size - 1}));
  }

  ManyWorld world_;
};

TEST_F(UnusualNoteTest, OrdinaryWorkOpensNothing) {
  const uint64_t size = Shop()->journal().head().size;
  EXPECT_EQ(Look(), 0U);
  EXPECT_EQ(Shop()->journal().head().size, size);
}

// Covers: GDPR Art. 33(2).
TEST_F(UnusualNoteTest, WorkByNightOpensADutyThatSaysWhyAndWhichEntries) {
  Pass(hours(14));
  ASSERT_OK(world_.Read(0));
  const uint64_t entry = Shop()->journal().head().size - 1;
  EXPECT_EQ(Look(), 1U);
  const std::vector<Duty> owed = Owed();
  ASSERT_EQ(owed.size(), 1U);
  EXPECT_EQ(owed[0].from.reference, "6161616161616161/hour/2026-03-11");
  EXPECT_EQ(owed[0].law, "GDPR Art. 33(2)");
  ASSERT_TRUE(owed[0].due.has_value());
  EXPECT_EQ(*owed[0].due - Shop()->gate().Now(), hours(24));
  const Entry last = LastEntry();
  EXPECT_EQ(last.act, "note-unusual-access");
  EXPECT_TRUE(
      last.detail.starts_with("hour, credential 6161616161616161: worked in the hour from "
                              "Wednesday 23:00 UTC"))
      << last.detail;
  EXPECT_NE(last.detail.find("from " + std::to_string(entry) + " to "), std::string::npos);
}

TEST_F(UnusualNoteTest, TwiceInADayOpensOnce) {
  Pass(hours(14));
  ASSERT_OK(world_.Read(0));
  const Result<std::vector<UnusualFinding>> found = FindUnusual(*Shop(), {});
  ASSERT_OK(found);
  ASSERT_EQ(found->size(), 1U);
  ASSERT_OK(Note((*found)[0]));
  const uint64_t size = Shop()->journal().head().size;
  ASSERT_OK(Note((*found)[0])) << "two looks that did not know of each other";
  EXPECT_EQ(Shop()->journal().head().size, size);
  ASSERT_OK(world_.Read(0));
  EXPECT_EQ(Look(), 0U);
  EXPECT_EQ(Owed().size(), 1U);
}

TEST_F(UnusualNoteTest, WhatWasMetIsNotOpenedAgainTheSameDay) {
  Pass(hours(14));
  ASSERT_OK(world_.Read(0));
  ASSERT_EQ(Look(), 1U);
  DutyOrder met;
  met.duty = Owed()[0].id;
  met.act = DutyAct::kMeet;
  met.reason = "an approved migration";
  const auto changed = Wait<DutyAnswer>(
      [&](Done<DutyAnswer> done) { ChangeDuty(Shop(), met, Bytes(8, 'o'), std::move(done)); });
  ASSERT_OK(changed);
  ASSERT_OK(world_.Read(0));
  EXPECT_EQ(Look(), 0U);
  EXPECT_EQ(Owed().size(), 0U);
}

TEST_F(UnusualNoteTest, AClockThatWasSetAheadOpensNothing) {
  world_.time().Set(world_.time().Now() + hours(14));
  EXPECT_OK(world_.agreements().clock().Observe());
  ASSERT_OK(world_.Read(0));
  EXPECT_EQ(Look(), 0U) << "nobody has confirmed it";
  world_.time().Set(world_.time().Now() + -hours(14));
  EXPECT_OK(world_.agreements().clock().Observe());
  ASSERT_OK(world_.Read(0));
  EXPECT_EQ(Look(), 0U) << "agreement time stands ahead of the clock";
}

}  // namespace
}  // namespace mandat
