// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "duty/internal/course.h"

namespace mandat::internal {

// One thing said in both languages.
struct Said {
  std::string en;
  std::string fr;
};

Said SayDay(Day day);  // "Sunday 2026-04-05", "dimanche 2026-04-05"
Said SayPeriod(Period period);
Said SayWeek(WorkingWeek week);
Said SayRuleSet(RuleSet rules);
// "16:20 on Monday 2026-03-30", and the end of a day as its 24:00.
Said SayInstant(Instant at, Day day, const Zone& zone);

// What the steps of a computation cite.
enum class Role { kStart, kHours, kDays, kMonths, kMonthEnd, kWorkingDays, kRollOver, kTwoDays };
std::string_view SourceOf(Role role, RuleSet rules);

// How a computation went, for a reader.
std::vector<Step> StepsOf(Count count, Instant event, Period period, const TimeRules& rules,
                          const Course& course);

}  // namespace mandat::internal
