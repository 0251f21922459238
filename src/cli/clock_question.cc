// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "cli/internal/clock.h"

namespace mandat {
namespace {

using std::chrono::minutes;

template <class Value, size_t kCount>
using Words = std::array<std::pair<std::string_view, Value>, kCount>;

constexpr Words<RuleSet, 4> kRuleSets = {{{"reg-1182-71", RuleSet::kReg1182},
                                          {"be-civil-code", RuleSet::kBelgianCivilCode},
                                          {"de-bgb", RuleSet::kBgb},
                                          {"plain", RuleSet::kPlain}}};
constexpr Words<WorkingWeek, 2> kWeeks = {
    {{"mon-fri", WorkingWeek::kMondayToFriday}, {"mon-sat", WorkingWeek::kMondayToSaturday}}};
constexpr Words<Count, 3> kCounts = {
    {{"to-act", Count::kToAct}, {"to-keep", Count::kToKeep}, {"before", Count::kBefore}}};
constexpr Words<Language, 2> kLanguages = {{{"en", Language::kEnglish}, {"fr", Language::kFrench}}};

Error Wrong(std::string_view option, std::string_view what) {
  return Error::Invalid("--" + std::string(option) + " is " + std::string(what));
}

template <class Value, size_t kCount>
Result<Value> ParseWord(std::string_view option, std::string_view text,
                        const Words<Value, kCount>& words) {
  std::string known;
  for (const auto& [word, value] : words) {
    if (word == text) {
      return value;
    }
    known += (known.empty() ? "" : ", ") + std::string(word);
  }
  return Fail(Wrong(option, "none of " + known));
}

// All values when the word is left out: each may be meant.
template <class Value, size_t kCount>
Result<std::vector<Value>> ParseOpenWord(std::string_view option, std::string_view text,
                                         const Words<Value, kCount>& words) {
  std::vector<Value> values;
  if (text.empty()) {
    std::ranges::transform(words, std::back_inserter(values),
                           [](const auto& word) { return word.second; });
    return values;
  }
  MANDAT_TRY(const Value value, ParseWord(option, text, words));
  values.push_back(value);
  return values;
}

// A number of exactly two digits.
std::optional<int> TwoDigits(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 2 || !std::ranges::all_of(text, is_digit)) {
    return std::nullopt;
  }
  return (text[0] - '0') * 10 + (text[1] - '0');
}

// `17:00`; 24:00 is the end of a day.
std::optional<minutes> TimeOfDay(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') {
    return std::nullopt;
  }
  const std::optional<int> hour = TwoDigits(text.substr(0, 2));
  const std::optional<int> minute = TwoDigits(text.substr(3));
  if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 24 * 60) {
    return std::nullopt;
  }
  return minutes(*hour * 60 + *minute);
}

// `2026-03-30T16:40` or `2026-03-30T16:40:30`, by the clock on the wall.
std::optional<LocalTime> FindLocalTime(std::string_view text) {
  if ((text.size() != 16 && text.size() != 19) || text[10] != 'T') {
    return std::nullopt;
  }
  const Result<Day> day = ParseDate(text.substr(0, 10));
  const std::optional<minutes> time = TimeOfDay(text.substr(11, 5));
  std::optional<int> second = 0;
  if (text.size() == 19) {
    second = text[16] == ':' ? TwoDigits(text.substr(17)) : std::nullopt;
  }
  if (!day || !time || *time == std::chrono::hours(24) || !second || *second > 59) {
    return std::nullopt;
  }
  return LocalTime{*day, *time + std::chrono::seconds(*second)};
}

Result<ClockEvent> ParseEvent(std::string_view text, const Zone& zone) {
  if (const std::optional<LocalTime> local = FindLocalTime(text)) {
    const Instant earlier = zone.ToInstant(*local, Zone::Fold::kEarlier);
    const Instant later = zone.ToInstant(*local, Zone::Fold::kLater);
    using enum ClockEvent::Shown;
    const bool is_shown = zone.ToLocal(earlier) == *local;
    return ClockEvent{earlier, later, !is_shown ? kNever : earlier != later ? kTwice : kOnce};
  }
  const Result<Instant> at = Instant::Parse(text);
  if (!at) {
    return Fail(Wrong("event", "no time, as 2026-03-30T16:40 or 2026-03-30T16:40:00+02:00"));
  }
  return ClockEvent{*at, *at};
}

// `mon-fri 09:00-17:00`.
Result<OpeningHours> ParseHours(std::string_view text) {
  const auto wrong = [] { return Fail(Wrong("hours", "not of the form mon-fri 09:00-17:00")); };
  if (text.size() != 19 || text[7] != ' ' || text[13] != '-') {
    return wrong();
  }
  MANDAT_TRY(const WorkingWeek week, ParseWord("hours", text.substr(0, 7), kWeeks));
  const std::optional<minutes> opens = TimeOfDay(text.substr(8, 5));
  const std::optional<minutes> closes = TimeOfDay(text.substr(14));
  if (!opens || !closes) {
    return wrong();
  }
  const OpeningHours opening{week, *opens, *closes};
  MANDAT_TRY_STATUS(Validate(opening));
  return opening;
}

