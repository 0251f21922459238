// SPDX-License-Identifier: Apache-2.0
// Invariant (atomic or absent): a duty, its indexes and its history are steps of one batch.
#include <algorithm>

#include "docket/docket.h"
#include "docket/internal/rows.h"

namespace mandat {
namespace {

using internal::ChangeRow;
using internal::DueRow;
using internal::DutyRow;
using internal::FiringRow;

std::optional<Instant> NextOf(const Duty& duty) {
  return duty.firings.empty() ? std::nullopt : std::optional(duty.firings.front().at);
}

}  // namespace

Result<std::optional<RecordedHappening>> DocketChange::FindSame(const Happening& happening) const {
  MANDAT_TRY(
      const std::optional<Bytes> row,
      staging_.Find(Space::kDocket, internal::HappeningRow(happening.matter, happening.reference,
                                                           happening.event, happening.path)));
  if (!row) {
    return std::optional<RecordedHappening>();
  }
  MANDAT_TRY(RecordedHappening found, DecodeCborRecord<RecordedHappening>(*row));
  return std::optional(std::move(found));
}

void DocketChange::Keep(const Happening& happening, std::vector<uint64_t> duties) {
  const RecordedHappening kept{happening, std::move(duties), entry_};
  Bytes bytes = EncodeCborRecord(kept);
  kept_ += bytes;
  staging_.Put(Space::kDocket,
               internal::HappeningRow(happening.matter, happening.reference, happening.event,
                                      happening.path),
               std::move(bytes));
}

Result<std::optional<Duty>> DocketChange::Find(uint64_t id) const {
  MANDAT_TRY(const std::optional<Bytes> row, staging_.Find(Space::kDocket, DutyRow(id)));
  if (!row) {
    return std::optional<Duty>();
  }
  MANDAT_TRY(Duty duty, internal::DecodeNumbered<Duty>(id, *row));
  return std::optional(std::move(duty));
}

Result<Duty> DocketChange::Open(Duty duty, std::string reason) {
  MANDAT_TRY(duty.id, internal::TakeNumber(staging_, internal::kNextIdRow));
  DutyChange change;
  change.act = DutyAct::kOpen;
  change.recorded = duty.from.entered;
  change.effective = std::min(duty.from.effective, duty.from.entered);
  change.by = duty.from.by;
  change.reason = std::move(reason);
  change.path = duty.path.empty() ? duty.task : duty.path;
  change.clause = duty.clause;
  change.more = duty.period;
  change.due = duty.due;
  change.last_day = duty.last_day;
  return Put(std::nullopt, std::move(duty), std::move(change));
}

Result<Duty> DocketChange::Change(uint64_t id, DutyChange change) {
  MANDAT_TRY(std::optional<Duty> duty, Find(id));
  if (!duty) {
    return Fail(Error::NotFound("no duty of that number"));
  }
  return Put(*duty, *duty, std::move(change));
}

Result<Duty> DocketChange::Put(const std::optional<Duty>& before, Duty duty, DutyChange change) {
  change.entry = entry_;
  MANDAT_TRY(Duty after, Apply(std::move(duty), change));
  Bytes bytes = EncodeCborRecord(change);
  kept_ += bytes;
  staging_.PutUnseen(Space::kDocket, ChangeRow(after.id, change.number), std::move(bytes));
  staging_.Put(Space::kDocket, DutyRow(after.id), EncodeCborRecord(after, 512));
  const std::optional<Instant> old_next = before ? NextOf(*before) : std::nullopt;
  const std::optional<Instant> next = NextOf(after);
  if (old_next != next) {
    if (old_next) {
      staging_.Remove(Space::kDocket, FiringRow(*old_next, after.id));
    }
    if (next) {
      MANDAT_TRY_STATUS(PutFiring(*next, after.id));
    }
  }
  const bool was_listed = before && before->is_open();
  if (was_listed && (!after.is_open() || before->due != after.due)) {
    staging_.Remove(Space::kDocket, DueRow(before->due, after.id));
  }
  if (after.is_open() && (!was_listed || before->due != after.due)) {
    staging_.Put(Space::kDocket, DueRow(after.due, after.id), {});
  }
  changes_.push_back({after, std::move(change)});
  return after;
}

Result<Instant> DocketChange::FindFloor() const {
  MANDAT_TRY(const std::optional<Bytes> row, staging_.Find(Space::kDocket, internal::kFloorRow));
  return internal::ReadFloor(row);
}

Status DocketChange::PutFiring(Instant at, uint64_t id) {
  MANDAT_TRY(const Instant floor, FindFloor());
  if (at < floor) {
    internal::StageFloor(staging_, at);
  }
  first_staged_ = std::min(first_staged_, at);
  staging_.Put(Space::kDocket, FiringRow(at, id), {});
  return {};
}

// A duty whose reminders ran out while nobody was there has each of them, in order.
Status DocketChange::Fire(Instant now, size_t firings_max) {
  const size_t before = changes_.size();
  const Instant behind = now + std::chrono::microseconds(1);
  MANDAT_TRY(const Instant floor, FindFloor());
  const auto rows = store_.Scan(Space::kDocket, FiringRow(floor, 0), FiringRow(behind, 0));
  for (; rows->Valid() && changes_.size() - before < firings_max; rows->Next()) {
    MANDAT_TRY(const internal::TimedKey key, internal::ReadTimedRow(rows->key()));
    MANDAT_TRY(std::optional<Duty> duty, Find(key.number));
    if (!duty) {
      return Fail(Error::Corrupt("a duty is missing that is known to fire"));
    }
    while (!duty->firings.empty() && duty->firings.front().at <= now) {
      DutyChange change;
      change.act = DutyAct::kFire;
      change.recorded = now;
      change.effective = now;
      change.reminder = duty->firings.front().reminder;
      change.planned = duty->firings.front().at;
      MANDAT_TRY(duty, Put(*duty, *duty, std::move(change)));
    }
  }
  MANDAT_TRY_STATUS(rows->status());
  Instant next = behind;
  if (rows->Valid()) {
    MANDAT_TRY(const internal::TimedKey key, internal::ReadTimedRow(rows->key()));
    next = key.at;
  }
  if (changes_.size() > before) {
    internal::StageFloor(staging_, std::min(next, first_staged_));
  }
  return {};
}

}  // namespace mandat
