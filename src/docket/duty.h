// SPDX-License-Identifier: Apache-2.0
//
// One thing that is owed, since when, until when, and what became of it.
// Guarantees: pure; a duty changes only by Apply, which refuses what cannot be; both the instant of
// an event and that of its entry are kept. Trusts: whoever computed the deadlines that come with a
// change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "docket/timed_term.h"
#include "duty/deadline.h"
#include "format/cbor_record.h"

namespace mandat {

template <>
struct CborForm<Period> {
  static void Write(CborWriter& out, const Period& period) { out.WriteText(period.Format()); }
  static Result<Period> Read(CborReader& in) {
    MANDAT_TRY(const std::string_view text, in.ReadText());
    return Period::Parse(text);
  }
};

// A clock of the docket is in one of these states. On disk.
enum class DutyState : uint8_t { kOpen = 1, kPaused, kMet, kWithdrawn, kLast = kWithdrawn };
// "open", "paused", "met", "withdrawn".
std::string_view Name(DutyState state);

// What a clock says while it runs. On disk.
enum class Reminder : uint8_t {
  kHalfTime = 1,  // half of the time is over
  kLastDay,       // the last day begins, or the last sixth of a period in hours
  kMissed,        // the deadline: it was not met
  kOverdueDay,    // a day behind it
  kOverdueWeek,   // a week behind it
  kNudge,         // no date is known: a day, three days and a week after the event
  kLast = kNudge,
};
// "half-time", "last-day", "missed", "overdue-day", "overdue-week", "nudge".
std::string_view Name(Reminder reminder);

// A reminder that is still to fire.
struct Firing {
  Reminder reminder = Reminder::kHalfTime;
  Instant at;

  static constexpr auto Fields() {
    return std::tuple(Field(1, &Firing::reminder), Field(2, &Firing::at));
  }
  friend bool operator==(const Firing&, const Firing&) = default;
};

// Where a duty comes from: the event that somebody entered or that the system saw.
struct Happening {
  std::string matter;     // "breach": one of Matters()
  std::string event;      // "awareness": one of the matter's events
  std::string reference;  // the caller's own name for the case: no personal data
  std::string path;       // of matter "term": which obligation; else empty
  Instant effective;      // when it happened
  Instant entered;        // when it was entered
  std::string how;        // by what it is known: "letter", "e-mail", "telephone", "system", ...
  Bytes evidence;         // SHA-256 of what is kept elsewhere, or empty
  std::string by;         // opaque reference to who entered it

  // Which members there are, and of which shape; `effective` may lie ahead only where a lead is
  // counted back from it. Errors: kInvalid.
  Status Validate() const;

  static constexpr auto Fields() {
    return std::tuple(
        Field(1, &Happening::matter), Field(2, &Happening::event), Field(3, &Happening::reference),
        Field(4, &Happening::path), Field(5, &Happening::effective), Field(6, &Happening::entered),
        Field(7, &Happening::how), OctetsField(8, &Happening::evidence), Field(9, &Happening::by));
  }
  friend bool operator==(const Happening&, const Happening&) = default;
};

struct Duty {
  uint64_t id = 0;  // from 1, within the agreement
  Happening from;
  std::string path;    // of the term; empty for duties of the house
  std::string task;    // of duties of the house: "telephone", "reconfirm-contacts", ...
  std::string clause;  // as cited; empty where the contract is silent
  std::string law;     // the floor under it
  uint32_t version = 0;
  std::string owes;       // "processor", "controller", ...
  std::string number_by;  // "contract", "option", "house", "none"
  std::optional<Period> period;
  bool counts_back = false;          // a lead: the act lies before the event
  bool recurs = false;               // met, it opens again
  std::string responsible;           // who sees to it: opaque reference, may be empty
  std::optional<Instant> due;        // in time before it; nothing where no number is known
  std::optional<Instant> due_other;  // the end by the other reading, where the agreement is open
  std::optional<Instant> last_day;   // when the last day begins
  DutyState state = DutyState::kOpen;
  std::optional<Instant> paused;  // since when
  std::optional<Instant> closed;  // met or withdrawn: the instant of the act, as entered
  bool missed = false;            // the deadline has fired
  uint32_t changes_count = 0;
  std::vector<Firing> firings;  // still to come, in order
  uint32_t fired = 0;           // a bit for each Reminder that this deadline has had

