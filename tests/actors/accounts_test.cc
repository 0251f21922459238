// SPDX-License-Identifier: Apache-2.0
#include "service/accounts.h"

#include "actors/account_world.h"
#include "base/error_test_util.h"

namespace mandat {
namespace {

class AccountsTest : public ::testing::Test {
 protected:
  std::vector<Credential> WithoutShop() const {
    auto lines = world_.lines();
    std::erase_if(lines, [](const Credential& line) { return line.label == "shop"; });
    return lines;
  }

  AccountWorld world_;
};

TEST_F(AccountsTest, GivesEachAccountATagThatStays) {
  const Bytes tag = world_.TagOf("shop");
  EXPECT_EQ(tag.size(), 8u);
  EXPECT_NE(tag, world_.TagOf("ops-one"));
  EXPECT_NE(tag, UnkeyedActorTag(world_.lines().back())) << "not from what stands in the file";
  const uint64_t entries = world_.size();
  world_.Restart();
  EXPECT_EQ(world_.TagOf("shop"), tag);
  EXPECT_EQ(world_.size(), entries) << "nothing changed, nothing is journalled";
}

TEST_F(AccountsTest, JournalsWhoCameAndWhoWent) {
  EXPECT_EQ(world_.EntryAt({0}).act, "keep-accounts");
  EXPECT_EQ(world_.EntryAt({0}).detail, "new 5 again 0 ended 0");
  const auto all = world_.lines();
  world_.RestartWith(WithoutShop());
  EXPECT_EQ(world_.Last().detail, "new 0 again 0 ended 1");
  world_.RestartWith(all);
  EXPECT_EQ(world_.Last().detail, "new 0 again 1 ended 0");
}

TEST_F(AccountsTest, KeepsTheTagWhenATokenIsReplaced) {
  const Bytes tag = world_.TagOf("shop");
  auto lines = world_.lines();
  lines.back() = Line(ActorRole::kApplication, "shop", "a new token", "shop-acme");
  world_.RestartWith(lines);
  EXPECT_EQ(world_.TagOf("shop"), tag);
}

TEST_F(AccountsTest, MakesAnotherAccountOfAnotherRoleOrAgreement) {
  const Bytes tag = world_.TagOf("shop");
  auto lines = world_.lines();
  lines.back() = Line(ActorRole::kApplication, "shop", "", "shop-other");
  world_.RestartWith(lines);
  EXPECT_NE(world_.TagOf("shop"), tag);
}

TEST_F(AccountsTest, FindsWhoStandsBehindATagFromBeforeThereWereAccounts) {
  const auto asked = world_.AskOf("ops-one", UnkeyedActorTag(world_.lines().back()));
  ASSERT_OK(asked);
  const auto answer = world_.Confirm("ops-two", asked->question.number);
  ASSERT_OK(answer);
  EXPECT_EQ(answer->account.label, "shop");
}

TEST_F(AccountsTest, TellsWhoStoodBehindATagUntilItsRetentionIsOver) {
  const Bytes tag = world_.TagOf("shop");
  world_.RestartWith(WithoutShop());
  world_.time().Advance(kKeep - std::chrono::hours(1));
  const uint64_t entries = world_.size();
  ASSERT_OK(world_.Erase());
  EXPECT_EQ(world_.size(), entries) << "an hour too early";
  const auto asked = world_.AskOf("ops-one", tag);
  ASSERT_OK(asked);
  const auto answer = world_.Confirm("ops-two", asked->question.number);
  ASSERT_OK(answer);
  EXPECT_TRUE(answer->account.ended);
}

// Covers: GDPR Art. 5(1)(e); GDPR Art. 5(2).
TEST_F(AccountsTest, DestroysTheKeyOfATagWhenTheRetentionOfItsAccountIsOver) {
  const Bytes tag = world_.TagOf("shop");
  const auto before = world_.AskOf("ops-one", tag);
  ASSERT_OK(before);
  ASSERT_OK(world_.Confirm("ops-two", before->question.number));
  world_.RestartWith(WithoutShop());
  const auto next = NextAccountErasure(*world_.system(), kKeep);
  ASSERT_OK(next);
  ASSERT_TRUE(*next);
  world_.time().Advance(kKeep);
  EXPECT_LE(**next, world_.system()->gate().Now());
  ASSERT_OK(world_.Erase());
  const Entry entry = world_.Last();
  EXPECT_EQ(entry.act, "erase-accounts");
  EXPECT_EQ(entry.people_count, 1u);
  EXPECT_TRUE(entry.detail.ends_with("links to nobody"));
  for (const Bytes& each : {tag, UnkeyedActorTag(Line(ActorRole::kApplication, "shop"))}) {
    const auto after = world_.AskOf("ops-one", each);
    ASSERT_FALSE(after);
    EXPECT_EQ(after.error().kind, ErrorKind::kShredded);
    EXPECT_EQ(world_.Last().outcome, Outcome::kGone);
  }
  EXPECT_EQ(world_.Tell("ops-one", before->question.number).error().kind, ErrorKind::kNotFound);
  const auto left = NextAccountErasure(*world_.system(), kKeep);
  ASSERT_OK(left);
  EXPECT_FALSE(*left);
}

TEST_F(AccountsTest, GivesAnotherTagToWhoeverComesBackAfterThat) {
  const auto all = world_.lines();
  const Bytes tag = world_.TagOf("shop");
  const Bytes other = world_.TagOf("ops-one");
  world_.RestartWith(WithoutShop());
  world_.time().Advance(kKeep);
  ASSERT_OK(world_.Erase());
  world_.RestartWith(all);
  EXPECT_NE(world_.TagOf("shop"), tag);
  EXPECT_EQ(world_.TagOf("ops-one"), other);
}

// Both twins of a fault of each step: the key of the trail's next epoch, the erasure with its
// entry, the destruction of the key.
TEST_F(AccountsTest, ErasesWhollyOrNotAtAll) {
  enum Step { kTrailKey = 1, kEntry = 2, kDestruction = 3 };
  for (const int step : {kTrailKey, kEntry, kDestruction}) {
    for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
      const auto all = world_.lines();
      const Bytes tag = world_.TagOf("shop");
      world_.RestartWith(WithoutShop());
      world_.time().Advance(kKeep);
      world_.home().FailCommit(fault, step);
      EXPECT_FALSE(world_.Erase()) << step;
      world_.Restart();
      const bool is_erased =
          step == kDestruction || (step == kEntry && fault == CommitFault::kUnknownKept);
      const auto asked = world_.AskOf("ops-one", tag);
      EXPECT_EQ(asked.has_value(), !is_erased) << step;
      if (is_erased) {
        EXPECT_EQ(asked.error().kind, ErrorKind::kShredded) << step;
      } else {
        world_.time().Advance(std::chrono::hours(1));
        ASSERT_OK(world_.Erase());
      }
      world_.RestartWith(all);
    }
  }
}

}  // namespace
}  // namespace mandat
