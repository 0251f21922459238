// SPDX-License-Identifier: Apache-2.0
// When an authority is asked, and that nothing is kept which does not hold. What it answers
// rightly is told by timestamps.py, with an authority that is not ours.
#include "service/timestamps.h"

#include <thread>

#include "actors/account_world.h"
#include "base/error_test_util.h"
#include "service/activate_agreement.h"

namespace mandat {
namespace {

// Answers with what it was told, and lets a test wait until it was asked.
class ToldLine final : public WitnessLine {
 public:
  Result<WitnessReply> Post(const std::string&, std::string_view body) override {
    const std::lock_guard lock(mutex_);
    asked_.emplace_back(body);
    wake_.notify_all();
    return reply_;
  }
  void WaitFor(size_t count) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return asked_.size() >= count; });
  }
  size_t count() const {
    const std::lock_guard lock(mutex_);
    return asked_.size();
  }
  void SetReply(Result<WitnessReply> reply) {
    const std::lock_guard lock(mutex_);
    reply_ = std::move(reply);
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::string> asked_;
  Result<WitnessReply> reply_ = Fail(Error::Unavailable("nobody there"));
};

class TimestampsTest : public ::testing::Test {
 protected:
  std::unique_ptr<Timestamps> Make(std::string address = "http://authority.example.org/") {
    Timestamps::Settings settings;
    settings.address = std::move(address);
    settings.authorities = "-----BEGIN CERTIFICATE-----\nAAAA\n";
    return std::make_unique<Timestamps>(
        settings, line_, std::make_unique<BorrowedHomes>(stamps_), world_.time(), random_,
        [this](const std::string&, const std::string& detail) { troubles_.push_back(detail); });
  }
  static void WaitUntilFailing(const Timestamps& timestamps) {
    while (timestamps.Overall() != Timestamps::Standing::kFailing) {
      std::this_thread::yield();
    }
  }

  AccountWorld world_;
  ToldLine line_;
  MemoryHomes stamps_;
  SeededRandom random_{3};
  std::vector<std::string> troubles_;
};

TEST_F(TimestampsTest, AsksNobodyWhereNobodyIsConfigured) {
  const auto timestamps = Make("");
  timestamps->Visit(world_.system());
  timestamps->Close();
  EXPECT_EQ(line_.count(), 0u);
  EXPECT_EQ(timestamps->Overall(), Timestamps::Standing::kNone);
  EXPECT_EQ(timestamps->Get(world_.system()->id()).error().kind, ErrorKind::kNotFound);
}

TEST_F(TimestampsTest, AsksAgainSomeMinutesAfterAFailureAndNotBefore) {
  const auto timestamps = Make();
  EXPECT_EQ(timestamps->Overall(), Timestamps::Standing::kStamping);
  timestamps->Visit(world_.system());
  line_.WaitFor(1);
  WaitUntilFailing(*timestamps);
  timestamps->Visit(world_.system());
  world_.time().Advance(std::chrono::minutes(5) - std::chrono::microseconds(1));
  timestamps->Visit(world_.system());
  world_.time().Advance(std::chrono::microseconds(1));
  timestamps->Visit(world_.system());
  line_.WaitFor(2);
  timestamps->Close();
  EXPECT_EQ(line_.count(), 2u);
  EXPECT_EQ(troubles_.size(), 2u);
}

TEST_F(TimestampsTest, LeavesAnAuthorityAloneThatCannotBeReached) {
  ASSERT_OK(Wait<ActivateAnswer>([&](Done<ActivateAnswer> done) {
    ActivateAgreement(world_.agreements(), *AgreementId::Parse("shop-acme"), ShopTexts(),
                      Bytes(8, 'o'), std::move(done));
  }));
  const auto shop = world_.agreements().Find(*AgreementId::Parse("shop-acme"));
  ASSERT_OK(shop);
  const auto timestamps = Make();
  timestamps->Visit(world_.system());
  timestamps->Visit(*shop);
  timestamps->Close();
  EXPECT_EQ(line_.count(), 1u);
  EXPECT_EQ(troubles_.size(), 2u);
}

// Covers: RFC 3161 3.4.
TEST_F(TimestampsTest, KeepsNothingThatDoesNotHold) {
  const std::vector<WitnessReply> replies = {
      {500, "application/timestamp-reply", ""},
      {200, "text/html", "<html>"},
      {200, "application/timestamp-reply", "x"},
      {302, "application/timestamp-reply", ""},
  };
  for (const WitnessReply& reply : replies) {
    line_.SetReply(reply);
    const auto timestamps = Make();
    timestamps->Visit(world_.system());
    timestamps->Close();
    EXPECT_EQ(timestamps->Overall(), Timestamps::Standing::kFailing);
    EXPECT_EQ(timestamps->Get(world_.system()->id()).error().kind, ErrorKind::kNotFound);
  }
}

TEST_F(TimestampsTest, TellsADamagedFileFromNone) {
  const auto timestamps = Make();
  for (const Bytes& damaged : {Bytes("x"), Bytes("\0\0\1\0abc", 7), Bytes(4, '\xff')}) {
    ASSERT_OK(stamps_.HomeOf("system").WriteFile("timestamped", damaged));
    EXPECT_EQ(timestamps->Get(world_.system()->id()).error().kind, ErrorKind::kCorrupt);
  }
}

TEST_F(TimestampsTest, AsksNobodyAnyMoreOnceItIsClosed) {
  const auto timestamps = Make();
  timestamps->Close();
  timestamps->Visit(world_.system());
  EXPECT_EQ(line_.count(), 0u);
}

}  // namespace
}  // namespace mandat
