// SPDX-License-Identifier: Apache-2.0
#include "docket/duty.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"

namespace mandat {
namespace {

using std::chrono::hours;

constexpr auto kStateNames =
    std::to_array<std::string_view>({"open", "paused", "met", "withdrawn"});
constexpr auto kReminderNames = std::to_array<std::string_view>(
    {"half-time", "last-day", "missed", "overdue-day", "overdue-week", "nudge"});
constexpr auto kActNames = std::to_array<std::string_view>(
    {"open-duty", "pause-duty", "resume-duty", "extend-duty", "meet-duty", "withdraw-duty",
     "fire-clock", "revise-clock", "assign-duty"});
constexpr auto kHows =
    std::to_array<std::string_view>({"letter", "registered-letter", "e-mail", "telephone", "portal",
                                     "webhook", "in-person", "system"});

constexpr size_t kReferenceLengthMax = 64;
constexpr size_t kTextLengthMax = 500;

constexpr auto kOverdue =
    std::to_array<std::pair<Reminder, hours>>({{Reminder::kMissed, hours(0)},
                                               {Reminder::kOverdueDay, hours(24)},
                                               {Reminder::kOverdueWeek, hours(7 * 24)}});
constexpr auto kNudges = std::to_array<hours>({hours(24), hours(72), hours(7 * 24)});

bool IsReference(std::string_view text) {
  return !text.empty() && text.size() <= kReferenceLengthMax &&
         std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '.' || c == '/';
         });
}

// A row holds text, or it is never read again.
bool IsText(std::string_view text, size_t length_max) {
  return text.size() <= length_max && IsUtf8(text);
}

bool IsHash(const Bytes& evidence) { return evidence.empty() || evidence.size() == 32; }

// Where the clock of a duty begins to be counted; a lead begins when it is entered.
Instant BeginOf(const Duty& duty) {
  return duty.counts_back ? duty.from.entered : duty.from.effective;
}

void PlanDated(Duty& duty, std::vector<Firing>& all) {
  const Instant begin = BeginOf(duty);
  const Instant due = *duty.due;
  const auto length = due - begin;
  if (length > std::chrono::microseconds::zero()) {
    all.push_back({Reminder::kHalfTime, begin + length / 2});
    const Instant last = duty.last_day.value_or(due + -length / 6);
    if (last > begin + length / 2) {
      all.push_back({Reminder::kLastDay, last});
    }
  }
  for (const auto& [reminder, behind] : kOverdue) {
    all.push_back({reminder, due + behind});
  }
}

uint32_t BitOf(Reminder reminder) { return uint32_t{1} << static_cast<uint32_t>(reminder); }

// The deadline moved: what was said of the old one is to be said again of one that lies ahead.
void ForgetOverdue(Duty& duty, Instant now) {
  for (const auto& [reminder, behind] : kOverdue) {
    if (!duty.due || *duty.due + behind > now) {
      duty.fired &= ~BitOf(reminder);
    }
  }
  duty.missed = duty.missed && duty.due && *duty.due <= now;
}

Status RequireOpen(const Duty& duty) {
  return duty.is_open() ? Status()
                        : Status(Fail(Error::Conflict("the duty is " +
                                                      std::string(Name(duty.state)) + " already")));
}

Status RequireReason(const DutyChange& change) {
  return change.reason.empty() ? Status(Fail(Error::Invalid("a reason is needed"))) : Status();
}

Status Pause(Duty& duty, DutyChange& change) {
  MANDAT_TRY_STATUS(RequireReason(change));
  if (duty.state != DutyState::kOpen) {
    return Fail(Error::Conflict("the clock stands already"));
  }
  if (duty.due && change.effective >= *duty.due) {
    return Fail(Error::Conflict("the clock has run out; nothing is left to stop"));
  }
  duty.state = DutyState::kPaused;
  duty.paused = change.effective;
  duty.firings.clear();
  return {};
}

// What was left when the clock stopped runs on, to the microsecond: no rule of law lengthens it.
Status Resume(Duty& duty, DutyChange& change) {
  if (duty.state != DutyState::kPaused) {
    return Fail(Error::Conflict("the clock does not stand"));
  }
  if (change.effective < *duty.paused) {
    return Fail(Error::Invalid("it cannot run on before it stopped"));
  }
  const auto stood = change.effective - *duty.paused;
  for (std::optional<Instant>* at : {&duty.due, &duty.due_other, &duty.last_day}) {
    *at = *at ? std::optional(**at + stood) : std::nullopt;
  }
  duty.state = DutyState::kOpen;
  duty.paused.reset();
  ForgetOverdue(duty, change.recorded);
  change.due = duty.due;
  change.last_day = duty.last_day;
  return {};
}

Status Extend(Duty& duty, const DutyChange& change) {
  MANDAT_TRY_STATUS(RequireReason(change));
  if (change.basis.empty()) {
    return Fail(Error::Invalid("an extension rests on a clause or on the law: name it"));
  }
  if (duty.state != DutyState::kOpen) {
    return Fail(Error::Conflict("a clock that stands is not extended"));
  }
  if (!change.due || !duty.due || *change.due <= *duty.due) {
    return Fail(Error::Invalid("an extension ends later than what it extends"));
  }
  duty.due = change.due;
  duty.due_other.reset();
  duty.last_day = change.last_day;
  duty.period = change.more;
  duty.missed = duty.missed && *duty.due <= change.recorded;
  duty.fired &= BitOf(Reminder::kHalfTime);
  return {};
}

Status Close(Duty& duty, const DutyChange& change, DutyState state) {
  if (state == DutyState::kWithdrawn) {
    MANDAT_TRY_STATUS(RequireReason(change));
  }
  duty.state = state;
  duty.closed = change.effective;
  duty.paused.reset();
  duty.firings.clear();
  return {};
}

