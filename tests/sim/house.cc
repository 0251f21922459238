// SPDX-License-Identifier: Apache-2.0
#include "sim/house.h"

#include "service/confirm_clock.h"
#include "service/fire_clocks.h"
#include "service/keep_house.h"
#include "service/prune.h"

namespace mandat::sim {
namespace {

constexpr size_t kVisitsMax = 8;
// What was interrupted is recovered, attempts begin, attempts end.
constexpr size_t kVisitEntriesMax = 3;
constexpr size_t kMoveEntriesMax = 8;
constexpr size_t kTrailEntriesMax = 4;  // a new epoch, what was looked at, sealed anew, the end
constexpr size_t kExpiryEntriesMax = 4;
constexpr size_t kPruneEntriesMax = 4;  // it is declared, and bundles go
constexpr uint32_t kKeepDays = 200;     // of entries
// How far the planted time source runs ahead.
constexpr std::chrono::hours kEarly{9};

// Invariant (agreement time never goes back).
void RequireClockSeen(World& world) {
  const bool waits = world.agreements().clock().waiting().has_value();
  world.trouble().Require(waits == world.watch().has_to_wait(),
                          "a clock that was set ahead is noticed, and no other",
                          waits ? "it waits" : "it does not wait");
  if (!waits || world.needs_start()) {
    return;
  }
  const Result<Receipt> noted = world.Do<Receipt>(
      world.system_room(), {0, 1},
      [&](const auto&, Done<Receipt> done) { NoteClockJump(world.agreements(), std::move(done)); });
  world.trouble().Require(!noted || world.system_room().book.IsOwed("confirm-clock", "clock"),
                          "somebody owes a look at a clock that was set ahead");
}

// Whether the docket says that a reminder has come.
bool IsDue(World& world, const Room& room, const OpenAgreement& agreement) {
  const Result<std::optional<Instant>> next = Docket(agreement.store()).NextFiring();
  world.trouble().Require(next && *next == room.book.NextExpected(),
                          "the docket knows its next reminder", room.book.id().text());
  return next && *next && **next <= agreement.gate().Now();
}

void Fire(World& world, Room& room) {
  bool is_due = false;
  {
    const std::shared_ptr<OpenAgreement> agreement = world.Enter(room);
    if (!agreement) {
      room.is_skipped = true;
      return;
    }
    is_due = IsDue(world, room, *agreement);
  }
  if (!is_due && !world.chance().OneIn(8)) {
    return;
  }
  const bool is_early =
      world.disk().plant() == Plant::kEarlyFiring && !is_due && world.chance().OneIn(3);
  bool goes_on = true;
  while (goes_on && !world.trouble().is_broken()) {
    world.edge_time().SetAhead(is_early ? kEarly : std::chrono::hours(0));
    const Result<FiredAnswer> fired = world.Do<FiredAnswer>(
        room, {is_due ? 1U : 0U, 1},
        [](const auto& open, Done<FiredAnswer> done) { FireClocks(open, std::move(done)); });
    world.edge_time().SetAhead(std::chrono::hours(0));
    if (!fired) {
      room.is_skipped = true;
    }
    goes_on = fired && fired->goes_on;
  }
}

// Visits until nothing is left to begin. A fault or an interruption ends it: the next tick goes on.
void Bring(World& world, Room& room) {
  for (size_t visit = 0; visit < kVisitsMax && !world.trouble().is_broken(); ++visit) {
    std::shared_ptr<OpenAgreement> agreement = world.Enter(room);
    const auto next = agreement ? Outbox(agreement->store()).NextAt()
                                : Result<std::optional<Instant>>(std::optional<Instant>());
    const bool is_due = agreement && next && *next && **next <= agreement->gate().Now();
    if (!agreement || (!is_due && visit > 0)) {
      return;
    }
    bool is_interrupted = !world.is_calm() && world.chance().OneIn(30);
    if (is_interrupted) {
      world.SetFault(world.HomeOf(room));
    }
    if (!world.is_calm() && world.chance().OneIn(6)) {
      world.receiver().SetInterrupt([&] {
        is_interrupted = true;
        world.disk().HomeOf(world.HomeOf(room)).FailCommit(CommitFault::kUnknownLost);
      });
    }
    const Instant wall = world.time().Now();
    world.postman().Visit(agreement);
    world.postman().Drain();
    world.receiver().SetInterrupt(nullptr);
    world.ClearFaults();
    const bool is_sound = agreement->gate().sound();
    if (is_sound) {
      room.book.Survey(*agreement, {is_interrupted || !is_due ? 0U : 1U, kVisitEntriesMax}, wall);
    } else {
      room.book.ExpectUnknown(kVisitEntriesMax, wall);
      ++world.counts().unknown;
      world.Settle();
      agreement.reset();
      if (&room == &world.system_room()) {
        world.NeedStart();
      } else {
        world.Enter(room);
      }
    }
    if (is_interrupted) {
      room.is_skipped = true;
      return;
    }
  }
}

void Expire(World& world, Room& room) {
  if (!world.chance().OneIn(5)) {
    return;
  }
  const Instant settled = world.watch().Settled(world.time().Now());
  const Result<Receipt> expired = world.Do<Receipt>(
      room, {0, kExpiryEntriesMax, kExpiryEntriesMax - 1},
      [](const auto& open, Done<Receipt> done) { ExpireUnits(open, std::move(done)); });
  room.may_be_purged = std::max(room.may_be_purged, settled);
  if (expired && !world.watch().has_to_wait()) {
    const Instant now = std::max(room.book.at(), world.time().Now());
    room.people.Purged(settled, now);
    room.letters.Purged(settled, now);
    room.meters.Purged(settled, now);
    room.files.Purged(settled, now);
    room.held.Purged(settled);
  }
}

void Rewrap(World& world, Room& room) {
  if (!world.chance().OneIn(60)) {
    return;
  }
  // Index and trail move first, in several batches, any of which may fail: then they are half-way
  // until the next time, and everything is found all the same.
  const size_t moves_most =
      (room.letters.letters().empty() ? 0 : kMoveEntriesMax) + kTrailEntriesMax;
  std::ignore = world.Do<Receipt>(room, {1, moves_most + 1, moves_most},
                                  [](const auto& open, Done<Receipt> done) {
                                    RewrapKeys(open, Bytes(8, 'o'), std::move(done));
                                  });
}

// As the house does: the period is fixed once, and what is past it goes when it is due.
void Prune(World& world, Room& room) {
  bool is_kept = false;
  bool is_due = false;
  {
    const std::shared_ptr<OpenAgreement> agreement = world.Enter(room);
    if (!agreement || !agreement->mandate()) {
      return;
    }
    const Result<std::optional<uint32_t>> days = ReadKeepDays(agreement->store());
    const Result<std::optional<Instant>> next = NextPrune(*agreement);
    world.trouble().Require(days && next, "a journal knows when it is to be pruned");
    is_kept = days && *days;
    is_due = next && *next && **next <= agreement->Settled(agreement->gate().Now());
  }
  if (!is_kept) {
    std::ignore = world.Do<Receipt>(room, {0, 1}, [](const auto& open, Done<Receipt> done) {
      KeepJournal(open, kKeepDays, std::move(done));
    });
  }
  if (is_due) {
    std::ignore = world.Do<Receipt>(
        room, {0, kPruneEntriesMax, kPruneEntriesMax},
        [](const auto& open, Done<Receipt> done) { PruneJournal(open, std::move(done)); });
  }
}

void Visit(World& world, Room& room) {
  Fire(world, room);
  Bring(world, room);
  if (world.chance().OneIn(10)) {
    if (const std::shared_ptr<OpenAgreement> agreement = world.Enter(room)) {
      const Result<std::string> published = agreement->journal().Publish();
      world.trouble().Require(published.has_value(), "a sound disk takes a checkpoint");
    }
  }
}

// Rows of what the world has much of are looked at in one tick of three.
void AuditOthers(World& world, Room& room, const OpenAgreement& agreement) {
  world.RequireNoLeak("", "");
  if (world.chance().OneIn(3)) {
    room.meters.Audit(agreement, room.may_be_purged);
    room.files.Audit(agreement, room.may_be_purged);
    room.held.Audit(agreement, std::max(room.book.at(), world.time().Now()));
  }
}

// What had to be said or sent by now was, in agreements that are open and in those that are not.
void RequireNothingLeft(World& world, Room& room) {
  if (room.is_skipped || world.trouble().is_broken()) {
    return;
  }
  const std::shared_ptr<OpenAgreement> open = room.seen.lock();
  const Instant at = open && open->gate().sound() ? open->gate().Now() : world.time().Now();
  room.book.RequireFired(at);
  room.book.RequireTaken(at);
  if (open && open->gate().sound()) {
    room.people.Audit(*open, room.may_be_purged);
    if (room.book.cast().is_small) {
      room.letters.Audit(*open, room.people, room.may_be_purged);
      AuditOthers(world, room, *open);
    }
  }
}

}  // namespace

void KeepHouse(World& world) {
  for (const std::unique_ptr<Room>& room : world.rooms()) {
    room->is_skipped = false;
  }
  world.system_room().is_skipped = false;
  RequireClockSeen(world);
  const bool has_fault = !world.is_calm() && world.chance().OneIn(100);
  if (has_fault) {
    world.SetFault("system");
  }
  const auto failed = world.agreements().OpenDue(world.time().Now());
  world.ClearFaults();
  for (const auto& [id, error] : failed) {
    world.trouble().Require(has_fault || world.needs_start(),
                            "an agreement is opened when its clocks ask for it", error.message);
    world.FindRoom(id)->is_skipped = true;
    world.NeedStart();
  }
  std::vector<Room*> opened;
  for (const std::shared_ptr<OpenAgreement>& agreement : world.agreements().Opened()) {
    opened.push_back(world.FindRoom(agreement->id()));
  }
  for (Room* room : opened) {
    Visit(world, *room);
    Expire(world, *room);
    Rewrap(world, *room);
    Prune(world, *room);
  }
  if (!world.needs_start()) {
    Visit(world, world.system_room());
  }
  for (const std::unique_ptr<Room>& room : world.rooms()) {
    RequireNothingLeft(world, *room);
  }
}

void ConfirmJump(World& world) {
  const Result<Receipt> confirmed =
      world.Do<Receipt>(world.system_room(), {1, 1}, [&](const auto&, Done<Receipt> done) {
        ConfirmClock(world.agreements(), "the clock was set by hand", Bytes(8, 'o'),
                     std::move(done));
      });
  if (confirmed) {
    world.watch().Confirmed();
    world.Note("clock confirmed");
  }
}

}  // namespace mandat::sim
