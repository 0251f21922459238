// SPDX-License-Identifier: Apache-2.0
// Each rule with its twin: one fact less, and nothing is unusual.
#include "service/unusual.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Instant kNow = *Instant::Parse("2026-03-31T16:30:00Z");  // a Tuesday

// The work of one credential, in order.
class Diary {
 public:
  struct Act {
    Instant at;
    uint32_t people = 1;
    std::string purpose = "support";
    std::string collection = "contacts";
    Outcome outcome = Outcome::kDone;
    Bytes actor = Bytes(8, 'a');
  };

  void Add(Act act) { acts_.push_back(std::move(act)); }

  // Ten people an hour, 9 to 17, on so many of the days before the last.
  void AddOrdinaryDays(int days) {
    for (int day = days + 1; day >= 2; --day) {
      for (int hour = 9; hour < 17; ++hour) {
        Add({*Instant::Parse("2026-03-31T00:00:00Z") + -hours(24 * day) + hours(hour), 10});
      }
    }
  }

  std::vector<UnusualFinding> Judge(UnusualLimits limits = {}, std::set<Bytes> erased = {}) const {
    UnusualSearch search(limits, kNow, std::move(erased));
    uint64_t entry = 0;
    for (const Act& act : acts_) {
      Bytes people;
      for (uint32_t i = 0; i < act.people; ++i) {
        people += IdOf(i);
      }
      Touch touch;
      touch.entry = {entry++};
      touch.at = act.at;
      touch.outcome = act.outcome;
      touch.actor = act.actor;
      touch.act = "consult";
      touch.purpose = act.purpose;
      touch.collection = act.collection;
      touch.people = people;
      search.Take(touch);
    }
    return std::move(search).Finish();
  }

  static Bytes IdOf(uint32_t number) {
    Bytes id(12, '\x41');
    AppendBigEndian32(id, number);
    return id;
  }

 private:
  std::vector<Act> acts_;
};

std::vector<std::string> References(const std::vector<UnusualFinding>& findings) {
  std::vector<std::string> references;
  for (const UnusualFinding& finding : findings) {
    references.push_back(finding.Reference());
  }
  return references;
}

const std::string kActor = "6161616161616161";
using Found = std::vector<std::string>;

class UnusualTest : public ::testing::Test {
 protected:
  UnusualTest() { diary_.AddOrdinaryDays(20); }
  Found Judge() { return References(diary_.Judge()); }

  Diary diary_;
  const Instant today_ = *Instant::Parse("2026-03-31T10:00:00Z");
};

// Covers: GDPR Art. 33(2). Covers: GDPR Art. 32(1)(b).
TEST_F(UnusualTest, ManyTimesThePeopleOfItsOwnHoursAreUnusual) {
  diary_.Add({today_, 101});
  const std::vector<UnusualFinding> found = diary_.Judge();
  ASSERT_EQ(References(found), Found{kActor + "/volume/2026-03-31"});
  EXPECT_EQ(found[0].words,
            "101 people in the hour from 2026-03-31T10:00:00Z; its busiest hour of a day has 10 in "
            "the median of 20 days");
  EXPECT_EQ(found[0].entries_count, 1U);
  EXPECT_EQ(found[0].first.value, 160U);
  EXPECT_EQ(found[0].Format(),
            "volume, credential " + kActor + ": " + found[0].words + "; 1 entries from 160 to 160");
}

TEST_F(UnusualTest, NoFewerThanTheFloorAre) {
  diary_.Add({today_, 100});
  EXPECT_EQ(Judge(), Found());
}

TEST_F(UnusualTest, ThePeopleOfAnHourCountOnce) {
  for (int i = 0; i < 3; ++i) {
    diary_.Add({today_ + minutes(i), 100});
  }
  EXPECT_EQ(Judge(), Found());
}

