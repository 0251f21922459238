// SPDX-License-Identifier: Apache-2.0
#include "agreement/schema.h"

#include <gtest/gtest.h>

#include "agreement/agreement_test_util.h"

namespace mandat {
namespace {

std::vector<Finding> FindingsOf(const std::string& text) {
  auto parsed = ServiceSchema::Parse("schema.yaml", text);
  auto* findings = std::get_if<std::vector<Finding>>(&parsed);
  return findings == nullptr ? std::vector<Finding>() : std::move(*findings);
}

TEST(SchemaTest, ReadsCollectionsFieldsAndWhereTheyAreMapped) {
  const auto parsed = ServiceSchema::Parse("schema.yaml", std::string(kSchema));
  ASSERT_TRUE(std::holds_alternative<ServiceSchema>(parsed));
  const auto& schema = std::get<ServiceSchema>(parsed);
  EXPECT_EQ(schema.id(), "acme-records");
  EXPECT_EQ(schema.version(), 2U);
  EXPECT_EQ(schema.form(), "acme");
  EXPECT_EQ(Underlined({.span = schema.form_span()}, kSchema), "acme");
  const Collection* cards = schema.FindCollection("cards");
  ASSERT_NE(cards, nullptr);
  EXPECT_EQ(cards->people, "customers");
  EXPECT_EQ(Underlined({.span = cards->span}, kSchema), "customers");
  const Field* name = cards->FindField("name");
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->type, FieldType::kText);
  EXPECT_EQ(name->length_max, 100U);
  EXPECT_TRUE(name->required);
  EXPECT_EQ(Underlined({.span = name->span}, kSchema), "contact");
  EXPECT_EQ(cards->FindField("email")->length_max, 254U);
  EXPECT_FALSE(cards->FindField("email")->required);
  EXPECT_EQ(cards->FindField("fax"), nullptr);
  EXPECT_EQ(schema.FindCollection("faxes"), nullptr);
}

TEST(SchemaTest, UnderlinesWhatIsWrong) {
  struct Mistake {
    std::string_view from;
    std::string_view to;
    std::string code;
    std::string underlined;
  };
  const std::vector<Mistake> mistakes = {
      {"type: email", "type: emial", "A108", "emial"},
      {"type: email", "type: date, length-max: 3", "A108", "length-max"},
      {"length-max: 1000, ", "", "A102", "{"},
      {"length-max: 1000", "length-max: 65537", "A108", "65537"},
      {"id: badges", "id: cards", "A110", "cards"},
      {"id: email", "id: name", "A110", "name"},
      {"people: staff\n", "peple: staff\n    people: staff\n", "A101", "peple"},
      {"required: true", "required: maybe", "A108", "maybe"},
      {"form: acme\n", "", "A102", "schema"},
  };
  for (const Mistake& mistake : mistakes) {
    const std::string text = With(kSchema, mistake.from, mistake.to);
    ASSERT_FALSE(text.empty()) << mistake.from;
    const auto findings = FindingsOf(text);
    ASSERT_EQ(findings.size(), 1U) << Render(findings, text);
    EXPECT_EQ(findings[0].code, mistake.code) << mistake.to;
    EXPECT_EQ(Underlined(findings[0], text), mistake.underlined);
  }
}

TEST(SchemaTest, NamesEveryFieldTypeOnce) {
  EXPECT_EQ(Name(FieldType::kText), "text");
  EXPECT_EQ(Name(FieldType::kDecimal), "decimal");
  EXPECT_EQ(Name(FieldType::kInstant), "instant");
}

TEST(SchemaTest, ReadsTheSchemasOfTheSampleServices) {
  for (const std::string name : {"opinum-data-hub", "mintt-care"}) {
    const std::string path = "agreements/" + name + ".schema.yaml";
    const std::string text = ReadSource(path);
    EXPECT_EQ(Render(FindingsOf(text), text), "") << path;
  }
}

}  // namespace
}  // namespace mandat
