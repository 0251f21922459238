// SPDX-License-Identifier: Apache-2.0
#include "docket/duty.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "docket/docket_test_util.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

constexpr microseconds kTick{1};

Instant After(microseconds since) { return kEvent + since; }

// Opened when it happened, unless it is said otherwise.
Duty Opened(Duty duty, std::optional<Instant> entered = std::nullopt) {
  duty.id = 1;
  duty.from.entered = entered.value_or(duty.from.effective);
  DutyChange change = MakeChange(DutyAct::kOpen, duty.from.entered);
  const Result<Duty> opened = Apply(std::move(duty), change);
  EXPECT_OK(opened);
  return *opened;
}
Duty Opened(microseconds length) { return Opened(MakeDuty(length)); }

Duty Applied(const Duty& duty, DutyChange change) {
  const Result<Duty> after = Apply(duty, change);
  EXPECT_OK(after);
  return after ? *after : duty;
}
Duty Applied(const Duty& duty, DutyAct act, Instant at) {
  return Applied(duty, MakeChange(act, at));
}

void ExpectRefused(const Duty& duty, DutyChange change, ErrorKind kind) {
  ExpectError(Apply(duty, change), kind);
}
void ExpectRefused(const Duty& duty, DutyAct act, Instant at, ErrorKind kind) {
  ExpectRefused(duty, MakeChange(act, at), kind);
}

DutyChange Extension(Instant at, Instant due) {
  DutyChange change = MakeChange(DutyAct::kExtend, at);
  change.due = due;
  change.last_day = due + -hours(24);
  change.more = Period{3, TimeUnit::kMonths};
  return change;
}

// Fires whatever has come due, as the docket does.
Duty FiredUntil(Duty duty, Instant now, std::vector<Firing>* said = nullptr) {
  while (!duty.firings.empty() && duty.firings.front().at <= now) {
    DutyChange change = MakeChange(DutyAct::kFire, now);
    change.reminder = duty.firings.front().reminder;
    change.planned = duty.firings.front().at;
    if (said != nullptr) {
      said->push_back(duty.firings.front());
    }
    duty = Applied(duty, change);
  }
  return duty;
}

using Firings = std::vector<Firing>;

TEST(DutyRemindersTest, APeriodInHoursWarnsAtHalfTimeAndInItsLastSixth) {
  EXPECT_EQ(Opened(hours(72)).firings, (Firings{{Reminder::kHalfTime, After(hours(36))},
                                                {Reminder::kLastDay, After(hours(60))},
                                                {Reminder::kMissed, After(hours(72))},
                                                {Reminder::kOverdueDay, After(hours(96))},
                                                {Reminder::kOverdueWeek, After(hours(240))}}));
}

TEST(DutyRemindersTest, APeriodInDaysWarnsWhenItsLastDayBegins) {
  Duty duty = MakeDuty(hours(240));
  duty.last_day = After(hours(216));
  EXPECT_EQ(Opened(duty).firings, (Firings{{Reminder::kHalfTime, After(hours(120))},
                                           {Reminder::kLastDay, After(hours(216))},
                                           {Reminder::kMissed, After(hours(240))},
                                           {Reminder::kOverdueDay, After(hours(264))},
                                           {Reminder::kOverdueWeek, After(hours(408))}}));
}

TEST(DutyRemindersTest, APeriodWhoseLastDayBeginsBeforeHalfTimeWarnsOnce) {
  Duty duty = MakeDuty(hours(30));
  for (const microseconds last : {microseconds(hours(6)), microseconds(hours(15))}) {
    duty.last_day = After(last);
    const Firings firings = Opened(duty).firings;
    ASSERT_EQ(firings.size(), 4U);
    EXPECT_EQ(firings[0].reminder, Reminder::kHalfTime);
    EXPECT_EQ(firings[1].reminder, Reminder::kMissed);
  }
  duty.last_day = After(hours(15) + kTick);
  EXPECT_EQ(Opened(duty).firings.size(), 5U);
}

