// SPDX-License-Identifier: Apache-2.0
#include "format/icalendar.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/bytes.h"
#include "base/error_test_util.h"

namespace mandat {
namespace {

using std::chrono::local_days;
using std::chrono::seconds;

Instant At(std::string_view text) { return Instant::Parse(text).value_or(Instant()); }

local_days On(int year, unsigned month, unsigned day) {
  return local_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
}

CalendarFeed OneDuty() {
  CalendarFeed feed;
  feed.name = "Duties of Example";
  CalendarEntry entry;
  entry.uid = "shop/17@mandat.example.org";
  entry.sequence = 2;
  entry.stamp = At("2026-03-27T14:20:00.900000Z");
  entry.when = CalendarSpan{At("2026-03-30T13:50:00Z"), At("2026-03-30T14:20:00.999999Z")};
  entry.summary = "Tell Example; then wait, please";
  entry.url = "https://mandat.example.org/duties/shop/17?a=1,2;b";
  entry.categories = {"breach", "a,b"};
  entry.alarms = {std::chrono::hours(24), seconds(0), seconds(5400), seconds(3605)};
  feed.entries.push_back(entry);
  return feed;
}

std::string Written(const CalendarFeed& feed) {
  const Result<std::string> text = FormatCalendar(feed);
  EXPECT_OK(text);
  return text.value_or("");
}

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  for (size_t start = 0; start < text.size();) {
    const size_t end = text.find("\r\n", start);
    EXPECT_NE(end, std::string_view::npos);
    lines.emplace_back(text.substr(start, end - start));
    start = end + 2;
  }
  return lines;
}

std::string Unfolded(std::string text) {
  for (size_t at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at)) {
    text.erase(at, 3);
  }
  return text;
}

bool Has(const CalendarFeed& feed, const std::string& line) {
  return Unfolded("\r\n" + Written(feed)).find("\r\n" + line + "\r\n") != std::string::npos;
}

TEST(ICalendarTest, WritesAnEventByteForByte) {
  EXPECT_EQ(Written(OneDuty()),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Mandat//Duties//EN\r\n"
            "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nNAME:Duties of Example\r\n"
            "X-WR-CALNAME:Duties of Example\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"
            "X-PUBLISHED-TTL:PT1H\r\n"
            "BEGIN:VEVENT\r\nUID:shop/17@mandat.example.org\r\nDTSTAMP:20260327T142000Z\r\n"
            "SEQUENCE:2\r\nDTSTART:20260330T135000Z\r\nDTEND:20260330T142000Z\r\n"
            "SUMMARY:Tell Example\\; then wait\\, please\r\n"
            "URL:https://mandat.example.org/duties/shop/17?a=1,2;b\r\n"
            "CATEGORIES:breach,a\\,b\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\n"
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Tell Example\\; then wait\\, please\r\n"
            "TRIGGER;RELATED=END:-PT24H\r\nEND:VALARM\r\n"
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Tell Example\\; then wait\\, please\r\n"
            "TRIGGER;RELATED=END:-PT0S\r\nEND:VALARM\r\n"
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Tell Example\\; then wait\\, please\r\n"
            "TRIGGER;RELATED=END:-PT1H30M\r\nEND:VALARM\r\n"
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Tell Example\\; then wait\\, please\r\n"
            "TRIGGER;RELATED=END:-PT1H0M5S\r\nEND:VALARM\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n");
}

TEST(ICalendarTest, WritesTheSameDutyAsATask) {
  CalendarFeed feed = OneDuty();
  feed.kind = CalendarKind::kTask;
  EXPECT_TRUE(Has(feed, "BEGIN:VTODO"));
  EXPECT_TRUE(Has(feed, "DUE:20260330T142000Z"));
  EXPECT_TRUE(Has(feed, "STATUS:NEEDS-ACTION"));
  EXPECT_TRUE(Has(feed, "PRIORITY:0"));
  EXPECT_EQ(Written(feed).find("TRANSP"), std::string::npos);
  EXPECT_EQ(Written(feed).find("DTEND"), std::string::npos);
}

