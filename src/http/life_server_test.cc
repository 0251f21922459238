// SPDX-License-Identifier: Apache-2.0
// The life of an agreement over HTTP.
#include "http/server_test_util.h"

namespace mandat {
namespace {

class LifeServerTest : public ServerTest {
 protected:
  Reply Post(std::string_view rest, std::string_view role, std::string_view body = "{}") const {
    return Call("POST", Under(rest), role, {}, body);
  }
  Reply Decide(std::string_view place) const {
    return Post("/decisions", "auditor",
                R"({"verb":"disclose","purpose":"data-hub","collection":"sites","place":")" +
                    std::string(place) + "\"}");
  }
};

TEST_F(LifeServerTest, ShowsStateVersionsAndHistory) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply reply = Call("GET", Under("/life"), "controller");
  ASSERT_EQ(reply.status, 200) << reply.body;
  for (const std::string part :
       {R"("state":"active","version":1)", R"("role":"controller")", R"("pass-on":false)",
        R"("versions":[{"version":1,"state":"in-force","form":"opinum@1")",
        R"("controller":{"how":"click","signer":"Ada Example")", R"("act":"propose-version")",
        R"("act":"activate-agreement")", R"({"id":"prod-greymatter","name":"Greymatter")"}) {
    EXPECT_TRUE(reply.Has(part)) << part << " not in " << reply.body;
  }
  EXPECT_EQ(Call("GET", Under("/life"), "application").status, 403);
}

TEST_F(LifeServerTest, ShowsEveryTermWithWhatHoldsAndWhy) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply reply = Call("GET", Under("/terms"), "application");
  ASSERT_EQ(reply.status, 200) << reply.body;
  for (const std::string part : {R"({"path":"breach.notice","said":[)", R"("holds":0,"why":"only")",
                                 R"("house-rule":{"within":"30 days")"}) {
    EXPECT_TRUE(reply.Has(part)) << part;
  }
}

// Covers: GDPR Art. 28(4).
TEST_F(LifeServerTest, MarksNoticesForPassingOnWhenTheCustomerIsAProcessorItself) {
  ASSERT_NO_FATAL_FAILURE(Start());
  std::string texts = Texts();
  const std::string role = "role: controller\\n";
  const size_t at = texts.find(role);
  ASSERT_NE(at, std::string::npos);
  texts.replace(
      at, role.size(),
      "role: processor\\n  for: [Example Town (fictitious), Example Port (fictitious)]\\n");
  const Reply active = Call("POST", Under("/activate"), "operator", {}, texts);
  ASSERT_EQ(active.status, 200) << active.body;
  const Reply shown = Call("GET", kBase, "controller");
  EXPECT_TRUE(shown.Has(R"x("role":"processor","for":["Example Town (fictitious)",)x"))
      << shown.body;
  EXPECT_TRUE(shown.Has(R"("pass-on":true)")) << shown.body;
  EXPECT_TRUE(Call("GET", Under("/life"), "controller").Has(R"("pass-on":true)"));
  EXPECT_TRUE(Call("GET", "/v1/relations", "operator")
                  .Has(R"({"as":"controller behind the customer","agreement":"opinum-demo")"));
}

// Covers: Dec. 2021/915 Cl. 10(a).
TEST_F(LifeServerTest, LetsTheControllerSuspendAndResumeForItself) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  Register();
  Put();
  EXPECT_EQ(Post("/suspensions", "controller", R"({"id":"stop","party":"processor"})").status, 403);
  EXPECT_EQ(Post("/suspensions", "application", R"({"id":"stop"})").status, 403);
  const Reply stopped = Post("/suspensions", "controller", R"({"id":"stop"})");
  ASSERT_EQ(stopped.status, 200) << stopped.body;
  EXPECT_TRUE(stopped.Has(R"("state":"suspended")")) << stopped.body;
  const Reply refused = Call("GET", RecordPath(), "application", For("data-hub"));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.Header("mandat-clause"), "opinum-demo@1#[3]");
  time_.Advance(std::chrono::hours(1));
  EXPECT_EQ(Call("DELETE", Under("/suspensions/stop"), "controller").status, 200);
  EXPECT_EQ(Call("GET", RecordPath(), "application", For("data-hub")).status, 200);
}

