// SPDX-License-Identifier: Apache-2.0
#include "docket/outbox.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "docket/docket_test_util.h"
#include "docket/internal/rows.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

Notice MakeNotice(Instant created, uint64_t duty = 0) {
  Notice notice;
  notice.kind = "breach";
  notice.language = "en";
  notice.channel = "e-mail";
  notice.contact = 2;
  notice.duty = duty;
  notice.fields = {{"reference", "case-1"}};
  notice.created = created;
  return notice;
}

class OutboxTest : public DocketWorld {
 protected:
  void InBatch(const std::function<void(OutboxChange&)>& act) {
    Staging staging(*store_);
    OutboxChange change(*store_, staging);
    act(change);
    Commit(staging);
  }
  uint64_t Add(Instant created, uint64_t duty = 0) {
    uint64_t id = 0;
    InBatch([&](OutboxChange& change) {
      const Result<Notice> added = change.Add(MakeNotice(created, duty));
      ASSERT_OK(added);
      id = added->id;
    });
    return id;
  }
  void Change(uint64_t id, const std::function<void(Notice&)>& act) {
    InBatch([&](OutboxChange& change) {
      const Result<Notice> before = change.Get(id);
      ASSERT_OK(before);
      Notice after = *before;
      act(after);
      EXPECT_OK(change.Put(*before, after));
    });
  }
  static std::vector<uint64_t> Ids(const Result<std::vector<Notice>>& notices) {
    EXPECT_OK(notices);
    std::vector<uint64_t> ids;
    for (const Notice& notice : *notices) {
      ids.push_back(notice.id);
    }
    return ids;
  }

  Outbox outbox_{*store_};
};

using Numbers = std::vector<uint64_t>;

TEST_F(OutboxTest, AnEmptyOutboxHasNothingToSend) {
  EXPECT_EQ(*outbox_.Find(1), std::nullopt);
  EXPECT_EQ(Ids(outbox_.List(0, 10)), Numbers());
  EXPECT_EQ(Ids(outbox_.ListOfDuty(1)), Numbers());
  EXPECT_EQ(Ids(outbox_.ListAt(kEvent, 10)), Numbers());
  EXPECT_EQ(*outbox_.NextAt(), std::nullopt);
}

TEST_F(OutboxTest, ANewNoticeIsDueAtOnceWhateverItCameWith) {
  InBatch([&](OutboxChange& change) {
    Notice notice = MakeNotice(kEvent);
    notice.id = 99;
    notice.state = NoticeState::kDead;
    EXPECT_EQ(change.Add(notice)->id, 1U);
    EXPECT_EQ(change.Add(MakeNotice(kEvent))->id, 2U);
    EXPECT_EQ(change.Get(2)->kind, "breach");
    EXPECT_EQ(*outbox_.Find(2), std::nullopt);
  });
  const Notice found = **outbox_.Find(1);
  EXPECT_EQ(found.state, NoticeState::kWaiting);
  EXPECT_EQ(found.next, kEvent);
  EXPECT_EQ(Ids(outbox_.ListAt(kEvent, 10)), (Numbers{1, 2}));
  EXPECT_EQ(Ids(outbox_.ListAt(kEvent + microseconds(-1), 10)), Numbers());
  EXPECT_EQ(*outbox_.NextAt(), kEvent);
}

// The other half of the twin above: the batch is lost.
TEST_F(OutboxTest, WhatWasNotCommittedNeverWas) {
  {
    Staging staging(*store_);
    OutboxChange change(*store_, staging);
    ASSERT_OK(change.Add(MakeNotice(kEvent, 7)));
  }
  EXPECT_EQ(*outbox_.NextAt(), std::nullopt);
  EXPECT_EQ(Ids(outbox_.ListOfDuty(7)), Numbers());
  EXPECT_EQ(Add(kEvent), 1U);
}

