// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/core_test_util.h"

namespace mandat {
namespace {

using std::chrono::hours;

class VaultTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate();
    for (const uint8_t person : {1, 2}) {
      ASSERT_OK(world_.Register(Person(person)));
    }
    ASSERT_OK(world_.Put(Record(1), Person(1), "first"));
  }

  std::map<Bytes, Bytes> Rows(Space space) {
    std::map<Bytes, Bytes> rows;
    const auto cursor = world_.agreement().store().Scan(space, Bytes(1, '\0'), Bytes(64, '\xff'));
    for (; cursor->Valid(); cursor->Next()) {
      rows.emplace(cursor->key(), cursor->value());
    }
    EXPECT_OK(cursor->status());
    return rows;
  }

  // Changes rows behind the back of everybody, as somebody with the files could.
  void Tamper(Space space, const std::map<Bytes, Bytes>& rows) {
    const auto store = world_.home().OpenStore("data");
    Batch batch;
    for (const auto& [key, value] : rows) {
      batch.Put(space, key, value);
    }
    ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }

  ErrorKind KindOfRead(uint8_t record) {
    const Result<ReadAnswer> answer = world_.Read(Record(record));
    EXPECT_FALSE(answer);
    return answer ? ErrorKind::kConflict : answer.error().kind;
  }

  static std::vector<uint8_t> Numbers(const ReadAnswer& answer) {
    std::vector<uint8_t> numbers;
    for (const Unit& unit : answer.units) {
      numbers.push_back(static_cast<uint8_t>(unit.id.bytes().back()));
    }
    return numbers;
  }

  TestWorld world_;
};

TEST_F(VaultTest, GivesWhatIsKnownOfAUnit) {
  const Result<ReadAnswer> answer = world_.Read(Record(1));
  ASSERT_OK(answer);
  const Unit& unit = answer->units[0];
  EXPECT_EQ(unit.id, Record(1));
  EXPECT_EQ(unit.subject, Person(1));
  EXPECT_EQ(unit.collection, "contacts");
  EXPECT_EQ(unit.captured, world_.time().Now());
  EXPECT_EQ(unit.expires, world_.time().Now() + hours(24 * 30));
}

TEST_F(VaultTest, AnIdOfAnotherCollectionIsNotFound) {
  EXPECT_EQ(world_.Read(Record(1), "logs").error().kind, ErrorKind::kNotFound);
  ASSERT_OK(world_.Put(Record(1), Person(2), "a log line", "logs"));
  EXPECT_EQ(world_.Read(Record(1), "logs")->units[0].body.Reveal(), "a log line");
  EXPECT_EQ(world_.Read(Record(1))->units[0].body.Reveal(), "first");
}

TEST_F(VaultTest, RefusesACollectionThatIsNotDeclared) {
  EXPECT_EQ(world_.Read(Record(1), "contact").error().kind, ErrorKind::kRefused);
  EXPECT_EQ(world_.Put(Record(2), Person(1), "body", "contact").error().kind, ErrorKind::kRefused);
}

