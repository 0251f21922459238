// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <future>
#include <optional>

#include "base/error_test_util.h"
#include "gate/gate.h"
#include "mandate/mandate_test_util.h"
#include "store/memory/memory_home.h"

namespace mandat {
namespace {

Instant At(std::string_view text) { return *Instant::Parse(text); }

// Looks something up for marketing and keeps nothing; the answer comes by the future.
class LookUp final : public Work {
 public:
  explicit LookUp(std::promise<Result<Release>>& answer)
      : Work({.verb = Verb::kConsult, .purpose = "marketing", .collection = "cards"},
             Bytes(8, 'a')),
        answer_(answer) {}

  bool writes() const override { return false; }
  Result<Facts> Act(Permit, BatchContext&) override { return Facts{.units_count = 1}; }
  void Finish(Result<Release> release) override { answer_.set_value(std::move(release)); }

 private:
  std::promise<Result<Release>>& answer_;
};

// A gate upon nothing but memory.
class GateScheduleTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = home_.OpenStore("data");
    ASSERT_OK(store);
    store_ = std::move(*store);
    auto keyring = Keyring::Open(home_, root_, "acme-demo", random_);
    ASSERT_OK(keyring);
    keyring_ = std::move(*keyring);
    auto journal = Journal::Open(*store_, home_, keyring_->journal_signer(),
                                 "mandat.example/journal/acme-demo", time_.Now());
    ASSERT_OK(journal);
    journal_ = std::move(*journal);
    gate_.emplace(*store_, *keyring_, *journal_, time_, random_, workers_);
  }

  void TearDown() override { gate_.reset(); }

  Result<Release> LookUpOnce() {
    std::promise<Result<Release>> answer;
    gate_->Submit(std::unique_ptr<Work>(std::make_unique<LookUp>(answer)));
    Result<Release> release = answer.get_future().get();
    gate_->Drain();
    return release;
  }
  Entry LastEntry() {
    const Result<Bytes> bytes = journal_->ReadEntry(EntryIndex{journal_->head().size - 1});
    EXPECT_OK(bytes);
    const Result<Entry> entry = Entry::Decode(*bytes);
    EXPECT_OK(entry);
    return *entry;
  }

  // Version 3 lets marketing see contacts, version 4, from June on, does not.
  std::shared_ptr<const MandateSchedule> TwoVersions() {
    const std::string amended = With(kInstance, "version: 3", "version: 4");
    const std::string narrower = With(kForm, "- purposes: all", "- purposes: [support]");
    return std::make_shared<const MandateSchedule>(std::vector<MandateSchedule::Version>{
        {At("2026-01-01T00:00:00Z"), CompileAcme()},
        {At("2026-06-01T00:00:00Z"), CompileTexts(narrower, amended, kSchema)}});
  }

  ManualTime time_{At("2026-05-31T23:59:59Z")};
  SeededRandom random_{1};
  RootKey root_{SecretBytes(Bytes(SecretBytes::kBytes, 'r'))};
  MemoryHome home_;
  Workers workers_{1};
  std::unique_ptr<Store> store_;
  std::unique_ptr<Keyring> keyring_;
  std::unique_ptr<Journal> journal_;
  std::optional<Gate> gate_;
};

// Covers: GDPR Art. 28(3)(a).
TEST_F(GateScheduleTest, DecidesByTheVersionInForceAtTheInstantOfTheBatchAndJournalsWhich) {
  gate_->SetSchedule(TwoVersions());
  EXPECT_EQ(gate_->mandate()->agreement().version(), 3U);
  const Result<Release> before = LookUpOnce();
  ASSERT_OK(before);
  EXPECT_EQ(before->clause().Format(), "acme-demo@3#9.1");
  EXPECT_EQ(LastEntry().agreement_version, 3U);
  EXPECT_EQ(LastEntry().outcome, Outcome::kDone);

  time_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(gate_->mandate()->agreement().version(), 4U);
  const Result<Release> after = LookUpOnce();
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(after.error().clause->Format(), "acme-demo@4#2");
  EXPECT_EQ(LastEntry().agreement_version, 4U);
  EXPECT_EQ(LastEntry().outcome, Outcome::kRefused);
}

// Covers: GDPR Art. 28(3)(a).
TEST_F(GateScheduleTest, AdmitsByTheVersionInForceNow) {
  gate_->SetSchedule(TwoVersions());
  const Operation operation{.verb = Verb::kConsult, .purpose = "marketing", .collection = "cards"};
  const Result<Permit> before = gate_->Admit(operation);
  ASSERT_OK(before);
  EXPECT_EQ(before->mandate().agreement().version(), 3U);
  time_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(gate_->Admit(operation).error().clause->Format(), "acme-demo@4#2");
}

TEST_F(GateScheduleTest, HasNoMandateBeforeOneIsSet) {
  EXPECT_EQ(gate_->mandate(), nullptr);
  EXPECT_EQ(LookUpOnce().error().kind, ErrorKind::kUnavailable);
  gate_->SetMandate(CompileAcme());
  EXPECT_OK(LookUpOnce());
}

}  // namespace
}  // namespace mandat
