// SPDX-License-Identifier: Apache-2.0
#include "service/put_record.h"
#include "service/read_records.h"
#include "service/subjects.h"
#include "sim/acts.h"
#include "sim/caller.h"
#include "sim/marks.h"

namespace mandat::sim {
void ActRegister(World& world, Room& room) {
  const SubjectId id = room.people.NextPerson();
  std::ignore = world.Do<RegisterAnswer>(
      room, {1, 1},
      [&](const auto& agreement, Done<RegisterAnswer> done) {
        RegisterSubject(As(agreement, "support"), id, "customers", std::move(done));
      },
      [&room, id] { room.people.Registered(id); });
}

void ActPut(World& world, Room& room) {
  Chance& chance = world.chance();
  if (room.people.people().empty()) {
    return ActRegister(world, room);
  }
  PutUnit unit{.id = room.people.NextRecord(),
               .person = chance.Below(room.people.people().size()),
               .collection = chance.OneIn(2) ? "contacts" : "logs",
               .captured = world.time().Now() +
                           -chance.Between(std::chrono::hours(0), std::chrono::hours(24 * 20))};
  if (!room.people.units().empty() && chance.OneIn(3)) {
    const PutUnit& before = chance.PickOf(room.people.units());
    unit.id = before.id;
    unit.person = before.person;
    unit.collection = before.collection;
  }
  unit.body = "{\"line\":\"" + LabelOf(room.book.id(), unit.id) +
              std::to_string(chance.Below(1'000'000)) + "\"}";
  const SubjectId person = room.people.people()[unit.person].id;
  const bool is_erased = room.people.people()[unit.person].is_erased;
  const bool is_frozen = room.letters.IsFrozen(unit.person);
  const Result<PutAnswer> answer = world.Do<PutAnswer>(
      room, {1, 1},
      [&](const auto& agreement, Done<PutAnswer> done) {
        PutRecord(As(agreement, "support"),
                  {unit.collection,
                   NewUnit{unit.id, person, unit.captured, Plaintext(std::string(unit.body))}, 0},
                  std::move(done));
      },
      [&room, unit] { room.people.Put(unit); });
  world.Note(room.book.id().text() + " put " + unit.id.Format() + " " + unit.collection + " of " +
             std::to_string(unit.person) + (answer ? "" : ": " + answer.error().message));
  world.trouble().Require(!answer || !is_erased, "erased stays erased", "something was put");
  world.trouble().Require(!answer || !is_frozen, "restricted is frozen", "something was put");
}

void ActRead(World& world, Room& room) {
  if (room.people.units().empty()) {
    return;
  }
  const PutUnit unit = world.chance().PickOf(room.people.units());
  const Result<ReadAnswer> answer =
      world.Do<ReadAnswer>(room, {1, 1}, [&](const auto& agreement, Done<ReadAnswer> done) {
        ReadRecord(As(agreement, "support"), unit.collection, unit.id, std::move(done));
      });
  if (answer && answer->units.size() == 1) {
    const std::string body(answer->units[0].body.Reveal());
    room.people.RequireRead(unit, &body, false, answer->receipt.at);
    world.trouble().Require(!room.letters.IsFrozen(unit.person), "restricted is frozen",
                            NameOf(unit.key()));
  } else if (!answer) {
    room.people.RequireRead(unit, nullptr, IsGone(answer.error()), room.book.at());
  }
}

// Invariant (held is kept).
void RequireMayErase(World& world, const Room& room, const std::string& collection,
                     const std::optional<Instant>& erased) {
  world.trouble().Require(!erased || !room.held.MayNotErase(collection, *erased), "held is kept",
                          "something of a held collection was erased");
}

void ActErase(World& world, Room& room) {
  Chance& chance = world.chance();
  if (room.people.people().empty() || room.people.units().empty()) {
    return;
  }
  if (chance.OneIn(2)) {
    const size_t index = chance.Below(room.people.units().size());
    const PutUnit unit = room.people.units()[index];
    const Result<EraseAnswer> answer = world.Do<EraseAnswer>(
        room, {1, 1},
        [&](const auto& agreement, Done<EraseAnswer> done) {
          EraseRecord(As(agreement, "", "2026-014"), unit.collection, unit.id, std::move(done));
        },
        [&room, index] { room.people.ErasedUnit(index); });
    RequireMayErase(world, room, unit.collection, InstantOf(answer));
    world.Note(room.book.id().text() + " erase " + unit.id.Format() + " " + unit.collection +
               (answer ? "" : ": " + answer.error().message));
    return;
  }
  const size_t person = chance.Below(room.people.people().size());
  const SubjectId id = room.people.people()[person].id;
  const Result<EraseAnswer> answer = world.Do<EraseAnswer>(
      room, {1, 1},
      [&](const auto& agreement, Done<EraseAnswer> done) {
        EraseSubject(As(agreement, "", "2026-014"), id, std::move(done));
      },
      [&room, person] {
        room.people.ErasedPerson(person);
        room.letters.ErasedPerson(person);
        room.meters.ErasedPerson(person);
        room.files.ErasedPerson(person);
      });
  RequireMayErase(world, room, "", InstantOf(answer));
  world.Note(room.book.id().text() + " erase person " + std::to_string(person) +
             (answer ? "" : ": " + answer.error().message));
}

}  // namespace mandat::sim
