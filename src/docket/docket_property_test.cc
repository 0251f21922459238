// SPDX-License-Identifier: Apache-2.0
// The docket beside a plain list of duties that goes through the same acts; the seed is printed on
// failure. Invariant (no clock is lost).
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "docket/docket.h"
#include "docket/docket_test_util.h"
#include "docket/internal/rows.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

// What the docket is compared with.
struct Model {
  std::vector<Duty> duties;
  std::vector<std::vector<DutyChange>> histories;

  std::optional<Instant> NextFiring() const {
    std::optional<Instant> next;
    for (const Duty& duty : duties) {
      if (!duty.firings.empty() && (!next || duty.firings.front().at < *next)) {
        next = duty.firings.front().at;
      }
    }
    return next;
  }
  std::vector<Duty> DueBefore(std::optional<Instant> before) const {
    std::vector<Duty> open;
    std::ranges::copy_if(duties, std::back_inserter(open), [&](const Duty& duty) {
      return duty.is_open() && (!before || (duty.due && *duty.due < *before));
    });
    std::ranges::sort(open, {}, [](const Duty& duty) {
      return std::pair(duty.due.value_or(Instant{internal::kNever}), duty.id);
    });
    return open;
  }
};

class DocketPropertyTest : public DocketWorld, public ::testing::WithParamInterface<unsigned> {
 protected:
  uint64_t Pick(uint64_t below) { return random_() % below; }

  void OpenOne(DocketChange& docket, Model& model) {
    Duty duty = MakeDuty(std::nullopt);
    duty.from.effective = now_ + -microseconds(hours(Pick(200)));
    duty.from.entered = now_;
    if (Pick(8) != 0) {
      // Ties are wanted: whole hours on a coarse raster.
      duty.due = duty.from.effective + hours(12 * (1 + Pick(20)));
    }
    if (duty.due && Pick(2) == 0) {
      duty.last_day = *duty.due + -hours(10);
    }
    const Result<Duty> opened = docket.Open(duty);
    ASSERT_OK(opened);
    ASSERT_EQ(opened->id, model.duties.size() + 1);
    model.duties.push_back(*opened);
    model.histories.push_back({docket.changes().back().change});
  }

  // The same act on both: they agree on whether it may be done, and on what comes of it.
  void ChangeOne(DocketChange& docket, Model& model) {
    if (model.duties.empty()) {
      return;
    }
    Duty& duty = model.duties[Pick(model.duties.size())];
    DutyChange change = MakeChange(static_cast<DutyAct>(1 + Pick(9)), now_);
    if (change.act == DutyAct::kFire) {
      return;
    }
    change.effective = now_ + -microseconds(minutes(Pick(600)));
    if (change.act == DutyAct::kExtend || change.act == DutyAct::kRevise) {
      change.due = now_ + microseconds(hours(Pick(100))) + -microseconds(hours(20));
    }
    DutyChange expected = change;
    expected.entry = docket_entry_;
    const Result<Duty> after = Apply(duty, expected);
    const Result<Duty> changed = docket.Change(duty.id, change);
    ASSERT_EQ(changed.has_value(), after.has_value());
    if (after) {
      EXPECT_EQ(*changed, *after);
      model.histories[duty.id - 1].push_back(expected);
      duty = *after;
    } else {
      EXPECT_EQ(changed.error().kind, after.error().kind);
    }
  }

  void FireSome(DocketChange& docket, Model& model) {
    const size_t before = docket.changes().size();
    ASSERT_OK(docket.Fire(now_, before + 1 + Pick(20)));
    for (size_t i = before; i < docket.changes().size(); ++i) {
      DutyChange change = docket.changes()[i].change;
      Duty& duty = model.duties[change.duty - 1];
      ASSERT_FALSE(duty.firings.empty());
      EXPECT_LE(duty.firings.front().at, now_) << "fired too early";
      EXPECT_EQ(Firing({*change.reminder, *change.planned}), duty.firings.front());
      DutyChange again = change;
      const Result<Duty> after = Apply(duty, again);
      ASSERT_OK(after);
      EXPECT_EQ(again, change);
      duty = *after;
      model.histories[duty.id - 1].push_back(change);
    }
  }

