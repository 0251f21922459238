// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/letters_world.h"

namespace mandat {
namespace {

using std::chrono::hours;

class VaultQueryTest : public ::testing::Test {
 protected:
  Result<ReadAnswer> Versions(uint8_t record, uint32_t after = 0, size_t limit = 20) {
    return Wait<ReadAnswer>([&](Done<ReadAnswer> done) {
      ListVersions(world_.As("support"),
                   VersionsRequest{"letters", Record(record), 0, after, limit}, std::move(done));
    });
  }

  LettersWorld world_;
};

TEST_F(VaultQueryTest, GivesEverybodyOfARecordAndTheirFields) {
  NewUnit letter = world_.Letter(1, 1, LettersWorld::Body("shared"));
  letter.people.push_back(LettersWorld::To(2));
  letter.people.push_back(LettersWorld::To(3));
  letter.people.push_back(LettersWorld::Clerk("AB"));
  ASSERT_OK(world_.PutLetter(std::move(letter)));
  const Result<ReadAnswer> read = world_.ReadLetter(1);
  ASSERT_OK(read);
  ASSERT_EQ(read->units[0].people.size(), 3U);
  EXPECT_EQ(read->units[0].people[0].subject, Person(2));
  EXPECT_EQ(read->units[0].people[2].fields.Reveal(), "{\"initials\":\"AB\"}");
  EXPECT_EQ(LastEntry(world_.agreement()).people_count, 4U);
}

// Covers: GDPR Art. 17(1).
TEST_F(VaultQueryTest, AnErasedMemberDisappearsFromTheAnswer) {
  NewUnit letter = world_.Letter(1, 1, LettersWorld::Body("shared"));
  letter.people.push_back(LettersWorld::To(2));
  letter.people.push_back(LettersWorld::Clerk("AB"));
  ASSERT_OK(world_.PutLetter(std::move(letter)));
  ASSERT_OK(world_.Erase(Person(8)));
  const Result<ReadAnswer> without_clerk = world_.ReadLetter(1);
  ASSERT_OK(without_clerk);
  ASSERT_EQ(without_clerk->units[0].people.size(), 1U);
  EXPECT_EQ(without_clerk->units[0].people[0].subject, Person(2));
}

TEST_F(VaultQueryTest, WritesOnlyTheVersionThatWasNamed) {
  const auto put = [&](std::optional<uint32_t> version) {
    NewUnit letter = world_.Letter(1, 1, LettersWorld::Body("letter"));
    letter.if_version = version;
    return world_.PutLetter(std::move(letter));
  };
  EXPECT_EQ(put(1).error().kind, ErrorKind::kChanged);
  ASSERT_OK(put(0));
  EXPECT_EQ(put(0).error().kind, ErrorKind::kChanged);
  EXPECT_EQ(put(2).error().kind, ErrorKind::kChanged);
  EXPECT_EQ(put(1)->version, 2U);
}

TEST_F(VaultQueryTest, WritesWhateverVersionOnlyIfThereIsOne) {
  const auto put = [&] {
    return Wait<PutAnswer>([&](Done<PutAnswer> done) {
      PutRequest request{"letters", world_.Letter(1, 1, LettersWorld::Body("letter")), 0, true};
      PutRecord(world_.As("support"), std::move(request), std::move(done));
    });
  };
  EXPECT_EQ(put().error().kind, ErrorKind::kChanged);
  ASSERT_OK(world_.PutLetter(world_.Letter(1, 1, LettersWorld::Body("letter"))));
  EXPECT_EQ(put()->version, 2U);
}

TEST_F(VaultQueryTest, ErasesOnlyTheVersionThatWasNamed) {
  ASSERT_OK(world_.PutLetter(world_.Letter(1, 1, LettersWorld::Body("letter"))));
  const auto erase = [&](uint32_t version) {
    return Wait<EraseAnswer>([&](Done<EraseAnswer> done) {
      EraseRecord(world_.As("", "2026-014"), "letters", Record(1), std::move(done), version);
    });
  };
  EXPECT_EQ(erase(2).error().kind, ErrorKind::kChanged);
  EXPECT_OK(world_.ReadLetter(1));
  EXPECT_OK(erase(1));
  EXPECT_EQ(world_.ReadLetter(1).error().kind, ErrorKind::kShredded);
}

// Covers: GDPR Art. 16.
TEST_F(VaultQueryTest, KeepsWhatARecordWasBeforeItWasRectified) {
  for (const std::string topic : {"first", "second", "third"}) {
    ASSERT_OK(world_.PutLetter(world_.Letter(1, 1, LettersWorld::Body(topic))));
  }
  const Result<ReadAnswer> old = Wait<ReadAnswer>([&](Done<ReadAnswer> done) {
    ReadRecord(world_.As("support"), ReadRequest{"letters", Record(1), 0, 1}, std::move(done));
  });
  ASSERT_OK(old);
  EXPECT_EQ(old->units[0].body.Reveal(), LettersWorld::Body("first"));
  const Result<ReadAnswer> page = Versions(1, 0, 2);
  ASSERT_OK(page);
  ASSERT_EQ(page->units.size(), 2U);
  EXPECT_TRUE(page->more);
  const Result<ReadAnswer> rest = Versions(1, ReadBigEndian32(page->last), 2);
  ASSERT_OK(rest);
  ASSERT_EQ(rest->units.size(), 1U);
  EXPECT_EQ(rest->units[0].version, 3U);
  EXPECT_FALSE(rest->more);
  EXPECT_TRUE(Versions(1, 3)->units.empty());
  EXPECT_EQ(Versions(2).error().kind, ErrorKind::kNotFound);
  ASSERT_OK(world_.Erase(Person(1)));
  EXPECT_EQ(Versions(1).error().kind, ErrorKind::kShredded);
}

TEST_F(VaultQueryTest, FindsByValueByBeginningAndByRange) {
  ASSERT_OK(world_.PutLetter(world_.Letter(1, 1, LettersWorld::Body("Invoice 7", 3))));
  ASSERT_OK(world_.PutLetter(world_.Letter(2, 2, LettersWorld::Body("Invoice 8", 9))));
  ASSERT_OK(world_.PutLetter(world_.Letter(3, 3, LettersWorld::Body("Complaint", 40))));
  EXPECT_EQ(Numbers(*world_.Search({.field = "topic", .value = "invoice 7"})),
            (std::vector<uint8_t>{1}));
  EXPECT_EQ(world_.Search({.field = "topic", .value = "Invo", .prefix = true})->units.size(), 2U);
  EXPECT_EQ(Numbers(*world_.Search({.field = "pages", .from = "4", .until = "40"})),
            (std::vector<uint8_t>{2}));
  EXPECT_TRUE(world_.Search({.field = "topic", .value = "nothing"})->units.empty());
  EXPECT_EQ(world_.Search({.field = "line", .value = "seen"}).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(world_.Search({.field = "topic", .from = "a"}).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(world_.Search({.field = "topic", .value = "x"}, "marketing").error().kind,
            ErrorKind::kRefused);
}

TEST_F(VaultQueryTest, ListsByTheInstantOfTheCapture) {
  const Instant begin = world_.time().Now();
  for (const uint8_t record : {3, 1, 2}) {
    ASSERT_OK(world_.PutLetter(world_.Letter(record, 1, LettersWorld::Body("letter"))));
    world_.time().Advance(hours(1));
  }
  ListRequest request{.collection = "letters", .limit = 2};
  request.times = TimeRange{begin, begin + hours(9)};
  Result<ReadAnswer> page = List(world_.As("support"), request);
  ASSERT_OK(page);
  EXPECT_EQ(Numbers(*page), (std::vector<uint8_t>{3, 1}));
  request.cursor = page->last;
  EXPECT_EQ(Numbers(*List(world_.As("support"), request)), (std::vector<uint8_t>{2}));
  request.cursor.reset();
  request.times = TimeRange{begin + hours(1), begin + hours(2)};
  EXPECT_EQ(Numbers(*List(world_.As("support"), request)), (std::vector<uint8_t>{1}));
}

TEST_F(VaultQueryTest, GivesOnlyTheFieldsOfTheCategoriesThatWereAskedFor) {
  ASSERT_OK(world_.PutLetter(world_.Letter(1, 1, LettersWorld::Body("letter", 2))));
  const auto read = [&](CategorySet categories) {
    const Result<ReadAnswer> answer = Wait<ReadAnswer>([&](Done<ReadAnswer> done) {
      ReadRecord(world_.As("support"), ReadRequest{"letters", Record(1), categories, {}},
                 std::move(done));
    });
    EXPECT_OK(answer);
    return std::string(answer->units[0].body.Reveal());
  };
  EXPECT_EQ(read(1), "{\"topic\":\"letter\",\"pages\":2}");
  EXPECT_EQ(read(2), "{\"line\":\"seen\"}");
  EXPECT_EQ(read(3), LettersWorld::Body("letter", 2));
}

}  // namespace
}  // namespace mandat
