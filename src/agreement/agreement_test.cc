// SPDX-License-Identifier: Apache-2.0
#include "agreement/agreement.h"

#include <gtest/gtest.h>

#include "agreement/agreement_test_util.h"
#include "base/error_test_util.h"
#include "format/cbor.h"

namespace mandat {
namespace {

using Parsed = std::variant<Agreement, std::vector<Finding>>;

Parsed Parse(std::string_view form, std::string_view instance = kInstance) {
  return Agreement::Parse({"form.yaml", std::string(form), "instance.yaml", std::string(instance)});
}

std::vector<Finding> FindingsOf(const Parsed& parsed) {
  const auto* findings = std::get_if<std::vector<Finding>>(&parsed);
  return findings == nullptr ? std::vector<Finding>() : *findings;
}

// One mistake and what must be said about it.
struct Mistake {
  std::string_view from;
  std::string_view to;
  std::string code;
  std::string underlined;
  std::string label;
};

void ExpectFinding(std::string_view base, bool in_form, const Mistake& mistake) {
  const std::string text = With(base, mistake.from, mistake.to);
  ASSERT_FALSE(text.empty()) << "not unique: " << mistake.from;
  const auto findings = FindingsOf(in_form ? Parse(text) : Parse(kForm, text));
  ASSERT_EQ(findings.size(), 1U) << mistake.to << "\n" << Render(findings, text);
  EXPECT_EQ(findings[0].code, mistake.code) << mistake.to;
  EXPECT_EQ(findings[0].span.file, in_form ? "form.yaml" : "instance.yaml");
  EXPECT_EQ(Underlined(findings[0], text), mistake.underlined) << mistake.to;
  EXPECT_EQ(findings[0].label, mistake.label) << mistake.to;
}

// Covers: GDPR Art. 28(3); GDPR Art. 9(1); GDPR Art. 5(1)(e).
TEST(AgreementTest, ReadsEveryValueWithItsClause) {
  const Parsed parsed = Parse(kForm);
  ASSERT_TRUE(std::holds_alternative<Agreement>(parsed)) << Render(FindingsOf(parsed), "");
  const Agreement& agreement = std::get<Agreement>(parsed);
  EXPECT_EQ(agreement.id().text(), "acme-demo");
  EXPECT_EQ(agreement.version(), 3U);
  EXPECT_EQ(agreement.form(), "acme");
  EXPECT_EQ(agreement.form_version(), 1U);
  EXPECT_EQ(agreement.title(), "Acme processing agreement");
  EXPECT_EQ(agreement.processor().name, "Acme");
  EXPECT_EQ(agreement.processor().clause, "parties");
  EXPECT_EQ(agreement.controller().contact, "ada@example.org");
  EXPECT_EQ(agreement.controller().clause, "parties");
  EXPECT_EQ(agreement.start().Format(), "2026-01-01T00:00:00Z");
  EXPECT_EQ(agreement.end()->Format(), "2027-01-01T00:00:00Z");
  EXPECT_EQ(agreement.purposes_clause(), "2");
  EXPECT_EQ(agreement.verbs_clause(), "3");
  EXPECT_EQ(agreement.categories_clause(), "4");
  EXPECT_EQ(agreement.people_clause(), "5");
  EXPECT_EQ(agreement.places_clause(), "6");
  EXPECT_EQ(agreement.subprocessors_clause(), "7");
  EXPECT_EQ(agreement.instructions_clause(), "10");
  EXPECT_EQ(agreement.erasure_clause(), "11");
  EXPECT_TRUE(agreement.erasure_on_instruction());
  EXPECT_EQ(agreement.end_clause(), "12");
  EXPECT_EQ(agreement.duration_clause(), "13");
  ASSERT_EQ(agreement.purposes().size(), 2U);
  EXPECT_EQ(agreement.purposes()[1].clause, "2.3");
  ASSERT_EQ(agreement.verbs().size(), 3U);
  EXPECT_EQ(agreement.verbs()[1].verb, Verb::kConsult);
  EXPECT_FALSE(agreement.categories()[0].special);
  EXPECT_TRUE(agreement.categories()[1].special);
  EXPECT_EQ(agreement.places()[0].country, "BE");
  EXPECT_EQ(agreement.subprocessors()[1].country, "US");
  ASSERT_EQ(agreement.retentions().size(), 2U);
  EXPECT_FALSE(agreement.retentions()[0].days || agreement.retentions()[0].months);
  EXPECT_EQ(agreement.retentions()[1].days, std::chrono::days(30));
  EXPECT_EQ(agreement.retentions()[1].clause, "8.2");
  ASSERT_EQ(agreement.permissions().size(), 2U);
  EXPECT_EQ(agreement.permissions()[0].purposes,
            (std::vector<std::string>{"support", "marketing"}));
  EXPECT_EQ(agreement.permissions()[1].verbs, (std::vector<Verb>{Verb::kRecord, Verb::kConsult}));
}

TEST(AgreementTest, UnderlinesWhatIsWrongInTheShapeOfAForm) {
  const std::vector<Mistake> mistakes = {
      {"title: Acme", "titel: x\ntitle: Acme", "A101", "titel", "did you mean `title`?"},
      {"title: Acme processing agreement\n", "", "A102", "form", ""},
      {"{id: marketing, text: Send offers, clause: \"2.3\"}", "marketing", "A103", "marketing", ""},
      {"{id: marketing, text: Send offers, clause: \"2.3\"}", "{id: marketing, text: x}", "A102",
       "{", ""},
      {"clause: \"2.1\"", "clause: [9]", "A103", "[", ""},
      {"clause: \"2.1\"", "clause:", "A103", "clause", ""},
      {"clause: \"2.1\"", "clause: §9", "A108", "§9", ""},
      {"clause: \"2.1\"", "clause: \"\"", "A109", "\"\"", ""},
      {"id: marketing", "id: Marketing", "A104", "Marketing", ""},
      {"id: marketing", "id: all", "A104", "all", ""},
      {"id: marketing", "id: support", "A110", "support", ""},
      {"id: health", "id: contact", "A110", "contact", ""},
      {"id: faraway", "id: mailer", "A110", "mailer", ""},
      {"verb: disclose", "verb: consult", "A110", "consult", ""},
      {"verb: disclose", "verb: disclos", "A107", "disclos", "did you mean `disclose`?"},
      {"country: US", "country: UK", "A106", "UK", "did you mean `GB`?"},
      {"country: US", "country: usa", "A106", "usa", ""},
      {"version: 1", "version: 0", "A108", "0", ""},
      {"version: 1", "version: 1.5", "A108", "1.5", ""},
      {"special: true", "special: yes", "A108", "yes", ""},
      {"instruction: required", "instruction: requird", "A108", "requird",
       "did you mean `required`?"},
      {"{days: 30}", "{days: 30, months: 1}", "A108", "keep", ""},
      {"{days: 30}", "{days: 0}", "A108", "0", ""},
      {"keep: {days: 30}, from: capture", "keep: {days: 30}", "A102", "{", ""},
      {"keep: term", "keep: term, from: capture", "A108", "from", ""},
      {"keep: term", "keep: forever", "A108", "forever", ""},
      {"  list:\n    - {country: BE, text: Data centre, clause: \"6.1\"}", "  list: []", "A109",
       "[", ""},
  };
  for (const Mistake& mistake : mistakes) {
    ExpectFinding(kForm, true, mistake);
  }
}

TEST(AgreementTest, UnderlinesWhatIsWrongInTheShapeOfAnInstance) {
  const std::vector<Mistake> mistakes = {
      {"agreement: acme-demo", "agreement: Acme Demo", "A104", "Acme Demo", ""},
      {"start: 2026-01-01T00:00:00Z", "start: 2026-01-01", "A105", "2026-01-01", ""},
      {"start: 2026-01-01T00:00:00Z", "start: 2026-02-30T00:00:00Z", "A105", "2026-02-30T00:00:00Z",
       ""},
      {"on: 2025-12-15", "on: 2025-13-15", "A105", "2025-13-15", ""},
      {"form: acme@1", "form: acme", "A108", "acme", ""},
      {"contact: ada@example.org", "contact: \"\"", "A109", "\"\"", ""},
      {", on: 2025-12-15", "", "A102", "signed", ""},
  };
  for (const Mistake& mistake : mistakes) {
    ExpectFinding(kInstance, false, mistake);
  }
}

TEST(AgreementTest, UnderlinesWhatDoesNotFitTogether) {
  const std::vector<Mistake> in_form = {
      {"purposes: [support]", "purposes: [suport]", "A201", "suport",
       "did you mean `support` (2.1)?"},
      {"purposes: [support]", "purposes: [archive]", "A201", "archive", ""},
      {"operations: [record, consult]", "operations: [record, erase]", "A201", "erase", ""},
      {"operations: [record, consult]", "operations: [record, record]", "A110", "record", ""},
      {"categories: [health]\n    people", "categories: []\n    people", "A109", "[", ""},
      {"categories: [health]\n    people", "categories: health\n    people", "A103", "health", ""},
      {"[support]", "[[support]]", "A103", "[", ""},
      {"{categories: [health]", "{categories: [contact, health]", "A206", "[", ""},
      {"  - {categories: [health], keep: {days: 30}, from: capture, clause: \"8.2\"}\n", "", "A205",
       "retention", ""},
      {"form: acme\nversion: 1", "form: acme\nversion: 2", "", "", ""},
  };
  for (const Mistake& mistake : in_form) {
    if (!mistake.code.empty()) {
      ExpectFinding(kForm, true, mistake);
    }
  }
  const std::vector<Mistake> in_instance = {
      {"form: acme@1", "form: acme@2", "A203", "acme@2", ""},
      {"form: acme@1", "form: other@1", "A203", "other@1", ""},
      {"end: 2027-01-01T00:00:00Z", "end: 2026-01-01T00:00:00Z", "A202", "2026-01-01T00:00:00Z",
       ""},
  };
  for (const Mistake& mistake : in_instance) {
    ExpectFinding(kInstance, false, mistake);
  }
}

TEST(AgreementTest, ReportsAllFindingsOfAStageAndNoneOfTheNext) {
  std::string form = With(kForm, "id: marketing", "id: Marketing");
  form = With(form, "verb: disclose", "verb: disclos");
  form = With(form, "country: US", "country: UK");
  form = With(form, "purposes: [support]", "purposes: [nothing]");
  const std::string instance = With(kInstance, "start: 2026", "start: x2026");
  std::string codes;
  for (const Finding& finding : FindingsOf(Parse(form, instance))) {
    codes += finding.code + " ";
  }
  EXPECT_EQ(codes, "A104 A107 A106 A105 ");
  codes.clear();
  for (const Finding& finding : FindingsOf(Parse(form + "\x01", "a: [1"))) {
    codes += finding.code + " ";
  }
  EXPECT_EQ(codes, "A002 A003 ");
}

TEST(AgreementTest, RefusesFormsAndInstancesThatAreNotMaps) {
  EXPECT_EQ(FindingsOf(Parse("just text", "[a, list]")).size(), 2U);
  EXPECT_EQ(FindingsOf(Parse("", "")).size(), 2U);
}

// Covers: GDPR Art. 28(3)(a); GDPR Art. 28(3)(e); GDPR Art. 28(3)(g); GDPR Art. 28(9).
TEST(AgreementTest, NamesTheLawThatAsksForAMissingKey) {
  const auto source_without = [](std::string_view base, std::string_view line) {
    const auto findings = FindingsOf(base == kForm ? Parse(With(base, line, ""))
                                                   : Parse(kForm, With(base, line, "")));
    return findings.empty() ? "" : findings[0].source;
  };
  EXPECT_EQ(source_without(kForm, "instructions: {clause: \"10\"}\n"), "GDPR Art. 28(3)(a)");
  EXPECT_EQ(source_without(kForm, "erasure: {clause: \"11\", instruction: required}\n"),
            "GDPR Art. 28(3)(e)");
  EXPECT_EQ(source_without(kForm, "end: {clause: \"12\"}\n"), "GDPR Art. 28(3)(g)");
  EXPECT_EQ(source_without(kInstance, "signed: {by: Ada Example, on: 2025-12-15, how: signed}\n"),
            "GDPR Art. 28(9)");
}

TEST(AgreementTest, FillsABlankThatTheFormHasAndRefusesOneThatItHasNot) {
  const std::string fills = std::string(kInstance) +
                            "fills:\n  purposes:\n"
                            "    - {id: advice, text: Give advice, clause: \"2.9\"}\n";
  const std::string with_blank =
      With(kForm, "purposes:\n  clause: \"2\"\n", "purposes:\n  clause: \"2\"\n  blank: \"2.9\"\n");
  const Parsed filled = Parse(with_blank, fills);
  ASSERT_TRUE(std::holds_alternative<Agreement>(filled));
  EXPECT_EQ(std::get<Agreement>(filled).purposes().back().id, "advice");
  EXPECT_EQ(std::get<Agreement>(filled).permissions()[0].purposes.back(), "advice");

  const auto without = FindingsOf(Parse(kForm, fills));
  ASSERT_EQ(without.size(), 1U);
  EXPECT_EQ(without[0].code, "A204");
  const auto elsewhere = FindingsOf(Parse(with_blank, With(fills, "\"2.9\"", "\"2.8\"")));
  ASSERT_EQ(elsewhere.size(), 1U);
  EXPECT_EQ(elsewhere[0].code, "A204");
  const auto twice = FindingsOf(Parse(with_blank, With(fills, "id: advice", "id: support")));
  ASSERT_EQ(twice.size(), 1U);
  EXPECT_EQ(twice[0].code, "A110");
}

// Covers: GDPR Art. 5(1)(e).
TEST(AgreementTest, DemandsARecordedChoiceExactlyWhereTheFormLeavesRetentionOpen) {
  const std::string open = With(kForm, "keep: term", "keep: choice");
  const std::string choice = std::string(kInstance) +
                             "choices:\n  retention:\n"
                             "    - {categories: [contact], keep: {months: 6}, from: capture,\n"
                             "       by: controller, on: 2025-12-15, why: agreed}\n";
  const Parsed chosen = Parse(open, choice);
  ASSERT_TRUE(std::holds_alternative<Agreement>(chosen));
  const Retention& retention = std::get<Agreement>(chosen).retentions().back();
  EXPECT_EQ(retention.categories, std::vector<std::string>{"contact"});
  EXPECT_EQ(retention.months, std::chrono::months(6));
  EXPECT_EQ(retention.clause, "8.1");

  const auto silent = FindingsOf(Parse(open));
  ASSERT_EQ(silent.size(), 1U);
  EXPECT_EQ(silent[0].code, "A204");
  EXPECT_EQ(silent[0].source, "GDPR Art. 5(1)(e)");
  const auto unasked = FindingsOf(Parse(kForm, choice));
  ASSERT_EQ(unasked.size(), 1U);
  EXPECT_EQ(unasked[0].code, "A204");
}

TEST(AgreementTest, ReadsNotStatedAsAValue) {
  std::string form = With(kForm, "  list:\n    - {country: BE, text: Data centre, clause: \"6.1\"}",
                          "  list: not-stated");
  form = With(form, "country: US", "country: not-stated, seat: US");
  const Parsed parsed = Parse(form);
  ASSERT_TRUE(std::holds_alternative<Agreement>(parsed));
  EXPECT_TRUE(std::get<Agreement>(parsed).places().empty());
  EXPECT_EQ(std::get<Agreement>(parsed).subprocessors()[1].country, "");
  EXPECT_EQ(std::get<Agreement>(parsed).subprocessors()[1].seat, "US");
  const auto purposes =
      FindingsOf(Parse(With(kForm,
                            "list:\n    - {verb: record, clause: \"3.1\"}\n    - {verb: consult, "
                            "clause: \"3.2\"}\n    - {verb: disclose, clause: \"3.3\"}",
                            "list: not-stated")));
  ASSERT_EQ(purposes.size(), 1U);
  EXPECT_EQ(purposes[0].code, "A103");
}

TEST(AgreementTest, RefusesMoreCategoriesThanASetCanHold) {
  std::string rows;
  for (int i = 0; i < 63; ++i) {
    rows += "    - {id: c" + std::to_string(i) + ", text: x, clause: \"4\"}\n";
  }
  const std::string more = With(kForm, "data-categories:\n  clause: \"4\"\n  list:\n",
                                "data-categories:\n  clause: \"4\"\n  list:\n" + rows);
  const auto findings = FindingsOf(Parse(more));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "A111");
}

TEST(AgreementTest, GivesTheSameCanonicalBytesForTheSameAgreementOnly) {
  const auto canonical = [](const Parsed& parsed) {
    return std::holds_alternative<Agreement>(parsed) ? std::get<Agreement>(parsed).canonical() : "";
  };
  const Bytes first = canonical(Parse(kForm));
  EXPECT_FALSE(first.empty());
  EXPECT_OK(ValidateCbor(first));
  EXPECT_EQ(first, canonical(Parse("# comment\n" + With(kForm, "clause: \"12\"", "clause: '12'"))));
  EXPECT_NE(first, canonical(Parse(With(kForm, "clause: \"12\"", "clause: \"14\""))));
  EXPECT_NE(first, canonical(Parse(kForm, With(kInstance, "how: signed", "how: clicked"))));
}

struct Sample {
  std::string form;
  std::string instance;
};

Parsed ParseSample(const Sample& sample) {
  const std::string form = "agreements/" + sample.form + ".yaml";
  const std::string instance = "agreements/" + sample.instance + ".yaml";
  return Agreement::Parse({form, ReadSource(form), instance, ReadSource(instance)});
}

TEST(AgreementTest, ReadsTheOpinumFormWithItsLists) {
  const Parsed parsed = ParseSample({"opinum", "opinum-demo"});
  ASSERT_TRUE(std::holds_alternative<Agreement>(parsed))
      << Render(FindingsOf(parsed), ReadSource("agreements/opinum.yaml"));
  const Agreement& agreement = std::get<Agreement>(parsed);
  EXPECT_EQ(agreement.purposes().size(), 2U);  // the form's and the one filled in
  EXPECT_EQ(agreement.verbs().size(), 18U);    // twelve boxes
  EXPECT_EQ(agreement.categories().size(), 4U);
  EXPECT_EQ(agreement.people().size(), 2U);
  EXPECT_EQ(agreement.subprocessors().size(), 21U);  // 8 in production, 13 in acceptance
  EXPECT_EQ(agreement.purposes_clause(), "[3]");
  EXPECT_EQ(agreement.erasure_clause(), "[9]");
}

TEST(AgreementTest, ReadsTheMinttFormWithItsLists) {
  const Parsed parsed = ParseSample({"mintt", "mintt-demo"});
  ASSERT_TRUE(std::holds_alternative<Agreement>(parsed))
      << Render(FindingsOf(parsed), ReadSource("agreements/mintt.yaml"));
  const Agreement& agreement = std::get<Agreement>(parsed);
  EXPECT_EQ(agreement.purposes().size(), 12U);
  EXPECT_EQ(agreement.verbs().size(), 6U);
  EXPECT_EQ(agreement.categories().size(), 4U);
  EXPECT_EQ(agreement.people().size(), 3U);
  EXPECT_TRUE(agreement.places().empty());
  EXPECT_EQ(agreement.subprocessors().size(), 2U);
  EXPECT_EQ(agreement.end(), std::nullopt);
}

}  // namespace
}  // namespace mandat
