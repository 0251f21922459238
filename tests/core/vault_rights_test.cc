// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/letters_world.h"
#include "service/held_units.h"
#include "service/unit_times.h"

namespace mandat {
namespace {

using std::chrono::hours;

class VaultRightsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(world_.PutLetter(world_.Letter(1, 1, LettersWorld::Body("first"))));
    NewUnit shared = world_.Letter(2, 2, LettersWorld::Body("shared"));
    shared.people.push_back(LettersWorld::To(1));
    shared.people.push_back(LettersWorld::To(3));
    shared.people.push_back(LettersWorld::Clerk("AB"));
    ASSERT_OK(world_.PutLetter(std::move(shared)));
    ASSERT_OK(world_.PutLetter(world_.Letter(3, 3, LettersWorld::Body("third"))));
  }

  Result<ReadAnswer> ListLetters() {
    return List(world_.As("support"), ListRequest{.collection = "letters"});
  }

  LettersWorld world_;
};

// Covers: GDPR Art. 18(1), GDPR Art. 18(2).
TEST_F(VaultRightsTest, WhatIsRestrictedIsNeitherReadNorChanged) {
  ASSERT_OK(world_.Restrict(1));
  const Result<ReadAnswer> read = world_.ReadLetter(1);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(read.error().clause->clause, "GDPR Art. 18");
  EXPECT_TRUE(read.error().entry.has_value());
  EXPECT_EQ(world_.PutLetter(world_.Letter(1, 1, LettersWorld::Body("new"))).error().kind,
            ErrorKind::kRefused);
  EXPECT_EQ(world_.ReadLetter(2).error().kind, ErrorKind::kRefused) << "shared with others";
  EXPECT_OK(world_.ReadLetter(3));
}

TEST_F(VaultRightsTest, ListsAndSearchesPassOverWhatIsRestrictedAndSayHowMuch) {
  ASSERT_OK(world_.Restrict(1));
  const Result<ReadAnswer> page = ListLetters();
  ASSERT_OK(page);
  EXPECT_EQ(Numbers(*page), (std::vector<uint8_t>{3}));
  EXPECT_EQ(page->withheld_count, 2U);
  const Result<ReadAnswer> found = world_.Search({.field = "topic", .value = "first"});
  ASSERT_OK(found);
  EXPECT_TRUE(found->units.empty());
  EXPECT_EQ(found->withheld_count, 1U);
  const ListRequest own{.collection = "letters", .subject = Person(1)};
  EXPECT_EQ(List(world_.As("support"), own).error().kind, ErrorKind::kRefused);
}

// Covers: GDPR Art. 18(3).
TEST_F(VaultRightsTest, WhatIsLiftedIsBackAgain) {
  ASSERT_OK(world_.Restrict(1));
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(world_.ReadLetter(1).error().kind, ErrorKind::kRefused);
  ASSERT_OK(world_.Lift(1));
  EXPECT_OK(world_.ReadLetter(1));
  EXPECT_OK(world_.ReadLetter(2));
  EXPECT_EQ(ListLetters()->withheld_count, 0U);
  EXPECT_EQ(LastEntry(world_.agreement()).act, "consult");
}

TEST_F(VaultRightsTest, NamedPurposesGoOn) {
  ASSERT_OK(world_.Restrict(1, {"billing"}));
  EXPECT_EQ(world_.ReadLetter(1, "support").error().kind, ErrorKind::kRefused);
  EXPECT_OK(world_.ReadLetter(1, "billing"));
}

TEST_F(VaultRightsTest, ErasureGoesOnUnderARestriction) {
  ASSERT_OK(world_.Restrict(1));
  ASSERT_OK(world_.Erase(Person(1)));
  EXPECT_EQ(world_.ReadLetter(1).error().kind, ErrorKind::kShredded);
  const Result<ReadAnswer> shared = world_.ReadLetter(2);
  ASSERT_OK(shared);
  ASSERT_EQ(shared->units[0].people.size(), 2U);
  EXPECT_EQ(shared->units[0].people[0].subject, Person(3));
}

TEST_F(VaultRightsTest, ARestrictionNeedsAnInstruction) {
  EXPECT_EQ(world_.Restrict(1, {}, "").error().kind, ErrorKind::kRefused);
  EXPECT_OK(world_.ReadLetter(1));
}

