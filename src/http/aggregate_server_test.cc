// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "http/server_test_util.h"

namespace mandat {
namespace {

class AggregateServerTest : public ServerTest {
 protected:
  static constexpr const char* kFeedback = "/v1/agreements/customer-alliance-demo";

  void StartFeedback() {
    Start();
    const std::filesystem::path sources = MANDAT_SOURCE_DIR "/agreements";
    JsonWriter json(65536);
    json.BeginObject();
    json.Key("form").Text(ReadWhole(sources / "customer-alliance.yaml"));
    json.Key("agreement").Text(ReadWhole(sources / "customer-alliance-demo.yaml"));
    json.Key("schema").Text(ReadWhole(sources / "customer-alliance-feedback.schema.yaml"));
    json.EndObject();
    const Reply reply =
        Call("POST", std::string(kFeedback) + "/activate", "operator", {}, std::move(json).Take());
    ASSERT_EQ(reply.status, 200) << reply.body;
  }

  static std::string Guest(int number) {
    return fmt::format("0a000000-0000-4000-8000-{:012d}", number);
  }

  // Reviews of guests `first` to before `last`.
  void Review(int first, int last, std::string_view source, int rating) const {
    std::string lines;
    for (int i = first; i < last; ++i) {
      lines += fmt::format(
          "{{\"id\":\"0b000000-0000-4000-8000-{:012d}\",\"subject\":\"{}\",\"data\":{{\"rating\":{}"
          ","
          "\"source\":\"{}\"}}}}\n",
          i, Guest(i), rating, source);
    }
    const Reply reply =
        Call("POST", std::string(kFeedback) + "/collections/reviews/batch?register=true",
             "application", For("evaluation"), lines);
    ASSERT_EQ(reply.status, 200) << reply.body;
    ASSERT_FALSE(reply.Has("error")) << reply.body;
  }

  Reply Ask(std::string_view body, std::string purpose = "benchmarks") const {
    return Call("POST", std::string(kFeedback) + "/collections/reviews/aggregates", "application",
                For(std::move(purpose)), body);
  }
  static constexpr const char* kMeans =
      R"({"functions":["count","mean"],"field":"rating","group-by":["source"]})";
};

// Covers: GDPR Rec. 26
TEST_F(AggregateServerTest, AnswersAboutGroupsAndNothingElse) {
  StartFeedback();
  Review(0, 20, "portal", 4);
  Review(20, 40, "mail", 2);
  const Reply reply = Ask(kMeans);
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_TRUE(reply.Has(R"({"group":{"source":"portal"},"people":20,"count":20,"mean":4})"))
      << reply.body;
  EXPECT_FALSE(reply.Header("mandat-entry").empty());
  EXPECT_EQ(Ask(kMeans).status, 200);  // the same again
}

TEST_F(AggregateServerTest, RefusesAFewPeopleByGuardAndClause) {
  StartFeedback();
  Review(0, 9, "portal", 4);
  const Reply reply = Ask(kMeans);
  EXPECT_EQ(reply.status, 403);
  EXPECT_TRUE(reply.Has("guard group-size")) << reply.body;
  EXPECT_TRUE(reply.Has("Annexe 1 s.1")) << reply.body;
}

TEST_F(AggregateServerTest, RefusesWhatDiffersFromAnEarlierAnswerByFewPeopleAlsoAfterARestart) {
  StartFeedback();
  Review(0, 20, "portal", 4);
  ASSERT_EQ(Ask(R"({"functions":["count"]})").status, 200);
  Review(20, 21, "portal", 1);
  EXPECT_TRUE(Ask(R"({"functions":["count"]})").Has("guard differencing"));
  server_.reset();
  agreements_.reset();
  Start();
  EXPECT_TRUE(Ask(R"({"functions":["sum"],"field":"rating"})").Has("guard differencing"));
  const Reply without = Ask(R"({"functions":["count"],"where":[{"field":"rating","is":4}]})");
  EXPECT_EQ(without.status, 200) << without.body;
  Review(21, 40, "portal", 3);
  EXPECT_EQ(Ask(R"({"functions":["count"]})").status, 200);
}

// Covers: GDPR Art. 21(1)
TEST_F(AggregateServerTest, PassesOverWhoObjectedToThePurpose) {
  StartFeedback();
  Review(0, 10, "portal", 4);
  Headers headers = For("evaluation");
  headers.emplace_back("Mandat-Instruction", "2026-021");
  const Reply objected =
      Call("POST", std::string(kFeedback) + "/subjects/" + Guest(3) + "/objections", "application",
           headers, "{\"purpose\":\"benchmarks\",\"basis\":\"GDPR Art. 21(1)\"}");
  ASSERT_EQ(objected.status, 200) << objected.body;
  EXPECT_TRUE(Ask(kMeans).Has("guard group-size"));
}

TEST_F(AggregateServerTest, RefusesAnotherPurposeAndAnAgreementThatDoesNotAnonymise) {
  StartFeedback();
  EXPECT_EQ(Ask(kMeans, "evaluation").status, 403);
  const Reply activated = Call("POST", std::string(kBase) + "/activate", "operator", {}, Texts());
  ASSERT_EQ(activated.status, 200) << activated.body;
  const Reply reply = Call("POST", Under("/collections/sites/aggregates"), "application",
                           For("data-hub"), R"({"functions":["mean"],"field":"heated-area"})");
  EXPECT_EQ(reply.status, 403) << reply.body;
}

// The other half of pseudonym_server_test.cc, for which an agreement of several purposes is needed.
TEST_F(AggregateServerTest, PseudonymsOfTwoPurposesHaveNothingInCommon) {
  StartFeedback();
  Review(0, 1, "portal", 4);
  const auto tokens_for = [this](std::string purpose) {
    const Reply reply = Call("GET", std::string(kFeedback) + "/collections/reviews/pseudonymised",
                             "application", For(std::move(purpose)));
    EXPECT_EQ(reply.status, 200) << reply.body;
    const size_t at = reply.body.find("\"token\":\"");
    return reply.body.substr(at, 43);
  };
  EXPECT_EQ(tokens_for("evaluation"), tokens_for("evaluation"));
  EXPECT_NE(tokens_for("evaluation"), tokens_for("indirect-feedback"));
}

TEST_F(AggregateServerTest, RefusesQuestionsThatAreNone) {
  StartFeedback();
  for (const char* body :
       {"{}", R"({"functions":[]})", R"({"functions":["median"]})", R"({"functions":["sum"]})",
        R"({"functions":["sum"],"field":"text"})", R"({"functions":["count"],"field":"none"})",
        R"({"functions":["count"],"where":[{"field":"rating"}]})",
        R"({"functions":["count"],"where":[{"field":"rating","is":1,"from":1}]})",
        R"({"functions":["count"],"where":{}})", R"({"functions":["count"],"extra":1})"}) {
    EXPECT_EQ(Ask(body).status, 400) << body;
  }
}

}  // namespace
}  // namespace mandat
