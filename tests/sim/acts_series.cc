// SPDX-License-Identifier: Apache-2.0
// Points that come in time, late, twice and too late, and what is read of them.
#include <algorithm>
#include <array>

#include "sim/acts.h"
#include "sim/caller.h"
#include "sim/marks.h"

namespace mandat::sim {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr size_t kSeriesMax = 14;   // in an agreement; then those that are there get more
constexpr size_t kPointsMax = 9;    // of a series in a call
constexpr size_t kBurstCalls = 17;  // for one day, so that chunks are merged
constexpr size_t kPagesMax = 3;

// What one call brings for one series.
struct Fresh {
  KnownSeries series;
  Meters::Points points;
};

PointTable TableOf(const Meters::Points& points) {
  static const PointColumns columns = std::make_shared<const std::vector<PointColumn>>(
      std::vector<PointColumn>{{"power", FieldType::kInteger}, {"level", FieldType::kDecimal}});
  PointTable table(columns);
  uint32_t mark = 0;
  for (const auto& [at, point] : points) {
    const std::array<PointValue, 2> values{
        PointValue::Integer(point.power),
        point.level ? PointValue::Decimal(*point.level) : PointValue()};
    table.Add(at, values, ++mark);
  }
  return table;
}

KnownPoint DrawPoint(Chance& chance) {
  KnownPoint point{.power = kPointMark + static_cast<int64_t>(chance.Below(65'536))};
  if (chance.OneIn(2)) {
    point.level = static_cast<double>(chance.Below(4'000)) * 0.25;
  }
  return point;
}

// By whole seconds, so that instants meet.
Instant WholeSecond(Instant at) { return Instant{at.micros - at.micros % 1'000'000}; }

// Around an instant; now and then exactly where one stands, or past its retention.
Meters::Points DrawPoints(World& world, const KnownSeries& series, Instant around) {
  Chance& chance = world.chance();
  Meters::Points points;
  for (size_t left = 1 + chance.Below(kPointsMax); left > 0; --left) {
    Instant at = WholeSecond(around + -chance.Between(microseconds(0), hours(5)));
    if (!series.points.empty() && chance.OneIn(5)) {
      auto there = series.points.begin();
      std::advance(there, chance.Below(series.points.size()));
      at = there->first;
    } else if (!points.empty() && chance.OneIn(8)) {
      at = points.back().first;
    } else if (chance.OneIn(40)) {
      at = at + -hours(24 * 40);
    }
    points.emplace_back(at, DrawPoint(chance));
  }
  return points;
}

KnownSeries DrawSeries(World& world, Room& room) {
  Chance& chance = world.chance();
  const std::vector<KnownSeries>& all = room.meters.series();
  const auto live = std::ranges::count(all, false, &KnownSeries::is_gone);
  if (!all.empty() && (static_cast<size_t>(live) >= kSeriesMax || !chance.OneIn(4))) {
    return chance.PickOf(all);
  }
  return KnownSeries{.id = room.people.NextRecord(),
                     .collection = chance.OneIn(3) ? "sensors" : "meters",
                     .person = chance.Below(room.people.people().size())};
}

Instant DrawAround(World& world) {
  Chance& chance = world.chance();
  const Instant now = world.time().Now();
  return chance.OneIn(2) ? now : now + -chance.Between(hours(1), hours(24 * 20));
}

// How many points have to be stored; nothing where one of them is near its expiry.
std::optional<uint64_t> StoredOf(const std::vector<Fresh>& calls, Instant at) {
  uint64_t count = 0;
  for (const Fresh& fresh : calls) {
    std::set<Instant> instants;
    for (const auto& [instant, point] : fresh.points) {
      if (!fresh.series.IsKept(instant, at) && !fresh.series.IsOver(instant, at)) {
        return std::nullopt;
      }
      if (!fresh.series.IsOver(instant, at)) {
        instants.insert(instant);
      }
    }
    count += instants.size();
  }
  return count;
}

// All of it or nothing, however many series and people it is about.
void Append(World& world, Room& room, std::vector<Fresh> calls) {
  bool has_gone = false;
  bool is_frozen = false;
  for (const Fresh& fresh : calls) {
    has_gone =
        has_gone || fresh.series.is_gone || room.people.people()[fresh.series.person].is_erased;
    is_frozen = is_frozen || room.letters.IsFrozen(fresh.series.person);
  }
  const Result<AppendAnswer> answer = world.Do<AppendAnswer>(
      room, {1, 1},
      [&](const auto& agreement, Done<AppendAnswer> done) {
        std::vector<NewPoints> points;
        for (const Fresh& fresh : calls) {
          points.push_back({fresh.series.id, room.people.people()[fresh.series.person].id,
                            TableOf(fresh.points)});
        }
        AppendPoints(As(agreement, "support"),
                     {calls.front().series.collection, std::move(points), 0}, std::move(done));
      },
      [&room, calls] {
        for (const Fresh& fresh : calls) {
          room.meters.Appended(fresh.series, fresh.points);
        }
      });
  world.trouble().Require(!answer || !has_gone, "erased stays erased", "points were stored");
  world.trouble().Require(!answer || !is_frozen, "restricted is frozen", "points were stored");
  if (answer) {
    const std::optional<uint64_t> stored = StoredOf(calls, answer->receipt.at);
    world.trouble().Require(!stored || answer->counts.stored == *stored,
                            "of two points at one instant the one written last counts",
                            std::to_string(answer->counts.stored) + " points were stored");
  }
}

PointsRequest Ask(const KnownSeries& series, Instant from, Instant until, size_t limit) {
  return {series.collection, {series.id, from, until, {}, limit, {}, {}}, {}, false, 0};
}

Result<PointsAnswer> Read(World& world, Room& room, const PointsRequest& request) {
  return world.Do<PointsAnswer>(room, {1, 1}, [&](const auto& agreement, Done<PointsAnswer> done) {
    ReadPoints(As(agreement, "support"), request, std::move(done));
  });
}

void RequireAnswered(World& world, Room& room, const KnownSeries& series,
                     const Result<PointsAnswer>& answer) {
  const bool is_frozen = room.letters.IsFrozen(series.person);
  if (answer) {
    world.trouble().Require(!is_frozen, "restricted is frozen", NameOf(series.key()));
  } else if (IsGone(answer.error())) {
    room.meters.RequireNone(series, room.book.at());
  } else {
    world.trouble().Require(!IsOfMark(answer.error()) || is_frozen,
                            "what is not restricted is not frozen", NameOf(series.key()));
    world.trouble().Require(answer.error().kind != ErrorKind::kCorrupt,
                            "what was written can be read", NameOf(series.key()));
  }
}

// A range, page by page.
void ReadRange(World& world, Room& room, const KnownSeries& series, Instant from, Instant until) {
  const size_t limit = world.chance().OneIn(2) ? 1'000 : 1 + world.chance().Below(9);
  for (size_t page = 0; page < kPagesMax && !world.trouble().is_broken(); ++page) {
    const Result<PointsAnswer> answer = Read(world, room, Ask(series, from, until, limit));
    RequireAnswered(world, room, series, answer);
    if (!answer) {
      return;
    }
    room.meters.RequirePoints(series, from, until, *answer);
    if (!answer->page.next) {
      return;
    }
    from = *answer->page.next;
  }
}

void List(World& world, Room& room, const KnownSeries& series) {
  const Result<SeriesAnswer> answer =
      world.Do<SeriesAnswer>(room, {1, 1}, [&](const auto& agreement, Done<SeriesAnswer> done) {
        ListSeries(As(agreement, "support"),
                   {series.collection, room.people.people()[series.person].id, {}, 100},
                   std::move(done));
      });
  if (answer) {
    room.meters.RequireListed(series.collection, series.person, *answer);
  }
}

}  // namespace

void ActAppendPoints(World& world, Room& room) {
  Chance& chance = world.chance();
  if (room.people.people().empty()) {
    return ActRegister(world, room);
  }
  const KnownSeries first = DrawSeries(world, room);
  const Instant around = DrawAround(world);
  if (chance.OneIn(20)) {
    const auto day = Instant{around.micros - around.micros % microseconds(hours(24)).count()};
    for (size_t call = 0; call < kBurstCalls && !world.trouble().is_broken(); ++call) {
      Append(world, room, {{first, DrawPoints(world, first, day + minutes(call + 1))}});
    }
    return;
  }
  std::vector<Fresh> calls{{first, DrawPoints(world, first, around)}};
  for (size_t more = chance.Below(3); more > 0; --more) {
    KnownSeries other = DrawSeries(world, room);
    if (other.collection == first.collection && other.id != first.id &&
        std::ranges::none_of(calls,
                             [&](const Fresh& fresh) { return fresh.series.id == other.id; })) {
      calls.push_back({other, DrawPoints(world, other, around)});
    }
  }
  Append(world, room, std::move(calls));
}

void ActReadPoints(World& world, Room& room) {
  Chance& chance = world.chance();
  if (room.meters.series().empty()) {
    return;
  }
  const KnownSeries series = chance.PickOf(room.meters.series());
  const Instant now = std::max(room.book.at(), world.time().Now());
  Instant from{0};
  Instant until = now + hours(1);
  if (!series.points.empty() && chance.OneIn(2)) {
    auto there = series.points.begin();
    std::advance(there, chance.Below(series.points.size()));
    from = there->first;
    until = from + chance.Between(seconds(1), hours(24 * 9));
  }
  const uint64_t kind = chance.Below(5);
  if (kind < 2) {
    return ReadRange(world, room, series, from, until);
  }
  if (kind == 2) {
    return List(world, room, series);
  }
  PointsRequest request = Ask(series, from, until, 10'000);
  if (kind == 3) {
    request.last = true;
  } else {
    request.every = *SpanLength::Parse("PT1H");
    request.query.functions = {"count", "min", "max", "sum"};
  }
  const Result<PointsAnswer> answer = Read(world, room, request);
  RequireAnswered(world, room, series, answer);
  if (answer && request.last) {
    room.meters.RequireLast(series, *answer);
  } else if (answer) {
    room.meters.RequireHours(series, from, until, *answer);
  }
}

void ActEraseSeries(World& world, Room& room) {
  if (room.meters.series().empty()) {
    return;
  }
  const KnownSeries series = world.chance().PickOf(room.meters.series());
  const Result<EraseAnswer> answer = world.Do<EraseAnswer>(
      room, {1, 1},
      [&](const auto& agreement, Done<EraseAnswer> done) {
        EraseSeries(As(agreement, "", "2026-014"), series.collection, series.id, std::move(done));
      },
      [&room, series] { room.meters.Erased(series.id); });
  RequireMayErase(world, room, series.collection, InstantOf(answer));
}

}  // namespace mandat::sim
