// SPDX-License-Identifier: Apache-2.0
#include "service/witnesses.h"

#include <gtest/gtest.h>

#include <future>

#include "format/checkpoint.h"
#include "witness/witness_world.h"

namespace mandat {
namespace {

class WitnessesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.LetKnow(local_.witness());
    witnesses_ = world_.Look(local_, {local_.Peer("acme")});
  }

  // The names of the keys that signed, verified, in their order.
  std::vector<std::string> SignersOf(const std::string& note) {
    const auto opened =
        OpenNote(note, {WitnessWorld::KeyOf(*world_.agreement()), local_.witness().key()});
    EXPECT_OK(opened);
    std::vector<std::string> names;
    for (const auto& signature :
         opened ? opened->signatures : std::vector<VerifiedNote::Signature>()) {
      names.push_back(signature.key.name);
    }
    return names;
  }
  uint64_t SizeOf(const std::string& note) {
    return Checkpoint::Parse(Note::Parse(note)->text)->size;
  }
  std::optional<Bytes> Kept() {
    return *world_.homes->HomeOf("agreements/shop-0").ReadFile("cosigned");
  }

  WitnessWorld world_;
  LocalWitness local_{world_.shop.time()};
  std::unique_ptr<Witnesses> witnesses_;
  const std::vector<std::string> both_ = {"mandat.example/journal/shop-0",
                                          "witness.example.org/w1"};
};

// Covers: C2SP tlog-witness; C2SP tlog-cosignature.
TEST_F(WitnessesTest, GivesTheSignatureOfTheLogFirstAndThenThoseOfItsWitnesses) {
  world_.Grow();
  const auto cosigned = world_.Ask(*witnesses_);
  ASSERT_OK(cosigned);
  EXPECT_EQ(SignersOf(cosigned->note), both_);
  EXPECT_EQ(SizeOf(cosigned->note), world_.agreement()->journal().head().size);
  ASSERT_EQ(cosigned->witnesses.size(), 1u);
  EXPECT_EQ(cosigned->witnesses[0].name, "acme");
  EXPECT_TRUE(cosigned->witnesses[0].cosigned_at);
  EXPECT_EQ(Kept(), cosigned->note) << "durable beside the published checkpoint";
}

TEST_F(WitnessesTest, ProvesEachCheckpointFromTheOneBefore) {
  for (int i = 0; i < 20; ++i) {
    world_.Grow();
    const auto cosigned = world_.Ask(*witnesses_);
    ASSERT_OK(cosigned);
    EXPECT_EQ(SignersOf(cosigned->note), both_) << i;
  }
  EXPECT_EQ(local_.posts, 20);
}

TEST_F(WitnessesTest, AsksNobodyAboutWhatIsCosignedAlready) {
  ASSERT_OK(world_.Ask(*witnesses_));
  ASSERT_OK(world_.Ask(*witnesses_));
  EXPECT_EQ(local_.posts, 1);
  witnesses_ = world_.Look(local_, {local_.Peer("acme")});
  const auto after = world_.Ask(*witnesses_);
  ASSERT_OK(after);
  EXPECT_EQ(SignersOf(after->note), both_) << "what was kept is served after a start";
  EXPECT_EQ(local_.posts, 1);
}

TEST_F(WitnessesTest, AsksAgainForWhatWasKeptAndIsDamaged) {
  ASSERT_OK(world_.Ask(*witnesses_));
  ASSERT_OK(world_.homes->HomeOf("agreements/shop-0").WriteFile("cosigned", "damaged"));
  witnesses_ = world_.Look(local_, {local_.Peer("acme")});
  const auto after = world_.Ask(*witnesses_);
  ASSERT_OK(after);
  EXPECT_EQ(SignersOf(after->note), both_);
  EXPECT_EQ(local_.posts, 3) << "it told its size, and cosigned the same again";
}

