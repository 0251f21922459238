// SPDX-License-Identifier: Apache-2.0
// Invariant (agreements do not meet): one that asks for much does not make the others wait for it.
#include <gtest/gtest.h>

#include <future>

#include "load/many_world.h"

namespace mandat {
namespace {

// The only sequencer, held up until it is let go; so what waits is known.
class HeldUp {
 public:
  explicit HeldUp(Workers& workers) {
    workers.Post([this] { go_.get_future().wait(); });
  }
  void LetGo() { go_.set_value(); }

 private:
  std::promise<void> go_;
};

class FairnessTest : public testing::Test {
 protected:
  void SetUp() override {
    world_.Make(2);
    ASSERT_OK(world_.Put(0, "Ada Example"));
    ASSERT_OK(world_.Put(1, "Ben Example"));
  }

  void ReadLater(int number, std::function<void(const Result<ReadAnswer>&)> then) {
    ReadRecord(world_.As(number), "contacts", Record(1),
               [then = std::move(then)](const Result<ReadAnswer>& answer) { then(answer); });
  }

  std::shared_ptr<MemoryHomes> homes_ = std::make_shared<MemoryHomes>();
  ManyWorld world_{homes_, 8};
};

TEST_F(FairnessTest, AQuietAgreementWaitsForOneTurnOfAFloodedOneAndNoMore) {
  HeldUp held(world_.workers());
  constexpr int kFlood = 2'000;
  std::atomic<int> flooded{0};
  std::promise<int> quiet;
  std::promise<void> all;
  for (int i = 0; i < kFlood; ++i) {
    ReadLater(0, [&](const Result<ReadAnswer>&) {
      if (++flooded == kFlood) {
        all.set_value();
      }
    });
  }
  ReadLater(1, [&](const Result<ReadAnswer>& answer) {
    EXPECT_OK(answer);
    quiet.set_value(flooded);
  });
  held.LetGo();
  EXPECT_LE(quiet.get_future().get(), 128);
  all.get_future().wait();
  EXPECT_EQ(flooded, kFlood);
}

TEST(GateLimitTest, TellsAtOnceWhoFindsTooManyWaiting) {
  ManualTime time(*Instant::Parse("2026-03-02T09:00:00Z"));
  SeededRandom random(7);
  const RootKey root(SecretBytes(Bytes(SecretBytes::kBytes, 'r')));
  Workers workers(1);
  Environment environment{root, time, random, workers, "mandat.example/journal"};
  environment.limits.waiting_per_agreement = 3;
  const MemoryHome home;
  const AgreementId id = *AgreementId::Parse("shop-acme");
  const auto opened = OpenAgreement::Open(std::make_unique<MemoryHome>(home), id, environment);
  ASSERT_OK(opened);
  const std::shared_ptr<OpenAgreement>& agreement = *opened;
  ASSERT_OK(Wait<Receipt>([&](Done<Receipt> done) {
    PutInForce(agreement, ShopTexts(), Bytes(8, 'o'), std::move(done));
  }));
  Caller caller;
  caller.agreement = agreement;
  caller.actor = Bytes(8, 'a');
  caller.purpose = "support";
  HeldUp held(workers);
  std::vector<std::future<Result<RegisterAnswer>>> answers;
  for (uint8_t number = 0; number < 4; ++number) {
    auto promise = std::make_shared<std::promise<Result<RegisterAnswer>>>();
    answers.push_back(promise->get_future());
    RegisterSubject(caller, Person(number), "customers", [promise](Result<RegisterAnswer> answer) {
      promise->set_value(std::move(answer));
    });
  }
  // The fourth is answered although the sequencer is held up; the house may always wait.
  const Result<RegisterAnswer> refused = answers.back().get();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(refused.error().message,
            "too many operations wait (limits.waiting_per_agreement is 3)");
  std::promise<Result<Receipt>> house;
  RewrapKeys(agreement, {}, [&](Result<Receipt> receipt) { house.set_value(std::move(receipt)); });
  held.LetGo();
  EXPECT_OK(house.get_future().get());
  answers.pop_back();
  for (auto& answer : answers) {
    EXPECT_OK(answer.get());
  }
}

}  // namespace
}  // namespace mandat
