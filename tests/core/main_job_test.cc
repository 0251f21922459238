// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "crypto/tlog.h"
#include "service/certificate.h"
#include "support/test_world.h"

namespace mandat {
namespace {

class MainJobTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate();
    ASSERT_OK(world_.Register(Person(1)));
    ASSERT_OK(world_.Put(Record(1), Person(1), R"({"name":"Ada"})"));
  }

  TestWorld world_;
};

TEST_F(MainJobTest, GivesBackWhatWasPutForAPurposeOfTheAgreement) {
  const Result<ReadAnswer> answer = world_.Read(Record(1));
  ASSERT_OK(answer);
  ASSERT_EQ(answer->units.size(), 1U);
  EXPECT_EQ(answer->units[0].body.Reveal(), R"({"name":"Ada"})");
  EXPECT_EQ(answer->units[0].version, 1U);
  EXPECT_EQ(answer->receipt.clause.Format(), "shop-acme@1#3");
}

// Covers: GDPR Art. 28(3)(a).
TEST_F(MainJobTest, RefusesTheSameReadForAnotherPurposeAndNamesTheClause) {
  const Result<ReadAnswer> answer = world_.Read(Record(1), "contacts", "marketing");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kRefused);
  ASSERT_TRUE(answer.error().clause.has_value());
  EXPECT_EQ(answer.error().clause->Format(), "shop-acme@1#2");
  ASSERT_TRUE(answer.error().entry.has_value());
}

TEST_F(MainJobTest, KeepsEverythingAcrossARestart) {
  ASSERT_OK(world_.Reopen());
  const Result<ReadAnswer> answer = world_.Read(Record(1));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->units[0].body.Reveal(), R"({"name":"Ada"})");
}

TEST_F(MainJobTest, CountsVersionsOfAChangedRecord) {
  const Result<PutAnswer> changed = world_.Put(Record(1), Person(1), R"({"name":"Ada L."})");
  ASSERT_OK(changed);
  EXPECT_EQ(changed->version, 2U);
  EXPECT_FALSE(changed->created);
}

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g).
TEST_F(MainJobTest, AnErasedPersonStaysErased) {
  const Result<EraseAnswer> erased = world_.Erase(Person(1));
  ASSERT_OK(erased);
  EXPECT_EQ(erased->units_count, 1U);
  for (int restarts = 0; restarts < 2; ++restarts) {
    const Result<ReadAnswer> answer = world_.Read(Record(1));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::kShredded);
    EXPECT_EQ(world_.Register(Person(1)).error().kind, ErrorKind::kShredded);
    ASSERT_OK(world_.Reopen());
  }
}

// Covers: GDPR Art. 28(3)(a).
TEST_F(MainJobTest, RefusesErasureWithoutAnInstruction) {
  const Result<EraseAnswer> erased = world_.Erase(Person(1), "");
  ASSERT_FALSE(erased);
  EXPECT_EQ(erased.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(erased.error().clause->Format(), "shop-acme@1#9");
  EXPECT_OK(world_.Read(Record(1)));
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(MainJobTest, ARecordIsUnreadableAtTheInstantItsRetentionEnds) {
  world_.time().Advance(std::chrono::hours(24 * 30) - std::chrono::microseconds(1));
  EXPECT_OK(world_.Read(Record(1)));
  world_.time().Advance(std::chrono::microseconds(1));
  const Result<ReadAnswer> answer = world_.Read(Record(1));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kShredded);
}

TEST_F(MainJobTest, DoesARequestWithTheSameKeyOnce) {
  const Result<PutAnswer> first =
      world_.Put(Record(2), Person(1), R"({"name":"B"})", "contacts", "support", "key-1");
  const Result<PutAnswer> again =
      world_.Put(Record(2), Person(1), R"({"name":"B"})", "contacts", "support", "key-1");
  ASSERT_OK(first);
  ASSERT_OK(again);
  EXPECT_EQ(again->receipt.entry, first->receipt.entry);
  EXPECT_TRUE(again->receipt.replayed);
  EXPECT_EQ(again->version, 1U);
  const Result<PutAnswer> other =
      world_.Put(Record(2), Person(1), R"({"name":"C"})", "contacts", "support", "key-1");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, ErrorKind::kConflict);
}

TEST_F(MainJobTest, EveryEntryIsProvenByThePublishedCheckpoint) {
  const Result<EraseAnswer> erased = world_.Erase(Person(1));
  ASSERT_OK(erased);
  Journal& journal = world_.agreement().journal();
  const uint64_t size = journal.head().size;
  for (uint64_t i = 0; i < size; ++i) {
    const Result<TlogProof> proof = journal.Prove(EntryIndex{i});
    ASSERT_OK(proof);
    const Result<Bytes> entry = journal.ReadEntry(EntryIndex{i});
    ASSERT_OK(entry);
    std::vector<Hash> path;
    for (const Bytes& hash : proof->hashes) {
      path.push_back(Hash::From(hash));
    }
    EXPECT_OK(VerifyInclusion(LeafHash(*entry), i, size, path, journal.head().root));
  }
  const Result<std::string> certificate =
      IssueCertificate(world_.agreement(), erased->receipt.entry);
  ASSERT_OK(certificate);
  EXPECT_NE(certificate->find("type: partial"), std::string::npos);
  const Result<Receipt> rewrapped = Wait<Receipt>([&](Done<Receipt> done) {
    world_.time().Advance(std::chrono::seconds(1));
    RewrapKeys(world_.shared(), {}, std::move(done));
  });
  ASSERT_OK(rewrapped);
  const Result<std::string> closing = IssueCertificate(world_.agreement(), erased->receipt.entry);
  ASSERT_OK(closing);
  EXPECT_NE(closing->find("type: destruction"), std::string::npos);
}

}  // namespace
}  // namespace mandat
