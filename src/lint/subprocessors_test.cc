// SPDX-License-Identifier: Apache-2.0
#include "lint/lint_test_util.h"

namespace mandat {
namespace {

// Covers: GDPR Art. 28(2); GDPR Art. 28(3)(d).
TEST(LintSubprocessorsTest, FindsWhatAGeneralAuthorisationNeeds) {
  ExpectTwins({
      {"authorisation: {is: general, text: \"Those of Annex III, and others after notice\", form: "
       "written,\n                  clause: \"7.1\"}",
       "authorisation: not-stated",
       {"error L-D01 sub-processors.authorisation"}},
      {"notice: {at-least: 30 days, before: engagement-of-sub-processor, form: written, clause: "
       "\"7.2\"}",
       "notice: not-stated",
       {"error L-D02 sub-processors.notice"}},
      {"objection: {within: 14 days, from: receipt-of-notice, days: calendar, form: written,\n"
       "              clause: \"7.3\"}",
       "objection: not-stated",
       {"error L-D03 sub-processors.objection"}},
      {"effect: {is: no-engagement, text: \"None while it stands; the controller may end without "
       "cost\",\n           clause: \"7.4\"}",
       "effect: not-stated",
       {"warning L-D03 sub-processors.effect"}},
      {"silence: {is: consent, text: The general authorisation covers the change, clause: "
       "\"7.3\"}",
       "silence: not-stated",
       {"note L-D04 sub-processors.silence"}},
  });
}

// Covers: GDPR Art. 28(2).
TEST(LintSubprocessorsTest, FindsObjectionsThatCostTheContract) {
  ExpectTwins({
      {"effect: {is: no-engagement",
       "effect: {is: processor-may-terminate",
       {"warning L-W09 sub-processors.effect"}},
      {"effect: {is: no-engagement", "effect: {is: controller-may-terminate", {}},
      {"effect: {is: no-engagement", "effect: {is: none", {"warning L-D03 sub-processors.effect"}},
      {"authorisation: {is: general",
       "authorisation: {is: specific",
       {"warning L-W10 sub-processors.silence"}},
  });
}

// Where an objection stops the engagement, its window is the lead.
// Covers: GDPR Art. 28(2).
TEST(LintSubprocessorsTest, FindsNoticesWithoutNumber) {
  const Change notice{"notice: {at-least: 30 days, before", "notice: {before"};
  CleanAgreement stops;
  stops.InForm({notice});
  EXPECT_EQ(stops.Lines(), Lines());
  CleanAgreement ends;
  ends.InForm({notice, {"effect: {is: no-engagement", "effect: {is: processor-may-terminate"}});
  EXPECT_EQ(ends.Lines(),
            Lines({"warning L-D04 sub-processors.notice", "warning L-W09 sub-processors.effect"}));
  CleanAgreement nothing;
  nothing.InForm({notice, {"objection: {within: 14 days, from", "objection: {from"}});
  EXPECT_EQ(nothing.Lines(), Lines({"warning L-D04 sub-processors.notice",
                                    "warning L-D04 sub-processors.objection"}));
  CleanAgreement longer;
  longer.InForm({{"objection: {within: 14 days", "objection: {within: 31 days"}});
  EXPECT_EQ(longer.Lines(), Lines({"warning L-I11 sub-processors.objection"}));
}

// Covers: GDPR Art. 28(4).
TEST(LintSubprocessorsTest, FindsProtectionThatEndsAtTheFirst) {
  ExpectTwins({
      {"flow-down: {text: The same data protection obligations by contract, form: written, clause: "
       "\"7.5\"}",
       "flow-down: not-stated",
       {"error L-D05 sub-processors.flow-down"}},
      {"liability: {text: The processor remains fully liable, clause: \"7.6\"}",
       "liability: not-stated",
       {"error L-D06 sub-processors.liability"}},
      {"text: The processor remains fully liable",
       "text: Within the limits of the service contract",
       {"warning L-W22 sub-processors.liability"}},
      {"text: Services without access to personal data",
       "text: Maintenance and support",
       {"warning L-W08 sub-processors.exclusions"}},
  });
}

// Covers: GDPR Art. 28(2).
TEST(LintSubprocessorsTest, WantsAListWhereTheAuthorisationIsGeneral) {
  const std::string form = ReadSource("tests/lint/clean.yaml");
  const size_t begin = form.find("  list:\n    - {id: hosting");
  const std::string rows = form.substr(begin, form.find("  authorisation:") - begin);
  CleanAgreement general;
  general.InForm({{rows, "  list: not-stated\n"}});
  EXPECT_EQ(general.Lines(), Lines({"warning L-D07 sub-processors.list"}));
  CleanAgreement specific;
  specific.InForm({{rows, "  list: not-stated\n"},
                   {"authorisation: {is: general", "authorisation: {is: specific"},
                   {"silence: {is: consent", "silence: {is: refusal"}});
  EXPECT_EQ(specific.Lines(), Lines());
}

// Covers: GDPR Art. 44; GDPR Art. 45(1); GDPR Art. 46(1).
TEST(LintTransfersTest, WantsAnInstrumentOutsideTheArea) {
  ExpectTwins({
      {"address: \"Example Street 4, Example\", tool: dec-2021-914",
       "address: \"Example Street 4, Example\", tool: not-stated",
       {"error L-T01 sub-processors.list.messages"}},
      {"address: \"Example Street 4, Example\", tool: dec-2021-914",
       "address: \"Example Street 4, Example\", tool: dec-2021-915",
       {"error L-T01 sub-processors.list.messages"}},
      {"address: \"Example Street 4, Example\", tool: dec-2021-914",
       "address: \"Example Street 4, Example\", tool: adequacy",
       {}},
      {"country: CH, task: Keeps the backups,\n       address: \"Example Street 3, 8000 "
       "Example\", contact: dpo@vault.example.org, tool: adequacy",
       "country: CH, task: Keeps the backups,\n       address: \"Example Street 3, 8000 "
       "Example\", contact: dpo@vault.example.org",
       {}},
  });
}

// Covers: GDPR Art. 45(1).
TEST(LintTransfersTest, KnowsWhenACountryWasAdequate) {
  const auto lines = [](std::string_view country, std::string_view at) {
    CleanAgreement agreement;
    const std::string to = "country: " + std::string(country) +
                           ",\n       task: Sends text messages, address: \"Example Street 4, "
                           "Example\"";
    agreement.InForm(
        {{"country: US,\n       task: Sends text messages, address: \"Example Street "
          "4, Example\", tool: dec-2021-914",
          to},
         {"{country: US, text: Messages by telephone, clause: \"8.2\"}",
          "{country: " + std::string(country) + ", text: Messages, clause: \"8.2\"}"}});
    Lines lines = agreement.Lines(at);
    std::erase_if(lines, [](const std::string& line) { return !line.contains("L-T01 sub"); });
    return lines;
  };
  const Lines error({"error L-T01 sub-processors.list.messages"});
  EXPECT_EQ(lines("GB", "2020-12-31"), Lines());
  EXPECT_EQ(lines("GB", "2021-03-01"), Lines());
  EXPECT_EQ(lines("GB", "2031-12-26"), Lines());
  EXPECT_EQ(lines("GB", "2031-12-27"), error);
  EXPECT_EQ(lines("BR", "2026-01-25"), error);
  EXPECT_EQ(lines("BR", "2026-01-26"), Lines());
  EXPECT_EQ(lines("NO", "2026-01-26"), Lines());
  EXPECT_EQ(lines("CN", "2026-01-26"), error);
  EXPECT_EQ(lines("US", "2026-01-26"), error);  // adequate only for those certified
  // Since when Japan is adequate is known from memory alone.
  EXPECT_EQ(lines("JP", "2019-01-22"), Lines({"note L-T01 sub-processors.list.messages"}));
  EXPECT_EQ(lines("JP", "2019-01-23"), Lines());
}

// Covers: GDPR Art. 49(1); GDPR Art. 46(2)(c); GDPR Art. 44.
TEST(LintTransfersTest, FindsInstrumentsThatAreNone) {
  ExpectTwins({
      {"tool: {is: dec-2021-914", "tool: {is: derogation", {"warning L-W20 transfers.tool"}},
      {"Only on documented instruction and under Chapter V",
       "On documented instruction, or where Art. 49 applies",
       {"warning L-W20 transfers.rule"}},
      {"tool: {is: dec-2021-914", "tool: {is: clauses-undated", {"warning L-W21 transfers.tool"}},
      {"\"Example Street 4, Example\", tool: dec-2021-914",
       "\"Example Street 4, Example\", tool: clauses-undated",
       {"warning L-W21 sub-processors.list"}},
  });
}

// Covers: GDPR Art. 44.
TEST(LintTransfersTest, WantsPlacesWhereTransfersAreFree) {
  const Change nowhere{
      "  clause: \"8.1\"\n  list:\n    - {country: DE, text: Data centre, clause: \"8.1\"}\n    - "
      "{country: CH, text: Second data centre, clause: \"8.1\"}\n    - {country: US, text: "
      "Messages by telephone, clause: \"8.2\"}\n",
      "  clause: \"8.1\"\n  list: not-stated\n"};
  CleanAgreement instructed;
  instructed.InForm({nowhere});
  EXPECT_EQ(instructed.Lines(), Lines());
  instructed.InForm({{"rule: {is: instruction, text: \"Only", "rule: {is: none, text: \"Only"}});
  EXPECT_EQ(instructed.Lines(), Lines({"error L-A02 transfers.rule", "warning L-W24 places"}));
}

}  // namespace
}  // namespace mandat
