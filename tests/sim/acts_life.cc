// SPDX-License-Identifier: Apache-2.0
#include "service/activate_agreement.h"
#include "service/record_event.h"
#include "sim/acts.h"

namespace mandat::sim {
namespace {

using std::chrono::hours;

Event DrawEvent(World& world, Room& room) {
  Chance& chance = world.chance();
  constexpr auto kKinds = std::to_array<EventKind>(
      {EventKind::kInstruct, EventKind::kRevoke, EventKind::kAnnounce, EventKind::kAnnounce,
       EventKind::kObject, EventKind::kEngage, EventKind::kEngage, EventKind::kDisengage,
       EventKind::kSuspend, EventKind::kResume, EventKind::kResume, EventKind::kResume});
  Event event;
  event.kind = chance.PickOf(kKinds);
  event.by = "legal/1";
  event.basis = "8";
  const bool is_new = event.kind == EventKind::kInstruct || event.kind == EventKind::kAnnounce ||
                      event.kind == EventKind::kSuspend || room.names.empty();
  event.id = is_new ? "name-" + std::to_string(room.names.size() + 1) : chance.PickOf(room.names);
  if (is_new) {
    room.names.push_back(event.id);
  }
  switch (event.kind) {
    case EventKind::kInstruct:
      event.order = InstructionKind::kForbid;
      event.scope.purposes = {"nothing-of-that-name"};
      break;
    case EventKind::kAnnounce:
      event.name = "Printer Example (fictitious)";
      event.country = "BE";
      break;
    case EventKind::kSuspend:
      event.party = ContractParty::kController;
      event.until = world.time().Now() + chance.Between(hours(24), hours(24 * 30));
      break;
    case EventKind::kRevoke:
    case EventKind::kResume:
      event.basis.clear();
      break;
    default:
      break;
  }
  return event;
}

void Record(World& world, Room& room, const Event& event) {
  RecordRequest request;
  request.event = event;
  request.from_now = true;
  const bool has_to_wait = world.watch().has_to_wait();
  const Result<RecordAnswer> answer =
      world.Do<RecordAnswer>(room, {0, 1}, [&](const auto& agreement, Done<RecordAnswer> done) {
        RecordEvent(agreement, request, Bytes(8, 'a'), std::move(done));
      });
  const bool is_done = answer && answer->findings.empty() && !answer->receipt.replayed;
  world.trouble().Require(!is_done || event.kind != EventKind::kEngage || !has_to_wait,
                          "nobody is engaged by silence while a jump of the clock waits", event.id);
}

}  // namespace

void ActActivate(World& world, Room& room) {
  if (world.needs_start()) {
    return;  // it is noted in the system's journal as well
  }
  const uint32_t version = room.version + 1;
  const AgreementTexts texts = TextsOf(room.book.cast(), version);
  const Result<ActivateAnswer> answer =
      world.Do<ActivateAnswer>(room, {0, 1}, [&](const auto&, Done<ActivateAnswer> done) {
        ActivateAgreement(world.agreements(), room.book.id(), texts, Bytes(8, 'o'),
                          std::move(done));
      });
  if (answer) {
    world.trouble().Require(answer->findings.empty(), "the world's own texts are in order",
                            answer->rendered);
    room.version = version;
  }
  world.system_room().book.Survey(world.agreements().system(), {0, 1}, world.time().Now());
  if (const std::shared_ptr<OpenAgreement> agreement = world.Enter(room)) {
    room.terms.clear();
    const auto book = agreement->life_book();
    if (const LifeVersion* in_force = book->life.InForce(agreement->gate().Now())) {
      for (TimedTerm& term : TimedTermsOf(*in_force->agreement)) {
        if (term.starts_clock()) {
          room.terms.push_back(std::move(term));
        }
      }
    }
  }
}

void ActRecordEvent(World& world, Room& room) { Record(world, room, DrawEvent(world, room)); }

void ActEnd(World& world, Room& room) {
  Event event;
  event.kind = EventKind::kEnd;
  event.by = "legal/1";
  event.basis = "12";
  Record(world, room, event);
}

}  // namespace mandat::sim