TEST(DutyRemindersTest, ALeadIsCountedFromItsEntry) {
  Duty duty = MakeDuty(std::nullopt);
  duty.counts_back = true;
  duty.from.effective = After(hours(24 * 60));
  duty.due = After(hours(48));
  const Duty opened = Opened(duty, kEvent);
  ASSERT_EQ(opened.firings.size(), 5U);
  EXPECT_EQ(opened.firings[0], (Firing{Reminder::kHalfTime, After(hours(24))}));
  EXPECT_EQ(opened.firings[1], (Firing{Reminder::kLastDay, After(hours(40))}));
}

TEST(DutyRemindersTest, ALeadThatIsOverWhenItIsEnteredIsMissedAtOnce) {
  Duty duty = MakeDuty(std::nullopt);
  duty.counts_back = true;
  duty.from.effective = After(hours(24));
  duty.due = After(-hours(24 * 30));
  EXPECT_EQ(Opened(duty, kEvent).firings, (Firings{{Reminder::kMissed, After(-hours(24 * 30))}}));
}

TEST(DutyRemindersTest, WithoutADateItNudgesThreeTimesAndIsNeverOverdue) {
  const Duty duty = Opened(MakeDuty(std::nullopt));
  EXPECT_EQ(duty.firings, (Firings{{Reminder::kNudge, After(hours(24))},
                                   {Reminder::kNudge, After(hours(72))},
                                   {Reminder::kNudge, After(hours(168))}}));
  const Duty later = FiredUntil(duty, After(hours(24 * 365)));
  EXPECT_TRUE(later.firings.empty());
  EXPECT_FALSE(later.missed);
  EXPECT_FALSE(later.is_overdue(After(hours(24 * 365))));
  EXPECT_TRUE(later.is_open());
}

TEST(DutyRemindersTest, ANudgeThatIsOverAtEntryIsNotSaid) {
  EXPECT_EQ(Opened(MakeDuty(std::nullopt), After(hours(80))).firings,
            (Firings{{Reminder::kNudge, After(hours(168))}}));
}

// Twins around each reminder: entered just before it, and at it.
TEST(DutyRemindersTest, WhatWasToWarnBeforeItWasEnteredIsNotSaid) {
  const auto first = [](microseconds entered) {
    return Opened(MakeDuty(hours(72)), After(entered)).firings.front().reminder;
  };
  EXPECT_EQ(first(hours(36) - kTick), Reminder::kHalfTime);
  EXPECT_EQ(first(hours(36)), Reminder::kLastDay);
  EXPECT_EQ(first(hours(60) - kTick), Reminder::kLastDay);
  EXPECT_EQ(first(hours(60)), Reminder::kMissed);
}

TEST(DutyRemindersTest, WhatWasMissedBeforeItWasEnteredIsSaidOnce) {
  const Duty duty = Opened(MakeDuty(hours(72)), After(hours(100)));
  EXPECT_EQ(duty.firings, (Firings{{Reminder::kMissed, After(hours(72))},
                                   {Reminder::kOverdueWeek, After(hours(240))}}));
  EXPECT_TRUE(duty.is_overdue(After(hours(100))));
  EXPECT_FALSE(duty.missed);
  std::vector<Firing> said;
  const Duty later = FiredUntil(duty, After(hours(1000)), &said);
  EXPECT_EQ(said.size(), 2U);
  EXPECT_TRUE(later.missed);
}

TEST(DutyRemindersTest, ADutyThatIsMetOrStandsHasNone) {
  Duty duty = MakeDuty(hours(72));
  for (const DutyState state : {DutyState::kPaused, DutyState::kMet, DutyState::kWithdrawn}) {
    duty.state = state;
    duty.firings = {{Reminder::kMissed, kEvent}};
    PlanFirings(duty, kEvent);
    EXPECT_TRUE(duty.firings.empty());
  }
}

TEST(DutyFireTest, FiresInOrderAndEachOnce) {
  std::vector<Firing> said;
  const Duty duty = FiredUntil(Opened(hours(72)), After(hours(1000)), &said);
  EXPECT_EQ(said, Opened(hours(72)).firings);
  EXPECT_TRUE(duty.firings.empty());
  EXPECT_EQ(duty.changes_count, 6U);
}

TEST(DutyFireTest, IsMissedOnlyOnceTheDeadlineFired) {
  EXPECT_FALSE(FiredUntil(Opened(hours(72)), After(hours(72) - kTick)).missed);
  EXPECT_TRUE(FiredUntil(Opened(hours(72)), After(hours(72))).missed);
}

