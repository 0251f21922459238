// SPDX-License-Identifier: Apache-2.0
#include "http/server_test_util.h"

namespace mandat {
namespace {

class RecordServerTest : public ServerTest {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(StartActive());
    ASSERT_NO_FATAL_FAILURE(Register());
  }
};

// Covers: GDPR Art. 28(3)(a).
TEST_F(RecordServerTest, ReadsForAPurposeOfTheAgreement) {
  ASSERT_NO_FATAL_FAILURE(Put());
  const Reply reply = Call("GET", RecordPath(), "application", For("data-hub"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, std::string("{\"id\":\"") + kSite + "\",\"collection\":\"sites\"," +
                            "\"subject\":\"" + kAda + "\",\"version\":1," +
                            "\"captured\":\"2026-03-30T14:20:00Z\",\"data\":{" +
                            "\"holder\":\"Ada Example\",\"street\":\"1 Example Street\"," +
                            "\"postal-code\":\"7000\",\"city\":\"Mons\",\"heated-area\":120.50}}");
  EXPECT_EQ(reply.Header("content-type"), "application/json");
  EXPECT_EQ(reply.Header("cache-control"), "no-store");
  EXPECT_EQ(reply.Header("mandat-clause"), "opinum-demo@1#Annexe A");
  EXPECT_EQ(reply.Header("link"), "</v1/agreements/opinum-demo/entries/" +
                                      reply.Header("mandat-entry") + "/proof>; rel=\"receipt\"");
}

TEST_F(RecordServerTest, RefusesForAnyOtherPurposeAndNamesTheClause) {
  ASSERT_NO_FATAL_FAILURE(Put());
  const Reply reply = Call("GET", RecordPath(), "application", For("marketing"));
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(reply.Header("content-type"), "application/problem+json");
  EXPECT_EQ(reply.Header("mandat-clause"), "opinum-demo@1#[3]");
  EXPECT_NE(reply.Header("mandat-entry"), "");
  EXPECT_TRUE(reply.Has("\"title\":\"refused\"")) << reply.body;
  EXPECT_FALSE(reply.Has("Ada")) << reply.body;
}

TEST_F(RecordServerTest, WantsThePurpose) {
  for (const Headers& headers : {Headers{}, For("Not A Name")}) {
    EXPECT_EQ(Call("GET", RecordPath(), "application", headers).status, 400);
    EXPECT_EQ(Call("PUT", RecordPath(), "application", headers, Site()).status, 400);
    EXPECT_EQ(Call("GET", Under("/collections/sites/records"), "application", headers).status, 400);
  }
}

TEST_F(RecordServerTest, TellsWhatIsNotThere) {
  const Reply record = Call("GET", RecordPath(), "application", For("data-hub"));
  EXPECT_EQ(record.status, 404);
  EXPECT_NE(record.Header("mandat-entry"), "") << "a read of nothing is journalled too";
  const Reply collection =
      Call("GET", Under("/collections/houses/records/") + kSite, "application", For("data-hub"));
  EXPECT_EQ(collection.status, 404);
  EXPECT_TRUE(collection.Has("no collection `houses`")) << collection.body;
  const Reply odd = Call("GET", Under("/collections/Ada.Example/records/") + kSite, "application",
                         For("data-hub"));
  EXPECT_EQ(odd.status, 404);
  EXPECT_FALSE(odd.Has("Ada")) << odd.body;
  EXPECT_EQ(
      Call("GET", Under("/collections/sites/records/1"), "application", For("data-hub")).status,
      400);
  EXPECT_EQ(Call("GET", "/v1/agreements/nobody/collections/sites/records/" + std::string(kSite),
                 "application", For("data-hub"))
                .status,
            404);
}

TEST_F(RecordServerTest, ChangesARecordAndCountsItsVersions) {
  const Reply first = Call("PUT", RecordPath(), "application", For("data-hub"), Site());
  EXPECT_EQ(first.status, 201) << first.body;
  const Reply second = Call("PUT", RecordPath(), "application", For("data-hub"), Site("Liège"));
  EXPECT_EQ(second.status, 200);
  EXPECT_TRUE(second.Has("\"version\":2")) << second.body;
  EXPECT_TRUE(Call("GET", RecordPath(), "application", For("data-hub")).Has("Liège"));
}

TEST_F(RecordServerTest, RefusesBodiesThatTheSchemaDoesNotHaveAndRepeatsNoValue) {
  const std::string subject = std::string("{\"subject\":\"") + kAda + "\",\"data\":";
  for (const auto& [body, detail] : std::vector<std::pair<std::string, std::string>>{
           {subject + "{\"city\":\"secret\"}}", "field `holder` is missing"},
           {subject + "{\"shoe-size\":\"secret\"}}", "`data` has `shoe-size`, which"},
           {subject + "{\"secret@example.org\":1}}", "a member whose name is not a plain name"},
           {subject + "{\"holder\":[\"secret\"]}}", "field `holder` is not a text"},
           {"{\"subject\":\"secret\",\"data\":{}}", "`subject` is not a UUID"},
           {"{\"data\":{}}", "body lacks `subject`"},
           {"[]", "body is not an object"},
           {"{\"subject\":\"secret", "body ends too early"},
           {subject + "{}} secret", "something behind its JSON"},
           {subject + "{},\"captured\":\"2999-01-01T00:00:00Z\"}", "is missing"}}) {
    const Reply reply = Call("PUT", RecordPath(), "application", For("data-hub"), body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_TRUE(reply.Has(detail)) << reply.body << " for " << body;
    EXPECT_FALSE(reply.Has("secret")) << reply.body;
  }
}

TEST_F(RecordServerTest, DoesARepeatedWriteOnce) {
  Headers headers = For("data-hub");
  headers.emplace_back("Idempotency-Key", "first order");
  const Reply once = Call("PUT", RecordPath(), "application", headers, Site());
  const Reply again = Call("PUT", RecordPath(), "application", headers, Site());
  EXPECT_EQ(once.status, 201) << once.body;
  EXPECT_EQ(once.Header("mandat-replayed"), "");
  EXPECT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(again.Header("mandat-replayed"), "true");
  EXPECT_EQ(again.body, once.body);
  EXPECT_EQ(again.Header("mandat-entry"), once.Header("mandat-entry"));
}

TEST_F(RecordServerTest, RefusesAnotherWriteUnderTheSameKey) {
  Headers headers = For("data-hub");
  headers.emplace_back("Idempotency-Key", "first order");
  EXPECT_EQ(Call("PUT", RecordPath(), "application", headers, Site()).status, 201);
  EXPECT_EQ(Call("PUT", RecordPath(), "application", headers, Site("Liège")).status, 409);
  EXPECT_TRUE(Call("GET", RecordPath(), "application", For("data-hub")).Has("Mons"));
}

TEST_F(RecordServerTest, GivesLongListsInPages) {
  std::vector<std::string> ids;
  for (int i = 10; i < 35; ++i) {
    ids.push_back("0c000000-0000-4000-8000-0000000000" + std::to_string(i));
    ASSERT_NO_FATAL_FAILURE(Put(ids.back()));
  }
  for (const std::string& path : {Under("/collections/sites/records?"),
                                  Under("/subjects/") + kAda + "/records?collection=sites&"}) {
    std::string after;
    std::string seen;
    size_t pages = 0;
    do {
      const Reply page = Call("GET", path + "limit=10" + after, "application", For("data-hub"));
      ASSERT_EQ(page.status, 200) << page.body;
      seen += page.body;
      const size_t next = page.body.find("\"next\":\"");
      after =
          next == std::string::npos
              ? ""
              : "&after=" + page.body.substr(next + 8, page.body.find('"', next + 8) - next - 8);
      ++pages;
    } while (!after.empty() && pages < 10);
    EXPECT_EQ(pages, 3u);
    for (const std::string& id : ids) {
      EXPECT_NE(seen.find("\"id\":\"" + id), std::string::npos) << id;
    }
  }
}

TEST_F(RecordServerTest, WantsSensibleParametersOfLists) {
  for (const std::string query : {"?limit=0", "?limit=101", "?limit=x", "?after=1", "?sort=up",
                                  "?limit=1&limit=2", "?limit=", "?collection=sites"}) {
    EXPECT_EQ(
        Call("GET", Under("/collections/sites/records") + query, "application", For("data-hub"))
            .status,
        400)
        << query;
  }
  EXPECT_EQ(
      Call("GET", Under("/subjects/") + kAda + "/records", "application", For("data-hub")).status,
      400);
}

// Covers: GDPR Art. 17(1).
TEST_F(RecordServerTest, ErasesAPersonOnInstructionAndNeverAnswersAgain) {
  ASSERT_NO_FATAL_FAILURE(Put());
  const Reply erased = Call("POST", Under("/subjects/") + kAda + "/erase", "controller", {},
                            "{\"instruction\":\"2026-014\"}");
  ASSERT_EQ(erased.status, 200) << erased.body;
  const std::string entry = erased.Header("mandat-entry");
  EXPECT_EQ(erased.body, "{\"records\":1,\"entry\":" + entry + ",\"certificate\":\"" +
                             Under("/certificates/") + entry + "\"}");
  EXPECT_EQ(Call("GET", RecordPath(), "application", For("data-hub")).status, 410);
  const Reply certificate = Call("GET", Under("/certificates/") + entry, "auditor");
  EXPECT_EQ(certificate.status, 200) << certificate.body;
  EXPECT_EQ(certificate.Header("content-type"), "text/plain; charset=utf-8");
  EXPECT_TRUE(certificate.Has("2026-014")) << certificate.body;
  EXPECT_FALSE(certificate.Has(kAda));
}

TEST_F(RecordServerTest, RefusesToEraseAPersonWithoutInstruction) {
  ASSERT_NO_FATAL_FAILURE(Put());
  const Reply refused = Call("POST", Under("/subjects/") + kAda + "/erase", "controller");
  EXPECT_EQ(refused.status, 403) << refused.body;
  EXPECT_NE(refused.Header("mandat-clause"), "");
  EXPECT_EQ(Call("GET", RecordPath(), "application", For("data-hub")).status, 200);
}

TEST_F(RecordServerTest, ErasesOneRecord) {
  ASSERT_NO_FATAL_FAILURE(Put());
  const Reply erased =
      Call("DELETE", RecordPath(), "application", {{"Mandat-Instruction", "2026-015"}});
  EXPECT_EQ(erased.status, 200) << erased.body;
  EXPECT_TRUE(erased.Has("\"records\":1")) << erased.body;
  EXPECT_EQ(Call("GET", RecordPath(), "application", For("data-hub")).status, 410);
  EXPECT_EQ(Call("DELETE", RecordPath(), "application", {{"Mandat-Instruction", "a b"}}).status,
            400);
}

TEST_F(RecordServerTest, DrawsAnIdForAPersonWithoutOne) {
  const Reply reply = Call("POST", Under("/subjects"), "application", For("data-hub"),
                           "{\"people\":\"customers\"}");
  ASSERT_EQ(reply.status, 201) << reply.body;
  EXPECT_TRUE(SubjectId::Parse(reply.body.substr(12, 36))) << reply.body;
}

TEST_F(RecordServerTest, RegistersNobodyOfACategoryThatIsNotListed) {
  const Reply reply =
      Call("POST", Under("/subjects"), "application", For("data-hub"), "{\"people\":\"children\"}");
  EXPECT_EQ(reply.status, 403) << reply.body;
  EXPECT_NE(reply.Header("mandat-clause"), "");
}

}  // namespace
}  // namespace mandat