TEST_F(OutboxTest, ListsTheOldestFirstAndNotMoreThanAsked) {
  Add(kEvent + hours(2));
  Add(kEvent);
  Add(kEvent + hours(1));
  EXPECT_EQ(Ids(outbox_.ListAt(kEvent + hours(2), 10)), (Numbers{2, 3, 1}));
  EXPECT_EQ(Ids(outbox_.ListAt(kEvent + hours(2), 2)), (Numbers{2, 3}));
  EXPECT_EQ(Ids(outbox_.ListAt(kEvent + hours(1), 10)), (Numbers{2, 3}));
}

TEST_F(OutboxTest, ListsByNumberBehindOne) {
  for (int i = 0; i < 5; ++i) {
    Add(kEvent + -hours(i));
  }
  EXPECT_EQ(Ids(outbox_.List(0, 2)), (Numbers{1, 2}));
  EXPECT_EQ(Ids(outbox_.List(2, 10)), (Numbers{3, 4, 5}));
  EXPECT_EQ(Ids(outbox_.List(5, 10)), Numbers());
  EXPECT_EQ(Ids(outbox_.List(std::numeric_limits<uint64_t>::max(), 10)), Numbers());
}

TEST_F(OutboxTest, ListsTheNoticesOfOneDutyAndOfNoOther) {
  Add(kEvent, 1);
  Add(kEvent, 2);
  Add(kEvent, 1);
  Add(kEvent);
  EXPECT_EQ(Ids(outbox_.ListOfDuty(1)), (Numbers{1, 3}));
  EXPECT_EQ(Ids(outbox_.ListOfDuty(2)), Numbers{2});
  EXPECT_EQ(Ids(outbox_.ListOfDuty(0)), Numbers());
}

TEST_F(OutboxTest, LeavesTheQueueWhenNobodyHasToLookAgain) {
  Add(kEvent, 1);
  Change(1, [](Notice& notice) { EXPECT_OK(BeginAttempt(notice, kEvent)); });
  EXPECT_EQ(*outbox_.NextAt(), kEvent + kAttemptMax);
  Change(1, [](Notice& notice) {
    EXPECT_OK(EndAttempt(notice, AttemptEnd::kTaken, "250 ok", std::nullopt, kEvent));
  });
  EXPECT_EQ(*outbox_.NextAt(), std::nullopt);
  EXPECT_TRUE(Keys('q').empty());
  EXPECT_EQ(Ids(outbox_.ListOfDuty(1)), Numbers{1});
}

TEST_F(OutboxTest, ChangesANoticeTwiceInOneBatch) {
  InBatch([&](OutboxChange& change) {
    const Notice added = *change.Add(MakeNotice(kEvent));
    Notice sending = added;
    EXPECT_OK(BeginAttempt(sending, kEvent));
    EXPECT_OK(change.Put(added, sending));
    Notice waiting = *change.Get(1);
    EXPECT_EQ(waiting, sending);
    EXPECT_OK(RecoverAttempt(waiting, kEvent));
    EXPECT_OK(change.Put(sending, waiting));
  });
  EXPECT_EQ(Keys('q'), std::vector<Bytes>{internal::QueueRow(kEvent, 1)});
}

TEST_F(OutboxTest, DoesNotKnowANoticeThatWasNeverAdded) {
  Staging staging(*store_);
  const OutboxChange change(*store_, staging);
  ExpectError(change.Get(1), ErrorKind::kNotFound);
}

TEST_F(OutboxTest, SaysSoWhenARowIsNotWhatItWas) {
  Add(kEvent, 1);
  Add(kEvent, 1);
  const Bytes row = **store_->Find(Space::kDocket, internal::NoticeRow(1));
  const Bytes another = **store_->Find(Space::kDocket, internal::NoticeRow(2));
  for (const Bytes& bad : {Bytes(), row.substr(1), row + '\0', another}) {
    Overwrite(internal::NoticeRow(1), bad);
    ExpectError(outbox_.Find(1), ErrorKind::kCorrupt);
    ExpectError(outbox_.List(0, 10), ErrorKind::kCorrupt);
    ExpectError(outbox_.ListAt(kEvent, 10), ErrorKind::kCorrupt);
    ExpectError(outbox_.ListOfDuty(1), ErrorKind::kCorrupt);
    Staging staging(*store_);
    const OutboxChange change(*store_, staging);
    ExpectError(change.Get(1), ErrorKind::kCorrupt);
  }
  Remove(internal::NoticeRow(1));
  ExpectError(outbox_.ListAt(kEvent, 10), ErrorKind::kCorrupt);
  ExpectError(outbox_.ListOfDuty(1), ErrorKind::kCorrupt);
}

