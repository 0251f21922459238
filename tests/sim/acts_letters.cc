// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "service/put_record.h"
#include "service/restrict_subject.h"
#include "sim/acts.h"
#include "sim/caller.h"
#include "sim/marks.h"

namespace mandat::sim {
namespace {

constexpr uint64_t kTopics = 4;

// The agreement's own name is in it, so that what came from another one would be seen.
std::string DrawBody(World& world, const Room& room, const Letter& letter) {
  return "{\"topic\":\"" + letter.topic + "\",\"line\":\"" + LabelOf(room.book.id(), letter.id) +
         std::to_string(world.chance().Below(1'000'000)) + "\"}";
}

std::string DrawTopic(World& world) {
  return "topic-" + std::to_string(world.chance().Below(kTopics));
}

std::string_view RoleIn(const Letter& letter) {
  return letter.collection == "letters" ? "clerk"
         : letter.collection == "pairs" ? "other"
                                        : "readers";
}

NewUnit UnitOf(const Letter& letter, const People& people) {
  NewUnit unit{letter.id, people.people()[letter.people.front()].id, letter.captured,
               Plaintext(std::string(letter.body))};
  for (size_t i = 1; i < letter.people.size(); ++i) {
    UnitPerson other{std::string(RoleIn(letter)), people.people()[letter.people[i]].id};
    if (letter.collection == "letters") {
      other.fields = Plaintext(std::string(R"({"initials":"EX"})"));
    }
    unit.people.push_back(std::move(other));
  }
  return unit;
}

Result<PutAnswer> PutLetter(World& world, Room& room, const Letter& letter,
                            std::function<void()> done) {
  const bool has_erased = std::ranges::any_of(
      letter.people, [&room](size_t person) { return room.people.people()[person].is_erased; });
  const bool is_frozen = room.letters.IsFrozen(letter);
  const Result<PutAnswer> answer = world.Do<PutAnswer>(
      room, {1, 1},
      [&](const auto& agreement, Done<PutAnswer> told) {
        PutRecord(As(agreement, "support"), {letter.collection, UnitOf(letter, room.people), 0},
                  std::move(told));
      },
      std::move(done));
  world.trouble().Require(!answer || !has_erased, "erased stays erased", "something was put");
  world.trouble().Require(!answer || !is_frozen, "restricted is frozen", "something was put");
  return answer;
}

// Several people, each once.
std::vector<size_t> DrawPeople(World& world, const Room& room, size_t count) {
  std::vector<size_t> people;
  for (int tries = 0; people.size() < count && tries < 20; ++tries) {
    const size_t person = world.chance().Below(room.people.people().size());
    if (!Contains(people, person) &&
        (!room.people.people()[person].is_erased || world.chance().OneIn(10))) {
      people.push_back(person);
    }
  }
  return people;
}

Instant NowOf(World& world, const Room& room) {
  return std::max(room.book.at(), world.time().Now());
}

void AlterLetter(World& world, Room& room) {
  std::vector<size_t> fresh;
  for (size_t i = 0; i < room.letters.letters().size(); ++i) {
    const Letter& one = room.letters.letters()[i];
    if (one.collection == "letters" && !one.is_gone &&
        NowOf(world, room) < one.captured + std::chrono::hours(20 * 24)) {
      fresh.push_back(i);
    }
  }
  if (fresh.empty()) {
    return;
  }
  const size_t index = world.chance().PickOf(fresh);
  Letter letter = room.letters.letters()[index];
  letter.topic = DrawTopic(world);
  letter.body = DrawBody(world, room, letter);
  std::ignore = PutLetter(world, room, letter, [&room, index, letter] {
    room.letters.Altered(index, letter.topic, letter.body);
  });
}

}  // namespace

void ActPutLetter(World& world, Room& room) {
  Chance& chance = world.chance();
  if (room.people.people().size() < 3) {
    return ActRegister(world, room);
  }
  if (chance.OneIn(3)) {
    return AlterLetter(world, room);
  }
  constexpr auto kCollections =
      std::to_array<std::string_view>({"letters", "letters", "circulars", "pairs"});
  Letter letter{.id = room.people.NextRecord()};
  letter.collection = chance.PickOf(kCollections);
  letter.topic = DrawTopic(world);
  letter.body = DrawBody(world, room, letter);
  letter.captured =
      world.time().Now() + -chance.Between(std::chrono::hours(0), std::chrono::hours(24 * 20));
  letter.people =
      DrawPeople(world, room, letter.collection == "circulars" ? 1 + chance.Below(3) : 2);
  if (!letter.people.empty()) {
    std::ignore = PutLetter(world, room, letter, [&room, letter] { room.letters.Put(letter); });
  }
}

void ActReadLetter(World& world, Room& room) {
  Chance& chance = world.chance();
  if (room.letters.letters().empty()) {
    return;
  }
  if (chance.OneIn(2)) {
    const std::string topic = DrawTopic(world);
    const Result<ReadAnswer> answer =
        world.Do<ReadAnswer>(room, {1, 1}, [&](const auto& agreement, Done<ReadAnswer> done) {
          SearchRecords(As(agreement, "support"),
                        {"letters", SearchQuery{.field = "topic", .value = topic}, 0, {}, 100},
                        std::move(done));
        });
    if (answer) {
      room.letters.RequireFound(topic, *answer);
    }
    return;
  }
  const Letter letter = chance.PickOf(room.letters.letters());
  const size_t version =
      letter.before.empty() || chance.OneIn(2) ? 0 : 1 + chance.Below(letter.before.size());
  const Result<ReadAnswer> answer =
      world.Do<ReadAnswer>(room, {1, 1}, [&](const auto& agreement, Done<ReadAnswer> done) {
        ReadRequest request{letter.collection, letter.id};
        if (version != 0) {
          request.version = static_cast<uint32_t>(version);
        }
        ReadRecord(As(agreement, "support"), std::move(request), std::move(done));
      });
  room.letters.RequireRead(letter, version, answer, answer ? answer->receipt.at : room.book.at());
}

void ActMark(World& world, Room& room) {
  if (room.people.people().empty()) {
    return;
  }
  const size_t person = world.chance().Below(room.people.people().size());
  const SubjectId id = room.people.people()[person].id;
  const bool is_objection = world.chance().OneIn(3);
  const bool ends =
      is_objection ? room.letters.is_objected(person) : room.letters.is_restricted(person);
  std::ignore = world.Do<Receipt>(
      room, {1, 1},
      [&](const auto& agreement, Done<Receipt> done) {
        Caller caller = As(agreement, "", "2026-021");
        if (is_objection && ends) {
          EndObjection(std::move(caller), id, "support", std::move(done));
        } else if (is_objection) {
          ObjectToPurpose(std::move(caller), {id, "support", {}, "GDPR Art. 21"}, std::move(done));
        } else if (ends) {
          LiftRestriction(std::move(caller), id, std::move(done));
        } else {
          RestrictSubject(std::move(caller), {id, {}, "GDPR Art. 18", {}, {}}, std::move(done));
        }
      },
      [&room, person, is_objection, ends] {
        Letters& letters = room.letters;
        if (is_objection) {
          ends ? letters.EndedObjection(person) : letters.Objected(person);
        } else {
          ends ? letters.Lifted(person) : letters.Restricted(person);
        }
      });
}

}  // namespace mandat::sim
