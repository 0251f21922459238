// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <random>
#include <sstream>

#include "law/country.h"
#include "mandate/mandate_test_util.h"

namespace {

// Allocations of this thread while it is counting.
thread_local bool counting = false;
thread_local size_t allocations_count = 0;

}  // namespace

void* operator new(size_t bytes) {
  allocations_count += counting ? 1 : 0;
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) {
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace mandat {
namespace {

Instant At(std::string_view text) { return *Instant::Parse(text); }

// Reads a decision table: purpose, collection (or of:PEOPLE for a person as a whole), operation,
// place, instruction, "->", outcome, clause within `annex`. "-" stands for nothing.
void ExpectTable(const Mandate& mandate, std::string_view annex, std::string_view table) {
  const Instant at = At("2026-06-01T12:00:00Z");
  const auto value = [](const std::string& word) { return word == "-" ? "" : word; };
  std::istringstream lines{std::string(table)};
  std::string line;
  size_t rows_count = 0;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string purpose, collection, verb, place, instruction, arrow, outcome, clause;
    if (!(words >> purpose) || purpose[0] == '#') {
      continue;
    }
    words >> collection >> verb >> place >> instruction >> arrow >> outcome >> std::ws;
    std::getline(words, clause);
    ASSERT_EQ(arrow, "->") << line;
    ASSERT_TRUE(FindVerb(verb)) << line;
    Operation operation{.verb = *FindVerb(verb),
                        .purpose = value(purpose),
                        .collection = value(collection),
                        .place = value(place),
                        .instruction = value(instruction)};
    if (collection.starts_with("of:")) {
      operation.collection.clear();
      operation.people = collection.substr(3);
    }
    const Decision decision = mandate.Decide(operation, at);
    EXPECT_EQ(NameOf(decision), outcome) << line;
    EXPECT_EQ(mandate.clause(ClauseOf(decision)).clause, std::string(annex) + clause) << line;
    EXPECT_EQ(mandate.clause(ClauseOf(decision)).agreement, mandate.agreement().id().text());
    ++rows_count;
  }
  EXPECT_GT(rows_count, 10U);
}

// Covers: GDPR Art. 28(3); GDPR Art. 28(3)(a); GDPR Art. 28(3)(e); GDPR Art. 44; GDPR Art. 4(2).
TEST(DecideTest, DecidesByTheOpinumAgreement) {
  const auto mandate = CompileSample("opinum", "opinum-demo", "opinum-data-hub");
  ASSERT_NE(mandate, nullptr);
  ExpectTable(*mandate, "", R"(
# purpose      collection    operation     place            instr -> outcome              clause
# What is ticked in Annexe A may be done for the services, and for the purpose filled in.
data-hub       sites         record        -                -     -> allowed              Annexe A
data-hub       sites         alter         -                -     -> allowed              Annexe A
data-hub       sources       retrieve      -                -     -> allowed              Annexe A
data-hub       users         consult       -                -     -> allowed              Annexe A
data-hub       of:customers  retrieve      -                -     -> allowed              Annexe A
energy-advice  sites         consult       -                -     -> allowed              Annexe A
# What is not ticked, and no other purpose.
data-hub       sites         anonymise     -                -     -> verb-not-listed      Annexe A
data-hub       sites         pseudonymise  -                -     -> verb-not-listed      Annexe A
marketing      sites         consult       -                -     -> purpose-not-listed   [3]
-              sites         consult       -                -     -> purpose-not-listed   [3]
data-hub       invoices      consult       -                -     -> collection-unknown   Annexe A
data-hub       of:employees  consult       -                -     -> people-not-listed    Annexe A
# Inside the Union, to listed third parties; outside only with a consent that is not recorded.
data-hub       sites         disclose      FR               -     -> allowed              Annexe A
data-hub       sites         disclose      SE               -     -> allowed              Annexe A
data-hub       sites         disclose      prod-mailjet     -     -> allowed              Annexe A
data-hub       sites         disclose      prod-graylog     -     -> allowed              Annexe A
data-hub       sites         disclose      GB               -     -> place-not-listed     [7]
data-hub       sites         disclose      US               -     -> place-not-listed     [7]
data-hub       sites         disclose      prod-greymatter  -     -> place-not-listed     [7]
data-hub       sites         disclose      uat-paddle       -     -> place-not-listed     [7]
data-hub       sites         disclose      data-broker      -     -> place-not-listed     [8]
# Persons' rights: on the controller's instruction, whatever the purpose.
-              sites         erase         -                I-7   -> allowed              [9]
-              of:customers  erase         -                I-7   -> allowed              [9]
data-hub       sites         restrict      -                I-7   -> allowed              [9]
-              sites         erase         -                -     -> instruction-missing  [9]
data-hub       sites         destroy       -                -     -> instruction-missing  [9]
marketing      sites         erase         -                I-7   -> purpose-not-listed   [3]
-              of:employees  erase         -                I-7   -> people-not-listed    Annexe A
)");
}

// Covers: GDPR Art. 28(3)(a); GDPR Art. 28(3)(e); GDPR Art. 44.
TEST(DecideTest, DecidesByTheMinttAgreement) {
  const auto mandate = CompileSample("mintt", "mintt-demo", "mintt-care");
  ASSERT_NE(mandate, nullptr);
  ExpectTable(*mandate, "Annexe B ", R"(
# purpose               collection      operation      place     ins -> outcome              clause
# The management of access concerns staff and nobody else.
access-management       interface-users record         -         -   -> allowed              II
access-management       interface-users consult        -         -   -> allowed              II
access-management       residents       record         -         -   -> not-for-this-purpose 7.2
access-management       visitors        make-available -         -   -> not-for-this-purpose 7.2
support-and-maintenance interface-logs  consult        -         -   -> allowed              II
alert-acknowledgement   interface-logs  record         -         -   -> allowed              II
# 3D data concerns residents and visitors.
generation-of-3d-data   residents       adapt          -         -   -> allowed              II
generation-of-3d-data   interface-users consult        -         -   -> not-for-this-purpose 7.2
event-detection         visitors        record         -         -   -> allowed              II
alert-handling          residents       make-available -         -   -> allowed              II
live-viewing            residents       make-available -         -   -> allowed              II
event-detection         residents       anonymise      -         -   -> allowed              II
# It is consulted for moderation and annotation only.
event-moderation        residents       consult        -         -   -> allowed              II
moderation-verification visitors        consult        -         -   -> allowed              II
event-moderation        of:residents    consult        -         -   -> allowed              II
alert-handling          residents       consult        -         -   -> not-for-this-purpose 7.2
live-viewing            residents       consult        -         -   -> not-for-this-purpose 7.2
event-moderation        interface-users consult        -         -   -> not-for-this-purpose 7.2
# Six operations are named; these are not among them.
access-management       interface-users alter          -         -   -> verb-not-listed      II
access-management       interface-users retrieve       -         -   -> verb-not-listed      II
event-moderation        residents       use            -         -   -> verb-not-listed      II
event-moderation        residents       store          -         -   -> verb-not-listed      II
marketing               residents       consult        -         -   -> purpose-not-listed   7.2
event-moderation        relatives       consult        -         -   -> collection-unknown   II
# No place is stated: nothing may leave, not even to the hosts of IV.
event-moderation        residents       consult        FR        -   -> place-not-listed     7.8(a)
event-moderation        residents       consult        ecritel   -   -> place-not-listed     7.8(a)
event-moderation        residents       consult        US        -   -> place-not-listed     7.8(a)
event-moderation        residents       consult        otherhost -   -> place-not-listed     7.7(a)
# Erasure is no operation of annex II and is done when the controller instructs it.
-                       residents       erase          -         I-1 -> allowed              8(b)
-                       of:visitors     restrict       -         I-1 -> allowed              8(b)
-                       residents       erase          -         -   -> instruction-missing  8(b)
-                       of:relatives    erase          -         I-1 -> people-not-listed    II
)");
}

// Covers: GDPR Art. 28(3)(g); GDPR Art. 17(1); GDPR Art. 18(1).
TEST(DecideTest, AllowsNothingBeforeTheStartAndOnlyOrderedErasureAfterTheEnd) {
  const auto mandate = CompileAcme();
  ASSERT_NE(mandate, nullptr);
  const Operation read{.verb = Verb::kConsult, .purpose = "support", .collection = "cards"};
  const Operation erase{.verb = Verb::kErase, .collection = "cards", .instruction = "I-1"};
  const Operation restrict {.verb = Verb::kRestrict, .collection = "cards", .instruction = "I-1"};
  const auto outcome = [&](const Operation& operation, std::string_view at) {
    const Decision decision = mandate->Decide(operation, At(at));
    return std::string(NameOf(decision)) + " " + mandate->clause(ClauseOf(decision)).clause;
  };
  EXPECT_EQ(outcome(read, "2025-12-31T23:59:59.999999Z"), "not-in-force 13");
  EXPECT_EQ(outcome(erase, "2025-12-31T23:59:59.999999Z"), "not-in-force 13");
  EXPECT_EQ(outcome(read, "2026-01-01T00:00:00Z"), "allowed 9.1");
  EXPECT_EQ(outcome(read, "2026-12-31T23:59:59.999999Z"), "allowed 9.1");
  EXPECT_EQ(outcome(erase, "2026-12-31T23:59:59.999999Z"), "allowed 11");
  EXPECT_EQ(outcome(read, "2027-01-01T00:00:00Z"), "not-in-force 12");
  EXPECT_EQ(outcome(restrict, "2027-01-01T00:00:00Z"), "not-in-force 12");
  EXPECT_EQ(outcome(erase, "2027-01-01T00:00:00Z"), "allowed 12");
}

TEST(DecideTest, TreatsErasureAsAnyOperationWhereTheAgreementDoesNotAskForInstructions) {
  const std::string form = With(kForm, "instruction: required", "instruction: not-stated");
  const auto mandate = CompileTexts(form, kInstance, kSchema);
  ASSERT_NE(mandate, nullptr);
  const Operation erase{
      .verb = Verb::kErase, .purpose = "support", .collection = "cards", .instruction = "I-1"};
  EXPECT_EQ(NameOf(mandate->Decide(erase, At("2026-06-01T00:00:00Z"))), "verb-not-listed");
}

TEST(DecideTest, AllowsTogetherWhatTwoPermissionsCoverAndCitesTheFirstThatIsTouched) {
  const auto mandate = CompileAcme();
  ASSERT_NE(mandate, nullptr);
  const Instant at = At("2026-06-01T00:00:00Z");
  const auto outcome = [&](std::string_view purpose, std::string_view field) {
    Operation operation{
        .verb = Verb::kConsult, .purpose = std::string(purpose), .collection = "files"};
    if (!field.empty()) {
      operation.categories = *mandate->CategoriesOf("files", {field});
    }
    const Decision decision = mandate->Decide(operation, at);
    return std::string(NameOf(decision)) + " " + mandate->clause(ClauseOf(decision)).clause;
  };
  EXPECT_EQ(outcome("support", "name"), "allowed 9.1");
  EXPECT_EQ(outcome("support", "diagnosis"), "allowed 9.2");
  EXPECT_EQ(outcome("support", ""), "allowed 9.1");
  EXPECT_EQ(outcome("marketing", "name"), "allowed 9.1");
  EXPECT_EQ(outcome("marketing", "diagnosis"), "not-for-this-purpose 2");
  EXPECT_EQ(outcome("marketing", ""), "not-for-this-purpose 2");
}

TEST(DecideTest, RefusesCategoriesOutsideTheAgreementAndPeopleOtherThanTheCollections) {
  const auto mandate = CompileAcme();
  ASSERT_NE(mandate, nullptr);
  const Instant at = At("2026-06-01T00:00:00Z");
  Operation operation{.verb = Verb::kConsult, .purpose = "support", .collection = "cards"};
  EXPECT_EQ(NameOf(mandate->Decide(operation, at)), "allowed");
  operation.categories = CategorySet{1} << 2;
  EXPECT_EQ(NameOf(mandate->Decide(operation, at)), "category-not-listed");
  operation.categories = ~CategorySet{0};
  EXPECT_EQ(NameOf(mandate->Decide(operation, at)), "category-not-listed");
  operation.categories = 0;
  operation.people = "customers";
  EXPECT_EQ(NameOf(mandate->Decide(operation, at)), "allowed");
  operation.people = "staff";
  EXPECT_EQ(NameOf(mandate->Decide(operation, at)), "people-not-listed");
}

bool Has(const std::vector<std::string>& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

// The ids of the categories that an operation touches; empty text for one that is not listed.
std::vector<std::string> TouchedByReading(const Mandate& mandate, const Operation& operation,
                                          const std::string& people) {
  std::vector<std::string> touched;
  const std::vector<DataCategory>& categories = mandate.agreement().categories();
  for (size_t i = 0; i < 64; ++i) {
    if (((operation.categories >> i) & 1) != 0) {
      touched.push_back(i < categories.size() ? categories[i].id : "");
    }
  }
  if (!touched.empty()) {
    return touched;
  }
  for (const Collection& each : mandate.schema().collections()) {
    if (operation.collection.empty() ? each.people == people : each.id == operation.collection) {
      for (const Field& field : each.fields) {
        touched.push_back(field.category);
      }
    }
  }
  return touched;
}

// The refusal of a place, or an empty text.
std::string PlaceByReading(const Agreement& agreement, const std::string& place) {
  const auto recipient = std::ranges::find(agreement.subprocessors(), place, &Subprocessor::id);
  const bool known = recipient != agreement.subprocessors().end();
  const auto listed = [&](const std::string& country) {
    return std::ranges::any_of(agreement.places(), [&](const Place& each) {
      return (known || !each.only_subprocessors) &&
             (each.country == country || (each.country == "EU" && IsMemberState(country)));
    });
  };
  if (place.empty() || (known ? listed(recipient->country) : listed(place))) {
    return "";
  }
  const bool country = place.size() == 2 && place[0] <= 'Z';
  return "place-not-listed " +
         (known || country ? agreement.places_clause() : agreement.subprocessors_clause());
}

std::string TogetherByReading(const Agreement& agreement, const Operation& operation,
                              const std::string& people, std::vector<std::string> touched) {
  std::string first;
  for (const Permission& permission : agreement.permissions()) {
    if (!Has(permission.purposes, operation.purpose) || !Has(permission.people, people) ||
        std::ranges::find(permission.verbs, operation.verb) == permission.verbs.end()) {
      continue;
    }
    if (std::erase_if(touched, [&](const auto& id) { return Has(permission.categories, id); }) >
            0 &&
        first.empty()) {
      first = permission.clause;
    }
  }
  return touched.empty() ? "allowed " + first
                         : "not-for-this-purpose " + agreement.purposes_clause();
}

// Decides the same question by reading the agreement's lists one after the other.
std::string DecideByReading(const Mandate& mandate, const Operation& operation, Instant at) {
  const Agreement& agreement = mandate.agreement();
  const auto lists = [](const auto& rows, auto member, const auto& value) {
    return std::ranges::find(rows, value, member) != rows.end();
  };
  const bool erasure = operation.verb == Verb::kErase || operation.verb == Verb::kDestroy ||
                       operation.verb == Verb::kRestrict;
  const bool ordered = erasure && agreement.erasure_on_instruction();
  const bool over = agreement.end() && at >= *agreement.end();
  if (at < agreement.start() || (over && (!ordered || operation.verb == Verb::kRestrict))) {
    return "not-in-force " + (over ? agreement.end_clause() : agreement.duration_clause());
  }
  const Collection* collection = mandate.schema().FindCollection(operation.collection);
  if (collection == nullptr && !operation.collection.empty()) {
    return "collection-unknown " + agreement.categories_clause();
  }
  if (!(ordered && operation.purpose.empty()) &&
      !lists(agreement.purposes(), &Purpose::id, operation.purpose)) {
    return "purpose-not-listed " + agreement.purposes_clause();
  }
  if (!ordered && !lists(agreement.verbs(), &AllowedVerb::verb, operation.verb)) {
    return "verb-not-listed " + agreement.verbs_clause();
  }
  const std::string people = collection == nullptr ? operation.people : collection->people;
  if (!lists(agreement.people(), &PeopleCategory::id, people) ||
      (!operation.people.empty() && operation.people != people)) {
    return "people-not-listed " + agreement.people_clause();
  }
  const std::vector<std::string> touched = TouchedByReading(mandate, operation, people);
  if (Has(touched, "")) {
    return "category-not-listed " + agreement.categories_clause();
  }
  if (std::string refusal = PlaceByReading(agreement, operation.place); !refusal.empty()) {
    return refusal;
  }
  if (!ordered) {
    return TogetherByReading(agreement, operation, people, touched);
  }
  if (operation.instruction.empty()) {
    return "instruction-missing " + agreement.erasure_clause();
  }
  return "allowed " + (over ? agreement.end_clause() : agreement.erasure_clause());
}

template <class Pool>
const auto& Pick(const Pool& pool, std::mt19937_64& random) {
  return pool[random() % pool.size()];
}

Operation Draw(const Mandate& mandate, std::mt19937_64& random) {
  std::vector<std::string> purposes = {"", "marketing"}, collections = {"", "nowhere"},
                           people = {"", "nobody"},
                           places = {"", "", "", "BE", "FR", "US", "GB", "EU", "stranger"};
  for (const Purpose& row : mandate.agreement().purposes()) {
    purposes.push_back(row.id);
  }
  for (const Collection& row : mandate.schema().collections()) {
    collections.push_back(row.id);
  }
  for (const PeopleCategory& row : mandate.agreement().people()) {
    people.push_back(row.id);
  }
  for (const Subprocessor& row : mandate.agreement().subprocessors()) {
    places.push_back(row.id);
  }
  Operation operation{.verb = static_cast<Verb>(random() % kVerbsCount),
                      .purpose = Pick(purposes, random),
                      .collection = Pick(collections, random),
                      .place = Pick(places, random),
                      .instruction = random() % 2 == 0 ? "" : "I-1"};
  if (operation.collection.empty() || random() % 8 == 0) {
    operation.people = Pick(people, random);
  }
  if (random() % 2 == 0) {
    operation.categories = random() % (uint64_t{1} << (mandate.agreement().categories().size()));
    operation.categories |= random() % 32 == 0 ? uint64_t{1} << (random() % 64) : 0;
  }
  return operation;
}

// Covers: GDPR Art. 28(3)(a); GDPR Art. 44.
TEST(DecideTest, OpensACountryToItsSubprocessorsAndToNobodyElse) {
  const std::string open =
      With(kForm, "{country: BE, text: Data centre, clause: \"6.1\"}",
           "{country: BE, text: Data centre, clause: \"6.1\"}\n    - {country: US, text: Faraway, "
           "clause: \"6.2\"}");
  const std::string narrow = With(open, "text: Faraway,", "only: sub-processors, text: Faraway,");
  const auto decide = [](std::string_view form, std::string place) {
    return NameOf(CompileTexts(form, kInstance, kSchema)
                      ->Decide({.verb = Verb::kDisclose,
                                .purpose = "support",
                                .collection = "cards",
                                .place = std::move(place)},
                               *Instant::Parse("2026-06-01T00:00:00Z")));
  };
  EXPECT_EQ(decide(open, "US"), "allowed");
  EXPECT_EQ(decide(open, "faraway"), "allowed");
  EXPECT_EQ(decide(narrow, "US"), "place-not-listed");
  EXPECT_EQ(decide(narrow, "faraway"), "allowed");
  EXPECT_EQ(decide(kForm, "faraway"), "place-not-listed");
}

TEST(DecideTest, AgreesWithAPlainReadingOfTheListsOnRandomOperations) {
  const std::vector<std::shared_ptr<const Mandate>> mandates = {
      CompileAcme(), CompileSample("opinum", "opinum-demo", "opinum-data-hub"),
      CompileSample("mintt", "mintt-demo", "mintt-care")};
  const std::vector<Instant> instants = {At("2025-01-01T00:00:00Z"), At("2026-06-01T00:00:00Z"),
                                         At("2026-06-01T00:00:00Z"), At("2026-06-01T00:00:00Z"),
                                         At("2027-06-01T00:00:00Z")};
  constexpr uint64_t kSeed = 4711;
  std::mt19937_64 random(kSeed);
  size_t allowed_count = 0;
  for (int i = 0; i < 60'000; ++i) {
    const Mandate& mandate = *Pick(mandates, random);
    const Operation operation = Draw(mandate, random);
    const Instant at = Pick(instants, random);
    const Decision decision = mandate.Decide(operation, at);
    const std::string decided =
        std::string(NameOf(decision)) + " " + mandate.clause(ClauseOf(decision)).clause;
    ASSERT_EQ(decided, DecideByReading(mandate, operation, at))
        << "seed " << kSeed << ", operation " << i << ": " << Name(operation.verb) << " for '"
        << operation.purpose << "' on '" << operation.collection << "' of '" << operation.people
        << "' to '" << operation.place << "' at " << at.Format();
    allowed_count += std::holds_alternative<Allowed>(decision) ? 1 : 0;
  }
  EXPECT_GT(allowed_count, 2000U);
}

TEST(DecideTest, AllocatesNothing) {
  const auto mandate = CompileSample("mintt", "mintt-demo", "mintt-care");
  ASSERT_NE(mandate, nullptr);
  constexpr uint64_t kSeed = 4712;
  std::mt19937_64 random(kSeed);
  const Instant at = At("2026-06-01T00:00:00Z");
  for (int i = 0; i < 1000; ++i) {
    const Operation operation = Draw(*mandate, random);
    allocations_count = 0;
    counting = true;
    const Decision decision = mandate->Decide(operation, at);
    counting = false;
    EXPECT_EQ(allocations_count, 0U) << NameOf(decision) << ", seed " << kSeed;
  }
  counting = true;
  const auto proof = std::make_unique<int>(1);
  counting = false;
  EXPECT_EQ(allocations_count, 1U) << "the test counts nothing";
}

}  // namespace
}  // namespace mandat