TEST(DutyFireTest, RefusesAReminderThatIsNotTheNext) {
  const Duty duty = Opened(hours(72));
  DutyChange change = MakeChange(DutyAct::kFire, After(hours(80)));
  ExpectRefused(duty, change, ErrorKind::kConflict);  // neither reminder nor instant
  change.reminder = Reminder::kLastDay;
  change.planned = After(hours(60));
  ExpectRefused(duty, change, ErrorKind::kConflict);  // half-time comes first
  change.reminder = Reminder::kHalfTime;
  ExpectRefused(duty, change, ErrorKind::kConflict);  // but at another instant
  change.planned = After(hours(36));
  const Duty fired = Applied(duty, change);
  ExpectRefused(fired, change, ErrorKind::kConflict);  // a second time
}

TEST(DutyFireTest, IsLateMoreThanFiveMinutesBehindItsInstant) {
  DutyChange change;
  change.planned = kEvent;
  change.recorded = After(minutes(5));
  EXPECT_FALSE(IsLate(change));
  change.recorded = After(minutes(5) + kTick);
  EXPECT_TRUE(IsLate(change));
  change.planned.reset();
  EXPECT_FALSE(IsLate(change));
}

TEST(DutyPauseTest, WhatWasLeftRunsOnToTheMicrosecond) {
  Duty duty = MakeDuty(hours(72));
  duty.last_day = After(hours(48));
  duty.due_other = After(hours(73));
  duty = Opened(duty);
  duty = Applied(duty, DutyAct::kPause, After(hours(10)));
  EXPECT_EQ(duty.state, DutyState::kPaused);
  EXPECT_EQ(duty.paused, After(hours(10)));
  EXPECT_TRUE(duty.firings.empty());
  EXPECT_FALSE(duty.is_overdue(After(hours(1000))));

  DutyChange resume = MakeChange(DutyAct::kResume, After(hours(30) + 7 * kTick));
  const Result<Duty> resumed = Apply(duty, resume);
  ASSERT_OK(resumed);
  EXPECT_EQ(resumed->due, After(hours(92) + 7 * kTick));
  EXPECT_EQ(resumed->due_other, After(hours(93) + 7 * kTick));
  EXPECT_EQ(resumed->last_day, After(hours(68) + 7 * kTick));
  EXPECT_EQ(resumed->paused, std::nullopt);
  EXPECT_EQ(resumed->state, DutyState::kOpen);
  EXPECT_EQ(resume.due, resumed->due);
  EXPECT_EQ(resume.last_day, resumed->last_day);
  EXPECT_EQ(resumed->firings.size(), 5U);
}

TEST(DutyPauseTest, ManyPausesAddUp) {
  Duty duty = Opened(hours(72));
  for (int i = 0; i < 5; ++i) {
    duty = Applied(duty, DutyAct::kPause, After(hours(2 * i + 1)));
    duty = Applied(duty, DutyAct::kResume, After(hours(2 * i + 2) + kTick));
  }
  EXPECT_EQ(duty.due, After(hours(77) + 5 * kTick));
}

TEST(DutyPauseTest, WhatWasSaidBeforeThePauseIsNotSaidAgain) {
  Duty duty = FiredUntil(Opened(hours(72)), After(hours(61)));
  duty = Applied(duty, DutyAct::kPause, After(hours(61)));
  duty = Applied(duty, DutyAct::kResume, After(hours(500)));
  ASSERT_FALSE(duty.firings.empty());
  EXPECT_EQ(duty.firings.front(), (Firing{Reminder::kMissed, After(hours(511))}));
}

TEST(DutyPauseTest, AClockThatRanOutBeforeItsResumptionWasEnteredIsMissedAtOnce) {
  Duty duty = Applied(Opened(hours(72)), DutyAct::kPause, After(hours(70)));
  DutyChange resume = MakeChange(DutyAct::kResume, After(hours(80)));
  resume.recorded = After(hours(90));
  duty = Applied(duty, resume);
  EXPECT_EQ(duty.due, After(hours(82)));
  EXPECT_EQ(duty.firings.front(), (Firing{Reminder::kMissed, After(hours(82))}));
}

