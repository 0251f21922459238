// SPDX-License-Identifier: Apache-2.0
#include "duty/calendar.h"

#include <gtest/gtest.h>

#include <set>

#include "duty/duty_test_util.h"

namespace mandat {
namespace {

using std::chrono::days;

Calendar Shipped(const std::string& id) { return *Calendar::Get(id); }

std::string NameIn(const std::string& calendar, const std::string& day) {
  const Result<std::string> name = Shipped(calendar).NameOf(On(day));
  return name ? *name : "error: " + name.error().message;
}

TEST(CalendarTest, ShipsEveryPlaceItPromises) {
  const std::vector<std::string> ids = Calendar::ShippedIds();
  const std::set<std::string> shipped(ids.begin(), ids.end());
  EXPECT_EQ(shipped.size(), ids.size());
  for (const std::string id : {"BE",    "BE-banks", "FR",    "FR-alsace-moselle",
                               "LU",    "NL",       "US",    "GB-ENG",
                               "EU",    "ECB",      "DE",    "DE-BW",
                               "DE-BY", "DE-BE",    "DE-BB", "DE-HB",
                               "DE-HH", "DE-HE",    "DE-MV", "DE-NI",
                               "DE-NW", "DE-RP",    "DE-SL", "DE-SN",
                               "DE-ST", "DE-SH",    "DE-TH", "DE-BY-catholic"}) {
    EXPECT_TRUE(shipped.contains(id)) << id;
    EXPECT_FALSE(Shipped(id).title().empty());
  }
  for (const std::string id : {"", "be", "XX", "BE+FR", "none"}) {
    const Result<Calendar> none = Calendar::Get(id);
    ASSERT_FALSE(none) << id;
    EXPECT_EQ(none.error().kind, ErrorKind::kNotFound);
  }
}

TEST(CalendarTest, NamesHolidaysInTheLanguageOfThePlace) {
  EXPECT_EQ(NameIn("BE", "2026-04-06"), "Paasmaandag");
  EXPECT_EQ(NameIn("FR", "2026-07-14"), "Fête nationale");
  EXPECT_EQ(NameIn("DE-SN", "2026-11-18"), "Buß- und Bettag");
  EXPECT_EQ(NameIn("BE", "2026-04-07"), "");
  EXPECT_EQ(NameIn("US", "2027-12-31"), "New Year's Day (observed)");
  EXPECT_EQ(NameIn("US", "2026-07-04"), "Independence Day");
}

TEST(CalendarTest, PutsRepentanceDayOnTheWednesdayBeforeThe23rdOfNovember) {
  for (const std::string day :
       {"2024-11-20", "2025-11-19", "2026-11-18", "2027-11-17", "2028-11-22", "2033-11-16"}) {
    EXPECT_EQ(NameIn("DE-SN", day), "Buß- und Bettag") << day;
    EXPECT_EQ(NameIn("DE-ST", day), "") << day;
  }
}

TEST(CalendarTest, KeepsOneOffDaysAndFirstYears) {
  EXPECT_NE(NameIn("DE-BY", "2017-10-31"), "");
  EXPECT_EQ(NameIn("DE-BY", "2018-10-31"), "");
  EXPECT_NE(NameIn("DE-HH", "2018-10-31"), "");
  EXPECT_EQ(NameIn("DE-HH", "2016-10-31"), "");
  EXPECT_EQ(NameIn("DE-MV", "2022-03-08"), "");
  EXPECT_NE(NameIn("DE-MV", "2023-03-08"), "");
  EXPECT_EQ(NameIn("US", "2020-06-19"), "");
  EXPECT_NE(NameIn("US", "2021-06-18"), "");
  EXPECT_EQ(NameIn("LU", "2018-05-09"), "");
  EXPECT_NE(NameIn("LU", "2019-05-09"), "");
}

TEST(CalendarTest, MovesEnglishHolidaysOffTheWeekend) {
  for (const std::string day :
       {"2022-01-03", "2021-12-27", "2021-12-28", "2022-12-26", "2022-12-27", "2026-12-28",
        "2023-01-02", "2020-05-08", "2022-06-02", "2022-06-03"}) {
    EXPECT_NE(NameIn("GB-ENG", day), "") << day;
  }
  for (const std::string day :
       {"2022-01-01", "2021-12-25", "2020-05-04", "2022-05-30", "2026-12-26"}) {
    EXPECT_EQ(NameIn("GB-ENG", day), "") << day;
  }
}

TEST(CalendarTest, CelebratesTheDutchKingOnSaturdayWhenHisDayIsSunday) {
  EXPECT_EQ(NameIn("NL", "2025-04-26"), "Koningsdag (observed)");
  EXPECT_EQ(NameIn("NL", "2025-04-27"), "");
  EXPECT_EQ(NameIn("NL", "2026-04-27"), "Koningsdag");
  EXPECT_EQ(NameIn("NL", "2013-04-30"), "Koninginnedag");
  EXPECT_EQ(NameIn("NL", "2014-04-30"), "");
}

TEST(CalendarTest, KnowsWhatIsWorkedInEachWeek) {
  const Calendar be = Shipped("BE");
  const auto is_worked = [&](const std::string& day, WorkingWeek week) {
    return *be.IsWorkingDay(On(day), week);
  };
  EXPECT_TRUE(is_worked("2026-07-17", WorkingWeek::kMondayToFriday));
  EXPECT_FALSE(is_worked("2026-07-18", WorkingWeek::kMondayToFriday));  // Saturday
  EXPECT_TRUE(is_worked("2026-07-18", WorkingWeek::kMondayToSaturday));
  EXPECT_FALSE(is_worked("2026-07-19", WorkingWeek::kMondayToSaturday));
  EXPECT_FALSE(is_worked("2026-07-21", WorkingWeek::kMondayToSaturday));
}

// Covers: Reg. 1182/71 Art. 2(1).
TEST(CalendarTest, RefusesToGuessTheDaysOfAYearThatIsNotListed) {
  const Calendar eu = Shipped("EU");
  EXPECT_TRUE(*eu.IsHoliday(On("2026-12-31")));
  EXPECT_FALSE(*eu.IsHoliday(On("2026-12-23")));
  for (const std::string day : {"2027-01-01", "2027-06-15", "2022-12-31"}) {
    const Result<bool> unknown = eu.IsHoliday(On(day));
    ASSERT_FALSE(unknown) << day;
    EXPECT_EQ(unknown.error().kind, ErrorKind::kNotFound);
    EXPECT_FALSE(eu.NameOf(On(day)));
  }
  EXPECT_FALSE(eu.IsWorkingDay(On("2027-06-15"), WorkingWeek::kMondayToFriday));
  EXPECT_EQ(eu.IsHoliday(On("2027-06-15")).error().message,
            "calendar EU does not cover the year 2027");
}

TEST(CalendarTest, UnitesTheHolidaysOfTwoPlacesAndOnlyTheYearsOfBoth) {
  const Calendar both = Calendar::Union(Shipped("BE"), Shipped("FR"));
  EXPECT_EQ(both.id(), "BE+FR");
  EXPECT_EQ(*both.NameOf(On("2026-07-14")), "Fête nationale");
  EXPECT_EQ(*both.NameOf(On("2026-07-21")), "Nationale feestdag");
  EXPECT_FALSE(*both.IsHoliday(On("2026-07-15")));
  for (Day day = On("2000-01-01"); day < On("2040-01-01"); day += days(1)) {
    EXPECT_EQ(*both.IsHoliday(day), *Shipped("BE").IsHoliday(day) || *Shipped("FR").IsHoliday(day));
  }
  const Calendar listed = Calendar::Union(Shipped("BE"), Shipped("EU"));
  EXPECT_TRUE(listed.IsHoliday(On("2026-12-23")));
  EXPECT_FALSE(listed.IsHoliday(On("2027-01-04")));
}

TEST(CalendarTest, HasNoHolidaysWhereNoneAreAsked) {
  EXPECT_FALSE(*Calendar::None().IsHoliday(On("1970-01-01")));
  EXPECT_FALSE(*Calendar::None().IsHoliday(On("2199-12-25")));
  EXPECT_FALSE(Calendar::None().IsHoliday(On("2199-12-31") + days(1)));
}

}  // namespace
}  // namespace mandat
