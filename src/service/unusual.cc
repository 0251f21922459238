// SPDX-License-Identifier: Apache-2.0
#include "service/unusual.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/assert.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;

constexpr int64_t kHourMicros = microseconds(hours(1)).count();
constexpr int64_t kDayMicros = microseconds(hours(24)).count();
constexpr size_t kSortFrom = size_t{1} << 20U;  // bytes of ids

using PersonBytes = std::array<char, SubjectId::kBytes>;

int64_t HourOf(Instant at) { return at.micros / kHourMicros; }
int64_t DayOf(Instant at) { return at.micros / kDayMicros; }
Instant StartOfHour(int64_t hour) { return {hour * kHourMicros}; }

// 1970-01-01 was a Thursday.
std::string HourOfWeek(int64_t hour) {
  constexpr std::array<std::string_view, 7> kDays = {"Thursday", "Friday",  "Saturday", "Sunday",
                                                     "Monday",   "Tuesday", "Wednesday"};
  const std::string start = StartOfHour(hour).Format();
  return std::string(kDays[static_cast<size_t>(hour / 24 % 7)]) + " " + start.substr(11, 5);
}

PersonBytes PersonOf(ByteView id) {
  PersonBytes bytes{};
  MANDAT_ASSERT(id.size() == bytes.size());
  std::memcpy(bytes.data(), id.data(), bytes.size());
  return bytes;
}

// Each once, in order.
std::vector<PersonBytes> PeopleIn(ByteView people) {
  std::vector<PersonBytes> ids(people.size() / SubjectId::kBytes);
  if (!ids.empty()) {
    std::memcpy(ids.data(), people.data(), people.size());
  }
  std::ranges::sort(ids);
  const auto rest = std::ranges::unique(ids);
  ids.erase(rest.begin(), rest.end());
  return ids;
}

