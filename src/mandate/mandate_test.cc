// SPDX-License-Identifier: Apache-2.0
#include "mandate/mandate.h"

#include <gtest/gtest.h>

#include "mandate/mandate_test_util.h"

namespace mandat {
namespace {

Instant At(std::string_view text) { return *Instant::Parse(text); }

std::vector<Finding> FindingsOf(std::string_view schema) {
  auto agreement = std::get<Agreement>(
      Agreement::Parse({"form.yaml", std::string(kForm), "instance.yaml", std::string(kInstance)}));
  auto parsed = std::get<ServiceSchema>(ServiceSchema::Parse("schema.yaml", std::string(schema)));
  auto mandate = Mandate::Compile(std::move(agreement), std::move(parsed));
  auto* findings = std::get_if<std::vector<Finding>>(&mandate);
  return findings == nullptr ? std::vector<Finding>() : std::move(*findings);
}

// Covers: GDPR Art. 28(3).
TEST(MandateTest, RefusesASchemaThatMapsToWhatTheAgreementHasNot) {
  EXPECT_TRUE(FindingsOf(kSchema).empty());

  std::string schema = With(kSchema, "people: staff", "people: suppliers");
  schema = With(schema, "category: health", "category: genes");
  const auto findings = FindingsOf(schema);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].code, "A301");
  EXPECT_EQ(Underlined(findings[0], schema), "genes");
  EXPECT_EQ(Underlined(findings[1], schema), "suppliers");

  const std::string other = With(kSchema, "form: acme", "form: other");
  const auto mismatch = FindingsOf(other);
  ASSERT_EQ(mismatch.size(), 1U);
  EXPECT_EQ(Underlined(mismatch[0], other), "other");
}

TEST(MandateTest, GivesTheCategoriesOfACollectionOrOfSomeOfItsFields) {
  const auto mandate = CompileAcme();
  ASSERT_NE(mandate, nullptr);
  EXPECT_EQ(mandate->CategoriesOf("cards"), CategorySet{1});
  EXPECT_EQ(mandate->CategoriesOf("files"), CategorySet{3});
  EXPECT_EQ(mandate->CategoriesOf("files", {"diagnosis"}), CategorySet{2});
  EXPECT_EQ(mandate->CategoriesOf("files", {}), CategorySet{0});
  EXPECT_EQ(mandate->CategoriesOf("nowhere"), std::nullopt);
  EXPECT_EQ(mandate->CategoriesOf("nowhere", {"name"}), std::nullopt);
  EXPECT_EQ(mandate->CategoriesOf("files", {"name", "fax"}), std::nullopt);
}

TEST(MandateTest, ExplainsEveryGroundInOneSentence) {
  const auto mandate = CompileAcme();
  ASSERT_NE(mandate, nullptr);
  const Operation operation{.verb = Verb::kErase,
                            .purpose = "archive",
                            .collection = "cards",
                            .people = "guests",
                            .place = "US"};
  const auto explain = [&](Ground ground) {
    return mandate->Explain(operation, Forbidden(ground, ClauseId{0}));
  };
  EXPECT_EQ(explain(Ground::kNotInForce), "the agreement has not begun or has ended");
  EXPECT_EQ(explain(Ground::kPurposeNotListed),
            "purpose `archive` is not among the purposes of the agreement");
  EXPECT_EQ(explain(Ground::kCollectionUnknown),
            "collection `cards` is not mapped to the agreement by the service schema");
  EXPECT_EQ(explain(Ground::kVerbNotListed),
            "operation `erase` is not among the operations of the agreement");
  EXPECT_EQ(explain(Ground::kCategoryNotListed),
            "the operation touches data of a category that the agreement does not list");
  EXPECT_EQ(explain(Ground::kPeopleNotListed),
            "category of people `guests` is not among the people of the agreement, or not those of "
            "the collection");
  EXPECT_EQ(explain(Ground::kPlaceNotListed),
            "place or recipient `US` is not among the places to which data may go under the "
            "agreement");
  EXPECT_EQ(explain(Ground::kNotForThisPurpose),
            "no permission of the agreement covers operation `erase` on these data for purpose "
            "`archive`");
  EXPECT_EQ(explain(Ground::kInstructionMissing),
            "operation `erase` needs a documented instruction of the controller");
}

