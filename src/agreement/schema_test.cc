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

// Records with roles, a series and blobs, in which every key stands once.
constexpr std::string_view kKinds = R"(schema: acme-kinds
version: 1
form: acme
collections:
  - id: letters
    people: customers
    erasure: last
    history: true
    by-time: true
    roles:
      - {id: recipients, people: customers, many: true, required: true, erasure: last}
      - {id: clerk, people: staff, erasure: fields}
      - {id: author, people: staff, erasure: unit}
    fields:
      - {id: subject, type: text, length-max: 90, category: contact, search: exact}
      - {id: address, type: email, category: contact, search: prefix}
      - {id: initials, type: text, length-max: 3, category: contact, role: clerk}
      - {id: pages, type: integer, category: contact, personal: false, search: range}
      - {id: paid, type: boolean, category: contact}
      - {id: weight, type: decimal, category: contact}
  - id: pulse
    kind: series
    people: customers
    fields:
      - {id: rate, type: integer, category: health}
      - {id: quality, type: decimal, category: health}
      - {id: at-rest, type: boolean, category: health}
  - id: scans
    kind: blobs
    people: customers
    media-types: [image/jpeg, application/*]
    bytes-max: 3000000000
    fields:
      - {id: taken-on, type: date, category: health}
)";

TEST(SchemaTest, ReadsKindsRolesAndHowUnitsAreFound) {
  const auto parsed = ServiceSchema::Parse("schema.yaml", std::string(kKinds));
  ASSERT_TRUE(std::holds_alternative<ServiceSchema>(parsed))
      << Render(FindingsOf(std::string(kKinds)), std::string(kKinds));
  const auto& schema = std::get<ServiceSchema>(parsed);
  const Collection& letters = *schema.FindCollection("letters");
  EXPECT_EQ(letters.kind, CollectionKind::kRecords);
  EXPECT_EQ(letters.erasure, RoleErasure::kLast);
  EXPECT_TRUE(letters.history && letters.by_time);
  EXPECT_FALSE(letters.is_simple());
  ASSERT_EQ(letters.roles.size(), 3U);
  const Role& recipients = *letters.FindRole("recipients");
  EXPECT_EQ(recipients.people, "customers");
  EXPECT_TRUE(recipients.many && recipients.required);
  EXPECT_EQ(recipients.erasure, RoleErasure::kLast);
  const Role& clerk = *letters.FindRole("clerk");
  EXPECT_EQ(Underlined({.span = letters.roles[0].span}, kKinds), "customers");
  EXPECT_FALSE(clerk.many || clerk.required);
  EXPECT_EQ(clerk.erasure, RoleErasure::kFields);
  EXPECT_EQ(letters.FindRole("author")->erasure, RoleErasure::kUnit);
  EXPECT_EQ(letters.FindRole("reader"), nullptr);
  EXPECT_EQ(letters.FindField("subject")->search, FieldSearch::kExact);
  EXPECT_EQ(letters.FindField("address")->search, FieldSearch::kPrefix);
  EXPECT_EQ(letters.FindField("initials")->role, "clerk");
  EXPECT_EQ(letters.FindField("pages")->search, FieldSearch::kRange);
  EXPECT_FALSE(letters.FindField("pages")->personal);
  EXPECT_EQ(letters.FindField("paid")->search, FieldSearch::kNone);
  EXPECT_TRUE(letters.FindField("paid")->personal && letters.FindField("paid")->role.empty());
  EXPECT_EQ(schema.FindCollection("pulse")->kind, CollectionKind::kSeries);
  const Collection& scans = *schema.FindCollection("scans");
  EXPECT_EQ(scans.kind, CollectionKind::kBlobs);
  EXPECT_EQ(scans.media_types, (std::vector<std::string>{"image/jpeg", "application/*"}));
  EXPECT_EQ(scans.bytes_max, 3'000'000'000U);
  EXPECT_TRUE(scans.is_simple());
}

TEST(SchemaTest, TakesACollectionThatSaysNoneOfThisForSimpleRecords) {
  const auto parsed = ServiceSchema::Parse("schema.yaml", std::string(kSchema));
  const Collection& cards = std::get<ServiceSchema>(parsed).collections()[0];
  EXPECT_EQ(cards.kind, CollectionKind::kRecords);
  EXPECT_TRUE(cards.is_simple());
  EXPECT_FALSE(cards.history || cards.by_time);
  EXPECT_EQ(cards.bytes_max, 0U);
  EXPECT_TRUE(cards.media_types.empty());
}

struct KindsMistake {
  std::string_view from;
  std::string_view to;
  std::string code;
  std::string underlined;
};

// Each of them, put into the schema alone, gives one finding.
void ExpectUnderlined(const std::vector<KindsMistake>& mistakes) {
  for (const KindsMistake& mistake : mistakes) {
    const std::string text = With(kKinds, mistake.from, mistake.to);
    ASSERT_FALSE(text.empty()) << mistake.from;
    const auto findings = FindingsOf(text);
    ASSERT_EQ(findings.size(), 1U) << mistake.to << Render(findings, text);
    EXPECT_EQ(findings[0].code, mistake.code) << mistake.to;
    EXPECT_EQ(Underlined(findings[0], text), mistake.underlined) << mistake.to;
  }
}

TEST(SchemaTest, UnderlinesRolesThatCannotStand) {
  ExpectUnderlined({
      {"kind: series", "kind: serie", "A108", "serie"},
      {"erasure: last\n    history", "erasure: fields\n    history", "A108", "fields"},
      {"id: author, people: staff, erasure: unit", "id: author, people: staff", "A102", "{"},
      {"id: author", "id: clerk", "A110", "clerk"},
      {"many: true", "many: several", "A108", "several"},
      {"type: boolean, category: contact", "type: boolean, category: contact, role: nobody", "A201",
       "nobody"},
      {"search: exact", "search: fuzzy", "A108", "fuzzy"},
      {"history: true", "history: long", "A108", "long"},
      {", role: clerk", "", "A108", "fields"},
      {"type: boolean, category: contact", "type: boolean, category: contact, role: author", "A108",
       "author"},
      {"role: clerk", "role: clerk, required: true", "A108", "true"},
      {"role: clerk", "role: clerk, personal: false", "A108", "false"},
      {"required: true, erasure: last", "required: true, erasure: unit", "A108", "last"},
  });
}

TEST(SchemaTest, UnderlinesASearchThatCannotBe) {
  ExpectUnderlined({
      {"role: clerk", "role: clerk, search: exact", "A108", "exact"},
      {"personal: false, search: range", "search: range", "A108", "range"},
      {"search: exact", "personal: false, search: range", "A108", "range"},
      {"search: prefix", "personal: false, search: range", "A108", "range"},
      {"id: paid, type: boolean, category: contact",
       "id: paid, type: boolean, category: contact, personal: false, search: range", "A108",
       "range"},
      {"id: paid, type: boolean, category: contact",
       "id: paid, type: boolean, category: contact, search: exact", "A108", "exact"},
      {"id: weight, type: decimal, category: contact",
       "id: weight, type: decimal, category: contact, search: exact", "A108", "exact"},
      {"id: weight, type: decimal, category: contact",
       "id: weight, type: decimal, category: contact, search: prefix", "A108", "prefix"},
      {"search: range", "search: prefix", "A108", "prefix"},
      {"type: date, category: health", "type: date, category: health, search: exact", "A108",
       "exact"},
      {"type: integer, category: health", "type: integer, category: health, search: exact", "A108",
       "exact"},
  });
}

TEST(SchemaTest, UnderlinesWhatAnotherKindHas) {
  const std::string_view series = "kind: series\n    people: customers\n";
  ExpectUnderlined({
      {series, "kind: series\n    people: customers\n    history: true\n", "A108", "history"},
      {series, "kind: series\n    people: customers\n    by-time: true\n", "A108", "by-time"},
      {series, "kind: series\n    people: customers\n    erasure: last\n", "A108", "last"},
      {series,
       "kind: series\n    people: customers\n    roles:\n"
       "      - {id: nurse, people: staff, erasure: unit}\n",
       "A108", "roles"},
      {series, "kind: series\n    people: customers\n    media-types: [image/png]\n", "A108",
       "media-types"},
      {"id: at-rest, type: boolean", "id: at-rest, type: instant", "A108", "instant"},
      {"id: quality, type: decimal", "id: quality, length-max: 9, type: text", "A108", "text"},
      {"    history: true\n", "    bytes-max: 5\n", "A108", "bytes-max"},
      {"    history: true\n", "    media-types: [image/png]\n", "A108", "media-types"},
  });
}

TEST(SchemaTest, UnderlinesWhatABlobCannotHave) {
  const std::string_view blobs = "kind: blobs\n    people: customers\n";
  ExpectUnderlined({
      {blobs, "kind: blobs\n    people: customers\n    history: true\n", "A108", "history"},
      {blobs, "kind: blobs\n    people: customers\n    erasure: last\n", "A108", "last"},
      {blobs,
       "kind: blobs\n    people: customers\n    roles:\n"
       "      - {id: nurse, people: staff, erasure: unit}\n",
       "A108", "roles"},
      {"image/jpeg", "jpeg", "A108", "jpeg"},
      {"image/jpeg", "Image/JPEG", "A108", "Image/JPEG"},
      {"image/jpeg", "image/", "A108", "image/"},
      {"image/jpeg", "\"*/*\"", "A108", "\"*/*\""},
      {"image/jpeg", "application/*", "A110", "application/*"},
      {"3000000000", "0", "A108", "0"},
      {"3000000000", "4000000001", "A108", "4000000001"},
  });
}

