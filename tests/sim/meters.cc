// SPDX-License-Identifier: Apache-2.0
#include "sim/meters.h"

#include <algorithm>

namespace mandat::sim {
namespace {

using std::chrono::hours;

constexpr int64_t kHourMicros = int64_t{3600} * 1'000'000;
constexpr int64_t kDayMicros = 24 * kHourMicros;

std::string NameOf(const KnownSeries& series) { return sim::NameOf(series.key()); }

// What a page by the hour has to say of one hour, if nothing in it is near its expiry.
struct Hour {
  size_t least_count = 0;
  size_t most_count = 0;
  int64_t least = 0;
  int64_t most = 0;
  double sum = 0;
};

std::map<Instant, Hour> HoursOf(const KnownSeries& series, Instant from, Instant until,
                                Instant at) {
  std::map<Instant, Hour> found;
  for (auto point = series.points.lower_bound(from);
       point != series.points.end() && point->first < until; ++point) {
    if (series.is_gone || series.IsOver(point->first, at)) {
      continue;
    }
    Hour& hour = found[Instant{point->first.micros - point->first.micros % kHourMicros}];
    const int64_t power = point->second.power;
    hour.least = hour.most_count == 0 ? power : std::min(hour.least, power);
    hour.most = hour.most_count == 0 ? power : std::max(hour.most, power);
    hour.sum += point->second.level.value_or(0);
    ++hour.most_count;
    hour.least_count += series.IsKept(point->first, at) && point->second.is_sure ? 1 : 0;
  }
  return found;
}

// Of a row of Space::kSeries: person, collection 00 series, day, sequence.
std::optional<std::pair<UnitKey, uint32_t>> PlaceOf(ByteView row) {
  const ByteView rest = row.substr(std::min(row.size(), SubjectId::kBytes));
  const size_t end = rest.find('\0');
  if (end == ByteView::npos || rest.size() != end + 1 + RecordId::kBytes + 4 + 8) {
    return std::nullopt;
  }
  return std::pair(UnitKey(std::string(rest.substr(0, end)),
                           *RecordId::Decode(rest.substr(end + 1, RecordId::kBytes))),
                   ReadBigEndian32(rest.substr(end + 1 + RecordId::kBytes)));
}

}  // namespace

void Meters::Appended(const KnownSeries& series, const Points& points) {
  const Instant at = held_.at();
  auto found = std::ranges::find(series_, series.id, &KnownSeries::id);
  if (found == series_.end()) {
    series_.push_back(series);
    found = series_.end() - 1;
  }
  held_.Met(found->key(), {found->person});
  for (const auto& [instant, point] : points) {
    if (found->IsOver(instant, at)) {
      continue;  // past its retention when it came
    }
    KnownPoint& fresh = found->points[instant];
    fresh = point;
    fresh.is_sure = found->IsKept(instant, at);
    fresh.purges_before = purges_count_;
  }
}

void Meters::Erased(const RecordId& series) {
  const auto found = std::ranges::find(series_, series, &KnownSeries::id);
  if (found == series_.end() || found->is_gone) {
    return;
  }
  const bool was_there = std::ranges::any_of(found->points, [&](const auto& point) {
    return point.second.is_sure && found->IsKept(point.first, held_.at());
  });
  if (was_there) {
    held_.Touched(found->key(), {found->person}, "");
  }
  found->is_gone = true;
  found->points.clear();
}

void Meters::ErasedPerson(size_t person) {
  for (const KnownSeries& series : series_) {
    if (series.person == person) {
      Erased(series.id);
    }
  }
}

void Meters::Purged(Instant until, Instant now) {
  ++purges_count_;
  for (KnownSeries& series : series_) {
    std::erase_if(series.points, [&](const auto& point) {
      const bool is_purged =
          series.IsOver(point.first, until) && point.second.purges_before < purges_count_;
      if (is_purged && point.second.is_sure) {
        held_.Expired(series.key(), {series.person}, "", point.first + hours(29 * 24), now);
      }
      return is_purged;
    });
  }
}

void Meters::RequirePoint(const KnownSeries& series, const PointTable& table, size_t row,
                          Instant at) const {
  const Instant instant = table.at(row);
  const std::string which = NameOf(series) + " of " + instant.Format() + " at " + at.Format();
  trouble_.Require(!series.is_gone, "erased stays erased", which);
  trouble_.Require(!series.IsOver(instant, at), "expired is gone", which);
  const auto point = series.points.find(instant);
  const auto values = table.values(row);
  const bool is_same = point != series.points.end() && values[0].there &&
                       values[0].integer() == point->second.power &&
                       values[1].there == point->second.level.has_value() &&
                       (!values[1].there || values[1].decimal() == *point->second.level);
  trouble_.Require(is_same, "of two points at one instant the one written last counts", which);
}

void Meters::RequirePoints(const KnownSeries& series, Instant from, Instant until,
                           const PointsAnswer& answer) const {
  const Instant at = answer.receipt.at;
  const PointTable& table = answer.page.points;
  std::set<Instant> there;
  for (size_t row = 0; row < table.size(); ++row) {
    RequirePoint(series, table, row, at);
    trouble_.Require(table.at(row) >= from && table.at(row) < until &&
                         (there.empty() || *there.rbegin() < table.at(row)),
                     "points come in order and within the range", NameOf(series));
    there.insert(table.at(row));
  }
  const Instant end = answer.page.next.value_or(until);
  for (auto point = series.points.lower_bound(from);
       point != series.points.end() && point->first < end; ++point) {
    const bool has_to_be = point->second.is_sure && series.IsKept(point->first, at);
    trouble_.Require(!has_to_be || there.contains(point->first),
                     "what was written is there until it expires",
                     NameOf(series) + " of " + point->first.Format() + " at " + at.Format());
  }
}

void Meters::RequireHours(const KnownSeries& series, Instant from, Instant until,
                          const PointsAnswer& answer) const {
  const PointTable& table = answer.page.points;
  const std::map<Instant, Hour> hours = HoursOf(series, from, until, answer.receipt.at);
  std::set<Instant> there;
  for (size_t row = 0; row < table.size(); ++row) {
    const auto hour = hours.find(table.at(row));
    const std::string which = NameOf(series) + " by " + table.at(row).Format();
    if (hour == hours.end()) {
      return trouble_.Require(false, "nothing is computed from nothing", which);
    }
    there.insert(hour->first);
    const auto values = table.values(row);  // count, min, max, sum of power, then of level
    const auto count = static_cast<size_t>(values[0].integer());
    const Hour& told = hour->second;
    trouble_.Require(count >= told.least_count && count <= told.most_count,
                     "what is computed counts what is there", which);
    const bool is_exact = told.least_count == told.most_count;
    trouble_.Require(
        !is_exact || (values[1].integer() == told.least && values[2].integer() == told.most &&
                      (!values[7].there || values[7].decimal() == told.sum)),
        "what is computed is computed from what is there", which);
  }
  for (const auto& [instant, hour] : hours) {
    trouble_.Require(hour.least_count == 0 || there.contains(instant),
                     "what was written is there until it expires",
                     NameOf(series) + " by " + instant.Format());
  }
}

void Meters::RequireLast(const KnownSeries& series, const PointsAnswer& answer) const {
  const Instant at = answer.receipt.at;
  const PointTable& table = answer.page.points;
  std::optional<Instant> sure;
  for (const auto& [instant, point] : series.points) {
    if (point.is_sure && series.IsKept(instant, at)) {
      sure = instant;
    }
  }
  if (table.size() == 1) {
    RequirePoint(series, table, 0, at);
  }
  trouble_.Require(table.size() <= 1 && (!sure || (table.size() == 1 && table.at(0) >= *sure)),
                   "the newest point is the newest", NameOf(series));
}

void Meters::RequireNone(const KnownSeries& series, Instant at) const {
  for (const auto& [instant, point] : series.points) {
    trouble_.Require(!point.is_sure || !series.IsKept(instant, at),
                     "what was written is there until it expires",
                     NameOf(series) + " of " + instant.Format() + " at " + at.Format());
  }
}

void Meters::RequireListed(const std::string& collection, size_t person,
                           const SeriesAnswer& answer) const {
  const Instant at = answer.receipt.at;
  const std::vector<RecordId>& listed = answer.page.series;
  for (const KnownSeries& series : series_) {
    if (series.collection != collection) {
      continue;
    }
    const bool is_listed = std::ranges::find(listed, series.id) != listed.end();
    const bool may_be = series.person == person && !series.is_gone;
    trouble_.Require(!is_listed || may_be, "a list has a person's own series alone",
                     NameOf(series));
    const bool has_to_be = may_be && std::ranges::any_of(series.points, [&](const auto& point) {
                             return point.second.is_sure && series.IsKept(point.first, at);
                           });
    trouble_.Require(!has_to_be || is_listed || answer.page.more,
                     "a list has all of a person's series", NameOf(series));
  }
}

void Meters::Audit(const OpenAgreement& agreement, Instant settled) const {
  std::map<std::pair<UnitKey, uint32_t>, bool> days;  // and whether a chunk has to be there
  for (const KnownSeries& series : series_) {
    for (const auto& [instant, point] : series.points) {
      bool& has_to_be = days[{series.key(), static_cast<uint32_t>(instant.micros / kDayMicros)}];
      has_to_be = has_to_be || (point.is_sure && series.IsKept(instant, settled));
    }
  }
  const auto rows = agreement.store().Scan(Space::kSeries, Bytes(1, '\0'), Bytes(64, '\xff'));
  for (; rows->Valid(); rows->Next()) {
    const auto place = PlaceOf(rows->key());
    const auto day = place ? days.find(*place) : days.end();
    if (day == days.end()) {
      return trouble_.Require(false, "nothing is left of what is gone",
                              place ? "a chunk of " + sim::NameOf(place->first) : "a chunk");
    }
    day->second = false;
  }
  for (const auto& [place, is_missing] : days) {
    trouble_.Require(!is_missing, "what was written is there until it expires",
                     "a chunk of " + sim::NameOf(place.first));
  }
}

}  // namespace mandat::sim
