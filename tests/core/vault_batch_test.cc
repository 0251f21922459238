// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/letters_world.h"

namespace mandat {
namespace {

ErrorKind KindOf(const LineOutcome& line) {
  return line.error ? line.error->kind : ErrorKind::kUnavailable;
}

class VaultBatchTest : public ::testing::Test {
 protected:
  // So that the keys of the day and of the index are there, and the next commit is that of data.
  void MakeKeys() {
    ASSERT_OK(world_.PutLetter(world_.Letter(9, 3, LettersWorld::Body("of today"))));
  }

  LettersWorld world_;
};

// Covers: GDPR Art. 28(3)(a).
TEST_F(VaultBatchTest, StoresManyUnderOneEntry) {
  const uint64_t before = world_.entries();
  const Result<BatchAnswer> answer = world_.Put(world_.Lines({{1, 1}, {2, 2}, {3, 1}}));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->stored_count, 3U);
  EXPECT_EQ(world_.entries(), before + 1);
  const Entry entry = LastEntry(world_.agreement());
  EXPECT_EQ(entry.act, "record");
  EXPECT_EQ(entry.units_count, 3U);
  EXPECT_EQ(entry.people_count, 2U);
  for (const LineOutcome& line : answer->lines) {
    EXPECT_EQ(line.version, 1U);
    EXPECT_EQ(line.entry->value, before);
  }
  for (const uint8_t record : {1, 2, 3}) {
    EXPECT_OK(world_.ReadLetter(record));
  }
}

TEST_F(VaultBatchTest, TellsNewLinesFromChangedOnesByTheirVerb) {
  ASSERT_OK(world_.PutLetter(world_.Letter(1, 1, LettersWorld::Body("old"))));
  const Result<BatchAnswer> answer = world_.Put(world_.Lines({{1, 1}, {2, 2}}));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->lines[0].version, 2U);
  EXPECT_EQ(answer->lines[1].version, 1U);
  EXPECT_NE(answer->lines[0].entry->value, answer->lines[1].entry->value);
}

TEST_F(VaultBatchTest, ALineThatFailsSpoilsNoOther) {
  BatchRequest batch = world_.Lines({{1, 1}, {2, 9}, {3, 2}, {3, 2}});
  batch.lines[2].unit->if_version = 4;
  batch.lines.push_back(
      BatchLine{5, std::nullopt, 0, Error::Invalid("field `topic` is not a text")});
  const Result<BatchAnswer> answer = world_.Put(std::move(batch));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->stored_count, 1U);
  EXPECT_EQ(answer->lines[0].error, std::nullopt);
  EXPECT_EQ(KindOf(answer->lines[1]), ErrorKind::kNotFound);
  EXPECT_EQ(KindOf(answer->lines[2]), ErrorKind::kChanged);
  EXPECT_EQ(KindOf(answer->lines[3]), ErrorKind::kInvalid);
  EXPECT_EQ(KindOf(answer->lines[4]), ErrorKind::kInvalid);
  EXPECT_OK(world_.ReadLetter(1));
  EXPECT_EQ(world_.ReadLetter(3).error().kind, ErrorKind::kNotFound);
}

TEST_F(VaultBatchTest, AnAtomicBatchStoresAllOrNothingAndNamesTheLine) {
  BatchRequest batch = world_.Lines({{1, 1}, {2, 9}, {3, 2}});
  batch.atomic = true;
  const Result<BatchAnswer> refused = world_.Put(std::move(batch));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(refused.error().message.starts_with("line 2: ")) << refused.error().message;
  EXPECT_EQ(world_.ReadLetter(1).error().kind, ErrorKind::kNotFound);

  batch = world_.Lines({{1, 1}, {2, 2}});
  batch.atomic = true;
  const uint64_t before = world_.entries();
  const Result<BatchAnswer> stored = world_.Put(std::move(batch));
  ASSERT_OK(stored);
  EXPECT_EQ(world_.entries(), before + 1);
  EXPECT_EQ(stored->receipt->entry.value, before);
  EXPECT_EQ(stored->stored_count, 2U);
}

