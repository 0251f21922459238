// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/core_test_util.h"

namespace mandat {
namespace {

using std::chrono::hours;

AgreementTexts Replaced(AgreementTexts texts, std::string_view what, std::string_view with) {
  const size_t at = texts.form.find(what);
  EXPECT_NE(at, std::string::npos);
  texts.form.replace(at, what.size(), with);
  return texts;
}

class GateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate();
    ASSERT_OK(world_.Register(Person(1)));
    ASSERT_OK(world_.Put(Record(1), Person(1), "first"));
  }

  Gate& gate() { return world_.agreement().gate(); }
  uint64_t entries() { return world_.agreement().journal().head().size; }

  Operation Consult(std::string purpose) {
    Operation operation;
    operation.verb = Verb::kConsult;
    operation.purpose = std::move(purpose);
    operation.collection = "contacts";
    return operation;
  }
  auto Put(uint8_t record, std::string body) {
    return StartPut(world_.As("support"), Record(record), Person(1), std::move(body),
                    world_.time().Now());
  }
  auto Read(uint8_t record) { return StartRead(world_.As("support"), Record(record)); }
  auto Activate(AgreementTexts texts) {
    return Start<Receipt>([&](Done<Receipt> done) {
      PutInForce(world_.shared(), std::move(texts), Bytes(8, 'o'), std::move(done));
    });
  }

  TestWorld world_;
};

// Covers: GDPR Art. 28(3)(a).
TEST_F(GateTest, AdmitsAPurposeOfTheAgreementAndNamesTheClause) {
  const Operation operation = Consult("support");
  const Result<Permit> permit = gate().Admit(operation);
  ASSERT_OK(permit);
  EXPECT_EQ(permit->clause().Format(), "shop-acme@1#3");
  EXPECT_EQ(permit->at(), world_.time().Now());
}

// Covers: GDPR Art. 28(3)(a).
TEST_F(GateTest, AdmitsNoOtherPurposeAndNamesTheClause) {
  const Operation operation = Consult("marketing");
  const Result<Permit> permit = gate().Admit(operation);
  ASSERT_FALSE(permit);
  EXPECT_EQ(permit.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(permit.error().clause->Format(), "shop-acme@1#2");
}

TEST_F(GateTest, DoesNothingForAnAgreementThatIsNotActive) {
  TestWorld fresh;
  const Operation operation = Consult("support");
  EXPECT_EQ(fresh.agreement().gate().Admit(operation).error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(fresh.Register(Person(1)).error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(fresh.agreement().journal().head().size, 0U);
}

// Covers: GDPR Art. 28(3)(a), GDPR Art. 5(2).
TEST_F(GateTest, JournalsARefusalWithItsClause) {
  const uint64_t before = entries();
  const Result<ReadAnswer> refused = world_.Read(Record(1), "contacts", "marketing");
  ASSERT_EQ(entries(), before + 1);
  EXPECT_EQ(refused.error().entry, before);
  const Entry entry = LastEntry(world_.agreement());
  EXPECT_EQ(entry.outcome, Outcome::kRefused);
  EXPECT_EQ(entry.act, "consult");
  EXPECT_EQ(entry.clause, "2");
  EXPECT_EQ(entry.agreement_version, 1U);
  EXPECT_EQ(entry.collection, "contacts");
  EXPECT_EQ(entry.actor, Bytes(8, 'a'));
  EXPECT_EQ(entry.units_count, 0U);
}

TEST_F(GateTest, JournalsWhatWasDone) {
  const Result<ReadAnswer> answer = world_.Read(Record(1));
  ASSERT_OK(answer);
  const Entry entry = EntryAt(world_.agreement(), answer->receipt.entry.value);
  EXPECT_EQ(entry.outcome, Outcome::kDone);
  EXPECT_EQ(entry.purpose, "support");
  EXPECT_EQ(entry.clause, "3");
  EXPECT_EQ(entry.units_count, 1U);
  EXPECT_EQ(entry.people_count, 1U);
  EXPECT_EQ(entry.people_root.size(), 32U);
  EXPECT_EQ(entry.sealed_hash.size(), 32U);
  EXPECT_EQ(entry.at, answer->receipt.at);
}

TEST_F(GateTest, JournalsThatTheUnitWasAbsentOrGone) {
  EXPECT_EQ(world_.Read(Record(9)).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(LastEntry(world_.agreement()).outcome, Outcome::kAbsent);
  ASSERT_OK(world_.Erase(Person(1)));
  const Result<ReadAnswer> gone = world_.Read(Record(1));
  EXPECT_EQ(gone.error().kind, ErrorKind::kShredded);
  EXPECT_EQ(gone.error().entry, entries() - 1);
  EXPECT_EQ(LastEntry(world_.agreement()).outcome, Outcome::kGone);
}

// Each way in which the commit of one batch can fail: what the caller is told, and what a fresh
// start finds. Invariant (journal before disclosure): nothing is released in any of them.
TEST_F(GateTest, ReleasesNoReadWhoseEntryMayNotBeDurable) {
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    const uint64_t before = entries();
    world_.home().FailCommit(fault);
    const Result<ReadAnswer> answer = world_.Read(Record(1));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::kUnavailable);
    EXPECT_EQ(entries(), before) << "the writer must not believe in it";
    ASSERT_OK(world_.Reopen());
    EXPECT_EQ(entries(), before + (fault == CommitFault::kUnknownKept ? 1 : 0));
    EXPECT_OK(world_.Read(Record(1)));
  }
}

// Invariant (atomic or absent): the record is there exactly when its entry is.
TEST_F(GateTest, AWriteIsThereWithItsEntryOrNotAtAll) {
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    const bool kept = fault == CommitFault::kUnknownKept;
    const uint64_t before = entries();
    world_.home().FailCommit(fault);
    const Result<PutAnswer> put = world_.Put(Record(2), Person(1), "second");
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error().kind, ErrorKind::kUnavailable);
    ASSERT_OK(world_.Reopen());
    EXPECT_EQ(entries(), before + (kept ? 1 : 0));
    EXPECT_EQ(world_.Read(Record(2)).has_value(), kept);
  }
}

