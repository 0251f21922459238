// SPDX-License-Identifier: Apache-2.0
// An agreement that is being observed decides and journals, and refuses only what is not for trial.
#include "service/observe.h"

#include <gtest/gtest.h>

#include "core/core_test_util.h"
#include "service/decide.h"
#include "service/record_event.h"

namespace mandat {
namespace {

using std::chrono::days;
using std::chrono::hours;

class ObserveTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate();
    ASSERT_OK(world_.Register(Person(1)));
    ASSERT_OK(world_.Put(Record(1), Person(1), "first"));
  }

  Result<ObserveAnswer> StartTrial(std::chrono::microseconds length = days(7),
                                   std::string reason = "first weeks") {
    return Wait<ObserveAnswer>([&](Done<ObserveAnswer> done) {
      StartObservation(world_.shared(), std::move(reason), world_.time().Now() + length,
                       Bytes(8, 'o'), std::move(done));
    });
  }
  Result<ObserveAnswer> StopTrial() {
    return Wait<ObserveAnswer>([&](Done<ObserveAnswer> done) {
      StopObservation(world_.shared(), Bytes(8, 'o'), std::move(done));
    });
  }
  Result<RecordAnswer> RecordNow(Event event) {
    RecordRequest request;
    request.event = std::move(event);
    request.event.by = "test";
    request.from_now = true;
    return Wait<RecordAnswer>([&](Done<RecordAnswer> done) {
      RecordEvent(world_.shared(), std::move(request), Bytes(8, 'o'), std::move(done));
    });
  }

  Result<ReadAnswer> ReadForMarketing() { return world_.Read(Record(1), "contacts", "marketing"); }
  Gate& gate() { return world_.agreement().gate(); }
  uint64_t entries() { return world_.agreement().journal().head().size; }
  std::vector<ObservedCount> Counts() {
    const Result<ObservationReport> report = ReportObservation(world_.agreement());
    EXPECT_OK(report);
    return report->counts;
  }

  TestWorld world_;
};

// Covers: GDPR Art. 28(3)(a).
TEST_F(ObserveTest, DoesAndJournalsWhatTheListsWouldHaveRefused) {
  ASSERT_OK(StartTrial());
  const Result<ReadAnswer> answer = ReadForMarketing();
  ASSERT_OK(answer);
  EXPECT_TRUE(answer->receipt.observed);
  EXPECT_EQ(answer->receipt.clause.Format(), "shop-acme@1#2");
  const Entry entry = EntryAt(world_.agreement(), answer->receipt.entry.value);
  EXPECT_EQ(entry.outcome, Outcome::kObserved);
  EXPECT_EQ(entry.clause, "2");
  EXPECT_EQ(entry.units_count, 1U);
  EXPECT_TRUE(entry.detail.starts_with("purpose-not-listed unlisted purpose ")) << entry.detail;
  EXPECT_EQ(gate().counts().observed, 1U);
}

TEST_F(ObserveTest, JournalsWhatIsAllowedAsEver) {
  ASSERT_OK(StartTrial());
  const Result<ReadAnswer> answer = world_.Read(Record(1));
  ASSERT_OK(answer);
  EXPECT_FALSE(answer->receipt.observed);
  EXPECT_EQ(EntryAt(world_.agreement(), answer->receipt.entry.value).outcome, Outcome::kDone);
  EXPECT_TRUE(Counts().empty());
}

// Invariant (silence refuses): no permit of this kind outside the time of an observation.
TEST_F(ObserveTest, MakesNoSuchPermitBeforeAfterOrOnceItIsStopped) {
  Operation operation;
  operation.verb = Verb::kConsult;
  operation.purpose = "marketing";
  operation.collection = "contacts";
  const auto is_observed = [&] {
    const Result<Permit> permit = gate().Admit(operation);
    EXPECT_TRUE(!permit || permit->observed()) << "never allowed";
    return permit.has_value();
  };
  EXPECT_FALSE(is_observed());
  EXPECT_FALSE(ReadForMarketing());
  ASSERT_OK(StartTrial(days(1)));
  EXPECT_TRUE(is_observed());
  world_.time().Advance(days(1));
  EXPECT_FALSE(is_observed()) << "it ends by itself";
  EXPECT_FALSE(ReadForMarketing());
  EXPECT_EQ(LastEntry(world_.agreement()).outcome, Outcome::kRefused);
  ASSERT_OK(StartTrial(days(1)));
  EXPECT_TRUE(is_observed());
  ASSERT_OK(StopTrial());
  EXPECT_FALSE(is_observed());
}

TEST_F(ObserveTest, CountsByClauseAndReasonWithTheirEntries) {
  ASSERT_OK(StartTrial());
  const Result<ReadAnswer> first = ReadForMarketing();
  ASSERT_OK(first);
  EXPECT_EQ(world_.Read(Record(9), "contacts", "marketing").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(LastEntry(world_.agreement()).outcome, Outcome::kAbsent);
  const uint64_t last = entries() - 1;
  EXPECT_EQ(Counts(), (std::vector<ObservedCount>{{"purpose-not-listed", 1, "2", 2,
                                                   first->receipt.entry, EntryIndex{last}}}));
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(Counts().size(), 1U);
  EXPECT_OK(ReadForMarketing()) << "the setting is loaded at open";
  EXPECT_EQ(Counts()[0].count, 3U);
  ASSERT_OK(StopTrial());
  EXPECT_EQ(Counts().size(), 1U) << "kept until the next one begins";
  ASSERT_OK(StartTrial());
  EXPECT_TRUE(Counts().empty());
}

// A commit that fails leaves neither the act nor its count. Both twins: lost, and kept.
TEST_F(ObserveTest, ReleasesNothingThatItCannotJournal) {
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    ASSERT_OK(world_.Reopen());
    if (!gate().observation() || !gate().observation()->IsOn(gate().Now())) {
      ASSERT_OK(StartTrial());
    }
    const size_t before = Counts().size();
    world_.home().FailCommit(fault);
    EXPECT_EQ(ReadForMarketing().error().kind, ErrorKind::kUnavailable);
    ASSERT_OK(world_.Reopen());
    EXPECT_EQ(Counts().size(), before + (fault == CommitFault::kUnknownKept ? 1 : 0));
  }
}

