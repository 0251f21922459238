// SPDX-License-Identifier: Apache-2.0
#include "store/memory/memory_home.h"

#include <algorithm>
#include <deque>
#include <iterator>

namespace mandat {
namespace {

using Disk = MemoryHome::Disk;
using Rows = MemoryHome::Rows;

// Rows of one space that a reader holds. It takes and gives them back under the disk's mutex, so
// that a commit can tell whether somebody reads what it is about to change.
class HeldRows {
 public:
  // Requires: the caller has the mutex.
  HeldRows(std::shared_ptr<Disk> disk, std::shared_ptr<const Rows> rows)
      : disk_(std::move(disk)), rows_(std::move(rows)) {}
  HeldRows(const HeldRows&) = delete;
  HeldRows& operator=(const HeldRows&) = delete;
  ~HeldRows() {
    const std::lock_guard lock(disk_->mutex);
    rows_.reset();
  }
  const Rows& operator*() const { return *rows_; }
  const std::shared_ptr<const Rows>& shared() const { return rows_; }

 private:
  std::shared_ptr<Disk> disk_;
  std::shared_ptr<const Rows> rows_;
};

class MemorySnapshot final : public Snapshot {
 public:
  // Requires: the caller has the mutex.
  MemorySnapshot(const std::shared_ptr<Disk>& disk, const Disk::Spaces& spaces) {
    for (const std::shared_ptr<Rows>& rows : spaces) {
      rows_.emplace_back(disk, rows);
    }
  }
  const HeldRows& rows(Space space) const { return rows_[static_cast<size_t>(space)]; }

 private:
  std::deque<HeldRows> rows_;
};

class MemoryCursor final : public Cursor {
 public:
  // Requires: the caller has the mutex.
  MemoryCursor(std::shared_ptr<Disk> disk, std::shared_ptr<const Rows> rows, ByteView first,
               ByteView end)
      : rows_(std::move(disk), std::move(rows)),
        at_((*rows_).lower_bound(first)),
        end_((*rows_).lower_bound(end)) {}
  bool Valid() const override { return at_ != end_; }
  void Next() override { ++at_; }
  ByteView key() const override { return at_->first; }
  ByteView value() const override { return at_->second; }
  Status status() const override { return {}; }

 private:
  HeldRows rows_;
  Rows::const_iterator at_;
  Rows::const_iterator end_;
};

// Changes rows in place where nobody reads them, and else a copy. Requires: the disk's mutex.
void Apply(const Batch& batch, Disk::Spaces& spaces) {
  for (const Batch::Step& step : batch.steps()) {
    std::shared_ptr<Rows>& held = spaces[static_cast<size_t>(step.space)];
    if (held.use_count() > 1) {
      held = std::make_shared<Rows>(*held);
    }
    switch (step.kind) {
      case Batch::Kind::kPut:
        (*held)[step.key] = step.value;
        break;
      case Batch::Kind::kRemove:
        held->erase(step.key);
        break;
      case Batch::Kind::kRemoveRange:
        held->erase(held->lower_bound(step.key), held->lower_bound(step.value));
        break;
    }
  }
}

constexpr size_t kKeptBytesMax = size_t{4} << 20;

// Requires: the disk's mutex.
void Keep(const Batch& batch, Disk::Log& log) {
  const uint64_t before = log.newest;
  log.newest += std::max<size_t>(batch.steps().size(), 1);
  log.bytes += batch.bytes();
  log.kept.push_back({before, log.newest, batch});
  while (log.bytes > kKeptBytesMax && log.kept.size() > 1) {
    log.bytes -= log.kept.front().batch.bytes();
    log.kept.pop_front();
  }
}

uint64_t BytesOf(Rows::const_iterator first, Rows::const_iterator end) {
  uint64_t bytes = 0;
  for (; first != end; ++first) {
    bytes += first->first.size() + first->second.size();
  }
  return bytes;
}

class MemoryStore final : public Store {
 public:
  MemoryStore(std::shared_ptr<Disk> disk, std::string name)
      : disk_(std::move(disk)), name_(std::move(name)) {}

