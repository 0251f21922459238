// SPDX-License-Identifier: Apache-2.0
// Points that are stored and read, compared with what a map of instants would have.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/series_world.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class SeriesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate(SeriesTexts());
    for (const uint8_t person : {1, 2}) {
      ASSERT_OK(world_.Register(Person(person)));
    }
  }

  Instant now() { return world_.time().Now(); }
  std::vector<MeterPoint> Minutely(size_t count, int64_t first = 0) {
    std::vector<MeterPoint> points;
    for (size_t i = 0; i < count; ++i) {
      const auto n = static_cast<int64_t>(i) + first;
      points.push_back({now() + -minutes(5000 - n), n * n, static_cast<double>(n) / 4, n % 3 == 0});
    }
    return points;
  }

  SeriesWorld world_;
};

TEST_F(SeriesTest, GivesBackWhatWasStored) {
  const std::vector<MeterPoint> points = {
      {now() + -hours(50), 7, 20.5, true},
      {now() + -hours(20), -9'007'199'254'740'991, std::nullopt, std::nullopt},
      {now() + -hours(19), 9'007'199'254'740'991, -0.0, false},
      {now(), 0, 1e300, std::nullopt}};
  const Result<AppendAnswer> answer = world_.Append(1, 1, points);
  ASSERT_OK(answer);
  EXPECT_EQ(answer->counts.stored, 4U);
  EXPECT_EQ(*world_.All(1), points);
  const Entry entry = EntryAt(world_.agreement(), answer->receipt.entry.value);
  EXPECT_EQ(entry.act, "record");
  EXPECT_EQ(entry.units_count, 4U);
  EXPECT_EQ(entry.people_count, 1U);
  EXPECT_EQ(entry.sealed_hash.size(), 32U);
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(*world_.All(1), points);
}

TEST_F(SeriesTest, TakesManySeriesOfManyPeopleInOneEntry) {
  std::vector<NewPoints> points = SeriesWorld::Of(1, 1, Minutely(10));
  points.push_back(std::move(SeriesWorld::Of(2, 2, Minutely(5)).front()));
  points.push_back(std::move(SeriesWorld::Of(3, 1, Minutely(1)).front()));
  const Result<AppendAnswer> answer = world_.StartAppend(std::move(points)).get();
  ASSERT_OK(answer);
  const Entry entry = EntryAt(world_.agreement(), answer->receipt.entry.value);
  EXPECT_EQ(entry.units_count, 16U);
  EXPECT_EQ(entry.people_count, 2U);
  EXPECT_EQ(world_.All(2)->size(), 5U);
}

TEST_F(SeriesTest, ThePointWrittenLastWinsWithinACallAndAcrossCalls) {
  const Instant at = now() + -hours(1);
  const Result<AppendAnswer> answer = world_.Append(1, 1, {{at, 1, 1.0, {}}, {at, 2, {}, true}});
  ASSERT_OK(answer);
  EXPECT_EQ(answer->counts.stored, 1U);
  EXPECT_EQ(answer->counts.replaced, 1U);
  EXPECT_EQ(*world_.All(1), (std::vector<MeterPoint>{{at, 2, {}, true}}));
  ASSERT_OK(world_.Append(1, 1, {{at, 3, {}, {}}}));
  EXPECT_EQ(*world_.All(1), (std::vector<MeterPoint>{{at, 3, {}, {}}}));
}

// Also of calls that share a batch, and of a call that waits while another makes the series.
TEST_F(SeriesTest, CallsOfOneBatchAreInTheirOrder) {
  const Instant at = now() + -hours(1);
  HeldUp held(world_.agreement().gate());
  auto one = world_.StartAppend(SeriesWorld::Of(1, 1, {{at, 1, {}, {}}}));
  auto two = world_.StartAppend(SeriesWorld::Of(1, 1, {{at, 2, {}, {}}}));
  auto stranger = world_.StartAppend(SeriesWorld::Of(1, 2, {{at, 3, {}, {}}}));
  held.StepAside();
  EXPECT_OK(one.get());
  EXPECT_OK(two.get());
  EXPECT_EQ(stranger.get().error().kind, ErrorKind::kConflict);
  EXPECT_EQ(*world_.All(1), (std::vector<MeterPoint>{{at, 2, {}, {}}}));
}

// A naive oracle: a map. Late, repeated and unordered points, in calls of any size.
TEST_F(SeriesTest, HasWhatAMapOfInstantsWouldHave) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 chance(seed);
  std::map<Instant, MeterPoint> oracle;
  const auto draw = [&](uint64_t below) { return chance() % below; };
  for (int call = 0; call < 300; ++call) {
    std::vector<MeterPoint> points;
    for (uint64_t i = draw(draw(8) == 0 ? 200 : 4) + 1; i > 0; --i) {
      MeterPoint point{now() + -seconds(30 * static_cast<int64_t>(draw(6000))),
                       static_cast<int64_t>(draw(1000)) - 500,
                       {},
                       {}};
      if (draw(4) != 0) {
        point.level = draw(2) == 0 ? static_cast<double>(draw(1000)) / 10
                                   : std::ldexp(static_cast<double>(chance()), -40);
      }
      if (draw(3) != 0) {
        point.open = draw(2) == 0;
      }
      points.push_back(point);
      oracle[point.at] = point;
    }
    ASSERT_OK(world_.Append(1, 1, points));
  }
  std::vector<MeterPoint> expected;
  for (const auto& [at, point] : oracle) {
    expected.push_back(point);
  }
  ASSERT_EQ(*world_.All(1), expected);
  for (int i = 0; i < 40; ++i) {
    PointsRequest request = world_.Ask(1);
    request.query.from = now() + -seconds(30 * static_cast<int64_t>(draw(6000)) + 7);
    request.query.until = request.query.from + seconds(draw(90'000));
    request.query.limit = draw(300) + 1;
    std::vector<MeterPoint> page;
    for (auto at = oracle.lower_bound(request.query.from);
         at != oracle.end() && at->first < request.query.until && page.size() < request.query.limit;
         ++at) {
      page.push_back(at->second);
    }
    const Result<PointsAnswer> answer = world_.Find(std::move(request));
    ASSERT_OK(answer);
    ASSERT_EQ(SeriesWorld::PointsOf(answer->page.points), page);
  }
}

// As many chunks as calls would make every read open hundreds of them.
TEST_F(SeriesTest, ChunksOfADayAreMerged) {
  for (int64_t i = 0; i < 300; ++i) {
    ASSERT_OK(world_.Append(1, 1, {{now() + -seconds(600 - i), i, {}, {}}}));
  }
  EXPECT_EQ(world_.All(1)->size(), 300U);
  const size_t chunks = world_.Rows(Space::kSeries).size();
  EXPECT_LE(chunks, 31U);
  EXPECT_EQ(world_.Rows(Space::kIndex, "y").size(), chunks) << "one row for the expiry of each";
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(world_.All(1)->size(), 300U);
}

TEST_F(SeriesTest, PagesGoOnWhereTheyEndedWhateverComesInBetween) {
  const std::vector<MeterPoint> points = Minutely(100);
  ASSERT_OK(world_.Append(1, 1, points));
  PointsRequest request = world_.Ask(1);
  request.query.limit = 33;
  std::vector<MeterPoint> seen;
  for (int page = 0; page < 4; ++page) {
    const Result<PointsAnswer> answer = world_.Find(request);
    ASSERT_OK(answer);
    for (const MeterPoint& point : SeriesWorld::PointsOf(answer->page.points)) {
      seen.push_back(point);
    }
    EXPECT_EQ(answer->page.next.has_value(), page < 3);
    if (answer->page.next) {
      request.query.from = *answer->page.next;
    }
    ASSERT_OK(world_.Append(1, 1, {{points[0].at + -minutes(page + 1), 1, {}, {}}}));
  }
  EXPECT_EQ(seen, points);
}

TEST_F(SeriesTest, GivesTheFieldsThatAreAskedForAndNoOther) {
  ASSERT_OK(world_.Append(1, 1, Minutely(3)));
  PointsRequest request = world_.Ask(1);
  request.query.fields = {"level"};
  const Result<PointsAnswer> answer = world_.Find(request);
  ASSERT_OK(answer);
  ASSERT_EQ(answer->page.points.columns().size(), 1U);
  EXPECT_EQ(answer->page.points.values(2)[0].decimal(), 0.5);
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"colour"}, {"level", "level"}}) {
    request.query.fields = wrong;
    EXPECT_EQ(world_.Find(request).error().kind, ErrorKind::kInvalid);
  }
}

