// SPDX-License-Identifier: Apache-2.0
#include "format/icalendar.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/bytes.h"

namespace mandat {
namespace {

using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::microseconds;
using std::chrono::seconds;
using std::chrono::year_month_day;

constexpr size_t kLineBytesMax = 75;
constexpr int64_t kDaySeconds = 86'400;
constexpr local_days kFirst{std::chrono::year(1970) / std::chrono::January / 1};
constexpr local_days kLast{std::chrono::year(9999) / std::chrono::December / 30};

std::string Digits(int64_t value, size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

// RFC 5545 3.3.4.
std::string Date(local_days day) {
  const year_month_day date(day);
  return Digits(static_cast<int>(date.year()), 4) + Digits(static_cast<unsigned>(date.month()), 2) +
         Digits(static_cast<unsigned>(date.day()), 2);
}

// RFC 5545 3.3.5, form 2.
std::string DateTime(seconds at) {
  const local_days day = floor<std::chrono::days>(std::chrono::local_seconds(at));
  const int64_t within = (at - seconds(day.time_since_epoch())).count();
  return Date(day) + "T" + Digits(within / 3600, 2) + Digits(within / 60 % 60, 2) +
         Digits(within % 60, 2) + "Z";
}

// RFC 5545 3.3.6. A day of the format may have 23 or 25 hours, so spans of time are in hours.
std::string Duration(seconds span) {
  const int64_t count = span.count();
  std::string text = "PT";
  const bool ends_in_seconds = count % 60 != 0 || count == 0;
  if (count >= 3600) {
    text += std::to_string(count / 3600) + "H";
  }
  if (count / 60 % 60 != 0 || (count >= 3600 && ends_in_seconds)) {
    text += std::to_string(count / 60 % 60) + "M";
  }
  return ends_in_seconds ? text + std::to_string(count % 60) + "S" : text;
}

// Before the end of whole days: days of whatever length, as the end itself.
std::string DurationInDays(seconds span) {
  if (span.count() == 0 || span.count() % kDaySeconds != 0) {
    return Duration(span);
  }
  return "P" + std::to_string(span.count() / kDaySeconds) + "D";
}

// UTF-8 without control characters, a line feed apart where `lines` says so.
bool IsText(std::string_view text, bool lines) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool c1 =
        c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if ((c < 0x20 && !(lines && c == '\n')) || c == 0x7f || c1) {
      return false;
    }
  }
  return IsUtf8(text);
}

bool IsLetterOrDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// What an address may be written with: RFC 3986 2.2, 2.3 and the percent sign.
bool IsUriCharacter(char c) {
  constexpr std::string_view kSigns = "-._~:/?#[]@!$&'()*+,;=%";
  return IsLetterOrDigit(c) || kSigns.find(c) != std::string_view::npos;
}

bool IsUri(std::string_view text) {
  const size_t colon = text.find(':');
  return colon != 0 && colon < text.size() - 1 && std::ranges::all_of(text, IsUriCharacter);
}

// A word of letters, digits and hyphens: a language tag, a name of a color.
bool IsWord(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return IsLetterOrDigit(c) || c == '-'; });
}

// RFC 5545 3.3.11.
std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

// A value of a parameter in quotes. RFC 6868 3.1.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '^') {
      out += "^^";
    } else if (c == '"') {
      out += "^'";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

// Content lines, folded. RFC 5545 3.1.
class Lines {
 public:
  void Add(std::string_view name, std::string_view value) {
    std::string line(name);
    line += ':';
    line += value;
    size_t room = kLineBytesMax;
    for (size_t start = 0; start < line.size();) {
      size_t end = std::min(start + room, line.size());
      while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) {
        --end;  // not within a character
      }
      out_ += start == 0 ? "" : "\r\n ";
      out_ += line.substr(start, end - start);
      start = end;
      room = kLineBytesMax - 1;  // the blank counts
    }
    out_ += "\r\n";
  }
  void AddText(std::string_view name, std::string_view language, std::string_view text) {
    if (!text.empty()) {
      Add(In(name, language), Escaped(text));
    }
  }
  void AddWord(std::string_view name, std::string_view word) {
    if (!word.empty()) {
      Add(name, word);
    }
  }
  static std::string In(std::string_view name, std::string_view language) {
    return std::string(name) + (language.empty() ? "" : ";LANGUAGE=" + std::string(language));
  }
  std::string Take() && { return std::move(out_); }

 private:
  std::string out_;
};

