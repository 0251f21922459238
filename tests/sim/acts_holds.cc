// SPDX-License-Identifier: Apache-2.0
// Legal holds of every shape, and what is read from them.
#include <algorithm>

#include "service/held_units.h"
#include "service/record_event.h"
#include "sim/acts.h"
#include "sim/caller.h"
#include "sim/marks.h"
#include "vault/holds.h"

namespace mandat::sim {
namespace {

using std::chrono::hours;

constexpr auto kCollections = std::to_array<std::string_view>(
    {"contacts", "logs", "letters", "circulars", "pairs", "meters", "sensors", "scans", "tapes"});

// A unit of any kind, there or not.
std::optional<UnitKey> DrawUnit(World& world, const Room& room) {
  std::vector<UnitKey> units;
  const auto take = [&](const auto& all) {
    if (!all.empty()) {
      units.push_back(world.chance().PickOf(all).key());
    }
  };
  take(room.people.units());
  take(room.letters.letters());
  take(room.meters.series());
  take(room.files.files());
  return units.empty() ? std::nullopt : std::optional(world.chance().PickOf(units));
}

KnownHold DrawHold(World& world, const Room& room) {
  Chance& chance = world.chance();
  KnownHold hold;
  hold.id = "hold-" + std::to_string(room.held.holds().size() + 1) + "-" +
            std::to_string(chance.Below(1'000'000));
  const uint64_t kind = chance.Below(8);
  const std::optional<UnitKey> unit = DrawUnit(world, room);
  if (kind < 3 && unit) {
    hold.unit = unit;
  } else if (kind == 3) {
    hold.collection = chance.PickOf(kCollections);
  } else {
    hold.person = chance.Below(room.people.people().size());
    hold.collection = kind == 4 ? chance.PickOf(kCollections) : "";
  }
  if (chance.OneIn(3)) {
    hold.until = std::max(room.book.at(), world.time().Now()) +
                 chance.Between(hours(24 * 5), hours(24 * 60));
  }
  return hold;
}

Result<RecordAnswer> Record(World& world, Room& room, const Event& event, const KnownHold* hold,
                            std::function<void()> done) {
  return world.Do<RecordAnswer>(
      room, {1, 1},
      [&](const auto& agreement, Done<RecordAnswer> told) {
        RecordRequest request;
        request.from_now = true;
        request.event = event;
        const Keyring& keyring = agreement->keyring();
        if (hold != nullptr && hold->person) {
          request.event.subjects = {Holds::TagOf(keyring, room.people.people()[*hold->person].id)};
        } else if (hold != nullptr && hold->unit) {
          request.event.units = {Holds::TagOf(keyring, hold->unit->first, hold->unit->second)};
        }
        RecordEvent(agreement, std::move(request), Bytes(8, 'a'), std::move(told));
      },
      std::move(done));
}

// What a hold keeps of one collection, a page after the other.
Result<std::map<UnitKey, std::set<std::string>>> ReadAll(World& world, Room& room,
                                                         const std::string& hold,
                                                         const std::string& collection) {
  std::map<UnitKey, std::set<std::string>> found;
  std::optional<Bytes> after;
  while (!world.trouble().is_broken()) {
    MANDAT_TRY(
        const HeldAnswer answer,
        world.Do<HeldAnswer>(room, {1, 1}, [&](const auto& agreement, Done<HeldAnswer> done) {
          ReadHeldUnits(As(agreement, "support"), {hold, collection, after, 100}, std::move(done));
        }));
    for (const HeldUnit& unit : answer.units) {
      if (const Unit* record = std::get_if<Unit>(&unit.kept)) {
        found[{collection, record->id}].insert(std::string(record->body.Reveal()));
        continue;
      }
      const auto& part = std::get<HeldPart>(unit.kept);
      const std::string label = LabelOf(room.book.id(), part.id);
      const ByteView body = part.body.Reveal();
      std::set<std::string>& versions = found[{collection, part.id}];
      if (body.starts_with(label)) {
        versions.insert(NumberOfContent(body));
      }
    }
    if (!answer.more) {
      break;
    }
    after = answer.last;
  }
  return found;
}

}  // namespace

void ActHold(World& world, Room& room) {
  if (room.people.people().empty()) {
    return;
  }
  Event event;
  event.by = "legal/1";
  std::vector<std::string> open;
  bool is_collection_held = false;
  for (const KnownHold& hold : room.held.holds()) {
    if (hold.IsOn(std::max(room.book.at(), world.time().Now()))) {
      open.push_back(hold.id);
      is_collection_held = is_collection_held || !hold.is_of_single();
    }
  }
  // A hold on a collection stops every erasure of people: it is not left standing for long.
  if (!open.empty() && (is_collection_held || world.chance().OneIn(3))) {
    event.kind = EventKind::kRelease;
    event.id = world.chance().PickOf(open);
    std::ignore =
        Record(world, room, event, nullptr, [&room, id = event.id] { room.held.Released(id); });
    return;
  }
  const KnownHold hold = DrawHold(world, room);
  event.kind = EventKind::kHold;
  event.id = hold.id;
  event.basis = "GDPR Art. 17(3)(e)";
  event.until = hold.until;
  if (!hold.collection.empty()) {
    event.collections = {hold.collection};
  }
  std::ignore = Record(world, room, event, &hold, [&room, hold] { room.held.Begun(hold); });
}

void ActReadHeld(World& world, Room& room) {
  if (room.held.holds().empty()) {
    return;
  }
  const KnownHold hold = world.chance().PickOf(room.held.holds());
  std::string collection(world.chance().PickOf(kCollections));
  if (!hold.kept.empty() && !world.chance().OneIn(4)) {
    std::vector<std::string> kept;
    for (const auto& [unit, versions] : hold.kept) {
      kept.push_back(unit.first);
    }
    collection = world.chance().PickOf(kept);
  }
  const auto found = ReadAll(world, room, hold.id, collection);
  if (!found) {
    const bool is_kept = !hold.kept.empty() && hold.IsOn(room.book.at());
    return world.trouble().Require(!IsGone(found.error()) || !is_kept, "held is kept",
                                   hold.id + ": " + found.error().message);
  }
  world.trouble().Require(!hold.is_cleared, "what was held goes with its hold", hold.id);
  for (const auto& [unit, versions] : hold.kept) {
    const auto there = found->find(unit);
    for (const std::string& version : versions) {
      world.trouble().Require(
          unit.first != collection || version.empty() || !hold.IsOn(room.book.at()) ||
              (there != found->end() && there->second.contains(version)),
          "held is kept in each version", hold.id + " has another " + NameOf(unit));
    }
  }
}

}  // namespace mandat::sim