// `BE`, `none`, or `BE+FR`, where a holiday of either is a holiday.
Result<Calendar> FindCalendar(std::string_view text, const std::vector<Calendar>& own) {
  const size_t plus = text.rfind('+');
  if (plus != std::string_view::npos) {
    MANDAT_TRY(const Calendar one, FindCalendar(text.substr(0, plus), own));
    MANDAT_TRY(const Calendar other, FindCalendar(text.substr(plus + 1), own));
    return Calendar::Union(one, other);
  }
  if (text == Calendar::None().id()) {
    return Calendar::None();
  }
  const auto found = std::ranges::find(own, text, &Calendar::id);
  if (found != own.end()) {
    return *found;
  }
  Result<Calendar> shipped = Calendar::Get(text);
  if (!shipped) {
    return Fail(Error::NotFound("no calendar of that name; `mandat calendar list` has them"));
  }
  return shipped;
}

Status ParseCalendars(const ClockOptions& options, std::string_view text, ClockQuestion& question) {
  std::vector<Calendar> own;
  if (!text.empty()) {
    MANDAT_TRY(own, Calendar::Parse(text));
  }
  std::vector<Calendar>& open = question.unstated.calendars;
  for (const std::string& id : options.calendars) {
    MANDAT_TRY(Calendar calendar, FindCalendar(id, own));
    open.push_back(std::move(calendar));
  }
  if (open.empty() && !own.empty()) {
    open = own;
  }
  if (open.empty()) {
    question.is_any_calendar = true;
    open.push_back(Calendar::None());
    for (const std::string& id : Calendar::ShippedIds()) {
      MANDAT_TRY(Calendar calendar, Calendar::Get(id));
      open.push_back(std::move(calendar));
    }
  }
  return {};
}

// Every calendar that covers the years which matter to each reading.
Result<std::vector<std::string>> LeaveOutUncovered(ClockQuestion& question) {
  std::vector<std::string> left_out;
  std::vector<Calendar> covering;
  for (const Calendar& calendar : question.unstated.calendars) {
    Unstated one = question.unstated;
    one.calendars = {calendar};
    const Result<Readings> readings =
        ComputeBoth(question.count, question.event.earlier, question.period, question.stated, one);
    const Result<Readings> later =
        ComputeBoth(question.count, question.event.later, question.period, question.stated, one);
    const auto is_uncovered = [](const Result<Readings>& read) {
      return !read && read.error().kind == ErrorKind::kNotFound;
    };
    if (is_uncovered(readings) || is_uncovered(later)) {
      left_out.push_back(calendar.id());
    } else {
      covering.push_back(calendar);
    }
  }
  question.unstated.calendars = std::move(covering);
  return left_out;
}

}  // namespace

Result<ClockQuestion> ParseQuestion(const ClockOptions& options, std::string_view calendar_text) {
  MANDAT_TRY(const Zone zone, Zone::Get(options.zone));
  ClockQuestion question{.stated = {.zone = zone}};
  MANDAT_TRY(question.event, ParseEvent(options.event, zone));
  MANDAT_TRY(question.period, Period::Parse(options.period));
  MANDAT_TRY(question.count, ParseWord("count", options.count, kCounts));
  MANDAT_TRY(question.language, ParseWord("language", options.language, kLanguages));
  MANDAT_TRY(question.unstated.rule_sets, ParseOpenWord("rules", options.rules, kRuleSets));
  MANDAT_TRY(question.unstated.weeks, ParseOpenWord("week", options.week, kWeeks));
  MANDAT_TRY_STATUS(ParseCalendars(options, calendar_text, question));
  if (!options.cut_off.empty()) {
    question.stated.cut_off = TimeOfDay(options.cut_off);
    if (!question.stated.cut_off) {
      return Fail(Wrong("cut-off", "no time of the day, as 17:00"));
    }
  }
  if (!options.hours.empty()) {
    MANDAT_TRY(question.stated.opening, ParseHours(options.hours));
  }
  return question;
}

Result<ClockAnswer> AnswerTo(const ClockQuestion& question) {
  ClockQuestion asked = question;
  ClockAnswer answer;
  if (question.is_any_calendar) {
    MANDAT_TRY(answer.left_out, LeaveOutUncovered(asked));
  }
  const auto read = [&asked](Instant event) {
    return ComputeBoth(asked.count, event, asked.period, asked.stated, asked.unstated);
  };
  MANDAT_TRY(Readings earlier, read(asked.event.earlier));
  MANDAT_TRY(Readings later, read(asked.event.later));
  // A later event never has an earlier deadline, so the two ends are among these.
  answer.readings = {std::move(earlier.earliest), std::move(later.latest)};
  return answer;
}

}  // namespace mandat
