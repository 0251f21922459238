// SPDX-License-Identifier: Apache-2.0
//
// A calendar that other programs subscribe to: iCalendar (RFC 5545) with the feed's own properties
// of RFC 7986, published as RFC 5546 3.2 has it.
// Guarantees: equal input gives equal bytes; a text reaches the reader as it was, or not at all.
// Trusts: nothing; what cannot be written is an error.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace mandat {

// What the entries of a feed are. A feed has one kind, since RFC 5546 publishes one kind at a time.
enum class CalendarKind : uint8_t {
  kEvent,  // VEVENT, free time: most clients show nothing else
  kTask,   // VTODO, due at the end
};

enum class CalendarStatus : uint8_t {
  kOpen,       // CONFIRMED; as a task NEEDS-ACTION
  kMet,        // CONFIRMED; as a task COMPLETED
  kCancelled,  // CANCELLED
};

// From and until an instant. Fractions of a second are dropped: an end is never shown late.
struct CalendarSpan {
  Instant starts;
  Instant ends;
};

// Whole civil days, of no zone: wherever the reader is.
struct CalendarDays {
  std::chrono::local_days first;
  std::chrono::local_days last;  // belongs to it
};

struct CalendarEntry {
  std::string uid;        // the same for ever, and one entry only: "shop/17@mandat.example.org"
  uint32_t sequence = 0;  // grows with each change that a reader must see
  Instant stamp;          // when this revision was made
  std::variant<CalendarSpan, CalendarDays> when;
  std::string summary;
  std::string description;  // may be empty; lines end with a line feed
  std::string url;          // may be empty
  std::vector<std::string> categories;
  std::vector<std::chrono::seconds> alarms;  // how long before the end
  CalendarStatus status = CalendarStatus::kOpen;
  std::string language;  // of summary, description and categories: "fr"; may be empty
};

struct CalendarOrganizer {
  std::string name;  // may be empty
  std::string address;
};

struct CalendarFeed {
  CalendarKind kind = CalendarKind::kEvent;
  std::string name;
  std::string description;           // may be empty
  std::string language;              // of name and description; may be empty
  std::string color;                 // a CSS3 name, e.g. "teal"; may be empty
  std::chrono::minutes refresh{60};  // how often a reader is asked to look again
  std::optional<CalendarOrganizer> organizer;
  std::vector<CalendarEntry> entries;
};

// Type of the bytes below.
inline constexpr std::string_view kCalendarType = "text/calendar; charset=utf-8";

// The feed as RFC 5545 bytes: lines end with CRLF and have at most 75 octets. Entries keep their
// order.
// Errors: kInvalid (a text that is not UTF-8 or has a control character; an address that is none;
// an end that is not later than the start; a uid that is empty or stands twice; an alarm after the
// end; an instant outside the years 1970 to 9999).
Result<std::string> FormatCalendar(const CalendarFeed& feed);

}  // namespace mandat
