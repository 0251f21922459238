// SPDX-License-Identifier: Apache-2.0
#include "agreement/counting.h"

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace mandat {
namespace {

constexpr auto kOpenCalendars =
    std::to_array<std::string_view>({"BE", "DE", "FR", "LU", "NL", "US"});

std::optional<RuleSet> FindRuleSet(std::string_view word) {
  if (word == "reg-1182-71") {
    return RuleSet::kReg1182;
  }
  if (word == "be-civil-code") {
    return RuleSet::kBelgianCivilCode;
  }
  if (word == "de-bgb") {
    return RuleSet::kBgb;
  }
  return word == "plain" ? std::optional(RuleSet::kPlain) : std::nullopt;
}

std::optional<WorkingWeek> FindWeek(std::string_view word) {
  if (word == "mon-fri") {
    return WorkingWeek::kMondayToFriday;
  }
  return word == "mon-sat" ? std::optional(WorkingWeek::kMondayToSaturday) : std::nullopt;
}

// Two digits of a time of day.
std::optional<int> NumberAt(std::string_view text, size_t at) {
  int value = 0;
  const char* begin = text.data() + at;
  return std::from_chars(begin, begin + 2, value).ptr == begin + 2 ? std::optional(value)
                                                                   : std::nullopt;
}

// "mon-fri 10:00-18:00", as the language writes it.
std::optional<OpeningHours> ParseOpening(std::string_view text) {
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
  hours.week = FindWeek(text.substr(0, 7)).value_or(WorkingWeek::kMondayToFriday);
  hours.opens = std::chrono::hours(*opens) + std::chrono::minutes(*opens_minute);
  hours.closes = std::chrono::hours(*closes) + std::chrono::minutes(*closes_minute);
  return hours;
}

}  // namespace

std::optional<OpeningHours> OpeningHoursOf(const Agreement& agreement) {
  if (!agreement.time().hours.empty()) {
    return ParseOpening(agreement.time().hours);
  }
  const Term* support = agreement.FindTerm("commercial.hours");
  return support == nullptr ? std::nullopt : ParseOpening(support->holds().hours);
}

Result<Counting> CountingOf(const Agreement& agreement, const std::string& week) {
  const TimeTerms& time = agreement.time();
  MANDAT_TRY(Zone zone, Zone::Get(time.zone.empty() ? "UTC" : time.zone));
  Counting counting{{.zone = std::move(zone)}, {}};
  counting.stated.opening = OpeningHoursOf(agreement);
  if (const auto rules = FindRuleSet(time.rules)) {
    counting.stated.rule_set = *rules;
  } else {
    counting.unstated.rule_sets = {RuleSet::kReg1182, RuleSet::kBelgianCivilCode, RuleSet::kBgb,
                                   RuleSet::kPlain};
  }
  const std::optional<WorkingWeek> said = FindWeek(week);
  if (const auto known = said ? said : FindWeek(time.week)) {
    counting.stated.week = *known;
  } else {
    counting.unstated.weeks = {WorkingWeek::kMondayToFriday, WorkingWeek::kMondayToSaturday};
  }
  if (!time.calendar.empty()) {
    MANDAT_TRY(counting.stated.calendar, Calendar::Get(time.calendar));
    return counting;
  }
  counting.unstated.calendars.push_back(Calendar::None());
  for (const std::string_view id : kOpenCalendars) {
    MANDAT_TRY(Calendar calendar, Calendar::Get(id));
    counting.unstated.calendars.push_back(std::move(calendar));
  }
  return counting;
}

}  // namespace mandat