Status Fire(Duty& duty, const DutyChange& change) {
  if (duty.firings.empty() || !change.reminder || !change.planned ||
      duty.firings.front() != Firing{*change.reminder, *change.planned}) {
    return Fail(Error::Conflict("that reminder is not the next one"));
  }
  duty.firings.erase(duty.firings.begin());
  duty.fired |= BitOf(*change.reminder);
  duty.missed = duty.missed || *change.reminder == Reminder::kMissed;
  return {};
}

Status Change(Duty& duty, DutyChange& change) {
  switch (change.act) {
    case DutyAct::kOpen:
      return duty.changes_count == 0 ? Status()
                                     : Status(Fail(Error::Conflict("the duty is open already")));
    case DutyAct::kPause:
      return Pause(duty, change);
    case DutyAct::kResume:
      return Resume(duty, change);
    case DutyAct::kExtend:
      return Extend(duty, change);
    case DutyAct::kMeet:
      return Close(duty, change, DutyState::kMet);
    case DutyAct::kWithdraw:
      return Close(duty, change, DutyState::kWithdrawn);
    case DutyAct::kFire:
      return Fire(duty, change);
    case DutyAct::kRevise:
      duty.due = change.due;
      duty.last_day = change.last_day;
      ForgetOverdue(duty, change.recorded);
      return {};
    case DutyAct::kAssign:
      duty.responsible = change.responsible;
      return IsReference(change.responsible)
                 ? Status()
                 : Status(Fail(Error::Invalid("a name of letters, digits and -_./ is needed")));
  }
  return Fail(Error::Invalid("unknown act"));
}

bool MovesDeadline(DutyAct act) {
  return act == DutyAct::kOpen || act == DutyAct::kResume || act == DutyAct::kExtend ||
         act == DutyAct::kRevise;
}

}  // namespace

std::string_view Name(DutyState state) { return kStateNames[static_cast<size_t>(state) - 1]; }
std::string_view Name(Reminder reminder) {
  return kReminderNames[static_cast<size_t>(reminder) - 1];
}
std::string_view Name(DutyAct act) { return kActNames[static_cast<size_t>(act) - 1]; }

std::optional<DutyAct> FindDutyAct(std::string_view name) {
  const auto found = std::ranges::find(kActNames, name);
  return found == kActNames.end()
             ? std::nullopt
             : std::optional(static_cast<DutyAct>(found - kActNames.begin() + 1));
}

Status Happening::Validate() const {
  const Matter* known = FindMatter(matter);
  if (known == nullptr) {
    return Fail(Error::Invalid("there is no matter `" + matter + "`"));
  }
  if (std::ranges::find(known->events, event) == known->events.end()) {
    return Fail(Error::Invalid("`" + event + "` is no event of matter `" + matter + "`"));
  }
  if (!IsReference(reference)) {
    return Fail(Error::Invalid("a reference has 1 to 64 letters, digits and -_./"));
  }
  if (std::ranges::find(kHows, how) == kHows.end()) {
    return Fail(
        Error::Invalid("say how it is known: letter, registered-letter, e-mail, telephone, "
                       "portal, webhook, in-person or system"));
  }
  if (!IsHash(evidence)) {
    return Fail(Error::Invalid("evidence is a SHA-256"));
  }
  if (!IsText(path, kTextLengthMax)) {
    return Fail(Error::Invalid("a path has at most 500 characters"));
  }
  return IsText(by, kReferenceLengthMax)
             ? Status()
             : Status(Fail(Error::Invalid("`by` has at most 64 characters")));
}

bool IsLate(const DutyChange& fired) {
  return fired.planned && fired.recorded - *fired.planned > kLateAfter;
}

void PlanFirings(Duty& duty, Instant now) {
  duty.firings.clear();
  if (duty.state != DutyState::kOpen) {
    return;
  }
  std::vector<Firing> all;
  if (duty.due) {
    PlanDated(duty, all);
  } else {
    for (const hours behind : kNudges) {
      all.push_back({Reminder::kNudge, BeginOf(duty) + behind});
    }
  }
  // What was missed before it was entered is still to be said, once; what was to warn of it is not.
  std::optional<Firing> newest;
  for (const Firing& firing : all) {
    const bool had = firing.reminder != Reminder::kNudge && (duty.fired & BitOf(firing.reminder));
    if (had) {
      continue;
    }
    if (firing.at > now) {
      duty.firings.push_back(firing);
    } else if (firing.reminder == Reminder::kMissed) {
      newest = firing;
    }
  }
  if (newest) {
    duty.firings.insert(duty.firings.begin(), *newest);
  }
}

Result<Duty> Apply(Duty duty, DutyChange& change) {
  MANDAT_TRY_STATUS(RequireOpen(duty));
  if (!IsText(change.reason, kTextLengthMax) || !IsText(change.basis, kTextLengthMax) ||
      !IsText(change.by, kReferenceLengthMax) || !IsHash(change.evidence)) {
    return Fail(
        Error::Invalid("reason and basis have at most 500 characters, evidence is a "
                       "SHA-256"));
  }
  if (change.effective > change.recorded) {
    return Fail(Error::Invalid("what was done cannot lie ahead"));
  }
  if (change.effective < std::min(duty.from.effective, duty.from.entered)) {
    return Fail(Error::Invalid("what was done cannot lie before the event"));
  }
  MANDAT_TRY_STATUS(Change(duty, change));
  if (MovesDeadline(change.act)) {
    PlanFirings(duty, change.recorded);
  }
  change.duty = duty.id;
  change.number = ++duty.changes_count;
  return duty;
}

}  // namespace mandat
