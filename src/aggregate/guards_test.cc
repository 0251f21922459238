// SPDX-License-Identifier: Apache-2.0
#include "aggregate/guards.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <random>
#include <set>

#include "base/error_test_util.h"

namespace mandat {
namespace {

constexpr Statistic kCountOnly[] = {Statistic::kCount};
constexpr Statistic kSums[] = {Statistic::kCount, Statistic::kSum, Statistic::kMean};
const AggregateRules kRules;

// People first to before last of a group, with the value that `value_of` says.
template <class ValueOf>
void Fill(Tally& tally, const std::string& group, uint64_t first, uint64_t last, ValueOf value_of) {
  for (uint64_t person = first; person < last; ++person) {
    ASSERT_TRUE(tally.Add(group, Mix(person, 77), value_of(person)));
  }
}
double One(uint64_t) { return 1; }

const AggregateAnswer& AnswerOf(const AggregateOutcome& outcome) {
  return std::get<AggregateAnswer>(outcome);
}
Guard GuardOf(const AggregateOutcome& outcome) {
  const auto* refusal = std::get_if<AggregateRefusal>(&outcome);
  EXPECT_NE(refusal, nullptr);
  return refusal == nullptr ? Guard::kComplementary : refusal->guard;
}

// Covers: GDPR Rec. 26
TEST(Guards, TellAGroupOfTenAndRefuseOneOfNine) {
  Tally ten;
  Fill(ten, "", 0, 10, One);
  const AggregateOutcome told = JudgeGroups(ten, "rating", kSums, kRules);
  ASSERT_TRUE(std::holds_alternative<AggregateAnswer>(told));
  EXPECT_EQ(AnswerOf(told).groups.front().people_count, 10U);
  EXPECT_EQ(AnswerOf(told).groups.front().figures[1].value, 10);

  Tally nine;
  Fill(nine, "", 0, 9, One);
  const AggregateOutcome refused = JudgeGroups(nine, "rating", kSums, kRules);
  EXPECT_EQ(GuardOf(refused), Guard::kGroupSize);
  EXPECT_NE(std::get<AggregateRefusal>(refused).message.find("10"), std::string::npos);
  EXPECT_EQ(GuardOf(JudgeGroups(Tally(), "", kCountOnly, kRules)), Guard::kGroupSize);
}

TEST(Guards, CountPeopleAndNotUnits) {
  Tally tally;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(tally.Add("", Mix(static_cast<uint64_t>(i % 5), 77), 1.0));
  }
  EXPECT_EQ(GuardOf(JudgeGroups(tally, "", kCountOnly, kRules)), Guard::kGroupSize);
}

TEST(Guards, CountOnlyPeopleWhoHaveTheField) {
  Tally tally;
  for (uint64_t person = 0; person < 20; ++person) {
    ASSERT_TRUE(tally.Add("", person, person < 9 ? std::optional(1.0) : std::nullopt));
  }
  EXPECT_EQ(GuardOf(JudgeGroups(tally, "rating", kSums, kRules)), Guard::kGroupSize);
  EXPECT_TRUE(std::holds_alternative<AggregateAnswer>(JudgeGroups(tally, "", kCountOnly, kRules)));
}

// What the largest and the second largest of twelve have; the others have 1 each.
struct DominanceCase {
  double first;
  double second;
  bool told;
};
class Dominance : public testing::TestWithParam<DominanceCase> {};

TEST_P(Dominance, IsJudgedBySharesOfOneAndTwo) {
  Tally tally;
  Fill(tally, "", 0, 12, [](uint64_t person) {
    return person == 0 ? GetParam().first : person == 1 ? GetParam().second : 1.0;
  });
  const AggregateOutcome outcome = JudgeGroups(tally, "turnover", kSums, kRules);
  EXPECT_EQ(std::holds_alternative<AggregateAnswer>(outcome), GetParam().told);
  if (!GetParam().told) {
    EXPECT_EQ(GuardOf(outcome), Guard::kDominance);
  }
  EXPECT_TRUE(
      std::holds_alternative<AggregateAnswer>(JudgeGroups(tally, "turnover", kCountOnly, kRules)));
}
INSTANTIATE_TEST_SUITE_P(Table, Dominance,
                         testing::Values(DominanceCase{1, 1, true}, DominanceCase{7, 1, true},
                                         DominanceCase{8, 1, false}, DominanceCase{-8, 1, false},
                                         DominanceCase{7, 7, true}, DominanceCase{8, 8, false},
                                         DominanceCase{1000, 999, false}));

TEST(Guards, WithholdAnotherGroupBesideASmallOne) {
  Tally tally;
  Fill(tally, "large", 0, 40, One);
  Fill(tally, "middle", 100, 115, One);
  Fill(tally, "small", 200, 203, One);
  const AggregateOutcome outcome = JudgeGroups(tally, "", kCountOnly, kRules);
  ASSERT_TRUE(std::holds_alternative<AggregateAnswer>(outcome));
  ASSERT_EQ(AnswerOf(outcome).groups.size(), 1U);
  EXPECT_EQ(AnswerOf(outcome).groups.front().group, "large");
  const std::vector<Guard> withheld = {Guard::kComplementary, Guard::kGroupSize};
  EXPECT_EQ(AnswerOf(outcome).withheld, withheld);
}

TEST(Guards, WithholdNoMoreThanIsNeeded) {
  Tally tally;
  Fill(tally, "large", 0, 40, One);
  Fill(tally, "middle", 100, 115, One);
  Fill(tally, "small", 200, 206, One);
  Fill(tally, "tiny", 300, 305, One);
  const AggregateOutcome outcome = JudgeGroups(tally, "", kCountOnly, kRules);
  ASSERT_TRUE(std::holds_alternative<AggregateAnswer>(outcome));
  EXPECT_EQ(AnswerOf(outcome).groups.size(), 2U);
}

TEST(Guards, TellTheLeastAndTheGreatestOnlyWhereManyHaveThem) {
  constexpr Statistic kEnds[] = {Statistic::kMin, Statistic::kMax};
  Tally many;
  Fill(many, "", 0, 30, [](uint64_t person) { return person < 15 ? 1.0 : 5.0; });
  const AggregateOutcome told = JudgeGroups(many, "rating", kEnds, kRules);
  ASSERT_TRUE(std::holds_alternative<AggregateAnswer>(told));
  EXPECT_EQ(AnswerOf(told).groups.front().figures[1].value, 5);
  Tally few;
  Fill(few, "", 0, 30, [](uint64_t person) { return person < 21 ? 1.0 : 5.0; });
  EXPECT_EQ(GuardOf(JudgeGroups(few, "rating", kEnds, kRules)), Guard::kExtremes);
}

std::vector<AnsweredSet> SetsAbout(uint64_t first, uint64_t last, const std::string& field,
                                   double changed = 1) {
  Tally tally;
  Fill(tally, "", first, last, [&](uint64_t person) { return person == first ? changed : 1.0; });
  return AnswerOf(JudgeGroups(tally, field, kCountOnly, kRules)).sets;
}

// How many people joined since the earlier answer about 0 to 49.
TEST(Guards, RefuseWhatDiffersFromAnEarlierAnswerByFewPeople) {
  const std::vector<AnsweredSet> earlier = SetsAbout(0, 50, "rating");
  const auto refused = [&](const std::vector<AnsweredSet>& fresh) {
    return JudgeAgainst(earlier.front(), fresh, kRules).has_value();
  };
  EXPECT_FALSE(refused(SetsAbout(0, 50, "rating")));  // the same again tells nothing new
  EXPECT_TRUE(refused(SetsAbout(0, 51, "rating")));
  EXPECT_TRUE(refused(SetsAbout(0, 59, "rating")));
  EXPECT_FALSE(refused(SetsAbout(0, 60, "rating")));
  EXPECT_TRUE(refused(SetsAbout(1, 50, "rating")));
  EXPECT_TRUE(refused(SetsAbout(4, 54, "rating")));
  EXPECT_FALSE(refused(SetsAbout(5, 55, "rating")));
  EXPECT_FALSE(refused(SetsAbout(0, 5000, "rating")));
  EXPECT_TRUE(refused(SetsAbout(1, 50, "mood")));       // who it is about is told either way
  EXPECT_TRUE(refused(SetsAbout(0, 50, "rating", 2)));  // one person's value changed
  EXPECT_FALSE(refused(SetsAbout(0, 50, "mood", 2)));   // another field has other values
}

TEST(Guards, RefuseATotalBehindGroupsThatLeftSomeOut) {
  Tally groups;
  Fill(groups, "a", 0, 40, One);
  Fill(groups, "b", 100, 140, One);
  const auto earlier = AnswerOf(JudgeGroups(groups, "", kCountOnly, kRules)).sets;
  ASSERT_EQ(earlier.size(), 3U);
  Tally total;
  Fill(total, "", 0, 40, One);
  Fill(total, "", 100, 140, One);
  Fill(total, "", 200, 201, One);
  const auto fresh = AnswerOf(JudgeGroups(total, "", kCountOnly, kRules)).sets;
  EXPECT_TRUE(JudgeAgainst(earlier.back(), fresh, kRules));
}

TEST(Guards, RoundSoThatNoFigureIsExact) {
  EXPECT_EQ(RoundCount(12), 10U);
  EXPECT_EQ(RoundCount(13), 15U);
  EXPECT_EQ(RoundValue(12345.6), 12300);
  EXPECT_EQ(RoundValue(-0.0123456), -0.0123);
  EXPECT_EQ(RoundValue(0), 0);
  EXPECT_EQ(RoundValue(std::nan("")), 0);
}

TEST(SetSketch, IsTheSameBehindItsBytes) {
  SetSketch sketch(10);
  for (uint64_t person = 0; person < 1000; ++person) {
    sketch.Add(Mix(person, 1), person);
  }
  const Result<SetSketch> again = SetSketch::Decode(sketch.Encode());
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, sketch);
}