TEST_F(VaultBatchTest, AnAtomicBatchIsOfOneVerb) {
  ASSERT_OK(world_.PutLetter(world_.Letter(1, 1, LettersWorld::Body("old"))));
  BatchRequest batch = world_.Lines({{1, 1}, {2, 2}});
  batch.atomic = true;
  EXPECT_EQ(world_.Put(std::move(batch)).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(world_.ReadLetter(2).error().kind, ErrorKind::kNotFound);
}

TEST_F(VaultBatchTest, RegistersWhomItIsAboutOnlyWhenAsked) {
  const Result<BatchAnswer> strangers = world_.Put(world_.Lines({{1, 5}}));
  ASSERT_OK(strangers);
  EXPECT_EQ(KindOf(strangers->lines[0]), ErrorKind::kNotFound);
  BatchRequest batch = world_.Lines({{1, 5}, {2, 5}});
  batch.lines[1].unit->people.push_back(LettersWorld::To(6));
  batch.registers = true;
  const Result<BatchAnswer> answer = world_.Put(std::move(batch));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->stored_count, 2U);
  EXPECT_EQ(LastEntry(world_.agreement()).detail, "registered 2");
  EXPECT_EQ(LastEntry(world_.agreement()).people_count, 2U);
  ASSERT_OK(world_.Reopen());
  EXPECT_OK(world_.ReadLetter(2));
}

TEST_F(VaultBatchTest, RegistersNobodyForALineThatFails) {
  BatchRequest batch = world_.Lines({{1, 5}, {2, 1}});
  batch.registers = true;
  batch.lines[0].unit->if_version = 3;
  const Result<BatchAnswer> answer = world_.Put(std::move(batch));
  ASSERT_OK(answer);
  EXPECT_EQ(KindOf(answer->lines[0]), ErrorKind::kChanged);
  EXPECT_EQ(world_.agreement().vault().FindRegistration(Person(5)).error().kind,
            ErrorKind::kNotFound);
}

TEST_F(VaultBatchTest, RegistersNobodyWhoWasErased) {
  ASSERT_OK(world_.Erase(Person(3)));
  BatchRequest batch = world_.Lines({{1, 3}});
  batch.registers = true;
  const Result<BatchAnswer> answer = world_.Put(std::move(batch));
  ASSERT_OK(answer);
  EXPECT_EQ(KindOf(answer->lines[0]), ErrorKind::kShredded);
}

// Covers: GDPR Art. 28(3)(a).
TEST_F(VaultBatchTest, APurposeThatIsNotListedRefusesEveryLineAndIsJournalled) {
  const uint64_t before = world_.entries();
  const Result<BatchAnswer> answer = world_.Put(world_.Lines({{1, 1}, {2, 2}}), "", "marketing");
  ASSERT_OK(answer);
  EXPECT_EQ(world_.entries(), before + 1);
  for (const LineOutcome& line : answer->lines) {
    EXPECT_EQ(KindOf(line), ErrorKind::kRefused);
    EXPECT_EQ(line.entry->value, before);
  }
}

TEST_F(VaultBatchTest, RefusesTooManyLinesAndNone) {
  EXPECT_EQ(world_.Put(world_.Lines({})).error().kind, ErrorKind::kInvalid);
  BatchRequest batch{.collection = "letters"};
  batch.lines.resize(Limits().batch_units + 1);
  EXPECT_EQ(world_.Put(std::move(batch)).error().kind, ErrorKind::kExceeded);
}

TEST_F(VaultBatchTest, GoesBeyondOneChunk) {
  BatchRequest batch{.collection = "letters"};
  for (uint32_t i = 0; i < 2 * kBatchChunkLines + 3; ++i) {
    Bytes id(12, '\x22');
    AppendBigEndian32(id, i);
    BatchLine line;
    line.number = i + 1;
    line.unit = NewUnit{*RecordId::Decode(id), Person(1), world_.time().Now(),
                        Plaintext(LettersWorld::Body("many"))};
    batch.lines.push_back(std::move(line));
  }
  const uint64_t before = world_.entries();
  const Result<BatchAnswer> answer = world_.Put(std::move(batch));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->stored_count, 2 * kBatchChunkLines + 3);
  EXPECT_EQ(world_.entries(), before + 3);
}