std::string SeriesOf(size_t values_count) {
  std::string text =
      "schema: s\nversion: 1\nform: acme\ncollections:\n"
      "  - id: pulse\n    kind: series\n    people: customers\n    fields:\n";
  for (size_t i = 0; i < values_count; ++i) {
    text += "      - {id: v" + std::to_string(i) + ", type: integer, category: health}\n";
  }
  return text;
}

TEST(SchemaTest, TakesSixteenValuesOfAPointAndNoMore) {
  EXPECT_TRUE(FindingsOf(SeriesOf(16)).empty());
  const std::vector<Finding> findings = FindingsOf(SeriesOf(17));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "A111");
  EXPECT_EQ(Underlined(findings[0], SeriesOf(17)), "fields");
}

TEST(SchemaTest, TellsVersionsApartByWhateverTheySay) {
  const auto canonical = [](const std::string& text) {
    return std::get<ServiceSchema>(ServiceSchema::Parse("schema.yaml", text)).canonical();
  };
  const Bytes first = canonical(std::string(kKinds));
  EXPECT_NE(first, canonical(With(kKinds, "search: exact", "search: prefix")));
  EXPECT_NE(first, canonical(With(kKinds, "many: true", "many: false")));
  EXPECT_NE(first, canonical(With(kKinds, "image/jpeg", "image/png")));
}

