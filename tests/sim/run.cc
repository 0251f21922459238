// SPDX-License-Identifier: Apache-2.0
#include "sim/run.h"

#include <algorithm>

#include "sim/acts.h"
#include "sim/house.h"

namespace mandat::sim {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

constexpr auto kReal =
    std::to_array<std::string_view>({"opinum", "ipso", "mintt", "customer-alliance", "mailgun"});

// Three to six agreements; a real contract is in one world of four, since reading it takes longest.
void Populate(World& world, uint64_t seed) {
  const size_t count = 3 + world.chance().Below(3);
  std::vector<Cast> casts;
  for (size_t i = 0; i < count; ++i) {
    casts.push_back({"desk-" + std::to_string(i + 1), "desk", true});
  }
  if (seed % 4 == 0) {
    const std::string name(kReal[seed / 4 % kReal.size()]);
    casts.push_back({name + "-demo", name, false});
  }
  for (Cast& cast : casts) {
    world.rooms().push_back(std::make_unique<Room>(*AgreementId::Parse(cast.id), std::move(cast),
                                                   world.trouble(), world.receiver()));
  }
}

// Now and then exactly until the next reminder, as a server that is always there would have it.
microseconds DrawStep(World& world) {
  Chance& chance = world.chance();
  if (chance.OneIn(4)) {
    std::optional<Instant> next;
    for (const std::unique_ptr<Room>& room : world.rooms()) {
      const std::optional<Instant> expected = room->book.NextExpected();
      next = expected && (!next || *expected < *next) ? expected : next;
    }
    const microseconds off = next ? *next - world.time().Now() : microseconds(0);
    if (off.count() > 1 && off < hours(24 * 14)) {
      return off + microseconds(chance.Below(3)) - microseconds(1);
    }
  }
  const uint64_t kind = chance.Below(100);
  return kind < 20   ? chance.Between(minutes(1), minutes(59))
         : kind < 45 ? chance.Between(hours(1), hours(23))
         : kind < 83 ? chance.Between(hours(24), hours(24 * 8))
                     : chance.Between(hours(24 * 7), hours(24 * 21));
}

void ActOnce(World& world, Room& room) {
  using Act = void (*)(World&, Room&);
  struct Row {
    uint64_t weight;
    Act act;
    bool is_for_people;
  };
  static constexpr auto kRows = std::to_array<Row>(
      {{26, ActHappen, false},     {26, ActChangeDuty, false},  {5, ActContact, false},
       {10, ActSendNotice, false}, {8, ActAnswerNotice, false}, {4, ActRegister, true},
       {8, ActPut, true},          {8, ActRead, true},          {3, ActErase, true},
       {20, ActPutLetter, true},   {14, ActReadLetter, true},   {3, ActMark, true},
       {4, ActHold, true},         {2, ActReadHeld, true},      {10, ActAppendPoints, true},
       {8, ActReadPoints, true},   {1, ActEraseSeries, true},   {7, ActUpload, true},
       {7, ActReadFile, true},     {1, ActEraseFile, true},     {8, ActPutBatch, true},
       {6, ActRecordEvent, false}});
  uint64_t drawn = world.chance().Below(189);
  for (const Row& row : kRows) {
    if (drawn < row.weight) {
      if (!row.is_for_people || room.book.cast().is_small) {
        row.act(world, room);
      }
      return;
    }
    drawn -= row.weight;
  }
}

// Somebody sets the clock, and somebody may see it later.
void TurnClock(World& world) {
  Chance& chance = world.chance();
  Watch& watch = world.watch();
  if (watch.has_to_wait()) {
    if (watch.may_come_back() && chance.OneIn(3)) {
      world.time().Set(world.time().Now() + -watch.ahead());
      watch.CameBack();
      world.Note("clock put right again");
    } else if (chance.OneIn(2) && !world.needs_start() && world.agreements().clock().waiting()) {
      ConfirmJump(world);
    }
    return;
  }
  if (watch.back().count() > 0) {
    if (chance.OneIn(2)) {
      world.time().Set(world.time().Now() + watch.back());
      watch.CameForward();
    }
    return;
  }
  if (!chance.OneIn(40)) {
    return;
  }
  ++world.counts().jumps;
  const microseconds by = chance.Between(hours(1), hours(24 * 40));
  if (chance.OneIn(2)) {
    world.time().Set(world.time().Now() + by);
    watch.SetAhead(by);
    world.Note("clock set ahead");
  } else {
    world.time().Set(world.time().Now() + -by);
    watch.SetBack(by);
    world.Note("clock set back");
  }
}

// The machine stands for a while, and is started again.
void StandStill(World& world) {
  Chance& chance = world.chance();
  const uint64_t kind = chance.Below(100);
  const microseconds stood = kind < 60   ? chance.Between(minutes(1), minutes(30))
                             : kind < 90 ? chance.Between(hours(1), hours(24 * 6))
                                         : chance.Between(hours(24 * 8), hours(24 * 60));
  world.Restart(stood);
}

void StopSometimes(World& world) {
  if (world.chance().OneIn(60)) {
    world.Crash();
    StandStill(world);
  } else if (world.chance().OneIn(80) || world.needs_start()) {
    world.Note("restart");
    ++world.counts().restarts;
    world.Close();
    StandStill(world);
  }
}

// The machine's clock is looked at all the time, as a server does once a second; what it finds
// cannot always be kept.
void LookAtClock(World& world) {
  const bool is_news =
      world.watch().has_to_wait() != world.agreements().clock().waiting().has_value();
  if (world.chance().OneIn(is_news ? 4 : 60)) {
    world.disk().HomeOf("system").FailFile(false);
  }
  const Status seen = world.agreements().clock().Observe();
  world.ClearFaults();
  if (seen) {
    world.watch().Looked(world.time().Now());
  } else {
    world.Note("what was seen of the clock is not kept");
  }
}

void Step(World& world, bool is_late_in_life) {
  Chance& chance = world.chance();
  ++world.counts().steps;
  world.time().Advance(DrawStep(world));
  TurnClock(world);
  LookAtClock(world);
  if (chance.OneIn(30)) {
    world.receiver().SetOutage(chance.OneIn(3));
  }
  if (!chance.OneIn(4)) {
    KeepHouse(world);
  }
  for (uint64_t acts = chance.Below(7); acts > 0 && !world.trouble().is_broken(); --acts) {
    ActOnce(world, *chance.PickOf(world.rooms()));
  }
  if (chance.OneIn(250)) {
    ActActivate(world, *chance.PickOf(world.rooms()));
  }
  if (is_late_in_life && chance.OneIn(200)) {
    ActEnd(world, *chance.PickOf(world.rooms()));
  }
  StopSometimes(world);
}

// Everything works, and nobody asks for anything any more: what was begun comes to its end.
void ComeToRest(World& world) {
  world.SetCalm(true);
  world.receiver().SetSound(true);
  if (world.needs_start()) {
    world.Close();
    StandStill(world);
  }
  if (world.watch().has_to_wait()) {
    ConfirmJump(world);
  }
  for (int tick = 0; tick < 40 && !world.trouble().is_broken(); ++tick) {
    world.time().Advance(hours(4));
    std::ignore = world.agreements().clock().Observe();
    KeepHouse(world);
  }
  for (const std::unique_ptr<Room>& room : world.rooms()) {
    if (const std::shared_ptr<OpenAgreement> agreement = world.Enter(*room)) {
      room->book.Audit(*agreement, world.chance());
      room->book.RequireBrought();
    }
  }
  world.Crash();
  StandStill(world);
  for (const std::unique_ptr<Room>& room : world.rooms()) {
    if (!world.trouble().is_broken()) {
      world.Enter(*room);
    }
  }
}

Report ReportOf(World& world, const Settings& settings) {
  Report report;
  report.seed = settings.seed;
  report.plant = settings.plant;
  report.broken = world.trouble().broken();
  report.at = world.time().Now();
  report.counts = world.counts();
  report.arrivals = world.receiver().arrivals_count();
  report.duplicates = world.receiver().duplicates_count();
  Hash digest;
  const auto add = [&](const Room& room) {
    digest = Sha256({digest.view(), room.book.digest().view()});
    report.entries += room.book.size();
    report.duties += room.book.duties().size();
    report.firings += room.book.firings_count();
    report.late += room.book.late_count();
    report.notices += room.book.notices().size();
  };
  for (const std::unique_ptr<Room>& room : world.rooms()) {
    add(*room);
  }
  add(world.system_room());
  report.digest = FormatHex(digest.view().substr(0, 8));
  return report;
}

}  // namespace

