// SPDX-License-Identifier: Apache-2.0
#include "service/keep_index.h"

#include <gtest/gtest.h>

#include "core/core_test_util.h"
#include "service/fsck.h"
#include "service/put_batch.h"
#include "service/record_event.h"

namespace mandat {
namespace {

constexpr uint32_t kUnits = 1'200;  // more than two batches of indexing

// The schema of the shop in a version whose names can, or cannot, be searched for.
std::string Schema(uint32_t version, std::string_view search) {
  std::string schema = ShopTexts().schema;
  schema.replace(schema.find("version: 1"), 10, "version: " + std::to_string(version));
  const std::string field = "length-max: 100, required: true";
  return search.empty() ? schema
                        : schema.replace(schema.find(field), field.size(),
                                         field + ", search: " + std::string(search));
}

RecordId Numbered(uint32_t number) {
  Bytes id(12, 'n');
  AppendBigEndian32(id, number);
  return *RecordId::Decode(id);
}

class KeepIndexTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate();
    for (const uint8_t person : {1, 2, 3}) {
      ASSERT_OK(world_.Register(Person(person)));
    }
    Store(0, kUnits);
  }

  // A third of them each person's.
  void Store(uint32_t first, uint32_t count) {
    BatchRequest batch{.collection = "contacts"};
    for (uint32_t i = 0; i < count; ++i) {
      BatchLine line;
      line.number = i + 1;
      line.unit = NewUnit{Numbered(first + i), Person(static_cast<uint8_t>(1 + i % 3)),
                          world_.time().Now(), Plaintext("{\"name\":\"Ann Example\"}")};
      batch.lines.push_back(std::move(line));
    }
    const Result<BatchAnswer> stored = Wait<BatchAnswer>([&](Done<BatchAnswer> done) {
      PutBatch(world_.As("support"), std::move(batch), std::move(done));
    });
    ASSERT_OK(stored);
    ASSERT_EQ(stored->stored_count, count);
  }
  std::future<Result<RecordAnswer>> StartDeploy(uint32_t version, std::string_view search) {
    return Start<RecordAnswer>([&](Done<RecordAnswer> done) {
      RecordRequest request;
      request.event.kind = EventKind::kDeploy;
      request.event.by = "deployment";
      request.event.version = 1;
      request.from_now = true;
      request.texts.schema = Schema(version, search);
      RecordEvent(world_.shared(), std::move(request), Bytes(8, 'o'), std::move(done));
    });
  }
  void Deploy(uint32_t version, std::string_view search) {
    world_.time().Advance(std::chrono::minutes(1));
    const Result<RecordAnswer> deployed = StartDeploy(version, search).get();
    ASSERT_OK(deployed);
    ASSERT_TRUE(deployed->findings.empty());
    world_.time().Advance(std::chrono::minutes(1));
  }
  std::future<Result<std::optional<Receipt>>> StartKeep() {
    return Start<std::optional<Receipt>>(
        [&](Done<std::optional<Receipt>> done) { KeepIndex(world_.shared(), std::move(done)); });
  }
  Result<ReadAnswer> Search(std::string value, std::optional<Bytes> cursor = {}) {
    return Wait<ReadAnswer>([&](Done<ReadAnswer> done) {
      SearchQuery query;
      query.field = "name";
      query.value = std::move(value);
      SearchRecords(world_.As("support"),
                    SearchRequest{"contacts", std::move(query), 0, std::move(cursor), 100},
                    std::move(done));
    });
  }
  uint64_t CountFound(const std::string& value) {
    uint64_t count = 0;
    std::optional<Bytes> cursor;
    for (;;) {
      Result<ReadAnswer> page = Search(value, cursor);
      EXPECT_OK(page);
      count += page ? page->units.size() : 0;
      if (!page || !page->more) {
        return count;
      }
      cursor = page->last;
    }
  }
  bool IsOwed() {
    const std::optional<Instant> next = NextIndexing(world_.agreement());
    return next && *next <= world_.agreement().gate().Now();
  }

  TestWorld world_;
};

TEST_F(KeepIndexTest, ASearchIsRefusedUntilEveryUnitIsFound) {
  EXPECT_FALSE(IsOwed());
  Deploy(2, "exact");
  EXPECT_TRUE(IsOwed());
  EXPECT_EQ(Search("Ann Example").error().kind, ErrorKind::kUnavailable);
  const uint64_t before = world_.agreement().journal().head().size;
  ASSERT_OK(StartKeep().get());
  EXPECT_GE(world_.agreement().journal().head().size, before + 3);
  EXPECT_EQ(LastEntry(world_.agreement()).act, "index");
  EXPECT_FALSE(IsOwed());
  EXPECT_EQ(CountFound("ann example"), kUnits);
  const Result<Inspection> looked = InspectAgreement(world_.agreement());
  ASSERT_OK(looked);
  EXPECT_EQ(looked->flaws_count, 0U);
}

TEST_F(KeepIndexTest, NothingIsOwedForAFieldThatWasFoundBefore) {
  Deploy(2, "prefix");
  ASSERT_OK(StartKeep().get());
  Deploy(3, "exact");
  EXPECT_FALSE(IsOwed());
  EXPECT_EQ(CountFound("Ann Example"), kUnits);
  Deploy(4, "prefix");
  EXPECT_TRUE(IsOwed());
}

