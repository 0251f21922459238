// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/blob_world.h"
#include "core/series_world.h"
#include "service/fsck.h"

namespace mandat {
namespace {

constexpr size_t kSegmentBytes = BlobWorld::kSegment;

class FsckKindsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    AgreementTexts texts = BlobTexts();
    texts.schema += R"(  - id: meters
    kind: series
    people: customers
    fields:
      - {id: power, type: integer, category: contact, required: true}
)";
    world_.Activate(texts);
    for (const uint8_t person : {1, 2}) {
      ASSERT_OK(world_.Register(Person(person)));
    }
    ASSERT_OK(Points(1, 1, 3));
    ASSERT_OK(Points(2, 2, 1));
    ASSERT_OK(world_.Upload(world_.New(3), Noise(3 * kSegmentBytes + 10), kSegmentBytes));
    ASSERT_OK(world_.Whole(world_.New(4), Bytes()));
    ASSERT_OK(world_.Whole(world_.New(3), Noise(2 * kSegmentBytes)));  // replaces it
    ASSERT_OK(world_.Upload(world_.New(5, 2), Noise(kSegmentBytes + 1), kSegmentBytes));
    ASSERT_OK(world_.Begin(world_.New(6, 2)));
    ASSERT_OK(world_.Append(6, 0, Noise(2 * kSegmentBytes + 7)));
    ASSERT_OK(world_.Begin(world_.New(7)));
  }

  Result<AppendAnswer> Points(uint8_t series, uint8_t person, int days) {
    static const PointColumns columns = std::make_shared<const std::vector<PointColumn>>(
        std::vector<PointColumn>{{"power", FieldType::kInteger}});
    PointTable table(columns);
    for (int day = 0; day < days; ++day) {
      const Instant at{world_.time().Now().micros - int64_t{86'400} * 1'000'000 * day};
      table.Add(at, std::array{PointValue::Integer(day)}, static_cast<uint32_t>(day + 1));
    }
    std::vector<NewPoints> fresh;
    fresh.push_back({Record(series), Person(person), std::move(table)});
    return Start<AppendAnswer>([&](Done<AppendAnswer> done) {
             AppendPoints(world_.As("support"), {"meters", std::move(fresh), 0}, std::move(done));
           })
        .get();
  }

  Inspection Look() {
    Result<Inspection> found = InspectAgreement(world_.agreement());
    EXPECT_OK(found);
    return found ? std::move(*found) : Inspection();
  }
  // The one flaw there is.
  Flaw Only() {
    const Inspection found = Look();
    EXPECT_EQ(found.flaws_count, 1U);
    for (const Flaw& flaw : found.flaws) {
      SCOPED_TRACE(flaw.what);
    }
    return found.flaws.empty() ? Flaw() : found.flaws.front();
  }
  void Change(const std::function<void(Batch&)>& change) {
    const auto store = world_.home().OpenStore("data");
    Batch batch;
    change(batch);
    ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }
  void Flip(Space space, const Bytes& key, size_t at) {
    Bytes value = **world_.agreement().store().Find(space, key);
    at = std::min(at, value.size() - 1);
    value[at] = static_cast<char>(value[at] ^ 1);
    Change([&](Batch& batch) { batch.Put(space, key, value); });
  }
  std::vector<Bytes> Keys(Space space, const Bytes& prefix) {
    std::vector<Bytes> keys;
    const auto rows = world_.agreement().store().Scan(space, prefix, EndOfPrefix(prefix));
    for (; rows->Valid(); rows->Next()) {
      keys.emplace_back(rows->key());
    }
    return keys;
  }
  std::vector<Bytes> Blobs(uint8_t person, char letter) {
    return Keys(Space::kBlobs, Bytes(Person(person).bytes()) + letter);
  }
  void Repair() {
    ASSERT_OK(Start<Receipt>([&](Done<Receipt> done) {
                RepairIndexes(world_.shared(), Look(), Bytes(8, 'o'), std::move(done));
              }).get());
  }

  BlobWorld world_;
};

TEST_F(FsckKindsTest, SoundSeriesBlobsAndUploadsHaveNoFlaw) {
  const Inspection found = Look();
  EXPECT_EQ(found.flaws_count, 0U) << (found.flaws.empty() ? "" : found.flaws.front().what);
  EXPECT_EQ(found.chunks_count, 4U);
  EXPECT_EQ(found.segments_count, 2U + 1U + 2U + 3U);
}

TEST_F(FsckKindsTest, SoundAfterErasureAndExpiry) {
  ASSERT_OK(world_.Erase(Person(1)));
  EXPECT_EQ(Look().flaws_count, 0U);
  world_.time().Advance(std::chrono::hours(24 * 40));
  ASSERT_OK(Expire(world_.shared()));
  const Inspection found = Look();
  EXPECT_EQ(found.flaws_count, 0U) << (found.flaws.empty() ? "" : found.flaws.front().what);
  EXPECT_EQ(found.chunks_count + found.segments_count, 0U);
}

TEST_F(FsckKindsTest, OneFlippedByteOfAChunkIsFoundWhereverItIs) {
  const Bytes key = Keys(Space::kSeries, Bytes(Person(1).bytes())).front();
  const size_t size = (*world_.agreement().store().Find(Space::kSeries, key))->size();
  for (const size_t at : {size_t{3}, size_t{26}, size_t{40}, size_t{60}, size - 1}) {
    SCOPED_TRACE(at);
    Flip(Space::kSeries, key, at);
    const Flaw flaw = Only();
    EXPECT_TRUE(flaw.what.starts_with("chunk of a series ")) << flaw.what;
    EXPECT_FALSE(flaw.derivable);
    EXPECT_EQ(flaw.where, FormatHex(key));
    Flip(Space::kSeries, key, at);
  }
  EXPECT_EQ(Look().flaws_count, 0U);
}

TEST_F(FsckKindsTest, AChunkInAnothersPlaceDoesNotOpen) {
  const std::vector<Bytes> keys = Keys(Space::kSeries, Bytes(Person(1).bytes()));
  const Bytes value = **world_.agreement().store().Find(Space::kSeries, keys[0]);
  Change([&](Batch& batch) { batch.Put(Space::kSeries, keys[1], value); });
  EXPECT_EQ(Only().what, "chunk of a series cannot be opened");
}

TEST_F(FsckKindsTest, OneFlippedByteOfASegmentIsFound) {
  for (const auto& [person, number] : {std::pair<uint8_t, size_t>{1, 0}, {2, 0}, {2, 3}}) {
    const Bytes key = Blobs(person, 's')[number];
    Flip(Space::kBlobs, key, 5'000);
    const Flaw flaw = Only();
    EXPECT_EQ(flaw.what, "segment of a blob cannot be opened");
    EXPECT_FALSE(flaw.derivable);
    EXPECT_EQ(flaw.where, FormatHex(key));
    Flip(Space::kBlobs, key, 5'000);
  }
  EXPECT_EQ(Look().flaws_count, 0U);
}

TEST_F(FsckKindsTest, OneFlippedByteOfAHeadOrUploadIsFoundWhereverItIs) {
  for (const auto& [letter, what] : {std::pair{'m', "blob "}, {'u', "upload "}}) {
    const Bytes key = Blobs(letter == 'm' ? 1 : 2, letter).front();
    for (const size_t at : {size_t{2}, size_t{30}, size_t{38}, size_t{60}, size_t{10'000}}) {
      SCOPED_TRACE(at);
      Flip(Space::kBlobs, key, at);
      const Inspection found = Look();
      ASSERT_GE(found.flaws_count, 1U);
      const auto told = std::ranges::find_if(
          found.flaws, [&](const Flaw& flaw) { return flaw.where == FormatHex(key); });
      ASSERT_NE(told, found.flaws.end());
      EXPECT_TRUE(told->what.starts_with(what)) << told->what;
      EXPECT_FALSE(told->derivable);
      EXPECT_EQ(found.derivable_count, 0U);  // nothing is taken away because of it
      Flip(Space::kBlobs, key, at);
    }
  }
  EXPECT_EQ(Look().flaws_count, 0U);
}

TEST_F(FsckKindsTest, AMissingSegmentIsFoundAndNotMadeUp) {
  const Bytes key = Blobs(1, 's').front();
  Change([&](Batch& batch) { batch.Remove(Space::kBlobs, key); });
  const Flaw flaw = Only();
  EXPECT_EQ(flaw.what, "blob lacks a segment");
  EXPECT_EQ(flaw.where, FormatHex(key));
  Repair();
  EXPECT_EQ(Only().what, "blob lacks a segment");
}

TEST_F(FsckKindsTest, ASegmentThatNobodyRefersToIsTakenAway) {
  Bytes stray = Blobs(1, 's').front();
  stray.back() = '\x7f';  // a number behind the last
  Change([&](Batch& batch) { batch.Put(Space::kBlobs, stray, Bytes(100, 'x')); });
  const Flaw flaw = Only();
  EXPECT_EQ(flaw.what, "segment that no blob refers to");
  EXPECT_TRUE(flaw.derivable);
  Repair();
  EXPECT_EQ(Look().flaws_count, 0U);
  EXPECT_EQ(Blobs(1, 's').size(), 3U);
}

TEST_F(FsckKindsTest, SegmentsOfABlobWithoutItsHeadStayWhereTheyAre) {
  const Bytes head = Blobs(1, 'm').front();
  Change([&](Batch& batch) { batch.Remove(Space::kBlobs, head); });
  const Inspection found = Look();
  EXPECT_TRUE(std::ranges::any_of(found.flaws, [](const Flaw& flaw) {
    return flaw.what == "segment of a blob that is not there" && !flaw.derivable;
  }));
  Repair();
  EXPECT_EQ(Blobs(1, 's').size(), 3U);
}

TEST_F(FsckKindsTest, EachMissingOrStrayIndexRowIsRepaired) {
  for (const std::string_view prefix : {"r", "b", "v", "y"}) {
    SCOPED_TRACE(prefix);
    const std::vector<Bytes> keys = Keys(Space::kIndex, Bytes(prefix));
    ASSERT_FALSE(keys.empty());
    Change([&](Batch& batch) {
      for (const Bytes& key : keys) {
        batch.Remove(Space::kIndex, key);
      }
    });
    const Inspection missing = Look();
    EXPECT_EQ(missing.flaws_count, keys.size());
    EXPECT_EQ(missing.flaws_count, missing.derivable_count);
    Repair();
    EXPECT_EQ(Keys(Space::kIndex, Bytes(prefix)), keys);
    Bytes stray = keys.front();
    stray.back() = '\x66';
    const Bytes value = **world_.agreement().store().Find(Space::kIndex, keys.front());
    Change([&](Batch& batch) { batch.Put(Space::kIndex, stray, value); });
    EXPECT_EQ(Only().what, "index row points at nothing");
    Repair();
    EXPECT_EQ(Look().flaws_count, 0U);
  }
}

}  // namespace
}  // namespace mandat
