// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cli/internal/clock.h"
#include "duty/duty_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kOwn =
    "calendar ACME\ntitle Acme, an example\nyears 2025-2027\ninclude BE\n"
    "once 2026-03-31 = Move of the house\n";

// Everything is stated.
ClockOptions Stated() {
  ClockOptions options;
  options.event = "2026-03-30T16:40";
  options.zone = "Europe/Brussels";
  options.period = "5 working-days";
  options.calendars = {"BE"};
  options.rules = "reg-1182-71";
  options.week = "mon-fri";
  return options;
}

Readings ReadingsOf(const ClockOptions& options, std::string_view calendars = "") {
  return AnswerTo(*ParseQuestion(options, calendars))->readings;
}

// The kind and message of the error, or nothing.
std::string ErrorFor(const ClockOptions& options, std::string_view calendars = "") {
  const auto question = ParseQuestion(options, calendars);
  if (!question) {
    return std::string(Name(question.error().kind)) + ": " + question.error().message;
  }
  const auto answer = AnswerTo(*question);
  return answer ? "" : std::string(Name(answer.error().kind)) + ": " + answer.error().message;
}

TEST(ClockTest, ReadsALocalTimeAsTheInstantWithItsOffset) {
  ClockOptions options = Stated();
  const ClockEvent local = ParseQuestion(options, "")->event;
  options.event = "2026-03-30T16:40:00+02:00";
  const ClockEvent with_offset = ParseQuestion(options, "")->event;
  EXPECT_EQ(local.earlier, At("2026-03-30T14:40:00Z"));
  EXPECT_EQ(local.later, local.earlier);
  EXPECT_EQ(local.shown, ClockEvent::Shown::kOnce);
  EXPECT_EQ(with_offset.earlier, local.earlier);
  options.event = "2026-03-30T16:40:30";
  EXPECT_EQ(ParseQuestion(options, "")->event.earlier, At("2026-03-30T14:40:30Z"));
}

TEST(ClockTest, ReadsATimeThatTheClockShowsTwiceAsBoth) {
  ClockOptions options = Stated();
  options.event = "2026-10-25T02:30";
  options.period = "72 hours";
  const ClockEvent event = ParseQuestion(options, "")->event;
  EXPECT_EQ(event.shown, ClockEvent::Shown::kTwice);
  EXPECT_EQ(event.earlier, At("2026-10-25T00:30:00Z"));
  EXPECT_EQ(event.later, At("2026-10-25T01:30:00Z"));
  EXPECT_EQ(ReadingsOf(options).earliest.due, At("2026-10-28T00:30:00Z"));
  EXPECT_EQ(ReadingsOf(options).latest.due, At("2026-10-28T01:30:00Z"));
  options.event = "2026-10-25T02:30:00+01:00";  // says which
  EXPECT_EQ(ParseQuestion(options, "")->event.shown, ClockEvent::Shown::kOnce);
  EXPECT_EQ(ReadingsOf(options).earliest.due, ReadingsOf(options).latest.due);
}

TEST(ClockTest, ReadsATimeThatTheClockSkipsAsTheInstantOfTheLeap) {
  ClockOptions options = Stated();
  options.event = "2026-03-29T02:30";
  const ClockEvent event = ParseQuestion(options, "")->event;
  EXPECT_EQ(event.shown, ClockEvent::Shown::kNever);
  EXPECT_EQ(event.earlier, At("2026-03-29T01:00:00Z"));
  EXPECT_EQ(event.later, event.earlier);
  options.event = "2026-03-29T03:00";
  EXPECT_EQ(ParseQuestion(options, "")->event.shown, ClockEvent::Shown::kOnce);
}

TEST(ClockTest, AnswersOnceWhereEverythingIsStated) {
  const Readings readings = ReadingsOf(Stated());
  EXPECT_EQ(readings.earliest.due, readings.latest.due);
  EXPECT_EQ(FormatDate(readings.earliest.last_day), "2026-04-07");
}

TEST(ClockTest, ComputesBothEndsOfWhatIsLeftOpen) {
  ClockOptions options = Stated();
  options.week = "";
  EXPECT_EQ(FormatDate(ReadingsOf(options).earliest.last_day), "2026-04-07");  // rules move it
  options.rules = "";
  EXPECT_EQ(FormatDate(ReadingsOf(options).earliest.last_day), "2026-04-04");
  EXPECT_EQ(FormatDate(ReadingsOf(options).latest.last_day), "2026-04-07");
  options.calendars.clear();
  EXPECT_EQ(FormatDate(ReadingsOf(options).latest.last_day), "2026-04-09");
}

TEST(ClockTest, LeavesOutCalendarsThatDoNotCoverTheYearsUnlessTheyAreNamed) {
  ClockOptions options = Stated();
  options.calendars.clear();
  EXPECT_EQ(AnswerTo(*ParseQuestion(options, ""))->left_out, std::vector<std::string>());
  options.event = "2035-03-30T16:40";
  EXPECT_EQ(AnswerTo(*ParseQuestion(options, ""))->left_out, std::vector<std::string>{"EU"});
  options.calendars = {"BE", "EU"};
  EXPECT_EQ(ErrorFor(options), "not-found: calendar EU does not cover the year 2035");
}