TEST(ICalendarTest, SaysOfEachKindWhatBecameOfTheDuty) {
  CalendarFeed feed = OneDuty();
  feed.entries[0].status = CalendarStatus::kMet;
  EXPECT_TRUE(Has(feed, "STATUS:CONFIRMED"));
  feed.kind = CalendarKind::kTask;
  EXPECT_TRUE(Has(feed, "STATUS:COMPLETED"));
  feed.entries[0].status = CalendarStatus::kCancelled;
  EXPECT_TRUE(Has(feed, "STATUS:CANCELLED"));
  feed.kind = CalendarKind::kEvent;
  EXPECT_TRUE(Has(feed, "STATUS:CANCELLED"));
}

TEST(ICalendarTest, EndsWholeDaysOnTheDayAfterTheLast) {
  CalendarFeed feed = OneDuty();
  feed.entries[0].when = CalendarDays{On(2028, 2, 29), On(2028, 2, 29)};
  feed.entries[0].alarms = {std::chrono::hours(48), std::chrono::hours(1)};
  EXPECT_TRUE(Has(feed, "DTSTART;VALUE=DATE:20280229"));
  EXPECT_TRUE(Has(feed, "DTEND;VALUE=DATE:20280301"));
  EXPECT_TRUE(Has(feed, "TRIGGER;RELATED=END:-P2D"));
  EXPECT_TRUE(Has(feed, "TRIGGER;RELATED=END:-PT1H"));
}

TEST(ICalendarTest, SaysTheLanguageOfWhatIsInOne) {
  CalendarFeed feed = OneDuty();
  feed.language = "en";
  feed.description = "What is owed";
  feed.color = "teal";
  feed.entries[0].language = "fr";
  feed.entries[0].description = "Première ligne\nseconde \\ ligne";
  EXPECT_TRUE(Has(feed, "NAME;LANGUAGE=en:Duties of Example"));
  EXPECT_TRUE(Has(feed, "DESCRIPTION;LANGUAGE=en:What is owed"));
  EXPECT_TRUE(Has(feed, "COLOR:teal"));
  EXPECT_TRUE(Has(feed, "SUMMARY;LANGUAGE=fr:Tell Example\\; then wait\\, please"));
  EXPECT_TRUE(Has(feed, "DESCRIPTION;LANGUAGE=fr:Première ligne\\nseconde \\\\ ligne"));
  EXPECT_TRUE(Has(feed, "CATEGORIES;LANGUAGE=fr:breach,a\\,b"));
}

TEST(ICalendarTest, NamesTheOrganizerInQuotes) {
  CalendarFeed feed = OneDuty();
  feed.organizer = CalendarOrganizer{"Example \"X\", ^", "duties@example.org"};
  EXPECT_TRUE(Has(feed, "ORGANIZER;CN=\"Example ^'X^', ^^\":mailto:duties@example.org"));
  feed.organizer->name = "";
  EXPECT_TRUE(Has(feed, "ORGANIZER:mailto:duties@example.org"));
}

TEST(ICalendarTest, AFeedWithNothingDueIsStillACalendar) {
  CalendarFeed feed = OneDuty();
  feed.entries.clear();
  EXPECT_TRUE(Has(feed, "BEGIN:VTIMEZONE"));
  EXPECT_FALSE(Has(OneDuty(), "BEGIN:VTIMEZONE"));
}

// At every length around the fold, for characters of one to four octets.
TEST(ICalendarTest, FoldsAtSeventyFiveOctetsAndNeverWithinACharacter) {
  for (const std::string character : {"x", "é", "€", "😀", ","}) {
    for (size_t ascii = 0; ascii < 160; ++ascii) {
      CalendarFeed feed = OneDuty();
      feed.entries[0].summary = std::string(ascii, 'a');
      for (size_t i = 0; i < 60; ++i) {
        feed.entries[0].summary += character;
      }
      const std::string text = Written(feed);
      for (const std::string& line : LinesOf(text)) {
        EXPECT_LE(line.size(), 75U);
        EXPECT_TRUE(IsUtf8(line)) << line;
      }
      std::string escaped(ascii, 'a');
      for (size_t i = 0; i < 60; ++i) {
        escaped += (character == "," ? "\\" : "") + character;
      }
      EXPECT_NE(Unfolded(text).find("SUMMARY:" + escaped + "\r\n"), std::string::npos);
    }
  }
}

