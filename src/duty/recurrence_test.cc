// SPDX-License-Identifier: Apache-2.0
#include "duty/recurrence.h"

#include <gtest/gtest.h>

#include "duty/duty_test_util.h"

namespace mandat {
namespace {

using std::chrono::microseconds;

Instant Next(const std::string& anchor, Every every, const std::string& after) {
  return *NextOccurrence(At(anchor), every, At(after), Brussels());
}

TEST(RecurrenceTest, ComesAtItsAnchorAndThenStrictlyLater) {
  const std::string anchor = "2026-01-15T09:00:00+01:00";
  EXPECT_EQ(Next(anchor, Every::kDay, "2025-01-01T00:00:00Z"), At(anchor));
  EXPECT_EQ(Next(anchor, Every::kDay, anchor), At("2026-01-16T09:00:00+01:00"));
  EXPECT_EQ(Next(anchor, Every::kWeek, anchor), At("2026-01-22T09:00:00+01:00"));
  EXPECT_EQ(Next(anchor, Every::kMonth, anchor), At("2026-02-15T09:00:00+01:00"));
  EXPECT_EQ(Next(anchor, Every::kYear, anchor), At("2027-01-15T09:00:00+01:00"));
}

TEST(RecurrenceTest, KeepsTheTimeOfTheWallThroughTheYear) {
  EXPECT_EQ(Next("2026-01-15T09:00:00+01:00", Every::kMonth, "2026-07-01T00:00:00Z"),
            At("2026-07-15T09:00:00+02:00"));
  EXPECT_EQ(Next("2026-01-15T09:00:00+01:00", Every::kWeek, "2026-07-01T00:00:00Z"),
            At("2026-07-02T09:00:00+02:00"));
}

TEST(RecurrenceTest, DoesNotCreepFromThe31st) {
  const std::string anchor = "2026-01-31T09:00:00+01:00";
  EXPECT_EQ(Next(anchor, Every::kMonth, anchor), At("2026-02-28T09:00:00+01:00"));
  EXPECT_EQ(Next(anchor, Every::kMonth, "2026-02-28T09:00:00+01:00"),
            At("2026-03-31T09:00:00+02:00"));
  EXPECT_EQ(Next("2028-02-29T09:00:00+01:00", Every::kYear, "2031-06-01T00:00:00Z"),
            At("2032-02-29T09:00:00+01:00"));
}

TEST(RecurrenceTest, LeapsWithTheClockAndTakesTheEarlierOfTwo) {
  EXPECT_EQ(Next("2026-03-01T02:30:00+01:00", Every::kDay, "2026-03-28T12:00:00Z"),
            At("2026-03-29T03:00:00+02:00"));
  EXPECT_EQ(Next("2026-10-01T02:30:00+02:00", Every::kDay, "2026-10-24T12:00:00Z"),
            At("2026-10-25T02:30:00+02:00"));
  EXPECT_EQ(Next("2026-10-01T02:30:00+02:00", Every::kDay, "2026-10-25T02:30:00+02:00"),
            At("2026-10-26T02:30:00+01:00"));
}

TEST(RecurrenceTest, VisitsEveryOccurrenceOnce) {
  const Instant anchor = At("2026-01-31T09:00:00+01:00");
  for (const Every every : {Every::kDay, Every::kWeek, Every::kMonth, Every::kYear}) {
    Instant at = anchor;
    for (int number = 0; number < 50; ++number) {
      const Instant next = *NextOccurrence(anchor, every, at, Brussels());
      ASSERT_GT(next, at);
      EXPECT_EQ(*NextOccurrence(anchor, every, next + microseconds(-1), Brussels()), next);
      at = next;
    }
  }
}

TEST(RecurrenceTest, StopsAtTheEndOfTheYearsItKnows) {
  EXPECT_FALSE(NextOccurrence(At("2026-01-31T09:00:00Z"), Every::kYear, At("2199-06-01T00:00:00Z"),
                              Brussels()));
}

TEST(AtLeastOnceTest, GivesTheRollingReadingAndThatOfTheCalendar) {
  const Instant last = At("2026-05-06T10:00:00+02:00");  // a Wednesday
  const auto next = [&](Every every) { return *NextAtLeastOnce(last, every, Brussels()); };
  EXPECT_EQ(next(Every::kDay).rolling, At("2026-05-08T00:00:00+02:00"));
  EXPECT_EQ(next(Every::kDay).calendar, At("2026-05-08T00:00:00+02:00"));
  EXPECT_EQ(next(Every::kWeek).rolling, At("2026-05-14T00:00:00+02:00"));
  EXPECT_EQ(next(Every::kWeek).calendar, At("2026-05-18T00:00:00+02:00"));
  EXPECT_EQ(next(Every::kMonth).rolling, At("2026-06-07T00:00:00+02:00"));
  EXPECT_EQ(next(Every::kMonth).calendar, At("2026-07-01T00:00:00+02:00"));
  EXPECT_EQ(next(Every::kYear).rolling, At("2027-05-07T00:00:00+02:00"));
  EXPECT_EQ(next(Every::kYear).calendar, At("2028-01-01T00:00:00+01:00"));
}

TEST(AtLeastOnceTest, NeverPutsTheRollingReadingAfterTheCalendar) {
  for (Day day = On("2024-01-01"); day < On("2028-12-31"); day += std::chrono::days(1)) {
    for (const Every every : {Every::kDay, Every::kWeek, Every::kMonth, Every::kYear}) {
      const auto next = *NextAtLeastOnce(Brussels().StartOf(day), every, Brussels());
      ASSERT_LE(next.rolling, next.calendar) << FormatDate(day);
    }
  }
}

TEST(QuotaTest, BeginsTheCalendarYearAtLocalMidnight) {
  const Window year = *CalendarYearOf(At("2026-12-31T22:59:59Z"), Brussels());
  EXPECT_EQ(year, (Window{At("2025-12-31T23:00:00Z"), At("2026-12-31T23:00:00Z")}));
  EXPECT_EQ(CalendarYearOf(At("2026-12-31T23:00:00Z"), Brussels())->begins, year.ends);
}

TEST(QuotaTest, BeginsTheContractYearOnTheDayOfTheContract) {
  const Instant start = At("2024-03-15T10:00:00+01:00");
  const auto year_of = [&](const std::string& at) {
    return *ContractYearOf(At(at), start, Brussels());
  };
  EXPECT_EQ(year_of("2024-03-15T10:00:00+01:00").begins, At("2024-03-15T00:00:00+01:00"));
  EXPECT_EQ(year_of("2026-03-14T23:59:59+01:00"),
            (Window{At("2025-03-15T00:00:00+01:00"), At("2026-03-15T00:00:00+01:00")}));
  EXPECT_EQ(year_of("2026-03-15T00:00:00+01:00").begins, At("2026-03-15T00:00:00+01:00"));
  EXPECT_FALSE(ContractYearOf(At("2024-03-14T10:00:00+01:00"), start, Brussels()));
}

TEST(QuotaTest, KeepsAContractOf29FebruaryOnItsDay) {
  const Instant start = At("2024-02-29T10:00:00+01:00");
  EXPECT_EQ(ContractYearOf(At("2025-02-28T12:00:00Z"), start, Brussels())->begins,
            At("2025-02-28T00:00:00+01:00"));
  EXPECT_EQ(ContractYearOf(At("2028-02-28T12:00:00Z"), start, Brussels())->begins,
            At("2027-02-28T00:00:00+01:00"));
  EXPECT_EQ(ContractYearOf(At("2028-02-29T12:00:00Z"), start, Brussels())->begins,
            At("2028-02-29T00:00:00+01:00"));
}

}  // namespace
}  // namespace mandat