std::string Report::Format() const {
  std::string line = "seed " + std::to_string(seed);
  if (plant != Plant::kNone) {
    line += " with " + std::string(NameOf(plant));
  }
  const auto add = [&line](std::string_view name, uint64_t count) {
    line += " " + std::string(name) + "=" + std::to_string(count);
  };
  add("acts", counts.acts);
  add("entries", entries);
  add("duties", duties);
  add("firings", firings);
  add("late", late);
  add("notices", notices);
  add("arrivals", arrivals);
  add("duplicates", duplicates);
  add("crashes", counts.crashes);
  add("restarts", counts.restarts);
  add("faults", counts.faults);
  add("unknown", counts.unknown);
  add("jumps", counts.jumps);
  line += " digest=" + digest;
  return broken ? line + " BROKEN at " + at.Format() + ": " + *broken : line;
}

Report Simulate(const Settings& settings) {
  World world(settings.seed, settings.plant);
  if (settings.is_verbose) {
    world.SetVerbose();
  }
  Populate(world, settings.seed);
  world.Start();
  world.watch().Looked(world.time().Now());
  world.SetCalm(true);
  for (const std::unique_ptr<Room>& room : world.rooms()) {
    ActActivate(world, *room);
  }
  world.SetCalm(false);
  const Instant first = world.time().Now();
  const Instant end = first + hours(24 * 365 * settings.years);
  const Instant late = end + -hours(24 * 365);
  while (world.time().Now() < end && !world.trouble().is_broken()) {
    Step(world, world.time().Now() > late);
  }
  if (!world.trouble().is_broken()) {
    ComeToRest(world);
  }
  return ReportOf(world, settings);
}

}  // namespace mandat::sim