TEST(ClockTest, UnitesCalendarsOrReadsEither) {
  ClockOptions options = Stated();
  options.event = "2026-07-09T10:00";
  options.period = "8 working-days";  // 14 July in France, 21 July in Belgium
  options.calendars = {"BE+FR"};
  EXPECT_EQ(FormatDate(ReadingsOf(options).earliest.last_day), "2026-07-23");
  options.calendars = {"BE", "FR+BE", "none"};
  EXPECT_EQ(FormatDate(ReadingsOf(options).earliest.last_day), "2026-07-21");
  EXPECT_EQ(FormatDate(ReadingsOf(options).latest.last_day), "2026-07-23");
}

TEST(ClockTest, CountsByAnOperatorsOwnCalendar) {
  ClockOptions options = Stated();
  options.calendars = {"ACME"};
  EXPECT_EQ(FormatDate(ReadingsOf(options, kOwn).earliest.last_day), "2026-04-08");
  options.calendars.clear();
  EXPECT_EQ(FormatDate(ReadingsOf(options, kOwn).earliest.last_day), "2026-04-08");
  options.calendars = {"BE"};
  EXPECT_EQ(FormatDate(ReadingsOf(options, kOwn).earliest.last_day), "2026-04-07");
  options.calendars = {"ACME"};
  EXPECT_TRUE(ErrorFor(options).starts_with("not-found: no calendar of that name"));
}

TEST(ClockTest, CountsCutOffHoursAndDirection) {
  ClockOptions options = Stated();
  options.period = "5 days";
  EXPECT_EQ(FormatDate(ReadingsOf(options).earliest.last_day), "2026-04-07");
  options.rules = "plain";
  EXPECT_EQ(FormatDate(ReadingsOf(options).earliest.last_day), "2026-04-04");
  options.cut_off = "16:40";
  EXPECT_EQ(FormatDate(ReadingsOf(options).earliest.last_day), "2026-04-05");
  options.count = "to-keep";
  EXPECT_EQ(FormatDate(ReadingsOf(options).earliest.last_day), "2026-04-04");
  options.count = "before";
  EXPECT_EQ(FormatDate(ReadingsOf(options).earliest.last_day), "2026-03-24");
  EXPECT_EQ(FormatDate(ReadingsOf(options).latest.last_day), "2026-03-25");
  options = Stated();
  options.period = "4 business-hours";
  options.hours = "mon-fri 09:00-17:00";
  EXPECT_EQ(ReadingsOf(options).earliest.due, At("2026-03-31T10:40:00Z"));
}

TEST(ClockTest, RefusesWhatItCannotReadAndNamesIt) {
  const auto error_with = [](std::string ClockOptions::* option, const std::string& text) {
    ClockOptions options = Stated();
    options.*option = text;
    return ErrorFor(options);
  };
  for (const std::string event :
       {"", "yesterday", "2026-03-30", "2026-03-30 16:40", "2026-02-30T16:40", "2026-03-30T24:00",
        "2026-03-30T16:60", "2026-03-30T16:40:60", "2026-03-30T16:40Z", "2026-03-30T1a:40",
        "2026-03-30T16:40:3", "1969-03-30T16:40"}) {
    EXPECT_TRUE(error_with(&ClockOptions::event, event).starts_with("invalid: --event is no time"))
        << event;
  }
  EXPECT_EQ(error_with(&ClockOptions::zone, "Europe/Nowhere"), "not-found: no such time zone");
  EXPECT_TRUE(error_with(&ClockOptions::period, "5 workdays").starts_with("invalid: period"));
  EXPECT_EQ(error_with(&ClockOptions::rules, "law"),
            "invalid: --rules is none of reg-1182-71, be-civil-code, de-bgb, plain");
  EXPECT_EQ(error_with(&ClockOptions::week, "tue"), "invalid: --week is none of mon-fri, mon-sat");
  EXPECT_EQ(error_with(&ClockOptions::count, ""),
            "invalid: --count is none of to-act, to-keep, before");
  EXPECT_EQ(error_with(&ClockOptions::language, "de"), "invalid: --language is none of en, fr");
  for (const std::string time : {"5pm", "25:00", "17:0", "1700", "-1:00", "17:60"}) {
    EXPECT_EQ(error_with(&ClockOptions::cut_off, time),
              "invalid: --cut-off is no time of the day, as 17:00")
        << time;
  }
  EXPECT_EQ(error_with(&ClockOptions::cut_off, "24:00"), "invalid: cut-off is no time of the day");
  for (const std::string hours : {"9-5", "mon-fri 09:00-17:0x", "sat-sun 09:00-17:00",
                                  "mon-fri 17:00-09:00", "mon-fri 09:00 17:00"}) {
    EXPECT_TRUE(error_with(&ClockOptions::hours, hours).starts_with("invalid: ")) << hours;
  }
}

TEST(ClockTest, RefusesCalendarsThatItCannotFindOrRead) {
  ClockOptions options = Stated();
  for (const std::string id : {"XX", "", "BE+", "+", "BE+XX", "be"}) {
    options.calendars = {id};
    EXPECT_TRUE(ErrorFor(options).starts_with("not-found: no calendar of that name")) << id;
  }
  EXPECT_EQ(ErrorFor(Stated(), "holidays\n"),
            "invalid: calendar line 1: the first word is not calendar");
}

TEST(ClockTest, RefusesBusinessHoursWithoutOpeningHours) {
  ClockOptions options = Stated();
  options.period = "4 business-hours";
  EXPECT_EQ(ErrorFor(options), "invalid: business hours need opening hours");
}

}  // namespace
}  // namespace mandat
