// SPDX-License-Identifier: Apache-2.0
#include "chain/internal/counting.h"

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <chrono>
#include <optional>

namespace mandat::internal {
namespace {

using std::chrono::microseconds;

// Where the calendar is open: the countries in which the parties of such chains mostly are.
constexpr std::array<std::string_view, 6> kOpenCalendars = {"BE", "DE", "FR", "LU", "NL", "US"};

std::vector<RuleSet> RuleSetsOf(const std::string& word) {
  if (word == "reg-1182-71") {
    return {RuleSet::kReg1182};
  }
  if (word == "be-civil-code") {
    return {RuleSet::kBelgianCivilCode};
  }
  if (word == "de-bgb") {
    return {RuleSet::kBgb};
  }
  if (word == "plain") {
    return {RuleSet::kPlain};
  }
  return {RuleSet::kReg1182, RuleSet::kBgb,
          RuleSet::kPlain};  // the Belgian one counts as the first
}

std::vector<WorkingWeek> WeeksOf(const Agreement& agreement, const Statement& statement) {
  const std::string& said = statement.week.empty() || statement.week == "not-stated"
                                ? agreement.time().week
                                : statement.week;
  if (said == "mon-fri") {
    return {WorkingWeek::kMondayToFriday};
  }
  if (said == "mon-sat") {
    return {WorkingWeek::kMondayToSaturday};
  }
  return {WorkingWeek::kMondayToFriday, WorkingWeek::kMondayToSaturday};
}

Result<std::vector<Calendar>> CalendarsOf(const Agreement& agreement) {
  std::vector<Calendar> calendars;
  if (!agreement.time().calendar.empty()) {
    MANDAT_TRY(Calendar calendar, Calendar::Get(agreement.time().calendar));
    calendars.push_back(std::move(calendar));
    return calendars;
  }
  calendars.push_back(Calendar::None());
  for (const std::string_view id : kOpenCalendars) {
    MANDAT_TRY(Calendar calendar, Calendar::Get(id));
    calendars.push_back(std::move(calendar));
  }
  return calendars;
}

std::optional<int> NumberAt(std::string_view text, size_t at) {
  int value = 0;
  const char* begin = text.data() + at;
  return at + 2 <= text.size() && std::from_chars(begin, begin + 2, value).ptr == begin + 2
             ? std::optional(value)
             : std::nullopt;
}

// "mon-fri 10:00-18:00", as the language writes it.
std::optional<OpeningHours> OpeningOf(std::string_view text) {
  if (text.size() != std::string_view("mon-fri 10:00-18:00").size()) {
    return std::nullopt;
  }
  const auto opens = NumberAt(text, 8);
  const auto opens_minute = NumberAt(text, 11);
  const auto closes = NumberAt(text, 14);
  const auto closes_minute = NumberAt(text, 17);
  if (!opens || !opens_minute || !closes || !closes_minute) {
    return std::nullopt;
  }
  OpeningHours hours;
  hours.week =
      text.starts_with("mon-sat") ? WorkingWeek::kMondayToSaturday : WorkingWeek::kMondayToFriday;
  hours.opens = std::chrono::hours(*opens) + std::chrono::minutes(*opens_minute);
  hours.closes = std::chrono::hours(*closes) + std::chrono::minutes(*closes_minute);
  return hours;
}

Result<Zone> ZoneOf(const Agreement& agreement, const std::string& silent_zone) {
  return Zone::Get(agreement.time().zone.empty() ? silent_zone : agreement.time().zone);
}

// The first end, or the last, of all readings.
Result<End> EndOf(const Counting& counting, Count count, Instant event, Period period,
                  bool is_earliest) {
  MANDAT_TRY(const Due first, DeadlineOf(count, event, period, counting.readings[0]));
  End end{first.at, 0};
  for (size_t i = 1; i < counting.readings.size(); ++i) {
    MANDAT_TRY(const Due due, DeadlineOf(count, event, period, counting.readings[i]));
    if (is_earliest ? due.at < end.at : due.at > end.at) {
      end = {due.at, i};
    }
  }
  return end;
}

}  // namespace

Result<Counting> CountingOf(const Agreement& agreement, const Statement& statement, TimeUnit unit,
                            const std::string& silent_zone) {
  MANDAT_TRY(const Zone zone, ZoneOf(agreement, silent_zone));
  TimeRules first{.zone = zone};
  first.opening = OpeningOf(agreement.time().hours);
  Counting counting;
  if (unit == TimeUnit::kHours) {
    counting.readings.push_back(std::move(first));
    return counting;
  }
  MANDAT_TRY(const std::vector<Calendar> calendars, CalendarsOf(agreement));
  std::vector<RuleSet> rule_sets = RuleSetsOf(agreement.time().rules);
  std::vector<WorkingWeek> weeks = WeeksOf(agreement, statement);
  if (unit == TimeUnit::kWorkingDays || unit == TimeUnit::kBusinessHours) {
    rule_sets.resize(1);  // a working day is never extended
  } else {
    weeks.resize(1);
  }
  for (const Calendar& calendar : calendars) {
    for (const RuleSet rule_set : rule_sets) {
      for (const WorkingWeek week : weeks) {
        TimeRules one = first;
        one.calendar = calendar;
        one.rule_set = rule_set;
        one.week = week;
        counting.readings.push_back(std::move(one));
      }
    }
  }
  return counting;
}

Result<TimeRules> PlainRules(const Agreement& agreement, const Statement& statement,
                             const std::string& silent_zone) {
  MANDAT_TRY(const Zone zone, ZoneOf(agreement, silent_zone));
  TimeRules rules{.zone = zone};
  rules.opening = OpeningOf(agreement.time().hours);
  if (!agreement.time().calendar.empty()) {
    MANDAT_TRY(rules.calendar, Calendar::Get(agreement.time().calendar));
  }
  const std::vector<RuleSet> rule_sets = RuleSetsOf(agreement.time().rules);
  rules.rule_set = rule_sets.size() == 1 ? rule_sets.front() : RuleSet::kPlain;
  rules.week = WeeksOf(agreement, statement).front();
  return rules;
}

Result<End> Earliest(const Counting& counting, Instant event, Period period) {
  return EndOf(counting, Count::kToAct, event, period, true);
}

Result<End> Latest(const Counting& counting, Instant event, Period period) {
  return EndOf(counting, Count::kToAct, event, period, false);
}

Result<End> EarliestBefore(const Counting& counting, Instant event, Period period) {
  return EndOf(counting, Count::kBefore, event, period, true);
}

Result<End> LatestBefore(const Counting& counting, Instant event, Period period) {
  Counting later = counting;
  for (TimeRules& rules : later.readings) {
    rules.is_clear_before = false;
  }
  return EndOf(later, Count::kBefore, event, period, false);
}

std::vector<std::string> WhyOf(const Counting& counting, const End& end, Instant event,
                               Period period) {
  const auto deadline = ComputeDeadline(event, period, counting.readings[end.reading]);
  if (!deadline) {
    return {deadline.error().message};
  }
  std::vector<std::string> lines = Explain(*deadline, Language::kEnglish);
  if (counting.readings.size() > 1) {
    lines.push_back(
        fmt::format("one of {} readings that the agreement leaves open", counting.readings.size()));
  }
  return lines;
}

microseconds OnTheWall(Instant at, const Zone& zone) {
  const LocalTime local = zone.ToLocal(at);
  return std::chrono::duration_cast<microseconds>(local.day.time_since_epoch()) +
         local.since_midnight;
}

std::string FormatLocal(Instant at, const Zone& zone, bool is_end) {
  constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                     "Thu", "Fri", "Sat"};
  LocalTime local = zone.ToLocal(at);
  if (is_end && local.since_midnight == microseconds(0)) {
    local.day -= std::chrono::days(1);
    local.since_midnight = std::chrono::hours(24);
  }
  const int64_t minutes =
      std::chrono::duration_cast<std::chrono::minutes>(local.since_midnight).count();
  const std::chrono::weekday weekday{local.day};
  return fmt::format("{} {} {:02}:{:02}", kDays[weekday.c_encoding()], FormatDate(local.day),
                     minutes / 60, minutes % 60);
}

std::string FormatLength(microseconds length) {
  if (length < microseconds(0)) {
    length = -length;
  }
  const int64_t minutes = std::chrono::duration_cast<std::chrono::minutes>(length).count();
  std::string text;
  const auto add = [&text](int64_t count, std::string_view unit) {
    if (count != 0) {
      text += fmt::format("{}{} {}{}", text.empty() ? "" : " ", count, unit, count == 1 ? "" : "s");
    }
  };
  if (minutes < 24 * 60 * 2) {
    add(minutes / 60, "hour");
  } else {
    add(minutes / (24 * 60), "day");
    add(minutes / 60 % 24, "hour");
  }
  add(minutes % 60, "minute");
  return text.empty() ? "nothing" : text;
}

}  // namespace mandat::internal
