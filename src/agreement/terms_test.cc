// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "agreement/agreement.h"
#include "agreement/agreement_test_util.h"

namespace mandat {
namespace {

using Parsed = std::variant<Agreement, std::vector<Finding>>;

// The small form with a contract in two parts: its own text and embedded clauses.
std::string FormWith(std::string_view terms, std::string_view concluded = "always",
                     std::string_view instrument = "dec-2021-915") {
  return std::string(kForm) + "precedence:\n  rule: the body wins\n  parts:\n" +
         "    - {id: body, text: The agreement itself}\n    - {id: annex, text: Its annexes}\n" +
         "    - {id: clauses, text: Embedded clauses, instrument: " + std::string(instrument) +
         ", concluded: " + std::string(concluded) + "}\n  clause: \"14\"\n" + std::string(terms);
}

Parsed Parse(const std::string& form, std::string_view instance = kInstance) {
  return Agreement::Parse({"form.yaml", form, "instance.yaml", std::string(instance)});
}

Agreement Valid(const std::string& form, std::string_view instance = kInstance) {
  Parsed parsed = Parse(form, instance);
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    ADD_FAILURE() << Render(*findings, form);
    std::abort();
  }
  return std::get<Agreement>(std::move(parsed));
}

void ExpectFinding(const Parsed& parsed, std::string_view code, std::string_view underlined,
                   std::string_view text) {
  const auto* findings = std::get_if<std::vector<Finding>>(&parsed);
  ASSERT_NE(findings, nullptr) << "no finding for " << underlined;
  ASSERT_EQ(findings->size(), 1U) << Render(*findings, std::string(text));
  EXPECT_EQ((*findings)[0].code, code);
  EXPECT_EQ(Underlined((*findings)[0], text), underlined);
}

TEST(TermsTest, KeepsFromWhichTextAFormWasReadAndWhoConfirmedIt) {
  const std::string hash(64, 'a');
  const std::string read = "provenance:\n  text: " + hash + "\n  format: pdf\n";
  const std::string confirmed =
      "  confirmed: {by: Ada Example, at: 2026-11-22T10:00:00Z, form: " + std::string(64, 'b') +
      "}\n";
  EXPECT_FALSE(Valid(FormWith("")).provenance());
  const Agreement agreement = Valid(FormWith(read + confirmed));
  ASSERT_TRUE(agreement.provenance());
  EXPECT_EQ(agreement.provenance()->text, hash);
  EXPECT_EQ(agreement.provenance()->confirmed_by, "Ada Example");
  EXPECT_NE(agreement.canonical(), Valid(FormWith(read)).canonical());
  EXPECT_EQ(Valid(FormWith(read)).provenance()->confirmed_by, "");

  const std::string half = FormWith(read + "  confirmed: {by: Ada Example}\n");
  EXPECT_TRUE(std::holds_alternative<std::vector<Finding>>(Parse(half)));
  const std::string short_hash = FormWith("provenance: {text: abc}\n");
  EXPECT_TRUE(std::holds_alternative<std::vector<Finding>>(Parse(short_hash)));
}

constexpr std::string_view kTwice = R"(requests:
  forward:
    within: 14 days
    from: receipt-of-request
    clause: 7(a)
    line: 85
    also:
      - {promptness: without-delay, part: clauses, clause: 5(d), line: 340}
)";

// Covers: GDPR Art. 33(2); GDPR Art. 28(3)(e).
TEST(TermsTest, ReadsNumberStartClauseAndLine) {
  const Agreement agreement = Valid(FormWith(
      "breach:\n  notice: {within: 24 hours, from: awareness, strength: in-any-event, clause: "
      "\"[6]\", line: 42}\n  cost: not-stated\n"));
  const Term* notice = agreement.FindTerm("breach.notice");
  ASSERT_NE(notice, nullptr);
  EXPECT_EQ(notice->holds().within, (Period{24, TimeUnit::kHours}));
  EXPECT_EQ(notice->holds().from, "awareness");
  EXPECT_EQ(notice->clause(), "[6]");
  EXPECT_EQ(notice->holds().line, 42U);
  EXPECT_EQ(agreement.FindTerm("breach.cost")->holds().status, TermStatus::kNotStated);
  EXPECT_EQ(agreement.FindTerm("breach.scope"), nullptr);
}

// Covers: Dec. 2021/915 Cl. 4; Dec. 2010/87 Cl. 10.
TEST(TermsTest, LetsConcludedCommissionClausesPrevailWhateverTheContractSays) {
  for (const std::string_view instrument : {"dec-2021-915", "dec-2010-87"}) {
    const Agreement agreement = Valid(FormWith(kTwice, "always", instrument));
    const Term* forward = agreement.FindTerm("requests.forward");
    EXPECT_EQ(forward->clause(), "5(d)");
    EXPECT_EQ(forward->why, Holding::kCommissionClauses);
    EXPECT_EQ(forward->said.size(), 2U) << "both are kept";
  }
}