TEST_F(WitnessesTest, AsksSomeSecondsAfterSomethingHappenedAndNotBefore) {
  const auto visit = [&] {
    witnesses_->Visit(world_.agreement());
    world_.Grow();  // so that the next is due again
  };
  visit();
  ASSERT_OK(world_.Ask(*witnesses_));
  const int posts = local_.posts;
  visit();
  visit();
  EXPECT_EQ(local_.posts, posts) << "the last request was just now";
  world_.Pass(std::chrono::seconds(10));
  std::promise<void> posted;
  local_.on_post = [&] { posted.set_value(); };
  visit();
  EXPECT_EQ(posted.get_future().wait_for(std::chrono::minutes(1)), std::future_status::ready);
  witnesses_->Close();
  EXPECT_EQ(local_.posts, posts + 1);
}

TEST_F(WitnessesTest, GoesOnWithoutAWitnessThatCannotBeReached) {
  local_.trouble = LocalWitness::Trouble::kDown;
  const auto alone = world_.Ask(*witnesses_);
  ASSERT_OK(alone);
  EXPECT_EQ(SizeOf(alone->note), world_.agreement()->journal().head().size);
  ASSERT_EQ(alone->witnesses.size(), 1u);
  EXPECT_FALSE(alone->witnesses[0].cosigned_at);
  EXPECT_EQ(alone->witnesses[0].trouble, "couldn't connect to server");
  EXPECT_FALSE(Kept());
  ASSERT_OK(world_.Ask(*witnesses_));
  EXPECT_EQ(local_.posts, 1) << "it is left alone for a while";
  local_.trouble = LocalWitness::Trouble::kNone;
  world_.Pass(std::chrono::seconds(10));
  const auto again = world_.Ask(*witnesses_);
  ASSERT_OK(again);
  EXPECT_EQ(SignersOf(again->note), both_);
}

// The witness remembered, and nobody heard of it: it says its size, and is asked from there.
TEST_F(WitnessesTest, GoesOnFromAnAnswerThatWasLost) {
  ASSERT_OK(world_.Ask(*witnesses_));
  world_.Grow();
  local_.trouble = LocalWitness::Trouble::kLostAnswer;
  ASSERT_OK(world_.Ask(*witnesses_));
  local_.trouble = LocalWitness::Trouble::kNone;
  world_.Grow();
  world_.Pass(std::chrono::seconds(10));
  const auto cosigned = world_.Ask(*witnesses_);
  ASSERT_OK(cosigned);
  EXPECT_EQ(SignersOf(cosigned->note), both_);
}

// Both twins of a witness whose disk fails.
TEST_F(WitnessesTest, GoesOnWhenTheWitnessCouldNotRemember) {
  for (const auto fault : {FaultyMemory::Fault::kLose, FaultyMemory::Fault::kKeep}) {
    world_.Grow();
    local_.memory().fault = fault;
    const auto failed = world_.Ask(*witnesses_);
    ASSERT_OK(failed);
    EXPECT_FALSE(failed->witnesses[0].cosigned_at);
    EXPECT_EQ(failed->witnesses[0].trouble, "answers with status 500");
    const auto again = world_.Ask(*witnesses_);
    ASSERT_OK(again);
    EXPECT_EQ(SignersOf(again->note), both_);
  }
}

TEST_F(WitnessesTest, TakesNoCosignatureThatIsNotByItsKey) {
  local_.trouble = LocalWitness::Trouble::kGarbled;
  const auto cosigned = world_.Ask(*witnesses_);
  ASSERT_OK(cosigned);
  EXPECT_FALSE(cosigned->witnesses[0].cosigned_at);
  EXPECT_EQ(cosigned->note.find("other.example.org"), std::string::npos);
  EXPECT_FALSE(Kept());
}

TEST_F(WitnessesTest, OneWitnessThatIsSilentTakesNothingFromAnother) {
  LocalWitness other(world_.shop.time(), 'o');
  // Both are behind one line: what the second cosigns, the first could not.
  class Both final : public WitnessLine {
   public:
    Both(LocalWitness& one, LocalWitness& two) : one_(one), two_(two) {}
    Result<WitnessReply> Post(const std::string& address, std::string_view body) override {
      const bool is_two = address.starts_with("http://two");
      return (is_two ? two_ : one_).Post(std::string(kWitnessAddress) + "/add-checkpoint", body);
    }

   private:
    LocalWitness& one_;
    LocalWitness& two_;
  } line(local_, other);
  world_.LetKnow(other.witness());
  WitnessPeer two = other.Peer("two");
  two.address = "http://two.example.org";
  witnesses_ = world_.Look(line, {local_.Peer("acme"), two});
  local_.trouble = LocalWitness::Trouble::kDown;
  const auto cosigned = world_.Ask(*witnesses_);
  ASSERT_OK(cosigned);
  EXPECT_FALSE(cosigned->witnesses[0].cosigned_at);
  EXPECT_TRUE(cosigned->witnesses[1].cosigned_at);
  local_.trouble = LocalWitness::Trouble::kNone;
  world_.Pass(std::chrono::seconds(10));
  const auto later = world_.Ask(*witnesses_);
  ASSERT_OK(later);
  EXPECT_TRUE(later->witnesses[0].cosigned_at) << "of the same checkpoint";
  EXPECT_TRUE(later->witnesses[1].cosigned_at);
  EXPECT_EQ(other.posts, 1);
}

