// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/series.h"
#include "sim/held.h"
#include "sim/trouble.h"

namespace mandat::sim {

// A point as the world remembers it.
struct KnownPoint {
  int64_t power = 0;
  std::optional<double> level = {};
  bool is_sure = true;         // not near its expiry when it was put, or it may have been left out
  uint64_t purges_before = 0;  // how often expiry had run by then
};

// A series of one person. Points of meters are kept 30 days, up to the end of a day somewhere:
// certainly there before, certainly not readable after. Those of sensors are kept for the term.
struct KnownSeries {
  RecordId id;
  std::string collection = {};
  size_t person = 0;  // index
  bool is_gone = false;
  std::map<Instant, KnownPoint> points = {};

  UnitKey key() const { return {collection, id}; }
  bool is_for_term() const { return collection == "sensors"; }
  bool IsKept(Instant point, Instant at) const {
    return !is_gone && (is_for_term() || at < point + std::chrono::hours(29 * 24));
  }
  bool IsOver(Instant point, Instant at) const {
    return !is_for_term() && at > point + std::chrono::hours(32 * 24);
  }
};

// The series of one agreement, in plain lists. Invariants: atomic or absent; erased stays erased;
// expired is gone.
class Meters {
 public:
  using Points = std::vector<std::pair<Instant, KnownPoint>>;

  Meters(Trouble& trouble, HeldBook& held) : trouble_(trouble), held_(held) {}

  // Points came, by the newest entry; of one instant the last counts. A series that is not known
  // begins with them.
  void Appended(const KnownSeries& series, const Points& points);
  void Erased(const RecordId& series);
  void ErasedPerson(size_t person);
  // Expiry ran at `now`, and everything that was over by `until` is gone.
  void Purged(Instant until, Instant now);

  const std::vector<KnownSeries>& series() const { return series_; }

  // What a read of all points from the first instant to before the second answered. `next`: nothing
  // is said of what lies behind it.
  void RequirePoints(const KnownSeries& series, Instant from, Instant until,
                     const PointsAnswer& answer) const;
  // What a read by the hour answered with count, min, max and sum.
  void RequireHours(const KnownSeries& series, Instant from, Instant until,
                    const PointsAnswer& answer) const;
  void RequireLast(const KnownSeries& series, const PointsAnswer& answer) const;
  // A read was answered with nothing to open.
  void RequireNone(const KnownSeries& series, Instant at) const;
  void RequireListed(const std::string& collection, size_t person,
                     const SeriesAnswer& answer) const;
  // Looks at the rows of chunks. `settled` is until when purges may have gone.
  void Audit(const OpenAgreement& agreement, Instant settled) const;

 private:
  void RequirePoint(const KnownSeries& series, const PointTable& table, size_t row,
                    Instant at) const;

  Trouble& trouble_;
  HeldBook& held_;
  std::vector<KnownSeries> series_;
  uint64_t purges_count_ = 0;
};

}  // namespace mandat::sim
