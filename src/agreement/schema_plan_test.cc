// SPDX-License-Identifier: Apache-2.0
#include "agreement/schema_plan.h"

#include <gtest/gtest.h>

#include "agreement/agreement_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kBefore = R"(schema: acme-letters
version: 1
form: acme
collections:
  - id: letters
    people: customers
    roles:
      - {id: clerk, people: staff, erasure: fields}
      - {id: reader, people: customers, erasure: last}
    fields:
      - {id: subject, type: text, length-max: 90, category: contact}
      - {id: initials, type: text, length-max: 3, category: contact, role: clerk}
      - {id: pages, type: integer, category: contact}
  - id: scans
    kind: blobs
    people: customers
    media-types: [image/jpeg]
    fields:
      - {id: taken-on, type: date, category: health}
)";

ServiceSchema Read(const std::string& text) {
  auto parsed = ServiceSchema::Parse("schema.yaml", text);
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    ADD_FAILURE() << Render(*findings, text);
    return Read(std::string(kBefore));
  }
  return std::get<ServiceSchema>(std::move(parsed));
}

// A line for each change: what it is, and what it means.
std::string PlanOf(const std::string& after) {
  std::string lines;
  for (const SchemaChange& change : PlanSchema(Read(std::string(kBefore)), Read(after))) {
    lines +=
        (lines.empty() ? "" : "\n") + Describe(change) + ": " + std::string(Name(change.units));
  }
  return lines;
}

TEST(SchemaPlanTest, IsEmptyWhereOnlyTheVersionChanged) {
  EXPECT_EQ(PlanOf(With(kBefore, "version: 1", "version: 2")), "");
}

struct PlanCase {
  std::string_view from;
  std::string_view to;
  std::string plan;
};

void ExpectPlans(const std::vector<PlanCase>& cases) {
  for (const PlanCase& each : cases) {
    const std::string text = With(kBefore, each.from, each.to);
    ASSERT_FALSE(text.empty()) << each.from;
    EXPECT_EQ(PlanOf(text), each.plan);
  }
}

// Covers: GDPR Art. 28(3).
TEST(SchemaPlanTest, TellsOfCollectionsAndRolesWhatAChangeMeansForTheirUnits) {
  const std::string_view scans =
      "  - id: scans\n    kind: blobs\n    people: customers\n    media-types: [image/jpeg]\n"
      "    fields:\n      - {id: taken-on, type: date, category: health}\n";
  ExpectPlans({
      // collections
      {scans, "", "collection `scans` is removed: refused"},
      {scans,
       std::string_view("  - id: notes\n    people: staff\n    fields:\n"
                        "      - {id: on, type: date, category: contact}\n"),
       "collection `scans` is removed: refused\ncollection `notes` is added: none"},
      {"    kind: blobs\n    people: customers\n    media-types: [image/jpeg]\n",
       "    people: customers\n", "collection `scans`: `kind` from `blobs` to `records`: refused"},
      {"kind: blobs\n    people: customers", "kind: blobs\n    people: staff",
       "collection `scans`: `people` from `customers` to `staff`: refused"},
      {"id: letters\n", "id: letters\n    erasure: last\n",
       "collection `letters`: `erasure` from `unit` to `last`: rewrite"},
      {"id: letters\n", "id: letters\n    history: true\n",
       "collection `letters`: `history` from `false` to `true`: readable"},
      {"id: letters\n", "id: letters\n    by-time: true\n",
       "collection `letters`: `by-time` from `false` to `true`: reindex"},
      {"[image/jpeg]", "[image/jpeg, image/png]",
       "collection `scans`: `media-types` from `image/jpeg` to `image/jpeg, image/png`: readable"},
      {"kind: blobs\n", "kind: blobs\n    bytes-max: 5\n",
       "collection `scans`: `bytes-max` from nothing to `5`: readable"},
      // roles
      {"      - {id: reader, people: customers, erasure: last}\n", "",
       "role `letters.reader` is removed: refused"},
      {"    roles:\n", "    roles:\n      - {id: author, people: staff, erasure: unit}\n",
       "role `letters.author` is added: readable"},
      {"id: reader, people: customers", "id: reader, people: staff",
       "role `letters.reader`: `people` from `customers` to `staff`: refused"},
      {"erasure: last", "erasure: unit",
       "role `letters.reader`: `erasure` from `last` to `unit`: rewrite"},
      {"erasure: last", "many: true, erasure: last",
       "role `letters.reader`: `many` from `false` to `true`: readable"},
      {"erasure: last", "required: true, erasure: last",
       "role `letters.reader`: `required` from `false` to `true`: readable"},
  });
}

// Covers: GDPR Art. 28(3).
TEST(SchemaPlanTest, TellsOfFieldsWhatAChangeMeansForUnitsThatAreThere) {
  ExpectPlans({
      {"      - {id: pages, type: integer, category: contact}\n", "",
       "field `letters.pages` is removed: readable"},
      {"      - {id: pages,",
       "      - {id: date, type: date, category: contact, required: true}\n      - {id: pages,",
       "field `letters.date` is added: readable"},
      {"type: integer", "type: decimal",
       "field `letters.pages`: `type` from `integer` to `decimal`: old-type"},
      {"type: integer, category: contact", "type: integer, category: health",
       "field `letters.pages`: `category` from `contact` to `health`: rewrite"},
      {"length-max: 90", "length-max: 80",
       "field `letters.subject`: `length-max` from `90` to `80`: readable"},
      {"type: integer, category: contact", "type: integer, category: contact, required: true",
       "field `letters.pages`: `required` from `false` to `true`: readable"},
      {"type: integer, category: contact", "type: integer, category: contact, role: clerk",
       "field `letters.pages`: `role` from nothing to `clerk`: rewrite"},
      {"length-max: 90, category: contact", "length-max: 90, category: contact, search: exact",
       "field `letters.subject`: `search` from `none` to `exact`: reindex"},
      {"type: integer, category: contact",
       "type: integer, category: contact, personal: false, search: range",
       "field `letters.pages`: `search` from `none` to `range`: reindex\n"
       "field `letters.pages`: `personal` from `true` to `false`: readable"},
  });
}

TEST(SchemaPlanTest, TakesASearchBackWithoutTouchingUnits) {
  const std::string searched = With(kBefore, "length-max: 90, category: contact",
                                    "length-max: 90, category: contact, search: prefix");
  const auto plan = PlanSchema(Read(searched), Read(std::string(kBefore)));
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_EQ(plan[0].units, UnitsEffect::kReadable);
  EXPECT_EQ(plan[0].was, "prefix");
  EXPECT_EQ(plan[0].is, "none");
}

TEST(SchemaPlanTest, SaysEachEffectInOnePhrase) {
  EXPECT_EQ(Say(UnitsEffect::kReadable), "units stay readable as they are");
  EXPECT_EQ(Say(UnitsEffect::kRefused), "it cannot be done while there are units");
  EXPECT_EQ(Name(UnitsEffect::kOldType), "old-type");
}

}  // namespace
}  // namespace mandat
