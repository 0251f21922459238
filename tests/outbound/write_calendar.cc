// SPDX-License-Identifier: Apache-2.0
// Writes the two feeds that icalendar_client_test.py reads back: DIRECTORY/event.ics, task.ics, and
// empty.ics with nothing due.
#include <fstream>
#include <iostream>

#include "format/icalendar.h"

namespace mandat {
namespace {

using std::chrono::local_days;

Instant At(std::string_view text) { return Instant::Parse(text).value_or(Instant()); }

CalendarEntry Breach() {
  CalendarEntry entry;
  entry.uid = "magasin/17@mandat.example.org";
  entry.sequence = 4;
  entry.stamp = At("2026-03-27T14:20:05Z");
  entry.when = CalendarSpan{At("2026-03-29T00:59:30Z"), At("2026-03-29T01:00:00.250000Z")};
  entry.summary = "Avertir Café Exemplaire; d'abord par écrit, puis 📞";
  for (int i = 0; i < 30; ++i) {
    entry.description += "Ligne très longue à replier, avec des accents éèà, un \\, un ; et 😀. ";
  }
  entry.description += "\n\n\"Dernière\" ligne: fin\n";
  entry.url = "https://mandat.example.org/duties/magasin/17?from=feed&x=1,2;3";
  entry.categories = {"violation", "une, deux", "café"};
  entry.alarms = {std::chrono::hours(24), std::chrono::minutes(90), std::chrono::seconds(0)};
  entry.language = "fr";
  return entry;
}

CalendarEntry Review() {
  CalendarEntry entry;
  entry.uid = "shop/18@mandat.example.org";
  entry.stamp = At("2026-03-27T14:20:05Z");
  const local_days first(std::chrono::year(2028) / std::chrono::February / 28);
  entry.when = CalendarDays{first, first + std::chrono::days(1)};
  entry.summary = "Review";
  entry.alarms = {std::chrono::hours(48)};
  entry.status = CalendarStatus::kMet;
  return entry;
}

CalendarEntry Objection() {
  CalendarEntry entry = Review();
  entry.uid = "shop/19@mandat.example.org";
  entry.when = CalendarSpan{At("2026-10-25T00:30:00Z"), At("2026-10-25T01:30:00Z")};
  entry.summary = "\\n is not a line feed \\\\; \\, neither";
  entry.alarms = {};
  entry.status = CalendarStatus::kCancelled;
  return entry;
}

bool Write(const std::string& file, const CalendarFeed& feed) {
  const Result<std::string> text = FormatCalendar(feed);
  if (!text) {
    std::cerr << text.error().message << "\n";
    return false;
  }
  std::ofstream out(file, std::ios::binary);
  out << *text;
  return out.flush().good();
}

bool WriteAll(const std::string& directory) {
  CalendarFeed feed;
  feed.name = "Échéances, Example & Cie; 2026";
  feed.description = "Ce qui est dû\npar Example";
  feed.language = "fr";
  feed.color = "teal";
  feed.refresh = std::chrono::minutes(30);
  feed.organizer = CalendarOrganizer{"Example, Privacy", "duties@example.org"};
  feed.entries = {Breach(), Review(), Objection()};
  CalendarFeed tasks = feed;
  tasks.kind = CalendarKind::kTask;
  CalendarFeed empty = feed;
  empty.entries.clear();
  return Write(directory + "/event.ics", feed) && Write(directory + "/task.ics", tasks) &&
         Write(directory + "/empty.ics", empty);
}

}  // namespace
}  // namespace mandat

int main(int count, char** arguments) {
  return count == 2 && mandat::WriteAll(arguments[1]) ? 0 : 1;
}
