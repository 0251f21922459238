// SPDX-License-Identifier: Apache-2.0
#include "http/server_test_util.h"

namespace mandat {
namespace {

class SeriesServerTest : public ServerTest {
 protected:
  static constexpr const char* kMeter = "0e000000-0000-4000-8000-00000000000e";
  static constexpr const char* kOther = "0f000000-0000-4000-8000-00000000000f";

  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(ServerTest::Start());
    const Reply reply =
        Call("POST", std::string(kBase) + "/activate", "operator", {}, SeriesTexts());
    ASSERT_EQ(reply.status, 200) << reply.body;
    ASSERT_NO_FATAL_FAILURE(Register());
  }

  static std::string SeriesTexts() {
    const std::filesystem::path sources = MANDAT_SOURCE_DIR "/agreements";
    JsonWriter json(65536);
    json.BeginObject();
    json.Key("form").Text(ReadWhole(sources / "opinum.yaml"));
    json.Key("agreement").Text(ReadWhole(sources / "opinum-demo.yaml"));
    json.Key("schema").Text(ReadWhole(sources / "opinum-data-hub.schema.yaml") + R"(
  - id: test-meters
    kind: series
    people: customers
    fields:
      - {id: power, type: integer, category: housing, required: true}
      - {id: level, type: decimal, category: housing}
      - {id: open, type: boolean, category: housing}
)");
    json.EndObject();
    return std::move(json).Take();
  }

  static std::string Who(std::string_view series = kMeter, std::string_view subject = kAda) {
    return "{\"series\":\"" + std::string(series) + "\",\"subject\":\"" + std::string(subject) +
           "\",";
  }
  Reply Post(std::string_view body, std::string_view purpose = "data-hub") const {
    return Call("POST", Under("/collections/test-meters/points"), "application",
                For(std::string(purpose)), body);
  }
  Reply Get(std::string_view query = "", std::string_view series = kMeter) const {
    return Call(
        "GET",
        Under("/collections/test-meters/series/").append(series).append("/points").append(query),
        "application", For("data-hub"));
  }
  void Store() const {
    const Reply reply =
        Post(Who() + R"("at":"2026-03-30T12:00:00Z","values":{"power":230,"open":true}})" + "\n" +
             Who() + R"("points":[["2026-03-30T12:01:00Z",231,20.5,false],)" +
             R"([1774872120000000,-5,null,null]]})" + "\n" + Who(kOther) +
             R"("fields":["level","power"],"points":[["2026-03-30T14:00:00+02:00",1e3,7]]})");
    ASSERT_EQ(reply.status, 200) << reply.body;
  }
};

TEST_F(SeriesServerTest, StoresBothFormsInOneEntryAndGivesThemBack) {
  ASSERT_NO_FATAL_FAILURE(Store());
  const Reply reply = Get();
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.body, std::string(R"({"series":")") + kMeter + R"(","subject":")" + kAda +
                            R"(","fields":["power","level","open"],"points":[)"
                            R"(["2026-03-30T12:00:00Z",230,null,true],)"
                            R"(["2026-03-30T12:01:00Z",231,20.5,false],)"
                            R"(["2026-03-30T12:02:00Z",-5,null,null]]})");
  EXPECT_FALSE(reply.Header("mandat-entry").empty());
  EXPECT_NE(Get("", kOther).body.find(R"(["2026-03-30T12:00:00Z",7,1000,null])"),
            std::string::npos);
}

TEST_F(SeriesServerTest, PagesAndSpansAndTheNewestPoint) {
  ASSERT_NO_FATAL_FAILURE(Store());
  const Reply first = Get("?limit=2&fields=power");
  EXPECT_NE(first.body.find(R"("next":"2026-03-30T12:02:00Z")"), std::string::npos) << first.body;
  const Reply second = Get("?limit=2&fields=power&cursor=2026-03-30T12:02:00Z");
  EXPECT_NE(second.body.find(R"("points":[["2026-03-30T12:02:00Z",-5]]})"), std::string::npos)
      << second.body;
  EXPECT_NE(Get("?every=PT1H&fn=count,sum,max&fields=power")
                .body.find(R"("fields":["power.count","power.sum","power.max"],)"
                           R"("points":[["2026-03-30T12:00:00Z",3,456,231]]})"),
            std::string::npos);
  EXPECT_NE(Get("?last=true&fields=power").body.find(R"([["2026-03-30T12:02:00Z",-5]])"),
            std::string::npos);
  EXPECT_NE(Get("?from=2026-03-30T12:01:00Z&until=2026-03-30T12:02:00Z&fields=level")
                .body.find(R"("points":[["2026-03-30T12:01:00Z",20.5]]})"),
            std::string::npos);
}