  bool is_open() const { return state == DutyState::kOpen || state == DutyState::kPaused; }
  bool is_overdue(Instant now) const { return state == DutyState::kOpen && due && *due <= now; }

  static constexpr auto Fields() {
    return std::tuple(
        Field(1, &Duty::id), Field(2, &Duty::from), Field(3, &Duty::path), Field(4, &Duty::task),
        Field(5, &Duty::clause), Field(6, &Duty::law), Field(7, &Duty::version),
        Field(8, &Duty::owes), Field(9, &Duty::number_by), Field(10, &Duty::period),
        Field(11, &Duty::counts_back), Field(12, &Duty::recurs), Field(13, &Duty::responsible),
        Field(14, &Duty::due), Field(15, &Duty::due_other), Field(16, &Duty::last_day),
        Field(17, &Duty::state), Field(18, &Duty::paused), Field(19, &Duty::closed),
        Field(20, &Duty::missed), Field(21, &Duty::changes_count), Field(22, &Duty::firings));
  }
  friend bool operator==(const Duty&, const Duty&) = default;
};

// What was done with a duty. On disk; the journal calls it as Name says.
enum class DutyAct : uint8_t {
  kOpen = 1,
  kPause,     // clarification was asked: time stands
  kResume,    // and runs on
  kExtend,    // more time, for a reason, by a clause or the law
  kMeet,      // done
  kWithdraw,  // it was never owed, or is owed no more
  kFire,      // a reminder
  kRevise,    // zone data changed: another instant for the same day
  kAssign,    // somebody else sees to it
  kLast = kAssign,
};
// "open-duty", "pause-duty", ...
std::string_view Name(DutyAct act);
std::optional<DutyAct> FindDutyAct(std::string_view name);

struct DutyChange {
  uint64_t duty = 0;
  uint32_t number = 0;  // from 1, within the duty
  DutyAct act = DutyAct::kOpen;
  uint64_t entry = 0;  // index of the journal entry that it stands in
  Instant recorded;
  Instant effective;
  std::string by;
  std::string reason;
  std::string basis;                 // clause or law
  Bytes evidence;                    // SHA-256 of what is kept elsewhere, or empty
  std::optional<Period> more;        // kExtend: the whole period from the event
  std::optional<Instant> due;        // after it
  std::optional<Instant> last_day;   // after it
  std::optional<Reminder> reminder;  // kFire
  std::optional<Instant> planned;    // kFire: when it should have fired
  std::string responsible;           // kAssign

  static constexpr auto Fields() {
    return std::tuple(Field(1, &DutyChange::duty), Field(2, &DutyChange::number),
                      Field(3, &DutyChange::act), Field(4, &DutyChange::entry),
                      Field(5, &DutyChange::recorded), Field(6, &DutyChange::effective),
                      Field(7, &DutyChange::by), Field(8, &DutyChange::reason),
                      Field(9, &DutyChange::basis), OctetsField(10, &DutyChange::evidence),
                      Field(11, &DutyChange::more), Field(12, &DutyChange::due),
                      Field(13, &DutyChange::last_day), Field(14, &DutyChange::reminder),
                      Field(15, &DutyChange::planned), Field(16, &DutyChange::responsible));
  }
  friend bool operator==(const DutyChange&, const DutyChange&) = default;
};

// A firing later than this behind its planned instant is said to be late.
inline constexpr std::chrono::minutes kLateAfter{5};
bool IsLate(const DutyChange& fired);

// Sets the reminders of a duty that was just opened or whose deadline moved: those that are over at
// `now` do not fire any more, but for the newest of those that say that it is late.
// Invariant (no clock is lost).
void PlanFirings(Duty& duty, Instant now);

// The duty after a change. Completes the change with what follows from it (the new deadline of a
// resumed clock). Errors: kConflict (cannot be in this state), kInvalid (no reason, no basis, an
// instant before the event or ahead of `recorded`), kRefused never.
Result<Duty> Apply(Duty duty, DutyChange& change);

}  // namespace mandat