TEST_F(SeriesTest, ComputesWhatTheOracleComputesOverEachSpan) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 chance(seed);
  std::map<Instant, std::vector<double>> spans;
  std::map<Instant, double> oracle;
  for (int call = 0; call < 20; ++call) {
    std::vector<MeterPoint> points;
    for (int i = 0; i < 50; ++i) {
      const Instant at = now() + -seconds(chance() % 100'000);
      const double level = static_cast<double>(chance() % 100'000) / 7;
      points.push_back({at, 1, level, {}});
      oracle[at] = level;
    }
    ASSERT_OK(world_.Append(1, 1, points));
  }
  constexpr int64_t kQuarter = int64_t{15} * 60 * 1'000'000;
  for (const auto& [at, level] : oracle) {
    spans[{at.micros / kQuarter * kQuarter}].push_back(level);
  }
  PointsRequest request = world_.Ask(1);
  request.query.fields = {"level"};
  request.query.functions = {"count", "first", "last", "min", "max", "mean", "sum"};
  request.query.limit = 7;
  request.every = *SpanLength::Parse("PT15M");
  auto expected = spans.begin();
  for (bool more = true; more;) {
    const Result<PointsAnswer> answer = world_.Find(request);
    ASSERT_OK(answer);
    const PointTable& table = answer->page.points;
    for (size_t i = 0; i < table.size(); ++i, ++expected) {
      ASSERT_NE(expected, spans.end());
      const auto& [start, levels] = *expected;
      const auto values = table.values(i);
      EXPECT_EQ(table.at(i), start);
      double sum = 0;
      for (const double level : levels) {
        sum += level;
      }
      EXPECT_EQ(values[0].integer(), static_cast<int64_t>(levels.size()));
      EXPECT_EQ(values[1].decimal(), levels.front());
      EXPECT_EQ(values[2].decimal(), levels.back());
      EXPECT_EQ(values[3].decimal(), *std::ranges::min_element(levels));
      EXPECT_EQ(values[4].decimal(), *std::ranges::max_element(levels));
      EXPECT_NEAR(values[5].decimal(), sum / static_cast<double>(levels.size()), 1e-8);
      EXPECT_NEAR(values[6].decimal(), sum, 1e-6);
    }
    more = answer->page.next.has_value();
    request.query.from = answer->page.next.value_or(now());
  }
  EXPECT_EQ(expected, spans.end());
}

TEST_F(SeriesTest, ACivilDayIsOneOfTheAgreementsZone) {
  AgreementTexts texts = SeriesTexts(2);
  texts.form += "time: {zone: Europe/Brussels, calendar: BE, rules: plain, clause: \"12\"}\n";
  world_.Activate(texts);
  world_.time().Set(*Instant::Parse("2026-03-30T09:00:00Z"));
  // 29 March 2026 has 23 hours in Brussels, from 28 March 23:00Z on.
  std::vector<MeterPoint> points;
  for (Instant at = *Instant::Parse("2026-03-28T22:00:00Z"); at < now(); at = at + hours(1)) {
    points.push_back({at, 1, {}, {}});
  }
  ASSERT_OK(world_.Append(1, 1, points));
  PointsRequest request = world_.Ask(1);
  request.every = *SpanLength::Parse("P1D");
  request.query.functions = {"count"};
  request.query.fields = {"power"};
  const Result<PointsAnswer> answer = world_.Find(request);
  ASSERT_OK(answer);
  const PointTable& table = answer->page.points;
  ASSERT_EQ(table.size(), 3U);
  EXPECT_EQ(table.at(1).Format(), "2026-03-28T23:00:00Z");
  EXPECT_EQ(table.values(0)[0].integer(), 1);
  EXPECT_EQ(table.values(1)[0].integer(), 23);
  EXPECT_EQ(table.at(2).Format(), "2026-03-29T22:00:00Z");
}

TEST_F(SeriesTest, SpansArePartsOfADay) {
  EXPECT_EQ(SpanLength::Parse("PT1H30M")->length, minutes(90));
  EXPECT_FALSE(SpanLength::Parse("PT24H")->civil_day);
  EXPECT_TRUE(SpanLength::Parse("P1D")->civil_day);
  for (const std::string_view wrong : {"", "P", "PT", "PT0M", "PT7M", "PT25H", "P2D", "PT1S", "1H",
                                       "PT1M1H", "PTM", "PT-1M", "PT1.5H", "pt1h", "PT1H "}) {
    EXPECT_FALSE(SpanLength::Parse(wrong)) << wrong;
  }
}

TEST_F(SeriesTest, TheNewestPointIsFoundHoweverLongAgo) {
  PointsRequest request = world_.Ask(1);
  request.last = true;
  EXPECT_EQ(world_.Find(request).error().kind, ErrorKind::kNotFound);
  ASSERT_OK(world_.Append(1, 1, {{now() + -hours(24 * 29), 1, {}, {}}}));
  EXPECT_EQ(world_.Find(request)->page.points.values(0)[0].integer(), 1);
  ASSERT_OK(world_.Append(1, 1, Minutely(5000)));
  ASSERT_OK(world_.Append(1, 1, {{now() + minutes(5), 3, {}, {}}, {now(), 2, {}, {}}}));
  const Result<PointsAnswer> answer = world_.Find(request);
  ASSERT_OK(answer);
  ASSERT_EQ(answer->page.points.size(), 1U);
  EXPECT_EQ(answer->page.points.values(0)[0].integer(), 3);
}

TEST_F(SeriesTest, ListsThePersonsSeriesOfTheCollection) {
  for (const uint8_t series : {3, 1, 2}) {
    ASSERT_OK(world_.Append(series, 1, Minutely(2000)));
  }
  ASSERT_OK(world_.Append(4, 2, Minutely(1)));
  EXPECT_EQ(world_.List(1)->page.series, (std::vector{Record(1), Record(2), Record(3)}));
  const Result<SeriesAnswer> first = world_.List(1, {}, 2);
  ASSERT_OK(first);
  EXPECT_TRUE(first->page.more);
  EXPECT_EQ(world_.List(1, first->page.series.back(), 2)->page.series, (std::vector{Record(3)}));
}

TEST_F(SeriesTest, ACallWithOneBadPointStoresNothing) {
  const std::vector<MeterPoint> good = Minutely(3);
  for (const Instant wrong : {Instant{-1}, now() + minutes(5) + microseconds(1)}) {
    std::vector<MeterPoint> points = good;
    points.push_back({wrong, 1, {}, {}});
    const Result<AppendAnswer> answer = world_.Append(1, 1, points);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::kInvalid);
    EXPECT_TRUE(answer.error().message.starts_with("point 4 lies")) << answer.error().message;
  }
  // One person of two is not registered, belongs elsewhere, or the series is another's.
  ASSERT_OK(world_.Register(Person(3), "staff"));
  ASSERT_OK(world_.Append(5, 2, good));
  for (const auto& [series, person, kind] :
       {std::tuple<uint8_t, uint8_t, ErrorKind>{2, 9, ErrorKind::kNotFound},
        {2, 3, ErrorKind::kInvalid},
        {5, 1, ErrorKind::kConflict}}) {
    std::vector<NewPoints> points = SeriesWorld::Of(1, 1, good);
    points.push_back(std::move(SeriesWorld::Of(series, person, good).front()));
    EXPECT_EQ(world_.StartAppend(std::move(points)).get().error().kind, kind);
  }
  EXPECT_EQ(world_.StartAppend({}).get().error().kind, ErrorKind::kInvalid);
  std::vector<NewPoints> twice = SeriesWorld::Of(1, 1, good);
  twice.push_back(std::move(SeriesWorld::Of(1, 1, good).front()));
  EXPECT_EQ(world_.StartAppend(std::move(twice)).get().error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(world_.All(1).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(
      world_.StartAppend(SeriesWorld::Of(1, 1, good), "support", "", "contacts").get().error().kind,
      ErrorKind::kInvalid)
      << "records are no series";
}

TEST_F(SeriesTest, ARepeatedCallIsDoneOnce) {
  const std::vector<MeterPoint> points = {{now(), 1, {}, {}}, {now(), 2, {}, {}}};
  ASSERT_OK(world_.Append(1, 1, points, "support", "key-1"));
  ASSERT_OK(world_.Append(1, 1, {{now(), 3, {}, {}}}));
  const Result<AppendAnswer> again = world_.Append(1, 1, points, "support", "key-1");
  ASSERT_OK(again);
  EXPECT_TRUE(again->receipt.replayed);
  EXPECT_EQ(again->counts.stored, 1U);
  EXPECT_EQ(again->counts.replaced, 1U);
  EXPECT_EQ(world_.All(1)->front().power, 3);
}

}  // namespace
}  // namespace mandat
