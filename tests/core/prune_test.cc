// SPDX-License-Identifier: Apache-2.0
// Keeping and pruning of a journal, from the house's act to what is left for whoever verifies.
#include "service/prune.h"

#include <algorithm>

#include "core/core_test_util.h"
#include "core/docket_world.h"
#include "core/live_source.h"
#include "evidence/evidence.h"
#include "journal/pruning.h"
#include "service/ask_journal.h"
#include "service/certificate.h"
#include "service/fsck.h"

namespace mandat {
namespace {

using std::chrono::hours;

constexpr uint32_t kDays = 30;

Result<Receipt> Keep(const std::shared_ptr<OpenAgreement>& agreement, uint32_t days) {
  return Wait<Receipt>([&](Done<Receipt> done) { KeepJournal(agreement, days, std::move(done)); });
}
Result<Receipt> Prune(const std::shared_ptr<OpenAgreement>& agreement) {
  return Wait<Receipt>([&](Done<Receipt> done) { PruneJournal(agreement, std::move(done)); });
}

class PruneTest : public ::testing::Test {
 protected:
  PruneTest() {
    world_.Activate();
    EXPECT_OK(world_.Register(Person(1)));
    EXPECT_OK(world_.Register(Person(2)));
    EXPECT_OK(world_.Put(Record(1), Person(1), R"({"name":"Ada Example"})"));
    const auto erased = world_.Erase(Person(2));
    EXPECT_OK(erased);
    erasure_ = erased->receipt.entry;
  }

  // Entries, one batch each, until the journal has as many.
  void GrowTo(uint64_t size) {
    while (agreement().journal().head().size < size) {
      ASSERT_OK(world_.Read(Record(1)));
    }
  }
  void Pass(std::chrono::seconds time) { world_.time().Advance(time); }
  OpenAgreement& agreement() { return world_.agreement(); }
  uint64_t minimum() { return agreement().journal().minimum(); }

  Report Verified() {
    LiveSource source(agreement());
    const JournalQuestion question{.key =
                                       *VerifierKey::Parse(agreement().journal().verifier_key())};
    return VerifyJournal(source, question, {});
  }
  std::vector<std::string> Acts(uint64_t from) {
    std::vector<std::string> acts;
    for (uint64_t index = from; index < agreement().journal().head().size; ++index) {
      acts.push_back(EntryAt(agreement(), index).act);
    }
    return acts;
  }

