// SPDX-License-Identifier: Apache-2.0
#include "service/internal/life_clocks.h"

#include <algorithm>

namespace mandat {
namespace {

// The case under which what recurs stands, so that each term is owed once whatever version is in
// force.
constexpr std::string_view kStanding = "standing";

Happening Of(const Event& event, std::string_view matter, std::string_view what,
             std::string_view reference) {
  Happening happening;
  happening.matter = matter;
  happening.event = what;
  happening.reference = reference;
  happening.effective = event.effective;
  happening.how = "system";
  return happening;
}

DutyChange Withdrawn(Instant at, std::string_view reason) {
  DutyChange change;
  change.act = DutyAct::kWithdraw;
  change.effective = at;
  change.reason = reason;
  return change;
}

bool IsOurs(const TimedTerm& term) {
  return term.kind == TimedKind::kRecur && (term.owes == "processor" || term.owes == "both");
}

// What is done again and again begins with the first version that says so, and goes on under the
// next ones that say the same. Reading: when it was done last before it was entered is not known,
// so it is counted from the entry.
Status BeginRecurring(DocketBatch& batch, const LifeVersion& version) {
  for (const TimedTerm& term : TimedTermsOf(*version.agreement)) {
    if (!IsOurs(term) || !term.period) {
      continue;
    }
    Happening standing;
    standing.matter = term.matter;
    standing.event = "conclusion";
    standing.reference = kStanding;
    standing.path = term.path;
    standing.effective = batch.at();
    standing.entered = batch.at();
    standing.how = "system";
    MANDAT_TRY_STATUS(batch.BeginStanding(term, version, std::move(standing)));
  }
  return {};
}

// What recurs ends with the services, and nobody decides on another term.
Status EndStanding(DocketBatch& batch) {
  MANDAT_TRY(const std::vector<Duty> open, batch.OpenDuties());
  for (const Duty& duty : open) {
    const bool stands = (duty.recurs && !duty.path.empty()) || duty.task == kRenewalTask;
    if (stands) {
      MANDAT_TRY_STATUS(batch.Change(duty.id, Withdrawn(batch.at(), "the agreement ended")));
    }
  }
  return {};
}

Status Activate(DocketBatch& batch, const Event& event) {
  if (const LifeVersion* version = batch.life().FindVersion(event.version)) {
    MANDAT_TRY_STATUS(BeginRecurring(batch, *version));
  }
  return batch.OweRenewal(batch.at());
}

Status End(DocketBatch& batch, const Event& event) {
  MANDAT_TRY_STATUS(EndStanding(batch));
  return batch.BeginAhead(Of(event, "end", "end-of-agreement", "end"));
}

Status OweUntil(DocketBatch& batch, const Event& event, std::string_view task) {
  if (!event.until) {
    return {};
  }
  MANDAT_TRY_STATUS(batch.Owe(
      {.task = std::string(task), .reference = event.id, .law = event.basis, .due = event.until}));
  return {};
}

// Nothing is held any more, so what was to go has gone; whatever else we owe is met or withdrawn
// by people before the agreement is closed.
Status Close(DocketBatch& batch) {
  MANDAT_TRY_STATUS(batch.CloseAll("end", "end", DutyAct::kMeet, "nothing is held any more"));
  for (const Residual& residual : batch.life().residuals()) {
    MANDAT_TRY_STATUS(
        batch.CloseAll("house", residual.id, DutyAct::kMeet, "nothing is held any more"));
  }
  MANDAT_TRY_STATUS(
      batch.CloseAll("house", "contacts", DutyAct::kWithdraw, "the agreement is closed"));
  MANDAT_TRY(const std::vector<Duty> open, batch.OpenDuties());
  const auto count = std::ranges::count(open, "processor", &Duty::owes);
  return count == 0 ? Status()
                    : Status(Fail(Error::Conflict("we still owe " + std::to_string(count) +
                                                  (count == 1 ? " duty" : " duties") +
                                                  ": meet or withdraw what the docket lists")));
}

}  // namespace

Status BeginClocks(DocketBatch& batch, const Event& event) {
  switch (event.kind) {
    case EventKind::kActivate:
      return Activate(batch, event);
    case EventKind::kAnnounce:
      return batch.BeginAhead(Of(event, "sub-processor", "sending-of-notice", event.id));
    case EventKind::kObject:
      return batch.BeginAhead(Of(event, "sub-processor", "receipt-of-objection", event.id));
    case EventKind::kEngage:
      return batch.CloseAll("sub-processor", event.id, DutyAct::kWithdraw, "it is engaged");
    case EventKind::kSuspend:
      return batch.BeginAhead(Of(event, "suspension", "suspension", event.id));
    case EventKind::kResume:
      return batch.CloseAll("suspension", event.id, DutyAct::kMeet, "processing goes on");
    case EventKind::kHold:
      return OweUntil(batch, event, "review-hold");
    case EventKind::kRelease:
      return batch.CloseAll("house", event.id, DutyAct::kMeet, "the hold ended");
    case EventKind::kEnd:
      return End(batch, event);
    case EventKind::kResidual:
      return OweUntil(batch, event, "release-residual");
    case EventKind::kClose:
      return Close(batch);
    case EventKind::kPropose:
    case EventKind::kSign:
    case EventKind::kDeploy:
    case EventKind::kInstruct:
    case EventKind::kRevoke:
    case EventKind::kDisengage:
    case EventKind::kSucceed:
      return {};
  }
  return {};
}

}  // namespace mandat
