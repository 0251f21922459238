// SPDX-License-Identifier: Apache-2.0
//
// Every promise of an agreement that has time in it, and which event starts which clock.
// Guarantees: pure; a term with a number of time is listed exactly once for each place that states
// it. Trusts: the reader that put the terms in order.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/agreement.h"
#include "duty/deadline.h"

namespace mandat {

enum class TimedKind : uint8_t {
  kAct,     // something is owed within a time after an event
  kWindow,  // the other party may act until then
  kLead,    // something must be told at least so long before an event
  kQuota,   // so many times in a stretch of time
  kKeep,    // kept so long at most, or at least
  kRecur,   // done again and again
  kHours,   // only while it is open
  kTerm,    // the contract's own time: how long it lasts, how it is renewed
};
// "act", "window", "lead", "quota", "keep", "recur", "hours", "term". On disk.
std::string_view Name(TimedKind kind);

// Where the number comes from.
enum class TimeSourceKind : uint8_t {
  kContract,  // a clause says it
  kOption,    // the agreement chose it where the form is open
  kHouse,     // the processor set it, because the contract gives no number
  kLaw,       // the law says it, beside the agreement
  kNone,      // nobody did: there is a promise and no date
};
// "contract", "option", "house", "law", "none". On disk.
std::string_view Name(TimeSourceKind source);

struct TimedTerm {
  std::string path;  // "breach.notice"; "breach.notice#1" for the second statement of a term
  TimedKind kind = TimedKind::kAct;
  std::string matter;  // "breach": one of Matters()
  std::string event;   // what starts it (kLead: what it lies before), a word of `from`
  std::string owes;    // "processor", "controller", "both", "sub-processor"
  TimeSourceKind source = TimeSourceKind::kNone;
  std::optional<Period> period;
  std::optional<Promptness> promptness;
  std::string strength;  // "firm", "in-any-event", "generally", "best-effort"; empty: not said
  std::string week;      // which days are working days, where the term says
  uint32_t times = 0;    // kQuota
  std::string per;       // kQuota
  std::string hours;     // kHours: "mon-fri 10:00-18:00"
  std::string clause;    // as cited; empty where the contract is silent
  std::string law;       // the floor under the clause: "GDPR Art. 33(2)"; may be empty

  // True when an event of its matter starts a clock that ends.
  bool starts_clock() const {
    return kind == TimedKind::kAct || kind == TimedKind::kWindow || kind == TimedKind::kLead;
  }
};

// What a happening is about, and which events it can consist of.
struct Matter {
  std::string_view name;                     // "breach"
  std::string_view about;                    // one sentence for people
  std::span<const std::string_view> events;  // words of `from`
};
std::span<const Matter> Matters();
const Matter* FindMatter(std::string_view name);

// Every timed promise of the agreement, held statements first within a path, paths in the order of
// the reference. Statutory duties stand here too where the contract is silent.
// Invariant (law is the floor).
std::vector<TimedTerm> TimedTermsOf(const Agreement& agreement);

// Those whose clocks an event starts. `path` narrows matter "term", whose events are those of any
// one obligation; it is empty for the others.
std::vector<TimedTerm> StartedBy(const std::vector<TimedTerm>& terms, std::string_view matter,
                                 std::string_view event, std::string_view path = {});

// Both ends of what the agreement leaves open. For kLead the instant is the latest at which it may
// still be told. Requires: `term.period`. Errors: as DeadlineOf.
Result<Readings> DueOf(const Agreement& agreement, const TimedTerm& term, Instant event);

// The earlier reading binds the processor, the later the controller.
WhoActs WhoActsFor(const TimedTerm& term);

}  // namespace mandat
