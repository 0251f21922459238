// SPDX-License-Identifier: Apache-2.0
//
// Which groups of an answer may be told, and how exactly.
// Guarantees: no figure is about fewer people than the rule says, none is mostly one or two
// people's, what is withheld does not follow from what is told, and no two answers differ by fewer
// people than that. What it does not guarantee: docs/internals/aggregates.md.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aggregate/set_sketch.h"
#include "aggregate/tally.h"

namespace mandat {

struct AggregateRules {
  uint32_t people_min = 10;      // in each group, and between two answers
  double share_one_most = 0.40;  // of the sum of sizes, by the one who has most
  double share_two_most = 0.60;  // by the two who have most
};

enum class Statistic : uint8_t { kCount, kSum, kMean, kMin, kMax };
std::string_view Name(Statistic figure);
std::optional<Statistic> FindStatistic(std::string_view name);

enum class Guard : uint8_t {
  kGroupSize,      // too few people
  kDominance,      // one or two people have most of it
  kComplementary,  // would give away what another guard withholds
  kExtremes,       // too few people have the least or the greatest value
  kDifferencing,   // differs from an earlier answer by too few people
};
// "group-size", "dominance", "complementary", "extremes", "differencing".
std::string_view Name(Guard guard);

struct ToldStatistic {
  Statistic figure = Statistic::kCount;
  double value = 0;  // rounded
};

struct ToldGroup {
  std::string group;
  uint64_t people_count = 0;  // rounded
  std::vector<ToldStatistic> figures;
};

// Whom one figure of an answer was about: once who, once who with what. To be kept for as long as
// the answer may be remembered, which is for ever.
struct AnsweredSet {
  std::string field;  // that the figures were of; empty: units were counted
  SetSketch people;
  SetSketch values;

  friend bool operator==(const AnsweredSet&, const AnsweredSet&) = default;
};

struct AggregateAnswer {
  std::vector<ToldGroup> groups;
  std::vector<Guard> withheld;    // one for each group that is not told
  std::vector<AnsweredSet> sets;  // of each group that is told, and of all of them together
};

// Why nothing at all is told.
struct AggregateRefusal {
  Guard guard = Guard::kGroupSize;
  std::string message;  // with what would be answered
};

using AggregateOutcome = std::variant<AggregateAnswer, AggregateRefusal>;

// Everything but what earlier answers forbid.
// Source: GDPR Rec. 26; GDPR Art. 4(1).
AggregateOutcome JudgeGroups(const Tally& tally, const std::string& field,
                             std::span<const Statistic> figures, const AggregateRules& rules);

// What an earlier answer forbids; nullopt: nothing. Sets may be compared one by one.
std::optional<AggregateRefusal> JudgeAgainst(const AnsweredSet& earlier,
                                             std::span<const AnsweredSet> fresh,
                                             const AggregateRules& rules);

// To the nearest multiple of five; to three significant digits.
uint64_t RoundCount(uint64_t count);
double RoundValue(double value);

}  // namespace mandat
