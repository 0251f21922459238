// SPDX-License-Identifier: Apache-2.0
// What may happen in which state, and what it changes. Sub-processors are in fold_subprocessors.cc.
#include <algorithm>

#include "life/internal/fold.h"

namespace mandat {

using internal::IsStanding;
using internal::kEndId;

namespace {

std::string Quoted(std::string_view id) { return "`" + std::string(id) + "`"; }

bool IsForAgreementInForce(EventKind kind) {
  switch (kind) {
    case EventKind::kPropose:
    case EventKind::kSign:
    case EventKind::kActivate:
    case EventKind::kSucceed:
      return false;
    default:
      return true;
  }
}

// What is still recorded once the agreement has ended.
bool IsForAgreementEnded(EventKind kind) {
  switch (kind) {
    case EventKind::kHold:
    case EventKind::kRelease:
    case EventKind::kInstruct:
    case EventKind::kRevoke:
    case EventKind::kDisengage:
    case EventKind::kSucceed:
    case EventKind::kResidual:
    case EventKind::kClose:
      return true;
    default:
      return false;
  }
}

template <class Entry>
bool HasId(const std::vector<Entry>& entries, const std::string& id) {
  return std::ranges::find(entries, id, &Entry::id) != entries.end();
}

}  // namespace

Result<Life> Life::With(Event event, const ProposedTexts& texts) const {
  MANDAT_TRY_STATUS(event.Validate());
  if (!events_.empty() && event.recorded < events_.back().recorded) {
    return Fail(Error::Invalid("recorded before what was recorded already"));
  }
  Life next = *this;
  MANDAT_TRY_STATUS(LifeFold(next, event, texts).Apply());
  next.events_.push_back(std::move(event));
  return next;
}

Status LifeFold::RequireState() const {
  const LifeState state = life_.StateAt(now_);
  const std::string what(Name(event_.kind));
  if (state == LifeState::kClosed) {
    return Fail(Error::Conflict("the agreement is closed; nothing is recorded any more"));
  }
  if (InForce() == nullptr && IsForAgreementInForce(event_.kind)) {
    return Fail(Error::Conflict(what + " needs an agreement in force, and none is"));
  }
  const bool is_over = state == LifeState::kWindingUp || state == LifeState::kResidual;
  if (is_over && !IsForAgreementEnded(event_.kind)) {
    return Fail(Error::Conflict("the agreement has ended; " + what + " comes too late"));
  }
  return {};
}

Status LifeFold::Apply() {
  MANDAT_TRY_STATUS(RequireState());
  switch (event_.kind) {
    case EventKind::kPropose:
      return Propose();
    case EventKind::kSign:
      return Sign();
    case EventKind::kActivate:
      return Activate();
    case EventKind::kDeploy:
      return Deploy();
    case EventKind::kInstruct:
      return Instruct();
    case EventKind::kRevoke:
      return EndEntry(life_.standing_.instructions, "instruction");
    case EventKind::kAnnounce:
      return Announce();
    case EventKind::kObject:
      return Object();
    case EventKind::kEngage:
      return Engage();
    case EventKind::kDisengage:
      return Disengage();
    case EventKind::kSuspend:
      return Suspend();
    case EventKind::kResume:
      return EndEntry(life_.standing_.suspensions, "suspension");
    case EventKind::kHold:
      return AddHold();
    case EventKind::kRelease:
      return EndEntry(life_.standing_.holds, "hold");
    case EventKind::kSucceed:
      return Succeed();
    case EventKind::kEnd:
      return End();
    case EventKind::kResidual:
      return AddResidual();
    case EventKind::kClose:
      return Close();
  }
  return Fail(Error::Invalid("no such event"));
}

Result<LifeVersion*> LifeFold::Version() {
  const auto found = std::ranges::find(life_.versions_, event_.version, &LifeVersion::number);
  if (found == life_.versions_.end()) {
    return Fail(Error::NotFound("no version " + std::to_string(event_.version)));
  }
  return &*found;
}

Status LifeFold::Propose() {
  if (texts_.agreement == nullptr || texts_.schema == nullptr) {
    return Fail(Error::Invalid("a version is proposed with its texts"));
  }
  if (texts_.agreement->id() != life_.id_) {
    return Fail(Error::Invalid("agreement text has another id than the address"));
  }
  if (texts_.agreement->version() != event_.version) {
    return Fail(Error::Invalid("agreement text has another version than was said"));
  }
  const auto same = std::ranges::find(life_.versions_, event_.version, &LifeVersion::number);
  const bool is_draft =
      same != life_.versions_.end() && !same->from && !same->controller && !same->processor;
  if (same != life_.versions_.end() && !is_draft) {
    return Fail(Error::Conflict("this version was accepted or activated; propose a newer one"));
  }
  const LifeVersion* last = life_.InForce(Instant{INT64_MAX});
  if (last != nullptr && event_.version <= last->number) {
    return Fail(Error::Conflict("agreement version is not newer than the one in force"));
  }
  LifeVersion version{.number = event_.version,
                      .texts = event_.texts,
                      .agreement = texts_.agreement,
                      .schemas = {{{}, texts_.schema, event_.texts.schema}}};
  if (is_draft) {
    *same = std::move(version);
    return {};
  }
  const auto place =
      std::ranges::lower_bound(life_.versions_, event_.version, {}, &LifeVersion::number);
  life_.versions_.insert(place, std::move(version));
  return {};
}

Status LifeFold::Sign() {
  MANDAT_TRY(LifeVersion * version, Version());
  std::optional<Event>& accepted =
      event_.party == ContractParty::kController ? version->controller : version->processor;
  if (accepted) {
    return Fail(Error::Conflict("the " + std::string(Name(*event_.party)) +
                                " accepted this version already"));
  }
  if (event_.effective > now_) {
    return Fail(Error::Invalid("an acceptance lies in the future"));
  }
  accepted = event_;
  return {};
}

// The other party's rule stands in for its acceptance, where the agreement in force has one.
// Source: GDPR Art. 28(9).
Status LifeFold::RequireAcceptance(LifeVersion& version, const LifeVersion& before) {
  FormChange change{.version = version.agreement->form_version(),
                    .received = event_.notice.received,
                    .objected = event_.notice.objected,
                    .listed_case = event_.notice.listed_case};
  MANDAT_TRY(const Move move, DecideMove(*before.agreement, change, now_));
  const std::string clause = move.clause.empty() ? "(no clause on amendment)" : move.clause;
  if (!move.moves) {
    return Fail(Error::Refused("the controller did not accept the version, and " + move.why,
                               internal::Cite(before, clause)));
  }
  if (event_.effective < move.from) {
    return Fail(Error::Refused(
        "the version may be in force from " + move.from.Format() + " at the earliest",
        internal::Cite(before, clause)));
  }
  version.rule = clause;
  return {};
}

Status LifeFold::Activate() {
  MANDAT_TRY(LifeVersion * version, Version());
  if (version->from) {
    return Fail(Error::Conflict("this version was activated already"));
  }
  const LifeVersion* last = life_.InForce(Instant{INT64_MAX});
  if (!version->processor) {
    return Fail(Error::Conflict("the processor has not accepted this version"));
  }
  if (last == nullptr && !version->controller) {
    return Fail(Error::Conflict("the controller has not accepted this version"));
  }
  if (last != nullptr && last->number > version->number) {
    return Fail(Error::Conflict("agreement version is not newer than the one in force"));
  }
  if (last != nullptr && event_.effective < now_) {
    return Fail(Error::Invalid("a later version begins now or in the future"));
  }
  if (last != nullptr && event_.effective < *last->from) {
    return Fail(
        Error::Conflict("version " + std::to_string(last->number) + " begins after that instant"));
  }
  if (event_.effective < version->agreement->start()) {
    return Fail(Error::Invalid("the agreement text begins only at " +
                               version->agreement->start().Format()));
  }
  if (last != nullptr && !version->controller) {
    MANDAT_TRY_STATUS(RequireAcceptance(*version, *last));
  }
  version->from = event_.effective;
  return {};
}

// What data looks like is the processor's own, as long as it fits the agreement.
Status LifeFold::Deploy() {
  MANDAT_TRY(LifeVersion * version, Version());
  if (texts_.schema == nullptr) {
    return Fail(Error::Invalid("a schema is deployed with its text"));
  }
  if (version != InForce()) {
    return Fail(Error::Conflict("a schema is deployed under the version in force"));
  }
  if (event_.effective < now_) {
    return Fail(Error::Invalid("a schema is deployed from now or the future on"));
  }
  const LifeVersion::Schema& before = version->schemas.back();
  if (texts_.schema->id() == before.schema->id() &&
      texts_.schema->version() <= before.schema->version()) {
    return Fail(Error::Conflict("schema version is not newer than the one deployed"));
  }
  if (version->schemas.size() > 1 && event_.effective < before.from) {
    return Fail(Error::Conflict("a later schema begins after that instant"));
  }
  version->schemas.push_back({event_.effective, texts_.schema, event_.texts.schema});
  return {};
}

Status LifeFold::RequireNewId() const {
  const Standing& standing = life_.standing_;
  if (event_.id == kEndId || HasId(standing.instructions, event_.id) ||
      HasId(standing.suspensions, event_.id) || HasId(standing.holds, event_.id)) {
    return Fail(Error::Conflict(Quoted(event_.id) + " names something else already"));
  }
  return {};
}

// Source: GDPR Art. 28(3)(a); GDPR Art. 29.
Status LifeFold::Instruct() {
  MANDAT_TRY_STATUS(RequireNewId());
  StandingInstruction instruction;
  static_cast<StandingEntry&>(instruction) = {event_.id, event_.effective, event_.until,
                                              event_.basis};
  instruction.kind = *event_.order;
  instruction.scope = event_.scope;
  life_.standing_.instructions.push_back(std::move(instruction));
  return {};
}

// Invariant (held is kept).
Status LifeFold::AddHold() {
  MANDAT_TRY_STATUS(RequireNewId());
  if (!event_.scope.purposes.empty() || !event_.scope.verbs.empty() ||
      !event_.scope.places.empty()) {
    return Fail(Error::Invalid("a hold names collections, categories and people alone"));
  }
  Hold hold;
  static_cast<StandingEntry&>(hold) = {event_.id, event_.effective, event_.until, event_.basis};
  hold.collections = event_.collections;
  hold.categories = event_.scope.categories;
  hold.people = event_.scope.people;
  hold.subjects = event_.subjects;
  hold.units = event_.units;
  if (hold.is_of_single() && (!hold.categories.empty() || !hold.people.empty())) {
    return Fail(Error::Invalid("a hold on single persons or units names no categories"));
  }
  life_.standing_.holds.push_back(std::move(hold));
  return {};
}

Status LifeFold::Suspend() {
  MANDAT_TRY_STATUS(RequireNewId());
  Suspension suspension;
  static_cast<StandingEntry&>(suspension) = {event_.id, event_.effective, event_.until,
                                             event_.basis};
  suspension.scope = event_.scope;
  suspension.by = event_.party == ContractParty::kController ? SuspendedBy::kController
                                                             : SuspendedBy::kProcessor;
  life_.standing_.suspensions.push_back(std::move(suspension));
  return {};
}

template <class Entry>
Status LifeFold::EndEntry(std::vector<Entry>& entries, std::string_view what) {
  const auto found = std::ranges::find(entries, event_.id, &Entry::id);
  if (found == entries.end() || event_.id == kEndId) {
    return Fail(Error::NotFound("no " + std::string(what) + " " + Quoted(event_.id)));
  }
  if (found->until && *found->until <= now_) {
    return Fail(Error::Conflict(std::string(what) + " " + Quoted(event_.id) + " has ended"));
  }
  if (event_.effective < now_) {
    return Fail(Error::Invalid("it ends now or in the future"));
  }
  // What has not begun yet is taken back: it stands for no instant.
  if (event_.effective <= found->from) {
    entries.erase(found);
    return {};
  }
  found->until = event_.effective;
  return {};
}

// Rights and duties go on; who holds them is another.
Status LifeFold::Succeed() {
  if (life_.versions_.empty()) {
    return Fail(Error::Conflict("no version of the agreement names a party yet"));
  }
  std::vector<Successor>& all = life_.successors_;
  all.insert(std::ranges::upper_bound(all, event_.effective, {}, &Successor::from),
             {*event_.party, event_.effective, event_.name, event_.address, event_.contact});
  return {};
}

// Reading: from the end on nothing is processed but to return, erase and destroy; that is a
// suspension of everything else.
// Source: GDPR Art. 28(3)(g).
Status LifeFold::End() {
  if (life_.end_recorded_) {
    return Fail(Error::Conflict("the end of the agreement was recorded already"));
  }
  const LifeVersion* version = InForce();
  if (event_.effective < *version->from) {
    return Fail(Error::Invalid("the agreement would end before the version in force began"));
  }
  life_.end_recorded_ = event_.effective;
  life_.end_basis_ = event_.basis;
  return {};
}

// Source: GDPR Art. 28(3)(g); GDPR Art. 5(2).
Status LifeFold::AddResidual() {
  const std::optional<Instant> end = life_.ended();
  if (!end || *end > now_) {
    return Fail(Error::Conflict("the agreement has not ended; nothing is left over yet"));
  }
  if (HasId(life_.residuals_, event_.id)) {
    return Fail(Error::Conflict(Quoted(event_.id) + " names a residual already"));
  }
  if (*event_.until <= now_) {
    return Fail(Error::Invalid("a residual lapses in the future"));
  }
  life_.residuals_.push_back({event_.id, event_.name, event_.basis, *event_.until});
  return {};
}

Status LifeFold::Close() {
  const std::optional<Instant> end = life_.ended();
  if (!end || *end > now_) {
    return Fail(Error::Conflict("the agreement has not ended"));
  }
  std::string left;
  for (const Residual& residual : life_.residuals_) {
    if (now_ < residual.until) {
      left += ", residual " + Quoted(residual.id) + " until " + residual.until.Format();
    }
  }
  for (const Hold& hold : life_.standing_.holds) {
    if (!hold.until || now_ < *hold.until) {
      left += ", hold " + Quoted(hold.id) +
              (hold.until ? " until " + hold.until->Format() : std::string(" without an end"));
    }
  }
  if (!left.empty()) {
    return Fail(Error::Conflict("the agreement cannot be closed: " + left.substr(2)));
  }
  if (event_.effective != now_) {
    return Fail(Error::Invalid("an agreement is closed now"));
  }
  life_.closed_ = event_.effective;
  return {};
}

}  // namespace mandat
