// SPDX-License-Identifier: Apache-2.0
// What must hold for every period, event and rule set; the seed is printed on failure.
#include <gtest/gtest.h>

#include <random>

#include "duty/duty_test_util.h"

namespace mandat {
namespace {

constexpr unsigned kSeed = 1182;
constexpr int kRounds = 20'000;

using std::chrono::days;
using std::chrono::microseconds;

class DeadlinePropertyTest : public ::testing::Test {
 protected:
  DeadlinePropertyTest() {
    for (const std::string id : {"BE", "FR", "DE-BE", "DE-SN", "US", "GB-ENG", "NL"}) {
      calendars_.push_back(*Calendar::Get(id));
    }
    for (const std::string name : {"Europe/Brussels", "America/New_York", "Asia/Kathmandu"}) {
      zones_.push_back(*Zone::Get(name));
    }
  }

  uint64_t Pick(uint64_t below) { return random_() % below; }

  TimeRules PickRules() {
    TimeRules rules{.zone = zones_[Pick(zones_.size())],
                    .calendar = calendars_[Pick(calendars_.size())],
                    .rule_set = static_cast<RuleSet>(Pick(4)),
                    .week = static_cast<WorkingWeek>(Pick(2)),
                    .opening = OpeningHours{}};
    if (Pick(3) == 0) {
      rules.cut_off = std::chrono::minutes(1 + Pick(24 * 60 - 1));
    }
    return rules;
  }

  Period PickPeriod() {
    const auto unit = static_cast<TimeUnit>(Pick(7));
    return {static_cast<uint32_t>(1 + Pick(unit == TimeUnit::kYears ? 8 : 100)), unit};
  }

