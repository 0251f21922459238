// SPDX-License-Identifier: Apache-2.0
// The worst start, against loops that count days one by one and share nothing with the search.
#include <algorithm>
#include <optional>

#include "chain/chain_test_util.h"
#include "chain/small_chain_test_util.h"

namespace mandat {
namespace {

using std::chrono::days;

const Calendar& Belgium() {
  static const Calendar belgium = *Calendar::Get("BE");
  return belgium;
}

bool IsWorked(Day day) {
  const std::chrono::weekday weekday{day};
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday &&
         !*Belgium().IsHoliday(day);
}

Day WorkingDaysAfter(Day day, int count) {
  while (count > 0) {
    day += days(1);
    count -= IsWorked(day) ? 1 : 0;
  }
  return day;
}

Day DaysAfterExtended(Day day, int count) {
  day += days(count);
  while (!IsWorked(day)) {
    day += days(1);
  }
  return day;
}

Day On(const std::string& text) { return *ParseDate(text); }

// The least of `spare` over all starts, and the starts that have it.
struct Naive {
  days least = days::max();
  std::vector<Day> starts;
};

template <class Spare>
Naive Search(Day from, Day until, const Spare& spare) {
  Naive naive;
  for (Day day = from; day < until; day += days(1)) {
    const days here = spare(day);
    if (here < naive.least) {
      naive = {here, {}};
    }
    if (here == naive.least) {
      naive.starts.push_back(day);
    }
  }
  return naive;
}

Day StartOf(const ChainReport& report, const Link& link) {
  return report.zone_downstream.DayOf(link.timeline->start);
}

// Covers: Reg. 1182/71 Art. 3(4).
TEST(NaiveTest, FindsTheWorstStartOfWorkingDaysAgainstDays) {
  std::string upstream = SmallUpstream();
  upstream = With(upstream, "within: 5 working-days", "within: 14 days");
  const std::string downstream =
      With(SmallDownstream(), "within: 2 working-days", "within: 10 working-days");
  const ChainReport report = CheckSmall(upstream, downstream);
  const Link& link = LinkIn(report, "requests");
  const Naive naive = Search(report.from, report.until, [](Day day) {
    return DaysAfterExtended(day, 14) - WorkingDaysAfter(day, 10);
  });
  EXPECT_EQ(link.verdict, Verdict::kFails);
  EXPECT_EQ(*link.spare, naive.least) << FormatText(report);
  EXPECT_NE(std::ranges::find(naive.starts, StartOf(report, link)), naive.starts.end());
  EXPECT_EQ(link.timeline->starts_count, 2190U);
}

// Ten working days of Belgium from Thursday before Christmas 2026 end in the next year, because
// two Fridays are holidays; fourteen days end with the old one.
TEST(NaiveTest, TheCounterExampleOfAnAutumnIsChristmas) {
  const std::string upstream = With(SmallUpstream(), "within: 5 working-days", "within: 14 days");
  const std::string downstream =
      With(SmallDownstream(), "within: 2 working-days", "within: 10 working-days");
  const ChainReport report =
      CheckSmall(upstream, downstream, {.from = On("2026-11-20"), .years = 1});
  const Link& link = LinkIn(report, "requests");
  EXPECT_EQ(StartOf(report, link), On("2026-12-17"));
  EXPECT_EQ(link.timeline->upstream.Format(), "2026-12-31T23:00:00Z");
  EXPECT_EQ(link.timeline->downstream->Format(), "2027-01-04T23:00:00Z");
  EXPECT_EQ(*link.spare, days(-4));
  const std::string text = FormatText(report);
  EXPECT_NE(text.find("Kerstmis"), std::string::npos) << text;
  EXPECT_NE(text.find("Nieuwjaar"), std::string::npos) << text;
}

// A window of working days that starts on a Saturday is over when that of days is still extended.
TEST(NaiveTest, AnObjectionOfEasterComesTooLate) {
  const std::string downstream =
      With(SmallDownstream(), "within: 21 days", "within: 10 working-days");
  const ChainReport report = CheckSmall(SmallUpstream(), downstream);
  const Link& link = LinkIn(report, "objection");
  const Naive naive = Search(report.from, report.until, [](Day day) {
    return WorkingDaysAfter(day, 10) - DaysAfterExtended(day, 14);
  });
  EXPECT_EQ(*link.spare, naive.least);
  EXPECT_NE(std::ranges::find(naive.starts, StartOf(report, link)), naive.starts.end());
  EXPECT_EQ(StartOf(report, link), On("2026-03-21")) << FormatText(report);
  EXPECT_EQ(link.timeline->downstream->Format(), "2026-04-03T22:00:00Z");
  EXPECT_EQ(link.timeline->upstream.Format(), "2026-04-07T22:00:00Z");
  // The remedy is enough, and one less is not.
  EXPECT_EQ(link.remedy,
            "amend 27.3 downstream to at least 11 working-days, or shorten 7.3 upstream");
  for (const auto& [window, verdict] : {std::pair("within: 11 working-days", Verdict::kKept),
                                        std::pair("within: 10 working-days", Verdict::kFails)}) {
    const ChainReport again =
        CheckSmall(SmallUpstream(), With(SmallDownstream(), "within: 21 days", window));
    EXPECT_EQ(LinkIn(again, "objection").verdict, verdict) << window;
  }
}

// Hours run on through the change of clocks: every full hour of the search has the same margin.
TEST(NaiveTest, HoursHaveOneMarginAtEveryStart) {
  const ChainReport report = CheckSmall(SmallUpstream(), SmallDownstream());
  const Link& link = LinkIn(report, "breach");
  EXPECT_EQ(*link.spare, std::chrono::hours(12));
  EXPECT_EQ(link.timeline->starts_count, 17520U);
}

// Covers: GDPR Art. 28(2).
TEST(NaiveTest, OurOwnDelayInTellingCountsAgainstTheWindow) {
  const std::string instance =
      std::string(kInstance) +
      "house-rules:\n  - {term: sub-processors.notice, within: 8 days, by: Ada Example, on: "
      "2025-12-15, why: a test}\n";
  const std::string upstream =
      With(SmallUpstream(), "  objection: {within: 14 days, from: receipt-of-notice",
           "  notice: {text: Told before, clause: \"7.4\"}\n  objection: {within: 14 days, from: "
           "receipt-of-notice");
  const auto report = CheckChain(Parsed(upstream, instance),
                                 Parsed(SmallDownstream(), SmallDownstreamInstance()), {});
  ASSERT_TRUE(report) << report.error().message;
  const Link& link = LinkIn(*report, "objection");
  EXPECT_EQ(link.verdict, Verdict::kFails) << FormatText(*report);
  EXPECT_EQ(LinkIn(CheckSmall(upstream, SmallDownstream()), "objection").verdict, Verdict::kKept);
}

TEST(NaiveTest, RefusesWhatCannotBeSearched) {
  const Agreement upstream = Parsed(SmallUpstream(), std::string(kInstance));
  const Agreement downstream = Parsed(SmallDownstream(), SmallDownstreamInstance());
  EXPECT_EQ(CheckChain(upstream, downstream, {.years = 0}).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(CheckChain(upstream, downstream, {.years = 11}).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(CheckChain(upstream, downstream, {.subprocessor = "nobody"}).error().kind,
            ErrorKind::kNotFound);
  EXPECT_EQ(CheckChain(upstream, upstream, {}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(CheckChain(upstream, downstream, {.from = Day(days(84000)), .years = 10}).error().kind,
            ErrorKind::kInvalid);
}

}  // namespace
}  // namespace mandat
