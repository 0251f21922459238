// SPDX-License-Identifier: Apache-2.0
#include "duty/deadline.h"

#include <gtest/gtest.h>

#include "duty/duty_test_util.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::string LastDay(const Result<Deadline>& deadline) {
  return deadline ? FormatDate(deadline->last_day) : "error: " + deadline.error().message;
}

// Covers: Reg. 1182/71 Art. 3(1), Art. 3(4).
TEST(DeadlineTest, RunsHoursThroughTheChangeOfClocks) {
  const TimeRules rules = RulesWith("BE");
  const auto due = [&](const std::string& event) {
    return ComputeDeadline(At(event), For("72 hours"), rules)->due;
  };
  EXPECT_EQ(due("2026-03-27T15:20:00+01:00"), At("2026-03-30T16:20:00+02:00"));
  EXPECT_EQ(due("2026-10-23T15:20:00+02:00"), At("2026-10-26T14:20:00+01:00"));
}

// Covers: Reg. 1182/71 Art. 3(4).
TEST(DeadlineTest, NeverExtendsHours) {
  TimeRules rules = RulesWith("BE");
  rules.cut_off = hours(17);
  for (const RuleSet rule_set : {RuleSet::kReg1182, RuleSet::kBelgianCivilCode, RuleSet::kBgb}) {
    rules.rule_set = rule_set;
    // Christmas Eve after the cut-off, a Thursday; the end is on a holiday.
    const Result<Deadline> deadline =
        ComputeDeadline(At("2026-12-24T18:00:00+01:00"), For("24 hours"), rules);
    ASSERT_OK(deadline);
    EXPECT_EQ(deadline->due, At("2026-12-25T18:00:00+01:00"));
    EXPECT_EQ(FormatDate(deadline->last_day), "2026-12-25");
  }
}

TEST(DeadlineTest, EndsHoursThatEndAtMidnightOnTheDayBefore) {
  const Result<Deadline> deadline =
      ComputeDeadline(At("2026-06-10T00:00:00+02:00"), For("24 hours"), RulesWith("BE"));
  EXPECT_EQ(LastDay(deadline), "2026-06-10");
  EXPECT_EQ(deadline->due, At("2026-06-11T00:00:00+02:00"));
}

// Covers: Reg. 1182/71 Art. 3(2)(c).
TEST(DeadlineTest, EndsAWholeDayOf23HoursAtItsRealEnd) {
  TimeRules rules = RulesWith("BE");
  rules.rule_set = RuleSet::kPlain;
  const Result<Deadline> spring =
      ComputeDeadline(At("2026-03-28T10:00:00+01:00"), For("1 day"), rules);
  EXPECT_EQ(LastDay(spring), "2026-03-29");
  EXPECT_EQ(spring->due, At("2026-03-29T22:00:00Z"));
  const Result<Deadline> autumn =
      ComputeDeadline(At("2026-10-24T10:00:00+02:00"), For("1 day"), rules);
  EXPECT_EQ(autumn->due, At("2026-10-25T23:00:00Z"));
}

TEST(DeadlineTest, TakesTheDayOfTheEventFromTheZone) {
  TimeRules rules = RulesWith("BE");
  const Instant event = At("2026-06-01T22:30:00Z");  // 2 June in Brussels
  EXPECT_EQ(LastDay(ComputeDeadline(event, For("1 week"), rules)), "2026-06-09");
  rules.zone = *Zone::Get("America/New_York");
  EXPECT_EQ(LastDay(ComputeDeadline(event, For("1 week"), rules)), "2026-06-08");
}

TEST(DeadlineTest, CountsWhatComesAfterTheCutOffAsOfTheNextDay) {
  TimeRules rules = RulesWith("BE");
  rules.cut_off = hours(17);
  const auto last = [&](const std::string& event) {
    return LastDay(ComputeDeadline(At(event), For("14 days"), rules));
  };
  EXPECT_EQ(last("2026-06-01T16:59:59.999999+02:00"), "2026-06-15");
  EXPECT_EQ(last("2026-06-01T17:00:00+02:00"), "2026-06-16");
  rules.cut_off.reset();
  EXPECT_EQ(last("2026-06-01T23:59:59+02:00"), "2026-06-15");
}