TEST_F(LifeServerTest, AnswersTheSameContentAgainAndOtherContentWithAConflict) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const std::string body = R"({"id":"claim","basis":"GDPR Art. 17"})";
  const Reply first = Post("/holds", "operator", body);
  ASSERT_EQ(first.status, 200) << first.body;
  time_.Advance(std::chrono::hours(1));
  const Reply again = Post("/holds", "operator", body);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.Header("mandat-entry"), first.Header("mandat-entry"));
  EXPECT_EQ(again.Header("mandat-replayed"), "true");
  EXPECT_EQ(Post("/holds", "operator", R"({"id":"claim","basis":"another"})").status, 409);
  EXPECT_EQ(Post("/holds", "controller", body).status, 403);
}

// Covers: GDPR Art. 28(3)(a), Art. 44.
TEST_F(LifeServerTest, ConsentOpensThePlaceOfExactlyOneSubprocessor) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  ASSERT_TRUE(Decide("prod-greymatter").Has(R"("allowed":false)"));
  const Reply consent =
      Post("/instructions", "controller",
           R"({"id":"yes-greymatter","kind":"consent","places":["prod-greymatter"]})");
  ASSERT_EQ(consent.status, 200) << consent.body;
  EXPECT_TRUE(Decide("prod-greymatter").Has(R"("allowed":true)"));
  EXPECT_TRUE(Decide("uat-greymatter").Has(R"("allowed":false)"));
  EXPECT_TRUE(Decide("US").Has(R"("allowed":false)"));
  const Reply unknown =
      Post("/instructions", "operator", R"({"id":"odd","kind":"consent","places":["nobody"]})");
  EXPECT_EQ(unknown.status, 422) << unknown.body;
  EXPECT_TRUE(unknown.Has("A311"));
}

// Covers: GDPR Art. 28(2).
TEST_F(LifeServerTest, TellsTheWindowOfAnAnnouncementAndKeepsIt) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const std::string announce = R"({"state":"announced","name":"Printer Example","country":"BE"})";
  EXPECT_EQ(Post("/sub-processors/printer", "controller", announce).status, 403);
  const Reply announced = Post("/sub-processors/printer", "operator", announce);
  ASSERT_EQ(announced.status, 200) << announced.body;
  EXPECT_TRUE(announced.Has(R"("objection-ends":"2026-04-)")) << announced.body;
  time_.Advance(std::chrono::hours(24));
  const Reply early = Post("/sub-processors/printer", "operator", R"({"state":"engaged"})");
  EXPECT_EQ(early.status, 403);
  EXPECT_EQ(early.Header("mandat-clause"), "opinum-demo@1#[8]");
  EXPECT_EQ(Post("/sub-processors/printer", "controller", R"({"state":"objected"})").status, 200);
  time_.Advance(std::chrono::hours(24 * 30));
  EXPECT_EQ(Post("/sub-processors/printer", "operator", R"({"state":"engaged"})").status, 403);
}

TEST_F(LifeServerTest, PlansAndDeploysASchemaAndNamesWhatWouldNeedAnAmendment) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  std::string schema = ReadWhole(MANDAT_SOURCE_DIR "/agreements/opinum-data-hub.schema.yaml");
  schema.replace(schema.find("version: 1"), 10, "version: 2");
  const auto body = [](const std::string& text, bool deploy) {
    JsonWriter json(65536);
    json.BeginObject();
    json.Key("schema").Text(text);
    json.Key("deploy").Bool(deploy);
    json.EndObject();
    return std::move(json).Take();
  };
  const Reply plan = Call("POST", "/v1/schemas", "operator", {}, body(schema, false));
  EXPECT_TRUE(plan.Has(R"("fits":true,"deployed":false)")) << plan.body;
  std::string odd = schema;
  odd.replace(odd.find("category: housing"), 17, "category: husing!");
  odd.replace(odd.find("husing!"), 7, "husing ");
  const Reply needs = Call("POST", "/v1/schemas", "operator", {}, body(odd, true));
  EXPECT_TRUE(needs.Has(R"("fits":false,"deployed":false)")) << needs.body;
  EXPECT_TRUE(needs.Has("A301")) << needs.body;
  const Reply deployed = Call("POST", "/v1/schemas", "operator", {}, body(schema, true));
  EXPECT_TRUE(deployed.Has(R"("fits":true,"deployed":true,"entry":1)")) << deployed.body;
  const Reply again = Call("POST", "/v1/schemas", "operator", {}, body(schema, true));
  EXPECT_TRUE(again.Has(R"("fits":true,"deployed":true,"entry":1)")) << again.body;
  EXPECT_EQ(Call("POST", "/v1/schemas", "controller", {}, body(schema, true)).status, 403);
}

