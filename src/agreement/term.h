// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/finding.h"
#include "duty/period.h"

namespace mandat {

// What the contract does about a term. Silence is a value.
enum class TermStatus : uint8_t { kStated, kNotStated, kExternal, kAmbiguous };
std::string_view Name(TermStatus status);

// How soon, in words; in order of urgency.
enum class Promptness : uint8_t {
  kImmediately,
  kWithoutDelay,
  kWithoutUndueDelay,
  kAsSoonAsPossible,
  kPromptly,
  kInGoodTime,
  kInReasonableTime
};
std::string_view Name(Promptness promptness);

struct Figure {
  std::string value;  // as the contract gives it, e.g. "256" or "1.2"
  std::string unit;
  std::string about;
};

// What a contract says of a term in one place. Words come from the closed lists of the reference
// page `statement`; empty means that the key is absent.
struct Statement {
  TermStatus status = TermStatus::kStated;
  std::string word;               // `is`
  std::string text;               // in our own words
  std::vector<std::string> list;  // in our own words
  std::optional<Period> within;   // the longest time to act
  std::optional<Promptness> promptness;
  std::optional<Period> at_least;
  std::optional<Period> at_most;
  std::optional<Period> every;
  std::string from;
  std::string before;
  std::string days;
  std::string week;
  std::string strength;
  uint32_t times = 0;  // 0: no quota
  std::string per;
  std::string hours;  // "mon-fri 10:00-18:00"
  std::vector<Figure> figures;
  std::string form;
  std::string who;
  std::string part;    // of the contract; empty: the first
  std::string clause;  // as cited; empty only where the contract is silent
  uint32_t line = 0;   // of the contract's text; 0: unknown
  std::string note;
  Span span;
};

// A number that the processor set itself because the contract gives none.
struct HouseRule {
  Period within;
  std::string from;
  std::string by;
  std::string on;  // RFC 3339 full-date
  std::string why;
  Span span;
};

// What one agreement chose where its form leaves a term open.
struct Option {
  std::string word;
  std::optional<Period> within;
  std::string text;
  std::string by;
  std::string on;
};

// Why one of several statements holds.
enum class Holding : uint8_t {
  kOnly,               // there is no other
  kRank,               // the contract's order of precedence
  kCommissionClauses,  // concluded Commission clauses prevail
  kStricter,           // nothing ranks them, so the stricter one holds until the parties agree
  kAgreed,             // both parties recorded this reading
};
std::string_view Name(Holding holding);

// A term of the agreement: everything that is said about it, and what holds.
struct Term {
  std::string path;  // e.g. "breach.notice"
  std::vector<Statement> said;
  size_t held = 0;
  Holding why = Holding::kOnly;
  bool is_confirmed = true;  // false: read from a translation and not yet confirmed
  std::optional<Option> option;
  std::optional<HouseRule> house;

  const Statement& holds() const { return said[held]; }
  // The clause to cite for the term.
  const std::string& clause() const { return holds().clause; }
};

}  // namespace mandat