// Covers: Reg. 1182/71 Art. 3(5).
TEST(DeadlineTest, LooksForTwoWorkingDaysAfterTheDayThatTheCutOffGives) {
  TimeRules rules = RulesWith("BE");
  rules.cut_off = hours(17);
  const auto last = [&](const std::string& event) {
    return LastDay(ComputeDeadline(At(event), For("2 days"), rules));
  };
  EXPECT_EQ(last("2026-06-04T18:00:00+02:00"), "2026-06-09");  // a Thursday, counts as Friday
  EXPECT_EQ(last("2026-06-04T16:00:00+02:00"), "2026-06-08");
}

TEST(DeadlineTest, KeepsRetentionClearOfTheCutOff) {
  TimeRules rules = RulesWith("BE");
  rules.cut_off = hours(17);
  EXPECT_EQ(LastDay(ComputeRetention(At("2026-06-01T18:00:00+02:00"), For("30 days"), rules)),
            "2026-07-01");
}

// Covers: Reg. 1182/71 Art. 3(4), Art. 3(5).
TEST(DeadlineTest, MovesTheEndOnlyOfPeriodsForActing) {
  const TimeRules rules = RulesWith("BE");
  const Instant event = NoonOf("2026-10-03");
  EXPECT_EQ(LastDay(ComputeDeadline(event, For("90 days"), rules)), "2027-01-04");
  EXPECT_EQ(LastDay(ComputeRetention(event, For("90 days"), rules)), "2027-01-01");
}

// Covers: Reg. 1182/71 Art. 3(5).
TEST(DeadlineTest, WantsTwoWorkingDaysWhereTheRuleSetDoes) {
  TimeRules rules = RulesWith("BE");
  const Instant friday = NoonOf("2026-04-03");  // before Easter
  EXPECT_EQ(LastDay(ComputeDeadline(friday, For("2 days"), rules)), "2026-04-08");
  EXPECT_EQ(LastDay(ComputeDeadline(friday, For("1 day"), rules)), "2026-04-07");
  rules.rule_set = RuleSet::kBelgianCivilCode;
  EXPECT_EQ(LastDay(ComputeDeadline(friday, For("2 days"), rules)), "2026-04-08");
  rules.rule_set = RuleSet::kBgb;
  EXPECT_EQ(LastDay(ComputeDeadline(friday, For("2 days"), rules)), "2026-04-07");
  rules.rule_set = RuleSet::kPlain;
  EXPECT_EQ(LastDay(ComputeDeadline(friday, For("2 days"), rules)), "2026-04-05");
}

// Covers: Reg. 1182/71 Art. 2(2), Art. 3(3).
TEST(DeadlineTest, CountsSaturdaysOnlyInTheWeekThatHasThem) {
  TimeRules rules = RulesWith("FR");
  const Instant event = NoonOf("2026-07-10");  // a Friday; the 14th is a holiday
  EXPECT_EQ(LastDay(ComputeDeadline(event, For("10 working-days"), rules)), "2026-07-27");
  rules.week = WorkingWeek::kMondayToSaturday;
  EXPECT_EQ(LastDay(ComputeDeadline(event, For("10 working-days"), rules)), "2026-07-23");
  // Counting ends on a Saturday, which is no working day of the rules.
  EXPECT_EQ(LastDay(ComputeDeadline(event, For("6 working-days"), rules)), "2026-07-20");
  rules.rule_set = RuleSet::kPlain;
  EXPECT_EQ(LastDay(ComputeDeadline(event, For("6 working-days"), rules)), "2026-07-18");
}

TEST(DeadlineTest, CountsBackWithTheWholePeriodBetweenActAndEvent) {
  const TimeRules rules = RulesWith("BE");
  const auto before = [&](const std::string& event, const std::string& period) {
    return LastDay(ComputeLatestBefore(NoonOf(event), For(period), rules));
  };
  EXPECT_EQ(before("2026-06-10", "1 month"), "2026-05-09");
  EXPECT_EQ(before("2026-06-10", "30 days"), "2026-05-10");
  EXPECT_EQ(before("2026-06-10", "2 weeks"), "2026-05-26");
  EXPECT_EQ(before("2026-03-31", "1 month"), "2026-02-27");
  EXPECT_EQ(before("2026-06-10", "1 year"), "2025-06-09");
  EXPECT_EQ(before("2026-06-10", "10 working-days"), "2026-05-26");  // Whit Monday on 25 May
}

