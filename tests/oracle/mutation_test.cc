// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "oracle/compare.h"
#include "oracle/mutants.h"

namespace mandat::oracle {
namespace {

constexpr size_t kQuestionsCount = 30'000;  // of one focused batch
constexpr size_t kDrawnUsually = 10;

uint64_t Seed() { return SeedOr(20'260'102); }

// MANDAT_ORACLE_MANDATES asks for more; `make mutants` does.
size_t DrawnCount() {
  const char* asked = std::getenv("MANDAT_ORACLE_MANDATES");
  return asked == nullptr ? kDrawnUsually : std::strtoull(asked, nullptr, 10);
}

struct Tally {
  size_t subjects = 0;
  size_t mutants = 0;
  size_t noticed = 0;
  size_t late = 0;  // noticed, but by none of the batch
  size_t equivalent = 0;
  size_t questions = 0;  // asked to prove the equivalent ones
};

class MutantHunt {
 public:
  MutantHunt(const Subject& subject, Dice& dice, Tally& tally)
      : subject_(subject), dice_(dice), tally_(tally) {}

  void Hunt(const Mutant& mutant);

 private:
  // Whether the compiled original answers otherwise than a plain reading of the mutant. If so, a
  // plain reading of the original must answer as the compiled one does.
  bool Notices(Judge& mutant, const Operation& operation, Instant at) {
    const Verdict compiled = VerdictOf(*subject_.mandate, subject_.mandate->Decide(operation, at));
    if (compiled == mutant.Decide(operation, at)) {
      return false;
    }
    EXPECT_EQ(Format(Judge(subject_.rules).Decide(operation, at)), Format(compiled))
        << subject_.name << ", seed " << Seed() << ": " << Describe(operation, at);
    return true;
  }

