// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/internal/commit_log.h"

#include <rocksdb/transaction_log.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace mandat {
namespace {

constexpr size_t kKeptBytesMax = size_t{16} << 20;
constexpr size_t kFollowersMax = 4;

Error Recycled() { return Error::NotFound("commits so far back are not kept any more"); }

// One write of the log as the batch that it was.
class BatchReader final : public rocksdb::WriteBatch::Handler {
 public:
  explicit BatchReader(const RocksFamilies& families) : families_(families) {}

  rocksdb::Status PutCF(uint32_t family, const rocksdb::Slice& key,
                        const rocksdb::Slice& value) override {
    return Add(family, [&](Space space) { batch_.Put(space, key.ToString(), value.ToString()); });
  }
  rocksdb::Status DeleteCF(uint32_t family, const rocksdb::Slice& key) override {
    return Add(family, [&](Space space) { batch_.Remove(space, key.ToString()); });
  }
  rocksdb::Status DeleteRangeCF(uint32_t family, const rocksdb::Slice& first,
                                const rocksdb::Slice& end) override {
    return Add(family,
               [&](Space space) { batch_.RemoveRange(space, first.ToString(), end.ToString()); });
  }
  void LogData(const rocksdb::Slice&) override {}

  Batch Take() && { return std::move(batch_); }

 private:
  template <class Step>
  rocksdb::Status Add(uint32_t family, Step step) {
    for (size_t i = 0; i < kSpacesCount; ++i) {
      if (families_[i]->GetID() == family) {
        step(static_cast<Space>(i));
        return rocksdb::Status::OK();
      }
    }
    return rocksdb::Status::Corruption("unknown column family");
  }

  const RocksFamilies& families_;
  Batch batch_;
};

// Every commit in the log behind `since`, without a gap.
Status ForEachLogged(rocksdb::DB& db, const RocksFamilies& families, Position since,
                     Store::OnCommit& commit) {
  const uint64_t newest = db.GetLatestSequenceNumber();
  if (since.value == newest) {
    return {};
  }
  if (since.value > newest) {
    return Fail(Recycled());  // of another store, or of one that was put back
  }
  std::unique_ptr<rocksdb::TransactionLogIterator> log;
  rocksdb::Status status = db.GetUpdatesSince(since.value + 1, &log);
  if (status.IsNotFound()) {
    return Fail(Recycled());
  }
  uint64_t next = since.value + 1;
  for (; status.ok() && log->Valid() && next <= newest; log->Next()) {
    const rocksdb::BatchResult write = log->GetBatch();
    if (write.sequence != next) {
      return Fail(Recycled());
    }
    BatchReader reader(families);
    status = write.writeBatchPtr->Iterate(&reader);
    if (!status.ok()) {
      return Fail(Translate(status));
    }
    next += static_cast<uint64_t>(write.writeBatchPtr->Count());
    MANDAT_TRY_STATUS(commit(Position{next - 1}, std::move(reader).Take()));
    status = log->status();
  }
  if (next <= newest) {
    // A file of the log that went while it was read, or one that has a hole: a whole copy is safe.
    return Fail(status.IsCorruption() || status.ok() ? Recycled() : Translate(status));
  }
  return {};
}

}  // namespace

Error Translate(const rocksdb::Status& status) {
  return status.IsCorruption() ? Error::Corrupt("store has a damaged block")
                               : Error::Unavailable("store cannot be read or written");
}

Status CommitLog::ForEach(rocksdb::DB& db, const RocksFamilies& families, Position since,
                          Store::OnCommit commit) {
  Position last = since;
  Store::OnCommit noting = [&](Position at, const Batch& batch) -> Status {
    MANDAT_TRY_STATUS(commit(at, batch));
    last = at;
    return {};
  };
  Status status = ForEachKept(noting, last);
  if (status) {
    status = ForEachLogged(db, families, last, noting);
  }
  NoteFollower(since, last);
  return status;
}

void CommitLog::NoteFollower(Position from, Position to) {
  const std::lock_guard lock(mutex_);
  if (const auto known = followers_.find(from); known != followers_.end()) {
    followers_.erase(known);
  }
  followers_.insert(to);
  if (followers_.size() > kFollowersMax) {
    followers_.erase(followers_.begin());  // it gave up, or will start with a whole copy
  }
  while (!kept_.empty() && kept_.front().at <= *followers_.begin()) {
    kept_bytes_ -= kept_.front().batch.bytes();
    kept_.pop_front();
  }
}

Status CommitLog::ForEachKept(Store::OnCommit& commit, Position since) {
  std::vector<Kept> behind;
  {
    const std::lock_guard lock(mutex_);
    std::ranges::copy_if(kept_, std::back_inserter(behind),
                         [&](const Kept& kept) { return kept.before >= since; });
  }
  if (behind.empty() || behind.front().before != since) {
    return {};  // the log itself may still have it
  }
  for (const Kept& kept : behind) {
    MANDAT_TRY_STATUS(commit(kept.at, kept.batch));
  }
  return {};
}

void CommitLog::Remember(rocksdb::DB& db, const RocksFamilies& families) {
  const std::lock_guard lock(mutex_);
  if (followers_.empty()) {
    return;
  }
  Position since = kept_.empty() ? *followers_.begin() : kept_.back().at;
  Store::OnCommit keep = [&](Position at, const Batch& batch) -> Status {
    kept_bytes_ += batch.bytes();
    kept_.push_back({std::exchange(since, at), at, batch});
    return kept_bytes_ <= kKeptBytesMax ? Status() : Status(Fail(Recycled()));
  };
  if (!ForEachLogged(db, families, since, keep)) {
    kept_.clear();  // whoever follows starts with a whole copy
    kept_bytes_ = 0;
  }
}

}  // namespace mandat
