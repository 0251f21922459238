// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "duty/deadline.h"
#include "duty_oracle/wall.h"

namespace mandat::oracle {

// Holidays of one place, by the number of the day.
class Holidays {
 public:
  // Takes over what a calendar says, then puts the lists of tests/vectors/holidays.txt, which were
  // made by others, in the place of the years that they have.
  Holidays(const Calendar& calendar, const std::vector<std::string>& facts);

  bool Covers(int day) const;
  bool Has(int day) const { return is_holiday_[static_cast<size_t>(day)]; }

 private:
  int year_first_;
  int year_last_;
  std::vector<bool> is_holiday_;
};

// A question in plain numbers.
struct Question {
  Count count = Count::kToAct;
  int64_t event_micros = 0;
  Period period;
  RuleSet rule_set = RuleSet::kReg1182;
  bool is_saturday_worked = false;
  std::optional<int> cut_off_minute;
  bool is_saturday_open = false;
  int opens_minute = 0;
  int closes_minute = 0;
  bool is_open_on_holidays = false;
  bool is_clear_before = true;
};

struct Answer {
  bool is_covered = true;  // false: a day that matters is in no list
  int64_t due_micros = 0;
  int last_day = 0;

  friend bool operator==(const Answer&, const Answer&) = default;
};

// Reads docs/concepts/time.md once more, slowly: one day, one hour or one minute at a time, and
// nothing is worked out that can be walked.
class Counter {
 public:
  Counter(const Wall& wall, const Holidays& holidays) : wall_(wall), holidays_(holidays) {}

  Answer Walk(const Question& question);

 private:
  bool IsWeekend(int day, bool is_saturday_worked) const;
  // Notes when the list of holidays ends.
  bool IsWorked(int day, bool is_saturday_worked);

  int WalkUnits(int day, const Question& question, int step);
  int WalkMonths(int day, uint32_t count, int step) const;
  Answer CountHours(const Question& question) const;
  Answer CountOpenMinutes(const Question& question);
  Answer CountForward(const Question& question);
  Answer CountBackward(const Question& question);
  Answer EndAt(int64_t due_micros) const;

  const Wall& wall_;
  const Holidays& holidays_;
  bool is_covered_ = true;
};

}  // namespace mandat::oracle
