// SPDX-License-Identifier: Apache-2.0
// Invariant (atomic or absent): a notice and its place in the queue are steps of one batch.
#include "docket/outbox.h"

#include "base/assert.h"
#include "docket/internal/rows.h"

namespace mandat {
namespace {

using internal::DecodeNumbered;
using internal::DutyNoticePrefix;
using internal::NoticeRow;
using internal::QueueRow;
using internal::ReadTimedRow;
using internal::TimedKey;

// The notices that an index names, in its order.
Result<std::vector<Notice>> Follow(const Store& store, const Snapshot& at, Cursor& rows,
                                   size_t notices_max) {
  std::vector<Notice> notices;
  for (; rows.Valid() && notices.size() < notices_max; rows.Next()) {
    MANDAT_TRY(const TimedKey key, ReadTimedRow(rows.key()));
    MANDAT_TRY(const std::optional<Bytes> row,
               store.Find(Space::kDocket, NoticeRow(key.number), &at));
    if (!row) {
      return Fail(Error::Corrupt("a notice is missing that is known to be on its way"));
    }
    MANDAT_TRY(Notice notice, DecodeNumbered<Notice>(key.number, *row));
    notices.push_back(std::move(notice));
  }
  MANDAT_TRY_STATUS(rows.status());
  return notices;
}

}  // namespace

Result<std::optional<Notice>> Outbox::Find(uint64_t id) const {
  MANDAT_TRY(const std::optional<Bytes> row, store_.Find(Space::kDocket, NoticeRow(id)));
  if (!row) {
    return std::optional<Notice>();
  }
  MANDAT_TRY(Notice notice, DecodeNumbered<Notice>(id, *row));
  return std::optional(std::move(notice));
}

Result<std::vector<Notice>> Outbox::List(uint64_t after, size_t notices_max) const {
  std::vector<Notice> notices;
  if (after == std::numeric_limits<uint64_t>::max()) {
    return notices;
  }
  const auto rows = store_.Scan(Space::kDocket, NoticeRow(after + 1), EndOfPrefix("o"));
  for (; rows->Valid() && notices.size() < notices_max; rows->Next()) {
    if (rows->key().size() != 9) {
      return Fail(Error::Corrupt("a row of the docket has no key of the docket"));
    }
    MANDAT_TRY(Notice notice,
               DecodeNumbered<Notice>(ReadBigEndian64(rows->key().substr(1)), rows->value()));
    notices.push_back(std::move(notice));
  }
  MANDAT_TRY_STATUS(rows->status());
  return notices;
}

Result<std::vector<Notice>> Outbox::ListOfDuty(uint64_t duty) const {
  const std::unique_ptr<Snapshot> at = store_.TakeSnapshot();
  const Bytes prefix = DutyNoticePrefix(duty);
  const auto rows = store_.Scan(Space::kDocket, prefix, EndOfPrefix(prefix), at.get());
  return Follow(store_, *at, *rows, std::numeric_limits<size_t>::max());
}

Result<std::vector<Notice>> Outbox::ListAt(Instant now, size_t notices_max) const {
  const std::unique_ptr<Snapshot> at = store_.TakeSnapshot();
  const Bytes end = QueueRow(now + std::chrono::microseconds(1), 0);
  const auto rows = store_.Scan(Space::kDocket, "q", end, at.get());
  return Follow(store_, *at, *rows, notices_max);
}

Result<std::optional<Instant>> Outbox::NextAt() const {
  const auto rows = store_.Scan(Space::kDocket, "q", EndOfPrefix("q"));
  MANDAT_TRY_STATUS(rows->status());
  if (!rows->Valid()) {
    return std::optional<Instant>();
  }
  MANDAT_TRY(const TimedKey key, ReadTimedRow(rows->key()));
  return std::optional(key.at);
}

Result<Notice> OutboxChange::Add(Notice notice) {
  MANDAT_TRY(notice.id, internal::TakeNumber(staging_, internal::kNextNoticeIdRow));
  notice.state = NoticeState::kWaiting;
  notice.next = notice.created;
  staging_.Put(Space::kDocket, NoticeRow(notice.id), EncodeCborRecord(notice));
  staging_.Put(Space::kDocket, QueueRow(*notice.next, notice.id), {});
  if (notice.duty != 0) {
    staging_.PutUnseen(Space::kDocket, internal::DutyNoticeRow(notice.duty, notice.id), {});
  }
  return notice;
}

Result<Notice> OutboxChange::Get(uint64_t id) const {
  MANDAT_TRY(const std::optional<Bytes> row, staging_.Find(Space::kDocket, NoticeRow(id)));
  if (!row) {
    return Fail(Error::NotFound("no notice of that number"));
  }
  return DecodeNumbered<Notice>(id, *row);
}

Status OutboxChange::Put(const Notice& before, const Notice& after) {
  MANDAT_ASSERT(before.id == after.id && before.duty == after.duty);
  staging_.Put(Space::kDocket, NoticeRow(after.id), EncodeCborRecord(after));
  if (before.next == after.next) {
    return {};
  }
  if (before.next) {
    staging_.Remove(Space::kDocket, QueueRow(*before.next, before.id));
  }
  if (after.next) {
    staging_.Put(Space::kDocket, QueueRow(*after.next, after.id), {});
  }
  return {};
}

}  // namespace mandat
