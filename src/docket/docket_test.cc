// SPDX-License-Identifier: Apache-2.0
#include "docket/docket.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "docket/docket_test_util.h"
#include "docket/internal/rows.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;

constexpr EntryIndex kEntry{17};

Instant After(microseconds since) { return kEvent + since; }

class DocketTest : public DocketWorld {
 protected:
  // One batch, as the sequencer would commit it.
  void InBatch(const std::function<void(DocketChange&)>& act) {
    Staging staging(*store_);
    DocketChange docket(*store_, staging, kEntry);
    act(docket);
    Commit(staging);
  }
  uint64_t Open(std::optional<microseconds> length) {
    uint64_t id = 0;
    InBatch([&](DocketChange& docket) {
      const Result<Duty> opened = docket.Open(MakeDuty(length));
      ASSERT_OK(opened);
      id = opened->id;
    });
    return id;
  }
  void Change(uint64_t id, DutyAct act, microseconds since) {
    InBatch(
        [&](DocketChange& docket) { EXPECT_OK(docket.Change(id, MakeChange(act, After(since)))); });
  }
  std::vector<ChangedDuty> Fire(microseconds since, size_t firings_max = 1000) {
    std::vector<ChangedDuty> changes;
    InBatch([&](DocketChange& docket) {
      EXPECT_OK(docket.Fire(After(since), firings_max));
      changes = docket.changes();
    });
    return changes;
  }
  std::vector<uint64_t> Due(std::optional<Instant> before, size_t duties_max = 1000,
                            std::optional<DutyCursor> after = std::nullopt) {
    const Result<DutyPage> page = docket_.ListDue(before, after, duties_max);
    EXPECT_OK(page);
    next_ = page->next;
    std::vector<uint64_t> ids;
    for (const Duty& duty : page->duties) {
      ids.push_back(duty.id);
    }
    return ids;
  }
  Duty Get(uint64_t id) {
    const Result<std::optional<Duty>> duty = docket_.Find(id);
    EXPECT_OK(duty);
    EXPECT_TRUE(*duty);
    return duty->value_or(Duty());
  }

  Docket docket_{*store_};
  std::optional<DutyCursor> next_;
};

using Ids = std::vector<uint64_t>;

TEST_F(DocketTest, AnEmptyDocketHasNothingToSay) {
  EXPECT_EQ(*docket_.Find(1), std::nullopt);
  EXPECT_EQ(Due(std::nullopt), Ids());
  EXPECT_EQ(*docket_.NextFiring(), std::nullopt);
  EXPECT_TRUE(docket_.History(1)->empty());
  EXPECT_TRUE(docket_.Happenings("breach", "case-1")->empty());
  EXPECT_TRUE(Fire(hours(1000)).empty());
}

TEST_F(DocketTest, FindsADutyAsItWasOpenedWithNumbersFromOne) {
  EXPECT_EQ(Open(hours(72)), 1U);
  EXPECT_EQ(Open(hours(24)), 2U);
  const Duty duty = Get(1);
  EXPECT_EQ(duty.due, After(hours(72)));
  EXPECT_EQ(duty.clause, "7.2");
  EXPECT_EQ(duty.changes_count, 1U);
  EXPECT_EQ(*docket_.Find(3), std::nullopt);
  EXPECT_EQ(*docket_.NextFiring(), After(hours(12)));
}

TEST_F(DocketTest, NumbersTheDutiesOfOneBatchAndSeesThemBeforeItIsCommitted) {
  InBatch([&](DocketChange& docket) {
    EXPECT_EQ(docket.Open(MakeDuty(hours(1)))->id, 1U);
    EXPECT_EQ(docket.Open(MakeDuty(hours(2)))->id, 2U);
    EXPECT_OK(docket.Change(2, MakeChange(DutyAct::kMeet, After(hours(1)))));
    EXPECT_EQ((*docket.Find(2))->state, DutyState::kMet);
    EXPECT_EQ(docket.changes().size(), 3U);
    EXPECT_EQ(*docket_.Find(1), std::nullopt);
  });
  EXPECT_EQ(Due(std::nullopt), Ids{1});
}

