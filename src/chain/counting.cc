// SPDX-License-Identifier: Apache-2.0
#include "chain/internal/counting.h"

#include <fmt/core.h>

#include <array>
#include <chrono>
#include <utility>

#include "agreement/counting.h"

namespace mandat::internal {
namespace {

using std::chrono::microseconds;

// As the agreement counts, in the zone that stands in where it states none.
Result<mandat::Counting> SharedCountingOf(const Agreement& agreement, const Statement& statement,
                                          const std::string& silent_zone) {
  MANDAT_TRY(mandat::Counting counting, mandat::CountingOf(agreement, statement.week));
  if (agreement.time().zone.empty()) {
    MANDAT_TRY(counting.stated.zone, Zone::Get(silent_zone));
  }
  return counting;
}

// What is stated, or every reading of what is not.
template <class T>
std::vector<T> ReadingsOf(const T& stated, const std::vector<T>& unstated) {
  return unstated.empty() ? std::vector<T>{stated} : unstated;
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
  MANDAT_TRY(const mandat::Counting shared, SharedCountingOf(agreement, statement, silent_zone));
  Counting counting;
  if (unit == TimeUnit::kHours) {
    counting.readings.push_back(shared.stated);
    return counting;
  }
  std::vector<RuleSet> rule_sets = ReadingsOf(shared.stated.rule_set, shared.unstated.rule_sets);
  if (rule_sets.size() > 1) {
    std::erase(rule_sets, RuleSet::kBelgianCivilCode);  // it counts as the first
  }
  std::vector<WorkingWeek> weeks = ReadingsOf(shared.stated.week, shared.unstated.weeks);
  if (unit == TimeUnit::kWorkingDays || unit == TimeUnit::kBusinessHours) {
    rule_sets.resize(1);  // a working day is never extended
  } else {
    weeks.resize(1);
  }
  for (const Calendar& calendar : ReadingsOf(shared.stated.calendar, shared.unstated.calendars)) {
    for (const RuleSet rule_set : rule_sets) {
      for (const WorkingWeek week : weeks) {
        TimeRules one = shared.stated;
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
  MANDAT_TRY(mandat::Counting shared, SharedCountingOf(agreement, statement, silent_zone));
  if (!shared.unstated.rule_sets.empty()) {
    shared.stated.rule_set = RuleSet::kPlain;
  }
  return std::move(shared.stated);
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
