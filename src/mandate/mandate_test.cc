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

// What is kept from an event: every combination of where a period counts from, what is known and
// whether instructions may widen. `-` is nothing, numbers are days after 2026-01-01.
struct KeptCase {
  std::string_view from;
  int captured;
  std::optional<int> started;
  std::optional<int> until;
  bool may_widen;
  std::optional<int> expires;
};

std::shared_ptr<const Mandate> CompileKept(std::string_view from, bool may_widen) {
  const std::string form =
      With(kForm, "keep: {days: 30}, from: capture",
           from == "term" ? "keep: term" : "keep: {days: 30}, from: " + std::string(from));
  auto agreement = Agreement::Parse({"form.yaml", form, "instance.yaml", std::string(kInstance)});
  auto schema = ServiceSchema::Parse("schema.yaml", std::string(kSchema));
  auto mandate = Mandate::Compile(std::get<Agreement>(std::move(agreement)),
                                  std::get<ServiceSchema>(std::move(schema)),
                                  Standing{.instructions_may_widen = may_widen}, {INT64_MIN});
  return std::get<std::shared_ptr<const Mandate>>(mandate);
}

// Covers: GDPR Art. 5(1)(e); GDPR Art. 28(3)(a).
TEST(MandateTest, CountsFromTheEventThatThePeriodNamesAndLetsAnInstructionShorten) {
  const std::nullopt_t none = std::nullopt;
  const std::vector<KeptCase> cases = {
      // from capture: `started` changes nothing
      {"capture", 5, none, none, false, 35},
      {"capture", 5, none, none, true, 35},
      {"capture", 5, 9, none, false, 35},
      {"capture", 5, none, 20, false, 20},  // shorter
      {"capture", 5, none, 20, true, 20},
      {"capture", 5, none, 50, false, 35},  // longer, and it may not be
      {"capture", 5, none, 50, true, 50},
      {"capture", 5, 9, 50, false, 35},
      // from an event: not running until it happened
      {"end-of-designation", 5, none, none, false, none},
      {"end-of-designation", 5, none, none, true, none},
      {"end-of-designation", 5, 9, none, false, 39},
      {"end-of-designation", 5, 9, none, true, 39},
      {"end-of-designation", 5, none, 20, false, 20},
      {"end-of-designation", 5, none, 20, true, 20},
      {"end-of-designation", 5, 9, 20, false, 20},
      {"end-of-designation", 5, 9, 20, true, 20},
      {"end-of-designation", 5, 9, 50, false, 39},
      {"end-of-designation", 5, 9, 50, true, 50},
      {"account-closure", 5, 9, none, false, 39},
      {"end-of-agreement", 5, 9, none, false, 39},
      {"instruction", 5, 9, none, false, 39},
      // for the term of the agreement
      {"term", 5, none, none, false, none},
      {"term", 5, 9, none, true, none},
      {"term", 5, none, 20, false, 20},
      {"term", 5, none, 20, true, 20},
  };
  const Instant origin = At("2026-01-01T00:00:00Z");
  const auto on = [&](std::optional<int> day) {
    return day ? std::optional(origin + std::chrono::days(*day)) : std::nullopt;
  };
  for (const KeptCase& each : cases) {
    const auto mandate = CompileKept(each.from, each.may_widen);
    EXPECT_EQ(mandate->ExpiryOf("files", UnitTimes{.captured = *on(each.captured),
                                                   .started = on(each.started),
                                                   .until = on(each.until)}),
              on(each.expires))
        << each.from << " case " << (&each - cases.data());
    const bool waits = each.from != "capture" && each.from != "term";
    EXPECT_EQ(mandate->StartEventOf("files"), waits ? each.from : "");
    EXPECT_EQ(mandate->StartEventOf("cards"), "");
    EXPECT_EQ(mandate->StartEventOf("nowhere"), "");
    EXPECT_EQ(mandate->ExpiryOf("nowhere", UnitTimes{.until = on(3)}), std::nullopt);
  }
}

// Of two periods in one collection the one that runs out first counts, whether or not the other has
// begun.
// Covers: GDPR Art. 5(1)(e).
TEST(MandateTest, ExpiresByThePeriodsThatRun) {
  std::string form = With(kForm, "{categories: [contact], keep: term, clause: \"8.1\"}",
                          "{categories: [contact], keep: {days: 3}, from: account-closure, "
                          "clause: \"8.1\"}");
  const auto mandate = CompileTexts(form, kInstance, kSchema);
  ASSERT_NE(mandate, nullptr);
  const Instant captured = At("2026-02-01T00:00:00Z");
  const auto expiry = [&](std::string_view started) {
    return mandate
        ->ExpiryOf("files", UnitTimes{.captured = captured,
                                      .started = started.empty() ? std::nullopt
                                                                 : std::optional(At(started))})
        ->Format();
  };
  EXPECT_EQ(mandate->StartEventOf("files"), "account-closure");
  EXPECT_EQ(expiry(""), "2026-03-03T00:00:00Z");
  EXPECT_EQ(expiry("2026-02-10T00:00:00Z"), "2026-02-13T00:00:00Z");
  EXPECT_EQ(expiry("2026-03-10T00:00:00Z"), "2026-03-03T00:00:00Z");
  EXPECT_EQ(mandate->ExpiryOf("cards", captured), std::nullopt);
}