// Invariant (atomic or absent): an erasure whose entry is durable is carried through.
// Covers: GDPR Art. 17(1).
TEST_F(GateTest, AnErasureIsThereWithItsEntryOrNotAtAll) {
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    const bool kept = fault == CommitFault::kUnknownKept;
    world_.home().FailCommit(fault);
    const Result<EraseAnswer> erased = world_.Erase(Person(1));
    ASSERT_FALSE(erased);
    EXPECT_EQ(erased.error().kind, ErrorKind::kUnavailable);
    ASSERT_OK(world_.Reopen());
    const auto key = world_.agreement().keyring().FindSubjectKey(Person(1));
    EXPECT_EQ(key->has_value(), !kept);
    EXPECT_EQ(world_.Read(Record(1)).has_value(), !kept);
  }
}

// The entry is durable and the key is not yet destroyed: the caller is not told that it is done,
// and the next start finishes it. Both twins: the key is still there, or gone though the call
// failed. Covers: GDPR Art. 17(1).
TEST_F(GateTest, FinishesTheDestructionOfAKeyAtTheNextStart) {
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    const auto subject = static_cast<uint8_t>(10 + static_cast<int>(fault));
    ASSERT_OK(world_.Register(Person(subject)));
    world_.home().FailCommit(fault, 2);
    const Result<EraseAnswer> erased = world_.Erase(Person(subject));
    ASSERT_FALSE(erased);
    EXPECT_EQ(erased.error().kind, ErrorKind::kUnavailable);
    EXPECT_FALSE(gate().sound());
    ASSERT_OK(world_.Reopen());
    EXPECT_EQ(*world_.agreement().keyring().FindSubjectKey(Person(subject)), std::nullopt);
    EXPECT_EQ(world_.Register(Person(subject)).error().kind, ErrorKind::kShredded);
    ASSERT_OK(world_.Reopen());
  }
}