// The other half of the twin above: the batch is lost.
TEST_F(DocketTest, WhatWasNotCommittedNeverWas) {
  {
    Staging staging(*store_);
    DocketChange docket(*store_, staging, kEntry);
    ASSERT_OK(docket.Open(MakeDuty(hours(1))));
  }
  EXPECT_EQ(Due(std::nullopt), Ids());
  EXPECT_EQ(Open(hours(2)), 1U);
}

TEST_F(DocketTest, ListsWhatIsDueBeforeAnInstantEarliestFirst) {
  Open(hours(30));
  Open(hours(10));
  Open(hours(20));
  EXPECT_EQ(Due(After(hours(30))), (Ids{2, 3}));
  EXPECT_EQ(Due(After(hours(30) + microseconds(1))), (Ids{2, 3, 1}));
  EXPECT_EQ(Due(After(hours(10))), Ids());
}

TEST_F(DocketTest, ListsWhatHasNoDateLastAndOnlyWhereNoInstantBounds) {
  Open(std::nullopt);
  Open(hours(10));
  Open(std::nullopt);
  EXPECT_EQ(Due(std::nullopt), (Ids{2, 1, 3}));
  EXPECT_EQ(Due(After(hours(1'000'000))), Ids{2});
}

TEST_F(DocketTest, PagesThroughTiesAndTheUndatedWithoutLossOrRepetition) {
  for (int i = 0; i < 4; ++i) {
    Open(hours(10));
  }
  Open(std::nullopt);
  Open(std::nullopt);
  for (size_t size = 1; size <= 7; ++size) {
    Ids all;
    std::optional<DutyCursor> after;
    do {
      const Ids page = Due(std::nullopt, size, after);
      EXPECT_LE(page.size(), size);
      EXPECT_FALSE(page.empty());
      all.insert(all.end(), page.begin(), page.end());
      after = next_;
    } while (after);
    EXPECT_EQ(all, (Ids{1, 2, 3, 4, 5, 6})) << "pages of " << size;
  }
}

TEST_F(DocketTest, GoesOnBehindADutyThatIsOpenNoMore) {
  Open(hours(10));
  Open(hours(20));
  Open(hours(30));
  ASSERT_EQ(Due(std::nullopt, 2), (Ids{1, 2}));
  const std::optional<DutyCursor> after = next_;
  Change(2, DutyAct::kMeet, hours(1));
  EXPECT_EQ(Due(std::nullopt, 2, after), Ids{3});
  EXPECT_EQ(next_, std::nullopt);
}

TEST_F(DocketTest, ACursorBehindTheBoundGivesNothing) {
  Open(hours(10));
  EXPECT_EQ(Due(After(hours(20)), 10, DutyCursor{After(hours(30)), 1}), Ids());
  EXPECT_EQ(next_, std::nullopt);
}

TEST_F(DocketTest, ListsWhatStandsAndWhatIsOverdueUntilItIsMet) {
  Open(hours(10));
  Open(hours(20));
  Change(2, DutyAct::kPause, hours(1));
  Fire(hours(12));
  EXPECT_EQ(Due(After(hours(24))), (Ids{1, 2}));
  EXPECT_TRUE(Get(1).is_overdue(After(hours(12))));
  EXPECT_TRUE(Get(1).missed);
  EXPECT_FALSE(Get(2).is_overdue(After(hours(24))));
  Change(1, DutyAct::kMeet, hours(13));
  Change(2, DutyAct::kWithdraw, hours(13));
  EXPECT_EQ(Due(std::nullopt), Ids());
  EXPECT_EQ(*docket_.NextFiring(), std::nullopt);
}

TEST_F(DocketTest, AnInstantBefore1970IsOverdueAndFiresAtOnce) {
  Duty duty = MakeDuty(std::nullopt);
  duty.counts_back = true;
  duty.due = Instant{-1};
  InBatch([&](DocketChange& docket) { EXPECT_OK(docket.Open(duty)); });
  Open(hours(1));
  EXPECT_EQ(Due(std::nullopt), (Ids{1, 2}));
  const std::vector<ChangedDuty> fired = Fire(hours(0));
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].change.reminder, Reminder::kMissed);
  EXPECT_EQ(*docket_.NextFiring(), After(std::chrono::minutes(30)));
}

