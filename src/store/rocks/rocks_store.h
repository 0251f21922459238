// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "store/store.h"

namespace rocksdb {
class Cache;
class Env;
class WriteBufferManager;
}  // namespace rocksdb

namespace mandat {

// Budgets that all open stores of the process share.
struct RocksBudget {
  std::shared_ptr<rocksdb::Cache> cache;
  std::shared_ptr<rocksdb::WriteBufferManager> write_buffers;
  // How much of the log behind what is written out a store keeps for ForEachCommit, in MiB; 0:
  // none. DiskHome never keeps that of a key store.
  uint64_t log_kept_mib = 0;
  // True while the disk has no room for more data: BytesKept is then the greatest number there is.
  // Null: never.
  std::shared_ptr<const std::atomic<bool>> no_room;

  // Units: bytes.
  static RocksBudget Make(size_t cache_bytes, size_t write_buffer_bytes);
};

// Opens or makes a RocksDB database with one column family per space. Every commit is one write
// with one sync of the write-ahead log. `env` (not owned, may be null) replaces the file system in
// tests. Errors: kUnavailable (locked, no space, no right), kCorrupt.
Result<std::unique_ptr<Store>> OpenRocksStore(const std::string& path, const RocksBudget& budget,
                                              rocksdb::Env* env = nullptr);

}  // namespace mandat
