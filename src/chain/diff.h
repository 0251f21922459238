// SPDX-License-Identifier: Apache-2.0
//
// What changes between two agreements, or two versions of one. Guarantees: pure; nothing that
// decides is left out; seen from the other side every change is the same with its ends exchanged.
// Trusts: the agreements as parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/agreement.h"
#include "base/result.h"

namespace mandat {

// For whom a change is better.
enum class Favour : uint8_t { kNobody, kController, kProcessor, kUnclear };
std::string_view Name(Favour favour);

// How many days longer a period becomes, over every full hour at which it may begin.
struct Spread {
  double min = 0;
  double max = 0;
  double mean = 0;

  friend bool operator==(const Spread&, const Spread&) = default;
};

struct PeriodEffect {
  Spread month;  // September 2026, which has no holiday in most calendars
  Spread years;  // 2026 and 2027

  friend bool operator==(const PeriodEffect&, const PeriodEffect&) = default;
};

// One change. What was not there before, or is gone, is empty.
struct Change {
  std::string path;    // of the term or the section, e.g. "sub-processors.objection"
  std::string aspect;  // what of it, e.g. "within"
  std::string before;
  std::string before_clause;
  std::string after;
  std::string after_clause;
  Favour favour = Favour::kUnclear;
  std::optional<PeriodEffect> effect;

  friend bool operator==(const Change&, const Change&) = default;
};

// All changes, by path. Errors: kNotFound (zone or calendar of an agreement).
Result<std::vector<Change>> Diff(const Agreement& before, const Agreement& after);

// "longer for the controller by 0.4 days (0 to 2) in a typical month, ..."; empty without effect.
std::string SayEffect(const Change& change);

// One line a change, for people; and for programs.
std::string FormatText(const std::vector<Change>& changes);
std::string FormatJson(const std::vector<Change>& changes);

}  // namespace mandat
