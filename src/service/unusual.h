// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "trail/touch.h"

namespace mandat {

// From where on the work of a credential is unlike its own.
struct UnusualLimits {
  size_t history_days = 7;      // on fewer days it worked: nobody knows what is its own
  uint64_t volume_times = 5;    // its usual
  uint64_t people_floor = 100;  // in an hour; up to so many nothing is unusual
};

enum class UnusualKind : uint8_t { kVolume, kHour, kPurpose, kCollection };
// "volume", "hour", "purpose", "collection". On disk: part of references of duties.
std::string_view Name(UnusualKind kind);

// What one rule found about one credential on one day (UTC), with what anybody needs to look at it
// again.
struct UnusualFinding {
  Bytes actor;  // tag of the credential
  UnusualKind kind = UnusualKind::kVolume;
  Instant at;  // of the first entry
  uint64_t entries_count = 0;
  EntryIndex first;
  EntryIndex last;
  std::string words;  // the figures, without anybody's name

  // "5f0c1d2e3a4b5c6d/volume/2026-03-02": once for each credential, rule and day.
  std::string Reference() const;
  std::string Format() const;
};

// Compares what each credential did in the last 24 hours with what it did in the 28 days before.
// Looks only at what was done: what was refused touched nobody. Pure; memory grows with the people
// of one hour and with the credentials.
//
//   volume      more people in an hour than `volume_times` the median, over the days on which it
//               worked, of its busiest hour; and more than `people_floor`
//   hour        an hour of the week in which, one more or less, it did not work before
//   purpose     one that it did not work for before
//   collection  one that it did not touch before
//
// Source: GDPR Art. 32(1)(b); GDPR Art. 33(2).
class UnusualSearch {
 public:
  static constexpr std::chrono::hours kLooked{24};
  static constexpr std::chrono::hours kHistory{24 * 28};

  // `erased` do not count.
  UnusualSearch(UnusualLimits limits, Instant now, std::set<Bytes> erased);

  // From here on it wants to see touches, in their order.
  Instant from() const;
  void Take(const Touch& touch);
  // In order of credentials.
  std::vector<UnusualFinding> Finish() &&;

 private:
  static constexpr size_t kHoursOfWeek = 168;
  struct Worker {
    std::set<int64_t> days;               // of the history
    std::map<int64_t, uint64_t> busiest;  // people in the busiest hour, by day
    std::bitset<kHoursOfWeek> hours;
    std::set<std::string, std::less<>> purposes;
    std::set<std::string, std::less<>> collections;

    int64_t hour = 0;  // under way, since 1970
    Bytes people;      // in it: ids one behind the other
    size_t sorted_bytes = 0;
    UnusualFinding under_way;

    std::map<std::pair<UnusualKind, int64_t>, UnusualFinding> found;  // by day
  };

  void Learn(const Touch& touch, Worker& worker) const;
  void Judge(const Touch& touch, Worker& worker) const;
  void EndHour(Worker& worker) const;
  uint64_t CountPeople(const Worker& worker) const;
  static void Note(UnusualKind kind, const Touch& touch, Worker& worker, std::string words);

  const UnusualLimits limits_;
  const Instant since_;  // what is judged
  const std::set<Bytes> erased_;
  std::map<Bytes, Worker> workers_;
};

}  // namespace mandat