TEST_F(VaultBatchTest, IsDoneOnceUnderOneKey) {
  const Result<BatchAnswer> once = world_.Put(world_.Lines({{1, 1}, {2, 9}}), "order 7");
  ASSERT_OK(once);
  const uint64_t entries = world_.entries();
  const Result<BatchAnswer> again = world_.Put(world_.Lines({{1, 1}, {2, 9}}), "order 7");
  ASSERT_OK(again);
  EXPECT_EQ(world_.entries(), entries);
  EXPECT_EQ(again->lines[0].version, 1U);
  EXPECT_EQ(again->lines[0].entry->value, once->lines[0].entry->value);
  EXPECT_EQ(KindOf(again->lines[1]), ErrorKind::kNotFound);
  EXPECT_EQ(world_.ReadLetter(1)->units[0].version, 1U);
}

TEST_F(VaultBatchTest, ABatchThatIsLostLeavesNothing) {
  ASSERT_NO_FATAL_FAILURE(MakeKeys());
  for (const CommitFault fault : {CommitFault::kRefuse, CommitFault::kUnknownLost}) {
    world_.home().FailCommit(fault);
    const Result<BatchAnswer> answer = world_.Put(world_.Lines({{1, 1}, {2, 2}}), "order 8");
    ASSERT_OK(answer);
    EXPECT_EQ(answer->stored_count, 0U);
    EXPECT_EQ(KindOf(answer->lines[0]), ErrorKind::kUnavailable);
    ASSERT_OK(world_.Reopen());
    EXPECT_EQ(world_.ReadLetter(1).error().kind, ErrorKind::kNotFound);
  }
}

TEST_F(VaultBatchTest, ABatchThatWasKeptIsToldWhenItIsSentAgain) {
  ASSERT_NO_FATAL_FAILURE(MakeKeys());
  world_.home().FailCommit(CommitFault::kUnknownKept);
  const Result<BatchAnswer> unsure = world_.Put(world_.Lines({{1, 1}, {2, 2}}), "order 9");
  ASSERT_OK(unsure);
  EXPECT_EQ(KindOf(unsure->lines[0]), ErrorKind::kUnavailable);
  ASSERT_OK(world_.Reopen());
  const uint64_t entries = world_.entries();
  const Result<BatchAnswer> again = world_.Put(world_.Lines({{1, 1}, {2, 2}}), "order 9");
  ASSERT_OK(again);
  EXPECT_EQ(world_.entries(), entries);
  EXPECT_EQ(again->stored_count, 2U);
  EXPECT_EQ(again->lines[0].version, 1U) << "not changed a second time";
}

TEST_F(VaultBatchTest, AnAtomicBatchIsLostOrKeptAsAWhole) {
  ASSERT_NO_FATAL_FAILURE(MakeKeys());
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    BatchRequest batch = world_.Lines({{1, 1}, {2, 2}});
    batch.atomic = true;
    world_.home().FailCommit(fault);
    EXPECT_EQ(world_.Put(std::move(batch)).error().kind, ErrorKind::kUnavailable);
    ASSERT_OK(world_.Reopen());
    const bool kept = fault == CommitFault::kUnknownKept;
    EXPECT_EQ(world_.ReadLetter(1).has_value(), kept);
    EXPECT_EQ(world_.ReadLetter(2).has_value(), kept);
  }
}

// Covers: GDPR Art. 18(1).
TEST_F(VaultBatchTest, RefusesLinesOfARestrictedPersonWithTheClause) {
  ASSERT_OK(world_.Restrict(1));
  const Result<BatchAnswer> answer = world_.Put(world_.Lines({{1, 1}, {2, 2}}));
  ASSERT_OK(answer);
  EXPECT_EQ(KindOf(answer->lines[0]), ErrorKind::kRefused);
  EXPECT_EQ(answer->lines[0].error->clause->clause, "GDPR Art. 18");
  EXPECT_EQ(answer->lines[1].error, std::nullopt);
  EXPECT_EQ(LastEntry(world_.agreement()).detail, "refused 1");
}

}  // namespace
}  // namespace mandat
