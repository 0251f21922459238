// SPDX-License-Identifier: Apache-2.0
#include "agreement/load_mapping.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "agreement/agreement_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kMapping = R"(format: csv
separator: semicolon
collection: sites
purpose: data-hub
namespace: example-customers
subject: customer
record: site
captured: entered
offset: +01:00
decimal: comma
fields:
  - {field: holder, column: name}
  - {field: city, constant: Exampleville}
skip: [note]
skip-rows:
  - {column: state, equals: [test, deleted]}
)";

std::vector<Finding> FindingsOf(const std::string& text) {
  auto parsed = LoadMapping::Parse("mapping.yaml", text);
  auto* findings = std::get_if<std::vector<Finding>>(&parsed);
  return findings == nullptr ? std::vector<Finding>() : std::move(*findings);
}

TEST(LoadMappingTest, ReadsWhereEverythingComesFrom) {
  const auto parsed = LoadMapping::Parse("mapping.yaml", std::string(kMapping));
  ASSERT_TRUE(std::holds_alternative<LoadMapping>(parsed))
      << Render(std::get<std::vector<Finding>>(parsed), std::string(kMapping));
  const auto& mapping = std::get<LoadMapping>(parsed);
  EXPECT_EQ(mapping.format, LoadFormat::kCsv);
  EXPECT_EQ(mapping.separator, ';');
  EXPECT_TRUE(mapping.has_header);
  EXPECT_TRUE(mapping.has_decimal_comma);
  EXPECT_EQ(mapping.collection, "sites");
  EXPECT_EQ(mapping.purpose, "data-hub");
  EXPECT_EQ(mapping.id_namespace, "example-customers");
  EXPECT_EQ(mapping.subject, "customer");
  EXPECT_EQ(mapping.record, "site");
  EXPECT_EQ(mapping.captured, "entered");
  EXPECT_EQ(mapping.offset, "+01:00");
  ASSERT_EQ(mapping.fields.size(), 2U);
  EXPECT_EQ(mapping.fields[0].column, "name");
  EXPECT_EQ(mapping.fields[1].constant, "Exampleville");
  EXPECT_EQ(mapping.skip, std::vector<std::string>{"note"});
  ASSERT_EQ(mapping.skip_rows.size(), 1U);
  EXPECT_EQ(mapping.skip_rows[0].equals, (std::vector<std::string>{"test", "deleted"}));
  EXPECT_FALSE(mapping.skips_unmapped);
}

TEST(LoadMappingTest, SaysWhatCannotStandTogether) {
  struct Mistake {
    std::string_view from;
    std::string_view to;
    std::string underlined;
  };
  for (const Mistake& mistake :
       std::vector<Mistake>{{"format: csv", "format: xml", "xml"},
                            {"separator: semicolon", "separator: pipe", "pipe"},
                            {"format: csv", "format: ndjson", "semicolon"},
                            {"column: name}", "column: name, constant: x}", "holder"},
                            {"column: name}", "colum: name}", "colum"},
                            {"field: city", "field: holder", "holder"},
                            {"offset: +01:00", "offset: CET", "CET"},
                            {"skip: [note]", "skip: [name]", "["},
                            {"decimal: comma", "table: people", "csv"}}) {
    const std::string text = With(kMapping, mistake.from, mistake.to);
    const std::vector<Finding> findings = FindingsOf(text);
    ASSERT_FALSE(findings.empty()) << text;
    EXPECT_EQ(Underlined(findings[0], text).substr(0, mistake.underlined.size()),
              mistake.underlined)
        << findings[0].message;
  }
}

TEST(LoadMappingTest, WantsTheTableOfADumpAndTheColumnsOfAHeadlessFile) {
  const std::string dump =
      With(With(kMapping, "format: csv", "format: postgresql"), "separator: semicolon\n", "");
  EXPECT_EQ(FindingsOf(dump).size(), 1U);
  EXPECT_TRUE(FindingsOf(dump + "table: public.people\n").empty());
  const std::string headless = std::string(kMapping) + "header: false\n";
  EXPECT_EQ(FindingsOf(headless).size(), 1U);
  EXPECT_TRUE(
      FindingsOf(headless + "columns: [customer, site, entered, name, note, state]\n").empty());
}

TEST(LoadMappingTest, ReadsThePublishedExample) {
  std::ifstream in(MANDAT_SOURCE_DIR "/agreements/load/opinum-sites.mapping.yaml");
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  ASSERT_FALSE(text.empty());
  EXPECT_TRUE(FindingsOf(text).empty()) << Render(FindingsOf(text), text);
}

}  // namespace
}  // namespace mandat
