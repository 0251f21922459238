// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "duty/deadline.h"

namespace mandat {

// One row of docs/reference/time-examples.md: what is asked. The answer is computed.
struct Situation {
  std::string en;
  std::string fr;
  Count count = Count::kToAct;
  std::string event;  // by the clock on the wall, e.g. 2026-03-27 15:20
  std::string period;
  std::string zone = "Europe/Brussels";
  std::vector<std::string> calendars = {"BE"};  // more than one: left open
  std::vector<RuleSet> rule_sets = {RuleSet::kReg1182};
  std::vector<WorkingWeek> weeks = {WorkingWeek::kMondayToFriday};
  int cut_off_hour = 0;  // 0: none
  bool is_open = false;  // Monday to Friday, 09:00 to 17:00
};

std::vector<Situation> Situations();

}  // namespace mandat
