// SPDX-License-Identifier: Apache-2.0
// Finding, batches, conditions and rights, as they come over the wire.
#include "http/server_test_util.h"

namespace mandat {
namespace {

class QueryServerTest : public ServerTest {
 protected:
  static constexpr const char* kBob = "0a000000-0000-4000-8000-0000000000b0";

  void SetUp() override {
    Start();
    ASSERT_NE(server_, nullptr);
    const std::filesystem::path sources = MANDAT_SOURCE_DIR "/agreements";
    JsonWriter json(65536);
    json.BeginObject();
    json.Key("form").Text(ReadWhole(sources / "opinum.yaml"));
    json.Key("agreement").Text(ReadWhole(sources / "opinum-demo.yaml"));
    json.Key("schema").Text(kSchema);
    json.EndObject();
    const Reply reply =
        Call("POST", std::string(kBase) + "/activate", "operator", {}, std::move(json).Take());
    ASSERT_EQ(reply.status, 200) << reply.body;
    ASSERT_NO_FATAL_FAILURE(Register());
  }

  static std::string Path(const std::string& id = kSite) {
    return Under("/collections/homes/records/") + id;
  }
  static std::string Home(const std::string& city, const std::string& more = "") {
    return std::string("{\"subject\":\"") + kAda + "\",\"captured\":\"2026-03-30T14:20:00Z\"," +
           "\"data\":{\"holder\":\"Ada Example\",\"city\":\"" + city + "\",\"rooms\":4}" + more +
           "}";
  }
  static std::string Line(const std::string& id, const std::string& city) {
    return "{\"id\":\"" + id + "\"," + Home(city).substr(1) + "\n";
  }
  Reply PutHome(const std::string& city, Headers headers = {}) {
    headers.emplace_back("Mandat-Purpose", "data-hub");
    return Call("PUT", Path(), "application", headers, Home(city));
  }
  static Headers Ordered(const std::string& instruction = "2026-021") {
    return {{"Mandat-Instruction", instruction}};
  }
  Reply Right(const std::string& method, const std::string& path, const std::string& body = "") {
    return Call(method, Under("/subjects/") + kAda + path, "controller", Ordered(), body);
  }

