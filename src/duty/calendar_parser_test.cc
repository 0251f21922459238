// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "duty/calendar.h"
#include "duty/duty_test_util.h"

namespace mandat {
namespace {

const std::string kHead = "calendar ACME\ntitle Acme, Brussels\nyears 2024-2030\n";

Calendar Read(const std::string& rules) { return Calendar::Parse(kHead + rules)->front(); }

std::string MessageFor(const std::string& text) {
  const auto calendars = Calendar::Parse(text);
  return calendars ? "accepted" : calendars.error().message;
}

TEST(CalendarParserTest, ReadsEveryFormOfADay) {
  const Calendar acme = Read(
      "fixed 03-17 = House day\n"
      "easter -2 = Good Friday\n"
      "easter 0 = Easter\n"
      "nth 2 tue 05 = Second Tuesday\n"
      "last fri 11 = Last Friday\n"
      "on-or-before wed 11-22 = Before\n"
      "on-or-after mon 06-01 = After\n"
      "once 2026-08-31 = Move of the house\n");
  EXPECT_EQ(acme.id(), "ACME");
  EXPECT_EQ(acme.title(), "Acme, Brussels");
  for (const std::string day : {"2026-03-17", "2026-04-03", "2026-04-05", "2026-05-12",
                                "2026-11-27", "2026-11-18", "2026-06-01", "2026-08-31"}) {
    EXPECT_TRUE(*acme.IsHoliday(On(day))) << day;
    EXPECT_FALSE(*acme.IsHoliday(On(day) + std::chrono::days(7))) << day;
  }
  EXPECT_FALSE(*acme.IsHoliday(On("2025-08-31")));
}

TEST(CalendarParserTest, ReadsTheYearsOfADay) {
  const Calendar acme = Read("fixed 03-17 from 2025 until 2029 except 2026 2028 = House day\n");
  for (const int year : {2025, 2027, 2029}) {
    EXPECT_TRUE(*acme.IsHoliday(On(std::to_string(year) + "-03-17"))) << year;
  }
  for (const int year : {2024, 2026, 2028, 2030}) {
    EXPECT_FALSE(*acme.IsHoliday(On(std::to_string(year) + "-03-17"))) << year;
  }
}

TEST(CalendarParserTest, AddsOrMovesADayOff) {
  const Calendar also = Read("fixed 07-04 also sat-1 sun+1 = Day\n");  // a Saturday in 2026
  EXPECT_TRUE(*also.IsHoliday(On("2026-07-03")));
  EXPECT_TRUE(*also.IsHoliday(On("2026-07-04")));
  const Calendar instead = Read("fixed 07-04 instead sat-1 sun+1 = Day\n");
  EXPECT_TRUE(*instead.IsHoliday(On("2026-07-03")));
  EXPECT_FALSE(*instead.IsHoliday(On("2026-07-04")));
  EXPECT_TRUE(*instead.IsHoliday(On("2025-07-04")));  // a Friday: stays
}

TEST(CalendarParserTest, ObservesADayInTheYearBeforeIt) {
  const Calendar acme = Read("fixed 01-01 also sat-1 = New Year\n");
  EXPECT_TRUE(*acme.IsHoliday(On("2027-12-31")));  // 1 January 2028 is a Saturday
  const auto shorter =
      Calendar::Parse("calendar B\ntitle B\nyears 2024-2027\nfixed 01-01 also sat-1 = New Year\n");
  ASSERT_OK(shorter);
  EXPECT_TRUE(*shorter->front().IsHoliday(On("2027-12-31")));
}

TEST(CalendarParserTest, LetsAnOperatorBuildOnShippedCalendarsAndOnItsOwn) {
  const auto calendars = Calendar::Parse(
      "# ours\n\n" + kHead + "include BE\nonce 2026-08-31 = Move of the house\n" +
      "calendar ACME-2\ntitle More\nyears 2025-2026\ninclude ACME\nfixed 02-02 = More\n");
  ASSERT_OK(calendars);
  ASSERT_EQ(calendars->size(), 2U);
  const Calendar& second = calendars->back();
  EXPECT_EQ(*second.NameOf(On("2026-07-21")), "Nationale feestdag");
  EXPECT_EQ(*second.NameOf(On("2026-08-31")), "Move of the house");
  EXPECT_EQ(*second.NameOf(On("2026-02-02")), "More");
  EXPECT_FALSE(second.IsHoliday(On("2027-02-02")));
}

TEST(CalendarParserTest, NamesTheLineOfEveryMistake) {
  const auto line4 = [](const std::string& rule) { return MessageFor(kHead + rule + "\n"); };
  EXPECT_EQ(line4("fixed 02-30 = Day"),
            "calendar line 4: not a month and day of every year, as 12-25");
  EXPECT_EQ(line4("nth 5 mon 01 = Day"), "calendar line 4: not a place in the month, 1 to 4");
  EXPECT_EQ(line4("include XX"), "calendar line 4: no such calendar is known here");
  EXPECT_EQ(line4("include EU"),
            "calendar line 4: the included calendar does not cover these years");
  EXPECT_EQ(MessageFor("\n# a comment\nfixed 01-01 = Day\n"),
            "calendar line 3: the first word is not calendar");
}

TEST(CalendarParserTest, RefusesWhatIsNotInItsOneForm) {
  for (const std::string rule : {"fixed 01-01",
                                 "fixed 01-01 =",
                                 "fixed 01-01 = ",
                                 "fixed 01-01 =Day",
                                 "fixed 1-1 = Day",
                                 "fixed 02-29 = Day",
                                 "fixed 13-01 = Day",
                                 "fixed 00-01 = Day",
                                 "fixed  01-01 = Day",
                                 " fixed 01-01 = Day",
                                 "fixed 01-01 = Day ",
                                 "fixed 01-01 extra = Day",
                                 "fixed = Day",
                                 "fixed\t01-01 = Day",
                                 "fixed 01-01 = Day\r",
                                 "holiday 01-01 = Day",
                                 "easter = Day",
                                 "easter 5 = Day",
                                 "easter -0 = Day",
                                 "easter +101 = Day",
                                 "easter +1x = Day",
                                 "easter + = Day",
                                 "nth mon 01 = Day",
                                 "nth 0 mon 01 = Day",
                                 "nth 2 xxx 01 = Day",
                                 "nth 2 mon 13 = Day",
                                 "last mon 01-01 = Day",
                                 "on-or-before wed 11 = Day",
                                 "once 11-22 = Day",
                                 "once 2031-01-01 = Day",
                                 "once 2025-02-29 = Day",
                                 "fixed 01-01 from = Day",
                                 "fixed 01-01 from 25 = Day",
                                 "fixed 01-01 from 2200 = Day",
                                 "fixed 01-01 from 2026 until 2025 = Day",
                                 "fixed 01-01 until 2026 from 2025 = Day",
                                 "fixed 01-01 except = Day",
                                 "fixed 01-01 also = Day",
                                 "fixed 01-01 also sat = Day",
                                 "fixed 01-01 also sat-7 = Day",
                                 "fixed 01-01 also sat-1 sat+1 = Day",
                                 "fixed 01-01 also sat-1 from 2025 = Day",
                                 "years 2024-2030",
                                 "title Again",
                                 "include",
                                 "title",
                                 "years"}) {
    const auto calendars = Calendar::Parse(kHead + rule + "\n");
    ASSERT_FALSE(calendars) << rule;
    EXPECT_EQ(calendars.error().kind, ErrorKind::kInvalid) << rule;
  }
}

TEST(CalendarParserTest, RefusesFilesThatAreNotWhole) {
  const std::string day = "fixed 01-01 = Day\n";
  EXPECT_EQ(MessageFor(kHead + day), "accepted");
  for (const std::string& text :
       {std::string(), std::string("# nothing\n"), kHead, kHead + "fixed 01-01 = Day",
        "calendar ACME\n" + day, "calendar ACME\ntitle T\n" + day,
        "calendar ACME\nyears 2024-\n" + day, "calendar\ntitle T\nyears 2024-\n" + day,
        "calendar acme\ntitle T\nyears 2024-\n" + day, "calendar BE\ntitle T\nyears 2024-\n" + day,
        "calendar A+B\ntitle T\nyears 2024-\n" + day, kHead + day + kHead + day,
        "calendar A\ntitle T\nyears 2024\n" + day, "calendar A\ntitle T\nyears 2025-2024\n" + day,
        "calendar A\ntitle T\nyears 1969-\n" + day, "calendar A\ntitle T\nyears 2024-2200\n" + day,
        kHead + "fixed 01-01 = " + std::string(200, 'x') + "\n", kHead + "fixed 01-01 = \xff\n",
        kHead + std::string(70'000, '#') + "\n" + day}) {
    EXPECT_FALSE(Calendar::Parse(text)) << text.substr(0, 200);
  }
}

}  // namespace
}  // namespace mandat
