// SPDX-License-Identifier: Apache-2.0
#include "duty/deadline.h"

#include <algorithm>

#include "duty/internal/words.h"

namespace mandat {
namespace {

Result<Deadline> Compute(Count count, Instant event, Period period, const TimeRules& rules) {
  MANDAT_TRY(const internal::Course course, internal::Run(count, event, period, rules));
  Deadline deadline{
      course.due, course.last, {}, internal::StepsOf(count, event, period, rules, course)};
  if (count == Count::kToAct && period.unit == TimeUnit::kHours &&
      rules.rule_set == RuleSet::kReg1182) {
    deadline.from_full_hour =
        internal::NextFullHour(event, rules.zone) + std::chrono::hours(period.count);
  }
  return deadline;
}

// The elements of a list that is open, or the one that is stated.
template <class T>
std::vector<T> OrStated(const std::vector<T>& open, const T& stated) {
  return open.empty() ? std::vector<T>{stated} : open;
}

std::vector<TimeRules> Candidates(Count count, const TimeRules& stated, const Unstated& unstated) {
  std::vector<TimeRules> all;
  const std::vector<bool> clear = count == Count::kBefore
                                      ? std::vector<bool>{true, false}
                                      : std::vector<bool>{stated.is_clear_before};
  for (const Calendar& calendar : OrStated(unstated.calendars, stated.calendar)) {
    for (const RuleSet rule_set : OrStated(unstated.rule_sets, stated.rule_set)) {
      for (const WorkingWeek week : OrStated(unstated.weeks, stated.week)) {
        for (const bool is_clear : clear) {
          TimeRules one = stated;
          one.calendar = calendar;
          one.rule_set = rule_set;
          one.week = week;
          one.is_clear_before = is_clear;
          all.push_back(std::move(one));
        }
      }
    }
  }
  return all;
}

}  // namespace

Result<Deadline> ComputeDeadline(Instant event, Period period, const TimeRules& rules) {
  return Compute(Count::kToAct, event, period, rules);
}

Result<Deadline> ComputeRetention(Instant event, Period period, const TimeRules& rules) {
  return Compute(Count::kToKeep, event, period, rules);
}

Result<Deadline> ComputeLatestBefore(Instant event, Period period, const TimeRules& rules) {
  return Compute(Count::kBefore, event, period, rules);
}

Result<Readings> ComputeBoth(Count count, Instant event, Period period, const TimeRules& stated,
                             const Unstated& unstated) {
  const std::vector<TimeRules> candidates = Candidates(count, stated, unstated);
  std::vector<Instant> ends;
  for (const TimeRules& rules : candidates) {
    MANDAT_TRY(const Due due, DeadlineOf(count, event, period, rules));
    ends.push_back(due.at);
  }
  // Of readings that end together the first is shown, so that both ends tell of the same rules
  // wherever they can.
  const auto earliest = std::ranges::min_element(ends);
  const auto latest = std::ranges::max_element(ends);
  const auto rules_of = [&](auto end) -> const TimeRules& {
    return candidates[static_cast<size_t>(end - ends.begin())];
  };
  MANDAT_TRY(Deadline first, Compute(count, event, period, rules_of(earliest)));
  MANDAT_TRY(Deadline last, Compute(count, event, period, rules_of(latest)));
  return Readings{std::move(first), std::move(last)};
}

std::vector<std::string> Explain(const Deadline& deadline, Language language) {
  std::vector<std::string> lines;
  for (const Step& step : deadline.steps) {
    const std::string& text = language == Language::kEnglish ? step.en : step.fr;
    lines.push_back(step.source.empty() ? text : text + " [" + step.source + "]");
  }
  return lines;
}

std::vector<std::string> Explain(const Readings& readings, Language language) {
  if (readings.earliest.due == readings.latest.due) {
    return Explain(readings.earliest, language);
  }
  const bool is_english = language == Language::kEnglish;
  std::vector<std::string> lines = {
      is_english ? "the agreement leaves it open; the earliest reading, which binds us:"
                 : "l'accord ne tranche pas ; la lecture la plus courte, qui nous lie :"};
  for (std::string& line : Explain(readings.earliest, language)) {
    lines.push_back("  " + line);
  }
  lines.emplace_back(is_english
                         ? "the latest reading, on which the other party may rely:"
                         : "la lecture la plus longue, dont l'autre partie peut se prévaloir :");
  for (std::string& line : Explain(readings.latest, language)) {
    lines.push_back("  " + line);
  }
  return lines;
}

}  // namespace mandat