  TestWorld world_;
  EntryIndex erasure_;
};

// Covers: GDPR Art. 5(2).
TEST_F(PruneTest, FixesThePeriodAndTakesALongerOneAlone) {
  EXPECT_EQ(*ReadKeepDays(agreement().store()), std::nullopt);
  ASSERT_OK(Keep(world_.shared(), 365));
  EXPECT_EQ(LastEntry(agreement()).act, "keep-journal");
  EXPECT_EQ(LastEntry(agreement()).detail, "days 365");
  const uint64_t size = agreement().journal().head().size;
  ASSERT_OK(Keep(world_.shared(), 365));
  EXPECT_EQ(agreement().journal().head().size, size) << "nothing is new";
  const Result<Receipt> shorter = Keep(world_.shared(), 364);
  ASSERT_FALSE(shorter);
  EXPECT_EQ(shorter.error().kind, ErrorKind::kConflict);
  EXPECT_NE(shorter.error().message.find("365 were fixed"), std::string::npos);
  EXPECT_EQ(**ReadKeepDays(agreement().store()), 365U);
  ASSERT_OK(Keep(world_.shared(), 400));
  EXPECT_EQ(LastEntry(agreement()).detail, "days 400 before 365");
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(**ReadKeepDays(agreement().store()), 400U);
}

TEST_F(PruneTest, ReadsThePeriodsOfSomeAgreements) {
  const Result<KeepDays> keep = KeepDays::Parse(3650, "acme 400, shop-acme 30");
  ASSERT_OK(keep);
  EXPECT_EQ(keep->Of("acme"), 400U);
  EXPECT_EQ(keep->Of("shop-acme"), 30U);
  EXPECT_EQ(keep->Of("other"), 3650U);
  EXPECT_EQ(KeepDays::Parse(10, "")->Of("acme"), 10U);
  for (const char* text :
       {"acme", "acme 0", "acme 36501", "acme x", "acme 1, acme 2", "Acme/ 3", "acme  3", ","}) {
    EXPECT_EQ(KeepDays::Parse(10, text).error().kind, ErrorKind::kInvalid) << text;
  }
}

TEST_F(PruneTest, PrunesNothingBeforeThePeriodIsFixedOrOver) {
  GrowTo(600);
  Pass(hours(24) * 10'000);
  ASSERT_OK(Prune(world_.shared()));
  EXPECT_EQ(minimum(), 0U) << "no period was fixed";
  EXPECT_EQ(*NextPrune(agreement()), std::nullopt);
  ASSERT_OK(Keep(world_.shared(), 36'500));
  ASSERT_OK(Prune(world_.shared()));
  EXPECT_EQ(minimum(), 0U);
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(PruneTest, PrunesWhatIsPastThePeriodAndKeepsWhatIsNeeded) {
  ASSERT_OK(Keep(world_.shared(), kDays));
  GrowTo(600);
  const Instant old = world_.time().Now();
  Pass(hours(24) * 20);
  GrowTo(700);
  const Result<std::optional<Instant>> next = NextPrune(agreement());
  ASSERT_OK(next);
  ASSERT_TRUE(*next);
  EXPECT_GE(**next, old + hours(24) * kDays);
  Pass(hours(24) * 9);
  ASSERT_OK(Prune(world_.shared()));
  EXPECT_EQ(minimum(), 0U) << "a day too early";
  Pass(hours(24) + std::chrono::seconds(1));
  EXPECT_LE(**NextPrune(agreement()), world_.time().Now());
  const uint64_t before = agreement().journal().head().size;
  ASSERT_OK(Prune(world_.shared()));
  EXPECT_EQ(minimum(), 512U) << "whole bundles of what is old; the third has younger entries";
  EXPECT_EQ(Acts(before), (std::vector<std::string>{"prune", "pruned"}));
  EXPECT_EQ(EntryAt(agreement(), before).detail, "minimum 512 days 30");
  EXPECT_TRUE(LastEntry(agreement()).detail.starts_with("below 512 bundles 2 kept "));
  EXPECT_EQ(agreement().journal().ReadEntry({300}).error().kind, ErrorKind::kShredded);
  EXPECT_OK(agreement().journal().ReadEntry({512}));
  EXPECT_EQ(EntryAt(agreement(), erasure_.value).act, "erase");
  EXPECT_OK(IssueCertificate(agreement(), erasure_));
  const Report report = Verified();
  EXPECT_TRUE(report.ok()) << report.FormatText();
  EXPECT_NE(report.FormatText().find("entries before 512 were pruned"), std::string::npos);
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(minimum(), 512U);
  EXPECT_TRUE(Verified().ok());
  EXPECT_OK(IssueCertificate(agreement(), erasure_));
}

TEST_F(PruneTest, PrunesAtMostOnceADay) {
  ASSERT_OK(Keep(world_.shared(), 1));
  GrowTo(300);
  Pass(hours(25));
  ASSERT_OK(Prune(world_.shared()));
  EXPECT_EQ(minimum(), 256U);
  GrowTo(600);
  EXPECT_GE(**NextPrune(agreement()), world_.time().Now() + hours(24));
}

// What a start, a certificate, a duty or an act that names an entry needs.
TEST_F(PruneTest, KeepsEntriesThatAnActNamed) {
  ASSERT_OK(Keep(world_.shared(), kDays));
  GrowTo(600);
  class NameWork final : public HouseWork {
   public:
    NameWork() : HouseWork({}) {}
    Result<bool> Act(Entry& entry, BatchContext& context) override {
      entry.act = "disclose";
      StageNamedEntry({123}, context.staging);
      return true;
    }
    void Finish(Result<Release>) override {}
  };
  agreement().gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<NameWork>()));
  Pass(hours(24) * 31);
  ASSERT_OK(Prune(world_.shared()));
  EXPECT_EQ(minimum(), 512U);
  EXPECT_OK(agreement().journal().ReadEntry({123}));
  EXPECT_FALSE(agreement().journal().ReadEntry({124}));
}

TEST_F(PruneTest, TakesTheTrailAlong) {
  ASSERT_OK(Keep(world_.shared(), kDays));
  GrowTo(700);
  const auto touched = [&](uint64_t from, uint64_t until) {
    uint64_t count = 0;
    EXPECT_OK(agreement().trail().ForEach({from}, {until}, [&](const Touch&) { ++count; }));
    return count;
  };
  const uint64_t behind = touched(512, 700);
  EXPECT_GT(touched(0, 512), 400U);
  Pass(hours(24) * 31);
  ASSERT_OK(Prune(world_.shared()));
  ASSERT_EQ(minimum(), 512U);
  EXPECT_LT(touched(0, 512), 400U) << "at most a row that reaches beyond is left";
  EXPECT_EQ(touched(512, 700), behind);
  const auto scope = Wait<ScopeAnswer>([&](Done<ScopeAnswer> done) {
    AskScope(world_.shared(), Bytes(8, 'o'), Question(), std::move(done));
  });
  ASSERT_OK(scope);
  EXPECT_FALSE(scope->is_whole) << "what was pruned is not counted, and the answer says so";
  Question later;
  later.from = world_.time().Now();
  ASSERT_OK(world_.Register(Person(3)));
  const auto whole = Wait<ScopeAnswer>([&](Done<ScopeAnswer> done) {
    AskScope(world_.shared(), Bytes(8, 'o'), std::move(later), std::move(done));
  });
  ASSERT_OK(whole);
  EXPECT_TRUE(whole->is_whole);
}

TEST_F(PruneTest, IsFoundSoundByAnInspection) {
  ASSERT_OK(Keep(world_.shared(), kDays));
  GrowTo(600);
  Pass(hours(24) * 31);
  ASSERT_OK(Prune(world_.shared()));
  const Result<Inspection> found = InspectAgreement(agreement());
  ASSERT_OK(found);
  EXPECT_EQ(found->flaws_count, 0U);
  EXPECT_GE(found->entries_count, 600U - 512U);
}

// Each step lost, and each kept though it was reported as failed: in the end it is the same.
TEST_F(PruneTest, GoesOnAfterAnyFailure) {
  ASSERT_OK(Keep(world_.shared(), kDays));
  GrowTo(600);
  Pass(hours(24) * 31);
  const CommitFault faults[] = {CommitFault::kRefuse, CommitFault::kUnknownLost,
                                CommitFault::kUnknownKept};
  for (int nth = 1; nth <= 2; ++nth) {
    for (const CommitFault fault : faults) {
      world_.home().FailCommit(fault, nth);
      std::ignore = Prune(world_.shared());
      world_.home().FailCommit(CommitFault::kNone);
      ASSERT_OK(world_.Reopen());
      const Report report = Verified();
      EXPECT_TRUE(report.ok()) << nth << "\n" << report.FormatText();
    }
  }
  ASSERT_OK(Prune(world_.shared()));
  EXPECT_EQ(minimum(), 512U);
  EXPECT_FALSE(agreement().journal().ReadEntry({300}));
  EXPECT_EQ(*NextPrune(agreement()), std::nullopt);
  EXPECT_TRUE(Verified().ok());
}

// The same for the files beside the store: the checkpoint and the minimum.
TEST_F(PruneTest, GoesOnWhenAFileCannotBeWritten) {
  ASSERT_OK(Keep(world_.shared(), kDays));
  GrowTo(600);
  Pass(hours(24) * 31);
  for (int nth = 1; nth <= 3; ++nth) {
    for (const bool is_kept : {false, true}) {
      world_.home().FailFile(is_kept, nth);
      std::ignore = Prune(world_.shared());
      world_.home().FailFile(false, 0);
      ASSERT_OK(world_.Reopen());
      const Report report = Verified();
      EXPECT_TRUE(report.ok()) << nth << "\n" << report.FormatText();
    }
  }
  ASSERT_OK(Prune(world_.shared()));
  EXPECT_EQ(minimum(), 512U);
  EXPECT_TRUE(Verified().ok());
}

TEST_F(PruneTest, TellsWhoIsClosedWhenToOpenIt) {
  ASSERT_OK(Keep(world_.shared(), kDays));
  GrowTo(300);
  const Result<std::optional<Instant>> next = agreement().NextHousekeeping();
  ASSERT_OK(next);
  ASSERT_TRUE(*next);
  EXPECT_LE(**next, world_.time().Now() + hours(24) * kDays + std::chrono::seconds(1));
}

// Covers: GDPR Art. 33(2).
TEST(PruneDutyTest, KeepsWhatWasDoneWithADutyThatIsStillOpen) {
  DocketWorld world;
  const auto open = world.Happen("breach", "awareness", "INC-7", "2026-03-30T08:30:00Z");
  ASSERT_OK(open);
  const uint64_t entry = open->receipt.entry.value;
  ASSERT_OK(Keep(world.agreement(), 1));
  for (int number = 0; world.agreement()->journal().head().size < 300; ++number) {
    ASSERT_OK(Keep(world.agreement(), static_cast<uint32_t>(2 + number)));
  }
  const uint64_t size = world.agreement()->journal().head().size;
  ASSERT_GT(size, 256U);
  world.time().Advance(hours(24) * 1'000);
  ASSERT_OK(Prune(world.agreement()));
  ASSERT_EQ(world.agreement()->journal().minimum(), 256U);
  EXPECT_EQ(world.EntryAt(EntryIndex{entry}).act, "record-happening");
}

}  // namespace
}  // namespace mandat