  // Any microsecond of 2024 to 2055, and often one beside midnight.
  Instant PickEvent(const Zone& zone) {
    const Day day = On("2024-01-01") + days(static_cast<int>(Pick(32 * 365)));
    const Instant start = zone.StartOf(day);
    return Pick(4) == 0 ? start + microseconds(static_cast<int64_t>(Pick(3)) - 1)
                        : start + microseconds(static_cast<int64_t>(Pick(86'400'000'000)));
  }

  static std::string Describe(int round, Instant event, const Period& period,
                              const TimeRules& rules) {
    return "seed " + std::to_string(kSeed) + ", round " + std::to_string(round) + ": " +
           event.Format() + " + " + period.Format() + " in " + rules.zone.name() + " by " +
           rules.calendar.id();
  }

  std::mt19937_64 random_{kSeed};
  std::vector<Calendar> calendars_;
  std::vector<Zone> zones_;
};

TEST_F(DeadlinePropertyTest, EndsNoEarlierForALaterEvent) {
  for (int round = 0; round < kRounds; ++round) {
    const TimeRules rules = PickRules();
    const Period period = PickPeriod();
    const auto count = static_cast<Count>(Pick(3));
    const Instant event = PickEvent(rules.zone);
    const Instant later = event + microseconds(static_cast<int64_t>(Pick(200'000'000'000)));
    const Result<Due> due = DeadlineOf(count, event, period, rules);
    const Result<Due> due_later = DeadlineOf(count, later, period, rules);
    ASSERT_OK(due) << Describe(round, event, period, rules);
    ASSERT_OK(due_later) << Describe(round, later, period, rules);
    ASSERT_LE(due->at, due_later->at) << Describe(round, event, period, rules);
    ASSERT_LE(due->last_day, due_later->last_day) << Describe(round, event, period, rules);
  }
}

TEST_F(DeadlinePropertyTest, NeverEndsBeforeTheRawPeriodAndMovesOnlyToWorkingDays) {
  size_t moved = 0;
  for (int round = 0; round < kRounds; ++round) {
    const TimeRules rules = PickRules();
    TimeRules plain = rules;
    plain.rule_set = RuleSet::kPlain;
    const Period period = PickPeriod();
    const Instant event = PickEvent(rules.zone);
    const Result<Due> due = DeadlineOf(Count::kToAct, event, period, rules);
    const Result<Due> raw = DeadlineOf(Count::kToAct, event, period, plain);
    ASSERT_OK(due) << Describe(round, event, period, rules);
    ASSERT_GT(due->at, event) << Describe(round, event, period, rules);
    ASSERT_GE(due->at, raw->at) << Describe(round, event, period, rules);
    if (due->at != raw->at) {
      ++moved;
      ASSERT_TRUE(*rules.calendar.IsWorkingDay(due->last_day, WorkingWeek::kMondayToFriday))
          << Describe(round, event, period, rules);
      ASSERT_LE(due->last_day - raw->last_day, days(8)) << Describe(round, event, period, rules);
    }
  }
  EXPECT_GT(moved, 1'000U);
}

TEST_F(DeadlinePropertyTest, LeavesTheWholePeriodBetweenABackwardActAndItsEvent) {
  for (int round = 0; round < kRounds; ++round) {
    TimeRules rules = PickRules();
    rules.cut_off.reset();
    const Period period = PickPeriod();
    const Instant event = PickEvent(rules.zone);
    const Result<Due> due = DeadlineOf(Count::kBefore, event, period, rules);
    ASSERT_OK(due) << Describe(round, event, period, rules);
    ASSERT_LT(due->at, event) << Describe(round, event, period, rules);
    // Counted forward from the last moment in time, the period is over when the event comes; days
    // are over when its day begins.
    const Instant act = due->at + microseconds(-1);
    const Result<Due> forward = DeadlineOf(Count::kToKeep, act, period, rules);
    ASSERT_OK(forward);
    const bool is_in_hours =
        period.unit == TimeUnit::kHours || period.unit == TimeUnit::kBusinessHours;
    ASSERT_LE(forward->at, is_in_hours ? event : rules.zone.StartOf(rules.zone.DayOf(event)))
        << Describe(round, event, period, rules);
  }
}

TEST_F(DeadlinePropertyTest, AnswersTheSameWithAndWithoutAnExplanation) {
  for (int round = 0; round < kRounds / 10; ++round) {
    const TimeRules rules = PickRules();
    const Period period = PickPeriod();
    const Instant event = PickEvent(rules.zone);
    const Result<Due> due = DeadlineOf(Count::kToAct, event, period, rules);
    const Result<Deadline> deadline = ComputeDeadline(event, period, rules);
    ASSERT_OK(due);
    ASSERT_OK(deadline);
    ASSERT_EQ((Due{deadline->due, deadline->last_day}), *due)
        << Describe(round, event, period, rules);
  }
}

TEST_F(DeadlinePropertyTest, OrdersTheTwoReadings) {
  const Unstated open{.weeks = {WorkingWeek::kMondayToFriday, WorkingWeek::kMondayToSaturday}};
  for (int round = 0; round < kRounds / 10; ++round) {
    const TimeRules rules = PickRules();
    const Period period = PickPeriod();
    const Instant event = PickEvent(rules.zone);
    const auto both = ComputeBoth(Count::kToAct, event, period, rules, open);
    ASSERT_OK(both);
    const Due stated = *DeadlineOf(Count::kToAct, event, period, rules);
    ASSERT_LE(both->earliest.due, stated.at) << Describe(round, event, period, rules);
    ASSERT_GE(both->latest.due, stated.at) << Describe(round, event, period, rules);
  }
}

TEST_F(DeadlinePropertyTest, TurnsLocalTimeBackIntoTheInstantItCameFrom) {
  for (int round = 0; round < kRounds; ++round) {
    const Zone& zone = zones_[Pick(zones_.size())];
    const Instant at = PickEvent(zone);
    const LocalTime local = zone.ToLocal(at);
    const Instant earlier = zone.ToInstant(local, Zone::Fold::kEarlier);
    const Instant later = zone.ToInstant(local, Zone::Fold::kLater);
    ASSERT_TRUE(at == earlier || at == later) << "seed " << kSeed << ", " << at.Format();
    ASSERT_LE(earlier, later);
  }
}

}  // namespace
}  // namespace mandat
