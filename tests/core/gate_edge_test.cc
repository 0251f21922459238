// SPDX-License-Identifier: Apache-2.0
// Idempotency, and what must hold when a request is odd or the last to let go.
#include <gtest/gtest.h>

#include <thread>

#include "core/core_test_util.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

using std::chrono::hours;

class GateEdgeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate();
    ASSERT_OK(world_.Register(Person(1)));
    ASSERT_OK(world_.Put(Record(1), Person(1), "first"));
  }

  Gate& gate() { return world_.agreement().gate(); }
  uint64_t entries() { return world_.agreement().journal().head().size; }

  // A caller whose request is named by a key, as HTTP would name it.
  Caller Keyed(std::string key, std::string purpose = "support", std::string instruction = "") {
    Caller caller = world_.As(std::move(purpose), std::move(instruction));
    caller.request = "digest of the request";
    caller.idempotency_key = std::move(key);
    return caller;
  }
  auto Put(Caller caller, uint8_t record, std::string body) {
    return StartPut(std::move(caller), Record(record), Person(1), std::move(body),
                    world_.time().Now());
  }

  TestWorld world_;
};

TEST_F(GateEdgeTest, AnswersARepeatedRequestWithoutDoingOrJournallingItAgain) {
  const Result<PutAnswer> first = Put(Keyed("k"), 2, "body").get();
  ASSERT_OK(first);
  const uint64_t before = entries();
  const int commits = world_.home().commits();
  const Result<PutAnswer> again = Put(Keyed("k"), 2, "body").get();
  ASSERT_OK(again);
  EXPECT_TRUE(again->receipt.replayed);
  EXPECT_EQ(again->receipt.entry, first->receipt.entry);
  EXPECT_EQ(again->receipt.at, first->receipt.at);
  EXPECT_EQ(entries(), before);
  EXPECT_EQ(world_.home().commits(), commits);
}

TEST_F(GateEdgeTest, RemembersARequestAcrossARestartAndUntilTheEndOfTheNextDay) {
  ASSERT_OK(Put(Keyed("k"), 2, "body").get());
  ASSERT_OK(world_.Reopen());
  world_.time().Set(*Instant::Parse("2026-03-03T23:59:59Z"));
  EXPECT_TRUE(Put(Keyed("k"), 2, "body").get()->receipt.replayed);
  world_.time().Set(*Instant::Parse("2026-03-04T00:00:00Z"));
  const Result<PutAnswer> later = Put(Keyed("k"), 2, "body").get();
  ASSERT_OK(later);
  EXPECT_FALSE(later->receipt.replayed);
  EXPECT_EQ(later->version, 2U);
}

TEST_F(GateEdgeTest, KeepsTheKeysOfTwoCallersApart) {
  ASSERT_OK(Put(Keyed("k"), 2, "body").get());
  Caller other = Keyed("k");
  other.actor = Bytes(8, 'b');
  const Result<PutAnswer> put = Put(std::move(other), 2, "body").get();
  ASSERT_OK(put);
  EXPECT_FALSE(put->receipt.replayed);
}

TEST_F(GateEdgeTest, RemembersNoRequestThatWasNotDone) {
  EXPECT_EQ(Put(Keyed("k", "marketing"), 2, "body").get().error().kind, ErrorKind::kRefused);
  const Result<PutAnswer> put = Put(Keyed("k"), 2, "body").get();
  ASSERT_OK(put);
  EXPECT_FALSE(put->receipt.replayed);
}

TEST_F(GateEdgeTest, DoesARequestOnceThatCameTwiceInOneBatch) {
  HeldUp held(gate());
  auto first = Put(Keyed("k"), 2, "body");
  auto second = Put(Keyed("k"), 2, "body");
  const uint64_t before = entries();
  held.StepAside();
  const Result<PutAnswer> one = first.get();
  const Result<PutAnswer> two = second.get();
  ASSERT_OK(one);
  ASSERT_OK(two);
  EXPECT_FALSE(one->receipt.replayed);
  EXPECT_TRUE(two->receipt.replayed);
  EXPECT_EQ(one->receipt.entry, two->receipt.entry);
  EXPECT_EQ(entries(), before + 1);
}

// The second is only as durable as the first.
TEST_F(GateEdgeTest, ReleasesNeitherOfTheTwoWhenTheirCommitFails) {
  HeldUp held(gate());
  auto first = Put(Keyed("k"), 2, "body");
  auto second = Put(Keyed("k"), 2, "body");
  world_.home().FailCommit(CommitFault::kRefuse);
  held.StepAside();
  EXPECT_EQ(first.get().error().kind, ErrorKind::kUnavailable);
  const Result<PutAnswer> two = second.get();
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().kind, ErrorKind::kUnavailable);
  EXPECT_FALSE(world_.Read(Record(2)));
}

