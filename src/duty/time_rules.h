// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "duty/calendar.h"
#include "duty/zone.h"

namespace mandat {

// Who says when the end of a period moves. Chosen for each agreement.
enum class RuleSet {
  kReg1182,           // periods of Union law; an agreement may adopt them
  kBelgianCivilCode,  // Article 1.7, in force since 1 January 2023
  kBgb,               // German Civil Code, sections 187 to 193
  kPlain,             // the day that counting gives, whatever day that is
};

// When someone is at work, by the clock on the wall: "Monday to Friday, 10:00 to 18:00".
struct OpeningHours {
  WorkingWeek week = WorkingWeek::kMondayToFriday;
  std::chrono::minutes opens = std::chrono::hours(9);
  std::chrono::minutes closes = std::chrono::hours(17);  // after `opens`, at most 24:00
  bool on_holidays = false;
};

// What an agreement says, or what its law says for it, about how time is counted.
struct TimeRules {
  Zone zone;
  Calendar calendar = Calendar::None();
  RuleSet rule_set = RuleSet::kReg1182;
  WorkingWeek week = WorkingWeek::kMondayToFriday;  // what "working day" means as a unit
  // What is received at or after this time of the day counts as received on the next day.
  std::optional<std::chrono::minutes> cut_off;
  std::optional<OpeningHours> opening;  // needed for business hours
  // Backward periods: all of the period lies between the day of the act and the day of the event.
  // When false, the day of the act counts as its first day; that is the later reading.
  bool is_clear_before = true;
};

// Errors: kInvalid (a time of day that is none, or hours that end before they begin).
Status Validate(const TimeRules& rules);
Status Validate(const OpeningHours& opening);

}  // namespace mandat
