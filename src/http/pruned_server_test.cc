// SPDX-License-Identifier: Apache-2.0
#include <future>

#include "format/pruned.h"
#include "http/server_test_util.h"
#include "journal/log_number.h"
#include "service/prune.h"

namespace mandat {
namespace {

class PrunedServerTest : public ServerTest {
 protected:
  std::shared_ptr<OpenAgreement> Agreement() {
    return *agreements_->Find(*AgreementId::Parse("opinum-demo"));
  }
  template <class Call>
  static Result<Receipt> Wait(Call call) {
    std::promise<Result<Receipt>> promise;
    call([&promise](Result<Receipt> receipt) { promise.set_value(std::move(receipt)); });
    return promise.get_future().get();
  }
  // More than a bundle of entries, all of them old; then what is past the period goes.
  void Prune() {
    for (uint32_t days = 1; Agreement()->journal().head().size < 300; ++days) {
      ASSERT_OK(Wait([&](Done<Receipt> done) { KeepJournal(Agreement(), days, std::move(done)); }));
    }
    time_.Advance(std::chrono::hours(24) * 400);
    ASSERT_OK(Wait([&](Done<Receipt> done) { PruneJournal(Agreement(), std::move(done)); }));
    ASSERT_EQ(Agreement()->journal().minimum(), 256U);
  }
};

TEST_F(PrunedServerTest, PublishesTheMinimumOfAJournalThatNobodyPruned) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply minimum = Call("GET", Under("/journal/minimum"), "auditor");
  EXPECT_EQ(minimum.status, 200);
  EXPECT_EQ(minimum.body, "0\n");
  EXPECT_EQ(Call("GET", "/v1/system/journal/minimum", "operator").body, "0\n");
  EXPECT_EQ(Call("GET", Under("/journal/kept/entries/000"), "auditor").status, 404);
  EXPECT_EQ(Call("GET", Under("/journal/closed/1/checkpoint"), "auditor").status, 404);
  EXPECT_EQ(Call("GET", Under("/journal/closed/1/vkey"), "auditor").status, 404);
  EXPECT_EQ(Call("GET", Under("/journal/closed/1/tile/0/000.p/1"), "auditor").status, 404);
}

// Every act of this test is kept: what happened to a journal is; so one is named as gone by hand.
TEST_F(PrunedServerTest, AnswersGoneWithTheMinimumAndServesWhatWasKept) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply refused = Call("GET", RecordPath(), "application", For("advertising"));
  ASSERT_EQ(refused.status, 403) << refused.body;
  const std::string entry = refused.Header("mandat-entry");
  ASSERT_FALSE(entry.empty());
  ASSERT_NO_FATAL_FAILURE(Prune());
  const Reply gone = Call("GET", Under("/entries/" + entry), "auditor");
  EXPECT_EQ(gone.status, 410);
  EXPECT_TRUE(gone.Has("entries are there from 256 on")) << gone.body;
  EXPECT_EQ(Call("GET", Under("/entries/0"), "auditor").status, 200) << "the activation";
  EXPECT_EQ(Call("GET", Under("/entries/0/proof"), "auditor").status, 200);
  EXPECT_EQ(Call("GET", Under("/entries/" + entry + "/proof"), "auditor").status, 200)
      << "the hashes stay";
  EXPECT_EQ(Call("GET", Under("/journal/minimum"), "auditor").body, "256\n");
  EXPECT_EQ(Call("GET", Under("/journal/tile/entries/000"), "auditor").status, 410);
  EXPECT_EQ(Call("GET", Under("/journal/tile/0/000"), "auditor").body.size(), 8192U);
  const Reply kept = Call("GET", Under("/journal/kept/entries/000"), "auditor");
  EXPECT_EQ(kept.status, 200);
  const auto entries = DecodeKept(kept.body);
  ASSERT_OK(entries);
  EXPECT_EQ(entries->size(), 255U);
  EXPECT_EQ(Call("GET", Under("/journal/kept/entries/000.p/3"), "auditor").status, 404);
  EXPECT_EQ(Call("GET", Under("/journal/kept/0/000"), "auditor").status, 404);
}

TEST_F(PrunedServerTest, ServesWhatIsLeftOfALogThatWasClosed) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  class CloseWork final : public HouseWork {
   public:
    CloseWork() : HouseWork({}) {}
    Result<bool> Act(Entry& entry, BatchContext& context) override {
      entry.act = "new-origin";
      const ClosedLog log{1, {"mandat.example/journal/opinum-demo", 4, {}, {}}, "a note\n"};
      context.staging.Put(Space::kMeta, ClosedLogRow(1), log.Encode());
      return true;
    }
    void Finish(Result<Release>) override {}
  };
  Agreement()->gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<CloseWork>()));
  ASSERT_OK(Wait([&](Done<Receipt> done) { KeepJournal(Agreement(), 1, std::move(done)); }));
  EXPECT_EQ(Call("GET", Under("/journal/closed/1/checkpoint"), "auditor").body, "a note\n");
  EXPECT_EQ(Call("GET", Under("/journal/closed/1/vkey"), "auditor").body,
            Call("GET", Under("/journal/vkey"), "auditor").body)
      << "the first log has no number";
  const Reply tile = Call("GET", Under("/journal/closed/1/tile/0/000.p/1"), "auditor");
  EXPECT_EQ(tile.status, 200);
  EXPECT_EQ(tile.body, Call("GET", Under("/journal/tile/0/000.p/1"), "auditor").body);
  EXPECT_EQ(Call("GET", Under("/journal/closed/1/tile/0/000.p/2"), "auditor").status, 404);
  EXPECT_EQ(Call("GET", Under("/journal/closed/2/checkpoint"), "auditor").status, 404);
  EXPECT_EQ(Call("GET", Under("/journal/closed/0/checkpoint"), "auditor").status, 400);
}

}  // namespace
}  // namespace mandat