TEST_F(DocketTest, FiresManyDutiesInTheOrderOfTheirInstants) {
  for (const int length : {50, 30, 40, 10, 20}) {
    Open(hours(length));
  }
  Ids order;
  for (const ChangedDuty& changed : Fire(hours(25))) {
    EXPECT_EQ(changed.change.act, DutyAct::kFire);
    EXPECT_EQ(changed.change.recorded, After(hours(25)));
    order.push_back(changed.duty.id);
  }
  EXPECT_EQ(order, (Ids{4, 4, 4, 5, 5, 5, 2, 2, 3, 1}));
  EXPECT_EQ(*docket_.NextFiring(), After(hours(30)));
  EXPECT_TRUE(Fire(hours(25)).empty());
}

TEST_F(DocketTest, FiresWhatIsDueAtTheVeryInstantAndNothingEarlier) {
  Open(hours(2));
  EXPECT_TRUE(Fire(hours(1) - microseconds(1)).empty());
  EXPECT_EQ(Fire(hours(1)).size(), 1U);
}

TEST_F(DocketTest, ALimitLeavesTheRestForTheNextBatchesAndLosesNothing) {
  for (int i = 0; i < 10; ++i) {
    Open(hours(72));
  }
  size_t fired = 0;
  size_t batches = 0;
  while (*docket_.NextFiring() && **docket_.NextFiring() <= After(hours(1000))) {
    const size_t count = Fire(hours(1000), 12).size();
    ASSERT_GT(count, 0U);
    EXPECT_LE(count, 16U);
    fired += count;
    ++batches;
  }
  EXPECT_EQ(fired, 50U);
  EXPECT_GT(batches, 2U);
  for (uint64_t id = 1; id <= 10; ++id) {
    EXPECT_TRUE(Get(id).missed);
    EXPECT_EQ(docket_.History(id)->size(), 6U);
  }
}

TEST_F(DocketTest, FiresOneDutyWholeThoughTheLimitIsOneOrTheBatchFullAlready) {
  Open(hours(72));
  Open(hours(72));
  EXPECT_EQ(Fire(hours(1000), 1).size(), 5U);
  InBatch([&](DocketChange& docket) {
    EXPECT_OK(docket.Open(MakeDuty(hours(5000))));
    EXPECT_OK(docket.Fire(After(hours(1000)), 1));
    EXPECT_EQ(docket.changes().size(), 6U);
  });
}

// What is entered late lies before reminders that have fired already.
TEST_F(DocketTest, FindsAReminderThatWasEnteredBehindTheLastOneThatFired) {
  Open(hours(72));
  EXPECT_EQ(Fire(hours(70)).size(), 2U);
  EXPECT_EQ(*docket_.NextFiring(), After(hours(72)));
  Duty late = MakeDuty(hours(10));
  late.from.entered = After(hours(71));
  InBatch([&](DocketChange& docket) { EXPECT_OK(docket.Open(late)); });
  EXPECT_EQ(*docket_.NextFiring(), After(hours(10)));
  InBatch([&](DocketChange& docket) {
    EXPECT_OK(docket.Open(late));
    EXPECT_OK(docket.Fire(After(hours(71)), 10));
  });
  EXPECT_EQ(*docket_.NextFiring(), After(hours(10))) << "opened in the batch that fired";
  EXPECT_EQ(Fire(hours(71)).front().duty.id, 3U);
  EXPECT_EQ(*docket_.NextFiring(), After(hours(72)));
}

TEST_F(DocketTest, FiresNothingOfADutyThatTheSameBatchMet) {
  Open(hours(72));
  InBatch([&](DocketChange& docket) {
    EXPECT_OK(docket.Change(1, MakeChange(DutyAct::kMeet, After(hours(100)))));
    EXPECT_OK(docket.Fire(After(hours(100)), 1000));
    EXPECT_EQ(docket.changes().size(), 1U);
  });
  EXPECT_EQ(*docket_.NextFiring(), std::nullopt);
}

