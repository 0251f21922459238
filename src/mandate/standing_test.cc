// SPDX-License-Identifier: Apache-2.0
#include "mandate/standing.h"

#include <gtest/gtest.h>

#include "mandate/mandate_test_util.h"

namespace mandat {
namespace {

Instant At(std::string_view text) { return *Instant::Parse(text); }

const Instant kSpring = At("2026-03-01T00:00:00Z");
const Instant kSummer = At("2026-06-01T00:00:00Z");
const Instant kAutumn = At("2026-09-01T00:00:00Z");
constexpr std::chrono::microseconds kTick{1};

// From the beginning of summer until the beginning of autumn.
StandingEntry InSummer(std::string id, std::string basis) {
  return {std::move(id), kSummer, kAutumn, std::move(basis)};
}

using Compiled = std::variant<std::shared_ptr<const Mandate>, std::vector<Finding>>;

Compiled CompileBeside(const Standing& standing, Instant since = {INT64_MIN}) {
  auto agreement = std::get<Agreement>(
      Agreement::Parse({"form.yaml", std::string(kForm), "instance.yaml", std::string(kInstance)}));
  auto schema = std::get<ServiceSchema>(ServiceSchema::Parse("schema.yaml", std::string(kSchema)));
  return Mandate::Compile(std::move(agreement), std::move(schema), standing, since);
}

class StandingTest : public ::testing::Test {
 protected:
  void Stand(const Standing& standing, Instant since = {INT64_MIN}) {
    Compiled compiled = CompileBeside(standing, since);
    if (const auto* findings = std::get_if<std::vector<Finding>>(&compiled)) {
      FAIL() << Render(*findings, "");
    }
    mandate_ = std::get<std::shared_ptr<const Mandate>>(compiled);
  }

  // Outcome and clause, and the id of what was recorded if that decided.
  std::string Decide(const Operation& operation, Instant at = kSummer) const {
    const Decision decision = mandate_->Decide(operation, at);
    const ClauseId clause = ClauseOf(decision);
    const std::string& decider = mandate_->DeciderOf(clause);
    return std::string(NameOf(decision)) + " " + mandate_->clause(clause).clause +
           (decider.empty() ? "" : " " + decider);
  }
  std::string Explain(const Operation& operation) const {
    return mandate_->Explain(operation, std::get<Forbidden>(mandate_->Decide(operation, kSummer)));
  }

  static Operation Consult(std::string purpose = "support", std::string collection = "cards") {
    return {.verb = Verb::kConsult, .purpose = std::move(purpose), .collection = collection};
  }
  static Operation DiscloseTo(std::string place) {
    return {.verb = Verb::kDisclose,
            .purpose = "support",
            .collection = "cards",
            .place = std::move(place)};
  }
  static Operation Erase(std::string collection, std::string instruction = "I-1") {
    return {.verb = Verb::kErase,
            .collection = std::move(collection),
            .instruction = std::move(instruction)};
  }