// The pause was told too late: the deadline that fired meanwhile never stood.
TEST(DutyPauseTest, ADeadlineThatFiredWhileItStoodFiresAgain) {
  Duty duty = FiredUntil(Opened(hours(72)), After(hours(73)));
  ASSERT_TRUE(duty.missed);
  DutyChange pause = MakeChange(DutyAct::kPause, After(hours(70)));
  pause.recorded = After(hours(74));
  duty = Applied(duty, pause);
  duty = Applied(duty, DutyAct::kResume, After(hours(80)));
  EXPECT_FALSE(duty.missed);
  EXPECT_EQ(duty.firings.front(), (Firing{Reminder::kMissed, After(hours(82))}));
}

TEST(DutyPauseTest, RefusesWhatCannotStandOrRun) {
  const Duty duty = Opened(hours(72));
  const Duty paused = Applied(duty, DutyAct::kPause, After(hours(10)));
  ExpectRefused(paused, DutyAct::kPause, After(hours(11)), ErrorKind::kConflict);
  ExpectRefused(duty, DutyAct::kResume, After(hours(11)), ErrorKind::kConflict);
  DutyChange early = MakeChange(DutyAct::kResume, After(hours(10) - kTick));
  early.recorded = After(hours(11));
  ExpectRefused(paused, early, ErrorKind::kInvalid);
  early.effective = After(hours(10));
  EXPECT_EQ(Applied(paused, early).due, duty.due);
  ExpectRefused(duty, DutyAct::kPause, After(hours(72)), ErrorKind::kConflict);
  EXPECT_TRUE(Applied(duty, DutyAct::kPause, After(hours(72) - kTick)).paused);
  DutyChange silent = MakeChange(DutyAct::kPause, After(hours(10)));
  silent.reason.clear();
  ExpectRefused(duty, silent, ErrorKind::kInvalid);
}

TEST(DutyExtendTest, EndsLaterAndClearsWhatTheOldEndLeftOpen) {
  Duty duty = MakeDuty(hours(72));
  duty.due_other = After(hours(80));
  const Duty extended = Applied(Opened(duty), Extension(After(hours(70)), After(hours(200))));
  EXPECT_EQ(extended.due, After(hours(200)));
  EXPECT_EQ(extended.due_other, std::nullopt);
  EXPECT_EQ(extended.last_day, After(hours(176)));
  EXPECT_EQ(extended.period, (Period{3, TimeUnit::kMonths}));
  EXPECT_EQ(extended.firings.front(), (Firing{Reminder::kHalfTime, After(hours(100))}));
}

TEST(DutyExtendTest, TheNewLastDayWarnsAgainButHalfTimeIsOver) {
  Duty duty = FiredUntil(Opened(hours(72)), After(hours(70)));
  duty = Applied(duty, Extension(After(hours(70)), After(hours(200))));
  EXPECT_EQ(duty.firings.front(), (Firing{Reminder::kLastDay, After(hours(176))}));
}

TEST(DutyExtendTest, ADeadlineThatWasMissedIsNotMissedWhenItLiesAheadAgain) {
  const Duty missed = FiredUntil(Opened(hours(72)), After(hours(73)));
  ASSERT_TRUE(missed.missed);
  const Duty ahead = Applied(missed, Extension(After(hours(74)), After(hours(200))));
  EXPECT_FALSE(ahead.missed);
  EXPECT_TRUE(std::ranges::any_of(
      ahead.firings, [](const Firing& firing) { return firing.reminder == Reminder::kMissed; }));
  const Duty behind = Applied(missed, Extension(After(hours(100)), After(hours(90))));
  EXPECT_TRUE(behind.missed);
  EXPECT_EQ(behind.firings.front(), (Firing{Reminder::kMissed, After(hours(90))}));
}

