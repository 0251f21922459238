// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/load_unit.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

using Kind = LoadCell::Kind;

class LoadUnitTest : public testing::Test {
 protected:
  LoadUnitTest() {
    collection_.id = "sites";
    collection_.people = "customers";
    const auto add = [this](const char* id, FieldType type, bool required) {
      Field field;
      field.id = id;
      field.type = type;
      field.required = required;
      field.length_max = type == FieldType::kText ? 20 : 0;
      collection_.fields.push_back(field);
      mapping_.fields.push_back({id, std::string("c-") + id, "", {}});
    };
    add("holder", FieldType::kText, true);
    add("email", FieldType::kEmail, false);
    add("rooms", FieldType::kInteger, false);
    add("area", FieldType::kDecimal, false);
    add("owned", FieldType::kBoolean, false);
    add("since", FieldType::kDate, false);
    add("seen", FieldType::kInstant, false);
    mapping_.id_namespace = "test";
    mapping_.subject = "who";
    mapping_.record = "what";
    mapping_.captured = "when";
  }

  // In the order of ColumnsOf: who, what, when, then the fields.
  LoadRow RowOf(std::vector<std::string> texts) const {
    LoadRow row;
    row.begin = 100;
    for (std::string& text : texts) {
      row.cells.push_back({text.empty() ? Kind::kAbsent : Kind::kText, std::move(text)});
    }
    row.cells.resize(ColumnsOf(mapping_).size());
    return row;
  }

  std::optional<LoadUnit> Make(const LoadRow& row) {
    const Result<UnitMaker> maker = UnitMaker::Create(mapping_, collection_, "acme");
    EXPECT_TRUE(maker);
    fault_.clear();
    return maker->Make(row, fault_);
  }

  Collection collection_;
  LoadMapping mapping_;
  std::string fault_;
};

TEST_F(LoadUnitTest, MakesAUnitWithTheFieldsInTheOrderOfTheCollection) {
  const auto unit =
      Make(RowOf({"C-1", "S-1", "2024-03-01 09:30:00+01", "Ada \"A\" Example", "ada@example.org",
                  "+007", "0120.50", "t", "2024-02-29", "2024-03-01T09:30:00.5Z"}));
  ASSERT_TRUE(unit) << fault_;
  EXPECT_EQ(unit->data,
            R"({"holder":"Ada \"A\" Example","email":"ada@example.org","rooms":7,"area":120.50,)"
            R"("owned":true,"since":"2024-02-29","seen":"2024-03-01T09:30:00.500000Z"})");
  EXPECT_EQ(unit->fields, "holder,email,rooms,area,owned,since,seen");
  EXPECT_EQ(unit->captured->Format(), "2024-03-01T08:30:00Z");
}

TEST_F(LoadUnitTest, LeavesOutWhatIsNotThereAndWantsWhatIsNeeded) {
  const auto unit = Make(RowOf({"C-1", "S-1", "2024-03-01", "", "", "", ""}));
  EXPECT_FALSE(unit);
  EXPECT_EQ(fault_, "column `when` is not an instant with a zone, or a day");
  mapping_.offset = "Z";
  EXPECT_FALSE(Make(RowOf({"C-1", "S-1", "2024-03-01", ""})));
  EXPECT_EQ(fault_, "column `c-holder` is empty, and field `holder` is needed");
  const auto least = Make(RowOf({"C-1", "S-1", "2024-03-01", "Ada Example"}));
  ASSERT_TRUE(least) << fault_;
  EXPECT_EQ(least->data, R"({"holder":"Ada Example"})");
}

TEST_F(LoadUnitTest, SaysWhichFieldIsWrongAndNeverItsValue) {
  const std::vector<std::string> good = {
      "C-1", "S-1", "2024-03-01T00:00:00Z", "Ada", "", "", "", "", "", ""};
  for (const auto& [column, text] :
       std::vector<std::pair<size_t, std::string>>{{3, "secretsecretsecretsecret"},
                                                   {3, "secret\xff"},
                                                   {4, "secret"},
                                                   {4, "a@b@secret"},
                                                   {5, "1.5secret"},
                                                   {5, "9007199254740993"},
                                                   {6, "1,5"},
                                                   {6, "0xsecret"},
                                                   {6, "."},
                                                   {7, "secret"},
                                                   {8, "2024-02-30"},
                                                   {8, "01.02.2024"},
                                                   {9, "2024-03-01 09:30:00"}}) {
    std::vector<std::string> texts = good;
    texts[column] = text;
    EXPECT_FALSE(Make(RowOf(texts))) << column << " " << text;
    EXPECT_EQ(fault_.find("secret"), std::string::npos) << fault_;
    EXPECT_TRUE(fault_.starts_with("field `" + collection_.fields[column - 3].id + "` is not"))
        << fault_;
  }
  EXPECT_FALSE(Make(RowOf({"", "S-1", "2024-03-01T00:00:00Z", "Ada"})));
  EXPECT_FALSE(Make(RowOf({"C-1", "", "2024-03-01T00:00:00Z", "Ada"})));
}

