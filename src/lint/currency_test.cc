// SPDX-License-Identifier: Apache-2.0
#include "lint/lint_test_util.h"

namespace mandat {
namespace {

CleanAgreement WithOldClauses() {
  CleanAgreement agreement;
  agreement.InForm({{"tool: {is: dec-2021-914", "tool: {is: dec-2010-87"}});
  return agreement;
}

// Covers: GDPR Art. 46(1).
TEST(LintCurrencyTest, FindsRepealedClausesOnlyOnceTheyAreRepealed) {
  const Lines error({"error L-T02 transfers.tool"});
  const auto about_tool = [](std::string_view at) {
    Lines lines = WithOldClauses().Lines(at);
    std::erase_if(lines, [](const std::string& line) { return !line.contains("transfers.tool"); });
    return lines;
  };
  EXPECT_EQ(about_tool("2021-01-01"), Lines());
  EXPECT_EQ(about_tool("2021-09-26"), Lines());
  EXPECT_EQ(about_tool("2021-09-27"), error);
  EXPECT_EQ(about_tool(kToday), error);
}

// Who concluded in time could go on until the end of 2022.
TEST(LintCurrencyTest, KnowsTheGraceOfContractsConcludedInTime) {
  CleanAgreement agreement = WithOldClauses();
  agreement.InInstance({{"on: 2026-01-20", "on: 2021-09-26"}});
  const auto about_tool = [&agreement](std::string_view at) {
    Lines lines = agreement.Lines(at);
    std::erase_if(lines, [](const std::string& line) { return !line.contains("transfers.tool"); });
    return lines;
  };
  EXPECT_EQ(about_tool("2022-12-26"), Lines({"note L-T02 transfers.tool"}));
  EXPECT_EQ(about_tool("2022-12-27"), Lines({"error L-T02 transfers.tool"}));
}

TEST(LintCurrencyTest, TakesTheNameOfTheGdprForNoCitationOfTheDirective) {
  for (const auto& [law, is_found] :
       {std::pair<std::string, bool>{"Regulation (EU) 2016/679 repealing Directive 95/46/EC",
                                     false},
        {"le RGPD, abrogeant la directive 95/46/CE", false},
        {"Directive 95/46/EC, as if nobody were repealing it", true}}) {
    const std::string term = "\nlaw:\n  data-protection: {text: \"" + law + "\", clause: \"1\"}\n";
    CleanAgreement agreement;
    agreement.InForm({{"\nlaw:\n", term}});
    EXPECT_EQ(agreement.Lines(), is_found ? Lines({"warning L-T02 law.data-protection"}) : Lines());
  }
}

// Covers: GDPR Art. 94(2).
TEST(LintCurrencyTest, FindsRepealedLawInTexts) {
  ExpectTwins({
      {"text: German law, clause",
       "text: German law and Directive 95/46/EC, clause",
       {"warning L-T02 law.governing"}},
      {"text: \"Module three, with an assessment of the recipient's law\"",
       "text: Under the Privacy Shield",
       {"warning L-T02 transfers.tool"}},
      {"tool: dec-2021-914,\n       contact: dpo@messages",
       "tool: dec-2010-87,\n       contact: "
       "dpo@messages",
       {"error L-T02 sub-processors.list.messages"}},
      {"{id: body, text: Clauses 1 to 14 with annexes}",
       "{id: body, text: Clauses 1 to 14 with annexes, instrument: dec-2010-87}",
       {"warning L-T02 precedence"}},
  });
}

TEST(LintCurrencyTest, NamesTheSourceAndWhatReplacedTheInstrument) {
  const std::vector<Finding> findings = WithOldClauses().Findings();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].source, "Dec. 2021/914 Art. 4");
  EXPECT_NE(findings[0].label.find("repealed since 2021-09-27"), std::string::npos);
  EXPECT_NE(findings[0].label.find("now Dec. 2021/914"), std::string::npos);
}

// Covers: GDPR Art. 32(1).
TEST(LintCurrencyTest, FindsProtocolsThatProtectNoMore) {
  ExpectTwins({
      {"value: \"1.2, 1.3\"", "value: \"1.1, 1.2\"", {"warning L-V01 security.measures.transit"}},
      {"list: [\"https://api.booking.example.org\"]",
       "list: [FTP]",
       {"warning L-V01 contacts.endpoints"}},
      {"list: [\"https://api.booking.example.org\"]", "list: [SFTP]", {}},
      {"text: Least privilege and several factors",
       "text: Several factors over SSL",
       {"note L-V01 security.measures.access"}},  // the word is used loosely
  });
  CleanAgreement agreement;
  agreement.InForm({{"value: \"1.2, 1.3\"", "value: \"1.0\""}});
  Lines before = agreement.Lines("2021-03-30");
  std::erase_if(before, [](const std::string& line) { return !line.contains("L-V01"); });
  EXPECT_EQ(before, Lines());
}

// Covers: GDPR Art. 28(5).
TEST(LintCurrencyTest, FindsCertificatesOfOldEditions) {
  CleanAgreement agreement;
  agreement.InForm({{"ISO/IEC 27001:2022", "ISO/IEC 27001:2013"}});
  EXPECT_EQ(agreement.Lines(), Lines({"warning L-V02 security.measures.certificate"}));
  Lines before = agreement.Lines("2025-10-31");
  std::erase_if(before, [](const std::string& line) { return !line.contains("L-V02"); });
  EXPECT_EQ(before, Lines());
}

// The same fact, read in a source and known from memory.
TEST(LintCurrencyTest, NeverSaysMoreThanANoteFromMemory) {
  LegalData::Texts texts = LegalData::BuiltIn();
  CleanAgreement agreement;
  agreement.InForm({{"ISO/IEC 27001:2022", "EX 1:1999"}});
  const std::string head = "standard\tnames\tuntil\treplaced-by\tmark\tsource\n";
  for (const auto& [mark, severity] :
       {std::pair("V", "warning"), std::pair("V2", "warning"), std::pair("M", "note")}) {
    const std::string table = head + "EX 1\tEX 1:1999\t2001-01-01\tEX 2\t" + mark + "\texample\n";
    texts.standards = table;
    const Result<LegalData> data = LegalData::Parse(texts);
    ASSERT_TRUE(data) << data.error().message;
    EXPECT_EQ(agreement.Lines(kToday, *data),
              Lines({std::string(severity) + " L-V02 security.measures.certificate"}));
    const bool is_marked =
        agreement.Findings(kToday, *data)[0].label.find("unconfirmed") != std::string::npos;
    EXPECT_EQ(is_marked, std::string_view(mark) == "M");
  }
}

}  // namespace
}  // namespace mandat