// Covers: GDPR Art. 28(3)(a), GDPR Art. 44.
TEST_F(ObserveTest, RefusesWhatStandsBesideTheListsEvenBehindAPurposeThatIsNotListed) {
  ASSERT_OK(StartTrial());
  Operation operation;
  operation.verb = Verb::kConsult;
  operation.purpose = "marketing";
  operation.collection = "contacts";
  ASSERT_OK(gate().Admit(operation));
  operation.place = "US";
  EXPECT_EQ(gate().Admit(operation).error().kind, ErrorKind::kRefused) << "a place outside";
  operation.place = "";
  operation.people = "nobody";
  EXPECT_EQ(gate().Admit(operation).error().kind, ErrorKind::kRefused) << "people not listed";
  operation.people = "";
  operation.collection = "faxes";
  EXPECT_EQ(gate().Admit(operation).error().kind, ErrorKind::kRefused) << "no such collection";
  operation.collection = "contacts";
  operation.verb = Verb::kErase;
  EXPECT_EQ(gate().Admit(operation).error().kind, ErrorKind::kRefused) << "cannot be taken back";
  operation.verb = Verb::kConsult;
  Event event;
  event.kind = EventKind::kSuspend;
  event.id = "trouble";
  event.party = ContractParty::kController;
  const Result<RecordAnswer> suspended = RecordNow(event);
  ASSERT_OK(suspended);
  ASSERT_TRUE(suspended->findings.empty());
  EXPECT_EQ(gate().Admit(operation).error().kind, ErrorKind::kRefused) << "suspended";
  operation.purpose = "support";
  EXPECT_EQ(gate().Admit(operation).error().kind, ErrorKind::kRefused) << "suspended";
}

// Invariant (erased stays erased; expired is gone).
TEST_F(ObserveTest, ReadsNothingThatIsErasedOrExpired) {
  ASSERT_OK(world_.Register(Person(2)));
  ASSERT_OK(world_.Put(Record(2), Person(2), "second"));
  ASSERT_OK(StartTrial(days(60)));
  ASSERT_OK(world_.Erase(Person(2)));
  EXPECT_EQ(world_.Read(Record(2), "contacts", "marketing").error().kind, ErrorKind::kShredded);
  ASSERT_OK(ReadForMarketing());
  world_.time().Advance(days(31));
  EXPECT_EQ(ReadForMarketing().error().kind, ErrorKind::kShredded);
}

TEST_F(ObserveTest, IsJournalledWithWhoAndUntilWhenAndEndsWithinNinetyDays) {
  EXPECT_EQ(StartTrial(days(90) + hours(1)).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(StartTrial(-hours(1)).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(StartTrial(days(1), "").error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(StartTrial(days(1), std::string(201, 'x')).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(StopTrial().error().kind, ErrorKind::kConflict);
  const Result<ObserveAnswer> started = StartTrial(days(90));
  ASSERT_OK(started);
  const Entry entry = EntryAt(world_.agreement(), started->receipt.entry.value);
  EXPECT_EQ(entry.act, "start-observation");
  EXPECT_EQ(entry.actor, Bytes(8, 'o'));
  EXPECT_TRUE(entry.detail.starts_with("until " + started->observation.until.Format()));
  EXPECT_EQ(entry.detail.find("weeks"), std::string::npos) << "people write reasons";
  const Result<ObserveAnswer> again = StartTrial(days(90));
  ASSERT_OK(again);
  EXPECT_TRUE(again->receipt.replayed);
  EXPECT_EQ(again->receipt.entry, started->receipt.entry);
  EXPECT_EQ(StartTrial(days(80)).error().kind, ErrorKind::kConflict);
  ASSERT_OK(StopTrial());
  EXPECT_EQ(LastEntry(world_.agreement()).act, "stop-observation");
}

TEST_F(ObserveTest, SaysInADecisionWhatTheAgreementSaysAndThatItIsTriedOut) {
  Operation operation;
  operation.verb = Verb::kConsult;
  operation.purpose = "marketing";
  operation.collection = "contacts";
  const Instant now = world_.time().Now();
  ASSERT_OK(StartTrial());
  const Result<Explanation> told = ExplainDecision(world_.agreement(), operation, now + -days(31));
  ASSERT_OK(told);
  EXPECT_FALSE(told->allowed);
  EXPECT_TRUE(told->observed);
  EXPECT_EQ(told->clause.Format(), "shop-acme@1#2");
  EXPECT_NE(told->text, "");
  EXPECT_EQ(told->expires, now + -days(1));
  EXPECT_TRUE(told->expired);
}

TEST(ObservationTest, ReadsBackWhatItWroteAndNothingElse) {
  Observation observation{{5}, {7}, Instant{6}, EntryIndex{9}, Bytes(8, 'o'), "why"};
  const Bytes row = observation.Encode();
  EXPECT_EQ(*Observation::Decode(row), observation);
  EXPECT_FALSE(Observation::Decode(""));
  EXPECT_FALSE(Observation::Decode(ByteView(row).substr(0, 36)));
  observation.stopped.reset();
  EXPECT_EQ(*Observation::Decode(observation.Encode()), observation);
}

}  // namespace
}  // namespace mandat