TEST(SetSketch, RefusesBytesThatAreNone) {
  const Bytes bytes = SetSketch(10).Encode();
  EXPECT_FALSE(SetSketch::Decode(""));
  EXPECT_FALSE(SetSketch::Decode(ByteView(bytes).substr(0, bytes.size() - 1)));
  EXPECT_FALSE(SetSketch::Decode(Bytes(4, '\0') + bytes.substr(4)));
  EXPECT_FALSE(SetSketch::Decode(Bytes(4, '\x7f') + bytes.substr(4)));
}

TEST(SetSketch, IsNeverComparedWithOneOfAnotherRule) {
  EXPECT_FALSE(SetSketch::PeopleApart(SetSketch(10), SetSketch(11)));
}

// Random sets: a difference is told exactly when it is small, and never taken for a large one.
TEST(SetSketch, NeverTakesAFewPeopleForMany) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    SetSketch a(10);
    SetSketch b(10);
    const uint64_t common = random() % 3000;
    for (uint64_t i = 0; i < common; ++i) {
      const uint64_t person = random();
      a.Add(person, 5);
      b.Add(person, 5);
    }
    const uint64_t apart = random() % 40;
    for (uint64_t i = 0; i < apart; ++i) {
      const uint64_t person = random();
      const uint64_t kind = random() % 3;
      if (kind != 0) a.Add(person, 1);
      if (kind != 1) b.Add(person, 2);
    }
    const std::optional<uint64_t> told = SetSketch::PeopleApart(a, b);
    if (told) {
      EXPECT_EQ(*told >= 10, apart >= 10);
      EXPECT_TRUE(apart >= 10 || *told == apart);
    }
  }
}

