// SPDX-License-Identifier: Apache-2.0
#include "duty_oracle/counter.h"

#include <algorithm>

#include "duty/duty_test_util.h"

namespace mandat::oracle {
namespace {

constexpr int64_t kMinute = 60'000'000;
constexpr int64_t kHour = 60 * kMinute;

bool MovesToWorkingDay(const Question& question) {
  return question.count == Count::kToAct && question.rule_set != RuleSet::kPlain;
}

bool WantsTwoWorkingDays(const Question& question) {
  const bool is_in_days =
      question.period.unit == TimeUnit::kDays || question.period.unit == TimeUnit::kWorkingDays;
  return question.count == Count::kToAct &&
         (question.rule_set == RuleSet::kReg1182 ||
          question.rule_set == RuleSet::kBelgianCivilCode) &&
         !(is_in_days && question.period.count < 2);
}

}  // namespace

Holidays::Holidays(const Calendar& calendar, const std::vector<std::string>& facts)
    : year_first_(calendar.year_first()), year_last_(calendar.year_last()) {
  std::map<int, std::vector<std::string>> listed;
  for (const std::string& line : facts) {
    const std::vector<std::string> words = Split(line, " ");
    if (words[0] == calendar.id()) {
      listed[std::stoi(words[1])] = {words.begin() + 2, words.end()};
    }
  }
  const Days& days = AllDays();
  for (int day = 0; days[day].year <= Wall::kYearLast; ++day) {
    const auto year = listed.find(days[day].year);
    is_holiday_.push_back(year != listed.end()
                              ? std::ranges::count(year->second, days.Format(day).substr(5)) > 0
                              : Covers(day) && *calendar.IsHoliday(Day(std::chrono::days(day))));
  }
}

bool Holidays::Covers(int day) const {
  const int year = AllDays()[day].year;
  return year_first_ <= year && year <= year_last_;
}

bool Counter::IsWeekend(int day, bool is_saturday_worked) const {
  const int weekday = AllDays()[day].weekday;
  return weekday == 0 || (weekday == 6 && !is_saturday_worked);
}

bool Counter::IsWorked(int day, bool is_saturday_worked) {
  if (IsWeekend(day, is_saturday_worked)) {
    return false;
  }
  is_covered_ = is_covered_ && holidays_.Covers(day);
  // A day that no list has ends the walk; the answer is then not used.
  return !is_covered_ || !holidays_.Has(day);
}

Answer Counter::Walk(const Question& question) {
  is_covered_ = true;
  Answer answer;
  if (question.period.unit == TimeUnit::kHours) {
    answer = CountHours(question);
  } else if (question.period.unit == TimeUnit::kBusinessHours) {
    answer = CountOpenMinutes(question);
  } else if (question.count == Count::kBefore) {
    answer = CountBackward(question);
  } else {
    answer = CountForward(question);
  }
  return is_covered_ ? answer : Answer{.is_covered = false};
}

// The day on which that many months have begun, then the same number in it, or its last.
int Counter::WalkMonths(int day, uint32_t count, int step) const {
  const Days& days = AllDays();
  const int wanted = days[day].day;
  for (uint32_t begun = 0; begun < count;) {
    const int month = days[day].month;
    day += step;
    begun += days[day].month != month ? 1 : 0;
  }
  while (days[day].day > 1) {
    --day;
  }
  while (days[day].day < wanted && !days.IsLastOfMonth(day)) {
    ++day;
  }
  return day;
}

int Counter::WalkUnits(int day, const Question& question, int step) {
  const uint32_t count = question.period.count;
  switch (question.period.unit) {
    case TimeUnit::kMonths:
      return WalkMonths(day, count, step);
    case TimeUnit::kYears:
      return WalkMonths(day, count * 12, step);
    case TimeUnit::kWorkingDays:
      for (uint32_t worked = 0; worked < count;) {
        day += step;
        worked += IsWorked(day, question.is_saturday_worked) ? 1 : 0;
      }
      return day;
    default:
      break;
  }
  for (uint32_t passed = 0; passed < count; ++passed) {
    day += question.period.unit == TimeUnit::kWeeks ? 7 * step : step;
  }
  return day;
}

Answer Counter::EndAt(int64_t due_micros) const {
  return {true, due_micros, wall_.At(due_micros - 1).day};
}

Answer Counter::CountHours(const Question& question) const {
  int64_t at = question.event_micros;
  for (uint32_t passed = 0; passed < question.period.count; ++passed) {
    at += question.count == Count::kBefore ? -kHour : kHour;
  }
  return EndAt(at);
}

Answer Counter::CountForward(const Question& question) {
  const Wall::Shown event = wall_.At(question.event_micros);
  int from = event.day;
  if (question.count == Count::kToAct && question.cut_off_minute &&
      event.micros >= *question.cut_off_minute * kMinute) {
    ++from;
  }
  int last = WalkUnits(from, question, 1);
  while (MovesToWorkingDay(question) && !IsWorked(last, false)) {
    ++last;
  }
  if (WantsTwoWorkingDays(question)) {
    int worked = 0;
    for (int day = from + 1; worked < 2; ++day) {
      worked += IsWorked(day, false) ? 1 : 0;
      last = std::max(last, day);
    }
  }
  return {true, wall_.StartOf(last + 1), last};
}

Answer Counter::CountBackward(const Question& question) {
  int last = WalkUnits(wall_.At(question.event_micros).day, question, -1);
  last -= question.is_clear_before ? 1 : 0;
  return {true,
          question.cut_off_minute ? wall_.FirstAtOrAfter(last, *question.cut_off_minute)
                                  : wall_.StartOf(last + 1),
          last};
}

// On each day it opens with the first minute that shows the time or a later one, and closes with
// the last minute that shows an earlier one, or with the time itself when it is shown once more.
Answer Counter::CountOpenMinutes(const Question& question) {
  const int step = question.count == Count::kBefore ? -1 : 1;
  int64_t left = question.period.count * kHour;
  for (int day = wall_.At(question.event_micros).day;; day += step) {
    const bool is_open = question.is_open_on_holidays ? !IsWeekend(day, question.is_saturday_open)
                                                      : IsWorked(day, question.is_saturday_open);
    if (!is_covered_) {
      return {};
    }
    if (!is_open) {
      continue;
    }
    const int64_t begin = wall_.StartOf(day);
    const int64_t end = wall_.StartOf(day + 1);
    int64_t opens = end;
    int64_t closes = begin;
    for (int64_t at = begin; at < end; at += kMinute) {
      const int64_t shown = wall_.At(at).micros;
      if (shown >= question.opens_minute * kMinute) {
        opens = std::min(opens, at);
      }
      if (shown < question.closes_minute * kMinute) {
        closes = at + kMinute;
      } else if (shown == question.closes_minute * kMinute) {
        closes = at;
      }
    }
    for (int64_t at = step > 0 ? opens : closes; step > 0 ? at < closes : at > opens;) {
      // A minute, or the part of it that lies on the right side of the event.
      int64_t next = at + step * kMinute;
      const int64_t counted = step > 0 ? next - std::clamp(question.event_micros, at, next)
                                       : std::clamp(question.event_micros, next, at) - next;
      if (counted >= left) {
        return EndAt(step > 0 ? next - counted + left : next + counted - left);
      }
      left -= counted;
      at = next;
    }
  }
}

}  // namespace mandat::oracle
