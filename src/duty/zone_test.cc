// SPDX-License-Identifier: Apache-2.0
#include "duty/zone.h"

#include <gtest/gtest.h>

#include "duty/duty_test_util.h"

namespace mandat {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

class ZoneTest : public ::testing::Test {
 protected:
  Instant Earlier(const std::string& day, minutes time) const {
    return brussels_.ToInstant({On(day), time}, Zone::Fold::kEarlier);
  }
  Instant Later(const std::string& day, minutes time) const {
    return brussels_.ToInstant({On(day), time}, Zone::Fold::kLater);
  }
  Zone brussels_ = Brussels();
};

TEST_F(ZoneTest, RefusesZonesThatDoNotExist) {
  for (const std::string name : {"", "Europe/Nowhere", "../etc/passwd", "CEST", "+01:00"}) {
    const Result<Zone> zone = Zone::Get(name);
    ASSERT_FALSE(zone) << name;
    EXPECT_EQ(zone.error().kind, ErrorKind::kNotFound);
  }
  EXPECT_EQ(brussels_.name(), "Europe/Brussels");
}

TEST_F(ZoneTest, ShowsTheTimeOfTheWall) {
  EXPECT_EQ(brussels_.ToLocal(At("2026-01-31T23:30:00Z")),
            (LocalTime{On("2026-02-01"), minutes(30)}));
  EXPECT_EQ(brussels_.ToLocal(At("2026-07-31T22:30:00Z")),
            (LocalTime{On("2026-08-01"), minutes(30)}));
  EXPECT_EQ(brussels_.DayOf(At("2026-07-31T21:59:59Z")), On("2026-07-31"));
}

TEST_F(ZoneTest, LeapsOverTheHourThatSpringLeavesOut) {
  const Instant leap = At("2026-03-29T01:00:00Z");
  EXPECT_EQ(Earlier("2026-03-29", minutes(119)), At("2026-03-29T00:59:00Z"));
  EXPECT_EQ(Earlier("2026-03-29", hours(2)), leap);
  EXPECT_EQ(Earlier("2026-03-29", minutes(150)), leap);
  EXPECT_EQ(Later("2026-03-29", minutes(150)), leap);
  EXPECT_EQ(Earlier("2026-03-29", hours(3)), leap);
  EXPECT_EQ(Earlier("2026-03-29", minutes(181)), At("2026-03-29T01:01:00Z"));
}

TEST_F(ZoneTest, TellsTheTwoHoursOfAutumnApart) {
  EXPECT_EQ(Earlier("2026-10-25", minutes(150)), At("2026-10-25T00:30:00Z"));
  EXPECT_EQ(Later("2026-10-25", minutes(150)), At("2026-10-25T01:30:00Z"));
  EXPECT_EQ(Earlier("2026-10-25", hours(2)), At("2026-10-25T00:00:00Z"));
  EXPECT_EQ(Later("2026-10-25", hours(2)), At("2026-10-25T01:00:00Z"));
  EXPECT_EQ(Later("2026-10-25", hours(3)), At("2026-10-25T02:00:00Z"));
  EXPECT_EQ(Earlier("2026-10-25", hours(3)), At("2026-10-25T02:00:00Z"));
}

TEST_F(ZoneTest, KnowsDaysOf23And25Hours) {
  const auto length = [this](const std::string& day) {
    return brussels_.StartOf(On(day) + days(1)) - brussels_.StartOf(On(day));
  };
  EXPECT_EQ(length("2026-03-28"), hours(24));
  EXPECT_EQ(length("2026-03-29"), hours(23));
  EXPECT_EQ(length("2026-10-25"), hours(25));
}

TEST_F(ZoneTest, BeginsADayWhoseMidnightIsLeftOut) {
  // Clocks in Chile leap from 24:00 on the first Saturday of September to 01:00.
  const Zone santiago = *Zone::Get("America/Santiago");
  const Instant start = santiago.StartOf(On("2024-09-08"));
  EXPECT_EQ(start, At("2024-09-08T04:00:00Z"));
  EXPECT_EQ(santiago.ToLocal(start), (LocalTime{On("2024-09-08"), hours(1)}));
  EXPECT_EQ(santiago.DayOf(start + std::chrono::microseconds(-1)), On("2024-09-07"));
}

TEST_F(ZoneTest, BeginsADayWhoseMidnightComesTwiceAtTheFirst) {
  // Clocks in Cuba go back from 01:00 to 00:00.
  const Zone havana = *Zone::Get("America/Havana");
  EXPECT_EQ(havana.StartOf(On("2024-11-03")), At("2024-11-03T04:00:00Z"));
  EXPECT_EQ(havana.StartOf(On("2024-11-04")), At("2024-11-04T05:00:00Z"));
}

TEST_F(ZoneTest, SkipsADayThatAPlaceLeftOut) {
  const Zone apia = *Zone::Get("Pacific/Apia");  // had no 30 December 2011
  EXPECT_EQ(apia.StartOf(On("2011-12-30")), apia.StartOf(On("2011-12-31")));
}

TEST_F(ZoneTest, GoesOnWithTheRulesOfTodayPastTheListedYears) {
  // The last Sunday of March and of October, at 01:00 UTC.
  for (const std::string turn :
       {"2038-03-28", "2040-03-25", "2044-03-27", "2072-03-27", "2100-03-28", "2199-03-31"}) {
    EXPECT_EQ(brussels_.StartOf(On(turn) + days(1)) - brussels_.StartOf(On(turn)), hours(23))
        << turn;
  }
  for (const std::string turn : {"2038-10-31", "2040-10-28", "2056-10-29", "2199-10-27"}) {
    EXPECT_EQ(brussels_.StartOf(On(turn) + days(1)) - brussels_.StartOf(On(turn)), hours(25))
        << turn;
  }
  EXPECT_EQ(brussels_.StartOf(On("2060-07-01")), At("2060-06-30T22:00:00Z"));
  EXPECT_EQ(brussels_.StartOf(On("2060-12-01")), At("2060-11-30T23:00:00Z"));
}

TEST_F(ZoneTest, TurnsTwiceAYearInEveryYearPastTheListedOnes) {
  for (const std::string name : {"Europe/Brussels", "America/New_York", "Australia/Sydney"}) {
    const Zone zone = *Zone::Get(name);
    int year = 0, turns = 0;
    for (Day day = On("2038-01-01"); day < On("2199-12-31"); day += days(1)) {
      if (YearOf(day) != year) {
        EXPECT_TRUE(year == 0 || turns == 2) << name << " in " << year << ": " << turns;
        year = YearOf(day);
        turns = 0;
      }
      turns += zone.StartOf(day + days(1)) - zone.StartOf(day) == hours(24) ? 0 : 1;
    }
  }
}

TEST_F(ZoneTest, KeepsZonesThatNeverTurn) {
  const Zone utc = *Zone::Get("Etc/UTC");
  EXPECT_EQ(utc.StartOf(On("1970-01-01")), Instant{});
  EXPECT_EQ(utc.StartOf(On("2150-06-01")), At("2150-06-01T00:00:00Z"));
  const Zone tokyo = *Zone::Get("Asia/Tokyo");
  EXPECT_EQ(tokyo.StartOf(On("2150-06-01")), At("2150-05-31T15:00:00Z"));
}

}  // namespace
}  // namespace mandat
