// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/rocks_store.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>
#include <rocksdb/write_batch.h>
#include <rocksdb/write_buffer_manager.h>

#include <array>

#include "base/assert.h"
#include "store/rocks/internal/commit_log.h"
#include "store/rocks/internal/patient_log.h"
#include "store/rocks/internal/reclaim.h"

namespace mandat {
namespace {

#ifdef MANDAT_TEST_WITHOUT_SYNC
// Only for the test that proves that the crash tests notice a store which does not sync.
constexpr bool kSync = false;
#else
constexpr bool kSync = true;
#endif

class RocksSnapshot final : public Snapshot {
 public:
  explicit RocksSnapshot(rocksdb::DB& db) : db_(db), snapshot_(db.GetSnapshot()) {}
  ~RocksSnapshot() override { db_.ReleaseSnapshot(snapshot_); }
  const rocksdb::Snapshot* get() const { return snapshot_; }

 private:
  rocksdb::DB& db_;
  const rocksdb::Snapshot* snapshot_;
};

rocksdb::ReadOptions ReadAt(const Snapshot* at) {
  rocksdb::ReadOptions options;
  if (at != nullptr) {
    options.snapshot = static_cast<const RocksSnapshot*>(at)->get();
  }
  return options;
}

class RocksCursor final : public Cursor {
 public:
  RocksCursor(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family, ByteView first, ByteView end,
              const Snapshot* at)
      : end_(end), end_slice_(end_) {
    rocksdb::ReadOptions options = ReadAt(at);
    options.iterate_upper_bound = &end_slice_;
    rows_.reset(db.NewIterator(options, family));
    rows_->Seek(ToSlice(first));
  }
  bool Valid() const override { return rows_->Valid(); }
  void Next() override { rows_->Next(); }
  ByteView key() const override { return ToView(rows_->key()); }
  ByteView value() const override { return ToView(rows_->value()); }
  Status status() const override {
    const rocksdb::Status status = rows_->status();
    return status.ok() ? Status() : Status(Fail(Translate(status)));
  }

 private:
  Bytes end_;
  rocksdb::Slice end_slice_;
  std::unique_ptr<rocksdb::Iterator> rows_;
};

constexpr size_t kRangeBytesMax = size_t{8} << 20U;  // of rows that are removed one by one

class RocksStore final : public Store {
 public:
  using Families = RocksFamilies;

  RocksStore(std::unique_ptr<rocksdb::DB> db, const Families& families,
             std::shared_ptr<const std::atomic<bool>> no_room)
      : db_(std::move(db)), families_(families), no_room_(std::move(no_room)) {}

  ~RocksStore() override {
    for (rocksdb::ColumnFamilyHandle* family : families_) {
      db_->DestroyColumnFamilyHandle(family);
    }
    db_->Close();
  }

  Result<std::optional<Bytes>> Find(Space space, ByteView key, const Snapshot* at) const override {
    rocksdb::PinnableSlice value;
    rocksdb::ReadOptions options = ReadAt(at);
    options.fill_cache = space != Space::kBlobs;  // one large file would push out everybody's rows
    const rocksdb::Status status = db_->Get(options, Family(space), ToSlice(key), &value);
    if (status.IsNotFound()) {
      return std::optional<Bytes>();
    }
    if (!status.ok()) {
      return Fail(Translate(status));
    }
    return std::optional<Bytes>(value.ToString());
  }

  std::unique_ptr<Cursor> Scan(Space space, ByteView first, ByteView end,
                               const Snapshot* at) const override {
    return std::make_unique<RocksCursor>(*db_, Family(space), first, end, at);
  }

  std::unique_ptr<Snapshot> TakeSnapshot() const override {
    return std::make_unique<RocksSnapshot>(*db_);
  }