// Covers: GDPR Art. 28(9).
TEST_F(LifeServerTest, OffersAFormAndMovesNothingByItself) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  std::string form = ReadWhole(MANDAT_SOURCE_DIR "/agreements/opinum.yaml");
  form.replace(form.find("version: 1"), 10, "version: 2");
  JsonWriter json(65536);
  json.BeginObject();
  json.Key("form").Text(form);
  json.Key("notice-received").Text("2026-01-01T00:00:00Z");
  json.EndObject();
  const std::string body = std::move(json).Take();
  const Reply offered = Call("POST", "/v1/forms", "operator", {}, body);
  ASSERT_EQ(offered.status, 200) << offered.body;
  EXPECT_TRUE(offered.Has(R"({"id":"opinum-demo","version":1,"form":"opinum@1","moves":false)"))
      << offered.body;
  EXPECT_EQ(Call("POST", "/v1/forms", "operator", {}, body).status, 200);
  const Reply forms = Call("GET", "/v1/forms", "operator");
  EXPECT_TRUE(forms.Has(R"({"items":[{"form":"opinum@2")")) << forms.body;
  EXPECT_TRUE(Call("GET", kBase, "auditor").Has(R"("form":"opinum@1")"));
}

// Invariant (agreements do not meet).
TEST_F(LifeServerTest, ListsRelationsByNameForThoseWhoMaySeeThem) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply all = Call("GET", "/v1/relations", "auditor");
  EXPECT_TRUE(all.Has(R"({"as":"customer, as controller","agreement":"opinum-demo")")) << all.body;
  EXPECT_TRUE(all.Has(R"({"name":"Greymatter","relations":[{"as":"sub-processor")")) << all.body;
  EXPECT_EQ(Call("GET", "/v1/relations", "other").status, 403);
}

// Covers: GDPR Art. 28(3)(g).
TEST_F(LifeServerTest, EndsAndClosesByActsOfTheOperator) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  EXPECT_EQ(Post("/close", "operator").status, 409);
  const Reply ended = Post("/end", "operator", R"({"from":"2026-03-30T12:00:00Z"})");
  ASSERT_EQ(ended.status, 200) << ended.body;
  EXPECT_TRUE(ended.Has(R"("state":"winding-up")")) << ended.body;
  const Reply residual = Post("/residuals", "operator",
                              R"({"id":"backups","what":"Copies in backups","basis":"[11]",)"
                              R"("until":"2026-04-29T00:00:00Z"})");
  EXPECT_TRUE(residual.Has(R"("state":"residual")")) << residual.body;
  const Reply early = Post("/close", "operator");
  EXPECT_EQ(early.status, 409);
  EXPECT_TRUE(early.Has("backups")) << early.body;
  time_.Set(*Instant::Parse("2026-04-29T00:00:00Z"));
  EXPECT_TRUE(Post("/close", "operator").Has(R"("state":"closed")"));
  EXPECT_EQ(Post("/end", "operator", R"({"basis":"another"})").status, 409);
}

TEST_F(LifeServerTest, NamesWhatIsWrongWithABody) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  for (const std::string body :
       {R"({"id":"x","kind":"ask"})", R"({"id":"x","kind":"forbid","verbs":["sell"]})",
        R"({"id":"x","kind":"forbid","from":"soon"})",
        R"({"id":"x","kind":"forbid","colour":"red"})", R"({"id":"X","kind":"forbid"})",
        R"({"kind":"forbid"})", "[]"}) {
    EXPECT_EQ(Post("/instructions", "operator", body).status, 400) << body;
  }
}

}  // namespace
}  // namespace mandat
