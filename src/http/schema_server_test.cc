// SPDX-License-Identifier: Apache-2.0
// Service schemas over HTTP: the plan, what it refuses, and units that stay.
#include "http/server_test_util.h"

namespace mandat {
namespace {

class SchemaServerTest : public ServerTest {
 protected:
  // The shipped schema with each `from` replaced once.
  static std::string Schema(const std::vector<std::pair<std::string, std::string>>& changes) {
    std::string text = ReadWhole(MANDAT_SOURCE_DIR "/agreements/opinum-data-hub.schema.yaml");
    for (const auto& [from, to] : changes) {
      const size_t at = text.find(from);
      EXPECT_NE(at, std::string::npos) << from;
      text.replace(at, from.size(), to);
    }
    return text;
  }
  // Without the collection, to the one that follows it.
  static std::string Without(std::string text, const std::string& collection,
                             const std::string& next) {
    const size_t at = text.find("  - id: " + collection + "\n");
    return text.erase(at, text.find("  - id: " + next + "\n") - at);
  }
  Reply Send(const std::string& schema, bool deploy) const {
    JsonWriter json(65536);
    json.BeginObject();
    json.Key("schema").Text(schema);
    json.Key("deploy").Bool(deploy);
    json.EndObject();
    return Call("POST", "/v1/schemas", "operator", {}, std::move(json).Take());
  }
};

TEST_F(SchemaServerTest, TellsWhatChangesAndWhatItMeansForUnits) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply same = Send(Schema({{"version: 1", "version: 2"}}), false);
  EXPECT_TRUE(same.Has(R"("fits":true,"deployed":false,"changes":[],)")) << same.body;
  const Reply plan = Send(Schema({{"version: 1", "version: 2"},
                                  {"heated-area, type: decimal", "heated-area, type: integer"}}),
                          false);
  EXPECT_TRUE(plan.Has(R"({"collection":"sites","part":"field","id":"heated-area","key":"type",)"
                       R"("was":"decimal","is":"integer","units":"old-type","says":)"))
      << plan.body;
  EXPECT_TRUE(plan.Has(R"("fits":true)")) << plan.body;
}

TEST_F(SchemaServerTest, KeepsUnitsReadableAndWritableWhenASchemaIsDeployed) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  Register();
  Put();
  const std::string before = Call("GET", RecordPath(), "application", For("data-hub")).body;
  const std::string next = Schema({{"version: 1", "version: 2"},
                                   {"heated-area, type: decimal", "heated-area, type: integer"},
                                   {"      - {id: occupied-since",
                                    "      - {id: floors, type: integer, category: "
                                    "housing, required: true}\n      - {id: "
                                    "occupied-since"}});
  const Reply deployed = Send(next, true);
  ASSERT_TRUE(deployed.Has(R"("fits":true,"deployed":true)")) << deployed.body;
  const Reply read = Call("GET", RecordPath(), "application", For("data-hub"));
  EXPECT_EQ(read.status, 200) << read.body;
  EXPECT_EQ(read.body, before);
  const Reply lacking = Call("PUT", RecordPath(), "application", For("data-hub"), Site());
  EXPECT_EQ(lacking.status, 400) << lacking.body;
}

TEST_F(SchemaServerTest, RefusesToTakeACollectionAwayWhileItHasUnits) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const std::string next = Without(Schema({{"version: 1", "version: 2"}}), "sites", "sources");
  const Reply empty = Send(next, false);
  EXPECT_TRUE(empty.Has(R"("fits":true)")) << empty.body;
  EXPECT_TRUE(empty.Has(R"("units":"none")")) << empty.body;
  Register();
  Put();
  for (const bool deploy : {false, true}) {
    const Reply refused = Send(next, deploy);
    EXPECT_TRUE(refused.Has(R"("fits":false,"deployed":false)")) << refused.body;
    EXPECT_TRUE(refused.Has(R"("units":"refused")")) << refused.body;
  }
  EXPECT_EQ(Call("GET", RecordPath(), "application", For("data-hub")).status, 200);
}

TEST_F(SchemaServerTest, TakesAnEmptyCollectionAway) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply deployed =
      Send(Without(Schema({{"version: 1", "version: 2"}}), "sources", "users"), true);
  EXPECT_TRUE(deployed.Has(R"("fits":true,"deployed":true)")) << deployed.body;
}

TEST_F(SchemaServerTest, RefusesOtherContentUnderAVersionThatIsDeployed) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const std::string other = Schema({{"heated-area, type: decimal", "heated-area, type: integer"}});
  for (const bool deploy : {false, true}) {
    const Reply refused = Send(other, deploy);
    EXPECT_TRUE(refused.Has(R"("deployed":false,"trouble":"schema version is not newer)"))
        << refused.body;
  }
  const Reply again = Send(Schema({}), true);
  EXPECT_FALSE(again.Has(R"("units":"refused")")) << again.body;
}

}  // namespace
}  // namespace mandat
