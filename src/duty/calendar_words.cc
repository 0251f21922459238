// SPDX-License-Identifier: Apache-2.0
// The words of one line of a calendar.
#include <algorithm>
#include <charconv>

#include "duty/internal/calendar_parser.h"
#include "duty/internal/text.h"

namespace mandat {
namespace {

using internal::ReadDigits;

// In the order of chrono's weekday numbers.
constexpr std::array<std::string_view, 7> kWeekdays = {"sun", "mon", "tue", "wed",
                                                       "thu", "fri", "sat"};

// The year in which a day of the month is looked up; 29 February is no day of every year.
constexpr std::chrono::year kCommonYear{2001};

// A number with its sign, e.g. "-2"; nothing else.
std::optional<int> ReadSigned(std::string_view text) {
  int value = 0;
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-') || text[1] < '1' || text[1] > '9') {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return text[0] == '-' ? -value : value;
}

}  // namespace

std::string_view CalendarParser::TakeWord() {
  return next_ < words_.size() ? words_[next_++] : std::string_view();
}

bool CalendarParser::TakeWord(std::string_view word) {
  const bool is_next = next_ < words_.size() && words_[next_] == word;
  next_ += is_next ? 1 : 0;
  return is_next;
}

bool CalendarParser::NextIsYear() const {
  return next_ < words_.size() && ReadDigits(words_[next_], 4) > 0;
}

Status CalendarParser::TakeYear(int& year) {
  year = ReadDigits(TakeWord(), 4);
  return year >= kYearFirst && year <= kYearLast ? Status() : Wrong("not a year from 1970 to 2199");
}

Status CalendarParser::TakeMonth(Rule& rule) {
  const int month = ReadDigits(TakeWord(), 2);
  rule.month = static_cast<unsigned>(month);
  return month >= 1 && month <= 12 ? Status() : Wrong("not a month, 01 to 12");
}

Status CalendarParser::TakeMonthDay(Rule& rule) {
  const std::string_view word = TakeWord();
  const int month = ReadDigits(word.substr(0, 2), 2);
  const int day = word.size() == 5 && word[2] == '-' ? ReadDigits(word.substr(3), 2) : -1;
  if (month < 1 || day < 1 || !(kCommonYear / month / day).ok()) {
    return Wrong("not a month and day of every year, as 12-25");
  }
  rule.month = static_cast<unsigned>(month);
  rule.day = static_cast<unsigned>(day);
  return {};
}

Status CalendarParser::TakeWeekday(Rule& rule) {
  const auto found = std::ranges::find(kWeekdays, TakeWord());
  if (found == kWeekdays.end()) {
    return Wrong("not a weekday, mon to sun");
  }
  rule.weekday = std::chrono::weekday(static_cast<unsigned>(found - kWeekdays.begin()));
  return {};
}

Status CalendarParser::TakeOnce(Rule& rule) {
  const Result<Day> day = ParseDate(TakeWord());
  if (!day || YearOf(*day) < open_->year_first || YearOf(*day) > open_->year_last) {
    return Wrong("not a date of the years of the calendar, as 2028-06-17");
  }
  const std::chrono::year_month_day date(*day);
  rule.number = static_cast<int>(date.year());
  rule.month = static_cast<unsigned>(date.month());
  rule.day = static_cast<unsigned>(date.day());
  return {};
}

Status CalendarParser::TakeDate(std::string_view kind, Rule& rule) {
  if (kind == "fixed") {
    rule.kind = Rule::Kind::kFixed;
    return TakeMonthDay(rule);
  }
  if (kind == "once") {
    rule.kind = Rule::Kind::kOnce;
    return TakeOnce(rule);
  }
  if (kind == "easter") {
    rule.kind = Rule::Kind::kEaster;
    const std::string_view word = TakeWord();
    const std::optional<int> after = word == "0" ? 0 : ReadSigned(word);
    rule.number = after.value_or(0);
    return after && *after >= -70 && *after <= 100 ? Status()
                                                   : Wrong("not days from easter, -70 to +100");
  }
  if (kind == "nth") {
    rule.kind = Rule::Kind::kNth;
    rule.number = ReadDigits(TakeWord(), 1);
    if (rule.number < 1 || rule.number > 4) {
      return Wrong("not a place in the month, 1 to 4");
    }
  } else if (kind == "last") {
    rule.kind = Rule::Kind::kLast;
  } else if (kind == "on-or-before") {
    rule.kind = Rule::Kind::kOnOrBefore;
  } else if (kind == "on-or-after") {
    rule.kind = Rule::Kind::kOnOrAfter;
  } else {
    return Wrong("a word that is not known here");
  }
  MANDAT_TRY_STATUS(TakeWeekday(rule));
  const bool is_of_month = kind == "nth" || kind == "last";
  return is_of_month ? TakeMonth(rule) : TakeMonthDay(rule);
}

Status CalendarParser::TakeLimits(Rule& rule) {
  if (TakeWord("from")) {
    MANDAT_TRY_STATUS(TakeYear(rule.from));
  }
  if (TakeWord("until")) {
    MANDAT_TRY_STATUS(TakeYear(rule.until));
  }
  if (rule.from > rule.until) {
    return Wrong("the first year is after the last");
  }
  if (TakeWord("except")) {
    do {
      int year = 0;
      MANDAT_TRY_STATUS(TakeYear(year));
      rule.except.push_back(year);
    } while (NextIsYear());
  }
  return {};
}

// "also sat-1 sun+1": a day off is added; "instead sun-1": the holiday moves.
Status CalendarParser::TakeShift(Rule& rule) {
  if (TakeWord("also")) {
    rule.shift = Rule::Shift::kAlso;
  } else if (TakeWord("instead")) {
    rule.shift = Rule::Shift::kInstead;
  } else {
    return {};
  }
  do {
    const std::string_view word = TakeWord();
    const auto weekday = std::ranges::find(kWeekdays, word.substr(0, 3));
    const std::optional<int> moved = word.size() == 5 ? ReadSigned(word.substr(3)) : std::nullopt;
    if (weekday == kWeekdays.end() || !moved || *moved < -6 || *moved > 6) {
      return Wrong("not a weekday and days, as sat-1");
    }
    int8_t& days = rule.shift_days.at(static_cast<size_t>(weekday - kWeekdays.begin()));
    if (days != 0) {
      return Wrong("the same weekday twice");
    }
    days = static_cast<int8_t>(*moved);
  } while (next_ != words_.size());
  return {};
}

}  // namespace mandat
