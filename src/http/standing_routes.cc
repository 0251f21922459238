// SPDX-License-Identifier: Apache-2.0
// What stands beside an agreement: instructions, sub-processors, suspensions, holds.
#include "http/internal/event_body.h"
#include "http/internal/problem.h"
#include "http/internal/routes.h"

namespace mandat {
namespace {

constexpr std::string_view kNotYours = "this is for the operator to record";

// Ends what the address names.
void EndNamed(const Request& request, EventKind kind, Responder responder) {
  EventBody body(request, kind);
  Record(request, std::move(body).Take(), std::move(responder));
}

std::optional<EventKind> KindOf(std::string_view state) {
  constexpr std::pair<std::string_view, EventKind> kStates[] = {{"announced", EventKind::kAnnounce},
                                                                {"objected", EventKind::kObject},
                                                                {"engaged", EventKind::kEngage},
                                                                {"ended", EventKind::kDisengage}};
  for (const auto& [name, kind] : kStates) {
    if (name == state) {
      return kind;
    }
  }
  return std::nullopt;
}

bool IsSuspendedByController(const Request& request) {
  const std::shared_ptr<const LifeBook> book = request.agreement->life_book();
  for (const Suspension& suspension : book->life.standing().suspensions) {
    if (suspension.id == request.id) {
      return suspension.by == SuspendedBy::kController;
    }
  }
  return true;  // the fold says that there is none
}

}  // namespace

// Source: GDPR Art. 28(3)(a); GDPR Art. 29.
void PostInstruction(Context&, const Request& request, Responder responder) {
  EventBody body(request, EventKind::kInstruct);
  Event& event = body.event();
  body.Text("id", event.id).Order("kind").WithinScope().Text("basis", event.basis);
  body.At("until", event.until);
  Record(request, std::move(body).Take(), std::move(responder));
}

void DeleteInstruction(Context&, const Request& request, Responder responder) {
  EndNamed(request, EventKind::kRevoke, std::move(responder));
}

// Source: GDPR Art. 28(2).
void PostSubprocessor(Context&, const Request& request, Responder responder) {
  EventBody body(request, EventKind::kAnnounce);
  Event& event = body.event();
  std::string state;
  body.Text("state", state).Text("name", event.name).Text("country", event.country);
  body.Text("basis", event.basis);
  Result<RecordRequest> record = std::move(body).Take();
  const std::optional<EventKind> kind = KindOf(state);
  if (record && !kind) {
    record = Fail(Error::Invalid("`state` is not announced, objected, engaged or ended"));
  }
  if (record) {
    record->event.kind = *kind;
    if (request.actor.role == ActorRole::kController && *kind != EventKind::kObject) {
      return std::move(responder).Send(Problem(403, "forbidden", kNotYours));
    }
  }
  Record(request, std::move(record), std::move(responder));
}

// Source: Dec. 2021/915 Cl. 10(a).
void PostSuspension(Context&, const Request& request, Responder responder) {
  EventBody body(request, EventKind::kSuspend);
  Event& event = body.event();
  event.party = ContractParty::kController;
  body.Text("id", event.id).Party("party").WithinScope().Text("basis", event.basis);
  body.At("until", event.until);
  Result<RecordRequest> record = std::move(body).Take();
  if (record) {
    if (Status own = RequireOwnParty(request, record->event.party); !own) {
      return std::move(responder).Send(Problem(403, "forbidden", own.error().message));
    }
  }
  Record(request, std::move(record), std::move(responder));
}

void DeleteSuspension(Context&, const Request& request, Responder responder) {
  if (request.actor.role == ActorRole::kController && !IsSuspendedByController(request)) {
    return std::move(responder).Send(Problem(403, "forbidden", kNotYours));
  }
  EndNamed(request, EventKind::kResume, std::move(responder));
}

namespace {

// From ids to the tags under which the ledger would remember them: the event stays, ids need not.
Status NameSingle(const Keyring& keyring, Event& event) {
  for (std::string& subject : event.subjects) {
    MANDAT_TRY(const SubjectId id, SubjectId::Parse(subject));
    subject = Holds::TagOf(keyring, id);
  }
  for (std::string& unit : event.units) {
    const size_t slash = unit.find('/');
    if (slash == std::string::npos) {
      return Fail(Error::Invalid("`records` is not a list like guests/<UUID>"));
    }
    MANDAT_TRY(const RecordId id, RecordId::Parse(std::string_view(unit).substr(slash + 1)));
    unit = Holds::TagOf(keyring, unit.substr(0, slash), id);
  }
  return {};
}

}  // namespace

// Source: GDPR Art. 17(3); GDPR Art. 18(1)(c).
void PostHold(Context&, const Request& request, Responder responder) {
  EventBody body(request, EventKind::kHold);
  Event& event = body.event();
  body.Text("id", event.id).Text("basis", event.basis).Names("collections", event.collections);
  body.Names("categories", event.scope.categories).Names("people", event.scope.people);
  body.At("until", event.until);
  body.Names("subjects", event.subjects).Names("records", event.units);
  Result<RecordRequest> record = std::move(body).Take();
  if (record) {
    if (Status named = NameSingle(request.agreement->keyring(), record->event); !named) {
      record = Fail(named.error());
    }
  }
  Record(request, std::move(record), std::move(responder));
}

void DeleteHold(Context&, const Request& request, Responder responder) {
  EndNamed(request, EventKind::kRelease, std::move(responder));
}

}  // namespace mandat