TEST_F(VaultTest, StoresNothingOfAPersonOfAnotherCategory) {
  ASSERT_OK(world_.Register(Person(3), "staff"));
  EXPECT_EQ(world_.Put(Record(2), Person(3), "body").error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(KindOfRead(2), ErrorKind::kNotFound);
  EXPECT_OK(world_.Put(Record(2), Person(1), "body"));
}

TEST_F(VaultTest, KeepsTheCategoryThatAPersonWasRegisteredAs) {
  EXPECT_OK(world_.Register(Person(1), "customers"));
  EXPECT_EQ(world_.Register(Person(1), "staff").error().kind, ErrorKind::kConflict);
  EXPECT_EQ(world_.agreement().vault().FindRegistration(Person(1))->people, "customers");
}

TEST_F(VaultTest, StoresNothingOfSomebodyWhoIsNotRegistered) {
  EXPECT_EQ(world_.Put(Record(2), Person(9), "body").error().kind, ErrorKind::kNotFound);
  ASSERT_OK(world_.Erase(Person(2)));
  EXPECT_EQ(world_.Put(Record(2), Person(2), "body").error().kind, ErrorKind::kShredded);
}

TEST_F(VaultTest, ARecordOfAnotherPersonIsAConflict) {
  EXPECT_EQ(world_.Put(Record(1), Person(2), "stolen").error().kind, ErrorKind::kConflict);
  EXPECT_EQ(world_.Read(Record(1))->units[0].body.Reveal(), "first");
  EXPECT_OK(world_.Put(Record(1), Person(1), "changed"));
}

TEST_F(VaultTest, TwoNewRecordsOfOneIdInOneBatchAreOneAndAConflict) {
  HeldUp held(world_.agreement().gate());
  auto one = StartPut(world_.As("support"), Record(5), Person(1), "one", world_.time().Now());
  auto two = StartPut(world_.As("support"), Record(5), Person(1), "two", world_.time().Now());
  held.StepAside();
  ASSERT_OK(one.get());
  EXPECT_EQ(two.get().error().kind, ErrorKind::kConflict);
  EXPECT_EQ(world_.Read(Record(5))->units[0].body.Reveal(), "one");
}

TEST_F(VaultTest, TwoChangesInOneBatchAreTwoVersions) {
  HeldUp held(world_.agreement().gate());
  auto one = StartPut(world_.As("support"), Record(1), Person(1), "one", world_.time().Now());
  auto two = StartPut(world_.As("support"), Record(1), Person(1), "two", world_.time().Now());
  held.StepAside();
  EXPECT_EQ(one.get()->version, 2U);
  EXPECT_EQ(two.get()->version, 3U);
  EXPECT_EQ(world_.Read(Record(1))->units[0].body.Reveal(), "two");
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(VaultTest, StoresNothingThatIsPastItsRetentionAlready) {
  const Instant now = world_.time().Now();
  const auto put = [&](Instant captured) {
    return StartPut(world_.As("support"), Record(2), Person(1), "body", captured).get();
  };
  EXPECT_EQ(put(now + -hours(24 * 30)).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(KindOfRead(2), ErrorKind::kNotFound);
  EXPECT_OK(put(now + -hours(24 * 30) + std::chrono::microseconds(1)));
}

TEST_F(VaultTest, HoldsLargeAndEmptyBodies) {
  const std::string large(size_t{1} << 20, 'L');
  ASSERT_OK(world_.Put(Record(2), Person(1), large));
  ASSERT_OK(world_.Put(Record(3), Person(1), ""));
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(world_.Read(Record(2))->units[0].body.Reveal(), large);
  EXPECT_EQ(world_.Read(Record(3))->units[0].body.Reveal(), "");
}

// Covers: GDPR Art. 5(1)(e), GDPR Art. 32(1)(a).
TEST_F(VaultTest, TheExpiryWorkerRemovesRowsAndDestroysTheKeyOfTheirDay) {
  ASSERT_OK(world_.Put(Record(2), Person(1), "a log line", "logs"));
  const Instant expires = world_.time().Now() + hours(24 * 30);
  const Bucket bucket = Bucket::For(expires);
  const uint64_t before = world_.agreement().journal().head().size;
  ASSERT_OK(Expire(world_.shared()));
  EXPECT_EQ(world_.agreement().journal().head().size, before) << "nothing was due";

  world_.time().Set(expires);
  ASSERT_OK(Expire(world_.shared()));
  EXPECT_EQ(Rows(Space::kUnits).size(), 1U);
  EXPECT_EQ(Rows(Space::kIndex).size(), 3U) << "two registrations and the log line";
  EXPECT_TRUE(world_.agreement().keyring().FindBucketKey(bucket)->has_value());
  Entry entry = LastEntry(world_.agreement());
  EXPECT_EQ(entry.act, "expire");
  EXPECT_EQ(entry.units_count, 1U);
  EXPECT_EQ(entry.clause, "11");

  world_.time().Set(bucket.end());
  ASSERT_OK(Expire(world_.shared()));
  EXPECT_EQ(*world_.agreement().keyring().FindBucketKey(bucket), std::nullopt);
  EXPECT_EQ(LastEntry(world_.agreement()).detail, "bucket keys destroyed 1");
  EXPECT_OK(world_.Read(Record(2), "logs"));
  EXPECT_OK(world_.Put(Record(1), Person(1), "of another day"));
}

TEST_F(VaultTest, ABucketKeyWaitsForTheLastOfItsUnits) {
  {
    HeldUp held(world_.agreement().gate());
    std::vector<std::future<Result<PutAnswer>>> puts;
    for (uint32_t i = 0; i < 1'000; ++i) {
      Bytes id(12, '\x11');
      AppendBigEndian32(id, i);
      puts.push_back(StartPut(world_.As("support"), *RecordId::Decode(id), Person(1), "body",
                              world_.time().Now()));
    }
    held.StepAside();
    for (auto& put : puts) {
      ASSERT_OK(put.get());
    }
  }
  const Bucket bucket = Bucket::For(world_.time().Now() + hours(24 * 30));
  world_.time().Set(bucket.end());
  const uint64_t before = world_.agreement().journal().head().size;
  ASSERT_OK(Expire(world_.shared()));
  uint64_t units = 0;
  for (uint64_t index = before; index < world_.agreement().journal().head().size; ++index) {
    const Entry entry = EntryAt(world_.agreement(), index);
    units += entry.units_count;
    EXPECT_EQ(entry.detail.empty(), units < 1'001) << "the key goes with the last unit";
  }
  EXPECT_EQ(units, 1'001U);
  EXPECT_FALSE(world_.agreement().keyring().FindBucketKey(bucket)->has_value());
  EXPECT_TRUE(Rows(Space::kUnits).empty());
}

// Covers: GDPR Art. 32(1)(a).
TEST_F(VaultTest, SealedBytesAreBoundToTheirPlace) {
  ASSERT_OK(world_.Put(Record(2), Person(1), "other"));
  ASSERT_OK(world_.Put(Record(3), Person(2), "third"));
  const std::map<Bytes, Bytes> rows = Rows(Space::kUnits);
  ASSERT_EQ(rows.size(), 3U);
  const auto first = rows.begin();
  const auto second = std::next(first);
  const auto third = std::next(second);
  Tamper(Space::kUnits, {{first->first, second->second}, {second->first, first->second}});
  EXPECT_EQ(KindOfRead(1), ErrorKind::kCorrupt);
  EXPECT_EQ(KindOfRead(2), ErrorKind::kCorrupt);
  Tamper(Space::kUnits, {{first->first, third->second}, {third->first, first->second}});
  EXPECT_EQ(KindOfRead(1), ErrorKind::kCorrupt);
  EXPECT_EQ(KindOfRead(3), ErrorKind::kCorrupt);
  Tamper(Space::kUnits, rows);
  EXPECT_OK(world_.Read(Record(1)));
}

TEST_F(VaultTest, NoByteOfAUnitCanBeChangedUnseen) {
  const std::map<Bytes, Bytes> rows = Rows(Space::kUnits);
  const auto& [key, value] = *rows.begin();
  for (size_t at = 0; at < value.size(); ++at) {
    Bytes damaged = value;
    damaged[at] ^= 1;
    Tamper(Space::kUnits, {{key, damaged}});
    const ErrorKind kind = KindOfRead(1);
    // A changed expiry may also look past, or in a day whose key never was.
    EXPECT_TRUE(kind == ErrorKind::kCorrupt || (at >= 17 && at < 25)) << "byte " << at;
  }
  for (const Bytes& damaged :
       {Bytes(), value.substr(0, 25), value.substr(0, value.size() - 1), value + "x"}) {
    Tamper(Space::kUnits, {{key, damaged}});
    EXPECT_EQ(KindOfRead(1), ErrorKind::kCorrupt);
  }
}

TEST_F(VaultTest, AnIndexRowThatPointsElsewhereOpensNothing) {
  Bytes index;
  for (const auto& [key, value] : Rows(Space::kIndex)) {
    index = key[0] == 'c' ? key : index;
  }
  Tamper(Space::kIndex, {{index, Bytes(Person(2).bytes())}});
  EXPECT_EQ(KindOfRead(1), ErrorKind::kNotFound);
  Tamper(Space::kIndex, {{index, "short"}});
  EXPECT_FALSE(world_.Read(Record(1)));
}

TEST_F(VaultTest, PagesThroughACollectionInTheOrderOfIds) {
  for (const uint8_t number : {7, 3, 5, 2, 6, 4}) {
    ASSERT_OK(world_.Put(Record(number), Person(number % 2 == 0 ? 1 : 2), "body"));
  }
  ListRequest request{.collection = "contacts", .limit = 3};
  std::vector<std::vector<uint8_t>> pages;
  for (bool more = true; more && pages.size() < 9;) {
    const Result<ReadAnswer> page = List(world_.As("support"), request);
    ASSERT_OK(page);
    pages.push_back(Numbers(*page));
    more = page->more;
    request.after = page->units.back().id;
  }
  EXPECT_EQ(pages, (std::vector<std::vector<uint8_t>>{{1, 2, 3}, {4, 5, 6}, {7}}));
  const Entry entry = LastEntry(world_.agreement());
  EXPECT_EQ(entry.units_count, 1U);
  EXPECT_EQ(entry.people_count, 1U);
  EXPECT_EQ(EntryAt(world_.agreement(), world_.agreement().journal().head().size - 2).people_count,
            2U);
}

TEST_F(VaultTest, PagesThroughOnePersonOnly) {
  for (const uint8_t number : {2, 3, 4, 5}) {
    ASSERT_OK(world_.Put(Record(number), Person(number % 2 == 0 ? 1 : 2), "body"));
  }
  ListRequest request{.collection = "contacts", .subject = Person(1), .limit = 2};
  Result<ReadAnswer> page = List(world_.As("support"), request);
  ASSERT_OK(page);
  EXPECT_EQ(Numbers(*page), (std::vector<uint8_t>{1, 2}));
  EXPECT_TRUE(page->more);
  request.after = Record(3);  // somebody else's, and so between two of this person's
  page = List(world_.As("support"), request);
  EXPECT_EQ(Numbers(*page), (std::vector<uint8_t>{4}));
  EXPECT_FALSE(page->more);
  request.collection = "logs";
  EXPECT_EQ(List(world_.As("support"), request)->units.size(), 0U);
  request.subject = Person(9);
  EXPECT_EQ(List(world_.As("support"), request).error().kind, ErrorKind::kNotFound);
}

// Covers: GDPR Art. 17(1).
TEST_F(VaultTest, ErasedPeopleAndExpiredRecordsVanishFromLists) {
  ASSERT_OK(world_.Put(Record(2), Person(2), "second"));
  ASSERT_OK(world_.Erase(Person(1)));
  const ListRequest request{.collection = "contacts"};
  EXPECT_EQ(Numbers(*List(world_.As("support"), request)), (std::vector<uint8_t>{2}));
  const ListRequest erased{.collection = "contacts", .subject = Person(1)};
  EXPECT_EQ(List(world_.As("support"), erased).error().kind, ErrorKind::kShredded);
  world_.time().Advance(hours(24 * 30));
  EXPECT_EQ(List(world_.As("support"), request)->units.size(), 0U);
}

// Covers: GDPR Art. 17(1).
TEST_F(VaultTest, AnErasedRecordStaysErasedAndTheOthersStay) {
  ASSERT_OK(world_.Put(Record(2), Person(1), "second"));
  const auto erase = [&](uint8_t record, std::string instruction) {
    return Start<EraseAnswer>([&](Done<EraseAnswer> done) {
             EraseRecord(world_.As("", std::move(instruction)), "contacts", Record(record),
                         std::move(done));
           })
        .get();
  };
  EXPECT_EQ(erase(1, "").error().kind, ErrorKind::kRefused);
  const Result<EraseAnswer> erased = erase(1, "2026-014");
  ASSERT_OK(erased);
  EXPECT_EQ(erased->units_count, 1U);
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(KindOfRead(1), ErrorKind::kShredded);
  EXPECT_EQ(erase(1, "2026-014").error().kind, ErrorKind::kShredded);
  EXPECT_EQ(erase(9, "2026-014").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(world_.Put(Record(1), Person(1), "again").error().kind, ErrorKind::kShredded);
  EXPECT_OK(world_.Read(Record(2)));
}

}  // namespace
}  // namespace mandat
