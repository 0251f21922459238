// SPDX-License-Identifier: Apache-2.0
#include "http/internal/record_body.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

Field Of(std::string id, FieldType type, bool required = false) {
  Field field;
  field.id = std::move(id);
  field.type = type;
  field.length_max = 20;
  field.required = required;
  return field;
}

const Collection& Guests() {
  static const Collection collection{
      .id = "guests",
      .people = "guests",
      .roles = {},
      .fields = {Of("name", FieldType::kText, true), Of("mail", FieldType::kEmail),
                 Of("nights", FieldType::kInteger), Of("price", FieldType::kDecimal),
                 Of("vegan", FieldType::kBoolean), Of("born", FieldType::kDate),
                 Of("arrived", FieldType::kInstant)},
      .media_types = {},
      .span = {}};
  return collection;
}

Result<RecordBody> Parsed(const std::string& data, const std::string& more = "") {
  return ParseRecordBody(Guests(), "{\"subject\":\"0a000000-0000-4000-8000-00000000000a\"" + more +
                                       ",\"data\":" + data + "}");
}

std::string Stored(const std::string& data) {
  const Result<RecordBody> body = Parsed(data);
  return body ? std::string(body->data.Reveal()) : body.error().message;
}

TEST(RecordBodyTest, StoresFieldsCompactlyInTheOrderOfTheSchema) {
  const Result<RecordBody> body = Parsed(
      R"({ "arrived": "2026-03-30T14:20:00+02:00", "born": "2000-02-29", "vegan": false,
           "price": 12.50, "nights": -3, "mail": "ada@example.org", "name": "Ad\u00e1 \"A\"" })",
      R"(,"captured":"2026-01-01T00:00:00Z")");
  ASSERT_OK(body);
  EXPECT_EQ(body->data.Reveal(),
            R"({"name":"Adá \"A\"","mail":"ada@example.org","nights":-3,"price":12.50,)"
            R"("vegan":false,"born":"2000-02-29","arrived":"2026-03-30T14:20:00+02:00"})");
  EXPECT_EQ(body->fields.size(), 7u);
  EXPECT_EQ(body->captured->Format(), "2026-01-01T00:00:00Z");
}

TEST(RecordBodyTest, NamesTheFieldsThatAreThere) {
  const Result<RecordBody> body = Parsed(R"({"nights":1,"name":"Ada"})");
  ASSERT_OK(body);
  EXPECT_EQ(body->fields, (std::vector<std::string_view>{"name", "nights"}));
  EXPECT_FALSE(body->captured);
}

TEST(RecordBodyTest, TakesValuesOfTheirTypeOnly) {
  for (const auto& [value, trouble] : std::vector<std::pair<std::string, std::string>>{
           {R"("name":1)", "field `name` is not a text"},
           {R"("name":null)", "field `name` is not a text"},
           {R"("name":"123456789012345678901")", "field `name` has more than 20 bytes"},
           {R"("name":"éééééééééée")", "field `name` has more than 20 bytes"},
           {R"("name":"A","mail":"ada")", "field `mail` is not an e-mail address"},
           {R"("name":"A","mail":"a@b@c")", "field `mail` is not an e-mail address"},
           {R"("name":"A","mail":"@b")", "field `mail` is not an e-mail address"},
           {R"("name":"A","mail":"a @b")", "field `mail` is not an e-mail address"},
           {R"("name":"A","mail":"a@12345678901234567890")", "field `mail` has more than 20 bytes"},
           {R"("name":"A","nights":"1")",
            "field `nights` is not a whole number of at most 2^53 - 1"},
           {R"("name":"A","nights":1.0)",
            "field `nights` is not a whole number of at most 2^53 - 1"},
           {R"("name":"A","nights":9007199254740992)",
            "field `nights` is not a whole number of at most 2^53 - 1"},
           {R"("name":"A","price":"1")", "field `price` is not a number of at most 40 characters"},
           {R"("name":"A","vegan":1)", "field `vegan` is not true or false"},
           {R"("name":"A","born":"2001-02-29")", "field `born` is not a date like 2026-03-30"},
           {R"("name":"A","born":"2001-2-9")", "field `born` is not a date like 2026-03-30"},
           {R"("name":"A","arrived":"2026-03-30")",
            "field `arrived` is not an instant like 2026-03-30T14:20:00Z"},
           {R"("nights":1)", "field `name` is missing"},
           {R"("name":"A","shoes":1)", "`data` has `shoes`, which the schema does not declare"}}) {
    EXPECT_EQ(Stored("{" + value + "}"), trouble);
  }
  EXPECT_EQ(Stored(R"({"name":"A","nights":9007199254740991})"),
            R"({"name":"A","nights":9007199254740991})");
}

TEST(RecordBodyTest, WantsSubjectAndDataAndNothingElse) {
  EXPECT_EQ(ParseRecordBody(Guests(), "{\"data\":{}}").error().message, "body lacks `subject`");
  EXPECT_EQ(ParseRecordBody(Guests(), "{\"subject\":\"x\"}").error().message, "body lacks `data`");
  EXPECT_EQ(Parsed("[]").error().message, "`data` is not an object");
  EXPECT_EQ(Parsed("{\"name\":\"A\"}", ",\"purpose\":\"x\"").error().message,
            "body has `purpose`, which is not known here");
  EXPECT_EQ(Parsed("{\"name\":\"A\"}", ",\"captured\":\"yesterday\"").error().message,
            "`captured` is not an instant like 2026-03-30T14:20:00Z");
}

}  // namespace
}  // namespace mandat
