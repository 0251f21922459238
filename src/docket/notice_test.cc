// SPDX-License-Identifier: Apache-2.0
#include "docket/notice.h"

#include <gtest/gtest.h>

#include "docket/docket_test_util.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

Instant After(microseconds since) { return kEvent + since; }

Notice Waiting() {
  Notice notice;
  notice.id = 1;
  notice.kind = "breach";
  notice.language = "en";
  notice.channel = "e-mail";
  notice.contact = 2;
  notice.created = kEvent;
  notice.next = kEvent;
  return notice;
}
Notice Sending(Notice notice = Waiting()) {
  EXPECT_OK(BeginAttempt(notice, kEvent));
  return notice;
}
Notice Ended(AttemptEnd end, std::optional<Instant> retry_at, Notice notice = Sending()) {
  EXPECT_OK(EndAttempt(notice, end, "reply", retry_at, After(minutes(1))));
  return notice;
}
Notice Dispatched(Notice notice = Sending()) {
  return Ended(AttemptEnd::kTaken, std::nullopt, std::move(notice));
}
Notice WithReceipt(bool is_urgent) {
  Notice notice = Waiting();
  notice.wants_receipt = true;
  notice.is_urgent = is_urgent;
  return notice;
}

void ExpectConflict(const Status& status) { ExpectError(status, ErrorKind::kConflict); }

TEST(NoticeTest, AnAttemptIsKnownBeforeAnythingLeaves) {
  Notice notice = Waiting();
  ASSERT_OK(BeginAttempt(notice, After(hours(1))));
  EXPECT_EQ(notice.state, NoticeState::kSending);
  EXPECT_EQ(notice.attempts, 1U);
  EXPECT_EQ(notice.next, After(hours(1) + kAttemptMax));
  EXPECT_FALSE(notice.may_have_arrived);
}

TEST(NoticeTest, WhatTheNextHopTookIsDispatchedAndNotReceived) {
  const Notice notice = Dispatched();
  EXPECT_EQ(notice.state, NoticeState::kDispatched);
  EXPECT_EQ(notice.dispatched, After(minutes(1)));
  EXPECT_EQ(notice.received, std::nullopt);
  EXPECT_EQ(notice.next, std::nullopt);
  EXPECT_EQ(notice.reply, "reply");
  EXPECT_FALSE(notice.is_over());
}

TEST(NoticeTest, SilenceIsLookedAtAfterFourHoursWhenUrgentAndFiveDaysOtherwise) {
  EXPECT_EQ(Dispatched(Sending(WithReceipt(true))).next, After(minutes(1) + hours(4)));
  EXPECT_EQ(Dispatched(Sending(WithReceipt(false))).next, After(minutes(1) + hours(120)));
}

TEST(NoticeTest, WhatIsNotTakenNowIsTriedAgainWhenItIsSaid) {
  const Notice notice = Ended(AttemptEnd::kNotNow, After(hours(1)));
  EXPECT_EQ(notice.state, NoticeState::kWaiting);
  EXPECT_EQ(notice.next, After(hours(1)));
  EXPECT_FALSE(notice.may_have_arrived);
  EXPECT_EQ(Sending(notice).attempts, 2U);
}

TEST(NoticeTest, WhatNobodyKnowsOfMayHaveArrivedForEverAfter) {
  Notice notice = Ended(AttemptEnd::kNobodyKnows, After(hours(1)));
  EXPECT_EQ(notice.state, NoticeState::kWaiting);
  EXPECT_TRUE(notice.may_have_arrived);
  notice = Ended(AttemptEnd::kNotNow, After(hours(2)), Sending(notice));
  EXPECT_TRUE(notice.may_have_arrived);
  EXPECT_TRUE(Dispatched(Sending(notice)).may_have_arrived);
}

TEST(NoticeTest, WhatIsNeverTakenOrNotTriedAgainIsDead) {
  for (const Notice& notice :
       {Ended(AttemptEnd::kNever, std::nullopt), Ended(AttemptEnd::kNever, After(hours(1))),
        Ended(AttemptEnd::kNotNow, std::nullopt), Ended(AttemptEnd::kNobodyKnows, std::nullopt)}) {
    EXPECT_EQ(notice.state, NoticeState::kDead);
    EXPECT_EQ(notice.next, std::nullopt);
    EXPECT_TRUE(notice.is_over());
  }
}

TEST(NoticeTest, AnInterruptedAttemptMayHaveArrivedAndTheNextIsDueAtOnce) {
  Notice notice = Sending();
  ASSERT_OK(RecoverAttempt(notice, After(hours(3))));
  EXPECT_EQ(notice.state, NoticeState::kWaiting);
  EXPECT_TRUE(notice.may_have_arrived);
  EXPECT_EQ(notice.next, After(hours(3)));
  EXPECT_EQ(notice.attempts, 1U);
}

TEST(NoticeTest, AnAcknowledgementProvesReceiptFromTheFirstAttemptOn) {
  Notice waiting = Waiting();
  ExpectConflict(Receive(waiting, "acknowledgement", After(hours(2))));
  for (Notice notice : {Sending(), Ended(AttemptEnd::kNobodyKnows, After(hours(1))), Dispatched(),
                        Ended(AttemptEnd::kNobodyKnows, std::nullopt)}) {
    ASSERT_OK(Receive(notice, "acknowledgement", After(hours(2))));
    EXPECT_EQ(notice.state, NoticeState::kReceived);
    EXPECT_EQ(notice.received, After(hours(2)));
    EXPECT_EQ(notice.received_by, "acknowledgement");
    EXPECT_EQ(notice.next, std::nullopt);
    ExpectConflict(Receive(notice, "acknowledgement", After(hours(3))));
    EXPECT_EQ(notice.received, After(hours(2)));
  }
}

