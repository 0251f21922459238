// SPDX-License-Identifier: Apache-2.0
#include "store/memory/memory_home.h"

#include <array>
#include <atomic>

#include "base/assert.h"

namespace mandat {
namespace {

using Disk = MemoryHome::Disk;
using Rows = MemoryHome::Rows;

class MemorySnapshot final : public Snapshot {
 public:
  explicit MemorySnapshot(std::array<std::shared_ptr<const Rows>, kSpacesCount> rows)
      : rows_(std::move(rows)) {}
  std::shared_ptr<const Rows> rows(Space space) const { return rows_[static_cast<size_t>(space)]; }

 private:
  std::array<std::shared_ptr<const Rows>, kSpacesCount> rows_;
};

class MemoryCursor final : public Cursor {
 public:
  MemoryCursor(std::shared_ptr<const Rows> rows, ByteView first, ByteView end)
      : rows_(std::move(rows)), at_(rows_->lower_bound(first)), end_(rows_->lower_bound(end)) {}
  bool Valid() const override { return at_ != end_; }
  void Next() override { ++at_; }
  ByteView key() const override { return at_->first; }
  ByteView value() const override { return at_->second; }
  Status status() const override { return {}; }

 private:
  std::shared_ptr<const Rows> rows_;
  Rows::const_iterator at_;
  Rows::const_iterator end_;
};

void Apply(const Batch& batch, std::array<std::shared_ptr<const Rows>, kSpacesCount>& spaces) {
  std::array<std::shared_ptr<Rows>, kSpacesCount> changed;
  for (const Batch::Step& step : batch.steps()) {
    const auto at = static_cast<size_t>(step.space);
    if (!changed[at]) {
      changed[at] = std::make_shared<Rows>(*spaces[at]);
    }
    Rows& rows = *changed[at];
    switch (step.kind) {
      case Batch::Kind::kPut:
        rows[step.key] = step.value;
        break;
      case Batch::Kind::kRemove:
        rows.erase(step.key);
        break;
      case Batch::Kind::kRemoveRange:
        rows.erase(rows.lower_bound(step.key), rows.lower_bound(step.value));
        break;
    }
  }
  for (size_t i = 0; i < kSpacesCount; ++i) {
    if (changed[i]) {
      spaces[i] = std::move(changed[i]);
    }
  }
}

class MemoryStore final : public Store {
 public:
  MemoryStore(std::shared_ptr<Disk> disk, std::string name)
      : disk_(std::move(disk)), name_(std::move(name)) {}

  Result<std::optional<Bytes>> Find(Space space, ByteView key, const Snapshot* at) const override {
    const std::shared_ptr<const Rows> rows = RowsAt(space, at);
    const auto row = rows->find(key);
    return row == rows->end() ? std::optional<Bytes>() : std::optional<Bytes>(row->second);
  }

  std::unique_ptr<Cursor> Scan(Space space, ByteView first, ByteView end,
                               const Snapshot* at) const override {
    return std::make_unique<MemoryCursor>(RowsAt(space, at), first, end);
  }

  std::unique_ptr<Snapshot> TakeSnapshot() const override {
    const std::lock_guard lock(disk_->mutex);
    return std::make_unique<MemorySnapshot>(disk_->stores.at(name_));
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
    }
    broken_ = fault == CommitFault::kUnknownKept || fault == CommitFault::kUnknownLost;
    return fault == CommitFault::kNone     ? CommitOutcome::kCommitted
           : fault == CommitFault::kRefuse ? CommitOutcome::kNotCommitted
                                           : CommitOutcome::kUnknown;
  }

 private:
  CommitFault FaultNow() {
    if (disk_->fault_in == 0 || --disk_->fault_in > 0) {
      return CommitFault::kNone;
    }
    return disk_->fault;
  }

  std::shared_ptr<const Rows> RowsAt(Space space, const Snapshot* at) const {
    if (at != nullptr) {
      return static_cast<const MemorySnapshot*>(at)->rows(space);
    }
    const std::lock_guard lock(disk_->mutex);
    return disk_->stores.at(name_)[static_cast<size_t>(space)];
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
      rows = std::make_shared<const Rows>();
    }
  }
  return std::make_unique<MemoryStore>(disk_, name);
}

Status MemoryHome::RemoveStore(const std::string& name) {
  const std::lock_guard lock(disk_->mutex);
  disk_->stores.erase(name);
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
