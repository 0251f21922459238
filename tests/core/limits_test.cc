// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/blob_world.h"
#include "core/series_world.h"
#include "service/put_batch.h"
#include "service/restrict_subject.h"

namespace mandat {
namespace {

// The shop with records, files and meters.
AgreementTexts AllKinds() {
  AgreementTexts texts = BlobTexts();
  texts.schema += R"(  - id: meters
    kind: series
    people: customers
    fields:
      - {id: power, type: integer, category: contact, required: true}
)";
  return texts;
}

class LimitsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate(AllKinds());
    ASSERT_OK(world_.Register(Person(1)));
    ASSERT_OK(world_.Register(Person(2)));
  }

  void AllowUnits(uint64_t units) {
    Limits limits;
    limits.units_per_person = units;
    ASSERT_OK(world_.Reopen(limits));
  }
  // From what is kept now.
  void AllowBytes(uint64_t more) {
    Limits limits;
    limits.bytes_per_agreement = world_.agreement().store().BytesKept() + more;
    ASSERT_OK(world_.Reopen(limits));
  }

  Result<PutAnswer> Put(uint8_t record, uint8_t person = 1, size_t bytes = 3) {
    return world_.Put(Record(record), Person(person),
                      "{\"name\":\"Ann\",\"note\":\"" + std::string(bytes, 'x') + "\"}");
  }
  Result<AppendAnswer> Points(uint8_t series, uint8_t person = 1) {
    static const PointColumns columns = std::make_shared<const std::vector<PointColumn>>(
        std::vector<PointColumn>{{"power", FieldType::kInteger}});
    PointTable table(columns);
    table.Add(world_.time().Now(), std::array{PointValue::Integer(7)}, 1);
    std::vector<NewPoints> fresh;
    fresh.push_back({Record(series), Person(person), std::move(table)});
    return Start<AppendAnswer>([&](Done<AppendAnswer> done) {
             AppendPoints(world_.As("support"), {"meters", std::move(fresh), 0}, std::move(done));
           })
        .get();
  }
  BatchLine Line(uint8_t record, uint8_t person = 1) {
    BatchLine line;
    line.number = record;
    line.unit = NewUnit{Record(record), Person(person), world_.time().Now(),
                        Plaintext("{\"name\":\"Ann\"}")};
    return line;
  }
  Result<BatchAnswer> PutLines(std::vector<BatchLine> lines, bool atomic = false) {
    BatchRequest batch{.collection = "contacts", .lines = std::move(lines)};
    batch.atomic = atomic;
    return Start<BatchAnswer>([&](Done<BatchAnswer> done) {
             PutBatch(world_.As("support"), std::move(batch), std::move(done));
           })
        .get();
  }
  Result<EraseAnswer> EraseOne(uint8_t record) {
    return Start<EraseAnswer>([&](Done<EraseAnswer> done) {
             EraseRecord(world_.As("", "2026-014"), "contacts", Record(record), std::move(done));
           })
        .get();
  }

  template <class T>
  static void ExpectExceeded(const Result<T>& answer, const std::string& limit) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::kExceeded);
    EXPECT_NE(answer.error().message.find(limit), std::string::npos) << answer.error().message;
  }

  BlobWorld world_;
};

TEST_F(LimitsTest, KeepsUpToTheUnitsOfAPersonOfWhateverKindAndNoneMore) {
  AllowUnits(3);
  ASSERT_OK(Put(1));
  ASSERT_OK(Points(2));
  ASSERT_OK(world_.Whole(world_.New(3), Noise(100)));
  const std::string limit = "limits.units_per_person = 3";
  ExpectExceeded(Put(4), limit);
  ExpectExceeded(Points(5), limit);
  ExpectExceeded(world_.Begin(world_.New(6)), limit);
  ExpectExceeded(world_.Whole(world_.New(6), Noise(100)), limit);
}