// Twins: seventy-five octets stay on one line, one more is folded.
TEST(ICalendarTest, FoldsOnlyWhatIsTooLong) {
  CalendarFeed feed = OneDuty();
  feed.entries[0].summary = std::string(75 - 8, 'x');
  EXPECT_NE(Written(feed).find("\r\nSUMMARY:" + std::string(67, 'x') + "\r\n"), std::string::npos);
  feed.entries[0].summary += "y";
  EXPECT_NE(Written(feed).find("\r\nSUMMARY:" + std::string(67, 'x') + "\r\n y\r\n"),
            std::string::npos);
}

TEST(ICalendarTest, RefusesWhatCannotBeWritten) {
  const std::vector<std::function<void(CalendarFeed&)>> breaks = {
      [](CalendarFeed& feed) { feed.name = ""; },
      [](CalendarFeed& feed) { feed.name = "two\nlines"; },
      [](CalendarFeed& feed) { feed.description = "a\x01"; },
      [](CalendarFeed& feed) { feed.language = "fr:x"; },
      [](CalendarFeed& feed) { feed.color = "#fff"; },
      [](CalendarFeed& feed) { feed.refresh = std::chrono::minutes(0); },
      [](CalendarFeed& feed) { feed.organizer = CalendarOrganizer{"", "nowhere"}; },
      [](CalendarFeed& feed) { feed.organizer = CalendarOrganizer{"", "a b@example.org"}; },
      [](CalendarFeed& feed) { feed.organizer = CalendarOrganizer{"a\r\nX:b", "a@example.org"}; },
      [](CalendarFeed& feed) { feed.entries.push_back(feed.entries[0]); },
      [](CalendarFeed& feed) { feed.entries[0].uid = ""; },
      [](CalendarFeed& feed) { feed.entries[0].uid = "a\nb"; },
      [](CalendarFeed& feed) { feed.entries[0].summary = ""; },
      [](CalendarFeed& feed) { feed.entries[0].summary = "carriage\rreturn"; },
      [](CalendarFeed& feed) { feed.entries[0].summary = "\xff"; },
      [](CalendarFeed& feed) { feed.entries[0].summary = "\x7f"; },
      [](CalendarFeed& feed) { feed.entries[0].summary = "\xc2\x85"; },
      [](CalendarFeed& feed) { feed.entries[0].description = std::string("a\0b", 3); },
      [](CalendarFeed& feed) { feed.entries[0].description = "tab\t"; },
      [](CalendarFeed& feed) { feed.entries[0].url = "no address"; },
      [](CalendarFeed& feed) { feed.entries[0].url = "https://example.org/\r\nX:y"; },
      [](CalendarFeed& feed) { feed.entries[0].url = "https://éxample.org/"; },
      [](CalendarFeed& feed) { feed.entries[0].categories = {""}; },
      [](CalendarFeed& feed) { feed.entries[0].language = "fr;X=y"; },
      [](CalendarFeed& feed) { feed.entries[0].alarms = {seconds(-1)}; },
      [](CalendarFeed& feed) { feed.entries[0].stamp = Instant{-1}; },
      [](CalendarFeed& feed) {
        feed.entries[0].when = CalendarSpan{Instant{1'000'000}, Instant{1'000'000}};
      },
      [](CalendarFeed& feed) {  // the same second
        feed.entries[0].when = CalendarSpan{Instant{1'000'000}, Instant{1'999'999}};
      },
      [](CalendarFeed& feed) { feed.entries[0].when = CalendarSpan{{0}, {INT64_MAX}}; },
      [](CalendarFeed& feed) {
        feed.entries[0].when = CalendarDays{On(2026, 3, 30), On(2026, 3, 29)};
      },
      [](CalendarFeed& feed) {
        feed.entries[0].when = CalendarDays{On(2026, 3, 30), On(10000, 1, 1)};
      },
  };
  EXPECT_OK(FormatCalendar(OneDuty()));
  for (size_t i = 0; i < breaks.size(); ++i) {
    CalendarFeed feed = OneDuty();
    breaks[i](feed);
    const Result<std::string> text = FormatCalendar(feed);
    ASSERT_FALSE(text.has_value()) << i;
    EXPECT_EQ(text.error().kind, ErrorKind::kInvalid) << i;
  }
}

}  // namespace
}  // namespace mandat
