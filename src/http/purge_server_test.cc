// SPDX-License-Identifier: Apache-2.0
#include <future>

#include "http/server_test_util.h"
#include "service/keep_house.h"
#include "service/reclaim.h"

namespace mandat {
namespace {

// Covers: GDPR Art. 5(1)(e); GDPR Art. 5(2).
TEST_F(ServerTest, ReportsWhatWentAndWhatWasReclaimed) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  EXPECT_EQ(Call("GET", Under("/purges"), "auditor").body, "{\"items\":[]}");
  Register();
  Put();
  const Reply erased = Call("POST", Under("/subjects/") + kAda + "/erase", "controller",
                            {{"Mandat-Instruction", "2026-014"}, {"Mandat-Purpose", "data-hub"}});
  ASSERT_EQ(erased.status, 200) << erased.body;
  EXPECT_TRUE(
      Call("GET", Under("/purges"), "auditor").Has("\"next-reclaim\":\"1970-01-01T00:00:00"))
      << "at once, since it never was";
  std::promise<void> done;
  ReclaimSpace(*agreements_->Find(*AgreementId::Parse("opinum-demo")),
               [&](const Result<Receipt>& receipt) {
                 EXPECT_OK(receipt);
                 done.set_value();
               });
  done.get_future().wait();
  const Reply report = Call("GET", Under("/purges?limit=1"), "controller");
  EXPECT_TRUE(report.Has("\"last-reclaim\":\"2026-03-30T14:20:00")) << report.body;
}

TEST_F(ServerTest, RefusesAReportOfNoDaysAndToThoseWhoMayNotSeeIt) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  EXPECT_EQ(Call("GET", Under("/purges?limit=0"), "auditor").status, 400);
  EXPECT_EQ(Call("GET", Under("/purges?days=3"), "auditor").status, 400);
  EXPECT_EQ(Call("GET", Under("/purges"), "application").status, 403);
  EXPECT_EQ(Call("GET", "/v1/agreements/no-such/purges", "auditor").status, 404);
}

// The handler then runs where the agreement was opened.
TEST_F(ServerTest, AnswersForAnAgreementThatHasToBeOpenedFirst) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  Register();
  Put();
  server_.reset();
  agreements_.reset();
  ASSERT_NO_FATAL_FAILURE(Start());
  EXPECT_TRUE(agreements_->Opened().empty());
  const Reply read = Call("GET", RecordPath(), "application", For("data-hub"));
  EXPECT_EQ(read.status, 200) << read.body;
  EXPECT_EQ(agreements_->Opened().size(), 1u);
  EXPECT_EQ(Call("GET", "/v1/agreements/no-such", "operator").status, 404);
}

}  // namespace
}  // namespace mandat
