// SPDX-License-Identifier: Apache-2.0
#include "life/amendment.h"

#include <gtest/gtest.h>

#include "life/life_test_util.h"

namespace mandat {
namespace {

Move Decide(const std::shared_ptr<const Agreement>& agreement, const FormChange& change) {
  const Result<Move> move = DecideMove(*agreement, change, At("2026-06-01T12:00:00Z"));
  EXPECT_OK(move);
  return move ? *move : Move();
}

FormChange Told(const std::string& received) { return {.version = 2, .received = At(received)}; }
FormChange Consented() { return {.version = 2, .consented = At("2026-05-20T09:00:00Z")}; }

// The form of a processor with these lines under `amendment`, and lines added to the agreement.
std::shared_ptr<const Agreement> Acme(const std::string& amendment,
                                      const std::string& instance = "") {
  return ParseTexts(std::string(kForm) + "amendment:\n" + amendment,
                    std::string(kInstance) + instance);
}

// Consent is what made the agreement, so it changes any.
// Covers: GDPR Art. 28(3), Art. 28(9).
TEST(AmendmentTest, MovesByConsentWhateverTheRule) {
  for (const auto& [form, instance] :
       {std::pair<std::string, std::string>{"mailgun", "mailgun-demo"},
        {"mintt", "mintt-demo"},
        {"ipso", "ipso-demo"},
        {"customer-alliance", "customer-alliance-demo"},
        {"opinum", "opinum-demo"}}) {
    const auto agreement = ParseSample(form, instance);
    const Move move = Decide(agreement, Consented());
    EXPECT_TRUE(move.moves) << form;
    EXPECT_EQ(move.from, At("2026-05-20T09:00:00Z")) << form;
    EXPECT_FALSE(Decide(agreement, {.version = 2}).moves) << form << " without consent or notice";
  }
}

TEST(AmendmentTest, MovesMailgunOnlyInItsListedCasesAndAfterItsNotice) {
  const std::string form = ReadSource("agreements/mailgun.yaml");
  const std::string instance = ReadSource("agreements/mailgun-demo.yaml");
  const auto silent = ParseTexts(form, instance);
  const auto house = ParseTexts(
      form, With(instance, "\nhouse-rules:\n",
                 "\nhouse-rules:\n  - {term: amendment.rule, within: 30 days, by: Legal, "
                 "on: 2025-12-01, why: What customers need to look at it}\n"));
  ASSERT_NE(house, nullptr);
  FormChange change = Told("2026-05-04T09:00:00Z");
  const Move unlisted = Decide(house, change);
  EXPECT_FALSE(unlisted.moves);
  EXPECT_EQ(unlisted.clause, "16(a)(i)-(iv)");
  change.listed_case = "a better price";
  EXPECT_FALSE(Decide(house, change).moves);
  change.listed_case = "applicable law";
  const Move unknown = Decide(silent, change);
  EXPECT_FALSE(unknown.moves) << "a reasonable notice has no number";
  EXPECT_EQ(unknown.clause, "16(a)");
  const Move listed = Decide(house, change);
  EXPECT_TRUE(listed.moves);
  EXPECT_EQ(listed.clause, "16(a)");
  EXPECT_EQ(listed.rule, "notice-in-listed-cases");
  EXPECT_GE(listed.from, At("2026-06-04T00:00:00Z"));
  EXPECT_LE(listed.from, At("2026-06-06T00:00:00Z"));
}

// The form gives notice and a window; what one customer agreed on asks for both signatures.
TEST(AmendmentTest, MovesMinttByNoticeUnlessObjectedAndByBothWhereTheyReadItSo) {
  const std::string form = ReadSource("agreements/mintt.yaml");
  std::string instance = ReadSource("agreements/mintt-demo.yaml");
  const auto agreed = ParseTexts(form, instance);
  const size_t readings = instance.find("\nreadings:");
  ASSERT_NE(readings, std::string::npos);
  instance.erase(readings, instance.find("\n\n", readings) - readings);
  const auto plain = ParseTexts(form, instance);

  FormChange change = Told("2026-05-04T09:00:00Z");
  const Move by_notice = Decide(plain, change);
  EXPECT_TRUE(by_notice.moves) << by_notice.why;
  EXPECT_EQ(by_notice.clause, "17.2");
  // Thirty days of Belgian law from 5 May end on Wednesday 3 June, 24:00 in Brussels.
  EXPECT_GE(by_notice.from, At("2026-06-03T22:00:00Z"));
  EXPECT_LE(by_notice.from, At("2026-06-04T22:00:00Z"));

  change.objected = At("2026-06-03T21:59:59Z");
  const Move objected = Decide(plain, change);
  EXPECT_FALSE(objected.moves);
  EXPECT_EQ(objected.clause, "17.2");
  change.objected = At("2026-06-03T22:00:00Z");
  EXPECT_TRUE(Decide(plain, change).moves) << "objected too late";

  const Move both = Decide(agreed, Told("2026-05-04T09:00:00Z"));
  EXPECT_FALSE(both.moves);
  EXPECT_EQ(both.clause, "19.3");
  EXPECT_EQ(both.rule, "mutual-agreement");
}

TEST(AmendmentTest, LeavesIpsoAsItIsWithoutAWrittenAgreement) {
  const Move move = Decide(ParseSample("ipso", "ipso-demo"), Told("2026-01-01T00:00:00Z"));
  EXPECT_FALSE(move.moves);
  EXPECT_EQ(move.clause, "12.3");
}

// Covers: GDPR Art. 28(9).
TEST(AmendmentTest, LeavesTheSilentAsTheyAre) {
  for (const std::string form : {"customer-alliance", "opinum"}) {
    const Move move = Decide(ParseSample(form, form + "-demo"), Told("2026-01-01T00:00:00Z"));
    EXPECT_FALSE(move.moves) << form;
    EXPECT_EQ(move.rule, "not-stated") << form;
  }
  EXPECT_FALSE(Decide(AcmeTexts().agreement, Told("2026-01-01T00:00:00Z")).moves);
}

TEST(AmendmentTest, MovesByNoticeAloneWhereThatIsTheRule) {
  const auto agreement =
      Acme("  rule: {is: notice, at-least: 10 days, before: change, clause: s14}\n");
  EXPECT_FALSE(Decide(agreement, {.version = 2}).moves);
  const Move move = Decide(agreement, Told("2026-05-04T09:00:00Z"));
  EXPECT_TRUE(move.moves);
  EXPECT_GE(move.from, At("2026-05-15T00:00:00Z"));
  FormChange objected = Told("2026-05-04T09:00:00Z");
  objected.objected = At("2026-05-05T09:00:00Z");
  EXPECT_TRUE(Decide(agreement, objected).moves) << "an objection does nothing under this rule";
}

TEST(AmendmentTest, TakesRefusalForAnAnswerWhereSilenceIsOne) {
  const std::string rule =
      "  rule: {is: notice-and-objection, at-least: 10 days, before: change, clause: s14.1}\n"
      "  objection: {within: 20 days, from: receipt-of-notice, clause: s14.2}\n";
  const Move open = Decide(Acme(rule), Told("2026-05-04T09:00:00Z"));
  EXPECT_TRUE(open.moves);
  EXPECT_GE(open.from, At("2026-05-25T00:00:00Z")) << "the window is longer than the notice";
  const Move silent = Decide(Acme(rule + "  silence: {is: refusal, clause: s14.3}\n"),
                             Told("2026-05-04T09:00:00Z"));
  EXPECT_FALSE(silent.moves);
  EXPECT_EQ(silent.clause, "s14.3");
}

TEST(AmendmentTest, WantsConsentWhereTheRuleIsUnclear) {
  const auto unclear =
      Acme("  rule: {is: notice, at-least: 10 days, status: ambiguous, clause: s14}\n");
  EXPECT_FALSE(Decide(unclear, Told("2026-01-01T00:00:00Z")).moves);
  const auto alone = Acme("  rule: {is: unilateral, clause: s14}\n");
  EXPECT_TRUE(Decide(alone, Told("2026-05-04T09:00:00Z")).moves);
}

}  // namespace
}  // namespace mandat
