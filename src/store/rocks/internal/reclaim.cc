// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/internal/reclaim.h"

#include <rocksdb/metadata.h>
#include <rocksdb/options.h>
#include <rocksdb/table_properties.h>
#include <rocksdb/transaction_log.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mandat {
namespace {

// The tables of a family, by name, that say that rows were removed.
Result<std::vector<std::string>> TablesWithRemovals(rocksdb::DB& db,
                                                    rocksdb::ColumnFamilyHandle* family) {
  rocksdb::TablePropertiesCollection properties;
  const rocksdb::Status status = db.GetPropertiesOfAllTables(family, &properties);
  if (!status.ok()) {
    return Fail(Translate(status));
  }
  std::vector<std::string> names;
  for (const auto& [path, table] : properties) {
    if (table->num_deletions > 0 || table->num_range_deletions > 0) {
      names.push_back(path.substr(path.rfind('/') + 1));
    }
  }
  return names;
}

// The keys that such a table spans; what it removes is nowhere else.
struct Span {
  std::string first;
  std::string last;
};

std::vector<Span> SpansOf(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family,
                          const std::vector<std::string>& names) {
  rocksdb::ColumnFamilyMetaData tables;
  db.GetColumnFamilyMetaData(family, &tables);
  std::vector<Span> spans;
  for (const rocksdb::LevelMetaData& level : tables.levels) {
    for (const rocksdb::SstFileMetaData& table : level.files) {
      const std::string name = table.name.substr(table.name.rfind('/') + 1);
      if (std::find(names.begin(), names.end(), name) != names.end()) {
        spans.push_back({table.smallestkey, table.largestkey});
      }
    }
  }
  return spans;
}

// True if there was something to do.
Result<bool> CompactFamily(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
  MANDAT_TRY(const std::vector<std::string> names, TablesWithRemovals(db, family));
  rocksdb::CompactRangeOptions options;
  options.exclusive_manual_compaction = false;  // beside the compactions of a busy database
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  for (const Span& span : SpansOf(db, family, names)) {
    const rocksdb::Slice first(span.first);
    const rocksdb::Slice last(span.last);
    const rocksdb::Status status = db.CompactRange(options, family, &first, &last);
    if (!status.ok()) {
      return Fail(Translate(status));
    }
  }
  return !names.empty();
}

}  // namespace

Status WriteOut(rocksdb::DB& db, const RocksFamilies& families) {
  rocksdb::FlushOptions options;
  options.allow_write_stall = true;  // a small table is no reason to wait
  const rocksdb::Status status = db.Flush(
      options, std::vector<rocksdb::ColumnFamilyHandle*>(families.begin(), families.end()));
  return status.ok() ? Status() : Status(Fail(Translate(status)));
}

Status CompactRemoved(rocksdb::DB& db, const RocksFamilies& families) {
  const uint64_t begun = db.GetLatestSequenceNumber();
  bool compacted = false;
  for (rocksdb::ColumnFamilyHandle* family : families) {
    MANDAT_TRY(const bool some, CompactFamily(db, family));
    compacted = compacted || some;
  }
  if (!compacted) {
    return {};
  }
  uint64_t held = 0;
  uint64_t oldest = 0;
  const bool known = db.GetIntProperty(rocksdb::DB::Properties::kNumSnapshots, &held) &&
                     db.GetIntProperty(rocksdb::DB::Properties::kOldestSnapshotSequence, &oldest);
  if (!known || (held > 0 && oldest < begun)) {
    return Fail(Error::Unavailable("a snapshot from before is held; removed rows are kept for it"));
  }
  // Tables that were replaced go now, and not some time later.
  db.DisableFileDeletions();
  const rocksdb::Status status = db.EnableFileDeletions(true);
  return status.ok() ? Status() : Status(Fail(Translate(status)));
}

Status RemoveKeptLogs(rocksdb::DB& db) {
  rocksdb::VectorLogPtr logs;
  const rocksdb::Status listed = db.GetSortedWalFiles(logs);
  if (!listed.ok()) {
    return Fail(Translate(listed));
  }
  for (const std::unique_ptr<rocksdb::LogFile>& log : logs) {
    if (log->Type() != rocksdb::kArchivedLogFile) {
      continue;
    }
    const rocksdb::Status removed = db.DeleteFile(log->PathName());
    if (!removed.ok() && !removed.IsNotFound()) {
      return Fail(Translate(removed));
    }
  }
  return {};
}

}  // namespace mandat
