// SPDX-License-Identifier: Apache-2.0
#include "http/server_test_util.h"

namespace mandat {
namespace {

class AgreementServerTest : public ServerTest {};

TEST_F(AgreementServerTest, WantsAKnownToken) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  for (const std::string role : {"", "unknown"}) {
    const Reply reply = Call("GET", kBase, role);
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.Header("www-authenticate"), "Bearer");
  }
  EXPECT_EQ(Call("GET", kBase, "", {{"Authorization", "Basic YTpi"}}).status, 401);
  EXPECT_EQ(Call("GET", kBase, "", {{"Authorization", "bearer auditor-token"}}).status, 200);
}

TEST_F(AgreementServerTest, DoesNotTellAStrangerWhetherAnAgreementExists) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply there = Call("GET", RecordPath(), "other", For("data-hub"));
  const Reply nowhere =
      Call("GET", "/v1/agreements/nobody/collections/sites/records/" + std::string(kSite), "other",
           For("data-hub"));
  EXPECT_EQ(there.status, 403);
  EXPECT_EQ(nowhere.status, 403);
  EXPECT_EQ(there.body, nowhere.body);
  EXPECT_EQ(Call("GET", "/v1/system/journal/vkey", "controller").status, 403);
}

TEST_F(AgreementServerTest, ListsOnlyWhatTheTokenMaySee) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  EXPECT_EQ(Call("GET", "/v1/agreements", "auditor").body,
            "{\"items\":[{\"id\":\"opinum-demo\"}]}");
  EXPECT_EQ(Call("GET", "/v1/agreements", "other").body, "{\"items\":[]}");
  EXPECT_EQ(Call("GET", "/v1/agreements?after=opinum-demo", "auditor").body, "{\"items\":[]}");
}

TEST_F(AgreementServerTest, ShowsWhatIsInForce) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply reply = Call("GET", kBase, "controller");
  ASSERT_EQ(reply.status, 200) << reply.body;
  for (const std::string part :
       {"\"id\":\"opinum-demo\",\"version\":1,\"form\":\"opinum@1\"", "{\"id\":\"energy-advice\"",
        "\"clause\":\"Annexe A\"", "{\"id\":\"sites\"",
        "\"origin\":\"mandat.example/journal/opinum-demo\",\"size\":1"}) {
    EXPECT_TRUE(reply.Has(part)) << part << " not in " << reply.body;
  }
}

// Covers: GDPR Art. 28(3).
TEST_F(AgreementServerTest, ChangesNothingWhenTheTextsHaveFindings) {
  ASSERT_NO_FATAL_FAILURE(Start());
  const Reply reply = Call("POST", Under("/activate"), "operator", {}, Texts("nonsense: true\n"));
  EXPECT_EQ(reply.status, 422) << reply.body;
  for (const std::string part : {"\"findings\":[{\"code\":\"", "\"severity\":\"error\"",
                                 "\"file\":\"form\"", "\"rendered\":\""}) {
    EXPECT_TRUE(reply.Has(part)) << part << " not in " << reply.body;
  }
  EXPECT_EQ(Call("GET", kBase, "operator").status, 404);
}

TEST_F(AgreementServerTest, ActivatesTheSameTextsAgainWithoutANewVersion) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  EXPECT_EQ(Call("POST", Under("/activate"), "operator", {}, Texts()).status, 200);
  EXPECT_EQ(Call("POST", Under("/activate"), "operator", {}, Texts("# other\n")).status, 200);
  EXPECT_EQ(Call("POST", "/v1/agreements/another/activate", "operator", {}, Texts()).status, 400);
}