TEST_F(GateEdgeTest, AnUnknownOutcomeIsSettledByAskingAgainWithTheSameKey) {
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    const bool kept = fault == CommitFault::kUnknownKept;
    const std::string key = kept ? "kept" : "lost";
    const uint8_t record = kept ? 4 : 3;
    world_.home().FailCommit(fault);
    EXPECT_FALSE(Put(Keyed(key), record, "body").get());
    ASSERT_OK(world_.Reopen());
    const Result<PutAnswer> again = Put(Keyed(key), record, "body").get();
    ASSERT_OK(again);
    EXPECT_EQ(again->receipt.replayed, kept);
    EXPECT_EQ(again->version, 1U);
  }
}

TEST_F(GateEdgeTest, AnErasureIsRepeatedWithItsCountThoughThePersonIsGone) {
  const Result<EraseAnswer> first = StartErase(Keyed("k", "", "2026-014"), Person(1)).get();
  ASSERT_OK(first);
  const Result<EraseAnswer> again = StartErase(Keyed("k", "", "2026-014"), Person(1)).get();
  ASSERT_OK(again);
  EXPECT_TRUE(again->receipt.replayed);
  EXPECT_EQ(again->units_count, 1U);
  EXPECT_EQ(again->receipt.entry, first->receipt.entry);
}

// Invariant (journal before disclosure): there is no read without an entry of its own.
TEST_F(GateEdgeTest, EveryReadIsJournalledWhateverKeyItCarries) {
  ASSERT_OK(StartRead(Keyed("k"), Record(1)).get());
  const uint64_t before = entries();
  const Result<ReadAnswer> again = StartRead(Keyed("k"), Record(1)).get();
  ASSERT_OK(again);
  EXPECT_FALSE(again->receipt.replayed);
  EXPECT_EQ(entries(), before + 1);
  EXPECT_EQ(StartRead(Keyed("k", "marketing"), Record(1)).get().error().kind, ErrorKind::kRefused);
  ASSERT_OK(world_.Erase(Person(1)));
  EXPECT_EQ(StartRead(Keyed("k"), Record(1)).get().error().kind, ErrorKind::kShredded);
}

