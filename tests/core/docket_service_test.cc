// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/docket_world.h"
#include "crypto/hash.h"
#include "service/list_duties.h"
#include "service/revise_clocks.h"

namespace mandat {
namespace {

using std::chrono::hours;

Instant At(const std::string& text) { return *Instant::Parse(text); }

const Duty* Find(const std::vector<Duty>& duties, std::string_view path) {
  const auto found = std::ranges::find(duties, path, &Duty::path);
  return found == duties.end() ? nullptr : &*found;
}

std::vector<Duty> OfMatter(const std::vector<Duty>& duties, std::string_view matter) {
  std::vector<Duty> of;
  std::ranges::copy_if(duties, std::back_inserter(of),
                       [&](const Duty& duty) { return duty.from.matter == matter; });
  return of;
}

// Covers: GDPR Art. 33(2)
TEST(DocketServiceTest, AwarenessOfABreachStartsTheClockOfItsClause) {
  DocketWorld world;
  const auto answer = world.Happen("breach", "awareness", "INC-7", "2026-03-30T08:30:00Z");
  ASSERT_OK(answer);
  const Duty* notice = Find(answer->duties, "breach.notice");
  ASSERT_NE(notice, nullptr);
  EXPECT_EQ(notice->clause, "[6]");
  EXPECT_EQ(notice->law, "GDPR Art. 33(2)");
  EXPECT_EQ(notice->due, At("2026-03-31T08:30:00Z"));
  EXPECT_EQ(notice->from.effective, At("2026-03-30T08:30:00Z"));
  EXPECT_EQ(notice->from.entered, At("2026-03-30T10:00:00Z"));
}

// Covers: GDPR Art. 28(3)
TEST(DocketServiceTest, TheEntryTellsWhatWasOpenedByItsHash) {
  DocketWorld world;
  const auto answer = world.Happen("breach", "awareness", "INC-7", "2026-03-30T08:30:00Z");
  ASSERT_OK(answer);
  const Entry entry = world.EntryAt(answer->receipt.entry);
  EXPECT_EQ(entry.act, "record-happening");
  EXPECT_EQ(entry.units_count, answer->duties.size());
  Bytes kept;
  const Docket docket(world.agreement()->store());
  for (const Duty& duty : answer->duties) {
    for (const DutyChange& change : *docket.History(duty.id)) {
      EXPECT_EQ(change.entry, answer->receipt.entry.value);
      kept += EncodeCborRecord(change);
    }
  }
  const auto happened = docket.Happenings("breach", "INC-7");
  ASSERT_EQ(happened->size(), 1u);
  EXPECT_EQ(entry.detail, FormatHex(Sha256(kept + EncodeCborRecord(happened->front())).view()));
}

TEST(DocketServiceTest, WhatWasEnteredTwiceIsOneCase) {
  DocketWorld world;
  const auto first = world.Happen("breach", "awareness", "INC-7", "2026-03-30T08:30:00Z");
  const auto again = world.Happen("breach", "awareness", "INC-7", "2026-03-30T08:30:00Z");
  ASSERT_OK(again);
  EXPECT_EQ(again->duties, first->duties);
  const auto other = world.Happen("breach", "awareness", "INC-7", "2026-03-30T09:00:00Z");
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().kind, ErrorKind::kConflict);
}

TEST(DocketServiceTest, ReceivedOnMondayAndEnteredOnFridayMayBeOverdueAtOnce) {
  DocketWorld world("2026-04-03T15:00:00Z");
  const auto answer = world.Happen("breach", "awareness", "INC-8", "2026-03-30T08:30:00Z");
  ASSERT_OK(answer);
  ASSERT_OK(world.Fire());
  const std::vector<Duty> open = world.Open();
  const Duty* notice = Find(open, "breach.notice");
  ASSERT_NE(notice, nullptr);
  EXPECT_TRUE(notice->missed);
  EXPECT_TRUE(notice->is_overdue(world.time().Now()));
}

TEST(DocketServiceTest, WhatLiesAheadStartsNoClock) {
  DocketWorld world;
  const auto ahead = world.Happen("breach", "awareness", "INC-9", "2026-04-01T00:00:00Z");
  ASSERT_FALSE(ahead.has_value());
  EXPECT_EQ(ahead.error().kind, ErrorKind::kInvalid);
  EXPECT_TRUE(OfMatter(world.Open(), "breach").empty());
}

TEST(DocketServiceTest, AClockWhoseEndCannotBeComputedIsOpenedAllTheSame) {
  DocketWorld world;
  // Its house rule counts business hours, and the agreement knows no opening hours.
  const auto answer = world.Happen("complaint", "receipt-of-notice", "C-1", "2026-03-30T08:30:00Z");
  ASSERT_OK(answer);
  const Duty* duty = Find(answer->duties, "requests.complaints");
  ASSERT_NE(duty, nullptr);
  EXPECT_FALSE(duty->due.has_value());
  EXPECT_EQ(duty->firings.front().reminder, Reminder::kNudge);
}

// Covers: GDPR Art. 32(1)
TEST(DocketServiceTest, WhatRecursIsOwedFromTheActivationAndOpensAgainWhenItIsMet) {
  DocketWorld world;
  const std::vector<Duty> open = world.Open();
  const Duty* test = Find(open, "security.measures.penetration-test");
  ASSERT_NE(test, nullptr);
  EXPECT_TRUE(test->recurs);
  world.time().Advance(hours(24 * 100));
  DutyOrder order;
  order.duty = test->id;
  order.act = DutyAct::kMeet;
  ASSERT_OK(world.Change(order));
  const std::vector<Duty> after = world.Open();
  const Duty* next = Find(after, "security.measures.penetration-test");
  ASSERT_NE(next, nullptr);
  EXPECT_NE(next->id, test->id);
  EXPECT_GT(*next->due, *test->due);
}

TEST(DocketServiceTest, EveryReminderFiresOnceAcrossRestarts) {
  DocketWorld world;
  const auto answer = world.Happen("breach", "awareness", "INC-7", "2026-03-30T10:00:00Z");
  ASSERT_OK(answer);
  const uint64_t id = Find(answer->duties, "breach.notice")->id;
  std::vector<std::string> fired;
  for (int hour = 0; hour < 24 * 9; ++hour) {
    world.time().Advance(hours(1));
    if (hour % 50 == 7) {
      world.Crash();
      world.Start();
    }
    ASSERT_OK(world.Fire());
  }
  for (const DutyChange& change : *Docket(world.agreement()->store()).History(id)) {
    if (change.act == DutyAct::kFire) {
      EXPECT_FALSE(IsLate(change));
      fired.emplace_back(Name(*change.reminder));
    }
  }
  EXPECT_EQ(fired, (std::vector<std::string>{"half-time", "last-day", "missed", "overdue-day",
                                             "overdue-week"}));
}

TEST(DocketServiceTest, DaysOfDowntimeAreMadeUpForAndMarkedLate) {
  DocketWorld world;
  const auto answer = world.Happen("breach", "awareness", "INC-7", "2026-03-30T10:00:00Z");
  const uint64_t id = Find(answer->duties, "breach.notice")->id;
  world.Crash();
  world.time().Restart(At("2026-04-04T10:00:00Z"));
  world.Start();
  ASSERT_TRUE(world.agreements().OpenDue(world.time().Now()).empty());
  ASSERT_EQ(world.agreements().Opened().size(), 1u);
  ASSERT_OK(world.Fire());
  size_t late = 0;
  for (const DutyChange& change : *Docket(world.agreement()->store()).History(id)) {
    late += change.act == DutyAct::kFire && IsLate(change) ? 1 : 0;
  }
  EXPECT_EQ(late, 4u);
}

TEST(DocketServiceTest, AnAgreementThatWasClosedInOrderIsOpenedForItsClocksAndNotBefore) {
  DocketWorld world;
  ASSERT_OK(world.Happen("breach", "awareness", "INC-7", "2026-03-30T10:00:00Z"));
  world.Stop();
  world.Start();
  const Instant next = At("2026-03-30T22:00:00Z");  // half of 24 hours
  EXPECT_TRUE(world.agreements().MayFireBefore(world.id(), next + hours(1)));
  ASSERT_TRUE(world.agreements().OpenDue(world.time().Now()).empty());
  EXPECT_TRUE(world.agreements().Opened().empty());
  world.time().Advance(hours(12));
  ASSERT_TRUE(world.agreements().OpenDue(world.time().Now()).empty());
  EXPECT_EQ(world.agreements().Opened().size(), 1u);
}

TEST(DocketServiceTest, AFirmTimeIsNotExtended) {
  DocketWorld world;
  const auto answer = world.Happen("breach", "awareness", "INC-7", "2026-03-30T10:00:00Z");
  DutyOrder order;
  order.duty = Find(answer->duties, "breach.notice")->id;
  order.act = DutyAct::kExtend;
  order.more = *Period::Parse("24 hours");
  order.reason = "more time";
  order.basis = "[6]";
  const auto refused = world.Change(order);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(refused.error().clause->clause, "[6]");
}

TEST(DocketServiceTest, TheEndStartsTheClockOfDeletionAndEndsWhatRecurs) {
  DocketWorld world;
  Event end;
  end.kind = EventKind::kEnd;
  end.basis = "[10]";
  ASSERT_OK(world.Record(end));
  const std::vector<Duty> open = world.Open();
  EXPECT_EQ(Find(open, "security.measures.penetration-test"), nullptr);
  const Duty* deletion = Find(open, "end.delay");
  ASSERT_NE(deletion, nullptr);
  ASSERT_TRUE(deletion->due.has_value());
  EXPECT_EQ(deletion->number_by, "house");
}

TEST(DocketServiceTest, AnAnnouncedSubprocessorOpensTheWindowOfTheController) {
  DocketWorld world;
  Event announce;
  announce.kind = EventKind::kAnnounce;
  announce.id = "new-host";
  announce.name = "Host Example (fictitious)";
  announce.country = "BE";
  announce.basis = "[8]";
  ASSERT_OK(world.Record(announce));
  const std::vector<Duty> open = world.Open();
  const Duty* window = Find(open, "sub-processors.objection");
  ASSERT_NE(window, nullptr);
  EXPECT_EQ(window->owes, "controller");
  ASSERT_TRUE(window->due.has_value());
  EXPECT_GE(*window->due, At("2026-04-13T22:00:00Z"));
}

// Covers: GDPR Art. 33(2)
TEST(DocketServiceTest, ABreachNoticeGoesOverTwoChannelsAndItsDispatchMeetsTheDuty) {
  DocketWorld world;
  Contact mail{.party = "controller",
               .subjects = {"breach"},
               .channel = "e-mail",
               .language = "fr",
               .address = "privacy@energy.example.org"};
  ASSERT_OK(world.AddContact(mail));
  const auto answer = world.Happen("breach", "awareness", "INC-7", "2026-03-30T10:00:00Z");
  const uint64_t duty = Find(answer->duties, "breach.notice")->id;
  NoticeRequest request{.kind = "breach",
                        .subject = "breach",
                        .duty = duty,
                        .meets = true,
                        .matter = "breach",
                        .reference = "INC-7",
                        .fields = {{"matter", "INC-7"}, {"event_at", "2026-03-30T10:00:00Z"}}};
  const auto sent = world.Notify(request);
  ASSERT_OK(sent);
  ASSERT_EQ(sent->notices.size(), 1u);
  ASSERT_EQ(sent->duties.size(), 1u) << "one channel: somebody has to telephone";
  const auto taken = Wait<NoticesAnswer>(
      [&](Done<NoticesAnswer> done) { TakeNotices(world.agreement(), 10, std::move(done)); });
  ASSERT_OK(taken);
  ASSERT_EQ(taken->notices.size(), 1u);
  const auto parcel = ParcelOf(*world.agreement(), taken->notices.front(), world.time().Now());
  ASSERT_OK(parcel);
  EXPECT_EQ(parcel->address, "privacy@energy.example.org");
  ASSERT_OK(Wait<NoticesAnswer>([&](Done<NoticesAnswer> done) {
    EndNoticeAttempts(
        world.agreement(),
        {{sent->notices.front().id, {Dispatch::kAccepted, "250 2.0.0 Ok", {}}, std::nullopt}},
        std::move(done));
  }));
  const auto met = Docket(world.agreement()->store()).Find(duty);
  EXPECT_EQ((*met)->state, DutyState::kMet);
  // Receipt is another matter: the controller's own 72 hours run from it.
  const std::vector<Duty> before = world.Open();
  EXPECT_EQ(Find(before, "statute.authority-notice"), nullptr);
  world.time().Advance(hours(1));
  ASSERT_OK(Wait<NoticesAnswer>([&](Done<NoticesAnswer> done) {
    AcknowledgeNotice(world.agreement(), {.notice = sent->notices.front().id}, Bytes(8, 'c'),
                      std::move(done));
  }));
  const std::vector<Duty> open = world.Open();
  const Duty* authority = Find(open, "statute.authority-notice");
  ASSERT_NE(authority, nullptr);
  EXPECT_EQ(authority->due, At("2026-04-02T11:00:00Z"));
}

TEST(DocketServiceTest, AddressesOfContactsAreNowhereInTheClear) {
  DocketWorld world;
  ASSERT_OK(world.AddContact({.party = "controller",
                              .subjects = {"all"},
                              .channel = "e-mail",
                              .language = "en",
                              .name = "Zoe Sealed-Example",
                              .address = "very-private@energy.example.org"}));
  EXPECT_EQ(world.home().Everything().find("very-private"), Bytes::npos);
  EXPECT_EQ(world.home().Everything().find("Sealed-Example"), Bytes::npos);
  EXPECT_EQ((*ListContacts(*world.agreement())).front().address, "very-private@energy.example.org");
}

TEST(DocketServiceTest, ANoticeThatIsGivenUpHasSomebodyTelephone) {
  DocketWorld world;
  ASSERT_OK(world.AddContact({.party = "controller",
                              .subjects = {"all"},
                              .channel = "e-mail",
                              .language = "en",
                              .address = "a@energy.example.org"}));
  const auto sent = world.Notify(
      {.kind = "plain", .subject = "audits", .fields = {{"title", "Hello"}, {"text", "World"}}});
  ASSERT_OK(sent);
  ASSERT_OK(Wait<NoticesAnswer>(
      [&](Done<NoticesAnswer> done) { TakeNotices(world.agreement(), 10, std::move(done)); }));
  const auto ended = Wait<NoticesAnswer>([&](Done<NoticesAnswer> done) {
    EndNoticeAttempts(world.agreement(),
                      {{sent->notices.front().id,
                        {Dispatch::kPermanent, "550 5.1.1 <a@energy.example.org> unknown", {}},
                        std::nullopt}},
                      std::move(done));
  });
  ASSERT_OK(ended);
  ASSERT_EQ(ended->duties.size(), 1u);
  EXPECT_EQ(ended->duties.front().task, "telephone");
  EXPECT_EQ(ended->notices.front().reply, "550 5.1.1 <address> unknown");
}

// A period in days ends with its day, whatever edition of the zone data is read.
TEST(DocketServiceTest, NewZoneDataMovesTheInstantAndSaysSo) {
  DocketWorld world;
  const auto revise = [&world] {
    return Wait<RevisedAnswer>(
        [&](Done<RevisedAnswer> done) { ReviseClocks(world.agreement(), std::move(done)); });
  };
  ASSERT_OK(revise());
  const auto answer = world.Happen("request", "receipt-of-request", "R-1", "2026-03-30T08:00:00Z");
  const Duty right = *Find(answer->duties, "requests.forward");
  world.Stop();
  {
    // As an older edition had it: an hour later, on the same day.
    const auto store = world.home().OpenStore("data");
    Staging staging(**store);
    DocketChange change(**store, staging, EntryIndex{0});
    DutyChange older;
    older.act = DutyAct::kRevise;
    older.recorded = world.time().Now();
    older.effective = world.time().Now();
    older.due = *right.due + hours(1);
    older.last_day = *right.last_day + hours(1);
    ASSERT_OK(change.Change(right.id, older));
    staging.Put(Space::kDocket, "z", "1999a");
    ASSERT_EQ((*store)->Commit(staging.batch(), std::nullopt), CommitOutcome::kCommitted);
  }
  world.Start();
  const auto revised = revise();
  ASSERT_OK(revised);
  EXPECT_EQ(revised->revised, 1u);
  const auto duty = Docket(world.agreement()->store()).Find(right.id);
  EXPECT_EQ((*duty)->due, right.due);
  EXPECT_EQ(revise()->revised, 0u);
}

// Invariant (agreement time never goes back).
TEST(DocketServiceTest, AfterAnUnexplainedJumpOnlyWhatCanBeUndoneGoesOn) {
  DocketWorld world;
  world.time().Set(At("2027-03-30T10:00:00Z"));
  ASSERT_OK(world.agreements().clock().Observe());
  ASSERT_TRUE(world.agreements().clock().waiting().has_value());
  EXPECT_TRUE(world.agreement()->clock_waits());
  EXPECT_EQ(world.agreement()->Settled(world.time().Now()), At("2026-03-30T10:00:00Z"));
  world.time().Advance(hours(2));
  EXPECT_EQ(world.agreement()->Settled(world.time().Now()), At("2026-03-30T12:00:00Z"));
  ASSERT_OK(world.agreements().clock().Confirm());
  EXPECT_FALSE(world.agreement()->clock_waits());
}

TEST(DocketServiceTest, DowntimeThatIsLikelyExplainsItself) {
  DocketWorld world;
  world.Stop();
  world.time().Restart(At("2026-04-02T10:00:00Z"));
  world.Start();
  EXPECT_FALSE(world.agreements().clock().waiting().has_value());
  world.Stop();
  world.time().Restart(At("2026-06-02T10:00:00Z"));
  world.Start();
  EXPECT_TRUE(world.agreements().clock().waiting().has_value());
}

}  // namespace
}  // namespace mandat