// The upper one of two in the middle; 0 of none.
uint64_t Median(const std::map<int64_t, uint64_t>& of_days) {
  std::vector<uint64_t> values;
  for (const auto& [day, value] : of_days) {
    values.push_back(value);
  }
  if (values.empty()) {
    return 0;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

void Extend(const Touch& touch, UnusualFinding& finding) {
  if (finding.entries_count == 0) {
    finding.at = touch.at;
    finding.first = touch.entry;
  }
  ++finding.entries_count;
  finding.last = touch.entry;
}

}  // namespace

std::string_view Name(UnusualKind kind) {
  switch (kind) {
    case UnusualKind::kVolume:
      return "volume";
    case UnusualKind::kHour:
      return "hour";
    case UnusualKind::kPurpose:
      return "purpose";
    case UnusualKind::kCollection:
      return "collection";
  }
  Stop("unknown kind of unusual access");
}

std::string UnusualFinding::Reference() const {
  return FormatHex(actor) + "/" + std::string(Name(kind)) + "/" + FormatDay(at);
}

std::string UnusualFinding::Format() const {
  return std::string(Name(kind)) + ", credential " + FormatHex(actor) + ": " + words + "; " +
         std::to_string(entries_count) + " entries from " + std::to_string(first.value) + " to " +
         std::to_string(last.value);
}

// From a full hour on, so that no hour lies on both sides.
UnusualSearch::UnusualSearch(UnusualLimits limits, Instant now, std::set<Bytes> erased)
    : limits_(limits), since_(StartOfHour(HourOf(now)) + -kLooked), erased_(std::move(erased)) {}

Instant UnusualSearch::from() const { return since_ + -kHistory; }

void UnusualSearch::Take(const Touch& touch) {
  const bool is_done = touch.outcome == Outcome::kDone || touch.outcome == Outcome::kObserved;
  if (touch.actor.empty() || !is_done || touch.at < from()) {
    return;
  }
  Worker& worker = workers_[Bytes(touch.actor)];
  if (worker.hour != HourOf(touch.at)) {
    EndHour(worker);
    worker.hour = HourOf(touch.at);
    worker.under_way.actor = touch.actor;
  }
  Extend(touch, worker.under_way);
  worker.people += touch.people;
  if (worker.people.size() >= kSortFrom && worker.people.size() >= 2 * worker.sorted_bytes) {
    const std::vector<PersonBytes> once = PeopleIn(worker.people);
    worker.people.resize(once.size() * SubjectId::kBytes);
    std::memcpy(worker.people.data(), once.data(), worker.people.size());
    worker.sorted_bytes = worker.people.size();
  }
  if (touch.at < since_) {
    Learn(touch, worker);
  } else if (worker.days.size() >= limits_.history_days) {
    Judge(touch, worker);
  }
}

void UnusualSearch::Learn(const Touch& touch, Worker& worker) const {
  worker.days.insert(DayOf(touch.at));
  worker.hours.set(static_cast<size_t>(HourOf(touch.at)) % kHoursOfWeek);
  if (!touch.purpose.empty() && !worker.purposes.contains(touch.purpose)) {
    worker.purposes.emplace(touch.purpose);
  }
  if (!touch.collection.empty() && !worker.collections.contains(touch.collection)) {
    worker.collections.emplace(touch.collection);
  }
}

void UnusualSearch::Judge(const Touch& touch, Worker& worker) const {
  const int64_t hour = HourOf(touch.at);
  const size_t of_week = static_cast<size_t>(hour) % kHoursOfWeek;
  if (!worker.hours[of_week] && !worker.hours[(of_week + 1) % kHoursOfWeek] &&
      !worker.hours[(of_week + kHoursOfWeek - 1) % kHoursOfWeek]) {
    Note(UnusualKind::kHour, touch, worker,
         "worked in the hour from " + HourOfWeek(hour) +
             " UTC, in or beside which it had not worked in 28 days");
  }
  if (!touch.purpose.empty() && !worker.purposes.contains(touch.purpose)) {
    Note(UnusualKind::kPurpose, touch, worker,
         "worked for the purpose " + std::string(touch.purpose) + ", as never in 28 days");
  }
  if (!touch.collection.empty() && !worker.collections.contains(touch.collection)) {
    Note(UnusualKind::kCollection, touch, worker,
         "touched the collection " + std::string(touch.collection) + ", as never in 28 days");
  }
}

// The first of a day speaks for it; what follows is counted with it.
void UnusualSearch::Note(UnusualKind kind, const Touch& touch, Worker& worker, std::string words) {
  UnusualFinding& finding = worker.found[{kind, DayOf(touch.at)}];
  if (finding.entries_count == 0) {
    finding.actor = touch.actor;
    finding.kind = kind;
    finding.words = std::move(words);
  }
  Extend(touch, finding);
}

uint64_t UnusualSearch::CountPeople(const Worker& worker) const {
  const std::vector<PersonBytes> people = PeopleIn(worker.people);
  const auto gone = std::ranges::count_if(erased_, [&people](const Bytes& id) {
    return std::ranges::binary_search(people, PersonOf(id));
  });
  return people.size() - static_cast<uint64_t>(gone);
}

void UnusualSearch::EndHour(Worker& worker) const {
  UnusualFinding busy = std::exchange(worker.under_way, {});
  if (busy.entries_count == 0) {
    return;
  }
  const uint64_t people = CountPeople(worker);
  worker.people.clear();
  worker.sorted_bytes = 0;
  const int64_t day = DayOf(busy.at);
  if (busy.at < since_) {
    uint64_t& busiest = worker.busiest[day];
    busiest = std::max(busiest, people);
    return;
  }
  const uint64_t usual = Median(worker.busiest);
  if (worker.days.size() < limits_.history_days || people <= limits_.people_floor ||
      people <= usual * limits_.volume_times) {
    return;
  }
  busy.kind = UnusualKind::kVolume;
  busy.words = std::to_string(people) + " people in the hour from " +
               StartOfHour(worker.hour).Format() + "; its busiest hour of a day has " +
               std::to_string(usual) + " in the median of " +
               std::to_string(worker.busiest.size()) + " days";
  worker.found.try_emplace({UnusualKind::kVolume, day}, std::move(busy));
}

std::vector<UnusualFinding> UnusualSearch::Finish() && {
  std::vector<UnusualFinding> findings;
  for (auto& [actor, worker] : workers_) {
    EndHour(worker);
    for (auto& [key, finding] : worker.found) {
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

}  // namespace mandat
