// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "duty_oracle/counter.h"

namespace mandat::oracle {

// Every shipped calendar, and places whose clocks behave differently.
struct World {
  World();

  std::vector<Wall> walls;
  std::vector<Zone> zones;  // of the same places
  std::vector<Calendar> calendars;
  std::vector<Holidays> holidays;  // of the same calendars
};

// One question, as the oracle reads it and as the module is asked it.
struct Case {
  size_t place = 0;
  size_t calendar = 0;
  Question question;
  Period period;
  TimeRules rules;

  std::string Describe() const;
};
Case DrawCase(std::mt19937_64& random, const World& world);

// What the module answers; an answer that is no deadline must be a year that is not covered.
Answer AnswerOf(Count count, Instant event, Period period, const TimeRules& rules);

// Cases in blocks, each with a seed of its own: any of them can be drawn again alone.
inline constexpr size_t kBlockCases = 5'000;

struct Outcome {
  size_t cases = 0;
  size_t uncovered = 0;
  size_t differences = 0;
  std::string first;  // the first difference, in words
};
using Answerer = std::function<Answer(const Case&)>;
// Compares with the oracle, on every core; ends at the first difference.
Outcome Compare(const World& world, uint64_t seed, size_t cases_count, const Answerer& ask);

}  // namespace mandat::oracle