TEST_F(GateTest, AnUnknownOutcomeStopsEverythingUntilItIsOpenedAnew) {
  world_.home().FailCommit(CommitFault::kUnknownLost);
  EXPECT_FALSE(world_.Put(Record(2), Person(1), "second"));
  EXPECT_FALSE(gate().sound());
  const int commits = world_.home().commits();
  EXPECT_EQ(world_.Put(Record(2), Person(1), "second").error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(world_.Read(Record(1)).error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(world_.Read(Record(1), "contacts", "marketing").error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(world_.home().commits(), commits);
  ASSERT_OK(world_.Reopen());
  EXPECT_TRUE(gate().sound());
  EXPECT_OK(world_.Put(Record(2), Person(1), "second"));
}

TEST_F(GateTest, ACleanFailureStopsNothing) {
  world_.home().FailCommit(CommitFault::kRefuse);
  EXPECT_FALSE(world_.Put(Record(2), Person(1), "second"));
  EXPECT_TRUE(gate().sound());
  EXPECT_OK(world_.Put(Record(2), Person(1), "second"));
}

// The key of a new person is durable before anything is sealed under it; when the batch behind it
// fails, the person can still be registered, and what was sealed meanwhile can still be opened.
TEST_F(GateTest, RegistersAPersonWhoseFirstRegistrationFailedBehindItsKey) {
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    for (const int nth : {1, 2}) {
      const auto number = static_cast<uint8_t>(20 + 2 * static_cast<int>(fault) + nth);
      SCOPED_TRACE(static_cast<int>(number));
      world_.home().FailCommit(fault, nth);
      EXPECT_EQ(world_.Register(Person(number)).error().kind, ErrorKind::kUnavailable);
      ASSERT_OK(world_.Reopen());
      HeldUp held(gate());
      auto registered = Start<RegisterAnswer>([&](Done<RegisterAnswer> done) {
        RegisterSubject(world_.As("support"), Person(number), "customers", std::move(done));
      });
      auto put = StartPut(world_.As("support"), Record(number), Person(number), "kept",
                          world_.time().Now());
      held.StepAside();
      ASSERT_OK(registered.get());
      ASSERT_OK(put.get());
      ASSERT_OK(world_.Reopen());
      const Result<ReadAnswer> answer = world_.Read(Record(number));
      ASSERT_OK(answer);
      EXPECT_EQ(answer->units[0].body.Reveal(), "kept");
    }
  }
}

TEST_F(GateTest, WhatWaitsSharesOneCommit) {
  HeldUp held(gate());
  std::vector<std::future<Result<PutAnswer>>> puts;
  for (uint8_t i = 0; i < 64; ++i) {
    puts.push_back(Put(static_cast<uint8_t>(100 + i), "body"));
  }
  const int commits = world_.home().commits();
  const uint64_t before = entries();
  held.StepAside();
  for (auto& put : puts) {
    EXPECT_OK(put.get());
  }
  EXPECT_EQ(world_.home().commits(), commits + 1);
  EXPECT_EQ(entries(), before + 64);
}

TEST_F(GateTest, ReadsOfABatchSeeTheStateBeforeIt) {
  HeldUp held(gate());
  auto put = Put(1, "second");
  auto read = Read(1);
  const int commits = world_.home().commits();
  held.StepAside();
  const Result<ReadAnswer> answer = read.get();
  ASSERT_OK(answer);
  EXPECT_EQ(answer->units[0].body.Reveal(), "first");
  const Result<PutAnswer> written = put.get();
  ASSERT_OK(written);
  EXPECT_LT(answer->receipt.entry, written->receipt.entry);
  EXPECT_EQ(answer->receipt.at, written->receipt.at);
  EXPECT_EQ(world_.home().commits(), commits + 1);
  EXPECT_EQ(Read(1).get()->units[0].body.Reveal(), "second");
}

// Invariant (journal before disclosure): a read is valid at the instant of its entry.
TEST_F(GateTest, RepeatsAReadWhoseRecordChangedMeanwhile) {
  HeldUp held(gate());
  auto put = Put(1, "second");
  HeldUp::Part(gate());
  auto read = Read(1);  // finds "first" now, and is journalled behind the change
  held.StepAside();
  const Result<ReadAnswer> answer = read.get();
  ASSERT_OK(answer);
  EXPECT_EQ(answer->units[0].body.Reveal(), "second");
  EXPECT_EQ(answer->units[0].version, 2U);
  EXPECT_OK(put.get());
}

TEST_F(GateTest, ReleasesNothingOfAPersonErasedMeanwhile) {
  HeldUp held(gate());
  auto erased = StartErase(world_.As("", "2026-014"), Person(1));
  HeldUp::Part(gate());
  auto read = Read(1);
  auto list = Start<ReadAnswer>([&](Done<ReadAnswer> done) {
    ListRecords(world_.As("support"), {.collection = "contacts"}, std::move(done));
  });
  held.StepAside();
  EXPECT_OK(erased.get());
  EXPECT_EQ(read.get().error().kind, ErrorKind::kShredded);
  const Result<ReadAnswer> listed = list.get();
  ASSERT_OK(listed);
  EXPECT_EQ(listed->units.size(), 0U);
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(GateTest, ReleasesNothingThatExpiredMeanwhile) {
  HeldUp held(gate());
  auto read = Read(1);
  HeldUp::Part(gate());
  world_.time().Advance(hours(24 * 30));
  auto later = Read(1);
  held.StepAside();
  EXPECT_EQ(read.get().error().kind, ErrorKind::kShredded);
  EXPECT_EQ(later.get().error().kind, ErrorKind::kShredded);
}

// Invariant (versions bind).
// Covers: GDPR Art. 28(3)(a).
TEST_F(GateTest, DecidesAgainWhenTheAgreementChangedMeanwhile) {
  HeldUp held(gate());
  auto activated = Activate(ShopTexts(2));
  auto read = Read(1);
  held.StepAside();
  ASSERT_OK(activated.get());
  const Result<ReadAnswer> answer = read.get();
  ASSERT_OK(answer);
  EXPECT_EQ(answer->receipt.clause.Format(), "shop-acme@2#3");
  EXPECT_EQ(LastEntry(world_.agreement()).agreement_version, 2U);
}

TEST_F(GateTest, RefusesWhatTheNewAgreementNoLongerAllows) {
  HeldUp held(gate());
  auto activated = Activate(Replaced(ShopTexts(2), "    - {verb: consult, clause: \"3.2\"}\n", ""));
  auto read = Read(1);
  auto put = Put(1, "second");
  held.StepAside();
  ASSERT_OK(activated.get());
  const Result<ReadAnswer> answer = read.get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().clause->Format(), "shop-acme@2#3");
  EXPECT_OK(put.get());
}

TEST_F(GateTest, SealsAnewWhatWasSealedUnderAnotherRetention) {
  HeldUp held(gate());
  auto activated = Activate(Replaced(ShopTexts(2), "keep: {days: 30}", "keep: {days: 10}"));
  auto put = Put(2, "second");
  held.StepAside();
  ASSERT_OK(activated.get());
  ASSERT_OK(put.get());
  const Result<ReadAnswer> answer = Read(2).get();
  ASSERT_OK(answer);
  EXPECT_EQ(answer->units[0].body.Reveal(), "second");
  EXPECT_EQ(answer->units[0].expires, world_.time().Now() + hours(24 * 10));
}

// Invariant (agreement time never goes back).
TEST_F(GateTest, ItsTimeNeverGoesBackWhenTheClockIsSetBack) {
  const Instant start = world_.time().Now();
  world_.time().Advance(hours(24 * 30));
  EXPECT_EQ(world_.Read(Record(1)).error().kind, ErrorKind::kShredded);
  const Instant reached = world_.agreement().journal().high_water();
  world_.time().Set(start);
  for (int restarts = 0; restarts < 2; ++restarts) {
    EXPECT_EQ(gate().Now(), reached);
    EXPECT_EQ(world_.Read(Record(1)).error().kind, ErrorKind::kShredded) << "expired is gone";
    EXPECT_EQ(LastEntry(world_.agreement()).at, reached);
    ASSERT_OK(world_.Reopen());
  }
  world_.time().Set(reached + hours(1));
  EXPECT_EQ(gate().Now(), reached + hours(1));
}

TEST_F(GateTest, CountsWhatItDid) {
  const GateCounts before = gate().counts();
  ASSERT_OK(world_.Read(Record(1)));
  EXPECT_FALSE(world_.Read(Record(1), "contacts", "marketing"));
  EXPECT_FALSE(world_.Read(Record(9)));
  const GateCounts after = gate().counts();
  EXPECT_EQ(after.done, before.done + 1);
  EXPECT_EQ(after.refused, before.refused + 1);
  EXPECT_EQ(after.failed, before.failed + 1);
  EXPECT_EQ(after.batches, before.batches + 3);
}

}  // namespace
}  // namespace mandat