TEST(DutyExtendTest, RefusesWhatIsNoExtension) {
  const Duty duty = Opened(hours(72));
  DutyChange change = Extension(After(hours(1)), After(hours(72) + kTick));
  EXPECT_EQ(Applied(duty, change).due, After(hours(72) + kTick));
  change.due = After(hours(72));
  ExpectRefused(duty, change, ErrorKind::kInvalid);
  change.due.reset();
  ExpectRefused(duty, change, ErrorKind::kInvalid);
  change = Extension(After(hours(1)), After(hours(100)));
  change.reason.clear();
  ExpectRefused(duty, change, ErrorKind::kInvalid);
  change = Extension(After(hours(1)), After(hours(100)));
  change.basis.clear();
  ExpectRefused(duty, change, ErrorKind::kInvalid);
  change = Extension(After(hours(2)), After(hours(100)));
  ExpectRefused(Applied(duty, DutyAct::kPause, After(hours(1))), change, ErrorKind::kConflict);
  ExpectRefused(Opened(MakeDuty(std::nullopt)), change, ErrorKind::kInvalid);
}

TEST(DutyCloseTest, WhatIsMetInTimeWasNeverMissed) {
  const Duty met = Applied(Opened(hours(72)), DutyAct::kMeet, After(hours(72) - kTick));
  EXPECT_EQ(met.state, DutyState::kMet);
  EXPECT_EQ(met.closed, After(hours(72) - kTick));
  EXPECT_LT(*met.closed, *met.due);
  EXPECT_FALSE(met.missed);
  EXPECT_TRUE(met.firings.empty());
  EXPECT_FALSE(met.is_overdue(After(hours(1000))));
}

TEST(DutyCloseTest, WhatIsMetLateStaysMissed) {
  const Duty late = FiredUntil(Opened(hours(72)), After(hours(80)));
  const Duty met = Applied(late, DutyAct::kMeet, After(hours(80)));
  EXPECT_EQ(met.state, DutyState::kMet);
  EXPECT_TRUE(met.missed);
  EXPECT_GT(*met.closed, *met.due);
}

TEST(DutyCloseTest, WhatWasMetInTimeAndEnteredLateShowsBothInstants) {
  DutyChange meet = MakeChange(DutyAct::kMeet, After(hours(71)));
  meet.recorded = After(hours(90));
  const Duty met = Applied(FiredUntil(Opened(hours(72)), After(hours(90))), meet);
  EXPECT_LT(*met.closed, *met.due);
}

TEST(DutyCloseTest, AClockThatStandsIsMetAndStandsNoMore) {
  const Duty paused = Applied(Opened(hours(72)), DutyAct::kPause, After(hours(1)));
  const Duty met = Applied(paused, DutyAct::kMeet, After(hours(2)));
  EXPECT_EQ(met.state, DutyState::kMet);
  EXPECT_EQ(met.paused, std::nullopt);
}

TEST(DutyCloseTest, IsWithdrawnOnlyForAReason) {
  DutyChange change = MakeChange(DutyAct::kWithdraw, After(hours(1)));
  change.reason.clear();
  ExpectRefused(Opened(hours(72)), change, ErrorKind::kInvalid);
  change.reason = "entered twice";
  EXPECT_EQ(Applied(Opened(hours(72)), change).state, DutyState::kWithdrawn);
}

// Every act on every state: true where it may be done.
TEST(DutyTransitionTest, AllowsWhatTheStateAllowsAndNothingElse) {
  const Duty open = Opened(hours(72));
  const std::pair<DutyState, Duty> states[] = {
      {DutyState::kOpen, open},
      {DutyState::kPaused, Applied(open, DutyAct::kPause, After(hours(1)))},
      {DutyState::kMet, Applied(open, DutyAct::kMeet, After(hours(1)))},
      {DutyState::kWithdrawn, Applied(open, DutyAct::kWithdraw, After(hours(1)))}};
  struct Row {
    DutyAct act;
    bool open, paused;
  };
  constexpr Row kRows[] = {{DutyAct::kOpen, false, false},  {DutyAct::kPause, true, false},
                           {DutyAct::kResume, false, true}, {DutyAct::kExtend, true, false},
                           {DutyAct::kMeet, true, true},    {DutyAct::kWithdraw, true, true},
                           {DutyAct::kFire, true, false},   {DutyAct::kRevise, true, true},
                           {DutyAct::kAssign, true, true}};
  for (const auto& [state, duty] : states) {
    ASSERT_EQ(duty.state, state);
    for (const Row& row : kRows) {
      DutyChange change = Extension(After(hours(2)), After(hours(100)));
      change.act = row.act;
      change.reminder = Reminder::kHalfTime;
      change.planned = After(hours(36));
      const bool may = state == DutyState::kOpen     ? row.open
                       : state == DutyState::kPaused ? row.paused
                                                     : false;
      const Result<Duty> after = Apply(duty, change);
      EXPECT_EQ(after.has_value(), may) << Name(row.act) << " when " << Name(state);
      if (after) {
        EXPECT_EQ(after->changes_count, duty.changes_count + 1);
        EXPECT_EQ(change.number, after->changes_count);
        EXPECT_EQ(change.duty, duty.id);
      } else {
        EXPECT_EQ(after.error().kind, ErrorKind::kConflict);
      }
    }
  }
}