TEST_F(LimitsTest, WhoIsAtTheLimitChangesWhatIsThereAndOthersAddTheirs) {
  AllowUnits(3);
  ASSERT_OK(Put(1));
  ASSERT_OK(Points(2));
  ASSERT_OK(world_.Whole(world_.New(3), Noise(100)));
  EXPECT_EQ(Put(1)->version, 2U);
  EXPECT_OK(Points(2));
  EXPECT_OK(world_.Whole(world_.New(3), Noise(200)));
  EXPECT_OK(world_.Read(Record(1)));
  EXPECT_OK(Put(7, 2));
}

TEST_F(LimitsTest, CountsWhatWasThereBeforeTheStart) {
  ASSERT_OK(Put(1));
  ASSERT_OK(Points(2));
  ASSERT_OK(world_.Begin(world_.New(3)));
  AllowUnits(4);
  ASSERT_OK(Put(4));
  ExpectExceeded(Put(5), "limits.units_per_person = 4");
}

TEST_F(LimitsTest, WhatWasErasedMakesRoomAgain) {
  AllowUnits(2);
  ASSERT_OK(Put(1));
  ASSERT_OK(Put(2));
  ExpectExceeded(Put(3), "limits.units_per_person = 2");
  ASSERT_OK(EraseOne(1));
  ASSERT_OK(Put(3));
  ExpectExceeded(Put(4), "limits.units_per_person = 2");
  ASSERT_OK(world_.Erase(Person(1)));
}

TEST_F(LimitsTest, ALineOverTheLimitIsToldAndSpoilsNoOther) {
  AllowUnits(2);
  std::vector<BatchLine> lines;
  for (const uint8_t record : {1, 2, 3}) {
    lines.push_back(Line(record));
  }
  lines.push_back(Line(4, 2));
  const Result<BatchAnswer> answer = PutLines(std::move(lines));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->stored_count, 3U);
  ASSERT_TRUE(answer->lines[2].error);
  EXPECT_EQ(answer->lines[2].error->kind, ErrorKind::kExceeded);
}

TEST_F(LimitsTest, WhatWasTakenBackOrLostCountsForNothing) {
  ASSERT_OK(Put(9, 2));  // so that the keys of the day are there
  AllowUnits(3);
  ASSERT_OK(Put(1));
  for (int i = 0; i < 3; ++i) {
    std::vector<BatchLine> lines;
    lines.push_back(Line(2));
    lines.push_back(Line(3));
    lines.push_back(Line(4));  // one too many: none of them
    ExpectExceeded(PutLines(std::move(lines), true), "limits.units_per_person = 3");
  }
  for (int i = 0; i < 3; ++i) {
    world_.home().FailCommit(CommitFault::kRefuse);
    ASSERT_FALSE(Put(2));
  }
  ASSERT_OK(Put(2));
  ASSERT_OK(Put(3));
  ExpectExceeded(Put(4), "limits.units_per_person = 3");
}

// What is in the same batch counts although nothing of it is durable yet.
TEST_F(LimitsTest, CountsWithinABatch) {
  AllowUnits(2);
  std::vector<std::future<Result<PutAnswer>>> puts;
  {
    const HeldUp stand(world_.agreement().gate());
    for (const uint8_t record : {1, 2, 3, 4}) {
      puts.push_back(StartPut(world_.As("support"), Record(record), Person(1), "{\"name\":\"Ann\"}",
                              world_.time().Now()));
    }
  }
  int stored = 0;
  for (auto& put : puts) {
    stored += put.get() ? 1 : 0;
  }
  EXPECT_EQ(stored, 2);
}