  Result<std::optional<Bytes>> Find(Space space, ByteView key, const Snapshot* at) const override {
    const std::lock_guard lock(disk_->mutex);
    const Rows& rows = *RowsAt(space, at);
    const auto row = rows.find(key);
    return row == rows.end() ? std::optional<Bytes>() : std::optional<Bytes>(row->second);
  }

  std::unique_ptr<Cursor> Scan(Space space, ByteView first, ByteView end,
                               const Snapshot* at) const override {
    const std::lock_guard lock(disk_->mutex);
    return std::make_unique<MemoryCursor>(disk_, RowsAt(space, at), first, end);
  }

  std::unique_ptr<Snapshot> TakeSnapshot() const override {
    const std::lock_guard lock(disk_->mutex);
    return std::make_unique<MemorySnapshot>(disk_, disk_->stores.at(name_));
  }

  CommitOutcome Commit(const Batch& batch, const std::optional<Expected>& expected) override {
    const std::lock_guard lock(disk_->mutex);
    auto& spaces = disk_->stores.at(name_);
    if (broken_) {
      return CommitOutcome::kNotCommitted;
    }
    if (expected) {
      const Rows& rows = *spaces[static_cast<size_t>(expected->space)];
      const auto row = rows.find(expected->key);
      const bool same = row == rows.end() ? !expected->value : expected->value == row->second;
      if (!same) {
        return CommitOutcome::kNotCommitted;
      }
    }
    ++disk_->commits;
    const CommitFault fault = FaultNow();
    if (fault == CommitFault::kNone || fault == CommitFault::kUnknownKept) {
      Apply(batch, spaces);
      Keep(batch, disk_->logs[name_]);
    }
    broken_ = fault == CommitFault::kUnknownKept || fault == CommitFault::kUnknownLost;
    return fault == CommitFault::kNone     ? CommitOutcome::kCommitted
           : fault == CommitFault::kRefuse ? CommitOutcome::kNotCommitted
                                           : CommitOutcome::kUnknown;
  }

  uint64_t BytesKept() const override {
    const std::lock_guard lock(disk_->mutex);
    uint64_t bytes = 0;
    for (const std::shared_ptr<Rows>& rows : disk_->stores.at(name_)) {
      bytes += BytesOf(rows->begin(), rows->end());
    }
    return bytes;
  }

  uint64_t BytesAbout(Space space, ByteView first, ByteView end) const override {
    const std::lock_guard lock(disk_->mutex);
    const Rows& rows = *RowsAt(space, nullptr);
    return BytesOf(rows.lower_bound(first), rows.lower_bound(end));
  }

  Position position() const override {
    const std::lock_guard lock(disk_->mutex);
    return {disk_->logs[name_].newest};
  }

  Status ForEachCommit(Position since, OnCommit commit) const override {
    std::deque<Disk::Kept> behind;
    {
      const std::lock_guard lock(disk_->mutex);
      const Disk::Log& log = disk_->logs[name_];
      std::ranges::copy_if(log.kept, std::back_inserter(behind),
                           [&](const Disk::Kept& kept) { return kept.before >= since.value; });
      const bool whole =
          behind.empty() ? log.newest == since.value : behind.front().before == since.value;
      if (!whole) {
        return Fail(Error::NotFound("commits so far back are not kept any more"));
      }
    }
    for (const Disk::Kept& kept : behind) {
      MANDAT_TRY_STATUS(commit(Position{kept.at}, kept.batch));
    }
    return {};
  }