TEST_F(LoadUnitTest, TakesADecimalCommaAndAConstantWhereTheMappingSaysSo) {
  mapping_.has_decimal_comma = true;
  mapping_.fields[0].column.clear();
  mapping_.fields[0].constant = "Everybody Example";
  const auto unit = Make(RowOf({"C-1", "S-1", "2024-03-01T00:00:00Z", "", "", "120,5"}));
  ASSERT_TRUE(unit) << fault_;
  EXPECT_EQ(unit->data, R"({"holder":"Everybody Example","area":120.5})");
}

TEST_F(LoadUnitTest, LeavesOutRowsThatTheMappingNames) {
  mapping_.skip_rows = {{"state", {"test", "gone"}}};
  const Result<UnitMaker> maker = UnitMaker::Create(mapping_, collection_, "acme");
  ASSERT_TRUE(maker);
  LoadRow row = RowOf({"C-1", "S-1", "2024-03-01T00:00:00Z", "Ada"});
  row.cells.back() = {Kind::kText, "gone"};
  EXPECT_TRUE(maker->IsSkipped(row));
  row.cells.back() = {Kind::kText, "live"};
  EXPECT_FALSE(maker->IsSkipped(row));
}

TEST_F(LoadUnitTest, WantsFieldsThatTheCollectionHas) {
  mapping_.fields.push_back({"shoe-size", "size", "", {}});
  EXPECT_FALSE(UnitMaker::Create(mapping_, collection_, "acme"));
  mapping_.fields.pop_back();
  mapping_.fields.erase(mapping_.fields.begin());
  EXPECT_FALSE(UnitMaker::Create(mapping_, collection_, "acme")) << "holder is needed";
}

// The rule is public, so these ids never change.
TEST_F(LoadUnitTest, MakesIdsByThePublishedRule) {
  const std::string id = LoadIdOf("acme", "test", "subject", "C-1");
  EXPECT_EQ(id, LoadIdOf("acme", "test", "subject", "C-1"));
  EXPECT_EQ(id[14], '8');
  EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
  for (const std::string& other :
       {LoadIdOf("acme2", "test", "subject", "C-1"), LoadIdOf("acme", "tes", "tsubject", "C-1"),
        LoadIdOf("acme", "test", "record/sites", "C-1"),
        LoadIdOf("acme", "test", "subject", "c-1")}) {
    EXPECT_NE(id, other);
    EXPECT_TRUE(SubjectId::Parse(other));
  }
  EXPECT_EQ(LoadIdOf("acme", "test", "subject", "0B000000-0000-4000-8000-00000000000B"),
            "0b000000-0000-4000-8000-00000000000b");
}

TEST_F(LoadUnitTest, GivesARowWithoutAnIdOfItsOwnOneByItsPlace) {
  mapping_.record.clear();
  mapping_.captured.clear();
  LoadRow row;
  row.cells = {{Kind::kText, "C-1"}, {Kind::kText, "Ada"}};
  row.cells.resize(ColumnsOf(mapping_).size());
  row.begin = 10;
  const auto first = Make(row);
  ASSERT_TRUE(first) << fault_;
  EXPECT_EQ(Make(row)->record, first->record);
  row.begin = 90;
  EXPECT_NE(Make(row)->record, first->record);
  EXPECT_EQ(Make(row)->subject, first->subject);
}

TEST(LoadInstantTest, ReadsWhatRfc3339AndPostgresqlWrite) {
  for (const auto& [text, offset, instant] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"2024-03-01T09:30:00Z", "", "2024-03-01T09:30:00Z"},
           {"2024-03-01T09:30:00+02:00", "", "2024-03-01T07:30:00Z"},
           {"2024-03-01 09:30:00+02", "", "2024-03-01T07:30:00Z"},
           {"2024-03-01 09:30:00-0330", "", "2024-03-01T13:00:00Z"},
           {"2024-03-01 09:30:00.123456+00", "", "2024-03-01T09:30:00.123456Z"},
           {"2024-03-01 09:30:00", "+01:00", "2024-03-01T08:30:00Z"},
           {"2024-03-01 09:30:00+05", "+01:00", "2024-03-01T04:30:00Z"},
           {"2024-03-01", "Z", "2024-03-01T00:00:00Z"},
           {"2024-03-01 09:30:00", "", ""},
           {"2024-03-01", "", ""},
           {"infinity", "Z", ""},
           {"", "Z", ""},
           {"2024-03-01 09:30", "Z", ""},
           {"0044-03-15 00:00:00 BC", "Z", ""},
           {"2024-13-01", "Z", ""}}) {
    const std::optional<Instant> at = ParseLoadInstant(text, offset);
    EXPECT_EQ(at ? at->Format() : "", instant) << text;
  }
}

}  // namespace
}  // namespace mandat
