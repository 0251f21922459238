// SPDX-License-Identifier: Apache-2.0
#include "outbound/backoff.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Instant kStart{1'774'880'400'000'000};

// Every instant at which the notice is tried when nothing is ever taken.
std::vector<Instant> Attempts(const Backoff& backoff, uint64_t seed) {
  SeededRandom random(seed);
  std::vector<Instant> attempts = {kStart};
  while (const auto next = NextAttempt(backoff,
                                       {.attempts = static_cast<uint32_t>(attempts.size()),
                                        .first_at = kStart,
                                        .at = attempts.back()},
                                       random)) {
    attempts.push_back(*next);
  }
  return attempts;
}

TEST(BackoffTest, DoublesFromHalfAMinuteToFourHoursLessAtMostHalf) {
  constexpr seconds kWhole[] = {seconds(30),  minutes(1),  minutes(2),  minutes(4),
                                minutes(8),   minutes(16), minutes(32), minutes(64),
                                minutes(128), hours(4),    hours(4),    hours(4)};
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const std::vector<Instant> attempts = Attempts({}, seed);
    for (size_t i = 0; i < std::size(kWhole); ++i) {
      const microseconds delay = attempts[i + 1] - attempts[i];
      EXPECT_LE(delay, kWhole[i]) << "seed " << seed << ", attempt " << i + 1;
      EXPECT_GE(delay, kWhole[i] / 2) << "seed " << seed << ", attempt " << i + 1;
    }
  }
}

TEST(BackoffTest, ComesBackAtOtherInstantsForOtherNoticesThatFailedTogether) {
  std::set<int64_t> second;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    second.insert(Attempts({}, seed)[1].micros);
  }
  EXPECT_GT(second.size(), 190u);
}

TEST(BackoffTest, IsTheSameForTheSameSeed) {
  EXPECT_EQ(Attempts({}, 7), Attempts({}, 7));
  EXPECT_NE(Attempts({}, 7), Attempts({}, 8));
}

TEST(BackoffTest, TriesALastTimeAtTheAgeLimitAndGivesUp) {
  for (const auto& [backoff, age] :
       {std::pair{Backoff{}, hours(120)}, std::pair{Backoff::Urgent(), hours(24)}}) {
    const std::vector<Instant> attempts = Attempts(backoff, 1);
    EXPECT_EQ(attempts.back(), kStart + age);
    EXPECT_LT(attempts[attempts.size() - 2], kStart + age);
  }
}

TEST(BackoffTest, GivesUpAfterTheAttempts) {
  EXPECT_EQ(Attempts({.attempts_max = 3}, 1).size(), 3u);
  EXPECT_EQ(Attempts({.attempts_max = 1}, 1).size(), 1u);
}

TEST(BackoffTest, WaitsAsLongAsItIsAskedToButNotLongerThanTheMost) {
  SeededRandom random(1);
  const auto next = [&random](seconds asked) {
    return *NextAttempt({}, {.first_at = kStart, .at = kStart, .retry_after = asked}, random) -
           kStart;
  };
  EXPECT_EQ(next(hours(1)), hours(1));
  EXPECT_EQ(next(hours(1000)), hours(4));
  EXPECT_LE(next(seconds(0)), seconds(30));  // asking for less does not hasten
  EXPECT_GE(next(seconds(0)), seconds(15));
  EXPECT_GE(next(seconds(-5)), seconds(15));
}

TEST(BackoffTest, GivesUpAtOnceWhatWasTriedAfterTheLimit) {
  SeededRandom random(1);
  const auto try_at = [&random](microseconds age) {
    return NextAttempt({}, {.attempts = 2, .first_at = kStart, .at = kStart + age}, random);
  };
  EXPECT_TRUE(try_at(hours(120) - microseconds(1)));
  EXPECT_FALSE(try_at(hours(120)));
  EXPECT_FALSE(try_at(hours(500)));
}

TEST(BackoffTest, StaysAtTheMostForAnyNumberOfAttempts) {
  SeededRandom random(1);
  const auto next =
      NextAttempt({.attempts_max = UINT32_MAX},
                  {.attempts = UINT32_MAX - 1, .first_at = kStart, .at = kStart}, random);
  ASSERT_TRUE(next);
  EXPECT_LE(*next - kStart, hours(4));
}

}  // namespace
}  // namespace mandat
