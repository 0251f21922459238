// SPDX-License-Identifier: Apache-2.0
// A witness that objects or falls silent is somebody's duty, until it cosigns again.
#include <gtest/gtest.h>

#include "witness/witness_world.h"

namespace mandat {
namespace {

using Standing = Witnesses::Standing;
using Words = std::vector<std::string>;

class WitnessesDutyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.LetKnow(local_.witness());
    witnesses_ = world_.Look(local_, {local_.Peer("acme", {"shop-0"})});
  }

  WitnessWorld world_;
  LocalWitness local_{world_.shop.time()};
  std::unique_ptr<Witnesses> witnesses_;
};

// Covers: GDPR Art. 28(3)(h).
TEST_F(WitnessesDutyTest, AWitnessThatIsSilentForLongOpensADutyAndOneThatIsBackClosesIt) {
  ASSERT_OK(world_.Ask(*witnesses_));
  world_.Settle(*witnesses_);
  EXPECT_EQ(witnesses_->Overall(), Standing::kCosigning);
  EXPECT_EQ(world_.Owed(), Words());
  local_.trouble = LocalWitness::Trouble::kDown;
  world_.Grow();
  ASSERT_OK(world_.Ask(*witnesses_));
  world_.Pass(std::chrono::seconds(899));
  world_.Settle(*witnesses_);
  EXPECT_EQ(world_.Owed(), Words()) << "not yet";
  world_.Pass(std::chrono::seconds(1));
  world_.Settle(*witnesses_);
  EXPECT_EQ(witnesses_->Overall(), Standing::kSilent);
  EXPECT_EQ(world_.Owed(), Words{"witness-is-silent acme"});
  const uint64_t size = world_.shop.agreements().system().journal().head().size;
  world_.Settle(*witnesses_);
  EXPECT_EQ(world_.shop.agreements().system().journal().head().size, size) << "said once";
  local_.trouble = LocalWitness::Trouble::kNone;
  ASSERT_OK(world_.Ask(*witnesses_));
  world_.Settle(*witnesses_);
  EXPECT_EQ(witnesses_->Overall(), Standing::kCosigning);
  EXPECT_EQ(world_.Owed(), Words());
}

TEST_F(WitnessesDutyTest, AWitnessThatIsBackAfterAStartClosesWhatWasOwedBefore) {
  local_.trouble = LocalWitness::Trouble::kBusy;
  ASSERT_OK(world_.Ask(*witnesses_));
  world_.Pass(std::chrono::seconds(900));
  world_.Settle(*witnesses_);
  EXPECT_EQ(world_.Owed(), Words{"witness-is-silent acme"});
  witnesses_ = world_.Look(local_, {local_.Peer("acme", {"shop-0"})});
  world_.Settle(*witnesses_);
  EXPECT_EQ(world_.Owed(), Words{"witness-is-silent acme"}) << "nobody has heard from it yet";
  local_.trouble = LocalWitness::Trouble::kNone;
  ASSERT_OK(world_.Ask(*witnesses_));
  world_.Settle(*witnesses_);
  EXPECT_EQ(world_.Owed(), Words());
}

// The operator worked on, put the old directory back, and works on: the same log with another
// history. Two worlds of one seed have the same keys.
TEST_F(WitnessesDutyTest, AJournalThatWasSetBackIsObjectedTo) {
  WitnessWorld restored;
  ASSERT_EQ(WitnessWorld::KeyOf(*restored.agreement()), WitnessWorld::KeyOf(*world_.agreement()));
  for (int i = 0; i < 5; ++i) {
    world_.Grow();
  }
  ASSERT_OK(world_.Ask(*witnesses_));
  const auto after = restored.Look(local_, {local_.Peer("acme", {"shop-0"})});
  const auto shorter = restored.Ask(*after);
  ASSERT_OK(shorter);
  EXPECT_FALSE(shorter->witnesses[0].cosigned_at);
  EXPECT_NE(shorter->witnesses[0].trouble.find("and this journal has only"), std::string::npos);
  restored.Settle(*after);
  EXPECT_EQ(after->Overall(), Standing::kObjecting);
  EXPECT_EQ(restored.Owed(), Words{"witness-objects acme/shop-0"});
  for (int i = 0; i < 12; ++i) {
    restored.Grow("Ben Example");
  }
  const auto longer = restored.Ask(*after);
  ASSERT_OK(longer);
  EXPECT_FALSE(longer->witnesses[0].cosigned_at);
  EXPECT_NE(longer->witnesses[0].trouble.find("are not how this journal begins"),
            std::string::npos);
  restored.Settle(*after);
  EXPECT_EQ(restored.Owed(), Words{"witness-objects acme/shop-0"}) << "one duty";
  EXPECT_EQ(after->Overall(), Standing::kObjecting);
}

TEST_F(WitnessesDutyTest, SaysWhatHappenedInTheJournalOfTheHouse) {
  WitnessWorld restored;
  for (int i = 0; i < 5; ++i) {
    world_.Grow();
  }
  ASSERT_OK(world_.Ask(*witnesses_));
  const auto after = restored.Look(local_, {local_.Peer("acme", {"shop-0"})});
  ASSERT_OK(restored.Ask(*after));
  restored.Settle(*after);
  OpenAgreement& system = restored.shop.agreements().system();
  std::string detail;
  for (uint64_t i = 0; i < system.journal().head().size; ++i) {
    const auto entry = Entry::Decode(*system.journal().ReadEntry({i}));
    ASSERT_OK(entry);
    detail = entry->act == "note-witness" ? entry->detail : detail;
  }
  EXPECT_NE(detail.find("acme has cosigned"), std::string::npos) << detail;
}

// Invariant (no clock is lost): a duty that could not be written is opened at the next look.
TEST_F(WitnessesDutyTest, ADutyThatCouldNotBeWrittenIsOpenedLater) {
  local_.trouble = LocalWitness::Trouble::kDown;
  ASSERT_OK(world_.Ask(*witnesses_));
  world_.Pass(std::chrono::seconds(900));
  world_.homes->HomeOf("system").FailCommit(CommitFault::kRefuse);
  world_.Settle(*witnesses_);
  EXPECT_EQ(world_.Owed(), Words());
  world_.Settle(*witnesses_);
  EXPECT_EQ(world_.Owed(), Words{"witness-is-silent acme"});
}

}  // namespace
}  // namespace mandat