// Above what is counted: nobody is refused below the limit, and whoever is above it is soon.
TEST_F(LimitsTest, ALargeLimitIsMetWithinSomeThousands) {
  AllowUnits(Quota::kCountedMax + 500);
  const auto store = world_.home().OpenStore("data");
  Batch batch;
  for (uint32_t i = 0; i < 2 * Quota::kCountedMax; ++i) {
    Bytes row = Bytes(Person(1).bytes()) + "x" + Bytes(1, '\0') + Bytes(12, 'x');
    AppendBigEndian32(row, i);
    batch.Put(Space::kUnits, row, Bytes(32, 'x'));
  }
  ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  world_.time().Advance(std::chrono::seconds(2));
  const auto lines = [&](uint8_t person, uint32_t first) {
    std::vector<BatchLine> fresh;
    for (uint32_t i = 0; i < 500; ++i) {
      Bytes id(12, 'i');
      AppendBigEndian32(id, person * 100'000U + first + i);
      fresh.push_back(Line(1, person));
      fresh.back().unit->id = *RecordId::Decode(id);
    }
    return fresh;
  };
  uint64_t refused = 0;
  for (uint32_t first = 0; first < 2000; first += 500) {
    const Result<BatchAnswer> answer = PutLines(lines(1, first));
    refused += answer ? 500 - answer->stored_count : 500;
    ASSERT_EQ(PutLines(lines(2, first))->stored_count, 500U);
  }
  EXPECT_GT(refused, 0U);
  EXPECT_EQ(Put(200).error().kind, ErrorKind::kExceeded);
  EXPECT_OK(world_.Erase(Person(2)));
}

TEST_F(LimitsTest, KeepsNoMoreBytesThanTheAgreementMay) {
  ASSERT_OK(Put(1));
  ASSERT_OK(world_.Begin(world_.New(3)));
  AllowBytes(2);
  const std::string limit = "limits.bytes_per_agreement = ";
  ExpectExceeded(Put(2), limit);
  ExpectExceeded(Put(1, 1, 1000), limit);
  ExpectExceeded(Points(4), limit);
  ExpectExceeded(world_.Begin(world_.New(5)), limit);
  ExpectExceeded(world_.Append(3, 0, Noise(100)), limit);
  std::vector<BatchLine> lines;
  lines.push_back(Line(6));
  const Result<BatchAnswer> batch = PutLines(std::move(lines));
  ASSERT_FALSE(batch && batch->stored_count > 0);
}

TEST_F(LimitsTest, WhoIsOutOfBytesReadsRestrictsExpiresAndErases) {
  ASSERT_OK(Put(1));
  ASSERT_OK(Put(2));
  ASSERT_OK(Put(3, 2));
  AllowBytes(2);
  EXPECT_OK(world_.Read(Record(1)));
  EXPECT_OK(EraseOne(1));
  EXPECT_OK(Start<Receipt>([&](Done<Receipt> done) {
              RestrictSubject(world_.As("", "2026-021"),
                              RestrictRequest{Person(2), {}, "GDPR Art. 18", {}, {}},
                              std::move(done));
            }).get());
  EXPECT_OK(world_.Erase(Person(1)));
  world_.time().Advance(std::chrono::hours(24 * 40));
  EXPECT_OK(Expire(world_.shared()));
}

TEST_F(LimitsTest, TellsOfADeclaredBlobAtItsBeginningAndOfAnotherAtItsPiece) {
  AllowBytes(150'000);
  const std::string limit = "limits.bytes_per_agreement = ";
  ExpectExceeded(world_.Begin(world_.New(1, 1, 200'000)), limit);
  ASSERT_OK(world_.Begin(world_.New(2)));
  ASSERT_OK(world_.Append(2, 0, Noise(65'536)));
  ASSERT_OK(world_.Append(2, 65'536, Noise(65'536, 2)));
  ExpectExceeded(world_.Append(2, 131'072, Noise(65'536, 3)), limit);
  EXPECT_OK(world_.Complete(2));
  ASSERT_OK(world_.Erase(Person(1)));
  EXPECT_OK(world_.Begin(world_.New(4, 2, 100'000)));
}

}  // namespace
}  // namespace mandat
