// SPDX-License-Identifier: Apache-2.0
// Many records in one request: line by line, or all of them or nothing.
#include <algorithm>
#include <memory>
#include <set>

#include "service/put_batch.h"
#include "sim/acts.h"
#include "sim/caller.h"
#include "sim/marks.h"

namespace mandat::sim {
namespace {

using std::chrono::hours;

// One line as the world remembers it, and what was said of it.
struct Line {
  PutUnit unit;
  bool is_readable = true;
  bool is_twice = false;  // a line before that could be read has the same id
  bool was_there = false;
  std::optional<LineOutcome> outcome = {};
};

// What survives the act, for whoever learns later how it ended.
struct Lot {
  std::vector<Line> lines;
  uint64_t entries_before = 0;
  std::set<uint64_t> entries;  // that answers named
};

Line DrawLine(World& world, Room& room, const std::string& collection, bool alters) {
  Chance& chance = world.chance();
  std::vector<PutUnit> there;
  for (const PutUnit& unit : room.people.units()) {
    if (unit.collection == collection) {
      there.push_back(unit);
    }
  }
  Line line{PutUnit{.id = room.people.NextRecord(),
                    .person = chance.Below(room.people.people().size()),
                    .collection = collection,
                    .body = {},
                    .captured = {}}};
  if (alters && !there.empty()) {
    const PutUnit& before = chance.PickOf(there);
    line.unit.id = before.id;
    line.unit.person = before.person;
  }
  line.unit.captured = world.time().Now() + -chance.Between(hours(0), hours(24 * 20));
  line.unit.body = "{\"line\":\"" + LabelOf(room.book.id(), line.unit.id) +
                   std::to_string(chance.Below(1'000'000)) + "\"}";
  line.is_readable = !chance.OneIn(20);
  return line;
}

// Atomic batches are of one verb, as far as the world knows.
std::vector<Line> DrawLines(World& world, Room& room, bool is_atomic) {
  Chance& chance = world.chance();
  const std::string collection = chance.OneIn(2) ? "contacts" : "logs";
  const bool alters_all = chance.OneIn(4);
  std::vector<Line> lines;
  for (size_t left = 2 + chance.Below(5); left > 0; --left) {
    Line line = DrawLine(world, room, collection, is_atomic ? alters_all : chance.OneIn(4));
    line.is_twice = std::ranges::any_of(lines, [&](const Line& before) {
      return before.is_readable && before.unit.id == line.unit.id;
    });
    line.is_readable = line.is_readable || (is_atomic && !chance.OneIn(4));
    lines.push_back(std::move(line));
  }
  return lines;
}

BatchRequest RequestOf(const Room& room, const std::vector<Line>& lines, bool is_atomic) {
  BatchRequest request;
  request.collection = lines.front().unit.collection;
  request.atomic = is_atomic;
  for (const Line& line : lines) {
    BatchLine one;
    one.number = request.lines.size() + 1;
    if (line.is_readable) {
      one.unit = NewUnit{line.unit.id, room.people.people()[line.unit.person].id,
                         line.unit.captured, Plaintext(std::string(line.unit.body))};
    } else {
      one.error = Error::Invalid("line is not JSON");
    }
    request.lines.push_back(std::move(one));
  }
  return request;
}

// Whether such a line may be stored at all.
void RequireMayStore(World& world, const Room& room, const Line& line) {
  const bool has_gone = room.people.people()[line.unit.person].is_erased;
  world.trouble().Require(!has_gone, "erased stays erased", "a line was stored");
  world.trouble().Require(!room.letters.IsFrozen(line.unit.person), "restricted is frozen",
                          "a line was stored");
  world.trouble().Require(line.is_readable && !line.is_twice, "what cannot be stored is not stored",
                          NameOf(line.unit.key()));
}

// Of lines whose outcome nobody knew: one commit is for the new ones and one for the others, in
// this order; an entry that no answer named is of the first of them.
void TakeUnknown(Room& room, const Lot& lot) {
  if (room.book.size() - lot.entries_before <= lot.entries.size()) {
    return;
  }
  std::optional<bool> was_there;
  for (const bool group : {false, true}) {
    for (const Line& line : lot.lines) {
      const bool is_unknown = line.outcome && line.outcome->error &&
                              line.outcome->error->kind == ErrorKind::kUnavailable;
      if (is_unknown && line.was_there == group && was_there.value_or(group) == group) {
        was_there = group;
        room.people.Put(line.unit);
      }
    }
  }
}

void LookAtLines(World& world, Room& room, Lot& lot) {
  for (Line& line : lot.lines) {
    const LineOutcome& outcome = *line.outcome;
    if (!outcome.error) {
      RequireMayStore(world, room, line);
      world.trouble().Require(outcome.entry.has_value(), "every line names its entry",
                              NameOf(line.unit.key()));
      room.people.Put(line.unit);
    } else if (const auto mark = FindMark(outcome.error->message, Marks::kAll)) {
      world.trouble().Require(false, "no personal data leaks sideways",
                              std::string(*mark) + " in what is said of a line");
    }
  }
}

// A line that fails spoils no other.
void PutEach(World& world, Room& room, std::vector<Line> lines) {
  const auto lot = std::make_shared<Lot>();
  lot->lines = std::move(lines);
  if (const std::shared_ptr<OpenAgreement> open = world.Enter(room)) {
    for (Line& line : lot->lines) {
      const Result<bool> there = open->vault().Contains(line.unit.collection, line.unit.id);
      line.was_there = there && *there;
    }
  }
  lot->entries_before = room.book.size();
  const auto take = [lot](Result<BatchAnswer>& answer) {
    for (size_t i = 0; answer && i < lot->lines.size(); ++i) {
      lot->lines[i].outcome = answer->lines[i];
      if (const auto& entry = answer->lines[i].entry) {
        lot->entries.insert(entry->value);
      }
    }
  };
  const Result<BatchAnswer> answer = world.Do<BatchAnswer>(
      room, {0, 2},
      [&](const auto& agreement, Done<BatchAnswer> told) {
        PutBatch(As(agreement, "support"), RequestOf(room, lot->lines, false),
                 [take, told = std::move(told)](Result<BatchAnswer> come) mutable {
                   take(come);
                   told(std::move(come));
                 });
      },
      [&room, lot] { TakeUnknown(room, *lot); });
  if (answer) {
    LookAtLines(world, room, *lot);
  }
}

// All of them or nothing.
void PutAll(World& world, Room& room, const std::vector<Line>& lines) {
  const Result<BatchAnswer> answer = world.Do<BatchAnswer>(
      room, {1, 1},
      [&](const auto& agreement, Done<BatchAnswer> told) {
        PutBatch(As(agreement, "support"), RequestOf(room, lines, true), std::move(told));
      },
      [&room, lines] {
        for (const Line& line : lines) {
          room.people.Put(line.unit);
        }
      });
  if (answer) {
    for (const Line& line : lines) {
      RequireMayStore(world, room, line);
    }
    return world.trouble().Require(answer->stored_count == lines.size(),
                                   "an atomic batch is stored whole or not at all");
  }
}

}  // namespace

void ActPutBatch(World& world, Room& room) {
  if (room.people.people().empty()) {
    return ActRegister(world, room);
  }
  const bool is_atomic = world.chance().OneIn(2);
  std::vector<Line> lines = DrawLines(world, room, is_atomic);
  is_atomic ? PutAll(world, room, lines) : PutEach(world, room, std::move(lines));
}

}  // namespace mandat::sim