TEST(DeadlineTest, CountsTheDayOfTheActInTheLaterReadingOfABackwardPeriod) {
  TimeRules rules = RulesWith("BE");
  rules.is_clear_before = false;
  const Result<Deadline> deadline =
      ComputeLatestBefore(NoonOf("2026-06-10"), For("1 month"), rules);
  EXPECT_EQ(LastDay(deadline), "2026-05-10");
  EXPECT_EQ(deadline->due, At("2026-05-11T00:00:00+02:00"));
}

// Covers: Reg. 1182/71 Art. 3(4).
TEST(DeadlineTest, NeverMovesABackwardPeriod) {
  // A month before 2 February 2026: 1 January, a holiday.
  EXPECT_EQ(LastDay(ComputeLatestBefore(NoonOf("2026-02-02"), For("1 month"), RulesWith("BE"))),
            "2026-01-01");
  EXPECT_EQ(LastDay(ComputeDeadline(NoonOf("2025-12-01"), For("1 month"), RulesWith("BE"))),
            "2026-01-02");
}

TEST(DeadlineTest, WantsABackwardActBeforeTheCutOff) {
  TimeRules rules = RulesWith("BE");
  rules.cut_off = hours(17);
  const Result<Deadline> deadline =
      ComputeLatestBefore(At("2026-06-10T18:00:00+02:00"), For("1 month"), rules);
  EXPECT_EQ(LastDay(deadline), "2026-05-09");
  EXPECT_EQ(deadline->due, At("2026-05-09T17:00:00+02:00"));
}

TEST(DeadlineTest, CountsHoursBackOnTheLineOfUtc) {
  EXPECT_EQ(
      ComputeLatestBefore(At("2026-03-29T12:00:00+02:00"), For("24 hours"), RulesWith("BE"))->due,
      At("2026-03-28T11:00:00+01:00"));
}

TEST(DeadlineTest, CountsBusinessHoursOnlyWhileItIsOpen) {
  TimeRules rules = RulesWith("BE");
  rules.opening = OpeningHours{.opens = hours(9), .closes = hours(17)};
  const auto due = [&](const std::string& event, const std::string& period) {
    return ComputeDeadline(At(event), For(period), rules)->due;
  };
  EXPECT_EQ(due("2026-06-01T10:00:00+02:00", "4 business-hours"), At("2026-06-01T14:00:00+02:00"));
  EXPECT_EQ(due("2026-06-01T15:30:00+02:00", "4 business-hours"), At("2026-06-02T11:30:00+02:00"));
  EXPECT_EQ(due("2026-06-01T13:00:00+02:00", "4 business-hours"), At("2026-06-01T17:00:00+02:00"));
  EXPECT_EQ(due("2026-06-01T03:00:00+02:00", "1 business-hour"), At("2026-06-01T10:00:00+02:00"));
  // Friday evening before Whit Monday.
  EXPECT_EQ(due("2026-05-22T18:00:00+02:00", "1 business-hour"), At("2026-05-26T10:00:00+02:00"));
  EXPECT_EQ(due("2026-05-22T16:00:00+02:00", "8 business-hours"), At("2026-05-26T16:00:00+02:00"));
  EXPECT_EQ(
      ComputeLatestBefore(At("2026-05-26T10:00:00+02:00"), For("4 business-hours"), rules)->due,
      At("2026-05-22T14:00:00+02:00"));
}

TEST(DeadlineTest, RefusesBusinessHoursWithoutOpeningHours) {
  const auto deadline =
      ComputeDeadline(NoonOf("2026-06-01"), For("1 business-hour"), RulesWith("BE"));
  ASSERT_FALSE(deadline);
  EXPECT_EQ(deadline.error().kind, ErrorKind::kInvalid);
}

TEST(DeadlineTest, RefusesToCountIntoYearsThatACalendarDoesNotList) {
  const TimeRules rules = RulesWith("EU");
  EXPECT_OK(ComputeDeadline(NoonOf("2026-12-01"), For("5 working-days"), rules));
  for (const std::string period : {"30 days", "20 working-days", "1 month"}) {
    const auto deadline = ComputeDeadline(NoonOf("2026-12-10"), For(period), rules);
    ASSERT_FALSE(deadline) << period;
    EXPECT_EQ(deadline.error().kind, ErrorKind::kNotFound);
  }
  // Neither hours nor retention ask the calendar.
  EXPECT_OK(ComputeDeadline(NoonOf("2026-12-31"), For("72 hours"), rules));
  EXPECT_OK(ComputeRetention(NoonOf("2026-12-31"), For("3 years"), rules));
}

