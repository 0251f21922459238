// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/blob_world.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

using std::chrono::hours;

class BlobsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate(BlobTexts());
    for (const uint8_t person : {1, 2}) {
      ASSERT_OK(world_.Register(Person(person)));
    }
  }

  BlobWorld world_;
};

TEST_F(BlobsTest, AnUploadIsThereOnlyWhenItIsComplete) {
  const Bytes content = Noise(150'000);
  ASSERT_OK(world_.Begin(world_.New(1)));
  EXPECT_EQ(world_.Find(1).error().kind, ErrorKind::kNotFound);
  ASSERT_OK(world_.Append(1, 0, content));
  EXPECT_EQ(world_.Find(1).error().kind, ErrorKind::kNotFound);
  const Result<UploadAnswer> complete = world_.Complete(1);
  ASSERT_OK(complete);
  EXPECT_TRUE(complete->state.complete);
  EXPECT_EQ(complete->state.version, 1U);
  EXPECT_EQ(*world_.Content(1), content);
  EXPECT_EQ(world_.Append(1, content.size(), "more").error().kind, ErrorKind::kNotFound);
}

TEST_F(BlobsTest, ContentComesBackWholeWhateverItsPieces) {
  constexpr size_t kSegment = BlobWorld::kSegment;
  uint8_t number = 1;
  for (const size_t bytes : {size_t{0}, size_t{1}, kSegment - 1, kSegment, kSegment + 1,
                             3 * kSegment, 3 * kSegment + 7}) {
    for (const size_t piece :
         {size_t{60'000}, kSegment, kSegment + 1, 2 * kSegment, 5 * kSegment}) {
      for (const bool declared : {false, true}) {
        const Bytes content = Noise(bytes, number);
        NewBlob blob = world_.New(number);
        blob.sha256 = Sha256(content);
        if (declared) {
          blob.bytes = bytes;
        }
        ASSERT_OK(world_.Upload(std::move(blob), content, piece)) << bytes << " by " << piece;
        const Result<Bytes> back = world_.Content(number);
        ASSERT_OK(back) << bytes << " by " << piece << " declared " << declared;
        EXPECT_TRUE(*back == content) << bytes << " by " << piece << " declared " << declared;
        ++number;
      }
    }
  }
}

TEST_F(BlobsTest, AWholeBlobInOneStepIsTheSame) {
  const Bytes content = Noise(200'000);
  const Result<UploadAnswer> put = world_.Whole(world_.New(1, 1, content.size()), content);
  ASSERT_OK(put);
  EXPECT_TRUE(put->state.complete);
  EXPECT_EQ(*world_.Content(1), content);
  ASSERT_OK(world_.Whole(world_.New(2), ""));
  EXPECT_EQ(*world_.Content(2), "");
}

TEST_F(BlobsTest, TellsWhatIsKnownOfABlob) {
  ASSERT_OK(world_.Whole(world_.New(1), "words of nobody"));
  const Result<BlobAnswer> answer = world_.Find(1);
  ASSERT_OK(answer);
  EXPECT_EQ(answer->info.subject, Person(1));
  EXPECT_EQ(answer->info.bytes, 15U);
  EXPECT_EQ(answer->info.media_type, "application/octet-stream");
  EXPECT_EQ(answer->info.metadata.Reveal(), "{\"caption\":\"a file\"}");
  EXPECT_EQ(answer->info.expires, world_.time().Now() + hours(24 * 30));
}

TEST_F(BlobsTest, RangesGiveExactlyTheirBytes) {
  const Bytes content = Noise(400'000);
  ASSERT_OK(world_.Upload(world_.New(1, 1, content.size()), content, 100'000));
  const auto part = [&](std::optional<uint64_t> first, std::optional<uint64_t> last) {
    return *world_.Content(1, ByteRange{first, last});
  };
  EXPECT_EQ(part(0, 0), content.substr(0, 1));
  EXPECT_EQ(part(65'535, 65'536), content.substr(65'535, 2));
  EXPECT_EQ(part(100, 399'998), content.substr(100, 399'899));
  EXPECT_EQ(part(300'000, std::nullopt), content.substr(300'000));
  EXPECT_EQ(part(300'000, 9'000'000), content.substr(300'000));
  EXPECT_EQ(part(std::nullopt, 5), content.substr(399'995));
  EXPECT_EQ(world_.Find(1, ByteRange{400'000, {}})->outcome, BlobAnswer::Outcome::kUnsatisfiable);
  EXPECT_EQ(world_.Find(1, ByteRange{{}, 0})->outcome, BlobAnswer::Outcome::kUnsatisfiable);
}

TEST_F(BlobsTest, APieceSentTwiceIsTakenOnce) {
  const Bytes content = Noise(100'000);
  ASSERT_OK(world_.Begin(world_.New(1)));
  ASSERT_OK(world_.Append(1, 0, content));
  const Result<UploadAnswer> again = world_.Append(1, 0, content);
  ASSERT_OK(again);
  EXPECT_TRUE(again->state.again);
  EXPECT_EQ(again->state.offset, content.size());
  ASSERT_OK(world_.Complete(1));
  EXPECT_EQ(*world_.Content(1), content);
}

TEST_F(BlobsTest, AnotherPieceInItsPlaceIsAConflict) {
  ASSERT_OK(world_.Begin(world_.New(1)));
  ASSERT_OK(world_.Append(1, 0, "first"));
  EXPECT_EQ(world_.Append(1, 0, "other").error().kind, ErrorKind::kConflict);
  EXPECT_EQ(world_.Append(1, 6, "later").error().kind, ErrorKind::kConflict);
  EXPECT_OK(world_.Append(1, 5, " and last"));
}

TEST_F(BlobsTest, ARequestWithItsKeyIsDoneOnce) {
  ASSERT_OK(world_.Begin(world_.New(1), "files", "begin"));
  ASSERT_OK(world_.Begin(world_.New(1), "files", "begin"));
  EXPECT_EQ(world_.Begin(world_.New(1), "files").error().kind, ErrorKind::kConflict);
  ASSERT_OK(world_.Append(1, 0, "some", "files", "piece"));
  ASSERT_OK(world_.Append(1, 4, " more", "files", "next"));
  const Result<UploadAnswer> old = world_.Append(1, 0, "some", "files", "piece");
  ASSERT_OK(old);
  EXPECT_TRUE(old->receipt.replayed);
  ASSERT_OK(world_.Complete(1, "files", "end"));
  const Result<UploadAnswer> complete = world_.Complete(1, "files", "end");
  ASSERT_OK(complete);
  EXPECT_TRUE(complete->receipt.replayed);
  EXPECT_TRUE(complete->state.complete);
  EXPECT_EQ(*world_.Content(1), "some more");
}

TEST_F(BlobsTest, WhatIsNotAsDeclaredDoesNotBecomeABlob) {
  NewBlob hashed = world_.New(1);
  hashed.sha256 = Sha256("right");
  ASSERT_OK(world_.Begin(std::move(hashed)));
  ASSERT_OK(world_.Append(1, 0, "wrong"));
  EXPECT_EQ(world_.Complete(1).error().kind, ErrorKind::kInvalid);
  ASSERT_OK(world_.Begin(world_.New(2, 1, 10)));
  ASSERT_OK(world_.Append(2, 0, "short"));
  EXPECT_EQ(world_.Complete(2).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(world_.Append(2, 5, "too long").error().kind, ErrorKind::kInvalid);
  ASSERT_OK(world_.Begin(world_.New(3, 1, {}, "image/jpeg")));
  ASSERT_OK(world_.Append(3, 0, "plain words, no picture at all\n"));
  EXPECT_EQ(world_.Complete(3).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(world_.Whole(world_.New(4, 1, {}, "image/png"), "no picture\n").error().kind,
            ErrorKind::kInvalid);
  for (const uint8_t number : {1, 2, 3, 4}) {
    EXPECT_EQ(world_.Find(number).error().kind, ErrorKind::kNotFound) << int{number};
  }
}

TEST_F(BlobsTest, TakesOnlyTheMediaTypesOfItsCollection) {
  const Bytes png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0", 29);
  EXPECT_EQ(world_.Whole(world_.New(1, 1, {}, "text/plain"), "words\n", "pictures").error().kind,
            ErrorKind::kInvalid);
  EXPECT_EQ(world_.Whole(world_.New(1), png, "pictures").error().kind, ErrorKind::kInvalid);
  EXPECT_OK(world_.Whole(world_.New(1, 1, {}, "image/png"), png, "pictures"));
}

TEST_F(BlobsTest, LimitsHoldBeforeSpaceIsSpent) {
  EXPECT_EQ(world_.Begin(world_.New(1, 1, 300'001, "image/png"), "pictures").error().kind,
            ErrorKind::kExceeded);
  ASSERT_OK(world_.Begin(world_.New(1, 1, {}, "image/png"), "pictures"));
  ASSERT_OK(world_.Append(1, 0, Noise(200'000), "pictures"));
  EXPECT_EQ(world_.Append(1, 200'000, Noise(100'001), "pictures").error().kind,
            ErrorKind::kExceeded);
}

TEST_F(BlobsTest, WhoIsNotThereOrOfAnotherCategoryGetsNoBlob) {
  EXPECT_EQ(world_.Begin(world_.New(1, 9)).error().kind, ErrorKind::kNotFound);
  ASSERT_OK(world_.Register(Person(3), "staff"));
  EXPECT_EQ(world_.Begin(world_.New(1, 3)).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(world_.Begin(world_.New(1), "contacts").error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(world_.Begin(world_.New(1), "nothing").error().kind, ErrorKind::kRefused);
}

TEST_F(BlobsTest, ABlobOfAnotherPersonIsAConflict) {
  ASSERT_OK(world_.Whole(world_.New(1), "mine"));
  EXPECT_EQ(world_.Begin(world_.New(1, 2)).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(*world_.Content(1), "mine");
}

TEST_F(BlobsTest, ReplacingIsANewVersionAndTheOldOneIsGone) {
  const Bytes old = Noise(200'000, 1);
  const Bytes young = Noise(100'000, 2);
  ASSERT_OK(world_.Whole(world_.New(1), old));
  ASSERT_OK(world_.Begin(world_.New(1)));
  ASSERT_OK(world_.Append(1, 0, young));
  EXPECT_EQ(*world_.Content(1), old) << "until the new one is complete";
  ASSERT_OK(world_.Complete(1));
  const Result<BlobAnswer> answer = world_.Find(1);
  ASSERT_OK(answer);
  EXPECT_EQ(answer->info.version, 2U);
  EXPECT_EQ(*world_.Content(1), young);
  EXPECT_EQ(world_.Segments(1, 1).size(), 2U);
}

TEST_F(BlobsTest, OnlyTheVersionThatWasNamedIsReplaced) {
  ASSERT_OK(world_.Whole(world_.New(1), "one"));
  const Bytes tag = world_.Find(1)->info.tag;
  NewBlob right = world_.New(1);
  right.replaces = tag;
  ASSERT_OK(world_.Whole(std::move(right), "two"));
  for (const Bytes& named : {tag, Bytes()}) {
    NewBlob wrong = world_.New(1);
    wrong.replaces = named;
    EXPECT_EQ(world_.Whole(std::move(wrong), "three").error().kind, ErrorKind::kChanged);
  }
  EXPECT_EQ(*world_.Content(1), "two");
}

TEST_F(BlobsTest, ListsABlobsPageByPage) {
  for (uint8_t number = 1; number <= 5; ++number) {
    ASSERT_OK(world_.Whole(world_.New(number), "content"));
  }
  ASSERT_OK(world_.Whole(world_.New(6, 2), "another's"));
  std::optional<RecordId> after;
  size_t seen = 0;
  bool more = true;
  while (more) {
    const Result<BlobListAnswer> page =
        Start<BlobListAnswer>([&](Done<BlobListAnswer> done) {
          ListBlobs(world_.As("support"), {"files", Person(1), after, 2}, std::move(done));
        }).get();
    ASSERT_OK(page);
    seen += page->blobs.size();
    more = page->more;
    after = page->blobs.back().id;
  }
  EXPECT_EQ(seen, 5U);
}

// Covers: GDPR Art. 28(3)(a).
TEST_F(BlobsTest, TheManifestAndTheEndOfAStreamAreJournalled) {
  const Bytes content = Noise(600'000);
  ASSERT_OK(world_.Upload(world_.New(1, 1, content.size()), content, 300'000));
  Entry entry = LastEntry(world_.agreement());
  EXPECT_EQ(entry.act, "record");
  EXPECT_EQ(entry.units_count, 1U);
  EXPECT_EQ(entry.detail, "upload complete, 600000 bytes");
  {
    Result<BlobAnswer> answer = world_.Find(1);
    ASSERT_OK(answer);
    entry = LastEntry(world_.agreement());
    EXPECT_EQ(entry.act, "consult");
    EXPECT_EQ(entry.detail, "content, 600000 of 600000 bytes");
    EXPECT_EQ(entry.people_count, 1U);
    ASSERT_OK(answer->content->Next());
  }
  Settle(world_.agreement());
  const Entry close = LastEntry(world_.agreement());
  EXPECT_EQ(close.act, "close-stream");
  EXPECT_EQ(close.detail, "entry " + std::to_string(world_.agreement().journal().head().size - 2) +
                              ", 262144 of 600000 bytes left");
}

// Covers: GDPR Art. 28(3)(a).
TEST_F(BlobsTest, AnotherPurposeIsRefusedWithItsClauseAndJournalled) {
  ASSERT_OK(world_.Whole(world_.New(1), "content"));
  const Result<BlobAnswer> refused = world_.Find(1, {}, "files", "marketing");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kRefused);
  EXPECT_TRUE(refused.error().clause.has_value());
  EXPECT_EQ(LastEntry(world_.agreement()).outcome, Outcome::kRefused);
}

}  // namespace
}  // namespace mandat
