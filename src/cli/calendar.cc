// SPDX-License-Identifier: Apache-2.0
// `mandat calendar`: which days are holidays, and whether a file of one's own can be read.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "cli/internal/clock.h"

namespace mandat {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

std::string FormatYears(const Calendar& calendar) {
  return fmt::format("{}-{}", calendar.year_first(), calendar.year_last());
}

void PrintCalendars(const Context& context, const std::vector<Calendar>& calendars) {
  json::array told;
  for (const Calendar& calendar : calendars) {
    if (context.json) {
      told.push_back(json::object{{"calendar", calendar.id()},
                                  {"title", calendar.title()},
                                  {"year_first", calendar.year_first()},
                                  {"year_last", calendar.year_last()}});
    } else {
      PrintFact(calendar.id(), fmt::format("{}  {}", FormatYears(calendar), calendar.title()));
    }
  }
  if (context.json) {
    PrintJson(json::object{{"calendars", std::move(told)}});
  }
}

Result<Calendar> FindCalendar(const CalendarOptions& options) {
  MANDAT_TRY(const std::string text, ReadCalendarText(options.file));
  if (!text.empty()) {
    MANDAT_TRY(const std::vector<Calendar> own, Calendar::Parse(text));
    const auto found = std::ranges::find(own, options.id, &Calendar::id);
    if (found != own.end()) {
      return *found;
    }
  }
  Result<Calendar> shipped = Calendar::Get(options.id);
  if (!shipped) {
    return Fail(Error::NotFound("no calendar of that name; `mandat calendar list` has them"));
  }
  return shipped;
}

}  // namespace

Result<int> RunCalendarList(const Context& context, const CalendarOptions& /*options*/) {
  std::vector<Calendar> shipped;
  for (const std::string& id : Calendar::ShippedIds()) {
    MANDAT_TRY(Calendar calendar, Calendar::Get(id));
    shipped.push_back(std::move(calendar));
  }
  PrintCalendars(context, shipped);
  return 0;
}

Result<int> RunCalendarShow(const Context& context, const CalendarOptions& options) {
  MANDAT_TRY(const Calendar calendar, FindCalendar(options));
  if (options.year < kYearFirst || options.year > kYearLast) {
    return Fail(Error::Invalid("--year is outside 1970 to 2199"));
  }
  const std::chrono::year year(options.year);
  json::array told;
  for (Day day{year / std::chrono::January / 1}; YearOf(day) == options.year;
       day += std::chrono::days(1)) {
    MANDAT_TRY(const std::string name, calendar.NameOf(day));
    if (name.empty()) {
      continue;
    }
    const std::string_view weekday = kWeekdays.at(std::chrono::weekday(day).c_encoding());
    if (context.json) {
      told.push_back(json::object{{"day", FormatDate(day)}, {"weekday", weekday}, {"name", name}});
    } else {
      PrintFact(FormatDate(day), fmt::format("{:<11}{}", weekday, name));
    }
  }
  if (context.json) {
    PrintJson(json::object{{"calendar", calendar.id()},
                           {"title", calendar.title()},
                           {"year", options.year},
                           {"holidays", std::move(told)}});
  }
  return 0;
}

Result<int> RunCalendarCheck(const Context& context, const CalendarOptions& options) {
  MANDAT_TRY(const std::string text, ReadCalendarText(options.file));
  MANDAT_TRY(const std::vector<Calendar> calendars, Calendar::Parse(text));
  PrintCalendars(context, calendars);
  return 0;
}

void AddCalendarCommands(CLI::App* group, const Context& context, CalendarOptions& options,
                         const AddCommand& add) {
  add(group, "list", "the calendars that are shipped, and their years", "mandat calendar list",
      [&context, &options] { return RunCalendarList(context, options); });
  CLI::App* show = add(group, "show", "the holidays of one calendar in one year",
                       "mandat calendar show BE --year 2026",
                       [&context, &options] { return RunCalendarShow(context, options); });
  show->add_option("id", options.id, "the calendar, e.g. BE")->required();
  show->add_option("--year", options.year, "the year")->required();
  show->add_option("--calendar-file", options.file, "file with calendars of your own");
  CLI::App* check = add(group, "check", "whether a file of calendars of your own can be read",
                        "mandat calendar check acme.calendar",
                        [&context, &options] { return RunCalendarCheck(context, options); });
  check->add_option("file", options.file, "the file")->required();
}

}  // namespace mandat
