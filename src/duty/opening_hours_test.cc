// SPDX-License-Identifier: Apache-2.0
#include "duty/opening_hours.h"

#include <gtest/gtest.h>

#include "duty/duty_test_util.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class OpeningHoursTest : public ::testing::Test {
 protected:
  bool IsOpen(const std::string& at) const { return *IsWithin(At(at), audit_, rules_); }

  // "Monday to Friday, 10:00 to 18:00"
  OpeningHours audit_{.opens = hours(10), .closes = hours(18)};
  TimeRules rules_ = RulesWith("BE");
};

TEST_F(OpeningHoursTest, OpensAndClosesOnTheMinute) {
  EXPECT_FALSE(IsOpen("2026-06-01T09:59:59.999999+02:00"));
  EXPECT_TRUE(IsOpen("2026-06-01T10:00:00+02:00"));
  EXPECT_TRUE(IsOpen("2026-06-01T17:59:59.999999+02:00"));
  EXPECT_FALSE(IsOpen("2026-06-01T18:00:00+02:00"));
}

TEST_F(OpeningHoursTest, FollowsTheClockOnTheWallInSummerAndWinter) {
  EXPECT_TRUE(IsOpen("2026-07-01T08:30:00Z"));
  EXPECT_FALSE(IsOpen("2026-01-05T08:30:00Z"));
  EXPECT_TRUE(IsOpen("2026-01-05T09:30:00Z"));
}

TEST_F(OpeningHoursTest, StaysClosedOnWeekendsAndHolidays) {
  EXPECT_FALSE(IsOpen("2026-06-06T12:00:00+02:00"));  // Saturday
  EXPECT_FALSE(IsOpen("2026-07-21T12:00:00+02:00"));  // a Tuesday
  audit_.week = WorkingWeek::kMondayToSaturday;
  EXPECT_TRUE(IsOpen("2026-06-06T12:00:00+02:00"));
  EXPECT_FALSE(IsOpen("2026-06-07T12:00:00+02:00"));
  audit_.on_holidays = true;
  EXPECT_TRUE(IsOpen("2026-07-21T12:00:00+02:00"));
}

TEST_F(OpeningHoursTest, DoesNotGuessDaysThatACalendarDoesNotList) {
  rules_.calendar = *Calendar::Get("EU");
  EXPECT_FALSE(IsWithin(At("2027-06-01T12:00:00Z"), audit_, rules_));
  audit_.on_holidays = true;
  EXPECT_TRUE(*IsWithin(At("2027-06-01T12:00:00Z"), audit_, rules_));
}

TEST_F(OpeningHoursTest, IsLongerOrShorterWhenTheClockTurns) {
  const OpeningHours night{
      .week = WorkingWeek::kMondayToSaturday, .opens = minutes(0), .closes = hours(24)};
  rules_.zone = *Zone::Get("America/Santiago");  // turns on Saturday at 24:00
  rules_.calendar = Calendar::None();
  const auto length = [&](const std::string& day) {
    const auto open = *OpenOn(On(day), night, rules_);
    return open->ends - open->begins;
  };
  EXPECT_EQ(length("2024-04-05"), hours(24));
  EXPECT_EQ(length("2024-04-06"), hours(25));
  EXPECT_FALSE(*OpenOn(On("2024-04-07"), night, rules_));
}

TEST_F(OpeningHoursTest, RefusesHoursThatAreNone) {
  for (const OpeningHours& wrong :
       {OpeningHours{.opens = hours(18), .closes = hours(10)},
        OpeningHours{.opens = hours(10), .closes = hours(10)},
        OpeningHours{.opens = minutes(-1), .closes = hours(10)},
        OpeningHours{.opens = hours(10), .closes = minutes(24 * 60 + 1)}}) {
    EXPECT_FALSE(IsWithin(At("2026-06-01T12:00:00Z"), wrong, rules_));
  }
}

}  // namespace
}  // namespace mandat
