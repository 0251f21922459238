// SPDX-License-Identifier: Apache-2.0
// An agreement that closes on the only worker, with acts of the house in the line behind the work
// that held it open last. They refer to the agreement without owning it, so closing has to wait for
// them; and nobody but the one who waits could run them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "core/core_test_util.h"

namespace mandat {
namespace {

constexpr std::chrono::seconds kPatience{60};

// Owns the agreement until its batch is over.
class LastHolder final : public HouseWork {
 public:
  explicit LastHolder(std::shared_ptr<OpenAgreement> agreement)
      : HouseWork({}), agreement_(std::move(agreement)) {}
  Result<bool> Act(Entry&, BatchContext&) override { return false; }
  void Finish(Result<Release>) override {}

 private:
  std::shared_ptr<OpenAgreement> agreement_;
};

class ClosingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto home = DiskHome::Open(directory_.path() / "shop-acme", budget_);
    ASSERT_OK(home);
    auto agreement =
        OpenAgreement::Open(std::move(*home), *AgreementId::Parse("shop-acme"),
                            Environment{root_, time_, random_, workers_, "mandat.example/journal"});
    ASSERT_OK(agreement);
    agreement_ = std::move(*agreement);
    ASSERT_OK(Start<Receipt>([&](Done<Receipt> done) {
                PutInForce(agreement_, ShopTexts(), Bytes(8, 'o'), std::move(done));
              }).get());
    Settle(*agreement_);
  }

  std::future<Result<Receipt>> StartRewrap() {
    return Start<Receipt>(
        [&](Done<Receipt> done) { RewrapKeys(agreement_, Bytes(8, 'o'), std::move(done)); });
  }

  void SubmitLastHolder() {
    agreement_->gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<LastHolder>(agreement_)));
  }

  // The worker is still there for others: it does not wait for itself.
  void ExpectTheWorkerIsFree() {
    std::promise<void> done;
    workers_.Post([&done] { done.set_value(); });
    if (done.get_future().wait_for(kPatience) != std::future_status::ready) {
      ADD_FAILURE() << "the only worker waits for itself";
      std::quick_exit(1);  // it would not end
    }
  }

  SystemRandom random_;
  TemporaryDirectory directory_;
  ManualTime time_{*Instant::Parse("2026-03-02T09:00:00Z")};
  RootKey root_{SecretBytes(Bytes(SecretBytes::kBytes, 'r'))};
  RocksBudget budget_ = RocksBudget::Make(size_t{8} << 20, size_t{16} << 20);
  Workers workers_{1};
  std::shared_ptr<OpenAgreement> agreement_;
};

TEST_F(ClosingTest, OnTheOnlyWorkerWithARewrapInTheLineTellsItsCallerAndGoesOn) {
  HeldUp held(agreement_->gate());
  SubmitLastHolder();
  std::future<Result<Receipt>> rewrap = StartRewrap();
  agreement_.reset();
  held.StepAside();
  ExpectTheWorkerIsFree();
  EXPECT_EQ(rewrap.get().error().kind, ErrorKind::kUnavailable);
}

// The copy runs on a thread of its own and puts its last step in the line, or is stopped before.
TEST_F(ClosingTest, OnTheOnlyWorkerWhileARewrapCopiesGoesOn) {
  std::future<Result<Receipt>> rewrap = StartRewrap();
  {
    HeldUp held(agreement_->gate());  // behind the move of the index, before the copy
    SubmitLastHolder();
    agreement_.reset();
  }
  ExpectTheWorkerIsFree();
  const Result<Receipt> told = rewrap.get();
  EXPECT_TRUE(told || told.error().kind == ErrorKind::kUnavailable);
}

// The twin: whoever else closes it waits for the worker as before.
TEST_F(ClosingTest, OnAnotherThreadWaitsForWhatIsInTheLine) {
  HeldUp held(agreement_->gate());
  std::future<Result<Receipt>> rewrap = StartRewrap();
  std::jthread closing([this] { agreement_.reset(); });
  held.StepAside();
  closing.join();
  const Result<Receipt> told = rewrap.get();
  EXPECT_TRUE(told || told.error().kind == ErrorKind::kUnavailable);
  ExpectTheWorkerIsFree();
}

}  // namespace
}  // namespace mandat