TEST_F(DocketTest, TellsWhatWasDoneInOrderWithTheEntryItStandsIn) {
  Open(hours(72));
  Open(hours(72));
  Change(1, DutyAct::kPause, hours(1));
  Change(1, DutyAct::kResume, hours(2));
  Change(2, DutyAct::kMeet, hours(2));
  const auto history = docket_.History(1);
  ASSERT_OK(history);
  ASSERT_EQ(history->size(), 3U);
  constexpr DutyAct kActs[] = {DutyAct::kOpen, DutyAct::kPause, DutyAct::kResume};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*history)[i].act, kActs[i]);
    EXPECT_EQ((*history)[i].number, i + 1);
    EXPECT_EQ((*history)[i].duty, 1U);
    EXPECT_EQ((*history)[i].entry, kEntry.value);
  }
  EXPECT_EQ((*history)[0].due, After(hours(72)));
  EXPECT_EQ((*history)[2].due, After(hours(73)));
}

TEST_F(DocketTest, RefusesWhatADutyRefusesAndLeavesNothingBehind) {
  Open(hours(72));
  Staging staging(*store_);
  DocketChange docket(*store_, staging, kEntry);
  ExpectError(docket.Change(2, MakeChange(DutyAct::kMeet, After(hours(1)))), ErrorKind::kNotFound);
  ExpectError(docket.Change(1, MakeChange(DutyAct::kResume, After(hours(1)))),
              ErrorKind::kConflict);
  ExpectError(docket.Change(1, MakeChange(DutyAct::kOpen, After(hours(1)))), ErrorKind::kConflict);
  EXPECT_TRUE(docket.changes().empty());
  EXPECT_TRUE(staging.batch().empty());
}

TEST_F(DocketTest, KeepsAHappeningAndKnowsItAgain) {
  const Happening happening = MakeHappening();
  InBatch([&](DocketChange& docket) {
    EXPECT_EQ(*docket.FindSame(happening), std::nullopt);
    docket.Keep(happening, {1, 2});
    EXPECT_TRUE(*docket.FindSame(happening));
  });
  InBatch([&](DocketChange& docket) {
    const auto same = docket.FindSame(happening);
    ASSERT_OK(same);
    ASSERT_TRUE(*same);
    EXPECT_EQ((*same)->happening, happening);
    EXPECT_EQ((*same)->duties, (Ids{1, 2}));
    EXPECT_EQ((*same)->entry, kEntry.value);
    for (std::string Happening::* member :
         {&Happening::matter, &Happening::event, &Happening::reference, &Happening::path}) {
      Happening other = happening;
      other.*member += "x";
      EXPECT_EQ(*docket.FindSame(other), std::nullopt);
    }
  });
}

TEST_F(DocketTest, ListsTheHappeningsOfOneCaseAndOfNoOtherThatBeginsLikeIt) {
  InBatch([&](DocketChange& docket) {
    for (const std::string reference : {"case-1", "case-10", "case-1"}) {
      docket.Keep(MakeHappening(reference), {});
    }
    Happening other = MakeHappening();
    other.event = "receipt-of-notice";
    docket.Keep(other, {});
  });
  EXPECT_EQ(docket_.Happenings("breach", "case-1")->size(), 2U);
  EXPECT_EQ(docket_.Happenings("breach", "case-10")->size(), 1U);
  EXPECT_TRUE(docket_.Happenings("breach", "case")->empty());
  EXPECT_TRUE(docket_.Happenings("breac", "h")->empty());
}

