// SPDX-License-Identifier: Apache-2.0
#include "mandate/mandate.h"

#include <algorithm>

#include "mandate/internal/tables.h"

namespace mandat {

using internal::kAbsent;

namespace {

// Calendar months in UTC; the day of the month is kept, or the last day where there is none, and so
// is the time of day. Never extended to a working day: Reg. 1182/71 is about periods for acting.
Instant AddMonths(Instant at, std::chrono::months months) {
  using std::chrono::days;
  using std::chrono::floor;
  using std::chrono::microseconds;
  const std::chrono::sys_time<microseconds> from{microseconds(at.micros)};
  const std::chrono::sys_days day = floor<days>(from);
  std::chrono::year_month_day date = std::chrono::year_month_day(day) + months;
  if (!date.ok()) {
    date = date.year() / date.month() / std::chrono::last;
  }
  return {(std::chrono::sys_days(date) + (from - day)).time_since_epoch().count()};
}

Instant EndOf(const internal::KeptFor& kept, Instant first) {
  // 0001-01-01 to 9000-01-01, so that adding a century cannot leave the calendar.
  constexpr int64_t kFirstLeast = -62'135'596'800'000'000;
  constexpr int64_t kFirstMost = 221'845'392'000'000'000;
  first.micros = std::clamp(first.micros, kFirstLeast, kFirstMost);
  return kept.days ? first + *kept.days : AddMonths(first, *kept.months);
}

}  // namespace

std::optional<CategorySet> Mandate::CategoriesOf(std::string_view collection) const {
  const size_t row = tables_->collections.Find(collection);
  if (row == kAbsent) {
    return std::nullopt;
  }
  return tables_->collection_rows[row].categories;
}

std::optional<CategorySet> Mandate::CategoriesOf(
    std::string_view collection, const std::vector<std::string_view>& fields) const {
  const Collection* found = schema_.FindCollection(collection);
  if (found == nullptr) {
    return std::nullopt;
  }
  CategorySet touched = 0;
  for (const std::string_view id : fields) {
    const Field* field = found->FindField(id);
    if (field == nullptr) {
      return std::nullopt;
    }
    touched |= tables_->BitOf(field->category);
  }
  return touched;
}

std::optional<Instant> Mandate::ExpiryOf(std::string_view collection,
                                         const UnitTimes& times) const {
  const size_t row = tables_->collections.Find(collection);
  if (row == kAbsent) {
    return std::nullopt;
  }
  if (times.until && tables_->instructions_may_widen) {
    return times.until;
  }
  std::optional<Instant> earliest = times.until;
  for (const internal::KeptFor& kept : tables_->collection_rows[row].periods) {
    const std::optional<Instant> first = kept.from_capture ? times.captured : times.started;
    if (first) {
      const Instant expiry = EndOf(kept, *first);
      earliest = earliest ? std::min(*earliest, expiry) : expiry;
    }
  }
  return earliest;
}

std::string_view Mandate::StartEventOf(std::string_view collection) const {
  const size_t row = tables_->collections.Find(collection);
  return row == kAbsent ? std::string_view() : tables_->collection_rows[row].start_event;
}

}  // namespace mandat