// An effect without an entry must not be. The reference is the one free text that callers send.
TEST_F(GateEdgeTest, DoesNothingUnderAnInstructionThatTheJournalCannotHold) {
  const uint64_t before = entries();
  for (const std::string& text :
       {std::string(257, 'i'), std::string(5'000, 'i'), std::string("not utf-8 \xff")}) {
    EXPECT_EQ(world_.Erase(Person(1), text).error().kind, ErrorKind::kInvalid);
    Caller caller = world_.As("support", text);
    EXPECT_EQ(Put(caller, 2, "body").get().error().kind, ErrorKind::kInvalid);
    EXPECT_EQ(StartRead(caller, Record(1)).get().error().kind, ErrorKind::kInvalid);
  }
  EXPECT_EQ(entries(), before);
  EXPECT_OK(world_.Read(Record(1)));
  EXPECT_EQ(world_.Read(Record(2)).error().kind, ErrorKind::kNotFound);
  const Result<EraseAnswer> longest = world_.Erase(Person(1), std::string(256, 'i'));
  ASSERT_OK(longest);
  EXPECT_EQ(LastEntry(world_.agreement()).instruction, std::string(256, 'i'));
}

// Stages an effect and a fact that fits into no entry.
class SpoilingWork final : public Work {
 public:
  SpoilingWork(Operation operation, std::promise<Status>& told)
      : Work(std::move(operation), Bytes(8, 'a')), told_(told) {}
  bool writes() const override { return true; }
  Result<Facts> Act(Permit, BatchContext& context) override {
    context.staging.Put(Space::kIndex, "an effect without an entry", "");
    Facts facts;
    facts.detail = std::string(Entry::kBytesMax, 'd');
    return facts;
  }
  void Finish(Result<Release> release) override {
    told_.set_value(release ? Status() : Status(Fail(release.error())));
  }

 private:
  std::promise<Status>& told_;
};

TEST_F(GateEdgeTest, CommitsNothingOfABatchInWhichAnEffectHasNoEntry) {
  Operation operation;
  operation.verb = Verb::kRecord;
  operation.purpose = "support";
  operation.collection = "contacts";
  std::promise<Status> told;
  HeldUp held(gate());
  auto before = Put(world_.As("support"), 2, "body");
  gate().Submit(std::unique_ptr<Work>(std::make_unique<SpoilingWork>(operation, told)));
  auto behind = Put(world_.As("support"), 3, "body");
  const uint64_t size = entries();
  held.StepAside();
  EXPECT_EQ(told.get_future().get().error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(before.get().error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(behind.get().error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(entries(), size);
  EXPECT_EQ(*world_.agreement().store().Find(Space::kIndex, "an effect without an entry"),
            std::nullopt);
  EXPECT_OK(Put(world_.As("support"), 2, "body").get());
}

// The ledger holds keyed hashes beside the rows of keys still to be destroyed; one in 256 begins
// like such a row.
TEST_F(GateEdgeTest, OpensAnAgreementWhoeverWasErased) {
  std::optional<SubjectId> alike;
  for (int number = 0; number < 5'000 && !alike; ++number) {
    Bytes id(12, '\x33');
    AppendBigEndian32(id, static_cast<uint32_t>(number));
    const SubjectId subject = *SubjectId::Decode(id);
    if (world_.agreement().keyring().LedgerTag("person", id).view()[0] == 'p') {
      alike = subject;
    }
  }
  ASSERT_TRUE(alike.has_value());
  ASSERT_OK(world_.Register(*alike));
  ASSERT_OK(world_.Erase(*alike));
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(world_.Register(*alike).error().kind, ErrorKind::kShredded);
  EXPECT_OK(world_.Read(Record(1)));
}

// The row of a key still to be destroyed goes with the batch behind its destruction.
TEST_F(GateEdgeTest, NamesAnErasedPersonNowhereOnceTheKeyIsDestroyed) {
  ASSERT_OK(world_.Erase(Person(1)));
  ASSERT_OK(world_.Register(Person(2)));
  EXPECT_EQ(world_.home().Everything().find(Person(1).bytes()), Bytes::npos);
  EXPECT_NE(world_.home().Everything().find(Person(2).bytes()), Bytes::npos);
}

// The keys changed hands and the entry is not there: the erasure is not called complete, and the
// re-wrap is done again.
// Covers: GDPR Art. 28(3)(g).
TEST_F(GateEdgeTest, CompletesAnErasureOnlyWhenTheEntryOfTheRewrapIsDurable) {
  const Result<EraseAnswer> erased = world_.Erase(Person(1));
  ASSERT_OK(erased);
  // Each commit on the way once: of the trail's move, of the survivors' copies, of the entry.
  int failures = 0;
  for (int nth = 1;; ++nth) {
    world_.time().Advance(std::chrono::seconds(1));
    world_.home().FailCommit(nth % 2 == 0 ? CommitFault::kRefuse : CommitFault::kUnknownLost, nth);
    if (Rewrap(world_.shared())) {
      break;
    }
    ++failures;
    ASSERT_OK(world_.Reopen());
    EXPECT_TRUE(ErasureCompletion(world_.agreement())->rewrap_due) << nth;
  }
  EXPECT_GE(failures, 3);
  EXPECT_FALSE(ErasureCompletion(world_.agreement())->rewrap_due);
  EXPECT_EQ(LastEntry(world_.agreement()).act, "rewrap-keys");
}

TEST_F(GateEdgeTest, IsOpenedAnewWhenARewrapLeavesInDoubtWhichKeysAreInForce) {
  world_.home().FailFile(true, 4);
  EXPECT_EQ(Rewrap(world_.shared()).error().kind, ErrorKind::kUnavailable);
  EXPECT_FALSE(gate().sound());
  EXPECT_EQ(world_.Register(Person(2)).error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(world_.Erase(Person(1)).error().kind, ErrorKind::kUnavailable);
  ASSERT_OK(world_.Reopen());
  EXPECT_OK(world_.Read(Record(1)));
  EXPECT_OK(world_.Register(Person(2)));
}

// Whoever closes an agreement waits for what is still being answered, and loses nothing of it.
TEST_F(GateEdgeTest, ClosesOnlyWhenWhatIsInFlightHasFinished) {
  std::latch answering(1);
  std::latch closing(1);
  std::promise<Result<ReadAnswer>> promise;
  Gate& closed = gate();
  ReadRecord(world_.As("support"), "contacts", Record(1), [&](Result<ReadAnswer> answer) {
    answering.count_down();
    closing.wait();
    EXPECT_TRUE(closed.sound()) << "it was closed under the hands of its sequencer";
    promise.set_value(std::move(answer));
  });
  answering.wait();
  std::jthread closer([&] {
    closing.count_down();
    EXPECT_OK(world_.Reopen());
  });
  EXPECT_OK(promise.get_future().get());
  closer.join();
  EXPECT_OK(world_.Read(Record(1)));
}

}  // namespace
}  // namespace mandat
