// SPDX-License-Identifier: Apache-2.0
#include "docket/docket.h"

#include "docket/internal/rows.h"

namespace mandat {

using internal::DueRow;
using internal::DutyRow;

Result<std::optional<Duty>> Docket::Find(uint64_t id) const {
  MANDAT_TRY(const std::optional<Bytes> row, store_.Find(Space::kDocket, DutyRow(id)));
  if (!row) {
    return std::optional<Duty>();
  }
  MANDAT_TRY(Duty duty, internal::DecodeNumbered<Duty>(id, *row));
  return std::optional(std::move(duty));
}

Result<DutyPage> Docket::ListDue(std::optional<Instant> before, std::optional<DutyCursor> after,
                                 size_t duties_max) const {
  const Bytes first = after ? DueRow(after->due, after->id + 1) : Bytes("u");
  const Bytes end = before ? DueRow(*before, 0) : EndOfPrefix("u");
  DutyPage page;
  if (first >= end) {
    return page;
  }
  const std::unique_ptr<Snapshot> at = store_.TakeSnapshot();
  const auto rows = store_.Scan(Space::kDocket, first, end, at.get());
  for (; rows->Valid() && page.duties.size() < duties_max; rows->Next()) {
    MANDAT_TRY(const internal::TimedKey key, internal::ReadTimedRow(rows->key()));
    MANDAT_TRY(const std::optional<Bytes> row,
               store_.Find(Space::kDocket, DutyRow(key.number), at.get()));
    if (!row) {
      return Fail(Error::Corrupt("a duty is missing that is known to be due"));
    }
    MANDAT_TRY(Duty duty, internal::DecodeNumbered<Duty>(key.number, *row));
    page.next = DutyCursor{key.at, key.number};
    page.duties.push_back(std::move(duty));
  }
  MANDAT_TRY_STATUS(rows->status());
  if (!rows->Valid()) {
    page.next.reset();
  }
  return page;
}

Result<std::vector<DutyChange>> Docket::History(uint64_t id) const {
  std::vector<DutyChange> changes;
  const Bytes prefix = internal::NumberRow('c', id);
  const auto rows = store_.Scan(Space::kDocket, prefix, EndOfPrefix(prefix));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(DutyChange change, DecodeCborRecord<DutyChange>(rows->value()));
    changes.push_back(std::move(change));
  }
  MANDAT_TRY_STATUS(rows->status());
  return changes;
}

Result<std::vector<RecordedHappening>> Docket::Happenings(std::string_view matter,
                                                          std::string_view reference) const {
  std::vector<RecordedHappening> found;
  const Bytes prefix = internal::HappeningPrefix(matter, reference);
  const auto rows = store_.Scan(Space::kDocket, prefix, EndOfPrefix(prefix));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(RecordedHappening one, DecodeCborRecord<RecordedHappening>(rows->value()));
    found.push_back(std::move(one));
  }
  MANDAT_TRY_STATUS(rows->status());
  return found;
}

Result<std::optional<Instant>> Docket::NextFiring() const {
  const std::unique_ptr<Snapshot> at = store_.TakeSnapshot();
  MANDAT_TRY(const std::optional<Bytes> row,
             store_.Find(Space::kDocket, internal::kFloorRow, at.get()));
  MANDAT_TRY(const Instant floor, internal::ReadFloor(row));
  const auto rows =
      store_.Scan(Space::kDocket, internal::FiringRow(floor, 0), EndOfPrefix("f"), at.get());
  MANDAT_TRY_STATUS(rows->status());
  if (!rows->Valid()) {
    return std::optional<Instant>();
  }
  MANDAT_TRY(const internal::TimedKey key, internal::ReadTimedRow(rows->key()));
  return std::optional(key.at);
}

}  // namespace mandat
