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
    Result<Period> period = Period::Parse(text);
    return period ? std::move(period) : Fail(Error::Corrupt("a stored period is none"));
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
    return std::tuple(Member(1, &Firing::reminder), Member(2, &Firing::at));
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
    return std::tuple(Member(1, &Happening::matter), Member(2, &Happening::event),
                      Member(3, &Happening::reference), Member(4, &Happening::path),
                      Member(5, &Happening::effective), Member(6, &Happening::entered),
                      Member(7, &Happening::how), OctetsMember(8, &Happening::evidence),
                      Member(9, &Happening::by));
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
        Member(1, &Duty::id), Member(2, &Duty::from), Member(3, &Duty::path),
        Member(4, &Duty::task), Member(5, &Duty::clause), Member(6, &Duty::law),
        Member(7, &Duty::version), Member(8, &Duty::owes), Member(9, &Duty::number_by),
        Member(10, &Duty::period), Member(11, &Duty::counts_back), Member(12, &Duty::recurs),
        Member(13, &Duty::responsible), Member(14, &Duty::due), Member(15, &Duty::due_other),
        Member(16, &Duty::last_day), Member(17, &Duty::state), Member(18, &Duty::paused),
        Member(19, &Duty::closed), Member(20, &Duty::missed), Member(21, &Duty::changes_count),
        Member(22, &Duty::firings), Member(23, &Duty::fired));
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
  std::optional<Period> more;        // kOpen, kExtend: the whole period from the event
  std::optional<Instant> due;        // after it
  std::optional<Instant> last_day;   // after it
  std::optional<Reminder> reminder;  // kFire
  std::optional<Instant> planned;    // kFire: when it should have fired
  std::string responsible;           // kAssign
  std::string path;                  // kOpen: of the term, or the task
  std::string clause;                // kOpen

  static constexpr auto Fields() {
    return std::tuple(Member(1, &DutyChange::duty), Member(2, &DutyChange::number),
                      Member(3, &DutyChange::act), Member(4, &DutyChange::entry),
                      Member(5, &DutyChange::recorded), Member(6, &DutyChange::effective),
                      Member(7, &DutyChange::by), Member(8, &DutyChange::reason),
                      Member(9, &DutyChange::basis), OctetsMember(10, &DutyChange::evidence),
                      Member(11, &DutyChange::more), Member(12, &DutyChange::due),
                      Member(13, &DutyChange::last_day), Member(14, &DutyChange::reminder),
                      Member(15, &DutyChange::planned), Member(16, &DutyChange::responsible),
                      Member(17, &DutyChange::path), Member(18, &DutyChange::clause));
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
