// SPDX-License-Identifier: Apache-2.0
// Points that must not be opened any more, that must be kept, that were tampered with, and calls
// that a crash interrupts.
#include <gtest/gtest.h>

#include "core/restrict_test_util.h"
#include "core/series_world.h"
#include "vault/holds.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr hours kKept{24 * 30};

class SeriesKeepTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate(SeriesTexts());
    for (const uint8_t person : {1, 2}) {
      ASSERT_OK(world_.Register(Person(person)));
    }
    for (int64_t i = 0; i < 30; ++i) {
      points_.push_back({now() + -hours(30 - i), i, {}, {}});
    }
    ASSERT_OK(world_.Append(1, 1, points_));
    ASSERT_OK(world_.Append(2, 2, points_));
  }

  Instant now() { return world_.time().Now(); }

  void HoldCollection(const std::string& collection) {
    Hold hold;
    hold.id = "case-1";
    hold.from = now();
    hold.collections = {collection};
    world_.agreement().vault().holds().SetHolds({hold});
  }
  uint64_t HeldCount() { return *world_.agreement().vault().holds().Count("case-1"); }

  void Restrict(uint8_t person, bool on) {
    ASSERT_OK(SetRestricted(world_.agreement(), Person(person), on));
  }

  SeriesWorld world_;
  std::vector<MeterPoint> points_;
};

