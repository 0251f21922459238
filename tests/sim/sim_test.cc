// SPDX-License-Identifier: Apache-2.0
// The whole product in worlds that last years. Invariants: journal before disclosure; atomic or
// absent; erased stays erased; expired is gone; no clock is lost; history does not change;
// agreement time never goes back.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "sim/run.h"

namespace mandat::sim {
namespace {

constexpr uint64_t kPlantSeedsMax = 12;

TEST(SimTest, ReplaysTheSameWorldFromTheSameSeed) {
  const Report once = Simulate({.seed = 7, .years = 1});
  const Report again = Simulate({.seed = 7, .years = 1});
  EXPECT_EQ(once.Format(), again.Format());
  EXPECT_NE(once.digest, Simulate({.seed = 8, .years = 1}).digest);
}

// As many worlds as fit: a slower machine sees fewer of them, and says so.
TEST(SimTest, HoldsEveryStatementForYears) {
  constexpr std::chrono::seconds kLong{20};
  const auto begin = std::chrono::steady_clock::now();
  uint64_t seeds = 0;
  uint64_t entries = 0;
  while (std::chrono::steady_clock::now() - begin < kLong) {
    const Report report = Simulate({.seed = ++seeds, .years = 10});
    entries += report.entries;
    ASSERT_FALSE(report.broken) << report.Format();
  }
  std::printf("%llu seeds of ten years, %llu entries\n", static_cast<unsigned long long>(seeds),
              static_cast<unsigned long long>(entries));
}

// What is broken at the edge on purpose is noticed within a few worlds; without it they hold.
class PlantTest : public ::testing::TestWithParam<PlantName> {};

INSTANTIATE_TEST_SUITE_P(Each, PlantTest, ::testing::ValuesIn(kPlantNames), [](const auto& info) {
  std::string name(info.param.name);
  std::ranges::replace(name, '-', '_');
  return name;
});

TEST_P(PlantTest, IsNoticed) {
  for (uint64_t seed = 1; seed <= kPlantSeedsMax; ++seed) {
    const Report report = Simulate({.seed = seed, .years = 3, .plant = GetParam().plant});
    if (report.broken) {
      std::printf("%s\n", report.Format().c_str());
      EXPECT_FALSE(Simulate({.seed = seed, .years = 3}).broken);
      return;
    }
  }
  FAIL() << GetParam().name << " went unnoticed for " << kPlantSeedsMax << " seeds";
}

}  // namespace
}  // namespace mandat::sim