  CommitOutcome Commit(const Batch& batch, const std::optional<Expected>& expected) override {
    if (broken_) {
      return CommitOutcome::kNotCommitted;
    }
    if (expected && !Holds(*expected)) {
      return CommitOutcome::kNotCommitted;
    }
    rocksdb::WriteBatch write(batch.bytes() + batch.steps().size() * 16);
    for (size_t i = 0; i < batch.steps().size(); ++i) {
      const Batch::Step& step = batch.steps()[i];
      const bool added = step.kind == Batch::Kind::kRemoveRange ? AddRange(batch, i, write)
                                                                : Add(step, write).ok();
      if (!added) {
        return CommitOutcome::kNotCommitted;  // nothing was written yet
      }
    }
    rocksdb::WriteOptions options;
    options.sync = kSync;
    options.memtable_insert_hint_per_batch = true;  // entries of a batch follow one another
    if (db_->Write(options, &write).ok()) {
      return CommitOutcome::kCommitted;
    }
    // The log may hold the batch although its sync failed; only a fresh start can tell.
    broken_ = true;
    return CommitOutcome::kUnknown;
  }

  uint64_t BytesKept() const override {
    if (no_room_ && *no_room_) {
      return UINT64_MAX;
    }
    uint64_t bytes = 0;
    for (rocksdb::ColumnFamilyHandle* family : families_) {
      for (const std::string* property : {&rocksdb::DB::Properties::kLiveSstFilesSize,
                                          &rocksdb::DB::Properties::kCurSizeAllMemTables}) {
        uint64_t part = 0;
        bytes += db_->GetIntProperty(family, *property, &part) ? part : 0;
      }
    }
    return bytes;
  }

  uint64_t BytesAbout(Space space, ByteView first, ByteView end) const override {
    rocksdb::SizeApproximationOptions options;
    options.include_memtables = true;
    options.include_files = true;
    const rocksdb::Range range(ToSlice(first), ToSlice(end));
    uint64_t bytes = 0;
    return db_->GetApproximateSizes(options, Family(space), &range, 1, &bytes).ok() ? bytes : 0;
  }

  Position position() const override { return {db_->GetLatestSequenceNumber()}; }

  Status ForEachCommit(Position since, OnCommit commit) const override {
    return log_.ForEach(*db_, families_, since, std::move(commit));
  }

  Status Reclaim() override {
    MANDAT_TRY_STATUS(WriteOut(*db_, families_));
    MANDAT_TRY_STATUS(CompactRemoved(*db_, families_));
    // What nobody has followed yet goes on in memory: the files must go.
    log_.Remember(*db_, families_);
    return RemoveKeptLogs(*db_);
  }

 private:
  rocksdb::ColumnFamilyHandle* Family(Space space) const {
    return families_[static_cast<size_t>(space)];
  }

  bool Holds(const Expected& expected) const {
    const Result<std::optional<Bytes>> row = Find(expected.space, expected.key, nullptr);
    return row && *row == expected.value;
  }

  rocksdb::Status Add(const Batch::Step& step, rocksdb::WriteBatch& write) const {
    rocksdb::ColumnFamilyHandle* family = Family(step.space);
    switch (step.kind) {
      case Batch::Kind::kPut:
        return write.Put(family, ToSlice(step.key), ToSlice(step.value));
      case Batch::Kind::kRemove:
        return write.Delete(family, ToSlice(step.key));
      case Batch::Kind::kRemoveRange:
        break;
    }
    Stop("unknown step");
  }

  // Row by row, and the rows that the batch itself puts before: range tombstones slow down every
  // later scan, and RocksDB 7.8 mixes them up in memory when a table cannot be read. They are for
  // what would take long to read: a large blob, a store being emptied. False when the rows cannot
  // be read.
  bool AddRange(const Batch& batch, size_t at, rocksdb::WriteBatch& write) const {
    const Batch::Step& range = batch.steps()[at];
    rocksdb::ColumnFamilyHandle* family = Family(range.space);
    for (size_t i = 0; i < at; ++i) {
      const Batch::Step& step = batch.steps()[i];
      if (step.kind == Batch::Kind::kPut && step.space == range.space && step.key >= range.key &&
          step.key < range.value) {
        MANDAT_ASSERT(write.Delete(family, ToSlice(step.key)).ok());
      }
    }
    RocksCursor rows(*db_, family, range.key, range.value, nullptr);
    for (size_t bytes = 0; rows.Valid(); rows.Next()) {
      bytes += rows.key().size() + rows.value().size();
      if (bytes > kRangeBytesMax) {
        return write.DeleteRange(family, ToSlice(range.key), ToSlice(range.value)).ok();
      }
      MANDAT_ASSERT(write.Delete(family, ToSlice(rows.key())).ok());
    }
    return rows.status().has_value();
  }

