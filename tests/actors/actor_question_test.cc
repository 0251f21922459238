// SPDX-License-Identifier: Apache-2.0
#include "service/actor_question.h"

#include "actors/account_world.h"
#include "base/error_test_util.h"

namespace mandat {
namespace {

class ActorQuestionTest : public ::testing::Test {
 protected:
  EntryIndex Asked(const std::string& by = "ops-one") {
    const auto asked = world_.AskOf(by, world_.TagOf("shop"));
    EXPECT_OK(asked);
    return asked ? asked->question.number : EntryIndex{};
  }

  AccountWorld world_;
};

// Covers: GDPR Art. 32(1)(b); GDPR Art. 5(1)(f).
TEST_F(ActorQuestionTest, TellsWhoStandsBehindATagOnceASecondPersonConfirmed) {
  const auto asked = world_.AskOf("ops-one", world_.TagOf("shop"));
  ASSERT_OK(asked);
  EXPECT_EQ(asked->question.state, ActorQuestionState::kOpen);
  const auto answer = world_.Confirm("ops-two", asked->question.number);
  ASSERT_OK(answer);
  EXPECT_EQ(answer->account.label, "shop");
  EXPECT_EQ(answer->account.role, "application");
  EXPECT_EQ(answer->account.agreement, "shop-acme");
  EXPECT_EQ(answer->account.tag, world_.TagOf("shop"));
  EXPECT_EQ(answer->question.state, ActorQuestionState::kConfirmed);
}

TEST_F(ActorQuestionTest, JournalsAskingAndConfirmingWithoutAWordOfTheReason) {
  const EntryIndex number = Asked();
  ASSERT_OK(world_.Confirm("auditor-one", number));
  const Entry asking = world_.EntryAt(number);
  EXPECT_EQ(asking.act, "ask-actor");
  EXPECT_EQ(asking.actor, world_.TagOf("ops-one"));
  EXPECT_TRUE(asking.detail.starts_with("tag " + FormatHex(world_.TagOf("shop")) + " reason "));
  const std::string reason = "incident 2026-07, what Ada Example reported";
  EXPECT_TRUE(
      asking.detail.ends_with(FormatHex(Sha256({asking.salt, reason}).view().substr(0, 16))))
      << "whoever has the reason can show that it was this one";
  const Entry confirming = world_.Last();
  EXPECT_EQ(confirming.act, "confirm-actor");
  EXPECT_EQ(confirming.actor, world_.TagOf("auditor-one"));
  EXPECT_EQ(confirming.detail, "question " + std::to_string(number.value));
  EXPECT_EQ(world_.home().Everything().find("Ada Example"), Bytes::npos);
  EXPECT_EQ(world_.home().Everything().find("shop-acme"), Bytes::npos);
}

TEST_F(ActorQuestionTest, RefusesWhoeverAskedToConfirmHoweverOften) {
  const EntryIndex number = Asked();
  for (int i = 0; i < 2; ++i) {
    const auto answer = world_.Confirm("ops-one", number);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::kRefused);
    EXPECT_EQ(answer.error().clause->Format(), "house@1#two-people");
    EXPECT_EQ(world_.Last().act, "confirm-actor");
    EXPECT_EQ(world_.Last().outcome, Outcome::kRefused);
    EXPECT_EQ(answer.error().entry, world_.size() - 1);
  }
  EXPECT_OK(world_.Confirm("ops-two", number));
}

TEST_F(ActorQuestionTest, TellsNothingToWhoeverIsAlone) {
  const EntryIndex number = Asked();
  const auto answer = world_.Tell("ops-one", number);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(world_.Last().act, "tell-actor");
  EXPECT_EQ(world_.Last().outcome, Outcome::kRefused);
}

// A new token of the same account is not a second person.
TEST_F(ActorQuestionTest, TakesTwoTokensOfOneAccountForOnePerson) {
  auto lines = world_.lines();
  lines.push_back(Line(ActorRole::kOperator, "ops-one", "another token"));
  world_.RestartWith(lines);
  const auto tags = EnrolAccounts(world_.system(), lines);
  ASSERT_OK(tags);
  const EntryIndex number = Asked();
  const Actor again{ActorRole::kOperator, "", tags->back()};
  const auto answer = Wait<ActorAnswer>([&](Done<ActorAnswer> done) {
    ConfirmActor(world_.system(), number, again, std::move(done));
  });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kRefused);
}

TEST_F(ActorQuestionTest, WantsAnOperatorAmongTheTwo) {
  const EntryIndex number = Asked("auditor-one");
  const auto answer = world_.Confirm("auditor-two", number);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kRefused);
  EXPECT_OK(world_.Confirm("ops-one", number));
}

TEST_F(ActorQuestionTest, LetsAnAskingLapseAfterADay) {
  const EntryIndex number = Asked();
  const EntryIndex twin = Asked();
  world_.time().Advance(kActorQuestionLasts - std::chrono::microseconds(1));
  EXPECT_OK(world_.Confirm("ops-two", twin)) << "just in time";
  world_.time().Advance(std::chrono::microseconds(1));
  const auto late = world_.Confirm("ops-two", number);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(late.error().clause->Format(), "house@1#one-day");
  EXPECT_EQ(world_.Last().outcome, Outcome::kRefused);
}