TEST_F(VaultRightsTest, TellsWhatCannotBeMarked) {
  EXPECT_EQ(world_.Restrict(9).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(world_.Lift(1).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(world_.EndObject(1, "support").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(world_.Restrict(1, {"marketing"}).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(world_.Object(1, "marketing").error().kind, ErrorKind::kInvalid);
  ASSERT_OK(world_.Restrict(1));
  EXPECT_EQ(world_.Restrict(1).error().kind, ErrorKind::kConflict);
  ASSERT_OK(world_.Erase(Person(2)));
  EXPECT_EQ(world_.Restrict(2).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(world_.MarksOf(2).error().kind, ErrorKind::kShredded);
}

TEST_F(VaultRightsTest, ARestrictionFromTomorrowIsRefused) {
  const auto restrict = [&](Instant from) {
    return Wait<Receipt>([&](Done<Receipt> done) {
      RestrictSubject(world_.As("", "2026-021"),
                      RestrictRequest{Person(1), from, "GDPR Art. 18", {}, {}}, std::move(done));
    });
  };
  EXPECT_EQ(restrict(world_.time().Now() + hours(24)).error().kind, ErrorKind::kInvalid);
  ASSERT_OK(restrict(world_.time().Now() + -hours(24)));
  const Result<MarksAnswer> marks = world_.MarksOf(1);
  ASSERT_OK(marks);
  EXPECT_EQ(marks->marks.restriction->from, world_.time().Now() + -hours(24));
  EXPECT_EQ(marks->marks.restriction->entered, world_.time().Now());
}

// Covers: GDPR Art. 21(1).
TEST_F(VaultRightsTest, AnObjectionStopsItsPurposeAndNoOther) {
  ASSERT_OK(world_.Object(1, "billing"));
  EXPECT_EQ(world_.ReadLetter(1, "billing").error().clause->clause, "GDPR Art. 21");
  EXPECT_OK(world_.ReadLetter(1, "support"));
  EXPECT_EQ(world_.Object(1, "billing").error().kind, ErrorKind::kConflict);
  EXPECT_EQ(world_.MarksOf(1)->marks.objections.size(), 1U);
  ASSERT_OK(world_.EndObject(1, "billing"));
  EXPECT_OK(world_.ReadLetter(1, "billing"));
}

TEST_F(VaultRightsTest, ARestrictionIsLostOrKeptWithItsEntry) {
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    world_.home().FailCommit(fault);
    EXPECT_EQ(world_.Restrict(1).error().kind, ErrorKind::kUnavailable);
    ASSERT_OK(world_.Reopen());
    const bool kept = fault == CommitFault::kUnknownKept;
    EXPECT_EQ(world_.ReadLetter(1).has_value(), !kept);
  }
}

// What was read before a restriction is read again when it comes to its batch.
TEST_F(VaultRightsTest, ARestrictionInBetweenStopsARead) {
  HeldUp held(world_.agreement().gate());
  auto restricted = Start<Receipt>([&](Done<Receipt> done) {
    RestrictSubject(world_.As("", "2026-021"), {Person(1), {}, "GDPR Art. 18", {}, {}},
                    std::move(done));
  });
  HeldUp::Part(world_.agreement().gate());
  auto read = StartRead(world_.As("support"), Record(1), "letters");
  held.StepAside();
  ASSERT_OK(restricted.get());
  EXPECT_EQ(read.get().error().kind, ErrorKind::kRefused);
}

// One batch has an order too.
TEST_F(VaultRightsTest, ARestrictionStopsAWriteBehindItInTheSameBatch) {
  HeldUp held(world_.agreement().gate());
  auto restricted = Start<Receipt>([&](Done<Receipt> done) {
    RestrictSubject(world_.As("", "2026-021"), {Person(1), {}, "GDPR Art. 18", {}, {}},
                    std::move(done));
  });
  auto put = StartPut(world_.As("support"), Record(1), Person(1), LettersWorld::Body("late"),
                      world_.time().Now(), "letters");
  held.StepAside();
  ASSERT_OK(restricted.get());
  EXPECT_EQ(put.get().error().kind, ErrorKind::kRefused);
}

TEST_F(VaultRightsTest, AnObjectionGoesWithAnErasureOfTheSameBatch) {
  HeldUp held(world_.agreement().gate());
  auto objected = Start<Receipt>([&](Done<Receipt> done) {
    ObjectToPurpose(world_.As("", "2026-023"), {Person(1), "billing", {}, "GDPR Art. 21"},
                    std::move(done));
  });
  auto erased = StartErase(world_.As("", "2026-014"), Person(1));
  held.StepAside();
  ASSERT_OK(objected.get());
  ASSERT_OK(erased.get());
  EXPECT_TRUE(world_.agreement().vault().people().MarksOf(Person(1))->objections.empty());
}

// Nobody's part is changed by leaving that person out.
TEST_F(VaultRightsTest, ARestrictedMemberCannotBeLeftOut) {
  ASSERT_OK(world_.Restrict(1));
  EXPECT_EQ(world_.PutLetter(world_.Letter(2, 2, LettersWorld::Body("alone"))).error().kind,
            ErrorKind::kRefused);
  ASSERT_OK(world_.Lift(1));
  EXPECT_OK(world_.PutLetter(world_.Letter(2, 2, LettersWorld::Body("alone"))));
}

// Covers: GDPR Art. 17(3), GDPR Art. 18(2).
TEST_F(VaultRightsTest, WhatAHoldKeepsIsReadAfterErasureAndUnderRestriction) {
  Hold hold;
  hold.id = "case-7";
  hold.basis = "GDPR Art. 17(3)(e)";
  hold.subjects = {Holds::TagOf(world_.agreement().keyring(), Person(1))};
  world_.agreement().vault().holds().SetHolds({hold});
  ASSERT_OK(world_.Restrict(1));
  ASSERT_OK(world_.Erase(Person(1)));
  const auto read = [&](const std::string& id, const std::string& purpose) {
    return Wait<HeldAnswer>([&](Done<HeldAnswer> done) {
      ReadHeldUnits(world_.As(purpose), HeldRequest{id, "letters", {}}, std::move(done));
    });
  };
  const Result<HeldAnswer> held = read("case-7", "support");
  ASSERT_OK(held);
  ASSERT_EQ(held->units.size(), 2U);
  bool has_shared = false;
  for (const HeldUnit& kept : held->units) {
    const Unit& unit = std::get<Unit>(kept.kept);
    if (unit.id == Record(2)) {
      has_shared = true;
      EXPECT_EQ(unit.body.Reveal(), LettersWorld::Body("shared"));
      ASSERT_EQ(unit.people.size(), 3U);
      EXPECT_EQ(unit.people[2].fields.Reveal(), "{\"initials\":\"AB\"}");
    }
  }
  EXPECT_TRUE(has_shared);
  const Entry entry = LastEntry(world_.agreement());
  EXPECT_EQ(entry.act, "consult");
  EXPECT_EQ(entry.detail, "hold case-7");
  EXPECT_EQ(read("case-8", "support").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(read("case-7", "marketing").error().kind, ErrorKind::kRefused);
}

// Covers: GDPR Art. 28(3)(a), GDPR Art. 5(1)(e).
TEST_F(VaultRightsTest, AnInstructionShortensHowLongARecordIsKept) {
  const auto tell = [&](std::string instruction, std::optional<Instant> until) {
    return Wait<Receipt>([&](Done<Receipt> done) {
      SetUnitTimes(world_.As("support", std::move(instruction)),
                   TimesRequest{"letters", Record(1), NewTimes{.until = until}}, std::move(done));
    });
  };
  const Instant soon = world_.time().Now() + hours(48);
  EXPECT_EQ(tell("2026-030", std::nullopt).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(tell("", soon).error().kind, ErrorKind::kInvalid);
  ASSERT_OK(tell("2026-030", soon));
  EXPECT_EQ(world_.ReadLetter(1)->units[0].expires, soon);
  ASSERT_OK(world_.Restrict(1));
  EXPECT_EQ(tell("2026-030", soon).error().kind, ErrorKind::kRefused);
}

}  // namespace
}  // namespace mandat