  std::unique_ptr<rocksdb::DB> db_;
  Families families_;
  const std::shared_ptr<const std::atomic<bool>> no_room_;  // may be null
  mutable CommitLog log_;
  bool broken_ = false;
};

constexpr size_t kRowsLookedAt = 16'384;
constexpr size_t kRemovedRowsMax = 8'192;

rocksdb::ColumnFamilyOptions FamilyOptions(const RocksBudget& budget) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = budget.cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.cache_index_and_filter_blocks = true;
  table.block_size = size_t{8} * 1024;
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = rocksdb::kNoCompression;  // sealed bytes do not compress
  // Many agreements share the budget of write buffers; a megabyte for the first row of each family
  // would use it up on nothing, and have everybody's buffers written out all the time.
  options.arena_block_size = size_t{64} << 10U;
  // Rows of queues come and go; what was removed must not be walked through for ever.
  options.table_properties_collector_factories.push_back(
      rocksdb::NewCompactOnDeletionCollectorFactory(kRowsLookedAt, kRemovedRowsMax));
  return options;
}

// Segments are large and read in their order. They stay in ordinary tables: in RocksDB's blob files
// the bytes of a removed row would outlive it until everything around them is rewritten, which is
// not what Reclaim promises. Larger and fewer levels instead, so that less is written twice.
rocksdb::ColumnFamilyOptions BlobFamilyOptions(const RocksBudget& budget) {
  rocksdb::ColumnFamilyOptions options = FamilyOptions(budget);
  options.level_compaction_dynamic_level_bytes = true;
  options.target_file_size_base = uint64_t{128} << 20;
  options.max_bytes_for_level_base = uint64_t{1} << 30;
  return options;
}

rocksdb::DBOptions DatabaseOptions(const std::string& path, const RocksBudget& budget,
                                   rocksdb::Env* env) {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.write_buffer_manager = budget.write_buffers;
  // A torn tail is a batch that nobody was told about; a shorter log is caught by the checkpoint
  // beside the database (Journal::Open).
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  // Every table is opened before a version with it is in force. RocksDB 7.8 frees a range tombstone
  // twice when a table behind an iterator cannot be opened (Version::AddIteratorsForLevel).
  options.max_open_files = -1;
  options.info_log = std::make_shared<PatientLog>(path);
  options.stats_dump_period_sec = 0;
  options.WAL_size_limit_MB = budget.log_kept_mib;
  if (env != nullptr) {
    options.env = env;
  }
  return options;
}

using Descriptors = std::vector<rocksdb::ColumnFamilyDescriptor>;
using Handles = std::vector<rocksdb::ColumnFamilyHandle*>;

}  // namespace

RocksBudget RocksBudget::Make(size_t cache_bytes, size_t write_buffer_bytes) {
  RocksBudget budget;
  budget.cache = rocksdb::NewLRUCache(cache_bytes);
  budget.write_buffers =
      std::make_shared<rocksdb::WriteBufferManager>(write_buffer_bytes, budget.cache);
  return budget;
}

Result<std::unique_ptr<Store>> OpenRocksStore(const std::string& path, const RocksBudget& budget,
                                              rocksdb::Env* env) {
  Descriptors descriptors;
  descriptors.reserve(kSpacesCount);
  for (size_t i = 0; i < kSpacesCount; ++i) {
    const auto space = static_cast<Space>(i);
    descriptors.emplace_back(std::string(Name(space)), space == Space::kBlobs
                                                           ? BlobFamilyOptions(budget)
                                                           : FamilyOptions(budget));
  }
  Handles handles;
  rocksdb::DB* raw = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::Open(DatabaseOptions(path, budget, env), path, descriptors, &handles, &raw);
  if (!status.ok()) {
    if (status.IsIOError() && status.ToString().find("lock") != std::string::npos) {
      return Fail(Error::Unavailable("store is in use by another process"));
    }
    return Fail(Translate(status));
  }
  RocksStore::Families families{};
  std::copy(handles.begin(), handles.end(), families.begin());
  return std::make_unique<RocksStore>(std::unique_ptr<rocksdb::DB>(raw), families, budget.no_room);
}

}  // namespace mandat