TEST_F(AgreementServerTest, ExplainsDecisionsWithoutDoingThem) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const auto decide = [this](const std::string& body) {
    return Call("POST", Under("/decisions"), "auditor", {}, body);
  };
  const Reply allowed =
      decide(R"({"verb":"consult","purpose":"data-hub","collection":"sites","fields":["city"]})");
  EXPECT_EQ(allowed.body, R"({"allowed":true,"clause":"opinum-demo@1#Annexe A"})");
  const Reply refused = decide(R"({"verb":"consult","purpose":"marketing","collection":"sites"})");
  EXPECT_EQ(refused.status, 200);
  EXPECT_TRUE(refused.Has(R"("allowed":false,"clause":"opinum-demo@1#[3]","reason":")"))
      << refused.body;
  EXPECT_EQ(decide(R"({"verb":"sell","purpose":"data-hub","collection":"sites"})").status, 400);
  EXPECT_EQ(decide(R"({"verb":"consult","purpose":"data-hub","collection":"sites",)"
                   R"("fields":["shoe-size"]})")
                .status,
            400);
  EXPECT_TRUE(Call("GET", kBase, "auditor").Has("\"size\":1}")) << "a decision was journalled";
}

TEST_F(AgreementServerTest, ServesTheJournalToThoseWhoVerifyIt) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply entry = Call("GET", Under("/entries/0"), "auditor");
  EXPECT_EQ(entry.status, 200) << entry.body;
  EXPECT_TRUE(entry.Has("\"act\":\"activate-agreement\",\"outcome\":\"done\"")) << entry.body;
  const Reply raw = Call("GET", Under("/entries/0"), "auditor", {{"Accept", "application/cbor"}});
  EXPECT_EQ(raw.Header("content-type"), "application/cbor");
  EXPECT_TRUE(entry.Has("\"cbor\":\"" + FormatBase64(raw.body) + "\""));
  EXPECT_EQ(Call("GET", Under("/entries/1"), "auditor").status, 404);

  const Reply checkpoint = Call("GET", Under("/journal/checkpoint"), "auditor");
  EXPECT_TRUE(checkpoint.body.starts_with("mandat.example/journal/opinum-demo\n1\n"))
      << checkpoint.body;
  EXPECT_EQ(checkpoint.Header("cache-control"), "no-store");
  EXPECT_TRUE(Call("GET", Under("/entries/0/proof"), "auditor").Has(checkpoint.body));
  const Reply tile = Call("GET", Under("/journal/tile/0/000.p/1"), "auditor");
  EXPECT_EQ(tile.status, 200);
  EXPECT_TRUE(entry.Has("\"leaf\":\"" + FormatHex(tile.body) + "\""));
  EXPECT_EQ(Call("GET", Under("/journal/tile/0/000"), "auditor").status, 404);
  EXPECT_EQ(Call("GET", Under("/journal/tile/../../x"), "auditor").status, 404);
  EXPECT_TRUE(Call("GET", Under("/journal/vkey"), "auditor").body.starts_with("mandat.example/"));
  EXPECT_TRUE(Call("GET", "/v1/system/journal/checkpoint", "operator")
                  .body.starts_with("mandat.example/journal/system\n"));
}

TEST_F(AgreementServerTest, RewrapsKeysForTheOperatorAlone) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  EXPECT_EQ(Call("POST", Under("/rewrap"), "application").status, 403);
  EXPECT_EQ(Call("POST", Under("/rewrap"), "operator").status, 200);
}

TEST_F(AgreementServerTest, AnswersTheHouseWithoutATokenAndCountsWithoutIds) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  EXPECT_EQ(Call("GET", "/health", "").body, "{\"status\":\"ok\"}");
  EXPECT_EQ(Call("GET", "/ready", "").status, 200);
  Call("GET", RecordPath(), "application", For("data-hub"));
  Call("GET", "/no/such/address", "");
  const Reply metrics = Call("GET", "/metrics", "");
  EXPECT_TRUE(
      metrics.Has("mandat_http_requests_total{method=\"GET\",route=\"/v1/agreements/"
                  "{agreement}/collections/{collection}/records/{record}\","
                  "status=\"404\"} 1\n"))
      << metrics.body;
  EXPECT_TRUE(metrics.Has("route=\"none\",status=\"404\"} 1\n")) << metrics.body;
  EXPECT_TRUE(metrics.Has("mandat_journal_entries{agreement=\"opinum-demo\"} 2\n")) << metrics.body;
  EXPECT_FALSE(metrics.Has(kSite));
  EXPECT_TRUE(Call("GET", "/openapi.json", "").body.starts_with("{\n \"openapi\": \"3.1.0\""));
}

TEST_F(AgreementServerTest, TellsWrongAddressesFromWrongMethods) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  EXPECT_EQ(Call("GET", "/v2/agreements", "operator").status, 404);
  const Reply wrong = Call("POST", RecordPath(), "application", For("data-hub"), Site());
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.Header("allow"), "GET, PUT, DELETE");
  EXPECT_EQ(Call("PATCH", "/health", "").Header("allow"), "GET");
}

}  // namespace
}  // namespace mandat
