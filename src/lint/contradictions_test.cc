// SPDX-License-Identifier: Apache-2.0
#include "lint/lint_test_util.h"

namespace mandat {
namespace {

// Covers: GDPR Art. 28(3).
TEST(LintContradictionsTest, FindsOneTermWithTwoTimes) {
  const std::string_view forward =
      "forward: {within: 2 working-days, from: receipt-of-request, week: mon-fri, clause: \"9.1\"}";
  const auto with = [&](const std::string& also) {
    CleanAgreement agreement;
    agreement.InForm({{forward, std::string(forward.substr(0, forward.size() - 1)) + ", also: [{" +
                                    also + ", clause: \"9.9\"}]}"}});
    return agreement;
  };
  EXPECT_EQ(with("within: 2 working-days").Lines(), Lines());
  EXPECT_EQ(with("text: In other words").Lines(), Lines());
  const Lines warning({"warning L-I01 requests.forward"});
  EXPECT_EQ(with("within: 14 days, part: service").Lines(), warning);
  EXPECT_EQ(with("promptness: without-delay, part: service").Lines(), warning);
  const std::vector<Finding> findings = with("within: 14 days, part: service").Findings();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].label.find("its part ranks first"), std::string::npos);
}

// Covers: GDPR Art. 28(2).
TEST(LintContradictionsTest, FindsOneTermWithTwoRulesUntilTheyAreSettled) {
  CleanAgreement agreement;
  agreement.InForm({{"others after notice\", form: written,\n                  clause: \"7.1\"}",
                     "others after notice\", form: written,\n                  clause: \"7.1\",\n"
                     "                  also: [{is: specific, clause: \"7.9\"}]}"}});
  Lines lines = agreement.Lines();
  std::erase_if(lines, [](const std::string& line) { return !line.contains("L-I02"); });
  EXPECT_EQ(lines, Lines({"warning L-I02 sub-processors.authorisation"}));
  agreement.InInstance(
      {{"signed:\n",
        "readings:\n  - {term: sub-processors.authorisation, holds: \"7.1\",\n     by: "
        "[Ada Example, Alan Example], on: 2026-01-20}\nsigned:\n"}});
  EXPECT_EQ(agreement.Lines(), Lines({"note L-I02 sub-processors.authorisation"}));
}

// Covers: GDPR Art. 28(2).
TEST(LintContradictionsTest, CallsWhatWasNotConcludedANote) {
  const Change part{"- {id: service, text: The service contract}",
                    "- {id: service, text: The service contract, concluded: on-request}"};
  const Change twice{
      "change: {is: by-instruction, text: \"At any time, documented\", clause: \"3.2\"}",
      "change: {is: by-instruction, text: \"At any time, documented\", clause: \"3.2\",\n          "
      " "
      "also: [{is: by-agreement, part: service, clause: \"9.9\"}]}"};
  CleanAgreement agreement;
  agreement.InForm({twice});
  EXPECT_EQ(agreement.Lines(), Lines({"warning L-I02 instructions.change"}));
  agreement.InForm({part});
  EXPECT_EQ(agreement.Lines(), Lines({"note L-I02 instructions.change"}));
}

// Covers: GDPR Art. 9(1).
TEST(LintContradictionsTest, FindsSensitiveDataThatAreDenied) {
  ExpectTwins({
      {"text: Guests of the controller",
       "text: Patients of the controller",
       {"warning L-I03 special-categories"}},
      {"text: \"Room, dates, wishes\"",
       "text: \"Room, dates, state of health\"",
       {"warning L-I03 special-categories"}},
      {"text: \"Room, dates, wishes\", clause", "text: State of health, special: true, clause", {}},
  });
}

// Covers: GDPR Art. 28(3)(a); GDPR Art. 44.
TEST(LintContradictionsTest, ComparesTransferRuleAndPlacesWithTheList) {
  ExpectTwins({
      {"rule: {is: instruction, text: \"Only",
       "rule: {is: written-consent, text: \"Only",
       {"warning L-I04 transfers.rule"}},
      {"    - {country: US, text: Messages by telephone, clause: \"8.2\"}\n",
       "",
       {"warning L-I05 places"}},
      {"{country: DE, text: Data centre, clause: \"8.1\"}",
       "{country: EU, text: Data centres, clause: \"8.1\"}",
       {}},
  });
}

// Covers: GDPR Art. 28(2).
TEST(LintContradictionsTest, ComparesTheListWithWhatIsSaidOfIt) {
  ExpectTwins({
      {"Annex III, 3 sub-processors",
       "Annex III, 4 sub-processors",
       {"warning L-I06 sub-processors.published"}},
      {"Annex III, 3 sub-processors", "2 for hosting and 1 for messages", {}},
      {"contact: dpo@vault.example.org, ",
       "",
       {"warning L-D07 sub-processors.list", "warning L-I10 sub-processors.list-requirements"}},
      {"address: \"Example Street 2, 10000 Example\", ", "", {"warning L-D07 sub-processors.list"}},
  });
}

// Covers: GDPR Art. 28(3)(e).
TEST(LintContradictionsTest, FindsTwoClocksForOneLetter) {
  ExpectTwins({{"complaints: {within: 2 working-days",
                "complaints: {within: 1 working-day",
                {"warning L-I07 requests.forward"}}});
}

TEST(LintContradictionsTest, FindsCommissionClausesThatAreRankedLower) {
  ExpectTwins({
      {"{id: service, text: The service contract}",
       "{id: service, text: Clauses, instrument: dec-2021-914}",
       {"warning L-I09 precedence"}},
      {"{id: body, text: Clauses 1 to 14 with annexes}",
       "{id: body, text: Clauses, instrument: dec-2021-914}",
       {}},
  });
}

// What the Commission wrote cannot be changed; what its annexes leave blank must be filled in.
TEST(LintContradictionsTest, LeavesTheWordsOfTheCommissionAlone) {
  CleanAgreement agreement;
  agreement.InForm({{"{id: body, text: Clauses 1 to 14 with annexes}",
                     "{id: body, text: Clauses, instrument: dec-2021-915}"},
                    {"tool: {is: dec-2021-914", "tool: {is: clauses-undated"}});
  EXPECT_EQ(agreement.Lines(),
            Lines({"warning L-W23 assistance.scope", "warning L-W23 breach.extra"}));
}

// Covers: GDPR Art. 28(3).
TEST(LintNumbersTest, FindsPeriodsThatNobodyCanCount) {
  ExpectTwins({
      {"calendar: DE-BE", "calendar: not-stated", {"warning L-Q02 time"}},
      {"rules: de-bgb, week: mon-fri", "rules: de-bgb", {"note L-Q02 time"}},
      {"delay: {within: 30 days, from: end-of-processing, clause",
       "delay: {within: 30 days, clause",
       {"warning L-Q03 end.delay"}},
      {"suspension:\n",
       "suspension:\n  by-processor: {promptness: promptly, clause: \"13.3\"}\n",
       {"note L-Q01 obligations"}},
      {"  clause: \"14.1\"\n\ncontacts",
       "  clause: \"14.1\"\n  language: de\n\ncontacts",
       {"note L-Q04 precedence"}},
  });
}

}  // namespace
}  // namespace mandat