  std::shared_ptr<const Mandate> mandate_;
};

// Covers: GDPR Art. 28(3)(a); GDPR Art. 29.
TEST_F(StandingTest, RefusesWhatAnInstructionForbidsAndNamesItsClause) {
  Stand({.instructions = {{InSummer("no-offers", "10"),
                           InstructionKind::kForbid,
                           {{"marketing"}, {Verb::kConsult}, {}, {}, {}}}}});
  EXPECT_EQ(Decide(Consult("marketing")), "forbidden-by-instruction 10 no-offers");
  EXPECT_EQ(Explain(Consult("marketing")),
            "instruction `no-offers` of the controller forbids operation `consult` on these data");
  EXPECT_EQ(Decide(Consult("support")), "allowed 9.1");
  EXPECT_EQ(Decide(Consult("marketing"), kSummer + -kTick), "allowed 9.1");
  EXPECT_EQ(Decide(Consult("marketing"), kAutumn + -kTick),
            "forbidden-by-instruction 10 no-offers");
  EXPECT_EQ(Decide(Consult("marketing"), kAutumn), "allowed 9.1");
  // What is not listed is refused for that, by the agreement's own clause.
  Operation unlisted = Consult("marketing");
  unlisted.verb = Verb::kUse;
  EXPECT_EQ(Decide(unlisted), "verb-not-listed 3");
}

// Covers: GDPR Art. 28(3)(a).
TEST_F(StandingTest, RefusesAnOperationThatTouchesAnyCategoryInTheScopeOfAnInstruction) {
  Stand(
      {.instructions = {
           {InSummer("no-health", "10"), InstructionKind::kForbid, {{}, {}, {"health"}, {}, {}}}}});
  EXPECT_EQ(Decide(Consult("support", "files")), "forbidden-by-instruction 10 no-health");
  EXPECT_EQ(Decide(Consult("support", "cards")), "allowed 9.1");
  EXPECT_EQ(Decide(Erase("files")), "forbidden-by-instruction 10 no-health");
  EXPECT_EQ(Decide(Erase("cards")), "allowed 11");
}

// Covers: GDPR Art. 28(3)(a).
TEST_F(StandingTest, AllowsWhatAnInstructionAllowsIfTheAgreementLetsItWiden) {
  Standing standing{.instructions = {{InSummer("offers-by-health", "10"),
                                      InstructionKind::kAllow,
                                      {{"marketing"}, {}, {"health"}, {"customers"}, {}}}},
                    .instructions_may_widen = true};
  Stand(standing);
  EXPECT_EQ(Decide(Consult("marketing", "files")), "allowed 9.1");
  Operation of_health = Consult("marketing", "files");
  of_health.categories = 2;
  EXPECT_EQ(Decide(of_health), "allowed 10 offers-by-health");
  EXPECT_EQ(Decide(of_health, kSpring), "not-for-this-purpose 2");
  Operation of_staff = Consult("marketing", "badges");
  EXPECT_EQ(Decide(of_staff), "not-for-this-purpose 2");

  standing.instructions_may_widen = false;
  const auto findings = std::get<std::vector<Finding>>(CompileBeside(standing));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "A310");
  EXPECT_EQ(findings[0].message, "instruction `offers-by-health` allows more than the agreement");
}

// Covers: GDPR Art. 28(3)(a); GDPR Art. 44.
TEST_F(StandingTest, OpensAPlaceByAConsentForWhatItNames) {
  Stand({.instructions = {
             {InSummer("to-us", "10"),
              InstructionKind::kConsent,
              {{"support"}, {}, {"contact"}, {}, {"US"}}},
         }});
  EXPECT_EQ(Decide(DiscloseTo("US")), "allowed 9.1");
  EXPECT_EQ(Decide(DiscloseTo("faraway")), "allowed 9.1");
  EXPECT_EQ(Decide(DiscloseTo("JP")), "place-not-listed 6");
  EXPECT_EQ(Decide(DiscloseTo("US"), kSpring), "place-not-listed 6");
  EXPECT_EQ(Decide(DiscloseTo("US"), kAutumn), "place-not-listed 6");
  Operation offers = DiscloseTo("US");
  offers.purpose = "marketing";
  EXPECT_EQ(Decide(offers), "place-not-listed 6");
  Operation of_health = DiscloseTo("US");
  of_health.collection = "files";
  EXPECT_EQ(Decide(of_health), "place-not-listed 6");
}

// Covers: GDPR Art. 28(3)(a); GDPR Art. 44.
TEST_F(StandingTest, OpensOneSubprocessorOrOneUnionByAConsentAndNothingBeside) {
  Stand({.instructions = {
             {InSummer("one", "10"), InstructionKind::kConsent, {{}, {}, {}, {}, {"faraway"}}},
             {InSummer("union", "10"), InstructionKind::kConsent, {{}, {}, {}, {}, {"EU"}}}}});
  EXPECT_EQ(Decide(DiscloseTo("faraway")), "allowed 9.1");
  EXPECT_EQ(Decide(DiscloseTo("US")), "place-not-listed 6");
  EXPECT_EQ(Decide(DiscloseTo("SE")), "allowed 9.1");
  EXPECT_EQ(Decide(DiscloseTo("EU")), "allowed 9.1");
  EXPECT_EQ(Decide(DiscloseTo("GB")), "place-not-listed 6");
}

// Covers: GDPR Art. 28(3)(a); GDPR Art. 44.
TEST_F(StandingTest, ForbidsAPlaceForWhateverMayComeThere) {
  const auto forbid = [](std::string place) {
    return Standing{
        .instructions = {{InSummer("open", "10"), InstructionKind::kConsent, {.places = {"EU"}}},
                         {InSummer("closed", "10"), InstructionKind::kForbid, {.places = {place}}}},
        .subprocessors = {{InSummer("roaming", "7"), "", "EU", Engagement::kEngaged}}};
  };
  Stand(forbid("FR"));
  EXPECT_EQ(Decide(DiscloseTo("FR")), "forbidden-by-instruction 10 closed");
  EXPECT_EQ(Decide(DiscloseTo("EU")), "forbidden-by-instruction 10 closed");
  EXPECT_EQ(Decide(DiscloseTo("roaming")), "forbidden-by-instruction 10 closed");
  EXPECT_EQ(Decide(DiscloseTo("BE")), "allowed 9.1");
  EXPECT_EQ(Decide(DiscloseTo("mailer")), "allowed 9.1");
  EXPECT_EQ(Decide(DiscloseTo("")), "allowed 9.1");
  Stand(forbid("EU"));
  EXPECT_EQ(Decide(DiscloseTo("mailer")), "forbidden-by-instruction 10 closed");
  Stand(forbid("mailer"));
  EXPECT_EQ(Decide(DiscloseTo("mailer")), "forbidden-by-instruction 10 closed");
  EXPECT_EQ(Decide(DiscloseTo("BE")), "allowed 9.1");
}

// Covers: GDPR Art. 28(2); GDPR Art. 28(4).
TEST_F(StandingTest, SendsDataToASubprocessorOnlyWhileItIsEngagedAndItsPlaceIsOpen) {
  const auto state = [](Instant from, std::string country, Engagement engagement,
                        std::string basis) {
    return SubprocessorState{
        {"printer", from, {}, std::move(basis)}, "Printer", country, engagement};
  };
  Stand({.subprocessors = {state(kAutumn, "BE", Engagement::kEnded, "7 end"),
                           state(kSpring, "BE", Engagement::kAnnounced, "7 notice"),
                           state(kSummer, "BE", Engagement::kEngaged, "7 start")}});
  EXPECT_EQ(Decide(DiscloseTo("printer"), kSpring + -kTick), "place-not-listed 7");
  EXPECT_EQ(Decide(DiscloseTo("printer"), kSpring), "sub-processor-not-engaged 7 notice printer");
  EXPECT_EQ(Decide(DiscloseTo("printer"), kSummer), "allowed 9.1");
  EXPECT_EQ(Decide(DiscloseTo("printer"), kAutumn), "sub-processor-not-engaged 7 end printer");

  Stand({.subprocessors = {state(kSummer, "US", Engagement::kEngaged, "7 start")}});
  EXPECT_EQ(Decide(DiscloseTo("printer")), "place-not-listed 6");
  Stand({.subprocessors = {state(kSummer, "", Engagement::kEngaged, "7 start")}});
  EXPECT_EQ(Decide(DiscloseTo("printer")), "place-not-listed 6");
}

// Covers: GDPR Art. 28(2).
TEST_F(StandingTest, ClosesAListedSubprocessorThatIsObjectedToEndedOrMoved) {
  const auto with = [](Engagement engagement, std::string country) {
    return Standing{
        .subprocessors = {{InSummer("mailer", "7 letter"), "Mailer", country, engagement}}};
  };
  Stand(with(Engagement::kObjected, ""));
  EXPECT_EQ(Decide(DiscloseTo("mailer")), "sub-processor-not-engaged 7 letter mailer");
  EXPECT_EQ(Explain(DiscloseTo("mailer")),
            "sub-processor `mailer` was objected to by the controller");
  EXPECT_EQ(Decide(DiscloseTo("mailer"), kSpring), "allowed 9.1");
  EXPECT_EQ(Decide(DiscloseTo("mailer"), kAutumn), "allowed 9.1");
  Stand(with(Engagement::kEnded, ""));
  EXPECT_EQ(Explain(DiscloseTo("mailer")), "sub-processor `mailer` is not engaged any more");
  Stand(with(Engagement::kAnnounced, ""));
  EXPECT_EQ(Explain(DiscloseTo("mailer")),
            "sub-processor `mailer` is announced and not engaged yet");
  Stand(with(Engagement::kEngaged, ""));
  EXPECT_EQ(Decide(DiscloseTo("mailer")), "allowed 9.1");
  Stand(with(Engagement::kEngaged, "US"));
  EXPECT_EQ(Decide(DiscloseTo("mailer")), "place-not-listed 6");
}

// Covers: Dec. 2021/915 Cl. 10; GDPR Art. 28(3); GDPR Art. 17(1); GDPR Art. 18(1).
TEST_F(StandingTest, SuspendsEverythingButStorageAndErasureOnInstruction) {
  const Standing standing{
      .suspensions = {{InSummer("breach", "12"), {}, SuspendedBy::kController}}};
  Stand(standing);
  EXPECT_EQ(Decide(Consult()), "suspended 12 breach");
  EXPECT_EQ(Explain(Consult()),
            "operation `consult` on these data is suspended by the controller: `breach`");
  EXPECT_EQ(Decide(Consult(), kAutumn), "allowed 9.1");
  EXPECT_EQ(Decide(Erase("cards")), "allowed 11");
  EXPECT_EQ(Decide(Erase("cards", "")), "suspended 12 breach");
  EXPECT_EQ(Decide(Erase("cards", ""), kAutumn), "instruction-missing 11");

  const std::string storing = With(kForm, "{verb: record, clause: \"3.1\"}",
                                   "{verb: record, clause: \"3.1\"}\n"
                                   "    - {verb: store, clause: \"3.1\"}");
  auto compiled = Mandate::Compile(
      std::get<Agreement>(Agreement::Parse({"f", storing, "i", std::string(kInstance)})),
      std::get<ServiceSchema>(ServiceSchema::Parse("s", std::string(kSchema))), standing, kSpring);
  mandate_ = std::get<std::shared_ptr<const Mandate>>(compiled);
  Operation store = Consult();
  store.verb = Verb::kStore;
  EXPECT_EQ(Decide(store), "allowed 9.1");
  store.verb = Verb::kRecord;
  EXPECT_EQ(Decide(store), "suspended 12 breach");
}

TEST_F(StandingTest, TellsThatTheProcessorSuspended) {
  Stand({.suspensions = {
             {InSummer("doubt", "10.3"), {.purposes = {"marketing"}}, SuspendedBy::kProcessor}}});
  EXPECT_EQ(Explain(Consult("marketing")),
            "operation `consult` on these data is suspended by the processor: `doubt`");
  EXPECT_EQ(Decide(Consult("support")), "allowed 9.1");
}

// Covers: GDPR Art. 17(3); GDPR Art. 18(1)(c).
TEST_F(StandingTest, KeepsWhatIsHeldFromErasureAndDestructionAndFromNothingElse) {
  Stand({.holds = {{InSummer("case-7", "Order 2026-7"), {"files"}, {}, {}}}});
  EXPECT_EQ(Decide(Erase("files")), "held Order 2026-7 case-7");
  EXPECT_EQ(Explain(Erase("files")),
            "the data are under hold `case-7` and may not be erased or destroyed");
  EXPECT_EQ(Decide(Erase("cards")), "allowed 11");
  EXPECT_EQ(Decide(Erase("files"), kAutumn), "allowed 11");
  Operation destroy = Erase("files");
  destroy.verb = Verb::kDestroy;
  EXPECT_EQ(Decide(destroy), "held Order 2026-7 case-7");
  Operation restrict_it = Erase("files");
  restrict_it.verb = Verb::kRestrict;
  EXPECT_EQ(Decide(restrict_it), "allowed 11");
  EXPECT_EQ(Decide(Consult("support", "files")), "allowed 9.1");
}

// Covers: GDPR Art. 17(3).
TEST_F(StandingTest, HoldsAPersonAsAWholeWhoseCollectionIsHeld) {
  Stand({.holds = {{InSummer("case-7", "Order 2026-7"), {"files"}, {"health"}, {}}}});
  Operation person{.verb = Verb::kErase, .people = "customers", .instruction = "I-1"};
  EXPECT_EQ(Decide(person), "held Order 2026-7 case-7");
  person.categories = 1;
  EXPECT_EQ(Decide(person), "allowed 11");
  person = {.verb = Verb::kErase, .people = "staff", .instruction = "I-1"};
  EXPECT_EQ(Decide(person), "allowed 11");
  Stand({.holds = {{InSummer("case-8", "Order 2026-8"), {}, {}, {"staff"}}}});
  EXPECT_EQ(Decide(person), "held Order 2026-8 case-8");
  EXPECT_EQ(Decide(Erase("badges")), "held Order 2026-8 case-8");
  EXPECT_EQ(Decide(Erase("cards")), "allowed 11");
}

// Covers: GDPR Art. 28(3)(g); GDPR Art. 17(3).
TEST_F(StandingTest, HoldsAfterTheEndToo) {
  const Instant after = At("2027-02-01T00:00:00Z");
  Stand({.holds = {{{"case-7", kSummer, {}, "Order 2026-7"}, {"files"}, {}, {}}}});
  EXPECT_EQ(Decide(Erase("files"), after), "held Order 2026-7 case-7");
  EXPECT_EQ(Decide(Erase("cards"), after), "allowed 12");
}

TEST_F(StandingTest, RefusesForASuspensionBeforeAHoldAndForAHoldBeforeAnInstruction) {
  Standing standing{
      .instructions = {{InSummer("i", "10"), InstructionKind::kForbid, {}}},
      .suspensions = {{InSummer("s", "12"), {}}},
      .holds = {{InSummer("h", "law"), {}, {}, {}}},
  };
  Stand(standing);
  EXPECT_EQ(Decide(Consult()), "suspended 12 s");
  EXPECT_EQ(Decide(Erase("cards")), "held law h");
  standing.holds.clear();
  Stand(standing);
  EXPECT_EQ(Decide(Erase("cards")), "forbidden-by-instruction 10 i");
}

TEST_F(StandingTest, RefusesEveryInstantBeforeTheOneSinceWhichItKnowsWhatStands) {
  Stand({.instructions = {{InSummer("i", "10"),
                           InstructionKind::kForbid,
                           {.purposes = {"marketing"}}}}},
        kSpring);
  EXPECT_EQ(Decide(Consult(), kSpring + -kTick), "not-in-force 13");
  EXPECT_EQ(Decide(Consult(), kSpring), "allowed 9.1");
  EXPECT_EQ(Decide(Consult("marketing")), "forbidden-by-instruction 10 i");
}

TEST_F(StandingTest, KeepsMoreEntriesApartThanAWordHasBits) {
  Standing standing;
  for (int i = 0; i < 200; ++i) {
    standing.instructions.push_back({InSummer("i" + std::to_string(i), "10." + std::to_string(i)),
                                     InstructionKind::kForbid,
                                     {.purposes = {i == 170 ? "marketing" : "support"},
                                      .verbs = {i == 150 ? Verb::kConsult : Verb::kRecord}}});
  }
  standing.instructions[170].scope.verbs = {Verb::kDisclose};
  Stand(standing);
  EXPECT_EQ(Decide(Consult("support")), "forbidden-by-instruction 10.150 i150");
  EXPECT_EQ(Decide(Consult("marketing")), "allowed 9.1");
  Operation disclose = DiscloseTo("");
  EXPECT_EQ(Decide(disclose), "allowed 9.1");
  disclose.purpose = "marketing";
  EXPECT_EQ(Decide(disclose), "forbidden-by-instruction 10.170 i170");
}

// The codes and messages of the findings.
std::vector<std::string> FindingsOf(const Standing& standing, Instant since = {INT64_MIN}) {
  Compiled compiled = CompileBeside(standing, since);
  std::vector<std::string> told;
  if (const auto* findings = std::get_if<std::vector<Finding>>(&compiled)) {
    for (const Finding& finding : *findings) {
      told.push_back(finding.code + " " + finding.message);
    }
  }
  return told;
}

// Covers: GDPR Art. 28(3).
TEST(StandingFindingsTest, NamesWhatIsNotListed) {
  const Standing standing{
      .instructions = {{InSummer("i", "10"),
                        InstructionKind::kForbid,
                        {{"fun"}, {}, {"genes"}, {"guests"}, {"UK", "nobody"}}}},
      .subprocessors = {{InSummer("printer", "7"), "", "XX", Engagement::kEngaged}},
      .holds = {{InSummer("h", "law"), {"boxes"}, {}, {}}}};
  const std::vector<std::string> told = {
      "A311 instruction `i` names purpose `fun`, which is not listed",
      "A311 instruction `i` names data category `genes`, which is not listed",
      "A311 instruction `i` names category of people `guests`, which is not listed",
      "A311 instruction `i` names place `UK`, no country",
      "A311 instruction `i` names sub-processor `nobody`, which is not listed",
      "A311 sub-processor `printer` is in `XX`, no country",
      "A311 hold `h` names collection `boxes`, which is not listed"};
  EXPECT_EQ(FindingsOf(standing), told);
  const auto findings = std::get<std::vector<Finding>>(CompileBeside(standing));
  EXPECT_EQ(findings[0].help, "listed: `support`, `marketing`");
}

TEST(StandingFindingsTest, LeavesAloneTheNamesOfWhatIsOver) {
  const Standing standing{
      .instructions = {
          {InSummer("i", "10"), InstructionKind::kForbid, {.purposes = {"no-more"}}},
      }};
  EXPECT_EQ(FindingsOf(standing, kAutumn), std::vector<std::string>());
  EXPECT_EQ(FindingsOf(standing, kAutumn + -kTick).size(), 1U);
}

TEST(StandingFindingsTest, RefusesEntriesThatCannotStand) {
  const Standing standing{
      .instructions = {{InSummer("i", ""), InstructionKind::kForbid, {}},
                       {InSummer("i", "10"), InstructionKind::kForbid, {}},
                       {InSummer("A person", "10"), InstructionKind::kForbid, {}},
                       {{"j", kSummer, kSummer, "10"}, InstructionKind::kForbid, {}},
                       {InSummer("k", "10"), InstructionKind::kConsent, {}},
                       {InSummer("l", "10"),
                        InstructionKind::kAllow,
                        {.verbs = {Verb::kUse}, .places = {"BE"}}}},
      .subprocessors = {{InSummer("printer", "7"), "", "BE", Engagement::kEngaged},
                        {InSummer("printer", "7"), "", "BE", Engagement::kEnded}},
      .instructions_may_widen = true};
  const std::vector<std::string> told = {
      "A312 instruction `i` names no basis that can be cited",
      "A312 instruction `i` has the id of another entry",
      "A312 instruction `A person` is not a name",
      "A312 instruction `j` does not end after it begins",
      "A312 instruction `k` consents to no place",
      "A312 instruction `l` allows an operation and names a place",
      "A311 instruction `l` allows operation `use`, which is not listed",
      "A312 sub-processor `printer` has two states from the same instant"};
  EXPECT_EQ(FindingsOf(standing), told);
}

TEST(StandingFindingsTest, BoundsWindowsAndEntries) {
  Standing standing;
  for (int i = 0; i < 63; ++i) {
    standing.suspensions.push_back(
        {{"s" + std::to_string(i), kSpring + std::chrono::hours(i), {}, "12"}, {}});
  }
  EXPECT_EQ(FindingsOf(standing), std::vector<std::string>());
  standing.suspensions.front().until = kAutumn;
  const std::vector<std::string> windows = {
      "A313 what stands beside the agreement changes at more than 63 instants"};
  EXPECT_EQ(FindingsOf(standing), windows);
  EXPECT_EQ(FindingsOf(standing, kSpring), std::vector<std::string>());

  standing.suspensions.clear();
  for (int i = 0; i < 1025; ++i) {
    standing.suspensions.push_back({{"s" + std::to_string(i), kSpring, {}, "12"}, {}});
  }
  const std::vector<std::string> entries = {
      "A313 more than 1024 entries stand beside the agreement"};
  EXPECT_EQ(FindingsOf(standing), entries);
  standing.suspensions.pop_back();
  EXPECT_EQ(FindingsOf(standing), std::vector<std::string>());
}

}  // namespace
}  // namespace mandat