// Invariant (agreements do not meet).
TEST_F(WitnessesTest, ShowsAWitnessNoJournalButThoseThatItIsFor) {
  WitnessWorld two(2);
  LocalWitness local(two.shop.time());
  two.LetKnow(local.witness());
  const auto witnesses = two.Look(local, {local.Peer("acme", {"shop-0"})});
  EXPECT_TRUE(witnesses->LooksAt(ShopId(0)));
  EXPECT_FALSE(witnesses->LooksAt(ShopId(1)));
  EXPECT_FALSE(witnesses->LooksAt(two.shop.agreements().system().id()));
  witnesses->Visit(two.agreement(1));
  witnesses->Visit(two.shop.agreements().shared_system());
  ASSERT_OK(two.Ask(*witnesses, 0));
  EXPECT_EQ(local.posts, 1);
  EXPECT_EQ((*local.witness().Logs())[0].size, two.agreement(0)->journal().head().size);
}

// The agreement goes on while a witness takes its time.
TEST_F(WitnessesTest, HoldsUpNothingWhileAWitnessThinks) {
  std::promise<void> reached;
  std::promise<void> go;
  std::shared_future<void> may_go = go.get_future().share();
  local_.on_post = [&reached, may_go, first = true]() mutable {
    if (std::exchange(first, false)) {
      reached.set_value();
    }
    may_go.wait();
  };
  std::promise<Result<CosignedCheckpoint>> first;
  witnesses_->Ask(world_.agreement(), [&first](Result<CosignedCheckpoint> cosigned) {
    first.set_value(std::move(cosigned));
  });
  reached.get_future().wait();
  const uint64_t before = world_.agreement()->journal().head().size;
  world_.Grow();
  EXPECT_GT(world_.agreement()->journal().head().size, before);
  std::promise<Result<CosignedCheckpoint>> second;
  witnesses_->Ask(world_.agreement(), [&second](Result<CosignedCheckpoint> cosigned) {
    second.set_value(std::move(cosigned));
  });
  go.set_value();
  const auto early = first.get_future().get();
  const auto late = second.get_future().get();
  ASSERT_OK(early);
  ASSERT_OK(late);
  EXPECT_EQ(SizeOf(early->note), before);
  EXPECT_EQ(SizeOf(late->note), world_.agreement()->journal().head().size)
      << "who asks later gets a checkpoint that holds what was committed before";
}

TEST_F(WitnessesTest, SaysSoWhenWhatWasCosignedCannotBeKept) {
  ASSERT_OK(world_.Ask(*witnesses_));
  world_.Grow();
  ASSERT_OK(world_.agreement()->journal().Publish());
  world_.homes->HomeOf("agreements/shop-0").FailFile(false);
  const auto cosigned = world_.Ask(*witnesses_);
  ASSERT_OK(cosigned);
  EXPECT_EQ(SignersOf(cosigned->note), both_);
  ASSERT_EQ(world_.said.size(), 1u);
  EXPECT_TRUE(world_.said[0].starts_with("cosigned checkpoint cannot be kept"));
}

TEST_F(WitnessesTest, AnswersWhoeverWaitsWhenItIsClosed) {
  witnesses_->Close();
  const auto refused = world_.Ask(*witnesses_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kUnavailable);
  witnesses_->Visit(world_.agreement());
  EXPECT_EQ(local_.posts, 0);
}

}  // namespace
}  // namespace mandat