TEST(MandateTest, ReplacesNamesThatAreTooLongOrNotPrintableWhenItExplains) {
  const auto mandate = CompileAcme();
  ASSERT_NE(mandate, nullptr);
  const auto explain = [&](std::string purpose) {
    return mandate->Explain(Operation{.purpose = std::move(purpose)},
                            Forbidden(Ground::kPurposeNotListed, ClauseId{0}));
  };
  const std::string hidden = "purpose `?` is not among the purposes of the agreement";
  EXPECT_EQ(explain(std::string(65, 'a')), hidden);
  EXPECT_EQ(explain("a\nb"), hidden);
  EXPECT_EQ(explain("\xc3\xa9"), hidden);
  EXPECT_EQ(explain("a`b"), hidden);
  EXPECT_NE(explain(std::string(64, 'a')), hidden);
  EXPECT_EQ(explain(""), "no purpose is named");
}

// Covers: GDPR Art. 5(1)(e).
TEST(MandateTest, ExpiresAUnitAtTheEarliestEndOfWhatItTouches) {
  const auto acme = CompileAcme();
  ASSERT_NE(acme, nullptr);
  const Instant captured = At("2026-02-10T09:30:00.000001Z");
  EXPECT_EQ(acme->ExpiryOf("cards", captured), std::nullopt);  // kept for the term
  EXPECT_EQ(acme->ExpiryOf("files", captured), At("2026-03-12T09:30:00.000001Z"));
  EXPECT_EQ(acme->ExpiryOf("nowhere", captured), std::nullopt);

  const std::string both = With(kForm, "{categories: [contact], keep: term, clause: \"8.1\"}",
                                "{categories: [contact], keep: {days: 3}, from: capture, "
                                "clause: \"8.1\"}");
  const auto shorter = CompileTexts(both, kInstance, kSchema);
  ASSERT_NE(shorter, nullptr);
  EXPECT_EQ(shorter->ExpiryOf("files", captured), At("2026-02-13T09:30:00.000001Z"));
}

// One month from capture; no number of that day in the next month gives its last day, and no
// weekend or holiday extends it.
// Covers: GDPR Art. 5(1)(e).
TEST(MandateTest, CountsMonthsOfRetentionByTheCalendarAndClampsThem) {
  const auto mandate = CompileSample("mintt", "mintt-demo", "mintt-care");
  ASSERT_NE(mandate, nullptr);
  const auto expiry = [&](std::string_view captured) {
    return mandate->ExpiryOf("residents", At(captured))->Format();
  };
  EXPECT_EQ(expiry("2026-01-15T08:00:00Z"), "2026-02-15T08:00:00Z");  // a Sunday
  EXPECT_EQ(expiry("2026-01-31T23:59:59Z"), "2026-02-28T23:59:59Z");
  EXPECT_EQ(expiry("2028-01-31T00:00:00Z"), "2028-02-29T00:00:00Z");
  EXPECT_EQ(expiry("2028-01-30T12:00:00.500000Z"), "2028-02-29T12:00:00.500000Z");
  EXPECT_EQ(expiry("2026-08-31T00:00:00Z"), "2026-09-30T00:00:00Z");
  EXPECT_EQ(expiry("2026-12-31T00:00:00Z"), "2027-01-31T00:00:00Z");
  EXPECT_EQ(expiry("1969-12-31T23:59:59.999999Z"), "1970-01-31T23:59:59.999999Z");
  EXPECT_EQ(mandate->ExpiryOf("interface-logs", At("2026-05-01T00:00:00Z")),
            At("2026-06-01T00:00:00Z"));
  EXPECT_EQ(mandate->ExpiryOf("interface-users", At("2026-05-01T00:00:00Z")), std::nullopt);
}

TEST(MandateTest, SurvivesCapturesOutsideTheCalendar) {
  const auto mandate = CompileSample("mintt", "mintt-demo", "mintt-care");
  ASSERT_NE(mandate, nullptr);
  EXPECT_EQ(mandate->ExpiryOf("residents", Instant{INT64_MAX})->Format(), "9000-02-01T00:00:00Z");
  EXPECT_EQ(mandate->ExpiryOf("residents", Instant{INT64_MIN})->Format(), "0001-02-01T00:00:00Z");
}

}  // namespace
}  // namespace mandat