TEST_F(OutboxTest, SaysSoWhenAnIndexOrTheCounterIsNone) {
  Overwrite(Bytes("q\0", 2), "");
  ExpectError(outbox_.NextAt(), ErrorKind::kCorrupt);
  ExpectError(outbox_.ListAt(kEvent, 10), ErrorKind::kCorrupt);
  Overwrite("o1", "");
  ExpectError(outbox_.List(0, 10), ErrorKind::kCorrupt);
  Overwrite(Bytes(internal::kNextNoticeIdRow), "1234567");
  Staging staging(*store_);
  OutboxChange change(*store_, staging);
  ExpectError(change.Add(MakeNotice(kEvent)), ErrorKind::kCorrupt);
}

// A runner that is interrupted at will, and a world that answers as it likes.
class OutboxPropertyTest : public OutboxTest, public ::testing::WithParamInterface<unsigned> {
 protected:
  uint64_t Pick(uint64_t below) { return random_() % below; }

  // One step as the runner or somebody else would take it. False: it is refused, and changed
  // nothing.
  bool Step(Notice& notice) {
    const Notice before = notice;
    const bool done = TryStep(notice);
    EXPECT_TRUE(done || notice == before);
    return done;
  }

  bool TryStep(Notice& notice) {
    switch (Pick(8)) {
      case 0:
      case 1:
        return BeginAttempt(notice, now_).has_value();
      case 2:
      case 3:
        return EndAttempt(notice, static_cast<AttemptEnd>(Pick(4)), "reply",
                          Pick(4) == 0 ? std::nullopt : std::optional(now_ + hours(Pick(5))), now_)
            .has_value();
      case 4:
        return RecoverAttempt(notice, now_).has_value();
      case 5:
        return Receive(notice, Pick(2) == 0 ? "acknowledgement" : "deemed", now_).has_value();
      case 6:
        return Bounce(notice, "550").has_value();
      default:
        return FallSilent(notice).has_value();
    }
  }

  void ExpectConsistent(const Notice& notice) {
    const bool is_under_way =
        notice.state == NoticeState::kWaiting || notice.state == NoticeState::kSending;
    EXPECT_FALSE(is_under_way && !notice.next) << "nobody would ever look at it again";
    EXPECT_FALSE(notice.is_over() && notice.next) << "it is over";
    const bool awaits = notice.state == NoticeState::kDispatched && notice.wants_receipt;
    EXPECT_FALSE(awaits && !notice.is_silent && !notice.next) << "silence would not be told";
    EXPECT_EQ(notice.received.has_value(), notice.state == NoticeState::kReceived);
    EXPECT_FALSE(notice.attempts == 0 && notice.state != NoticeState::kWaiting);
  }

  void Compare(const std::vector<Notice>& model) {
    const auto all = outbox_.List(0, model.size() + 1);
    ASSERT_OK(all);
    ASSERT_EQ(*all, model);
    std::vector<Bytes> queue;
    for (const Notice& notice : model) {
      ExpectConsistent(notice);
      if (notice.next) {
        queue.push_back(internal::QueueRow(*notice.next, notice.id));
      }
    }
    std::ranges::sort(queue);
    EXPECT_EQ(Keys('q'), queue) << "in the queue if and only if somebody has to look again";
    const auto next = outbox_.NextAt();
    ASSERT_OK(next);
    EXPECT_EQ(next->has_value(), !queue.empty());
    const auto come = outbox_.ListAt(now_, 1000);
    ASSERT_OK(come);
    EXPECT_EQ(static_cast<int64_t>(come->size()),
              std::ranges::count_if(model, [&](const Notice& notice) {
                return notice.next && *notice.next <= now_;
              }));
  }

