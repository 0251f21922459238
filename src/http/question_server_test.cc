// SPDX-License-Identifier: Apache-2.0
#include "http/server_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kScope = "/questions/scope";
constexpr std::string_view kEntries = "/questions/entries";

// Covers: GDPR Art. 33(3)(a).
TEST_F(ServerTest, TellsWhomACredentialTouchedAndHowMuchOfWhat) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  Register();
  Put();
  EXPECT_EQ(Call("GET", RecordPath(), "application", For("data-hub")).status, 200);
  const Reply all = Call("POST", Under(kScope), "operator", {}, "{}");
  ASSERT_EQ(all.status, 200) << all.body;
  EXPECT_TRUE(all.Has("\"people\":1")) << all.body;
  EXPECT_TRUE(all.Has(std::string("\"subjects\":[\"") + kAda + "\"]")) << all.body;
  EXPECT_TRUE(all.Has("\"categories\":[")) << all.body;
  EXPECT_TRUE(all.Has("\"act\":\"consult\"")) << all.body;
  const Reply none = Call("POST", Under(kScope), "operator", {}, R"({"actor":"0011223344556677"})");
  EXPECT_TRUE(none.Has("\"people\":0")) << none.body;
  const Reply later =
      Call("POST", Under(kScope), "operator", {}, R"({"from":"2031-01-01T00:00:00Z"})");
  EXPECT_TRUE(later.Has("\"entries\":0")) << later.body;
}

// Covers: GDPR Art. 15(1)(c).
TEST_F(ServerTest, TellsWhatWasDoneToOnePersonWhileTheirKeyLives) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  Register();
  Put();
  const std::string question = std::string(R"({"subject":")") + kAda + "\"}";
  const Reply told = Call("POST", Under(kEntries), "controller", {}, question);
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_TRUE(told.Has("\"act\":\"record\"")) << told.body;
  const Reply erased = Call("POST", Under("/subjects/") + kAda + "/erase", "controller",
                            {{"Mandat-Instruction", "2026-014"}, {"Mandat-Purpose", "data-hub"}});
  ASSERT_EQ(erased.status, 200) << erased.body;
  EXPECT_EQ(Call("POST", Under(kEntries), "controller", {}, question).status, 410);
  const Reply scope = Call("POST", Under(kScope), "controller", {}, "{}");
  EXPECT_TRUE(scope.Has("\"subjects\":[]")) << "erased, and still on old rows: " << scope.body;
}

TEST_F(ServerTest, ListsRefusalsByTheirClause) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  Register();
  Put();
  EXPECT_EQ(Call("GET", RecordPath(), "application", For("marketing")).status, 403);
  const Reply told = Call("POST", Under(kEntries), "operator", {}, R"({"refused":true})");
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_TRUE(told.Has("\"outcome\":\"refused\"")) << told.body;
  EXPECT_FALSE(told.Has("\"outcome\":\"done\"")) << told.body;
}

TEST_F(ServerTest, JournalsAQuestionBeforeItIsAnswered) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply told = Call("POST", Under(kScope), "operator", {}, "{}");
  ASSERT_EQ(told.status, 200);
  EXPECT_TRUE(!told.Header("mandat-entry").empty()) << told.body;
}

TEST_F(ServerTest, RefusesQuestionsThatAreNoneAndThoseWhoMayNotAsk) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  for (const char* body :
       {"", "[]", R"({"actor":"zz"})", R"({"actor":"00"})", R"({"subject":"ada"})",
        R"({"from":"yesterday"})", R"({"limit":-1})", R"({"limit":100001})", R"({"refused":1})",
        R"({"colour":"red"})", R"({"after":"x"})"}) {
    EXPECT_EQ(Call("POST", Under(kScope), "operator", {}, body).status, 400) << body;
  }
  EXPECT_EQ(Call("POST", Under(kEntries), "operator", {}, R"({"limit":0})").status, 400);
  EXPECT_EQ(Call("POST", Under(kScope), "auditor", {}, "{}").status, 403);
  EXPECT_EQ(Call("POST", Under(kScope), "application", {}, "{}").status, 403);
}

}  // namespace
}  // namespace mandat