Result<seconds> WholeSeconds(Instant at) {
  const seconds whole = floor<seconds>(microseconds(at.micros));
  if (whole < seconds(kFirst.time_since_epoch()) || whole > seconds(kLast.time_since_epoch())) {
    return Fail(Error::Invalid("calendar entry lies outside the years that can be written"));
  }
  return whole;
}

std::string_view StatusOf(CalendarKind kind, CalendarStatus status) {
  if (status == CalendarStatus::kCancelled) {
    return "CANCELLED";
  }
  if (kind == CalendarKind::kEvent) {
    return "CONFIRMED";
  }
  return status == CalendarStatus::kMet ? "COMPLETED" : "NEEDS-ACTION";
}

Status AddWhen(Lines& lines, CalendarKind kind, const CalendarEntry& entry) {
  const std::string end = kind == CalendarKind::kEvent ? "DTEND" : "DUE";
  if (const auto* days = std::get_if<CalendarDays>(&entry.when)) {
    if (days->first > days->last || days->first < kFirst || days->last >= kLast) {
      return Fail(Error::Invalid("days of a calendar entry are not in order, or out of reach"));
    }
    lines.Add("DTSTART;VALUE=DATE", Date(days->first));
    // The first day that does not belong to it. RFC 5545 3.6.1.
    lines.Add(end + ";VALUE=DATE", Date(days->last + std::chrono::days(1)));
    return {};
  }
  const CalendarSpan& span = std::get<CalendarSpan>(entry.when);
  MANDAT_TRY(const seconds starts, WholeSeconds(span.starts));
  MANDAT_TRY(const seconds ends, WholeSeconds(span.ends));
  if (starts >= ends) {
    return Fail(Error::Invalid("calendar entry does not end after its start"));
  }
  lines.Add("DTSTART", DateTime(starts));
  lines.Add(end, DateTime(ends));
  return {};
}

Status AddAlarms(Lines& lines, const CalendarEntry& entry) {
  const bool days = std::holds_alternative<CalendarDays>(entry.when);
  for (const seconds before : entry.alarms) {
    if (before.count() < 0) {
      return Fail(Error::Invalid("alarm of a calendar entry lies after its end"));
    }
    lines.Add("BEGIN", "VALARM");
    lines.Add("ACTION", "DISPLAY");
    lines.Add("DESCRIPTION", Escaped(entry.summary));
    lines.Add("TRIGGER;RELATED=END", "-" + (days ? DurationInDays(before) : Duration(before)));
    lines.Add("END", "VALARM");
  }
  return {};
}

Status ValidateEntry(const CalendarEntry& entry) {
  const bool texts = !entry.uid.empty() && IsText(entry.uid, false) && !entry.summary.empty() &&
                     IsText(entry.summary, true) && IsText(entry.description, true) &&
                     std::ranges::all_of(entry.categories, [](const std::string& text) {
                       return !text.empty() && IsText(text, false);
                     });
  if (!texts || !IsWord(entry.language)) {
    return Fail(Error::Invalid("calendar entry has a text that cannot be written"));
  }
  if (!entry.url.empty() && !IsUri(entry.url)) {
    return Fail(Error::Invalid("calendar entry has an address that cannot be written"));
  }
  return {};
}