TEST_F(ActorQuestionTest, TellsItAgainForADayToTheTwoAndToNobodyElse) {
  const EntryIndex number = Asked();
  ASSERT_OK(world_.Confirm("ops-two", number));
  for (const char* each : {"ops-one", "ops-two"}) {
    const auto told = world_.Tell(each, number);
    ASSERT_OK(told);
    EXPECT_EQ(told->account.label, "shop");
    EXPECT_EQ(world_.Last().act, "tell-actor");
  }
  EXPECT_EQ(world_.Tell("auditor-one", number).error().kind, ErrorKind::kRefused);
  world_.time().Advance(kActorQuestionLasts);
  EXPECT_EQ(world_.Tell("ops-one", number).error().kind, ErrorKind::kRefused);
}

TEST_F(ActorQuestionTest, AnswersAQuestionOnce) {
  const EntryIndex refused = Asked();
  EXPECT_OK(world_.Refuse("ops-two", refused));
  EXPECT_EQ(world_.Last().act, "refuse-actor");
  EXPECT_EQ(world_.Confirm("ops-two", refused).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(world_.Tell("ops-one", refused).error().kind, ErrorKind::kRefused);
  const EntryIndex confirmed = Asked();
  ASSERT_OK(world_.Confirm("ops-two", confirmed));
  EXPECT_EQ(world_.Confirm("ops-two", confirmed).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(world_.Refuse("ops-two", confirmed).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(world_.Confirm("ops-two", {99'999}).error().kind, ErrorKind::kNotFound);
}

TEST_F(ActorQuestionTest, AsksByNameWithoutTellingTheTagBefore) {
  const auto asked = world_.Ask("ops-one", {{}, "shop", "its token was found in public"});
  ASSERT_OK(asked);
  EXPECT_TRUE(asked->question.tag.empty());
  EXPECT_EQ(asked->question.name, "shop");
  const Entry entry = world_.Last();
  EXPECT_TRUE(entry.detail.starts_with("by name reason "));
  EXPECT_EQ(entry.detail.find(FormatHex(world_.TagOf("shop"))), std::string::npos);
  const auto answer = world_.Confirm("ops-two", asked->question.number);
  ASSERT_OK(answer);
  EXPECT_EQ(answer->account.tag, world_.TagOf("shop"));
}

TEST_F(ActorQuestionTest, JournalsAQuestionAboutNobody) {
  const auto asked = world_.AskOf("ops-one", Bytes(8, 'x'));
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(world_.Last().act, "ask-actor");
  EXPECT_EQ(world_.Last().outcome, Outcome::kAbsent);
}

TEST_F(ActorQuestionTest, RefusesQuestionsThatAreNone) {
  const Bytes tag = world_.TagOf("shop");
  const uint64_t before = world_.size();
  for (const ActorAsking& asking :
       {ActorAsking{tag, "", ""}, ActorAsking{tag, "", std::string(501, 'x')},
        ActorAsking{tag, "", "\xff"}, ActorAsking{{}, "", "why"}, ActorAsking{tag, "shop", "why"},
        ActorAsking{tag.substr(1), "", "why"}, ActorAsking{tag + "x", "", "why"}}) {
    const auto asked = world_.Ask("ops-one", asking);
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().kind, ErrorKind::kInvalid) << asking.reason;
  }
  EXPECT_EQ(world_.size(), before);
}

TEST_F(ActorQuestionTest, ListsQuestionsAndHowTheyStandAlsoAfterAStart) {
  const EntryIndex open = Asked();
  const EntryIndex refused = Asked();
  ASSERT_OK(world_.Refuse("ops-two", refused));
  world_.Restart();
  auto listed = ListActorQuestions(*world_.system());
  ASSERT_OK(listed);
  ASSERT_EQ(listed->size(), 2u);
  EXPECT_EQ(listed->front().number, open);
  EXPECT_EQ(listed->front().state, ActorQuestionState::kOpen);
  EXPECT_EQ(listed->front().reason, "incident 2026-07, what Ada Example reported");
  EXPECT_EQ(listed->back().state, ActorQuestionState::kRefused);
  world_.time().Advance(kActorQuestionLasts);
  listed = ListActorQuestions(*world_.system());
  ASSERT_OK(listed);
  EXPECT_EQ(listed->front().state, ActorQuestionState::kLapsed);
}

// Both twins of one fault: the entry is lost, and it is kept though nobody knows.
TEST_F(ActorQuestionTest, TellsNothingWhenItsEntryMayNotBeDurable) {
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    const EntryIndex number = Asked();
    world_.home().FailCommit(fault);
    const auto answer = world_.Confirm("ops-two", number);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::kUnavailable);
    world_.Restart();
    const auto again = world_.Confirm("ops-two", number);
    if (fault == CommitFault::kUnknownLost) {
      EXPECT_OK(again);
    } else {
      ASSERT_FALSE(again);
      EXPECT_EQ(again.error().kind, ErrorKind::kConflict);
      EXPECT_OK(world_.Tell("ops-two", number)) << "confirmed, and told by an entry of its own";
    }
  }
}

}  // namespace
}  // namespace mandat