TEST(DeadlineTest, RefusesWhatIsOutOfReach) {
  const TimeRules rules = RulesWith("BE");
  const auto kind = [&](const std::string& event, const Period& period) {
    const auto deadline = ComputeDeadline(At(event), period, rules);
    return deadline ? "accepted" : Name(deadline.error().kind);
  };
  EXPECT_EQ(kind("2026-06-01T00:00:00Z", {1, TimeUnit::kDays}), "accepted");
  EXPECT_EQ(kind("2026-06-01T00:00:00Z", {0, TimeUnit::kDays}), "invalid");
  EXPECT_EQ(kind("2026-06-01T00:00:00Z", {100'001, TimeUnit::kDays}), "invalid");
  EXPECT_EQ(kind("1969-06-01T00:00:00Z", {1, TimeUnit::kDays}), "invalid");
  EXPECT_EQ(kind("2201-06-01T00:00:00Z", {1, TimeUnit::kHours}), "invalid");
  for (const TimeUnit unit : {TimeUnit::kDays, TimeUnit::kWorkingDays, TimeUnit::kWeeks,
                              TimeUnit::kMonths, TimeUnit::kYears}) {
    EXPECT_EQ(kind("2026-06-01T00:00:00Z", {100'000, unit}), "invalid");
    EXPECT_FALSE(ComputeLatestBefore(NoonOf("2026-06-01"), {100'000, unit}, RulesWith("BE")));
  }
  EXPECT_EQ(kind("2199-12-01T00:00:00Z", {100'000, TimeUnit::kHours}), "invalid");
}

TEST(DeadlineTest, RefusesTimesOfDayThatAreNone) {
  TimeRules rules = RulesWith("BE");
  for (const minutes cut_off : {minutes(-1), minutes(0), minutes(24 * 60)}) {
    rules.cut_off = cut_off;
    EXPECT_FALSE(ComputeDeadline(NoonOf("2026-06-01"), For("1 day"), rules));
  }
  rules.cut_off.reset();
  rules.opening = OpeningHours{.opens = hours(17), .closes = hours(9)};
  EXPECT_FALSE(ComputeDeadline(NoonOf("2026-06-01"), For("1 day"), rules));
}

TEST(ReadingsTest, BindsUsByTheEarlierAndTheOtherPartyByTheLater) {
  const Unstated weeks{.weeks = {WorkingWeek::kMondayToFriday, WorkingWeek::kMondayToSaturday}};
  const auto both = ComputeBoth(Count::kToAct, NoonOf("2026-07-10"), For("10 working-days"),
                                RulesWith("BE"), weeks);
  ASSERT_OK(both);
  EXPECT_EQ(FormatDate(both->Binding(WhoActs::kWe).last_day), "2026-07-23");
  EXPECT_EQ(FormatDate(both->Binding(WhoActs::kTheOtherParty).last_day), "2026-07-27");
}

TEST(ReadingsTest, TriesEveryCalendarAndRuleSetThatIsOpen) {
  const Unstated unstated{.calendars = {*Calendar::Get("BE"), *Calendar::Get("DE")},
                          .rule_sets = {RuleSet::kReg1182, RuleSet::kPlain}};
  const auto both =
      ComputeBoth(Count::kToAct, NoonOf("2026-04-01"), For("2 days"), RulesWith("BE"), unstated);
  ASSERT_OK(both);
  EXPECT_EQ(FormatDate(both->earliest.last_day), "2026-04-03");
  EXPECT_EQ(FormatDate(both->latest.last_day), "2026-04-07");
}

TEST(ReadingsTest, ShowsBothReadingsOfABackwardPeriod) {
  const auto both =
      ComputeBoth(Count::kBefore, NoonOf("2026-06-10"), For("30 days"), RulesWith("BE"), {});
  ASSERT_OK(both);
  EXPECT_EQ(FormatDate(both->earliest.last_day), "2026-05-10");
  EXPECT_EQ(FormatDate(both->latest.last_day), "2026-05-11");
}

TEST(ReadingsTest, FailsWhenOneReadingDoes) {
  const Unstated calendars{.calendars = {*Calendar::Get("BE"), *Calendar::Get("EU")}};
  EXPECT_FALSE(
      ComputeBoth(Count::kToAct, NoonOf("2026-12-20"), For("1 month"), RulesWith("BE"), calendars));
}

}  // namespace
}  // namespace mandat