TEST(TermsTest, LeavesClausesAsideThatTheCustomerDidNotConclude) {
  const std::string form = FormWith(kTwice, "on-request");
  EXPECT_EQ(Valid(form).FindTerm("requests.forward")->clause(), "7(a)");
  const std::string concluded = std::string(kInstance) + "choices: {concluded: [clauses]}\n";
  EXPECT_EQ(Valid(form, concluded).FindTerm("requests.forward")->clause(), "5(d)");
  const std::string wrong = std::string(kInstance) + "choices: {concluded: [annex]}\n";
  ExpectFinding(Parse(form, wrong), "A201", "annex", wrong);
}

TEST(TermsTest, FollowsTheRankOfParts) {
  const Agreement agreement = Valid(FormWith(
      "breach:\n  notice: {within: 72 hours, clause: \"6\", also: [{within: 24 hours, part: annex, "
      "clause: A 6}]}\n"));
  EXPECT_EQ(agreement.FindTerm("breach.notice")->clause(), "6");
  EXPECT_EQ(agreement.FindTerm("breach.notice")->why, Holding::kRank);
}

TEST(TermsTest, HoldsTheStricterReadingUntilBothPartiesRecordAnother) {
  const std::string form = FormWith(
      "breach:\n  notice: {within: 72 hours, clause: \"6\", also: [{within: 24 hours, clause: "
      "\"9\"}]}\n");
  const Agreement strict = Valid(form);
  EXPECT_EQ(strict.FindTerm("breach.notice")->clause(), "9");
  EXPECT_EQ(strict.FindTerm("breach.notice")->why, Holding::kStricter);
  const std::string agreed =
      std::string(kInstance) +
      "readings:\n  - {term: breach.notice, holds: \"6\", by: [Ada, Bob], on: 2026-01-02}\n";
  EXPECT_EQ(Valid(form, agreed).FindTerm("breach.notice")->clause(), "6");
  EXPECT_EQ(Valid(form, agreed).FindTerm("breach.notice")->why, Holding::kAgreed);
  const std::string alone = With(agreed, "[Ada, Bob]", "[Ada]");
  ExpectFinding(Parse(form, alone), "A209", "[", alone);
}

TEST(TermsTest, HoldsTheLongerWindowOfTheOtherParty) {
  const Agreement agreement = Valid(FormWith(
      "amendment:\n  objection: {within: 10 days, clause: \"1\", also: [{within: 30 days, clause: "
      "\"2\"}]}\n"));
  EXPECT_EQ(agreement.FindTerm("amendment.objection")->clause(), "2");
}

TEST(TermsTest, HoldsWhatIsStatedAgainstWhatIsSilent) {
  const Agreement agreement = Valid(FormWith(
      "breach:\n  notice: {status: not-stated, clause: \"6\", also: [{within: 24 hours, clause: "
      "\"9\"}]}\n"));
  EXPECT_EQ(agreement.FindTerm("breach.notice")->clause(), "9");
}

TEST(TermsTest, KeepsAHouseRuleApartFromWhatTheContractSays) {
  const std::string form =
      FormWith("breach:\n  notice: {promptness: without-undue-delay, clause: \"6\"}\n");
  const std::string instance =
      std::string(kInstance) +
      "house-rules:\n  - {term: breach.notice, within: 24 hours, by: Ada, on: 2026-01-02, why: it "
      "leaves the controller 48 hours}\n";
  const Agreement agreement = Valid(form, instance);
  const Term* notice = agreement.FindTerm("breach.notice");
  EXPECT_FALSE(notice->holds().within);
  ASSERT_TRUE(notice->house);
  EXPECT_EQ(notice->house->within, (Period{24, TimeUnit::kHours}));

  const std::string numbered = FormWith("breach:\n  notice: {within: 72 hours, clause: \"6\"}\n");
  const Parsed refused = Parse(numbered, instance);
  ASSERT_TRUE(std::holds_alternative<std::vector<Finding>>(refused));
  EXPECT_EQ(std::get<std::vector<Finding>>(refused)[0].code, "A207");
}