  static constexpr const char* kSchema = R"(schema: opinum-data-hub
version: 1
form: opinum
collections:
  - id: homes
    people: customers
    history: true
    by-time: true
    roles:
      - {id: tenants, people: customers, many: true, erasure: last}
      - {id: keeper, people: customers, erasure: fields}
    fields:
      - {id: holder, type: text, length-max: 200, category: personal-identification,
         required: true, search: prefix}
      - {id: city, type: text, length-max: 100, category: housing}
      - {id: rooms, type: integer, category: housing, personal: false, search: range}
      - {id: badge, type: text, length-max: 9, category: personal-identification, role: keeper}
)";
};

TEST_F(QueryServerTest, WritesOnConditionOfAVersion) {
  EXPECT_EQ(PutHome("Mons", {{"If-Match", "\"1\""}}).status, 412);
  EXPECT_EQ(PutHome("Mons", {{"If-Match", "*"}}).status, 412);
  const Reply first = PutHome("Mons", {{"If-None-Match", "*"}});
  EXPECT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(first.Header("etag"), "\"1\"");
  EXPECT_EQ(PutHome("Mons", {{"If-None-Match", "*"}}).status, 412);
  EXPECT_EQ(PutHome("Mons", {{"If-Match", "\"2\""}}).status, 412);
  EXPECT_EQ(PutHome("Mons", {{"If-Match", "W/\"1\""}}).status, 412) << "weak tags never match";
  const Reply second = PutHome("Huy", {{"If-Match", "\"1\""}});
  EXPECT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(second.Header("etag"), "\"2\"");
  EXPECT_EQ(PutHome("Huy", {{"If-Match", "*"}}).Header("etag"), "\"3\"");
  const Reply read = Call("GET", Path(), "application", For("data-hub"));
  EXPECT_EQ(read.Header("etag"), "\"3\"");
  for (const std::string tag : {"1", "\"1", "\"1\", \"2\"", ""}) {
    EXPECT_EQ(PutHome("Huy", {{"If-Match", tag}}).status, tag.empty() ? 200 : 400) << tag;
  }
  EXPECT_EQ(PutHome("Huy", {{"If-None-Match", "\"1\""}}).status, 400);
}

TEST_F(QueryServerTest, ErasesOnConditionOfAVersion) {
  ASSERT_EQ(PutHome("Mons").status, 201);
  Headers headers = Ordered();
  headers.emplace_back("If-Match", "\"7\"");
  EXPECT_EQ(Call("DELETE", Path(), "application", headers).status, 412);
  headers.back().second = "\"1\"";
  EXPECT_EQ(Call("DELETE", Path(), "application", headers).status, 200);
  EXPECT_EQ(Call("GET", Path(), "application", For("data-hub")).status, 410);
}

TEST_F(QueryServerTest, TakesAndGivesThePeopleOfARecord) {
  const Reply known = Call("POST", Under("/subjects"), "application", For("data-hub"),
                           std::string("{\"people\":\"customers\",\"subject\":\"") + kBob + "\"}");
  ASSERT_EQ(known.status, 201) << known.body;
  const std::string people = std::string(",\"people\":{\"tenants\":[\"") + kBob +
                             "\"],\"keeper\":[{\"subject\":\"" + kBob +
                             "\",\"data\":{\"badge\":\"K-7\"}}]}";
  const Reply put = Call("PUT", Path(), "application", For("data-hub"), Home("Mons", people));
  ASSERT_EQ(put.status, 201) << put.body;
  const Reply read = Call("GET", Path(), "application", For("data-hub"));
  EXPECT_TRUE(read.Has(people.substr(1))) << read.body;
  const Reply erased = Call("POST", Under("/subjects/") + kBob + "/erase", "controller", {},
                            "{\"instruction\":\"2026-014\"}");
  ASSERT_EQ(erased.status, 200) << erased.body;
}

TEST_F(QueryServerTest, RefusesPeopleThatTheSchemaDoesNotHaveAndRepeatsNoValue) {
  const std::string bob = std::string("\"") + kBob + "\"";
  for (const auto& [people, detail] : std::vector<std::pair<std::string, std::string>>{
           {"{\"visitors\":" + bob + "}", "no role of the collection"},
           {"{\"tenants\":\"secret\"}", "is not a UUID"},
           {"{\"tenants\":7}", "is not a UUID"},
           {"{\"tenants\":{\"subject\":" + bob + ",\"data\":{}}}", "is not wanted"},
           {"{\"keeper\":{\"subject\":" + bob + ",\"data\":{\"city\":\"secret\"}}}",
            "somebody else of the record"},
           {"[\"secret\"]", "`people` is not an object"}}) {
    const Reply reply =
        Call("PUT", Path(), "application", For("data-hub"), Home("Mons", ",\"people\":" + people));
    EXPECT_EQ(reply.status, 400) << people;
    EXPECT_TRUE(reply.Has(detail)) << reply.body;
    EXPECT_FALSE(reply.Has("secret")) << reply.body;
  }
  const std::string badge = Home("Mons").replace(Home("Mons").find("\"city\""), 6, "\"badge\"");
  EXPECT_EQ(Call("PUT", Path(), "application", For("data-hub"), badge).status, 400);
}

TEST_F(QueryServerTest, StoresABatchLineByLine) {
  const std::string other = "0b000000-0000-4000-8000-0000000000bb";
  const std::string body = Line(kSite, "Mons") + "{\"id\":1}\n" + Line(other, "Huy");
  const Reply reply =
      Call("POST", Under("/collections/homes/batch"), "application", For("data-hub"), body);
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.Header("content-type"), "application/x-ndjson");
  EXPECT_EQ(reply.Header("mandat-stored"), "2");
  EXPECT_EQ(std::ranges::count(reply.body, '\n'), 3);
  EXPECT_TRUE(reply.body.starts_with(std::string("{\"line\":1,\"id\":\"") + kSite +
                                     "\",\"version\":1,\"entry\":"))
      << reply.body;
  EXPECT_TRUE(reply.Has("{\"line\":2,\"error\":\"invalid\"")) << reply.body;
  EXPECT_EQ(Call("GET", Path(other), "application", For("data-hub")).status, 200);
}

TEST_F(QueryServerTest, StoresAnAtomicBatchWhollyOrNotAtAll) {
  const std::string path = Under("/collections/homes/batch?atomic=true");
  const Reply refused =
      Call("POST", path, "application", For("data-hub"), Line(kSite, "Mons") + "{}\n");
  EXPECT_EQ(refused.status, 400) << refused.body;
  EXPECT_TRUE(refused.Has("line 2: ")) << refused.body;
  EXPECT_EQ(Call("GET", Path(), "application", For("data-hub")).status, 404);
  const Reply stored = Call("POST", path, "application", For("data-hub"), Line(kSite, "Mons"));
  EXPECT_EQ(stored.status, 200) << stored.body;
  EXPECT_NE(stored.Header("mandat-entry"), "");
  EXPECT_EQ(Call("POST", Under("/collections/homes/batch?atomic=yes"), "application",
                 For("data-hub"), Line(kSite, "Mons"))
                .status,
            400);
}