TEST(NoticeTest, AnAcknowledgementStandsAgainstABounceOfAnotherAttempt) {
  Notice notice = Dispatched();
  ASSERT_OK(Bounce(notice, "550"));
  ASSERT_OK(Receive(notice, "acknowledgement", After(hours(2))));
  EXPECT_EQ(notice.state, NoticeState::kReceived);
}

TEST(NoticeTest, OnlyWhatWasDispatchedCountsAsReceived) {
  Notice dispatched = Dispatched();
  ASSERT_OK(Receive(dispatched, "deemed", After(hours(2))));
  EXPECT_EQ(dispatched.received_by, "deemed");
  Notice bounced = Dispatched();
  ASSERT_OK(Bounce(bounced, "550"));
  for (Notice notice : {Waiting(), Sending(), Ended(AttemptEnd::kNobodyKnows, After(hours(1))),
                        Ended(AttemptEnd::kNever, std::nullopt), bounced, dispatched}) {
    const Notice before = notice;
    ExpectConflict(Receive(notice, "deemed", After(hours(2))));
    EXPECT_EQ(notice, before);
  }
}

TEST(NoticeTest, ComesBackOnlyAfterItWasDispatched) {
  Notice notice = Dispatched(Sending(WithReceipt(true)));
  ASSERT_OK(Bounce(notice, "550 no such mailbox"));
  EXPECT_EQ(notice.state, NoticeState::kBounced);
  EXPECT_EQ(notice.reply, "550 no such mailbox");
  EXPECT_EQ(notice.next, std::nullopt);
  Notice received = Dispatched();
  ASSERT_OK(Receive(received, "acknowledgement", After(hours(2))));
  for (Notice other :
       {Waiting(), Sending(), Ended(AttemptEnd::kNever, std::nullopt), received, notice}) {
    const Notice before = other;
    ExpectConflict(Bounce(other, "550"));
    EXPECT_EQ(other, before);
  }
}

TEST(NoticeTest, FallsSilentOnceAndOnlyWhereAnAnswerWasWanted) {
  Notice notice = Dispatched(Sending(WithReceipt(true)));
  ASSERT_OK(FallSilent(notice));
  EXPECT_TRUE(notice.is_silent);
  EXPECT_EQ(notice.state, NoticeState::kDispatched);
  EXPECT_EQ(notice.next, std::nullopt);
  ExpectConflict(FallSilent(notice));
  Notice unasked = Dispatched();
  ExpectConflict(FallSilent(unasked));
  Notice sending = Sending(WithReceipt(true));
  ExpectConflict(FallSilent(sending));
}

TEST(NoticeTest, IsReceivedAfterSilenceAllTheSame) {
  Notice notice = Dispatched(Sending(WithReceipt(true)));
  ASSERT_OK(FallSilent(notice));
  ASSERT_OK(Receive(notice, "acknowledgement", After(hours(50))));
  EXPECT_TRUE(notice.is_silent);
}

TEST(NoticeTest, WaitsForSilenceFirstAndThenForTheDayOnWhichItCountsAsReceived) {
  Notice notice = WithReceipt(true);
  notice.deemed = After(hours(72));
  notice = Dispatched(Sending(notice));
  EXPECT_EQ(notice.next, After(minutes(1) + hours(4)));
  ASSERT_OK(FallSilent(notice));
  EXPECT_EQ(notice.next, After(hours(72)));
  Notice soon = WithReceipt(true);
  soon.deemed = After(hours(1));
  EXPECT_EQ(Dispatched(Sending(soon)).next, After(hours(1)));
}

TEST(NoticeTest, NoAttemptBeginsEndsOrRecoversOutOfTurn) {
  for (Notice notice : {Sending(), Dispatched(), Ended(AttemptEnd::kNever, std::nullopt)}) {
    const Notice before = notice;
    ExpectConflict(BeginAttempt(notice, After(hours(1))));
    EXPECT_EQ(notice, before);
  }
  for (Notice notice : {Waiting(), Dispatched(), Ended(AttemptEnd::kNever, std::nullopt)}) {
    const Notice before = notice;
    ExpectConflict(EndAttempt(notice, AttemptEnd::kTaken, "", std::nullopt, After(hours(1))));
    ExpectConflict(RecoverAttempt(notice, After(hours(1))));
    EXPECT_EQ(notice, before);
  }
}

// The bytes are the other side's: a row that holds them must be read again.
TEST(NoticeTest, AReplyThatIsNoTextIsKeptAsText) {
  Notice notice = Sending();
  ASSERT_OK(EndAttempt(notice, AttemptEnd::kTaken, "250 caf\xe9\r\n", std::nullopt, kEvent));
  EXPECT_EQ(notice.reply, "250 caf???");
  ASSERT_OK(Bounce(notice, "550 caf\xc3\xa9"));
  EXPECT_EQ(notice.reply, "550 caf\xc3\xa9");
  const Result<Notice> read = DecodeCborRecord<Notice>(EncodeCborRecord(notice));
  ASSERT_OK(read);
  EXPECT_EQ(*read, notice);
}

TEST(NoticeTest, HasAWordForEachState) {
  EXPECT_EQ(Name(NoticeState::kWaiting), "waiting");
  EXPECT_EQ(Name(NoticeState::kSending), "sending");
  EXPECT_EQ(Name(NoticeState::kDispatched), "dispatched");
  EXPECT_EQ(Name(NoticeState::kReceived), "received");
  EXPECT_EQ(Name(NoticeState::kBounced), "bounced");
  EXPECT_EQ(Name(NoticeState::kDead), "dead");
}

}  // namespace
}  // namespace mandat