  // Rows that were removed are nowhere, unless a snapshot has them. What was committed is kept on
  // as RocksStore keeps it: for whoever follows.
  Status Reclaim() override {
    const std::lock_guard lock(disk_->mutex);
    for (const std::shared_ptr<Rows>& rows : disk_->stores.at(name_)) {
      if (rows.use_count() > 1) {
        return Fail(
            Error::Unavailable("a snapshot from before is held; removed rows are kept for it"));
      }
    }
    return {};
  }

 private:
  CommitFault FaultNow() {
    if (disk_->fault_in == 0 || --disk_->fault_in > 0) {
      return CommitFault::kNone;
    }
    return disk_->fault;
  }

  // Requires: the disk's mutex.
  std::shared_ptr<const Rows> RowsAt(Space space, const Snapshot* at) const {
    return at != nullptr ? static_cast<const MemorySnapshot*>(at)->rows(space).shared()
                         : disk_->stores.at(name_)[static_cast<size_t>(space)];
  }

  std::shared_ptr<Disk> disk_;
  std::string name_;
  bool broken_ = false;
};

}  // namespace

void MemoryHome::FailCommit(CommitFault fault, int nth) {
  const std::lock_guard lock(disk_->mutex);
  disk_->fault = fault;
  disk_->fault_in = nth;
}

void MemoryHome::FailFile(bool keep, int nth) {
  const std::lock_guard lock(disk_->mutex);
  disk_->file_fault_keeps = keep;
  disk_->file_fault_in = nth;
}

int MemoryHome::commits() const {
  const std::lock_guard lock(disk_->mutex);
  return disk_->commits;
}

Bytes MemoryHome::Everything() const {
  const std::lock_guard lock(disk_->mutex);
  Bytes all;
  for (const auto& [name, spaces] : disk_->stores) {
    for (const auto& rows : spaces) {
      for (const auto& [key, value] : *rows) {
        all += key + value;
      }
    }
  }
  for (const auto& [name, bytes] : disk_->files) {
    all += bytes;
  }
  return all;
}

Result<std::unique_ptr<Store>> MemoryHome::OpenStore(const std::string& name) {
  const std::lock_guard lock(disk_->mutex);
  auto& spaces = disk_->stores[name];
  for (auto& rows : spaces) {
    if (!rows) {
      rows = std::make_shared<Rows>();
    }
  }
  return std::make_unique<MemoryStore>(disk_, name);
}

Status MemoryHome::RemoveStore(const std::string& name) {
  const std::lock_guard lock(disk_->mutex);
  disk_->stores.erase(name);
  disk_->logs.erase(name);
  return {};
}

Result<std::vector<std::string>> MemoryHome::ListStores() const {
  const std::lock_guard lock(disk_->mutex);
  std::vector<std::string> names;
  for (const auto& [name, spaces] : disk_->stores) {
    names.push_back(name);
  }
  return names;
}

Result<std::optional<Bytes>> MemoryHome::ReadFile(const std::string& name) const {
  const std::lock_guard lock(disk_->mutex);
  const auto file = disk_->files.find(name);
  return file == disk_->files.end() ? std::optional<Bytes>() : std::optional<Bytes>(file->second);
}

int MemoryHome::FileFaultNow() {
  if (disk_->file_fault_in == 0 || --disk_->file_fault_in > 0) {
    return 0;
  }
  return disk_->file_fault_keeps ? 2 : 1;
}

Status MemoryHome::WriteFile(const std::string& name, ByteView bytes) {
  const std::lock_guard lock(disk_->mutex);
  const int fault = FileFaultNow();
  if (fault != 1) {
    disk_->files[name] = Bytes(bytes);
  }
  return fault == 0 ? Status() : Status(Fail(Error::Unavailable("file cannot be written")));
}

Status MemoryHome::ShredFile(const std::string& name) {
  const std::lock_guard lock(disk_->mutex);
  const int fault = FileFaultNow();
  if (fault != 1) {
    disk_->files.erase(name);
  }
  return fault == 0 ? Status() : Status(Fail(Error::Unavailable("file cannot be destroyed")));
}

}  // namespace mandat