TEST(DutyReviseTest, AnotherInstantForTheSameDayMovesWhatIsStillToBeSaid) {
  Duty duty = FiredUntil(Opened(hours(72)), After(hours(37)));
  DutyChange change = MakeChange(DutyAct::kRevise, After(hours(38)));
  change.due = After(hours(71));
  duty = Applied(duty, change);
  EXPECT_EQ(duty.firings.front().reminder, Reminder::kLastDay);
  EXPECT_EQ(duty.firings[1], (Firing{Reminder::kMissed, After(hours(71))}));
}

TEST(DutyReviseTest, ADeadlineThatFiredAnHourTooEarlyFiresAgain) {
  Duty duty = FiredUntil(Opened(hours(72)), After(hours(72)));
  DutyChange change = MakeChange(DutyAct::kRevise, After(hours(72) + minutes(30)));
  change.due = After(hours(73));
  duty = Applied(duty, change);
  EXPECT_FALSE(duty.missed);
  EXPECT_EQ(duty.firings.front(), (Firing{Reminder::kMissed, After(hours(73))}));
}

TEST(DutyAssignTest, TakesAReferenceAndNothingElse) {
  DutyChange change = MakeChange(DutyAct::kAssign, After(hours(1)));
  EXPECT_EQ(Applied(Opened(hours(72)), change).responsible, "ada");
  for (const std::string& name : {std::string(), std::string("ada lovelace"),
                                  std::string("ada@example.org"), std::string(65, 'a')}) {
    change.responsible = name;
    ExpectRefused(Opened(hours(72)), change, ErrorKind::kInvalid);
  }
}

TEST(DutyApplyTest, RefusesWhatLiesBeforeTheEventOrAhead) {
  const Duty duty = Opened(hours(72));
  DutyChange change = MakeChange(DutyAct::kMeet, kEvent);
  EXPECT_OK(Apply(duty, change));
  change = MakeChange(DutyAct::kMeet, kEvent + -kTick);
  change.recorded = kEvent;
  ExpectRefused(duty, change, ErrorKind::kInvalid);
  change = MakeChange(DutyAct::kMeet, After(hours(1) + kTick));
  change.recorded = After(hours(1));
  ExpectRefused(duty, change, ErrorKind::kInvalid);
}

TEST(DutyApplyTest, ALeadIsMetBeforeItsEvent) {
  Duty duty = MakeDuty(std::nullopt);
  duty.counts_back = true;
  duty.from.effective = After(hours(1000));
  duty.due = After(hours(500));
  EXPECT_EQ(Applied(Opened(duty, kEvent), DutyAct::kMeet, After(hours(1))).state, DutyState::kMet);
}

TEST(DutyApplyTest, AnEventAheadOpensNothingButALead) {
  Duty duty = MakeDuty(hours(72));
  duty.from.effective = After(kTick);
  DutyChange change = MakeChange(DutyAct::kOpen, kEvent);
  change.effective = duty.from.effective;
  ExpectRefused(duty, change, ErrorKind::kInvalid);
}

TEST(DutyApplyTest, RefusesWhatARowCannotHold) {
  const Duty duty = Opened(hours(72));
  const DutyChange good = MakeChange(DutyAct::kMeet, After(hours(1)));
  DutyChange change = good;
  change.reason = std::string(500, 'r');
  change.basis = std::string(500, 'b');
  change.by = std::string(64, 'y');
  change.evidence = Bytes(32, '\xff');
  EXPECT_EQ(Applied(duty, change).state, DutyState::kMet);
  const auto refused = [&](auto set) {
    DutyChange bad = good;
    set(bad);
    ExpectRefused(duty, bad, ErrorKind::kInvalid);
  };
  refused([](DutyChange& bad) { bad.reason = std::string(501, 'r'); });
  refused([](DutyChange& bad) { bad.basis = std::string(501, 'b'); });
  refused([](DutyChange& bad) { bad.by = std::string(65, 'y'); });
  refused([](DutyChange& bad) { bad.evidence = Bytes(31, 'e'); });
  refused([](DutyChange& bad) { bad.reason = "\xff"; });
  refused([](DutyChange& bad) { bad.basis = "\xc3"; });
  refused([](DutyChange& bad) { bad.by = "\xed\xa0\x80"; });
}