TEST_F(SeriesKeepTest, OneDoorAndARefusalNamesItsClause) {
  const Result<PointsAnswer> read = world_.Find(world_.Ask(1), "marketing");
  EXPECT_EQ(read.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(read.error().clause->clause, "2");
  EXPECT_EQ(LastEntry(world_.agreement()).outcome, Outcome::kRefused);
  EXPECT_EQ(world_.Append(1, 1, points_, "marketing").error().kind, ErrorKind::kRefused);
  EXPECT_OK(world_.Find(world_.Ask(1)));
}

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g).
TEST_F(SeriesKeepTest, ErasedStaysErased) {
  ASSERT_OK(world_.Append(3, 1, {{now(), 1, {}, {}}}));
  const Result<EraseAnswer> erased = world_.Erase(Person(1));
  ASSERT_OK(erased);
  for (const auto& [key, value] : world_.Rows(Space::kSeries)) {
    EXPECT_TRUE(key.starts_with(Person(2).bytes())) << "a chunk of the erased person is left";
  }
  for (const auto& [key, value] : world_.Rows(Space::kIndex)) {
    EXPECT_EQ(key.find(Person(1).bytes()), Bytes::npos) << "a row names the erased person";
    EXPECT_EQ(value.find(Person(1).bytes()), Bytes::npos) << "a row names the erased person";
  }
  EXPECT_EQ(world_.All(1).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(world_.List(1).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(world_.Append(1, 1, points_).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(world_.Append(1, 2, points_).error().kind, ErrorKind::kShredded) << "nor the id";
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(world_.All(1).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(*world_.All(2), points_);
}

// A copy of the rows from before, put back: the key is gone.
TEST_F(SeriesKeepTest, OldCopiesOfAnErasedPersonsPointsDoNotOpen) {
  const std::map<Bytes, Bytes> chunks = world_.Rows(Space::kSeries);
  const std::map<Bytes, Bytes> index = world_.Rows(Space::kIndex);
  ASSERT_OK(world_.Erase(Person(1)));
  world_.Tamper(chunks);
  const auto store = world_.home().OpenStore("data");
  Batch batch;
  for (const auto& [key, value] : index) {
    batch.Put(Space::kIndex, key, value);
  }
  ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  EXPECT_FALSE(world_.All(1));
  EXPECT_EQ(*world_.All(2), points_);
}

// Covers: GDPR Art. 17(1).
TEST_F(SeriesKeepTest, OneSeriesIsErasedAndItsPersonsOthersStay) {
  ASSERT_OK(world_.Append(3, 1, points_));
  const Result<EraseAnswer> erased = world_.EraseOne(1);
  ASSERT_OK(erased);
  EXPECT_EQ(erased->units_count, 2U) << "one chunk a day";
  EXPECT_EQ(world_.All(1).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(world_.Append(1, 1, points_).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(*world_.All(3), points_);
  EXPECT_EQ(world_.EraseOne(1).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(world_.EraseOne(9).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(world_.Rows(Space::kIndex, "r").size(), 2U);
}

TEST_F(SeriesKeepTest, PointsThatWaitWhileTheirPersonIsErasedAreRefused) {
  HeldUp held(world_.agreement().gate());
  auto erase = StartErase(world_.As("", "2026-014"), Person(1));
  auto append = world_.StartAppend(SeriesWorld::Of(1, 1, {{now(), 1, {}, {}}}));
  auto read = world_.StartReadPoints(world_.Ask(1));
  held.StepAside();
  EXPECT_OK(erase.get());
  EXPECT_EQ(append.get().error().kind, ErrorKind::kShredded);
  EXPECT_OK(read.get()) << "a read of the batch sees what was before it";
  EXPECT_TRUE(world_.Rows(Space::kSeries, Person(1).bytes()).empty());
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(SeriesKeepTest, ExpiredIsGone) {
  world_.time().Set(points_[10].at + kKept + -microseconds(1));
  EXPECT_EQ(world_.All(1)->front(), points_[10]);
  world_.time().Set(points_[10].at + kKept);
  EXPECT_EQ(world_.All(1)->front(), points_[11]) << "at the instant, within its chunk";
  PointsRequest request = world_.Ask(1);
  request.every = *SpanLength::Parse("PT24H");
  request.query.functions = {"count"};
  EXPECT_EQ(world_.Find(request)->page.points.values(0)[0].integer(), 10) << "14:00 to 24:00";

  const size_t before = world_.Rows(Space::kSeries).size();
  world_.time().Set(points_.back().at + kKept + -microseconds(1));
  ASSERT_OK(Expire(world_.shared()));
  EXPECT_EQ(world_.Rows(Space::kSeries).size(), before / 2) << "the day whose last point is gone";
  EXPECT_EQ(world_.All(1)->size(), 1U);
  world_.time().Set(points_.back().at + kKept);
  EXPECT_TRUE(world_.All(1)->empty());
  EXPECT_TRUE(world_.List(1)->page.series.empty());
  ASSERT_OK(Expire(world_.shared()));
  EXPECT_TRUE(world_.Rows(Space::kSeries).empty());
  EXPECT_TRUE(world_.Rows(Space::kIndex, "y").empty());
  EXPECT_TRUE(world_.Rows(Space::kIndex, "r").empty()) << "what names the person goes as well";
  EXPECT_EQ(world_.All(1).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(LastEntry(world_.agreement()).outcome, Outcome::kAbsent);
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(SeriesKeepTest, PointsPastTheirRetentionAreNotStoredAndAreNamed) {
  const Instant edge = now() + -kKept;
  const Result<AppendAnswer> answer = world_.Append(3, 1,
                                                    {{now(), 1, {}, {}},
                                                     {edge, 2, {}, {}},
                                                     {edge + microseconds(1), 3, {}, {}},
                                                     {edge + -hours(24 * 365), 4, {}, {}}});
  ASSERT_OK(answer);
  EXPECT_EQ(answer->counts.stored, 2U);
  EXPECT_EQ(answer->counts.expired, 2U);
  EXPECT_EQ(answer->counts.passed, (std::vector<uint32_t>{2, 4}));
  EXPECT_EQ(world_.All(3)->size(), 2U);
  EXPECT_EQ(EntryAt(world_.agreement(), answer->receipt.entry.value).units_count, 2U);
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(SeriesKeepTest, WhatExpiresBetweenSealingAndTheBatchIsNotStored) {
  const Instant edge = now() + -kKept + seconds(1);
  HeldUp held(world_.agreement().gate());
  auto append = world_.StartAppend(
      SeriesWorld::Of(3, 1, {{edge, 1, {}, {}}, {edge + minutes(1), 2, {}, {}}}));
  auto read = world_.StartReadPoints(world_.Ask(1));
  world_.time().Set(now() + seconds(1));
  held.StepAside();
  const Result<AppendAnswer> answer = append.get();
  ASSERT_OK(answer);
  EXPECT_EQ(answer->counts.stored, 1U);
  EXPECT_EQ(answer->counts.passed, (std::vector<uint32_t>{1}));
  EXPECT_OK(read.get());
  EXPECT_EQ(world_.All(3)->size(), 1U);
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(SeriesKeepTest, AReadThatWaitsGivesNothingThatExpiresMeanwhile) {
  world_.time().Set(points_[3].at + kKept + -microseconds(1));
  HeldUp held(world_.agreement().gate());
  auto read = world_.StartReadPoints(world_.Ask(1));
  world_.time().Set(points_[3].at + kKept);
  held.StepAside();
  EXPECT_EQ(SeriesWorld::PointsOf(read.get()->page.points).front(), points_[4]);
}

// A shorter retention counts at once, a longer one does not bring anything back.
TEST_F(SeriesKeepTest, TheSoonerOfBothRetentionsCounts) {
  const auto activate = [&](uint32_t version, const std::string& days) {
    AgreementTexts texts = SeriesTexts(version);
    const size_t at = texts.form.find("days: 30");
    texts.form.replace(at, 8, "days: " + days);
    texts.form.replace(texts.form.find("version: 1"), 10, "version: " + std::to_string(version));
    const std::string old = "form: shop@1";
    texts.instance.replace(texts.instance.find(old), old.size(),
                           "form: shop@" + std::to_string(version));
    world_.Activate(texts);
  };
  activate(2, "1");
  EXPECT_EQ(world_.All(1)->size(), 23U) << "of the last 24 hours";
  activate(3, "300");
  EXPECT_EQ(world_.All(1)->size(), 30U);
  world_.time().Set(points_[0].at + kKept);
  EXPECT_EQ(world_.All(1)->size(), 29U);
}

// Covers: GDPR Art. 18(1), GDPR Art. 18(2).
TEST_F(SeriesKeepTest, RestrictedIsFrozen) {
  Restrict(1, true);
  EXPECT_EQ(world_.All(1).error().kind, ErrorKind::kRefused);
  EXPECT_EQ(LastEntry(world_.agreement()).outcome, Outcome::kRefused);
  EXPECT_EQ(world_.List(1).error().kind, ErrorKind::kRefused);
  EXPECT_EQ(world_.Append(1, 1, points_).error().kind, ErrorKind::kRefused);
  EXPECT_EQ(*world_.All(2), points_);
  Restrict(1, false);
  EXPECT_EQ(*world_.All(1), points_);
  EXPECT_OK(world_.Append(1, 1, points_));
}

// Covers: GDPR Art. 18(2).
TEST_F(SeriesKeepTest, AReadThatWaitsWhileItsPersonIsRestrictedIsRefused) {
  HeldUp held(world_.agreement().gate());
  std::future<void> restrict = std::async(std::launch::async, [&] { Restrict(1, true); });
  held.StepAside();
  restrict.get();
  HeldUp again(world_.agreement().gate());
  auto read = world_.StartReadPoints(world_.Ask(1));
  again.StepAside();
  EXPECT_EQ(read.get().error().kind, ErrorKind::kRefused);
}

// Covers: GDPR Art. 17(3).
TEST_F(SeriesKeepTest, HeldIsKeptThroughErasureAndExpiry) {
  HoldCollection("meters");
  ASSERT_OK(world_.Erase(Person(1)));
  EXPECT_EQ(world_.All(1).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(HeldCount(), 2U) << "a chunk for each of two days";
  world_.time().Set(points_.back().at + kKept);
  ASSERT_OK(Expire(world_.shared()));
  EXPECT_TRUE(world_.Rows(Space::kSeries).empty());
  EXPECT_EQ(HeldCount(), 4U);
}

// Covers: GDPR Art. 17(3).
TEST_F(SeriesKeepTest, WhatNoHoldNamesIsNotKept) {
  HoldCollection("sensors");
  ASSERT_OK(world_.Erase(Person(1)));
  ASSERT_OK(world_.EraseOne(2));
  EXPECT_EQ(HeldCount(), 0U);
}

// Covers: GDPR Art. 17(3).
TEST_F(SeriesKeepTest, WhatWasOverwrittenStaysWhileItIsHeld) {
  const auto overwrite = [&] {
    for (int64_t i = 0; i < 40; ++i) {
      ASSERT_OK(world_.Append(3, 1, {{points_.back().at, i, {}, {}}}));
    }
  };
  HoldCollection("meters");
  overwrite();
  EXPECT_EQ(world_.Rows(Space::kSeries, Person(1).bytes()).size(), 2U + 40U);
  world_.agreement().vault().holds().SetHolds({});
  overwrite();
  EXPECT_LT(world_.Rows(Space::kSeries, Person(1).bytes()).size(), 2U + 40U);
  EXPECT_EQ(world_.All(3)->front().power, 39);
}

// Covers: GDPR Art. 32(1)(a).
TEST_F(SeriesKeepTest, EveryBitOfAChunkIsAuthenticated) {
  const std::map<Bytes, Bytes> rows = world_.Rows(Space::kSeries, Person(1).bytes());
  const auto& [key, value] = *rows.begin();
  // Header, seal of the place, nonce, body and tag; the headers of instants that exclude the chunk
  // from what is read are told by the other end.
  for (const size_t at : {size_t{1}, size_t{4}, size_t{24}, size_t{33}, size_t{40}, size_t{52},
                          value.size() - 20, value.size() - 1}) {
    Bytes changed = value;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    world_.Tamper({{key, changed}});
    EXPECT_EQ(world_.All(1).error().kind, ErrorKind::kCorrupt) << "byte " << at;
  }
  world_.Tamper({{key, value.substr(0, 40)}});
  EXPECT_EQ(world_.All(1).error().kind, ErrorKind::kCorrupt);
  world_.Tamper({{key, value}});
  EXPECT_EQ(*world_.All(1), points_);
}

// Else who can write files could bring back a value that was corrected.
TEST_F(SeriesKeepTest, AnOlderChunkInTheNewersPlaceDoesNotOpen) {
  ASSERT_OK(world_.Append(3, 1, {{now(), 1, {}, {}}}));
  ASSERT_OK(world_.Append(3, 1, {{now(), 2, {}, {}}}));
  const Bytes prefix =
      Bytes(Person(1).bytes()) + "meters" + Bytes(1, '\0') + Bytes(Record(3).bytes());
  const std::map<Bytes, Bytes> rows = world_.Rows(Space::kSeries, prefix);
  ASSERT_EQ(rows.size(), 2U);
  world_.Tamper({{rows.rbegin()->first, rows.begin()->second}});
  EXPECT_EQ(world_.All(3).error().kind, ErrorKind::kCorrupt);
}

TEST_F(SeriesKeepTest, NothingOfAPointStandsInTheClear) {
  const uint64_t marked = 0x5a17c3e9d2b4f608;
  ASSERT_OK(world_.Append(3, 1, {{now(), 1, std::bit_cast<double>(marked), {}}}));
  Bytes big;
  AppendBigEndian64(big, marked);
  EXPECT_EQ(world_.home().Everything().find(big), Bytes::npos);
  EXPECT_EQ(world_.home().Everything().find(Bytes(big.rbegin(), big.rend())), Bytes::npos);
}

// Invariant (atomic or absent; journal before disclosure): all points of a call, with its entry, or
// none.
TEST_F(SeriesKeepTest, ACallIsWholeOrAbsentAfterACrash) {
  uint8_t series = 10;
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    const bool kept = fault == CommitFault::kUnknownKept;
    const uint64_t entries = world_.agreement().journal().head().size;
    std::vector<NewPoints> points = SeriesWorld::Of(series, 1, points_);
    points.push_back(std::move(SeriesWorld::Of(series + 1, 2, points_).front()));
    world_.home().FailCommit(fault);
    EXPECT_EQ(world_.StartAppend(std::move(points)).get().error().kind, ErrorKind::kUnavailable);
    ASSERT_OK(world_.Reopen());
    EXPECT_EQ(world_.agreement().journal().head().size, entries + (kept ? 1 : 0));
    EXPECT_EQ(world_.All(series).has_value(), kept);
    EXPECT_EQ(world_.All(series + 1).has_value(), kept);
    series += 2;
  }
}

// Invariant (journal before disclosure).
TEST_F(SeriesKeepTest, ReleasesNoPointsWhoseEntryMayNotBeDurable) {
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    world_.home().FailCommit(fault);
    EXPECT_EQ(world_.All(1).error().kind, ErrorKind::kUnavailable);
    ASSERT_OK(world_.Reopen());
    EXPECT_EQ(*world_.All(1), points_);
  }
}

// Invariant (atomic or absent): a merge happens with the call that caused it.
TEST_F(SeriesKeepTest, AMergeIsWholeOrAbsentAfterACrash) {
  uint8_t series = 20;
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    std::vector<MeterPoint> expected;
    for (int64_t i = 0; i < 16; ++i) {
      expected.push_back({points_.back().at + seconds(i), i, {}, {}});
      ASSERT_OK(world_.Append(series, 1, {expected.back()}));
    }
    // The sixteen before are merged by the seventeenth, or left as they were.
    for (int64_t i = 16; i < 32; ++i) {
      expected.push_back({points_.back().at + seconds(i), i, {}, {}});
      if (i == 31) {
        world_.home().FailCommit(fault);
        EXPECT_FALSE(world_.Append(series, 1, {expected.back()}));
      } else {
        ASSERT_OK(world_.Append(series, 1, {expected.back()}));
      }
    }
    ASSERT_OK(world_.Reopen());
    if (fault == CommitFault::kUnknownLost) {
      expected.pop_back();
    }
    EXPECT_EQ(*world_.All(series), expected);
    ++series;
  }
}

// Covers: GDPR Art. 17(1).
TEST_F(SeriesKeepTest, AnErasureOfASeriesIsWholeOrAbsentAfterACrash) {
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    const bool kept = fault == CommitFault::kUnknownKept;
    world_.home().FailCommit(fault);
    EXPECT_FALSE(world_.EraseOne(1));
    ASSERT_OK(world_.Reopen());
    EXPECT_EQ(world_.All(1).has_value(), !kept);
    EXPECT_EQ(world_.Rows(Space::kSeries, Person(1).bytes()).empty(), kept);
  }
}

}  // namespace
}  // namespace mandat