// Nobody can be found by subtraction: of all pairs of answers to random questions about random
// people, the sets are the same or differ by as many people as the rule says.
TEST(GuardsProperty, NoTwoAnswersDifferByFewPeople) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    std::vector<double> values(40 + random() % 200);
    for (double& value : values) {
      value = static_cast<double>(random() % 1000);
    }
    std::vector<AnsweredSet> kept;
    std::vector<std::pair<std::set<uint64_t>, double>> answers;
    for (int question = 0; question < 60; ++question) {
      const uint64_t low = random() % 30;
      const uint64_t high = values.size() - random() % 30;
      const uint64_t without = random() % (2 * values.size());
      Tally tally;
      std::set<uint64_t> about;
      for (uint64_t person = low; person < high; ++person) {
        if (person != without) {
          ASSERT_TRUE(tally.Add("", Mix(person, seed), values[person]));
          about.insert(person);
        }
      }
      const AggregateOutcome outcome = JudgeGroups(tally, "value", kSums, kRules);
      const auto* answer = std::get_if<AggregateAnswer>(&outcome);
      if (answer == nullptr || std::ranges::any_of(kept, [&](const AnsweredSet& earlier) {
            return JudgeAgainst(earlier, answer->sets, kRules).has_value();
          })) {
        continue;
      }
      kept.insert(kept.end(), answer->sets.begin(), answer->sets.end());
      answers.emplace_back(about, answer->groups.front().figures[1].value);
    }
    ASSERT_FALSE(answers.empty());
    for (const auto& [a, sum_of_a] : answers) {
      ASSERT_GE(a.size(), 10U);
      for (const auto& [b, sum_of_b] : answers) {
        std::vector<uint64_t> apart;
        std::ranges::set_symmetric_difference(a, b, std::back_inserter(apart));
        ASSERT_TRUE(apart.empty() || apart.size() >= 10) << apart.size();
        ASSERT_TRUE(!apart.empty() || sum_of_a == sum_of_b);
      }
    }
  }
}

}  // namespace
}  // namespace mandat