std::vector<Finding> FindingsOf(const std::string& form, const std::string& schema) {
  auto agreement = Agreement::Parse({"form.yaml", form, "instance.yaml", std::string(kInstance)});
  auto parsed = ServiceSchema::Parse("schema.yaml", schema);
  auto mandate = Mandate::Compile(std::get<Agreement>(std::move(agreement)),
                                  std::get<ServiceSchema>(std::move(parsed)));
  auto* findings = std::get_if<std::vector<Finding>>(&mandate);
  return findings == nullptr ? std::vector<Finding>() : std::move(*findings);
}

// Covers: GDPR Art. 5(1)(e).
TEST(MandateTest, UnderlinesFieldsThatWaitForAnotherEventThanTheOthers) {
  std::string form = With(kForm, "{categories: [contact], keep: term, clause: \"8.1\"}",
                          "{categories: [contact], keep: {days: 3}, from: account-closure, "
                          "clause: \"8.1\"}");
  form = With(form, "{days: 30}, from: capture", "{days: 30}, from: end-of-designation");
  const std::vector<Finding> findings = FindingsOf(form, std::string(kSchema));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "A302");
  EXPECT_EQ(Underlined(findings[0], kSchema), "health");
  EXPECT_EQ(findings[0].message,
            "data category `health` is kept from `end-of-designation`, other fields of the "
            "collection from `account-closure`");
}

constexpr std::string_view kRoles = R"(schema: acme-roles
version: 1
form: acme
collections:
  - id: visits
    people: customers
    roles:
      - {id: clerk, people: staff, erasure: fields}
    fields:
      - {id: note, type: text, length-max: 90, category: health}
      - {id: seen-by, type: text, length-max: 90, category: contact, role: clerk}
  - id: calls
    people: customers
    roles:
      - {id: clerk, people: staff, erasure: last}
    fields:
      - {id: topic, type: text, length-max: 90, category: contact}
)";

TEST(MandateTest, UnderlinesARoleOfPeopleWhomTheAgreementDoesNotList) {
  const std::string schema =
      With(With(kRoles, "people: staff, erasure: last", "people: stuff, erasure: last"),
           "category: health", "category: wealth");
  const std::vector<Finding> findings = FindingsOf(std::string(kForm), schema);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].code, "A301");
  EXPECT_EQ(Underlined(findings[0], schema), "wealth");
  EXPECT_EQ(findings[1].code, "A301");
  EXPECT_EQ(Underlined(findings[1], schema), "stuff");
}

// The form lets customers' data be recorded and nobody else's, so a unit is refused as far as it is
// about staff: the fields of a role are about that role alone, everything else about everybody.
// Covers: GDPR Art. 28(3)(a).
TEST(MandateTest, AllowsWhatIsAboutSeveralPeopleOnlyIfItMayBeDoneWithAllOfThem) {
  const Instant at = At("2026-05-01T00:00:00Z");
  const auto decide = [&](const std::shared_ptr<const Mandate>& mandate, std::string collection,
                          const std::vector<std::string_view>& fields, std::string people = "") {
    const auto touched =
        fields.empty() ? std::optional<CategorySet>(0) : mandate->CategoriesOf(collection, fields);
    return NameOf(mandate->Decide(Operation{.verb = Verb::kRecord,
                                            .purpose = "support",
                                            .collection = std::move(collection),
                                            .people = std::move(people),
                                            .categories = *touched},
                                  at));
  };
  const auto closed = CompileTexts(kForm, kInstance, kRoles);
  ASSERT_NE(closed, nullptr);
  EXPECT_EQ(decide(closed, "visits", {}), "not-for-this-purpose");
  EXPECT_EQ(decide(closed, "visits", {"note"}), "allowed");
  EXPECT_EQ(decide(closed, "visits", {"seen-by"}), "not-for-this-purpose");
  EXPECT_EQ(decide(closed, "calls", {}), "not-for-this-purpose");
  EXPECT_EQ(decide(closed, "calls", {"topic"}), "not-for-this-purpose");

  const std::string form = With(kForm, "    categories: [contact]\n    people: [customers]",
                                "    categories: [contact]\n    people: all");
  const auto open = CompileTexts(form, kInstance, kRoles);
  ASSERT_NE(open, nullptr);
  EXPECT_EQ(decide(open, "visits", {}), "allowed");
  EXPECT_EQ(decide(open, "visits", {"seen-by"}), "allowed");
  EXPECT_EQ(decide(open, "calls", {}), "allowed");
  EXPECT_EQ(decide(open, "calls", {}, "staff"), "allowed");
  EXPECT_EQ(decide(open, "calls", {}, "customers"), "allowed");
  EXPECT_EQ(decide(open, "calls", {}, "guests"), "people-not-listed");
}

TEST(MandateTest, SurvivesCapturesOutsideTheCalendar) {
  const auto mandate = CompileSample("mintt", "mintt-demo", "mintt-care");
  ASSERT_NE(mandate, nullptr);
  EXPECT_EQ(mandate->ExpiryOf("residents", Instant{INT64_MAX})->Format(), "9000-02-01T00:00:00Z");
  EXPECT_EQ(mandate->ExpiryOf("residents", Instant{INT64_MIN})->Format(), "0001-02-01T00:00:00Z");
}

}  // namespace
}  // namespace mandat
