// SPDX-License-Identifier: Apache-2.0
#include "agreement/json_schema.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "agreement/agreement_test_util.h"
#include "agreement/internal/grammar.h"
#include "agreement/reference.h"

namespace mandat {
namespace {

struct DocumentName {
  Document document;
  std::string_view name;
};
constexpr auto kDocuments =
    std::to_array<DocumentName>({{Document::kForm, "form"},
                                 {Document::kAgreement, "agreement"},
                                 {Document::kServiceSchema, "service-schema"}});

TEST(JsonSchemaTest, IsWhatIsPublished) {
  for (const auto& [document, name] : kDocuments) {
    const std::string path = "docs/reference/schema/" + std::string(name) + ".schema.json";
    EXPECT_TRUE(JsonSchemaOf(document) == ReadSource(path))
        << path << " is not what the language says; write it anew: mandat agreement schema " << name
        << " --out " << path;
  }
}

TEST(JsonSchemaTest, SaysOfEveryTermWhatItIsAndWhichLawAsksForIt) {
  const std::string form = JsonSchemaOf(Document::kForm);
  for (const std::string& path : internal::TermPaths()) {
    const internal::Rule* rule = internal::FindTermRule(path);
    ASSERT_NE(rule, nullptr) << path;
    std::string said = std::string(rule->about);
    said += rule->source.empty() ? "" : " Source: " + std::string(rule->source) + ".";
    EXPECT_NE(form.find(said), std::string::npos) << path;
  }
}

TEST(JsonSchemaTest, IsTheSameEachTime) {
  for (const auto& [document, name] : kDocuments) {
    EXPECT_EQ(JsonSchemaOf(document), JsonSchemaOf(document)) << name;
  }
}

TEST(ReferenceTest, IsWhatIsPublished) {
  for (const ReferencePage& page : ReferencePages()) {
    const std::string path = "docs/reference/agreement/" + page.name;
    EXPECT_TRUE(page.text == ReadSource(path))
        << path << " is not what the language says; write it anew: mandat agreement reference "
        << "--out docs/reference/agreement";
  }
}

}  // namespace
}  // namespace mandat