Status AddEntry(Lines& lines, const CalendarFeed& feed, const CalendarEntry& entry) {
  MANDAT_TRY_STATUS(ValidateEntry(entry));
  MANDAT_TRY(const seconds stamp, WholeSeconds(entry.stamp));
  const bool event = feed.kind == CalendarKind::kEvent;
  const std::string_view component = event ? "VEVENT" : "VTODO";
  lines.Add("BEGIN", component);
  lines.Add("UID", Escaped(entry.uid));
  lines.Add("DTSTAMP", DateTime(stamp));
  lines.Add("SEQUENCE", std::to_string(entry.sequence));
  if (feed.organizer) {
    const std::string& name = feed.organizer->name;
    lines.Add(name.empty() ? "ORGANIZER" : "ORGANIZER;CN=" + Quoted(name),
              "mailto:" + feed.organizer->address);
  }
  MANDAT_TRY_STATUS(AddWhen(lines, feed.kind, entry));
  lines.AddText("SUMMARY", entry.language, entry.summary);
  lines.AddText("DESCRIPTION", entry.language, entry.description);
  lines.AddWord("URL", entry.url);
  std::string categories;
  for (const std::string& category : entry.categories) {
    categories += (categories.empty() ? "" : ",") + Escaped(category);
  }
  lines.AddWord(Lines::In("CATEGORIES", entry.language), categories);
  lines.Add("STATUS", StatusOf(feed.kind, entry.status));
  if (event) {
    lines.Add("TRANSP", "TRANSPARENT");  // what is owed does not make anyone busy
  } else {
    lines.Add("PRIORITY", "0");  // undefined; a published task must say so
  }
  MANDAT_TRY_STATUS(AddAlarms(lines, entry));
  lines.Add("END", component);
  return {};
}

Status AddHead(Lines& lines, const CalendarFeed& feed) {
  if (feed.name.empty() || !IsText(feed.name, false) || !IsText(feed.description, true) ||
      !IsWord(feed.language) || !IsWord(feed.color) || feed.refresh.count() <= 0) {
    return Fail(Error::Invalid("calendar has a text or a period that cannot be written"));
  }
  if (feed.organizer && (!IsText(feed.organizer->name, false) ||
                         feed.organizer->address.find('@') == std::string::npos ||
                         !IsUri("mailto:" + feed.organizer->address))) {
    return Fail(Error::Invalid("calendar has an organizer that cannot be written"));
  }
  lines.Add("BEGIN", "VCALENDAR");
  lines.Add("VERSION", "2.0");
  lines.Add("PRODID", "-//Mandat//Duties//EN");
  lines.Add("CALSCALE", "GREGORIAN");
  lines.Add("METHOD", "PUBLISH");
  lines.AddText("NAME", feed.language, feed.name);
  lines.AddText("X-WR-CALNAME", "", feed.name);  // what clients read that are older than NAME
  lines.AddText("DESCRIPTION", feed.language, feed.description);
  lines.AddWord("COLOR", feed.color);
  lines.Add("REFRESH-INTERVAL;VALUE=DURATION", Duration(feed.refresh));
  lines.Add("X-PUBLISHED-TTL", Duration(feed.refresh));
  return {};
}

// A calendar without any component is not one (RFC 5545 3.6), and a feed with nothing due still is
// a calendar: it tells of the zone that its times would be in.
void AddZone(Lines& lines) {
  lines.Add("BEGIN", "VTIMEZONE");
  lines.Add("TZID", "UTC");
  lines.Add("BEGIN", "STANDARD");
  lines.Add("DTSTART", "19700101T000000");
  lines.Add("TZOFFSETFROM", "+0000");
  lines.Add("TZOFFSETTO", "+0000");
  lines.Add("END", "STANDARD");
  lines.Add("END", "VTIMEZONE");
}

}  // namespace

Result<std::string> FormatCalendar(const CalendarFeed& feed) {
  Lines lines;
  MANDAT_TRY_STATUS(AddHead(lines, feed));
  if (feed.entries.empty()) {
    AddZone(lines);
  }
  std::set<std::string_view> uids;
  for (const CalendarEntry& entry : feed.entries) {
    if (!uids.insert(entry.uid).second) {
      return Fail(Error::Invalid("two calendar entries have one uid"));
    }
    MANDAT_TRY_STATUS(AddEntry(lines, feed, entry));
  }
  lines.Add("END", "VCALENDAR");
  return std::move(lines).Take();
}

}  // namespace mandat