TEST(DutyRecordTest, ReadsBackADutyAndItsChangesAsTheyAre) {
  Duty duty = MakeDuty(hours(72));
  duty.period = Period{72, TimeUnit::kHours};
  duty.from.evidence = Bytes(32, '\x80');
  duty = FiredUntil(Opened(duty), After(hours(80)));
  const Result<Duty> read = DecodeCborRecord<Duty>(EncodeCborRecord(duty));
  ASSERT_OK(read);
  EXPECT_EQ(*read, duty);
  const DutyChange change = Extension(After(hours(81)), After(hours(200)));
  const Result<DutyChange> again = DecodeCborRecord<DutyChange>(EncodeCborRecord(change));
  ASSERT_OK(again);
  EXPECT_EQ(*again, change);
}

// A pause that is read back from a row between fires nothing a second time.
TEST(DutyRecordTest, RemembersWhatWasSaid) {
  Duty duty = FiredUntil(Opened(hours(72)), After(hours(61)));
  duty = Applied(duty, DutyAct::kPause, After(hours(61)));
  const Result<Duty> read = DecodeCborRecord<Duty>(EncodeCborRecord(duty));
  ASSERT_OK(read);
  EXPECT_EQ(Applied(*read, DutyAct::kResume, After(hours(70))).firings.front().reminder,
            Reminder::kMissed);
}

TEST(DutyRecordTest, RefusesAPeriodThatIsNone) {
  Bytes bytes = EncodeCborRecord(Extension(After(hours(1)), After(hours(200))));
  const size_t at = bytes.find("3 months");
  ASSERT_NE(at, Bytes::npos);
  bytes.replace(at, 8, "0 months");
  ExpectError(DecodeCborRecord<DutyChange>(bytes), ErrorKind::kCorrupt);
}

TEST(DutyNamesTest, EachActIsFoundByItsName) {
  for (int i = 1; i <= static_cast<int>(DutyAct::kLast); ++i) {
    const auto act = static_cast<DutyAct>(i);
    EXPECT_EQ(FindDutyAct(Name(act)), act);
  }
  EXPECT_EQ(FindDutyAct("close-duty"), std::nullopt);
  EXPECT_EQ(FindDutyAct(""), std::nullopt);
  EXPECT_EQ(Name(DutyState::kWithdrawn), "withdrawn");
  EXPECT_EQ(Name(Reminder::kNudge), "nudge");
}

TEST(HappeningTest, AcceptsWhatIsWellFormedAndRefusesWhatIsNot) {
  EXPECT_OK(MakeHappening().Validate());
  const auto refused = [](auto set) {
    Happening happening = MakeHappening();
    set(happening);
    ExpectError(happening.Validate(), ErrorKind::kInvalid);
  };
  refused([](Happening& bad) { bad.matter = "weather"; });
  refused([](Happening& bad) { bad.event = "rain"; });
  refused([](Happening& bad) { bad.reference = ""; });
  refused([](Happening& bad) { bad.reference = "ada lovelace"; });
  refused([](Happening& bad) { bad.reference = Bytes("a\0b", 3); });
  refused([](Happening& bad) { bad.reference = std::string(65, 'a'); });
  refused([](Happening& bad) { bad.how = "rumour"; });
  refused([](Happening& bad) { bad.evidence = Bytes(33, 'e'); });
  refused([](Happening& bad) { bad.by = std::string(65, 'a'); });
  refused([](Happening& bad) { bad.by = "\xff"; });
  refused([](Happening& bad) { bad.path = "\xff"; });
  refused([](Happening& bad) { bad.path = std::string(501, 'a'); });
}

}  // namespace
}  // namespace mandat