TEST_F(QueryServerTest, TakesABatchThatIsLargerThanOtherBodies) {
  std::string body;
  while (body.size() < (size_t{3} << 19)) {
    std::string id = "0c000000-0000-4000-8000-000000000000";
    const std::string number = std::to_string(body.size());
    id.replace(id.size() - number.size(), number.size(), number);
    body += Line(id, std::string(90, 'x'));
  }
  const Reply batch =
      Call("POST", Under("/collections/homes/batch"), "application", For("data-hub"), body);
  EXPECT_EQ(batch.status, 200);
  EXPECT_FALSE(batch.Has("error")) << batch.body.substr(0, 400);
  EXPECT_EQ(
      Call("POST", Under("/collections/homes/search"), "application", For("data-hub"), body).status,
      413);
}

TEST_F(QueryServerTest, FindsByWhatIsInTheBodyOfTheRequest) {
  ASSERT_EQ(PutHome("Mons").status, 201);
  const auto search = [&](const std::string& body) {
    return Call("POST", Under("/collections/homes/search"), "application", For("data-hub"), body);
  };
  EXPECT_TRUE(search("{\"field\":\"holder\",\"value\":\"ada example\"}").Has(kSite));
  EXPECT_TRUE(search("{\"field\":\"holder\",\"prefix\":\"Ada\"}").Has(kSite));
  EXPECT_TRUE(search("{\"field\":\"rooms\",\"from\":4,\"until\":5}").Has(kSite));
  EXPECT_FALSE(search("{\"field\":\"rooms\",\"from\":5}").Has(kSite));
  for (const std::string body :
       {"{\"field\":\"holder\"}", "{\"field\":\"city\",\"value\":\"Mons\"}",
        "{\"field\":\"holder\",\"value\":\"a\",\"prefix\":\"abc\"}",
        "{\"field\":\"holder\",\"value\":\"a\",\"limit\":0}",
        "{\"field\":\"holder\",\"value\":\"a\",\"after\":\"aaaa\"}", "{\"value\":\"a\"}"}) {
    EXPECT_EQ(search(body).status, 400) << body;
  }
}

TEST_F(QueryServerTest, TakesInAddressesOnlyWhatTellsNothingOfAPerson) {
  ASSERT_EQ(PutHome("Mons").status, 201);
  const auto list = [&](const std::string& query) {
    return Call("GET", Under("/collections/homes/records?") + query, "application",
                For("data-hub"));
  };
  EXPECT_TRUE(list("field=rooms&from=3&until=9").Has(kSite));
  EXPECT_FALSE(list("field=rooms&from=9").Has(kSite));
  EXPECT_TRUE(list("captured-from=2026-03-30T00:00:00Z").Has(kSite));
  EXPECT_FALSE(list("captured-until=2026-03-30T00:00:00Z").Has(kSite));
  for (const std::string query :
       {"field=holder&from=A", "field=holder&value=Ada", "from=3", "field=rooms",
        "captured-from=yesterday", "field=rooms&from=3&captured-from=2026-03-30T00:00:00Z",
        "categories=hats"}) {
    EXPECT_EQ(list(query).status, 400) << query;
  }
}

TEST_F(QueryServerTest, GivesOnlyTheFieldsOfTheCategoriesThatAreNamed) {
  ASSERT_EQ(PutHome("Mons").status, 201);
  const Reply read = Call("GET", Path() + "?categories=housing", "application", For("data-hub"));
  EXPECT_TRUE(read.Has("\"data\":{\"city\":\"Mons\",\"rooms\":4}")) << read.body;
}

// Covers: GDPR Art. 16.
TEST_F(QueryServerTest, GivesEarlierVersions) {
  ASSERT_EQ(PutHome("Mons").status, 201);
  ASSERT_EQ(PutHome("Huy").status, 200);
  const Reply old = Call("GET", Path() + "/versions/1", "application", For("data-hub"));
  EXPECT_TRUE(old.Has("Mons")) << old.body;
  EXPECT_EQ(old.Header("etag"), "\"1\"");
  EXPECT_EQ(Call("GET", Path() + "/versions/3", "application", For("data-hub")).status, 404);
  const Reply page = Call("GET", Path() + "/versions?limit=1", "application", For("data-hub"));
  ASSERT_TRUE(page.Has("\"next\":\"")) << page.body;
  const size_t next = page.body.find("\"next\":\"") + 8;
  const std::string after = page.body.substr(next, page.body.find('"', next) - next);
  const Reply rest =
      Call("GET", Path() + "/versions?limit=1&after=" + after, "application", For("data-hub"));
  EXPECT_TRUE(rest.Has("Huy")) << rest.body;
  EXPECT_FALSE(rest.Has("\"next\"")) << rest.body;
}