TEST_F(UnusualTest, APeakOfEveryDayIsUsual) {
  Diary diary;
  for (int day = 20; day >= 1; --day) {
    diary.Add({today_ + -hours(24 * day), 5000});
  }
  diary.Add({today_, 25'000});
  EXPECT_EQ(References(diary.Judge()), Found());
  diary.Add({today_ + hours(1), 25'001});
  EXPECT_EQ(References(diary.Judge()), Found{kActor + "/volume/2026-03-31"});
}

TEST_F(UnusualTest, OnePeakOfLongAgoIsNot) {
  Diary diary;
  diary.Add({today_ + -hours(24 * 25), 5000});
  for (int day = 20; day >= 1; --day) {
    diary.Add({today_ + -hours(24 * day), 10});
  }
  diary.Add({today_, 500});
  EXPECT_EQ(References(diary.Judge()), Found{kActor + "/volume/2026-03-31"});
}

TEST_F(UnusualTest, AnHourOfTheWeekInWhichItNeverWorkedIsUnusual) {
  diary_.Add({*Instant::Parse("2026-03-31T02:10:00Z")});
  const std::vector<UnusualFinding> found = diary_.Judge();
  ASSERT_EQ(References(found), Found{kActor + "/hour/2026-03-31"});
  EXPECT_EQ(found[0].words,
            "worked in the hour from Tuesday 02:00 UTC, in or beside which it had not worked in 28 "
            "days");
}

TEST_F(UnusualTest, AnHourBesideTheOnesItWorksInIsNot) {
  diary_.Add({*Instant::Parse("2026-03-31T08:10:00Z")});
  EXPECT_EQ(Judge(), Found());
}

TEST_F(UnusualTest, APurposeThatItNeverHadIsUnusual) {
  diary_.Add({.at = today_, .purpose = "billing"});
  diary_.Add({.at = today_, .purpose = "billing"});
  const std::vector<UnusualFinding> found = diary_.Judge();
  ASSERT_EQ(References(found), Found{kActor + "/purpose/2026-03-31"});
  EXPECT_EQ(found[0].words, "worked for the purpose billing, as never in 28 days");
  EXPECT_EQ(found[0].entries_count, 2U);
}

TEST_F(UnusualTest, APurposeThatItHadOnceIsNot) {
  Diary diary;
  diary.Add({.at = today_ + -hours(24 * 28), .purpose = "billing"});
  diary.AddOrdinaryDays(20);
  diary.Add({.at = today_, .purpose = "billing"});
  EXPECT_EQ(References(diary.Judge()), Found());
}

TEST_F(UnusualTest, ACollectionThatItNeverTouchedIsUnusual) {
  diary_.Add({.at = today_, .collection = "logs"});
  EXPECT_EQ(Judge(), Found{kActor + "/collection/2026-03-31"});
}

TEST_F(UnusualTest, WhatWasRefusedTouchedNobody) {
  for (const Outcome outcome :
       {Outcome::kRefused, Outcome::kUndecided, Outcome::kAbsent, Outcome::kGone}) {
    diary_.Add({today_ + -hours(8), 5000, "billing", "logs", outcome});
  }
  EXPECT_EQ(Judge(), Found());
}

TEST_F(UnusualTest, WhoeverWasErasedDoesNotCount) {
  diary_.Add({today_, 101});
  EXPECT_EQ(References(diary_.Judge({}, {Diary::IdOf(7)})), Found());
  EXPECT_EQ(References(diary_.Judge({}, {Diary::IdOf(5000)})),
            Found{kActor + "/volume/2026-03-31"});
}

TEST_F(UnusualTest, ACredentialWithoutHistoryIsNotJudged) {
  for (const auto& [days, count] : {std::pair<int, size_t>{6, 0}, {7, 4}}) {
    Diary diary;
    diary.AddOrdinaryDays(days);
    diary.Add({today_ + -hours(8), 5000, "billing", "logs"});
    EXPECT_EQ(diary.Judge().size(), count) << days;
  }
}

TEST_F(UnusualTest, AnotherCredentialsWorkIsNotItsOwn) {
  Diary diary;
  diary.AddOrdinaryDays(20);
  diary.Add({.at = today_ + -hours(48), .purpose = "billing", .actor = Bytes(8, 'b')});
  diary.Add({.at = today_, .purpose = "billing"});
  EXPECT_EQ(References(diary.Judge()), Found{kActor + "/purpose/2026-03-31"});
}

TEST_F(UnusualTest, TheHouseIsNobodysCredential) {
  for (int day = 20; day >= 0; --day) {
    diary_.Add({.at = today_ + -hours(24 * day), .people = day == 0 ? 5000U : 1U, .actor = {}});
  }
  EXPECT_EQ(Judge(), Found());
}

TEST_F(UnusualTest, WhatHappenedBefore28DaysIsForgotten) {
  UnusualSearch search({}, kNow, {});
  EXPECT_EQ(search.from().Format(), "2026-03-02T16:00:00Z");
}

}  // namespace
}  // namespace mandat
