// SPDX-License-Identifier: Apache-2.0
// Blobs that must not be opened any more, that must be kept, that were tampered with, and uploads
// that a crash interrupts.
#include <gtest/gtest.h>

#include "core/blob_world.h"
#include "core/restrict_test_util.h"
#include "crypto/hash.h"
#include "vault/holds.h"

namespace mandat {
namespace {

using std::chrono::hours;

class BlobsKeepTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate(BlobTexts());
    for (const uint8_t person : {1, 2}) {
      ASSERT_OK(world_.Register(Person(person)));
    }
    ASSERT_OK(world_.Upload(world_.New(1, 1, content_.size()), content_, 300'000));
    ASSERT_OK(world_.Upload(world_.New(2, 2, content_.size()), content_, 300'000));
  }

  // What reading gives after the first step has left.
  template <class Between>
  Result<Bytes> InTheMiddle(Between between) {
    Result<BlobAnswer> answer = world_.Find(1);
    EXPECT_OK(answer);
    const Result<Plaintext> first = answer->content->Next();
    EXPECT_OK(first);
    between();
    return BlobWorld::Drain(std::move(*answer));
  }

  const Bytes content_ = Noise(600'000);
  BlobWorld world_;
};

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g).
TEST_F(BlobsKeepTest, ErasedStaysErased) {
  ASSERT_OK(world_.Begin(world_.New(3, 1)));
  ASSERT_OK(world_.Append(3, 0, content_));
  const Result<EraseAnswer> erased = world_.Erase(Person(1));
  ASSERT_OK(erased);
  EXPECT_EQ(world_.Find(1).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(world_.Append(3, content_.size(), "more").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(world_.Begin(world_.New(4, 1)).error().kind, ErrorKind::kShredded);
  for (const auto& [key, row] : world_.Rows(Space::kBlobs)) {
    EXPECT_TRUE(key.starts_with(Person(2).bytes())) << "a row of the erased person is left";
  }
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(world_.Find(1).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(*world_.Content(2), content_);
  EXPECT_EQ(world_.Begin(world_.New(1, 2)).error().kind, ErrorKind::kShredded);
}

// Covers: GDPR Art. 17(1).
TEST_F(BlobsKeepTest, OneBlobIsErasedAndItsPersonsOthersStay) {
  ASSERT_OK(world_.Whole(world_.New(3, 1), "stays"));
  const auto erase = [&](uint8_t number) {
    return Start<BlobEraseAnswer>([&](Done<BlobEraseAnswer> done) {
             EraseBlob(world_.As("", "2026-014"), "files", Record(number), std::move(done));
           })
        .get();
  };
  ASSERT_OK(erase(1));
  EXPECT_EQ(world_.Find(1).error().kind, ErrorKind::kShredded);
  EXPECT_TRUE(world_.Segments(1, 1).empty());
  EXPECT_EQ(*world_.Content(3), "stays");
  EXPECT_EQ(erase(1).error().kind, ErrorKind::kShredded);
  EXPECT_EQ(erase(9).error().kind, ErrorKind::kNotFound);
}

// Covers: GDPR Art. 17(1).
TEST_F(BlobsKeepTest, AStreamEndsWhenItsPersonIsErased) {
  const Result<Bytes> rest = InTheMiddle([&] { ASSERT_OK(world_.Erase(Person(1))); });
  ASSERT_FALSE(rest);
  EXPECT_EQ(rest.error().kind, ErrorKind::kShredded);
  Settle(world_.agreement());
  EXPECT_EQ(LastEntry(world_.agreement()).act, "close-stream");
}

TEST_F(BlobsKeepTest, AStreamGoesOnWhenAnotherPersonIsErased) {
  const Result<Bytes> rest = InTheMiddle([&] { ASSERT_OK(world_.Erase(Person(2))); });
  ASSERT_OK(rest);
  EXPECT_EQ(*rest, content_.substr(4 * BlobWorld::kSegment));
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(BlobsKeepTest, AStreamEndsAtTheInstantOfExpiry) {
  const Result<Bytes> rest =
      InTheMiddle([&] { world_.time().Set(world_.time().Now() + hours(24 * 30)); });
  ASSERT_FALSE(rest);
  EXPECT_EQ(rest.error().kind, ErrorKind::kShredded);
}

TEST_F(BlobsKeepTest, AStreamEndsWhenItsBlobIsReplaced) {
  const Result<Bytes> rest = InTheMiddle([&] { ASSERT_OK(world_.Whole(world_.New(1), "new")); });
  ASSERT_FALSE(rest);
  EXPECT_EQ(rest.error().kind, ErrorKind::kChanged);
}

// Covers: GDPR Art. 18(1), GDPR Art. 18(2).
TEST_F(BlobsKeepTest, RestrictedIsFrozenAlsoInTheMiddleOfAStream) {
  const auto restrict = [&](bool on) {
    ASSERT_OK(SetRestricted(world_.agreement(), Person(1), on));
  };
  ASSERT_OK(world_.Begin(world_.New(3, 1)));
  const Result<Bytes> rest = InTheMiddle([&] { restrict(true); });
  ASSERT_FALSE(rest);
  EXPECT_EQ(rest.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(world_.Find(1).error().kind, ErrorKind::kRefused);
  EXPECT_EQ(world_.Append(3, 0, "more").error().kind, ErrorKind::kRefused);
  EXPECT_EQ(world_.Begin(world_.New(4, 1)).error().kind, ErrorKind::kRefused);
  EXPECT_EQ(*world_.Content(2), content_);
  restrict(false);
  EXPECT_EQ(*world_.Content(1), content_);
  EXPECT_OK(world_.Append(3, 0, "more"));
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(BlobsKeepTest, ExpiredIsGone) {
  const Instant expires = world_.time().Now() + hours(24 * 30);
  world_.time().Set(expires + -std::chrono::microseconds(1));
  EXPECT_EQ(*world_.Content(1), content_);
  world_.time().Set(expires);
  EXPECT_EQ(world_.Find(1).error().kind, ErrorKind::kShredded);
  ASSERT_OK(Expire(world_.shared()));
  EXPECT_TRUE(world_.Rows(Space::kBlobs).empty());
  EXPECT_EQ(LastEntry(world_.agreement()).units_count, 2U);
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(BlobsKeepTest, AnUploadLapsesAfterADay) {
  ASSERT_OK(world_.Begin(world_.New(3)));
  ASSERT_OK(world_.Append(3, 0, content_));
  const Instant lapses = world_.time().Now() + hours(24);
  world_.time().Set(lapses + -std::chrono::microseconds(1));
  ASSERT_OK(Expire(world_.shared()));
  EXPECT_FALSE(world_.Segments(1, 3).empty());
  world_.time().Set(lapses);
  EXPECT_EQ(world_.Append(3, content_.size(), "more").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(world_.agreement().vault().NextExpiry()->value_or(Instant()), lapses);
  ASSERT_OK(Expire(world_.shared()));
  EXPECT_TRUE(world_.Segments(1, 3).empty());
  EXPECT_OK(world_.Begin(world_.New(3))) << "nothing is left that stands in its way";
  EXPECT_EQ(*world_.Content(1), content_);
}

// Covers: GDPR Art. 17(3).
TEST_F(BlobsKeepTest, HeldIsKeptThroughAnErasure) {
  Hold hold;
  hold.id = "case-1";
  hold.from = world_.time().Now();
  hold.collections = {"files"};
  Holds& holds = world_.agreement().vault().holds();
  holds.SetHolds({hold});
  ASSERT_OK(world_.Erase(Person(1)));
  EXPECT_EQ(world_.Find(1).error().kind, ErrorKind::kShredded);
  // A head, and each of its segments.
  EXPECT_EQ(*holds.Count("case-1"), 1U + (content_.size() + 65'535) / 65'536);
}

TEST_F(BlobsKeepTest, WhatNoHoldNamesIsNotKept) {
  Hold hold;
  hold.id = "case-1";
  hold.from = world_.time().Now();
  hold.collections = {"pictures"};
  Holds& holds = world_.agreement().vault().holds();
  holds.SetHolds({hold});
  ASSERT_OK(world_.Erase(Person(1)));
  EXPECT_EQ(*holds.Count("case-1"), 0U);
}

// Covers: GDPR Art. 32(1)(a).
TEST_F(BlobsKeepTest, ABlobThatWasCutOffDoesNotOpen) {
  const auto segments = world_.Segments(1, 1);
  ASSERT_EQ(segments.size(), 10U);
  world_.Tamper({{segments.back().first, std::nullopt}});
  EXPECT_EQ(world_.Content(1).error().kind, ErrorKind::kCorrupt);
  // Nor when what is left claims to be all.
  world_.Tamper({{segments.back().first, segments[8].second}});
  EXPECT_EQ(world_.Content(1).error().kind, ErrorKind::kCorrupt);
  const Bytes head =
      Bytes(Person(1).bytes()) + "mfiles" + Bytes(1, '\0') + Bytes(Record(1).bytes());
  Bytes row = world_.Rows(Space::kBlobs).at(head);
  constexpr size_t kSizeAt = 37;
  Bytes shorter;
  AppendBigEndian64(shorter, 9 * BlobWorld::kSegment);
  row.replace(kSizeAt, 8, shorter);
  world_.Tamper({{head, row}});
  EXPECT_EQ(world_.Find(1).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(*world_.Content(2), content_);
}

// Covers: GDPR Art. 32(1)(a).
TEST_F(BlobsKeepTest, SegmentsInAnotherOrderDoNotOpen) {
  const auto segments = world_.Segments(1, 1);
  world_.Tamper({{segments[1].first, segments[2].second}, {segments[2].first, segments[1].second}});
  EXPECT_EQ(world_.Content(1).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(*world_.Content(1, ByteRange{0, 65'535}), content_.substr(0, 65'536));
  world_.Tamper({{segments[1].first, segments[1].second}, {segments[2].first, segments[2].second}});
  EXPECT_EQ(*world_.Content(1), content_);
}

// Covers: GDPR Art. 32(1)(a).
TEST_F(BlobsKeepTest, ASegmentOfAnotherBlobPersonOrVersionDoesNotOpen) {
  ASSERT_OK(world_.Upload(world_.New(3, 1, content_.size()), content_, 300'000));
  const auto segments = world_.Segments(1, 1);
  for (const auto& other : {world_.Segments(1, 3), world_.Segments(2, 2)}) {
    world_.Tamper({{segments[1].first, other[1].second}});
    EXPECT_EQ(world_.Content(1).error().kind, ErrorKind::kCorrupt);
  }
  world_.Tamper({{segments[1].first, segments[1].second}});
  ASSERT_OK(world_.Upload(world_.New(1, 1, content_.size()), content_, 300'000));
  const auto young = world_.Segments(1, 1);
  ASSERT_EQ(young.size(), 10U);
  world_.Tamper({{young[1].first, segments[1].second}});
  EXPECT_EQ(world_.Content(1).error().kind, ErrorKind::kCorrupt);
}

TEST_F(BlobsKeepTest, NothingOfAFileStandsInTheClear) {
  const std::string marked = "a sentence of Ada Example that nobody else may read";
  ASSERT_OK(world_.Whole(world_.New(3), marked));
  EXPECT_EQ(world_.home().Everything().find(marked), Bytes::npos);
  EXPECT_EQ(world_.home().Everything().find("a file"), Bytes::npos);
}

// Invariant (atomic or absent): each step of an upload, lost and kept.
TEST_F(BlobsKeepTest, AStepOfAnUploadIsWholeOrAbsentAfterACrash) {
  const Bytes content = Noise(100'000);
  uint8_t number = 10;
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    const bool kept = fault == CommitFault::kUnknownKept;
    const auto crash = [&](auto step) {
      // A new bucket key would be another commit: the day's key is there already.
      world_.home().FailCommit(fault);
      EXPECT_FALSE(step());
      ASSERT_OK(world_.Reopen());
    };
    crash([&] { return world_.Begin(world_.New(number)); });
    EXPECT_EQ(*world_.agreement().blobs().IsUploading("files", Record(number)), kept);
    if (!kept) {
      ASSERT_OK(world_.Begin(world_.New(number)));
    }
    crash([&] { return world_.Append(number, 0, content); });
    const Result<UploadAnswer> again = world_.Append(number, 0, content);
    ASSERT_OK(again);
    EXPECT_EQ(again->state.again, kept);
    EXPECT_EQ(again->state.offset, content.size());
    crash([&] { return world_.Complete(number); });
    EXPECT_EQ(*world_.agreement().blobs().Contains("files", Record(number)), kept);
    if (!kept) {
      ASSERT_OK(world_.Complete(number));
    }
    EXPECT_EQ(*world_.Content(number), content);
    ++number;
  }
}

}  // namespace
}  // namespace mandat
