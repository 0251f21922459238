// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <iostream>

#include "oracle/compare.h"
#include "oracle/questions.h"

namespace mandat::oracle {
namespace {

constexpr size_t kGroundsCount = static_cast<size_t>(Ground::kSubprocessorNotEngaged) + 1;

struct Tally {
  size_t subjects = 0;
  size_t questions = 0;
  size_t allowed = 0;
  std::array<size_t, kGroundsCount> refused{};
};

uint64_t Seed() { return SeedOr(20'260'101); }

void Ask(const Subject& subject, size_t questions_count, Dice& dice, Tally& tally) {
  ASSERT_NE(subject.mandate, nullptr) << subject.name;
  const Vocabulary words = VocabularyOf({&subject.rules}, false);
  Judge judge(subject.rules);
  Operation operation;
  for (size_t i = 0; i < questions_count; ++i) {
    const Instant at = DrawQuestion(dice, words, {}, operation);
    const Verdict compiled = VerdictOf(*subject.mandate, subject.mandate->Decide(operation, at));
    const Verdict read = judge.Decide(operation, at);
    if (!(compiled == read)) {
      FAIL() << subject.name << ", seed " << Seed() << ", question " << i << ": "
             << Describe(operation, at) << "\ncompiled: " << Format(compiled)
             << "\nread:     " << Format(read);
    }
    ++(read.is_allowed ? tally.allowed : tally.refused[static_cast<size_t>(read.ground)]);
  }
  tally.questions += questions_count;
  ++tally.subjects;
}

// Covers: GDPR Art. 28(3)(a); GDPR Art. 28(2); GDPR Art. 44; Dec. 2021/915 Cl. 10.
TEST(OracleTest, TheCompiledMandateDecidesAsAPlainReadingDoes) {
  constexpr size_t kDrawnCount = 1'500;
  constexpr size_t kRealRounds = 100;
  constexpr size_t kQuestionsCount = 5'000;
  Dice dice(Seed());
  const Sizes sizes;
  Tally tally;
  const auto draw_since = [&dice] {
    return dice.OneIn(3) ? std::optional(std::chrono::hours(240)) : std::nullopt;
  };
  for (size_t i = 0; i < kDrawnCount && !HasFailure(); ++i) {
    const Texts texts = DrawTexts(dice, sizes);
    const MakeStanding standing = dice.OneIn(8) ? MakeStanding() : DrawStanding(dice, sizes);
    Ask(MakeSubject("drawn " + std::to_string(i), texts, standing, draw_since()), kQuestionsCount,
        dice, tally);
  }
  const auto real = RealTexts();
  EXPECT_GE(real.size(), 2U);
  for (const auto& [name, texts] : real) {
    for (size_t i = 0; i < kRealRounds && !HasFailure(); ++i) {
      const MakeStanding standing = i == 0 ? MakeStanding() : DrawStanding(dice, sizes);
      Ask(MakeSubject(name + " " + std::to_string(i), texts, standing, draw_since()),
          kQuestionsCount, dice, tally);
    }
  }
  std::cout << "seed " << Seed() << ": " << tally.questions << " operations under "
            << tally.subjects << " mandates\n"
            << tally.allowed << " allowed\n";
  for (size_t i = 0; i < kGroundsCount; ++i) {
    const auto ground = static_cast<Ground>(i);
    std::cout << tally.refused[i] << " refused: " << NameOf(Forbidden(ground, ClauseId{})) << "\n";
    EXPECT_GT(tally.refused[i], 1'000U) << NameOf(Forbidden(ground, ClauseId{}));
  }
  EXPECT_GE(tally.questions, 5'000'000U);
  EXPECT_GT(tally.allowed, 100'000U);
}

}  // namespace
}  // namespace mandat::oracle
