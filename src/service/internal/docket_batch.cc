// SPDX-License-Identifier: Apache-2.0
#include "service/internal/docket_batch.h"

#include <algorithm>

#include "agreement/counting.h"
#include "duty/contract_term.h"

namespace mandat {
namespace {

constexpr std::string_view kHouse = "house";

// The version that an event falls under: the one in force then, or else the one in force now.
// Invariant (versions bind).
const LifeVersion* VersionFor(const Life& life, Instant event, Instant now) {
  const LifeVersion* version = life.InForce(event);
  return version != nullptr ? version : life.InForce(now);
}

Result<Zone> ZoneOf(const Agreement& agreement) {
  return Zone::Get(agreement.time().zone.empty() ? "UTC" : agreement.time().zone);
}

constexpr size_t kDutiesMax = 10'000;
constexpr size_t kWordsBytesMax = 256;

// A lead lies before an event that is still to come; nothing else may.
bool IsCountedBack(const LifeVersion& version, const Happening& happening) {
  const std::vector<TimedTerm> terms = StartedBy(TimedTermsOf(*version.agreement), happening.matter,
                                                 happening.event, happening.path);
  return !terms.empty() && std::ranges::all_of(terms, [](const TimedTerm& term) {
    return term.kind == TimedKind::kLead;
  });
}

bool CountsHours(const Period& period) {
  return period.unit == TimeUnit::kHours || period.unit == TimeUnit::kBusinessHours;
}

// The reading that binds whoever owes it, and beside it the other.
Status SetDue(Duty& duty, const Agreement& agreement, const TimedTerm& term, Instant event) {
  MANDAT_TRY(const Readings readings, DueOf(agreement, term, event));
  const WhoActs who = WhoActsFor(term);
  const Deadline& binding = readings.Binding(who);
  const Deadline& other = who == WhoActs::kWe ? readings.latest : readings.earliest;
  duty.due = binding.due;
  duty.due_other = other.due != binding.due ? std::optional(other.due) : std::nullopt;
  duty.last_day.reset();
  if (!CountsHours(*term.period)) {
    MANDAT_TRY(const Zone zone, ZoneOf(agreement));
    duty.last_day = zone.StartOf(binding.last_day);
  }
  return {};
}

// Reading: what recurs is due a period behind the last time, never later.
Status SetNextDue(Duty& duty, const Agreement& agreement, Instant last) {
  MANDAT_TRY(Zone zone, ZoneOf(agreement));
  const TimeRules rules{.zone = zone};
  MANDAT_TRY(const Due due, DeadlineOf(Count::kToKeep, last, *duty.period, rules));
  duty.due = due.at;
  duty.last_day.reset();
  if (!CountsHours(*duty.period)) {
    duty.last_day = zone.StartOf(due.last_day);
  }
  return {};
}

}  // namespace

DocketBatch::DocketBatch(const OpenAgreement& agreement, const Life& life, BatchContext& context)
    : agreement_(agreement),
      life_(life),
      context_(context),
      docket_(agreement.store(), context.staging, context.entry),
      outbox_(agreement.store(), context.staging) {}

Result<Duty> DocketBatch::OpenOne(const TimedTerm& term, const LifeVersion& version,
                                  const Happening& happening) {
  Duty duty;
  duty.from = happening;
  duty.path = term.path;
  duty.clause = term.clause;
  duty.law = term.law;
  duty.version = version.number;
  duty.owes = term.owes;
  duty.number_by = Name(term.source);
  duty.period = term.period;
  duty.counts_back = term.kind == TimedKind::kLead;
  duty.recurs = term.kind == TimedKind::kRecur;
  if (!duty.period) {
    return docket_.Open(std::move(duty));
  }
  const Status dated = duty.recurs ? SetNextDue(duty, *version.agreement, happening.effective)
                                   : SetDue(duty, *version.agreement, term, happening.effective);
  // A clock whose end cannot be computed (a calendar without that year, business hours without
  // opening hours) is opened all the same: without a date it is nudged.
  // Invariant (no clock is lost).
  return docket_.Open(std::move(duty), dated ? "" : dated.error().message);
}

Result<std::vector<Duty>> DocketBatch::Begin(Happening happening) {
  happening.entered = context_.at;
  MANDAT_TRY_STATUS(happening.Validate());
  MANDAT_TRY(const std::optional<RecordedHappening> same, docket_.FindSame(happening));
  std::vector<Duty> opened;
  if (same) {
    if (same->happening.effective != happening.effective) {
      return Fail(Error::Conflict("this event of `" + happening.reference +
                                  "` was entered with another instant"));
    }
    repeated_ = EntryIndex{same->entry};
    for (const uint64_t id : same->duties) {
      MANDAT_TRY(std::optional<Duty> duty, docket_.Find(id));
      opened.push_back(duty.value_or(Duty()));
    }
    return opened;
  }
  const LifeVersion* version = VersionFor(life_, happening.effective, context_.at);
  if (version == nullptr) {
    return Fail(Error::Conflict("no version of the agreement is in force"));
  }
  if (happening.effective > happening.entered && !IsCountedBack(*version, happening)) {
    return Fail(Error::Invalid("what has not happened yet starts no clock"));
  }
  return BeginUnder(*version, happening);
}

Result<std::vector<Duty>> DocketBatch::BeginUnder(const LifeVersion& version,
                                                  const Happening& happening) {
  std::vector<Duty> opened;
  std::vector<uint64_t> ids;
  for (const TimedTerm& term : StartedBy(TimedTermsOf(*version.agreement), happening.matter,
                                         happening.event, happening.path)) {
    MANDAT_TRY(Duty duty, OpenOne(term, version, happening));
    ids.push_back(duty.id);
    opened.push_back(std::move(duty));
  }
  docket_.Keep(happening, std::move(ids));
  touched_ = true;  // even when it starts no clock
  return opened;
}

Status DocketBatch::BeginAhead(Happening happening) {
  happening.entered = context_.at;
  MANDAT_TRY_STATUS(happening.Validate());
  MANDAT_TRY(const std::optional<RecordedHappening> same, docket_.FindSame(happening));
  const LifeVersion* version = VersionFor(life_, happening.effective, context_.at);
  if (!same && version != nullptr) {
    MANDAT_TRY_STATUS(BeginUnder(*version, happening));
  }
  return {};
}

Result<std::optional<Duty>> DocketBatch::FindStanding(const TimedTerm& term,
                                                      std::string_view reference) const {
  Happening standing;
  standing.matter = term.matter;
  standing.event = "conclusion";
  standing.reference = reference;
  standing.path = term.path;
  MANDAT_TRY(const std::optional<RecordedHappening> same, docket_.FindSame(standing));
  if (!same || same->duties.empty()) {
    return std::optional<Duty>();
  }
  return docket_.Find(same->duties.back());
}

Status DocketBatch::BeginStanding(const TimedTerm& term, const LifeVersion& version,
                                  Happening standing) {
  MANDAT_TRY(const std::optional<Duty> before, FindStanding(term, standing.reference));
  if (before && before->is_open()) {
    if (before->period == term.period) {
      return {};
    }
    DutyChange change;
    change.act = DutyAct::kWithdraw;
    change.effective = context_.at;
    change.reason = "version " + std::to_string(version.number) + " says another period";
    MANDAT_TRY_STATUS(Change(before->id, std::move(change)));
  }
  MANDAT_TRY(const Duty duty, OpenOne(term, version, standing));
  docket_.Keep(standing, {duty.id});
  return {};
}

Result<std::vector<Duty>> DocketBatch::OpenDuties() const {
  MANDAT_TRY(const DutyPage page, Docket(agreement_.store()).ListDue({}, {}, kDutiesMax));
  std::vector<Duty> open;
  for (const Duty& before : page.duties) {
    MANDAT_TRY(std::optional<Duty> duty, docket_.Find(before.id));
    if (duty && duty->is_open()) {
      open.push_back(std::move(*duty));
    }
  }
  return open;
}

Result<std::optional<Duty>> DocketBatch::Owe(HouseDuty owed) {
  Happening from;
  from.matter = kHouse;
  from.event = owed.task;
  from.reference = std::move(owed.reference);
  from.effective = context_.at;
  from.entered = context_.at;
  from.how = "system";
  MANDAT_TRY(const std::optional<RecordedHappening> same, docket_.FindSame(from));
  for (const uint64_t id : same ? same->duties : std::vector<uint64_t>()) {
    MANDAT_TRY(const std::optional<Duty> before, docket_.Find(id));
    if (before && (before->is_open() || (owed.due && before->due == owed.due))) {
      return std::optional<Duty>();
    }
  }
  Duty duty;
  duty.task = owed.task;
  duty.clause = std::move(owed.clause);
  duty.law = std::move(owed.law);
  duty.owes = "processor";
  duty.number_by = Name(owed.period || owed.due ? TimeSourceKind::kHouse : TimeSourceKind::kNone);
  duty.period = owed.period;
  duty.due = owed.due;
  duty.recurs = owed.recurs;
  if (duty.period && !duty.due) {
    MANDAT_TRY(const Zone utc, Zone::Get("UTC"));
    MANDAT_TRY(const Due due,
               DeadlineOf(Count::kToKeep, context_.at, *duty.period, TimeRules{.zone = utc}));
    duty.due = due.at;
  }
  duty.from = from;
  MANDAT_TRY(duty, docket_.Open(std::move(duty)));
  docket_.Keep(from, {duty.id});
  return std::optional(std::move(duty));
}

// A house duty counts in UTC, an agreement's in its zone.
Result<Duty> DocketBatch::OpenAgain(const Duty& met) {
  Duty next;
  next.from = met.from;
  next.from.effective = *met.closed;
  next.from.entered = context_.at;
  next.path = met.path;
  next.task = met.task;
  next.clause = met.clause;
  next.law = met.law;
  next.version = met.version;
  next.owes = met.owes;
  next.number_by = met.number_by;
  next.period = met.period;
  next.recurs = true;
  next.responsible = met.responsible;
  const LifeVersion* version = VersionFor(life_, *met.closed, context_.at);
  if (version != nullptr && next.period) {
    MANDAT_TRY_STATUS(SetNextDue(next, *version->agreement, *met.closed));
  } else if (next.period) {
    MANDAT_TRY(const Zone utc, Zone::Get("UTC"));
    MANDAT_TRY(const Due due,
               DeadlineOf(Count::kToKeep, *met.closed, *next.period, TimeRules{.zone = utc}));
    next.due = due.at;
  }
  MANDAT_TRY(next, docket_.Open(std::move(next)));
  docket_.Keep(next.from, {next.id});
  return next;
}

// The last day on which notice ends the contract with its running term; met or let go, the next
// term has one too. Only where initial term, renewal and notice all have a number.
Status DocketBatch::OweRenewal(Instant after) {
  const LifeVersion* version = life_.InForce(context_.at);
  if (version == nullptr || life_.ended()) {
    return {};
  }
  const std::vector<TimedTerm> terms = TimedTermsOf(*version->agreement);
  const auto find = [&terms](std::string_view path) -> const TimedTerm* {
    const auto found = std::ranges::find_if(terms, [path](const TimedTerm& term) {
      return term.path == path && term.kind == TimedKind::kTerm && term.period;
    });
    return found == terms.end() ? nullptr : &*found;
  };
  const TimedTerm* initial = find("duration");
  const TimedTerm* renewal = find("commercial.list.renewal");
  const TimedTerm* notice = find("commercial.list.non-renewal");
  if (initial == nullptr || renewal == nullptr || notice == nullptr) {
    return {};
  }
  const TermRules rules{*initial->period, *renewal->period, *notice->period};
  MANDAT_TRY(const Counting counting, CountingOf(*version->agreement, notice->week));
  const Instant start = version->agreement->start();
  MANDAT_TRY(ContractTerm term, TermAt(std::max(after, start), start, rules, counting.stated));
  while (term.notice.at <= after) {
    MANDAT_TRY(term, TermAt(term.ends, start, rules, counting.stated));
  }
  MANDAT_TRY_STATUS(Owe({.task = std::string(kRenewalTask),
                         .reference = "term-" + std::to_string(term.number),
                         .clause = notice->clause,
                         .due = term.notice.at}));
  return {};
}

Result<Duty> DocketBatch::Change(uint64_t id, DutyChange change) {
  change.recorded = context_.at;
  const DutyAct act = change.act;
  MANDAT_TRY(Duty duty, docket_.Change(id, std::move(change)));
  const bool goes_on = act == DutyAct::kMeet && duty.recurs && !life_.ended();
  if (goes_on) {
    MANDAT_TRY_STATUS(OpenAgain(duty));
  }
  if (duty.task == kRenewalTask && !duty.is_open()) {
    MANDAT_TRY_STATUS(OweRenewal(*duty.due));
  }
  return duty;
}

Status DocketBatch::CloseAll(std::string_view matter, std::string_view reference, DutyAct act,
                             std::string_view reason) {
  MANDAT_TRY(const std::vector<RecordedHappening> happened,
             Docket(agreement_.store()).Happenings(matter, reference));
  for (const RecordedHappening& one : happened) {
    for (const uint64_t id : one.duties) {
      MANDAT_TRY(const std::optional<Duty> duty, docket_.Find(id));
      if (!duty || !duty->is_open()) {
        continue;
      }
      DutyChange change;
      change.act = act;
      change.effective = context_.at;
      change.reason = reason;
      MANDAT_TRY_STATUS(Change(id, std::move(change)));
    }
  }
  return {};
}

// An entry has room for a few words: of a longer list it tells the beginning and the digest of all.
// Invariant (no clock is lost): what is due together is never too much for one entry.
std::string DocketBatch::Words() const {
  if (detail_.size() <= kWordsBytesMax) {
    return detail_;
  }
  return detail_.substr(0, detail_.rfind(' ', kWordsBytesMax)) + " ... " +
         FormatHex(Sha256(detail_).view());
}

void DocketBatch::Describe(Entry& entry) const {
  const std::vector<ChangedDuty>& changes = docket_.changes();
  entry.units_count = changes.size();
  entry.detail = Words();
  if (!docket_.kept().empty()) {
    entry.detail += (detail_.empty() ? "" : " ") + FormatHex(Sha256(docket_.kept()).view());
  }
  if (!changes.empty()) {
    entry.clause = changes.front().duty.clause;
    entry.agreement_version = changes.front().duty.version;
  } else if (const LifeVersion* version = life_.InForce(context_.at)) {
    entry.agreement_version = version->number;
  }
}

}  // namespace mandat