TEST_F(SeriesServerTest, ListsAndErases) {
  ASSERT_NO_FATAL_FAILURE(Store());
  const std::string list = Under("/subjects/") + kAda + "/series?collection=test-meters";
  EXPECT_EQ(Call("GET", list, "application", For("data-hub")).body,
            std::string(R"({"items":[")") + kMeter + R"(",")" + kOther + R"("]})");
  const std::string one = Under("/collections/test-meters/series/") + kMeter;
  EXPECT_EQ(Call("DELETE", one, "application", {{"Mandat-Instruction", "2026-014"}}).status, 200);
  EXPECT_EQ(Get().status, 410);
  EXPECT_EQ(Call("GET", list, "application", For("data-hub")).body,
            std::string(R"({"items":[")") + kOther + R"("]})");
}

TEST_F(SeriesServerTest, TellsWhatIsPastItsRetentionAlready) {
  const Reply reply = Post(Who() + R"("points":[["1990-01-01T00:00:00Z",1,null,null],)" +
                           R"(["2026-03-30T12:00:00Z",2,null,null]]})");
  ASSERT_EQ(reply.status, 200);
  // What the sample agreement keeps for the term is kept however old it is.
  EXPECT_TRUE(
      reply.body.starts_with(R"({"points":2,"replaced":0,"expired":0,)") ||
      reply.body.starts_with(R"({"points":1,"replaced":0,"expired":1,"expired-points":[1],)"))
      << reply.body;
}

TEST_F(SeriesServerTest, EachMistakeIsToldAndNothingOfTheCallIsKept) {
  const std::string good = Who() + R"("at":"2026-03-30T12:00:00Z","values":{"power":1}})" + "\n";
  for (const auto& [line, detail] : std::vector<std::pair<std::string, std::string>>{
           {"{", "line 2: "},
           {"[]", "line 2: "},
           {R"({"subject":"x"})", "`series`"},
           {Who("7") + R"("at":"2026-03-30T12:00:00Z","values":{"power":1}})", "`series` is not"},
           {Who(kMeter, "7") + R"("at":"2026-03-30T12:00:00Z","values":{"power":1}})",
            "`subject` is not"},
           {Who(kMeter, kOther) + R"("at":"2026-03-30T12:00:00Z","values":{"power":1}})",
            "two subjects"},
           {Who() + R"("values":{"power":1}})", "`at` is missing"},
           {Who() + R"("at":"yesterday","values":{"power":1}})", "no instant"},
           {Who() + R"("at":"2026-03-30T12:00:00","values":{"power":1}})", "no instant"},
           {Who() + R"("at":1.5,"values":{"power":1}})", "no instant"},
           {Who() + R"("at":"2026-03-30T12:00:00Z"})", "`values`"},
           {Who() + R"("at":"2026-03-30T12:00:00Z","values":{}})", "`power` is missing"},
           {Who() + R"("at":"2026-03-30T12:00:00Z","values":{"power":1.5}})", "`power` is not"},
           {Who() + R"("at":"2026-03-30T12:00:00Z","values":{"power":9007199254740992}})",
            "`power` is not"},
           {Who() + R"("at":"2026-03-30T12:00:00Z","values":{"power":1,"level":"1"}})",
            "`level` is not"},
           {Who() + R"("at":"2026-03-30T12:00:00Z","values":{"power":1,"open":1}})",
            "`open` is not"},
           {Who() + R"("at":"2026-03-30T12:00:00Z","values":{"power":1,"colour":1}})", "`colour`"},
           {Who() + R"("at":"2026-03-30T12:00:00Z","values":{"power":1},"unit":"W"})", "`unit`"},
           {Who() + R"("points":[["2026-03-30T12:00:00Z",1]]})", "is not a list"},
           {Who() + R"("points":[{"power":1}]})", "is not a list"},
           {Who() + R"("points":[[]]})", "is not a list"},
           {Who() + R"("fields":["power","power"],"points":[]})", "`fields`"},
           {Who() + R"("fields":["colour"],"points":[]})", "`fields`"},
           {Who() + R"("fields":"power","points":[]})", "`fields`"},
           {Who() + R"("at":"1969-12-31T23:59:59Z","values":{"power":1}})", "point 2 lies before"},
           {Who() + R"("at":"2026-03-30T14:25:01Z","values":{"power":1}})", "in the future"}}) {
    const Reply reply = Post(good + line);
    EXPECT_EQ(reply.status, 400) << line;
    EXPECT_NE(reply.body.find(detail), std::string::npos) << line << "\n" << reply.body;
  }
  EXPECT_EQ(Post("").status, 400);
  EXPECT_EQ(Get().status, 404) << "nothing of any call is there";
  EXPECT_EQ(Post(good, "advertising").status, 403);
  EXPECT_EQ(Post(good).status, 200);
}

TEST_F(SeriesServerTest, EachMistakeOfAReadIsTold) {
  ASSERT_NO_FATAL_FAILURE(Store());
  for (const std::string_view query :
       {"?from=today", "?until=2026-03-30", "?from=2026-03-30T12:00:00Z&until=2026-03-30T12:00:00Z",
        "?every=PT1H", "?fn=mean", "?every=PT7M&fn=mean", "?every=PT1H&fn=median",
        "?every=PT1H&fn=min,min", "?fields=colour", "?fields=power,power", "?limit=0",
        "?limit=10001", "?last=yes", "?last=true&from=2026-03-30T12:00:00Z", "?cursor=7",
        "?window=1"}) {
    const Reply reply = Get(query);
    EXPECT_EQ(reply.status, 400) << query << "\n" << reply.body;
  }
  EXPECT_EQ(Get("", "0e").status, 400);
  EXPECT_EQ(
      Call("GET", Under("/subjects/") + kAda + "/series", "application", For("data-hub")).status,
      400);
}

}  // namespace
}  // namespace mandat