  const Subject& subject_;
  Dice& dice_;
  Tally& tally_;
};

void MutantHunt::Hunt(const Mutant& mutant) {
  ++tally_.mutants;
  Judge judge(mutant.rules);
  const Vocabulary words = VocabularyOf({&subject_.rules, &mutant.rules}, false);
  Operation operation;
  for (size_t i = 0; i < kQuestionsCount; ++i) {
    const Instant at = DrawQuestion(dice_, words, mutant.focus, operation);
    if (Notices(judge, operation, at)) {
      ++tally_.noticed;
      return;
    }
  }
  bool is_noticed = false;
  const size_t asked = ForEachQuestion(VocabularyOf({&subject_.rules, &mutant.rules}, true),
                                       [&](const Operation& each, Instant at) {
                                         is_noticed = Notices(judge, each, at);
                                         return !is_noticed;
                                       });
  if (is_noticed) {
    ++tally_.late;
    std::cout << subject_.name << ": \"" << mutant.what << "\" is noticed late\n";
    return;
  }
  ++tally_.equivalent;
  tally_.questions += asked;
}

void Print(const char* what, const Tally& tally) {
  std::cout << what << ", seed " << Seed() << ": " << tally.mutants << " mutants of "
            << tally.subjects << " mandates, " << tally.noticed << " noticed, " << tally.late
            << " only by all operations, " << tally.equivalent << " proven equivalent by "
            << tally.questions << " operations\n";
  EXPECT_EQ(tally.noticed + tally.late + tally.equivalent, tally.mutants);
  EXPECT_LE(tally.late, tally.mutants / 200);
  EXPECT_GT(tally.noticed, tally.mutants / 2);
}

void HuntAll(const Subject& subject, bool with_agreement, Dice& dice, Tally& tally) {
  ASSERT_NE(subject.mandate, nullptr) << subject.name;
  ++tally.subjects;
  MutantHunt hunt(subject, dice, tally);
  const UseMutant use = [&hunt](const Mutant& mutant) { hunt.Hunt(mutant); };
  if (with_agreement) {
    ForEachAgreementMutant(subject.rules, use);
  }
  ForEachStandingMutant(subject.rules, use);
}

// Small enough for all operations to be asked.
constexpr Sizes kSmall{.purposes = 2,
                       .categories = 2,
                       .people = 2,
                       .places = 2,
                       .subprocessors = 2,
                       .permissions = 3,
                       .verbs = 3,
                       .collections = 2,
                       .fields = 2,
                       .instructions = 3,
                       .suspensions = 1,
                       .holds = 1,
                       .states = 2,
                       .instants = 3};

// What no permission covers, if there is anything.
std::optional<StandingScope> FindUncovered(const Agreement& agreement) {
  for (const Purpose& purpose : agreement.purposes()) {
    for (const AllowedVerb& row : agreement.verbs()) {
      const bool is_covered =
          std::ranges::any_of(agreement.permissions(), [&](const Permission& permission) {
            return std::ranges::find(permission.purposes, purpose.id) !=
                       permission.purposes.end() &&
                   std::ranges::find(permission.verbs, row.verb) != permission.verbs.end();
          });
      if (!is_covered) {
        return StandingScope{{purpose.id}, {row.verb}, {}, {}, {}};
      }
    }
  }
  return std::nullopt;
}

// A country outside to which the agreement lets no data go.
std::string FindClosed(const Agreement& agreement) {
  std::string closed;
  for (const char* country : {"NZ", "JP", "US"}) {
    if (std::ranges::find(agreement.places(), country, &Place::country) ==
        agreement.places().end()) {
      closed = country;
    }
  }
  return closed;
}

// One entry of each sort that makes a difference, all from the same instant to the same.
Standing MakeSomeStanding(const Agreement& agreement, const ServiceSchema& schema) {
  const auto entry = [&agreement](const std::string& id) {
    return StandingEntry{.id = id,
                         .from = agreement.start() + std::chrono::hours(2400),
                         .until = agreement.start() + std::chrono::hours(4800),
                         .basis = "B " + id};
  };
  const std::string& people = schema.collections().front().people;
  const std::string& category = schema.collections().front().fields.front().category;
  const Permission& permission = agreement.permissions().front();
  const std::string closed = FindClosed(agreement);
  Standing standing{.instructions_may_widen = true};
  standing.instructions = {
      {entry("forbidden"),
       InstructionKind::kForbid,
       {{permission.purposes.front()}, {permission.verbs.front()}, {category}, {people}, {}}},
      {entry("consented"), InstructionKind::kConsent, {{}, {}, {category}, {}, {closed}}}};
  if (const auto uncovered = FindUncovered(agreement)) {
    standing.instructions.push_back({entry("allowed"), InstructionKind::kAllow, *uncovered});
  }
  standing.subprocessors = {{entry("new-one"), "", closed, Engagement::kEngaged}};
  if (!agreement.subprocessors().empty()) {
    standing.subprocessors.push_back(
        {entry(agreement.subprocessors().front().id), "", "", Engagement::kObjected});
  }
  standing.suspensions = {
      {entry("suspended"), {{}, {permission.verbs.back()}, {}, {permission.people.back()}, {}}}};
  standing.holds = {{entry("held"), {schema.collections().front().id}, {}, {}}};
  return standing;
}

// Covers: GDPR Art. 28(3)(a); GDPR Art. 28(2); GDPR Art. 44.
TEST(MutationTest, EveryChangeOfADrawnRuleIsNoticedOrChangesNothing) {
  Dice dice(Seed());
  Tally tally;
  for (size_t i = 0; i < DrawnCount(); ++i) {
    const Texts texts = DrawTexts(dice, kSmall);
    const auto since = i % 3 == 0 ? std::optional(std::chrono::hours(240)) : std::nullopt;
    HuntAll(MakeSubject("drawn " + std::to_string(i), texts, DrawStanding(dice, kSmall), since),
            true, dice, tally);
  }
  Print("drawn", tally);
}

// Covers: GDPR Art. 28(3)(a); GDPR Art. 28(2); GDPR Art. 44.
TEST(MutationTest, EveryChangeOfARuleOfARealAgreementIsNoticedOrChangesNothing) {
  Dice dice(Seed());
  Tally tally;
  for (const auto& [name, texts] : RealTexts()) {
    HuntAll(MakeSubject(name, texts, {}, {}), true, dice, tally);
  }
  Print("real", tally);
}

TEST(MutationTest, EveryChangeOfWhatStandsBesideARealAgreementIsNoticedOrChangesNothing) {
  Dice dice(Seed());
  Tally tally;
  for (const auto& [name, texts] : RealTexts()) {
    HuntAll(MakeSubject(name, texts, MakeSomeStanding, {}), false, dice, tally);
  }
  Print("beside real", tally);
}

}  // namespace
}  // namespace mandat::oracle