TEST(TermsTest, TakesAnOptionOnlyWhereTheFormLeavesOne) {
  const std::string instance =
      std::string(kInstance) +
      "choices:\n  options:\n    - {term: end.choice, is: erase, by: Ada, on: 2026-01-02}\n";
  const auto form_with = [](std::string_view choice) {
    return With(FormWith(""), "end: {clause: \"12\"}",
                "end: {clause: \"12\", choice: " + std::string(choice) + "}");
  };
  const Agreement agreement = Valid(form_with("{is: controller, clause: \"12.1\"}"), instance);
  EXPECT_EQ(agreement.FindTerm("end.choice")->option->word, "erase");
  const std::string closed = form_with("{is: return, clause: \"12.1\"}");
  const Parsed refused = Parse(closed, instance);
  ASSERT_TRUE(std::holds_alternative<std::vector<Finding>>(refused));
  EXPECT_EQ(std::get<std::vector<Finding>>(refused)[0].code, "A204");
}

TEST(TermsTest, LeavesValuesReadFromATranslationUnconfirmed) {
  const std::string form =
      With(FormWith("breach:\n  notice: {within: 24 hours, clause: \"6\"}\n"),
           "  rule: the body wins\n", "  rule: the body wins\n  language: de\n");
  EXPECT_FALSE(Valid(form).FindTerm("breach.notice")->is_confirmed);
  const std::string confirmed =
      std::string(kInstance) +
      "confirmations:\n  - {term: breach.notice, by: Ada, on: 2026-01-02}\n";
  EXPECT_TRUE(Valid(form, confirmed).FindTerm("breach.notice")->is_confirmed);
}

// Covers: GDPR Art. 10; GDPR Art. 26(1); GDPR Art. 28(4); GDPR Art. 28(9); GDPR Art. 4(7).
TEST(TermsTest, ReadsWhoTheCustomerIsAndHowItAccepted) {
  const std::string form =
      With(kForm, "special: true}", "special: true, criminal: true, dpv: \"pd:Criminal\"}");
  const std::string instance = With(
      With(kInstance, "contact: ada@example.org}",
           "contact: ada@example.org, role: joint-controllers, for: [Second Example], speaks: Ada "
           "Example}"),
      "how: signed}",
      "how: signed, kind: paper, authority: director, evidence: " + std::string(64, 'a') + "}");
  const Agreement agreement = Valid(form, instance);
  EXPECT_TRUE(agreement.categories()[1].criminal);
  EXPECT_FALSE(agreement.categories()[0].criminal);
  EXPECT_EQ(agreement.controller().role, CustomerRole::kJointControllers);
  EXPECT_EQ(agreement.controller().speaks, "Ada Example");
  EXPECT_EQ(agreement.acceptance().kind, "paper");
  EXPECT_EQ(agreement.acceptance().authority, "director");
  EXPECT_EQ(Valid(std::string(kForm)).controller().role, CustomerRole::kController);
}

TEST(TermsTest, RefusesWhatATermCannotSay) {
  struct Case {
    std::string_view term;
    std::string_view code;
    std::string_view underlined;
  };
  for (const Case& wrong : {
           Case{"notice: {within: 24 hrs, clause: \"6\"}", "A108", "24 hrs"},
           Case{"notice: {within: 1 hours, clause: \"6\"}", "A108", "1 hours"},
           Case{"notice: {within: 24 hours}", "A102", "notice"},
           Case{"notice: {clause: \"6\"}", "A109", "{clause: \"6\"}"},
           Case{"notice: {every: 1 day, text: x, clause: \"6\"}", "A101", "every"},
           Case{"notice: {status: not-stated, within: 1 hour, clause: \"6\"}", "A108",
                "not-stated"},
           Case{"notice: {within: 1 hour, part: appendix, clause: \"6\"}", "A209", "{"},
           Case{"notise: {within: 1 hour, clause: \"6\"}", "A101", "notise"},
           Case{"cost: {is: contoller, clause: \"6\"}", "A108", "contoller"},
       }) {
    const std::string form = FormWith("breach:\n  " + std::string(wrong.term) + "\n");
    const Parsed parsed = Parse(form);
    const auto* findings = std::get_if<std::vector<Finding>>(&parsed);
    ASSERT_NE(findings, nullptr) << wrong.term;
    EXPECT_EQ((*findings)[0].code, wrong.code) << wrong.term << Render(*findings, form);
    EXPECT_TRUE(Underlined((*findings)[0], form).starts_with(wrong.underlined.substr(0, 1)))
        << wrong.term << Render(*findings, form);
  }
}

TEST(TermsTest, GivesTheSameVersionToASilenceWrittenEitherWay) {
  EXPECT_EQ(Valid(FormWith("breach:\n  cost: not-stated\n")).canonical(),
            Valid(FormWith("breach:\n  cost: {status: not-stated}\n")).canonical());
  EXPECT_NE(Valid(FormWith("breach:\n  cost: not-stated\n")).canonical(),
            Valid(FormWith("breach:\n  cost: {is: controller, clause: \"6\"}\n")).canonical());
}

}  // namespace
}  // namespace mandat
