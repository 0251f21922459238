// SPDX-License-Identifier: Apache-2.0
#include "lint/legal_data.h"

#include <gtest/gtest.h>

#include "law/legal_ref.h"
#include "lint/internal/table.h"
#include "lint/internal/words.h"
#include "lint/lint_test_util.h"

namespace mandat {
namespace {

TEST(LegalDataTest, ReadsTheTablesOfTheTree) {
  const LegalData data = BuiltInData();
  EXPECT_EQ(data.instruments().size(), 8U);
  ASSERT_NE(data.FindInstrument("dec-2010-87"), nullptr);
  EXPECT_EQ(FormatDay(*data.FindInstrument("dec-2010-87")->in_force.until), "2021-09-27");
  EXPECT_EQ(data.FindInstrument(""), nullptr);
  EXPECT_EQ(LegalData::BuiltIn().adequacy, ReadSource("law/currency/adequacy.tsv"));
}

TEST(LegalDataTest, RefusesRowsThatSayTooLittleOrTooMuch) {
  const std::string head = "country\tfrom\tuntil\twhy\tmark\tsource\n";
  const auto refusal = [&head](const std::string& rows) {
    const std::string table = head + rows;
    LegalData::Texts texts = LegalData::BuiltIn();
    texts.area = table;
    const Result<LegalData> data = LegalData::Parse(texts);
    return data ? std::string("none") : data.error().message;
  };
  EXPECT_EQ(refusal("# a comment\nIS\t-\t-\twhy\tV\tsource\n"), "none");
  EXPECT_EQ(refusal("IS\t-\t-\twhy\tV\n"), "area:2: a cell is missing");
  EXPECT_EQ(refusal("IS\t-\t-\t\tV\tsource\n"), "area:2: a cell is missing");
  EXPECT_EQ(refusal("XX\t-\t-\twhy\tV\tsource\n"), "area:2: not a country");
  EXPECT_EQ(refusal("IS\t2026-02-30\t-\twhy\tV\tsource\n"), "area:2: a day is written 2026-11-22");
  EXPECT_EQ(refusal("IS\t2026-02-01\t2026-02-01\twhy\tV\tsource\n"),
            "area:2: it ends before it begins");
  LegalData::Texts texts = LegalData::BuiltIn();
  texts.area = "land\n";
  EXPECT_FALSE(LegalData::Parse(texts));
  texts.area = "";
  EXPECT_FALSE(LegalData::Parse(texts));
}

TEST(LegalDataTest, RefusesStatusesAndMarksThatDoNotFit) {
  const auto is_read = [](const std::string& row) {
    const std::string table =
        "instrument\tword\tnames\tstatus\tfrom\tuntil\tgrace\treplaced-by\tmark\tsource\n" + row;
    LegalData::Texts texts = LegalData::BuiltIn();
    texts.instruments = table;
    return LegalData::Parse(texts).has_value();
  };
  EXPECT_TRUE(is_read("A\t-\ta\trepealed\t-\t2001-01-01\t-\t-\tV2\tx\n"));
  EXPECT_FALSE(is_read("A\t-\ta\trepealed\t-\t-\t-\t-\tV2\tx\n"));
  EXPECT_FALSE(is_read("A\t-\ta\tin-force\t-\t2001-01-01\t-\t-\tV2\tx\n"));
  EXPECT_FALSE(is_read("A\t-\ta\trepealed\t-\t2001-01-01\t-\t-\tT\tx\n"));
}

TEST(LegalDataTest, ReadsAndWritesDays) {
  EXPECT_EQ(FormatDay(DayOf("2024-02-29")), "2024-02-29");
  for (const std::string_view text :
       {"2023-02-29", "2026-1-1", "26-11-22", "2026/11/22", "", "2026-11-2a", "2026--1-22"}) {
    EXPECT_FALSE(ParseDay(text)) << text;
  }
}

TEST(LintTableTest, CitesInTheFormOfTheTree) {
  size_t count = 0;
  for (const internal::CheckGroup& group : internal::CheckGroups()) {
    for (const internal::Check& check : group.checks) {
      ++count;
      std::string_view law = check.law;
      while (!law.empty()) {
        const size_t end = std::min(law.find("; "), law.size());
        EXPECT_TRUE(LegalRef::Parse(law.substr(0, end))) << check.code << ": " << law;
        law.remove_prefix(std::min(end + 2, law.size()));
      }
      for (const std::string_view text : {check.title, check.why, check.write}) {
        EXPECT_FALSE(text.empty() || text.ends_with('.')) << check.code;
      }
      EXPECT_EQ(&internal::CheckOf(check.code), &check) << check.code << " is there twice";
    }
  }
  EXPECT_GT(count, 90U);
}

TEST(LintTableTest, ListsWordsInTheOrderOfTheirCues) {
  const auto lists = internal::WordLists();
  for (size_t i = 0; i < lists.size(); ++i) {
    EXPECT_EQ(static_cast<size_t>(lists[i].cue), i) << lists[i].about;
  }
}

TEST(LintTableTest, FindsWordsAtTheBeginningOfWordsAndNamesAsAWhole) {
  using internal::Cue;
  EXPECT_TRUE(internal::Speaks("Best Efforts are made", Cue::kEffort));
  EXPECT_FALSE(internal::Speaks("effortlessly? no: forteffort", Cue::kRisk));
  EXPECT_FALSE(internal::Speaks("asterisk", Cue::kRisk));
  EXPECT_TRUE(internal::Names("over tls 1.1.", "TLS 1.1"));
  EXPECT_FALSE(internal::Names("TLS 1.12", "TLS 1.1"));
  EXPECT_FALSE(internal::Names("SFTP", "FTP"));
  EXPECT_FALSE(internal::Names("TLS 1.1", "TLS 1"));
}

TEST(LintTableTest, MatchesTheReferencePage) {
  EXPECT_EQ(LintPage(), ReadSource("docs/reference/lint.md"))
      << "write it again: mandat agreement lint --checks > docs/reference/lint.md";
}

// Every finding says where, which law, why it matters and what to write.
TEST(LintTableTest, SaysEverythingInEveryFinding) {
  CleanAgreement agreement;
  agreement.InForm({{"choice: {is: controller", "choice: {is: erase"}});
  const std::vector<Finding> findings = agreement.Findings();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].message,
            "end.choice: the controller does not choose between deletion and return");
  EXPECT_EQ(findings[0].label, "erase (clause 11.1)");
  EXPECT_EQ(
      findings[0].help,
      "the choice is the controller's; data erased by default may be the only copy; write: at "
      "the controller's choice all data are erased or returned");
  EXPECT_EQ(findings[0].source, "GDPR Art. 28(3)(g)");
  EXPECT_EQ(findings[0].span.file, "form.yaml");
  EXPECT_GT(findings[0].span.line, 0U);
}

}  // namespace
}  // namespace mandat