TEST(SchemaTest, NamesKindsRulesAndWaysToSearchOnce) {
  EXPECT_EQ(Name(CollectionKind::kRecords), "records");
  EXPECT_EQ(Name(CollectionKind::kBlobs), "blobs");
  EXPECT_EQ(Name(RoleErasure::kUnit), "unit");
  EXPECT_EQ(Name(RoleErasure::kLast), "last");
  EXPECT_EQ(Name(FieldSearch::kNone), "none");
  EXPECT_EQ(Name(FieldSearch::kRange), "range");
}

TEST(SchemaTest, NamesEveryFieldTypeOnce) {
  EXPECT_EQ(Name(FieldType::kText), "text");
  EXPECT_EQ(Name(FieldType::kDecimal), "decimal");
  EXPECT_EQ(Name(FieldType::kInstant), "instant");
}

TEST(SchemaTest, ReadsTheSchemasOfTheSampleServices) {
  for (const std::string name : {"customer-alliance-feedback", "ipso-hosting", "mailgun-delivery",
                                 "mintt-care", "opinum-data-hub"}) {
    const std::string path = "agreements/" + name + ".schema.yaml";
    const std::string text = ReadSource(path);
    EXPECT_EQ(Render(FindingsOf(text), text), "") << path;
  }
}

}  // namespace
}  // namespace mandat