// Covers: GDPR Art. 18(1), GDPR Art. 18(3).
TEST_F(QueryServerTest, RestrictsAndLifts) {
  ASSERT_EQ(PutHome("Mons").status, 201);
  EXPECT_EQ(Call("POST", Under("/subjects/") + kAda + "/restriction", "controller", {},
                 "{\"basis\":\"GDPR Art. 18\"}")
                .status,
            403)
      << "without an instruction";
  const Reply restricted = Right("POST", "/restriction", "{\"basis\":\"GDPR Art. 18\"}");
  EXPECT_EQ(restricted.status, 200) << restricted.body;
  EXPECT_NE(restricted.Header("mandat-entry"), "");
  const Reply refused = Call("GET", Path(), "application", For("data-hub"));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.Header("mandat-clause"), "opinum-demo@1#GDPR Art. 18");
  const Reply page =
      Call("GET", Under("/collections/homes/records"), "application", For("data-hub"));
  EXPECT_EQ(page.body, "{\"items\":[],\"withheld\":1}");
  EXPECT_EQ(PutHome("Huy").status, 403);
  EXPECT_EQ(Right("POST", "/restriction", "{\"basis\":\"GDPR Art. 18\"}").status, 409);
  const Reply marks =
      Call("GET", Under("/subjects/") + kAda + "/marks", "controller", For("data-hub"));
  EXPECT_TRUE(marks.Has("\"basis\":\"GDPR Art. 18\"")) << marks.body;
  EXPECT_EQ(Right("DELETE", "/restriction").status, 200);
  EXPECT_EQ(Right("DELETE", "/restriction").status, 404);
  EXPECT_EQ(Call("GET", Path(), "application", For("data-hub")).status, 200);
  for (const std::string body : {"{}", "{\"basis\":\"\"}", "{\"basis\":\"x\",\"purposes\":\"all\"}",
                                 "{\"basis\":\"x\",\"from\":\"soon\"}"}) {
    EXPECT_EQ(Right("POST", "/restriction", body).status, 400) << body;
  }
}

// Covers: GDPR Art. 21(1).
TEST_F(QueryServerTest, TakesObjections) {
  ASSERT_EQ(PutHome("Mons").status, 201);
  const std::string body = "{\"purpose\":\"data-hub\",\"basis\":\"GDPR Art. 21\"}";
  EXPECT_EQ(Right("POST", "/objections", body).status, 200);
  EXPECT_EQ(Call("GET", Path(), "application", For("data-hub")).status, 403);
  EXPECT_EQ(Right("POST", "/objections", body).status, 409);
  EXPECT_EQ(Right("DELETE", "/objections/data-hub").status, 200);
  EXPECT_EQ(Right("DELETE", "/objections/data-hub").status, 404);
  EXPECT_EQ(Call("GET", Path(), "application", For("data-hub")).status, 200);
}

// Covers: GDPR Art. 17(3).
TEST_F(QueryServerTest, GivesWhatAHoldKeeps) {
  ASSERT_EQ(PutHome("Mons").status, 201);
  const Reply held = Call("POST", Under("/holds"), "operator", {},
                          std::string("{\"id\":\"case-7\",\"basis\":\"GDPR Art. 17(3)(e)\","
                                      "\"subjects\":[\"") +
                              kAda + "\"]}");
  ASSERT_EQ(held.status, 200) << held.body;
  ASSERT_EQ(Right("POST", "/erase").status, 200);
  const std::string path = Under("/holds/case-7/units");
  const Reply units = Call("GET", path + "?collection=homes", "controller", For("data-hub"));
  EXPECT_EQ(units.status, 200) << units.body;
  EXPECT_TRUE(units.Has("\"city\":\"Mons\"")) << units.body;
  EXPECT_EQ(Call("GET", path, "controller", For("data-hub")).status, 400);
  EXPECT_EQ(Call("GET", path + "?collection=homes", "application", For("data-hub")).status, 403);
  EXPECT_EQ(
      Call("GET", Under("/holds/case-8/units?collection=homes"), "controller", For("data-hub"))
          .status,
      404);
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(QueryServerTest, TakesTheTimesOfARecord) {
  ASSERT_EQ(PutHome("Mons").status, 201);
  const auto tell = [&](const std::string& body, bool ordered) {
    Headers headers = For("data-hub");
    if (ordered) {
      headers.emplace_back("Mandat-Instruction", "2026-030");
    }
    return Call("POST", Path() + "/times", "application", headers, body).status;
  };
  EXPECT_EQ(tell("{}", true), 400);
  EXPECT_EQ(tell("{\"until\":\"2026-05-01T00:00:00Z\"}", false), 400);
  EXPECT_EQ(tell("{\"until\":\"2026-05-01T00:00:00Z\"}", true), 200);
  EXPECT_TRUE(Call("GET", Path(), "application", For("data-hub"))
                  .Has("\"expires\":\"2026-05-01T00:00:00Z\""));
}

}  // namespace
}  // namespace mandat