  void Compare(const Model& model) {
    const Docket docket(*store_);
    size_t due_rows = 0;
    size_t firing_rows = 0;
    for (const Duty& duty : model.duties) {
      const auto found = docket.Find(duty.id);
      ASSERT_OK(found);
      ASSERT_TRUE(*found);
      EXPECT_EQ(**found, duty);
      const auto history = docket.History(duty.id);
      ASSERT_OK(history);
      EXPECT_EQ(*history, model.histories[duty.id - 1]);
      due_rows += duty.is_open() ? 1 : 0;
      firing_rows += duty.firings.empty() ? 0 : 1;
    }
    EXPECT_EQ(Keys('u').size(), due_rows) << "an index dangles";
    EXPECT_EQ(Keys('f').size(), firing_rows) << "an index dangles";
    EXPECT_EQ(Keys('d').size(), model.duties.size());
    const auto next = docket.NextFiring();
    ASSERT_OK(next);
    EXPECT_EQ(*next, model.NextFiring());
    ComparePages(docket, model);
  }

  void ComparePages(const Docket& docket, const Model& model) {
    std::optional<Instant> before;
    if (Pick(2) == 0) {
      before = now_ + microseconds(hours(Pick(300))) + -microseconds(hours(100));
    }
    const size_t size = 1 + Pick(7);
    std::vector<Duty> all;
    std::optional<DutyCursor> after;
    do {
      const auto page = docket.ListDue(before, after, size);
      ASSERT_OK(page);
      all.insert(all.end(), page->duties.begin(), page->duties.end());
      after = page->next;
    } while (after);
    EXPECT_EQ(all, model.DueBefore(before));
  }

  std::mt19937_64 random_{GetParam()};
  Instant now_ = kEvent;
  uint64_t docket_entry_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Seeds, DocketPropertyTest, ::testing::Range(1U, 7U));

TEST_P(DocketPropertyTest, AgreesWithAPlainListWhateverIsDone) {
  Model model;
  for (int round = 0; round < 80; ++round) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()) + ", round " + std::to_string(round));
    now_ = now_ + microseconds(hours(Pick(20))) + microseconds(Pick(1000));
    Staging staging(*store_);
    DocketChange docket(*store_, staging, EntryIndex{++docket_entry_});
    Model next = model;
    for (uint64_t acts = Pick(6); acts > 0; --acts) {
      Pick(3) == 0 ? OpenOne(docket, next) : ChangeOne(docket, next);
    }
    FireSome(docket, next);
    if (Pick(10) != 0) {  // else the machine stopped before the commit
      Commit(staging);
      model = std::move(next);
    }
    Compare(model);
    if (HasFailure()) {
      return;
    }
  }
}

// Whatever happened before: once nobody does anything any more, every reminder is said, each once.
TEST_P(DocketPropertyTest, EveryReminderFiresExactlyOnceThoughBatchesAreLost) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  Model model;
  {
    Staging staging(*store_);
    DocketChange docket(*store_, staging, EntryIndex{1});
    for (int i = 0; i < 40; ++i) {
      OpenOne(docket, model);
    }
    Commit(staging);
  }
  size_t planned = 0;
  for (const Duty& duty : model.duties) {
    planned += duty.firings.size();
  }
  size_t fired = 0;
  while (const std::optional<Instant> at = *Docket(*store_).NextFiring()) {
    now_ = std::max(now_, *at) + microseconds(hours(Pick(30)));
    Staging staging(*store_);
    DocketChange docket(*store_, staging, EntryIndex{++docket_entry_});
    Model next = model;
    FireSome(docket, next);
    ASSERT_FALSE(docket.changes().empty()) << "a reminder is due that does not fire";
    if (Pick(4) != 0) {
      Commit(staging);
      fired += docket.changes().size();
      model = std::move(next);
    }
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_EQ(fired, planned);
  for (const Duty& duty : model.duties) {
    EXPECT_EQ(duty.missed, duty.due.has_value());
  }
}

}  // namespace
}  // namespace mandat