TEST_F(KeepIndexTest, AFieldThatCouldNotBeSearchedMeanwhileIsIndexedAnew) {
  Deploy(2, "exact");
  ASSERT_OK(StartKeep().get());
  Deploy(3, "");
  EXPECT_FALSE(IsOwed());
  Store(kUnits, 30);
  Deploy(4, "exact");
  EXPECT_EQ(Search("Ann Example").error().kind, ErrorKind::kUnavailable);
  ASSERT_OK(StartKeep().get());
  EXPECT_EQ(CountFound("Ann Example"), kUnits + 30);
}

// Four batches: three of units, and one that says that there are no more.
TEST_F(KeepIndexTest, GoesOnWhereACrashLeftIt) {
  Deploy(2, "exact");  // so that the index has its key, and each batch is one commit
  ASSERT_OK(StartKeep().get());
  uint32_t version = 3;
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    for (const uint64_t nth : {1, 2, 4}) {
      const bool kept = fault == CommitFault::kUnknownKept;
      SCOPED_TRACE(std::to_string(nth) + (kept ? " kept" : " lost"));
      Deploy(version++, "");
      Deploy(version++, "exact");
      world_.home().FailCommit(fault, static_cast<int>(nth));
      ASSERT_FALSE(StartKeep().get());
      ASSERT_OK(world_.Reopen());
      const uint64_t done = kept ? nth : nth - 1;
      EXPECT_EQ(IsOwed(), done < 4);
      if (done < 4) {
        EXPECT_EQ(Search("Ann Example").error().kind, ErrorKind::kUnavailable);
      }
      const uint64_t before = world_.agreement().journal().head().size;
      ASSERT_OK(StartKeep().get());
      EXPECT_EQ(world_.agreement().journal().head().size - before, 4 - done);
      EXPECT_EQ(CountFound("Ann Example"), kUnits);
    }
  }
}

TEST_F(KeepIndexTest, WhatIsErasedOrChangedMeanwhileIsNotFoundByWhatItWas) {
  Deploy(2, "exact");
  std::future<Result<std::optional<Receipt>>> kept;
  std::vector<std::future<Result<EraseAnswer>>> erased;
  std::future<Result<PutAnswer>> changed;
  {
    const HeldUp stand(world_.agreement().gate());
    kept = StartKeep();
    HeldUp::Part(world_.agreement().gate());
    // One is indexed by then, one is not.
    erased.push_back(StartErase(world_.As("", "2026-014"), Person(1)));
    erased.push_back(StartErase(world_.As("", "2026-014"), Person(3)));
    changed = StartPut(world_.As("support"), Numbered(1), Person(2), R"({"name":"Ben Example"})",
                       world_.time().Now());
  }
  ASSERT_OK(kept.get());
  for (auto& each : erased) {
    ASSERT_OK(each.get());
  }
  ASSERT_OK(changed.get());
  EXPECT_EQ(CountFound("Ann Example"), kUnits / 3 - 1);
  EXPECT_EQ(CountFound("Ben Example"), 1U);
  for (const uint8_t person : {1, 3}) {
    const auto remains = world_.agreement().vault().FindRemains(Person(person));
    ASSERT_OK(remains);
    for (const Remains& each : *remains) {
      EXPECT_EQ(each.count, 0U) << each.where;
    }
  }
  EXPECT_EQ(InspectAgreement(world_.agreement())->flaws_count, 0U);
}

// Sealed under one schema and stored under the next.
TEST_F(KeepIndexTest, WhatWasOnItsWayIsFoundAsTheNextSchemaSays) {
  world_.time().Advance(std::chrono::minutes(1));
  std::future<Result<RecordAnswer>> deployed;
  std::future<Result<PutAnswer>> put;
  {
    const HeldUp stand(world_.agreement().gate());
    deployed = StartDeploy(2, "exact");
    put = StartPut(world_.As("support"), Numbered(5'000), Person(1), R"({"name":"Ben Example"})",
                   world_.time().Now());
  }
  ASSERT_OK(deployed.get());
  ASSERT_OK(put.get());
  const Bytes prefix = "u";
  EXPECT_TRUE(world_.agreement().store().Scan(Space::kBlind, prefix, EndOfPrefix(prefix))->Valid());
}

TEST_F(KeepIndexTest, ADamagedRecordStandsInNobodysWay) {
  const Bytes person(Person(2).bytes());
  const auto rows = world_.agreement().store().Scan(Space::kUnits, person, EndOfPrefix(person));
  const Bytes key(rows->key());
  Bytes damaged(rows->value());
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  const auto store = world_.home().OpenStore("data");
  Batch batch;
  batch.Put(Space::kUnits, key, damaged);
  ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  Deploy(2, "exact");
  ASSERT_OK(StartKeep().get());
  EXPECT_EQ(CountFound("Ann Example"), kUnits - 1);
}

// A process that ends does not wait until everything is indexed.
TEST_F(KeepIndexTest, AnAgreementThatClosesStopsBetweenBatches) {
  Deploy(2, "exact");
  std::future<Result<std::optional<Receipt>>> kept = StartKeep();
  ASSERT_OK(world_.Reopen());
  const Result<std::optional<Receipt>> ended = kept.get();
  EXPECT_TRUE(ended || ended.error().kind == ErrorKind::kUnavailable);
  ASSERT_OK(StartKeep().get());
  EXPECT_EQ(CountFound("Ann Example"), kUnits);
}

}  // namespace
}  // namespace mandat
