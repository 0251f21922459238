// SPDX-License-Identifier: Apache-2.0
//
// Until when something is owed, and why. Guarantees: pure; the same question has the same answer
// for ever, as long as calendars and zone data are the same. Trusts: the system's zone data and the
// calendars, which say how well each day is known.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/instant.h"
#include "duty/period.h"
#include "duty/time_rules.h"

namespace mandat {

// What a period is for decides whether its end may move.
enum class Count {
  kToAct,   // forward from the event; extended as the rule set says
  kToKeep,  // forward, for retention: never extended
  kBefore,  // backward from the event ("at least one month before"): never extended
};

// Until when. Acting is in time before `at`, which is the end of `last_day` for periods in days or
// more: 24:00, the first instant of the next day.
struct Due {
  Instant at;
  Day last_day;

  friend bool operator==(const Due&, const Due&) = default;
};

// The bare answer, for who asks often: nothing is explained, nothing is allocated.
// Errors: kInvalid (event or end outside 1970 to 2199, business hours without opening hours),
// kNotFound (the calendar does not cover a year that matters).
Result<Due> DeadlineOf(Count count, Instant event, Period period, const TimeRules& rules);

enum class Language { kEnglish, kFrench };

// One step of a computation: what was found, and the rule that asks for it.
struct Step {
  std::string en;
  std::string fr;
  std::string source;  // e.g. "Reg. 1182/71 Art. 3(4)"; empty when it is the agreement itself
};

// A Due and how it was computed.
struct Deadline {
  Instant due;
  Day last_day;
  // For hours under Regulation 1182/71, information only: the end when counting begins with the
  // first full hour after the event.
  std::optional<Instant> from_full_hour;
  std::vector<Step> steps;
};

// Errors: as DeadlineOf.
Result<Deadline> ComputeDeadline(Instant event, Period period, const TimeRules& rules);
Result<Deadline> ComputeRetention(Instant event, Period period, const TimeRules& rules);
Result<Deadline> ComputeLatestBefore(Instant event, Period period, const TimeRules& rules);

// One line a step, with its source in brackets.
std::vector<std::string> Explain(const Deadline& deadline, Language language);

// What an agreement leaves open; an empty list means that it does not.
struct Unstated {
  std::vector<Calendar> calendars;
  std::vector<RuleSet> rule_sets;
  std::vector<WorkingWeek> weeks;
};

enum class WhoActs { kWe, kTheOtherParty };

// The two ends of what an unclear agreement may mean.
struct Readings {
  Deadline earliest;
  Deadline latest;

  // The earlier binds us; the other party may rely on the later.
  const Deadline& Binding(WhoActs who) const { return who == WhoActs::kWe ? earliest : latest; }
};

// Every combination of what is unstated is computed; for a backward period also both readings of
// TimeRules::is_clear_before. Errors: as DeadlineOf, if any reading has one.
Result<Readings> ComputeBoth(Count count, Instant event, Period period, const TimeRules& stated,
                             const Unstated& unstated);

// One line where the readings agree; otherwise both in full, and which one binds whom.
std::vector<std::string> Explain(const Readings& readings, Language language);

}  // namespace mandat