  // Whoever looks at a notice because its instant has come takes it a step further.
  void Attend(Notice& notice) {
    if (notice.state == NoticeState::kWaiting) {
      EXPECT_OK(BeginAttempt(notice, now_));
    } else if (notice.state == NoticeState::kSending) {
      if (Pick(3) == 0) {
        EXPECT_OK(RecoverAttempt(notice, now_));
      } else {
        const bool give_up = notice.attempts > 5;
        EXPECT_OK(EndAttempt(notice, static_cast<AttemptEnd>(Pick(4)), "reply",
                             give_up ? std::nullopt : std::optional(now_ + minutes(Pick(60))),
                             now_));
      }
    } else {
      EXPECT_OK(FallSilent(notice));
    }
  }

  std::mt19937_64 random_{GetParam()};
  Instant now_ = kEvent;
};

INSTANTIATE_TEST_SUITE_P(Seeds, OutboxPropertyTest, ::testing::Range(1U, 7U));

TEST_P(OutboxPropertyTest, NoNoticeIsLostWhateverHappensInWhateverOrder) {
  std::vector<Notice> model;
  for (int round = 0; round < 120; ++round) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()) + ", round " + std::to_string(round));
    now_ = now_ + minutes(Pick(200)) + microseconds(Pick(1000));
    Staging staging(*store_);
    OutboxChange change(*store_, staging);
    std::vector<Notice> next = model;
    for (uint64_t steps = 1 + Pick(5); steps > 0; --steps) {
      if (next.empty() || Pick(5) == 0) {
        Notice notice = MakeNotice(now_, Pick(3));
        notice.wants_receipt = Pick(2) == 0;
        notice.is_urgent = Pick(2) == 0;
        next.push_back(*change.Add(notice));
        continue;
      }
      const Notice before = next[Pick(next.size())];
      Notice after = before;
      if (Step(after)) {
        ASSERT_OK(change.Put(before, after));
        next[before.id - 1] = after;
      }
    }
    if (Pick(5) != 0) {  // else the machine stopped before the commit
      Commit(staging);
      model = std::move(next);
    }
    Compare(model);
    if (HasFailure()) {
      return;
    }
  }
}

TEST_P(OutboxPropertyTest, EveryNoticeComesToAnEndThoughTheRunnerIsInterrupted) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  for (int i = 0; i < 20; ++i) {
    InBatch([&](OutboxChange& change) {
      Notice notice = MakeNotice(now_);
      notice.wants_receipt = Pick(2) == 0;
      EXPECT_OK(change.Add(notice));
    });
  }
  int rounds = 0;
  while (const std::optional<Instant> at = *outbox_.NextAt()) {
    ASSERT_LT(++rounds, 10'000);
    now_ = std::max(now_, *at);
    Staging staging(*store_);
    OutboxChange change(*store_, staging);
    const auto come = outbox_.ListAt(now_, 1 + Pick(5));
    ASSERT_OK(come);
    ASSERT_FALSE(come->empty());
    for (const Notice& before : *come) {
      Notice after = before;
      Attend(after);
      ASSERT_OK(change.Put(before, after));
    }
    if (Pick(4) != 0) {
      Commit(staging);
    }
    ASSERT_FALSE(HasFailure());
  }
  const auto notices = outbox_.List(0, 100);
  ASSERT_OK(notices);
  EXPECT_EQ(notices->size(), 20U);
  for (const Notice& notice : *notices) {
    EXPECT_TRUE(notice.state == NoticeState::kDispatched || notice.state == NoticeState::kDead)
        << Name(notice.state);
    EXPECT_EQ(notice.is_silent, notice.wants_receipt && notice.state == NoticeState::kDispatched);
  }
}

}  // namespace
}  // namespace mandat