TEST_F(DocketTest, KeepsBytesThatDifferWithEveryMember) {
  std::set<Bytes> all;
  size_t variants = 0;
  const auto add = [&](const auto& set, EntryIndex entry = kEntry) {
    Staging staging(*store_);
    DocketChange docket(*store_, staging, entry);
    Happening happening = MakeHappening();
    Duty duty = MakeDuty(hours(72));
    DutyChange change = MakeChange(DutyAct::kPause, After(hours(1)));
    set(happening, duty, change);
    const Result<Duty> opened = docket.Open(duty);
    ASSERT_OK(opened);
    ASSERT_OK(docket.Change(opened->id, change));
    docket.Keep(happening, {opened->id});
    all.insert(docket.kept());
    ++variants;
  };
  add([](Happening&, Duty&, DutyChange&) {});
  add([](Happening&, Duty&, DutyChange&) {}, EntryIndex{18});
  add([](Happening& happening, Duty&, DutyChange&) { happening.reference = "case-2"; });
  add([](Happening& happening, Duty&, DutyChange&) { happening.entered = After(hours(1)); });
  add([](Happening& happening, Duty&, DutyChange&) { happening.evidence = Bytes(32, 'e'); });
  add([](Happening& happening, Duty&, DutyChange&) { happening.by = "b-2"; });
  add([](Happening&, Duty& duty, DutyChange&) { duty.due = After(hours(73)); });
  add([](Happening&, Duty& duty, DutyChange&) { duty.last_day = After(hours(48)); });
  add([](Happening&, Duty&, DutyChange& change) { change.reason = "as agreeD"; });
  add([](Happening&, Duty&, DutyChange& change) { change.basis = ""; });
  add([](Happening&, Duty&, DutyChange& change) { change.evidence = Bytes(32, 'e'); });
  add([](Happening&, Duty&, DutyChange& change) {
    change.effective = change.effective + microseconds(-1);
  });
  EXPECT_EQ(all.size(), variants);
}

TEST_F(DocketTest, SaysSoWhenARowIsNotWhatItWas) {
  Open(hours(72));
  const Bytes row = **store_->Find(Space::kDocket, internal::DutyRow(1));
  for (const Bytes& bad : {Bytes(), row.substr(1), row + '\0', Bytes("\xa1\x01\x02", 3)}) {
    Overwrite(internal::DutyRow(1), bad);
    ExpectError(docket_.Find(1), ErrorKind::kCorrupt);
    ExpectError(docket_.ListDue(std::nullopt, std::nullopt, 10), ErrorKind::kCorrupt);
    Staging staging(*store_);
    DocketChange docket(*store_, staging, kEntry);
    ExpectError(docket.Change(1, MakeChange(DutyAct::kMeet, After(hours(1)))), ErrorKind::kCorrupt);
    ExpectError(docket.Fire(After(hours(1000)), 10), ErrorKind::kCorrupt);
  }
}

TEST_F(DocketTest, SaysSoWhenADutyStandsUnderAnothersNumber) {
  Open(hours(72));
  Open(hours(24));
  Overwrite(internal::DutyRow(1), **store_->Find(Space::kDocket, internal::DutyRow(2)));
  ExpectError(docket_.Find(1), ErrorKind::kCorrupt);
  EXPECT_OK(docket_.Find(2));
}

TEST_F(DocketTest, SaysSoWhenADutyIsMissingThatItsIndexesKnow) {
  Open(hours(72));
  Remove(internal::DutyRow(1));
  ExpectError(docket_.ListDue(std::nullopt, std::nullopt, 10), ErrorKind::kCorrupt);
  Staging staging(*store_);
  DocketChange docket(*store_, staging, kEntry);
  ExpectError(docket.Fire(After(hours(1000)), 10), ErrorKind::kCorrupt);
}

TEST_F(DocketTest, SaysSoWhenAnIndexHistoryOrCounterIsNone) {
  Overwrite("f~", "");
  ExpectError(docket_.NextFiring(), ErrorKind::kCorrupt);
  Overwrite(Bytes(internal::kFloorRow), "1234567");
  ExpectError(docket_.NextFiring(), ErrorKind::kCorrupt);
  Overwrite("u123", "");
  ExpectError(docket_.ListDue(std::nullopt, std::nullopt, 10), ErrorKind::kCorrupt);
  Overwrite(internal::ChangeRow(1, 1), "x");
  ExpectError(docket_.History(1), ErrorKind::kCorrupt);
  const Happening happening = MakeHappening();
  Overwrite(internal::HappeningRow("breach", "case-1", "awareness", ""), "x");
  ExpectError(docket_.Happenings("breach", "case-1"), ErrorKind::kCorrupt);
  Overwrite(Bytes(internal::kNextIdRow), "x");
  Staging staging(*store_);
  DocketChange docket(*store_, staging, kEntry);
  ExpectError(docket.FindSame(happening), ErrorKind::kCorrupt);
  ExpectError(docket.Open(MakeDuty(hours(1))), ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace mandat
