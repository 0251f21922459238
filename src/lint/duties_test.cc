// SPDX-License-Identifier: Apache-2.0
#include "lint/lint_test_util.h"

namespace mandat {
namespace {

// Covers: GDPR Art. 28(3)(a); GDPR Art. 29.
TEST(LintInstructionsTest, FindsProcessorsWithAWillOfTheirOwn) {
  ExpectTwins({
      {"rule: {text: \"Only on documented instructions, transfers included\", form: written, "
       "clause: \"3.1\"}",
       "rule: not-stated",
       {"error L-A01 instructions.rule"}},
      {"rule: {is: instruction, text: \"Only on documented instruction and under Chapter V\"",
       "rule: {is: none, text: \"Group companies get data\"",
       {"error L-A02 transfers.rule"}},
      {"rule: {is: instruction, text: \"Only on",
       "rule: {is: prior-notice, text: \"Only on",
       {"warning L-A02 transfers.rule"}},
      {"change: {is: by-instruction",
       "change: {is: by-agreement",
       {"warning L-W13 instructions.change"}},
      {"text: \"Only on documented instructions, transfers included\"",
       "text: \"Reasonable efforts to follow instructions\"",
       {"warning L-W14 instructions.rule"}},
      {"rule: {text: \"Only on documented instructions, transfers included\", form: written, "
       "clause: \"3.1\"}",
       "rule: {text: \"Only on documented instructions, transfers included\", form: written, "
       "clause: \"3.1\",\n         also: [{text: \"It endeavours to follow them\", clause: "
       "\"3.9\"}]}",
       {"warning L-W14 instructions.rule"}},
  });
}

// Covers: GDPR Art. 28(3)(a).
TEST(LintInstructionsTest, FindsLawsOfAnyCountryThatCompel) {
  ExpectTwins({
      {"Only Union or Member State law may demand more; it is told before",
       "Law may demand more; it is told before",
       {"warning L-A03 instructions.legal-exception"}},
      {"Only Union or Member State law may demand more; it is told before,\n      unless that law "
       "forbids it",
       "Only Union or Member State law may demand more",
       {"error L-A04 instructions.legal-exception"}},
      {"legal-exception: {text: \"Only Union or Member State law may demand more; it is told "
       "before,\n      unless that law forbids it\", clause: \"3.3\"}",
       "legal-exception: not-stated",
       {"error L-A04 instructions.legal-exception"}},
  });
}

// Covers: GDPR Art. 28(3).
TEST(LintInstructionsTest, WantsUnlawfulInstructionsToldImmediately) {
  const std::string_view stated =
      "infringing: {promptness: immediately, within: 24 hours, from: instruction, clause: "
      "\"3.4\"}";
  ExpectTwins({
      {stated, "infringing: not-stated", {"error L-H03 instructions.infringing"}},
      {"promptness: immediately, within: 24 hours",
       "promptness: promptly, within: 24 hours",
       {"warning L-H03 instructions.infringing"}},
      {"promptness: immediately, within: 24 hours",
       "promptness: without-delay, within: 24 hours",
       {}},
  });
}

// Covers: GDPR Art. 28(10).
TEST(LintInstructionsTest, FindsProcessorsThatUseTheDataForThemselves) {
  ExpectTwins({
      {"own-purposes: {is: forbidden",
       "own-purposes: {is: allowed",
       {"warning L-W04 instructions.own-purposes"}},
      {"anonymised: {is: forbidden",
       "anonymised: {is: allowed",
       {"warning L-W04 own-use.anonymised"}},
      {"across-customers: {is: forbidden",
       "across-customers: {is: on-conditions",
       {"note L-W04 own-use.across-customers"}},
  });
}

// Covers: GDPR Art. 28(3)(b); GDPR Art. 32(4).
TEST(LintInstructionsTest, FindsPersonsWhoAreNotBound) {
  ExpectTwins({
      {"personnel: {text: \"Bound in writing, and acting on instructions only\", clause: \"4.2\"}",
       "personnel: not-stated",
       {"error L-B01 confidentiality.personnel"}},
      {"training: {text: Before access and then regularly, every: 1 year, clause: \"4.3\"}",
       "training: not-stated",
       {}},  // they act on instructions
  });
  CleanAgreement agreement;
  agreement.InForm(
      {{"training: {text: Before access and then regularly, every: 1 year, clause: \"4.3\"}",
        "training: not-stated"},
       {"\"Bound in writing, and acting on instructions only\"", "Bound in writing"}});
  EXPECT_EQ(agreement.Lines(), Lines({"warning L-B02 confidentiality.training"}));
}

// Covers: GDPR Art. 28(3)(c); GDPR Art. 32(1); GDPR Art. 32(2).
TEST(LintSecurityTest, FindsMeasuresThatLeaveOutWhatTheLawNames) {
  ExpectTwins({
      {"is: testing, text: Penetration test by outsiders",
       "is: governance, text: Policies",
       {"warning L-C02 security.measures"}},
      {"at a level that fits the risk", "always", {}},  // Art. 32 is named
      {"\"All measures of GDPR Art. 32, at a level that fits the risk\"",
       "All measures",
       {"warning L-C03 security.general"}},
  });
}

TEST(LintSecurityTest, FindsCertificatesAndLinksInPlaceOfMeasures) {
  const std::string form = ReadSource("tests/lint/clean.yaml");
  const size_t begin = form.find("  measures:\n");
  const std::string measures = form.substr(begin, form.find("\ntransfers:") - begin);
  const auto lines = [&](std::string_view to) {
    CleanAgreement agreement;
    agreement.InForm({{measures, to}});
    return agreement.Lines();
  };
  EXPECT_EQ(lines("  measures:\n    - {id: one, is: certification, text: \"ISO/IEC 27001:2022\", "
                  "clause: II}\n"),
            Lines({"warning L-C02 security.measures", "warning L-W06 security.measures.one"}));
  EXPECT_EQ(lines("  measures:\n    - {id: one, is: governance, clause: II,\n       text: "
                  "\"https://example.org/measures\"}\n"),
            Lines({"warning L-C02 security.measures", "warning L-W07 security.measures.one"}));
}

// Covers: GDPR Art. 28(3)(c); GDPR Art. 32(1).
TEST(LintSecurityTest, FindsSecurityThatNobodyPromises) {
  const std::string form = ReadSource("tests/lint/clean.yaml");
  const size_t begin = form.find("  measures:\n");
  const std::string measures = form.substr(begin, form.find("\ntransfers:") - begin);
  CleanAgreement agreement;
  agreement.InForm({{measures, "  measures: not-stated\n"}});
  EXPECT_EQ(agreement.Lines(), Lines());
  CleanAgreement vague;
  vague.InForm({{measures, "  measures: not-stated\n"},
                {"\"All measures of GDPR Art. 32, at a level that fits the risk\"",
                 "Reasonable security for the risk"}});
  EXPECT_EQ(vague.Lines(), Lines({"warning L-W05 security.general"}));
  CleanAgreement silent;
  silent.InForm({{measures, "  measures: not-stated\n"},
                 {"general: {text: \"All measures of GDPR Art. 32, at a level that fits the "
                  "risk\", clause: \"5.1\"}",
                  "general: not-stated"}});
  EXPECT_EQ(silent.Lines(), Lines({"error L-C01 security.general"}));
}

// Covers: GDPR Art. 28(3)(e).
TEST(LintRequestsTest, FindsRequestsThatGoNowhere) {
  const std::string_view forward =
      "forward: {within: 2 working-days, from: receipt-of-request, week: mon-fri, clause: \"9.1\"}";
  ExpectTwins({
      {"assist: {text: \"Search, export, correction and erasure\", within: 5 working-days,\n"
       "           from: receipt-of-request, week: mon-fri, clause: \"9.2\"}",
       "assist: not-stated",
       {"error L-E01 requests.assist"}},
      {forward, "forward: not-stated", {"warning L-E02 requests.forward"}},
      {"answer: {text: Not without instruction, clause: \"9.1\"}",
       "answer: not-stated",
       {"note L-E02 requests.answer"}},
  });
}

// A house rule makes a clock of words; it does not mend the contract.
TEST(LintRequestsTest, SoftensWhatAHouseRuleSettles) {
  CleanAgreement agreement;
  agreement.InForm(
      {{"forward: {within: 2 working-days, from: receipt-of-request, week: mon-fri, "
        "clause: \"9.1\"}",
        "forward: {text: Passed on, clause: \"9.1\"}"}});
  EXPECT_EQ(agreement.Lines(), Lines({"warning L-E02 requests.forward"}));
  agreement.InInstance({{"signed:\n",
                         "house-rules:\n  - {term: requests.forward, within: 1 working-day, from: "
                         "receipt-of-request,\n     by: Alan Example, on: 2026-01-15, why: soon "
                         "enough}\nsigned:\n"}});
  EXPECT_EQ(agreement.Lines(), Lines({"note L-E02 requests.forward"}));
}

// Covers: GDPR Art. 28(3)(f); GDPR Art. 35(1); GDPR Art. 36(1).
TEST(LintRequestsTest, FindsHelpThatIsMissing) {
  ExpectTwins({
      {"security: {text: With the controller's own measures, clause: \"6.1\"}",
       "security: not-stated",
       {"error L-F01 assistance.security"}},
      {"impact-assessment: {text: With impact assessments and prior consultation, clause: \"6.2\"}",
       "impact-assessment: not-stated",
       {"error L-F04 assistance.impact-assessment", "error L-F05 assistance.impact-assessment"}},
      {"text: With impact assessments and prior consultation",
       "text: With impact assessments",
       {"error L-F05 assistance.impact-assessment"}},
      {"accuracy: {within: 2 working-days, from: awareness, week: mon-fri, clause: \"6.3\"}",
       "accuracy: not-stated",
       {"note L-X05 assistance.accuracy"}},
  });
}

TEST(LintRequestsTest, FindsHelpThatTheControllerAlwaysPays) {
  const Change requests{"cost: {is: processor, clause: \"9.3\"}",
                        "cost: {is: controller, clause: \"9.3\"}"};
  const Change assistance{"cost: {is: processor, clause: \"6.4\"}",
                          "cost: {is: controller, clause: \"6.4\"}"};
  const Change audits{"cost: {is: shared", "cost: {is: controller"};
  CleanAgreement two;
  two.InForm({requests, audits});
  EXPECT_EQ(two.Lines(), Lines());
  CleanAgreement three;
  three.InForm({requests, audits, assistance});
  EXPECT_EQ(three.Lines(), Lines({"warning L-W12 requests.cost"}));
}

// Covers: GDPR Art. 33(2); GDPR Art. 33(1).
TEST(LintBreachTest, FindsNoticesThatComeTooLate) {
  const std::string_view notice =
      "notice: {within: 24 hours, promptness: without-undue-delay, from: awareness, clause: "
      "\"10.1\"}";
  const std::string_view number = "within: 24 hours, promptness: without-undue-delay";
  const std::string_view failure = "failure: {within: 24 hours";
  ASSERT_EQ(CleanAgreement().Lines(), Lines());
  const auto lines = [&](std::string_view to) {
    CleanAgreement agreement;
    agreement.InForm(
        {{"  failure: {within: 24 hours, from: awareness, clause: \"10.1\"}\n", ""}, {number, to}});
    return agreement.Lines();
  };
  EXPECT_EQ(lines("within: 48 hours"), Lines());
  EXPECT_EQ(lines("within: 72 hours"), Lines({"warning L-F07 breach.notice"}));
  EXPECT_EQ(lines("within: 3 days"), Lines({"warning L-F07 breach.notice"}));
  EXPECT_EQ(lines("within: 24 business-hours"), Lines({"warning L-F07 breach.notice"}));
  EXPECT_EQ(lines("promptness: in-good-time"),
            Lines({"note L-Q01 obligations", "warning L-F06 breach.notice",
                   "warning L-F07 breach.notice"}));
  ExpectTwins({
      {notice, "notice: not-stated", {"error L-F06 breach.notice"}},
      {"promptness: without-undue-delay, from: awareness",
       "promptness: without-undue-delay, from: acknowledgement-of-incident",
       {"warning L-F07 breach.notice"}},
      {failure, "failure: {within: 48 hours", {"warning L-I08 sub-processors.failure"}},
  });
}

// Covers: GDPR Art. 33(2); GDPR Art. 33(3).
TEST(LintBreachTest, FindsNoticesThatSayTooLittle) {
  ExpectTwins({
      {"text: Every personal data breach of which the processor becomes aware",
       "text: Breaches for which the processor is at fault",
       {"warning L-W11 breach.scope"}},
      {"likely consequences, measures taken or proposed]",
       "measures taken or proposed]",
       {"warning L-F08 breach.content"}},
      {"text: Every personal data breach of which the processor becomes aware",
       "text: \"Tout événement à signaler dans son domaine de responsabilité\"",
       {"warning L-W11 breach.scope"}},
      {"list: [nature with categories and approximate numbers, contact point,\n                   "
       "likely consequences, measures taken or proposed]",
       "text: \"The nature of the breach, a contact point and likely consequences\"",
       {"warning L-F08 breach.content"}},
      {"list: [nature with categories and approximate numbers, contact point,\n                   "
       "likely consequences, measures taken or proposed]",
       "text: \"Its nature, a contact, its consequences and measures\"",
       {}},
      {"contact-point: {text: dpo@booking.example.org, clause: \"10.2\"}",
       "contact-point: not-stated",
       {}},  // the list of contents has it
      {"phases: {text: What is not yet known follows without undue delay, clause: \"10.3\"}",
       "phases: not-stated",
       {"note L-F08 breach.phases"}},
  });
  CleanAgreement agreement;
  agreement.InForm({{"contact point,\n", "\n"},
                    {"contact-point: {text: dpo@booking.example.org, clause: \"10.2\"}",
                     "contact-point: not-stated"}});
  EXPECT_EQ(agreement.Lines(), Lines({"warning L-F08 breach.contact-point"}));
}

// Covers: GDPR Art. 28(3)(f); GDPR Art. 34(1).
TEST(LintBreachTest, FindsBreachesWithoutHelp) {
  ExpectTwins(
      {{"cooperation: {text: With the notice to the authority and to the people, within: "
        "24 hours,\n                from: receipt-of-request, clause: \"10.4\"}",
        "cooperation: not-stated",
        {"error L-F02 breach.cooperation", "error L-F03 breach.cooperation"}}});
}

// Covers: GDPR Art. 28(3)(g).
TEST(LintEndTest, FindsDataThatStay) {
  const std::string_view backups =
      "backups: {text: Overwritten in turn, at-most: 30 days, clause: "
      "\"11.5\"}";
  ExpectTwins({
      {"choice: {is: controller", "choice: {is: erase", {"error L-G01 end.choice"}},
      {"choice: {is: controller", "choice: {is: erase-unless-return-asked", {}},
      {backups, "backups: not-stated", {}},  // the measure says 30 days
      {"delay: {within: 30 days, from: end-of-processing, clause: \"11.1\"}",
       "delay: not-stated",
       {"warning L-G03 end.delay"}},
      {"certificate: {within: 14 days, from: completion-of-destruction",
       "certificate: {text: One",
       {"warning L-G03 end.certificate"}},
      {"text: The end of the service, from: end-of-processing",
       "text: Legal retention, from: end-of-legal-retention",
       {"warning L-W16 end.trigger"}},
      {"text: What Union or Member State law requires to be stored",
       "text: \"What law requires, and what serves as proof\"",
       {"warning L-W17 end.exceptions"}},
      {"at-most: 30 days, clause: Annex II", "at-most: 60 days, clause: Annex II", {}},
  });
  const Change no_limit{"at-most: 30 days, clause: Annex II", "clause: Annex II"};
  CleanAgreement silent;
  silent.InForm({no_limit, {backups, "backups: not-stated"}});
  EXPECT_EQ(silent.Lines(), Lines({"warning L-W25 end.backups"}));
  silent.InForm({{"Erasure or return, copies included", "Erasure or return"}});
  EXPECT_EQ(silent.Lines(), Lines({"error L-G02 end.backups"}));
  CleanAgreement endless;
  endless.InForm({no_limit, {backups, "backups: {text: They may stay, clause: \"11.5\"}"}});
  EXPECT_EQ(endless.Lines(), Lines({"warning L-W18 end.backups"}));
  CleanAgreement later;
  later.InForm({{"at-most: 30 days, clause: Annex II", "at-most: 60 days, clause: Annex II"},
                {backups, "backups: not-stated"}});
  EXPECT_EQ(later.Lines(), Lines({"warning L-I12 security.measures.backup"}));
}

// Covers: GDPR Art. 28(3)(h).
TEST(LintAuditsTest, FindsControllersThatMayOnlyAsk) {
  ExpectTwins({
      {"information: {text: All that is necessary to show compliance, within: 10 working-days,\n"
       "                from: receipt-of-request, week: mon-fri, clause: \"12.1\"}",
       "information: not-stated",
       {"error L-H01 audits.information"}},
      {"right: {text: By the controller or an auditor it mandates, clause: \"12.2\"}",
       "right: not-stated",
       {"error L-H02 audits.right"}},
      {"inspection: {is: allowed",
       "inspection: {is: information-only",
       {"error L-H02 audits.inspection"}},
      {"inspection: {is: allowed",
       "inspection: {is: report-instead",
       {"warning L-W15 audits.inspection"}},
      {"A certificate may be offered; the controller decides",
       "A report instead, at the discretion of the processor",
       {"warning L-W15 audits.alternatives"}},
  });
}

// Covers: GDPR Art. 82(2); GDPR Art. 30(2); GDPR Art. 28(9).
TEST(LintFurtherTest, FindsWhatGoodAgreementsHave) {
  ExpectTwins({
      {"liability:\n  rule: {text: \"As GDPR Art. 82 has it, without touching the rights of "
       "people\", clause: \"14.4\"}\n",
       "",
       {"warning L-X03 liability.rule"}},
      {"text: \"Keeps a record of processing and shows it on request\"",
       "text: Keeps order",
       {"note L-X04 obligations"}},
      {"by-controller: {text: On any failure to keep the agreement, clause: \"13.1\"}",
       "by-controller: not-stated",
       {}},  // it may terminate
      {"rule: {is: mutual-agreement", "rule: {is: unilateral", {"warning L-W19 amendment.rule"}},
  });
  CleanAgreement agreement;
  agreement.InForm({{"by-controller: {text: On any failure to keep the agreement, clause: "
                     "\"13.1\"}",
                     "by-controller: not-stated"},
                    {"by-controller: {text: If a failure is not cured in a month, clause: "
                     "\"13.2\"}",
                     "by-controller: not-stated"}});
  EXPECT_EQ(agreement.Lines(), Lines({"warning L-X01 suspension.by-controller"}));
  CleanAgreement uncertified;
  uncertified.InForm(
      {{"is: certification, text: \"ISO/IEC 27001:2022\"", "is: governance, text: Policies"},
       {"alternatives: {text: \"A certificate may be offered; the controller "
        "decides\", clause: \"12.5\"}",
        "alternatives: not-stated"}});
  EXPECT_EQ(uncertified.Lines(), Lines({"note L-X02 audits.alternatives"}));
}

}  // namespace
}  // namespace mandat
