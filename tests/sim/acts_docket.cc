// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "service/change_duty.h"
#include "service/record_happening.h"
#include "sim/acts.h"

namespace mandat::sim {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;

// Something that starts a clock, mostly; now and then a word that the table does not have.
Happening DrawHappening(World& world, Room& room) {
  Chance& chance = world.chance();
  Happening happening;
  happening.reference = "case-" + std::to_string(1 + chance.Below(200));
  happening.how = chance.OneIn(40) ? "pigeon" : "letter";
  happening.by = "b-1";
  const bool is_of_contract = !room.terms.empty() && !chance.OneIn(4);
  if (is_of_contract) {
    const TimedTerm& term = chance.PickOf(room.terms);
    happening.matter = term.matter;
    happening.event = term.event;
    happening.path = term.matter == "term" ? term.path : "";
    const bool is_lead = term.kind == TimedKind::kLead;
    happening.effective = is_lead ? world.time().Now() + chance.Between(hours(0), hours(120 * 24))
                                  : world.time().Now() + -chance.Between(hours(0), hours(10 * 24));
    return happening;
  }
  const Matter& matter = chance.PickOf(Matters());
  happening.matter = matter.name;
  happening.event = chance.OneIn(20) ? "nonsense" : std::string(chance.PickOf(matter.events));
  happening.effective = world.time().Now() + -chance.Between(hours(-24), hours(30 * 24));
  return happening;
}

bool IsSameCase(const Happening& one, const Happening& other) {
  return one.matter == other.matter && one.reference == other.reference &&
         one.event == other.event && one.path == other.path;
}

}  // namespace

void ActHappen(World& world, Room& room) {
  const bool is_again = !room.cases.empty() && world.chance().OneIn(8);
  HappeningRequest request;
  request.happening =
      is_again ? world.chance().PickOf(room.cases).first : DrawHappening(world, room);
  request.from_now = !is_again && world.chance().OneIn(4);
  const Happening asked = request.happening;
  const auto known = std::ranges::find_if(
      room.cases, [&asked](const auto& one) { return IsSameCase(one.first, asked); });
  const bool is_known = known != room.cases.end();
  const Result<HappeningAnswer> answer = world.Do<HappeningAnswer>(
      room, {0, 1}, [&](const auto& agreement, Done<HappeningAnswer> done) {
        RecordHappenings(agreement, {request}, Bytes(8, 'a'), std::move(done));
      });
  if (!answer) {
    return;
  }
  std::vector<uint64_t> ids;
  for (const Duty& duty : answer->duties) {
    ids.push_back(duty.id);
    const auto found = room.book.duties().find(duty.id);
    world.trouble().Require(
        found != room.book.duties().end() && (is_known || found->second.duty == duty),
        "a duty that was answered as opened is there",
        room.book.id().text() + " duty " + std::to_string(duty.id));
  }
  if (is_known) {
    world.trouble().Require(ids == known->second, "what was entered already is answered as before",
                            asked.reference);
  } else {
    Happening entered = asked;
    entered.effective = request.from_now ? answer->receipt.at : asked.effective;
    room.cases.emplace_back(std::move(entered), std::move(ids));
  }
}

void ActChangeDuty(World& world, Room& room) {
  Chance& chance = world.chance();
  std::vector<uint64_t> open;
  for (const auto& [id, row] : room.book.duties()) {
    if (row.duty.is_open()) {
      open.push_back(id);
    }
  }
  if (open.empty()) {
    return;
  }
  DutyOrder order;
  order.duty = chance.OneIn(50) ? 100'000 : chance.PickOf(open);
  constexpr auto kActs = std::to_array<DutyAct>(
      {DutyAct::kMeet, DutyAct::kMeet, DutyAct::kMeet, DutyAct::kWithdraw, DutyAct::kPause,
       DutyAct::kPause, DutyAct::kResume, DutyAct::kExtend, DutyAct::kAssign, DutyAct::kFire});
  order.act = chance.PickOf(kActs);
  const auto found = room.book.duties().find(order.duty);
  if (found != room.book.duties().end()) {
    const Duty& duty = found->second.duty;
    if (duty.state == DutyState::kPaused && !chance.OneIn(3)) {
      order.act = DutyAct::kResume;
    }
    if (duty.period && order.act == DutyAct::kExtend) {
      order.more = Period{1 + static_cast<uint32_t>(chance.Below(4)), duty.period->unit};
    }
  }
  if (chance.OneIn(2)) {
    order.effective = world.time().Now() + -chance.Between(hours(-1), hours(48));
  }
  order.by = "b-1";
  order.reason = chance.OneIn(20) ? "" : "as agreed";
  order.basis = "GDPR Art. 12(3)";
  order.responsible = "desk-1";
  const Result<DutyAnswer> answer =
      world.Do<DutyAnswer>(room, {1, 1}, [&](const auto& agreement, Done<DutyAnswer> done) {
        ChangeDuty(agreement, order, Bytes(8, 'a'), std::move(done));
      });
  if (answer) {
    const auto after = room.book.duties().find(order.duty);
    world.trouble().Require(after != room.book.duties().end() &&
                                after->second.duty == answer->duty &&
                                after->second.history.back().act == order.act,
                            "a duty is as its change was answered",
                            std::to_string(order.duty) + " " + std::string(Name(order.act)));
  }
}

}  // namespace mandat::sim
