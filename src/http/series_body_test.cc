// SPDX-License-Identifier: Apache-2.0
#include "http/internal/series_body.h"

#include <gtest/gtest.h>

#include <array>

#include "base/error_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kWho = R"({"series":"0e000000-0000-4000-8000-00000000000e",)"
                                  R"("subject":"0a000000-0000-4000-8000-00000000000a",)";

class SeriesBodyTest : public ::testing::Test {
 protected:
  SeriesBodyTest() {
    meters_.id = "meters";
    meters_.kind = CollectionKind::kSeries;
    const std::array<std::pair<std::string, FieldType>, 3> fields{{{"power", FieldType::kInteger},
                                                                   {"level", FieldType::kDecimal},
                                                                   {"open", FieldType::kBoolean}}};
    for (const auto& [id, type] : fields) {
      Field field;
      field.id = id;
      field.type = type;
      field.required = id == "power";
      meters_.fields.push_back(field);
    }
  }
  Result<PointsBody> Parse(const std::string& lines, size_t most = 100) const {
    return ParsePoints(meters_, lines, most);
  }
  static std::string Line(std::string_view rest) { return std::string(kWho).append(rest); }

  Collection meters_;
};

TEST_F(SeriesBodyTest, ReadsBothFormsIntoOneTableASeries) {
  const Result<PointsBody> body =
      Parse(Line(R"("at":"2026-03-30T12:00:00Z","values":{"power":230,"open":true}})") + "\r\n\n" +
            Line(R"("fields":["level","power"],"points":[[1774872120000000,1e3,-5],)") +
            R"(["2026-03-30T14:03:00+02:00",null,7]]})" + "\n");
  ASSERT_OK(body);
  ASSERT_EQ(body->points.size(), 1U);
  const PointTable& table = body->points[0].points;
  ASSERT_EQ(table.size(), 3U);
  EXPECT_EQ(table.values(0)[0].integer(), 230);
  EXPECT_FALSE(table.values(0)[1].there);
  EXPECT_TRUE(table.values(0)[2].boolean());
  EXPECT_EQ(table.at(1).Format(), "2026-03-30T12:02:00Z");
  EXPECT_EQ(table.values(1)[0].integer(), -5);
  EXPECT_EQ(table.values(1)[1].decimal(), 1000.0);
  EXPECT_EQ(table.at(2).Format(), "2026-03-30T12:03:00Z");
  EXPECT_EQ(table.mark(2), 3U);
  EXPECT_EQ(body->fields, (std::vector<std::string_view>{"power", "level", "open"}));
}

TEST_F(SeriesBodyTest, NamesOnlyTheFieldsThatAreThere) {
  EXPECT_EQ(Parse(Line(R"("at":1,"values":{"power":1}})"))->fields,
            (std::vector<std::string_view>{"power"}));
}

TEST_F(SeriesBodyTest, TellsTheLineOfEachMistake) {
  const std::string good = Line(R"("at":1,"values":{"power":1}})") + "\n";
  for (const auto& [rest, detail] : std::vector<std::pair<std::string, std::string>>{
           {R"("values":{"power":1}})", "`at` is missing"},
           {R"("at":"yesterday","values":{"power":1}})", "no instant"},
           {R"("at":"2026-03-30T12:00:00","values":{"power":1}})", "no instant"},
           {R"("at":1.5,"values":{"power":1}})", "no instant"},
           {R"("at":1})", "`values`"},
           {R"("at":1,"values":{}})", "`power` is missing"},
           {R"("at":1,"values":{"power":1.5}})", "`power` is not"},
           {R"("at":1,"values":{"power":9007199254740992}})", "`power` is not"},
           {R"("at":1,"values":{"power":null}})", "`power` is not"},
           {R"("at":1,"values":{"power":1,"level":"1"}})", "`level` is not"},
           {R"("at":1,"values":{"power":1,"open":1}})", "`open` is not"},
           {R"("at":1,"values":{"power":1,"colour":1}})", "`colour`"},
           {R"("at":1,"values":{"power":1},"unit":"W"})", "`unit`"},
           {R"("points":[[1,1]]})", "is not a list"},
           {R"("points":[[1,1,null,null,null]]})", "is not a list"},
           {R"("points":[{"power":1}]})", "is not a list"},
           {R"("points":[[]]})", "is not a list"},
           {R"("points":7})", "`points`"},
           {R"("fields":["power","power"],"points":[]})", "`fields`"},
           {R"("fields":["colour"],"points":[]})", "`fields`"},
           {R"("fields":[1],"points":[]})", "`fields`"},
           {R"("fields":[],"points":[]})", "`fields`"},
           {R"("fields":"power","points":[]})", "`fields`"}}) {
    const Result<PointsBody> body = Parse(good + Line(rest));
    ASSERT_FALSE(body) << rest;
    EXPECT_EQ(body.error().kind, ErrorKind::kInvalid);
    EXPECT_TRUE(body.error().message.starts_with("line 2: ")) << body.error().message;
    EXPECT_NE(body.error().message.find(detail), std::string::npos) << body.error().message;
  }
  for (const std::string wrong : {"{", "[]", "7", R"({"subject":"x"})"}) {
    EXPECT_FALSE(Parse(good + wrong)) << wrong;
  }
}

TEST_F(SeriesBodyTest, EndsAtTheLimitOfPoints) {
  const std::string line = Line(R"("points":[[1,1,null,null],[2,1,null,null]]})");
  EXPECT_OK(Parse(line, 2));
  const Result<PointsBody> body = Parse(line, 1);
  EXPECT_EQ(body.error().kind, ErrorKind::kExceeded);
  EXPECT_NE(body.error().message.find("limits.points_per_call = 1"), std::string::npos);
}

TEST_F(SeriesBodyTest, RecordsAreNoSeries) {
  meters_.kind = CollectionKind::kRecords;
  EXPECT_EQ(Parse("").error().kind, ErrorKind::kInvalid);
}

TEST_F(SeriesBodyTest, WritesValuesAsTheyWere) {
  Bytes out;
  AppendPointValue({"x", FieldType::kDecimal}, PointValue::Decimal(0.1), out);
  AppendPointValue({"x", FieldType::kInteger}, PointValue::Integer(-9007199254740991), out);
  AppendPointValue({"x", FieldType::kBoolean}, PointValue::Boolean(false), out);
  AppendPointValue({"x", FieldType::kDecimal}, {}, out);
  EXPECT_EQ(out, "0.1-9007199254740991falsenull");
}

}  // namespace
}  // namespace mandat
