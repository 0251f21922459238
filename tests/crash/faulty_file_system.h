// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace mandat {

// What happens at one counted step of the file system.
enum class DiskFault : uint8_t {
  kNone,
  kLost,       // fails, and nothing of it is there
  kKept,       // fails, although it is there and synced
  kPowerLoss,  // from here on every operation fails, until Damage()
};

// The disk under RocksDB as a power loss may leave it: remembers which bytes of which file, and
// which names of which directory, were synced, and can take away whatever was not.
//
// Files keep what Sync and Fsync have seen (RangeSync promises nothing); of the rest a power loss
// drops all, tears it at a byte or a sector, or keeps later sectors and not earlier ones. A
// directory keeps what its Fsync has seen; of the changes behind that, a first part stays and the
// others are undone: files vanish, renames go back, removed files come back. Changes of one
// directory do not overtake each other: RocksDB relies on that, and so does every file system that
// it runs on.
//
// Nothing is really synced: the power of the machine stays on. The diagnostic log and the lock file
// of a database are not its data and are left alone.
// Threading: any number of callers; Damage only while no database is open.
class FaultyFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  // `graveyard` is a directory of ours, beside the databases, on the same file system.
  explicit FaultyFileSystem(std::filesystem::path graveyard);

  const char* Name() const override { return "FaultyFileSystem"; }

  // The nth step from now goes wrong: a write, a sync, a new, renamed or removed file.
  void Plan(DiskFault fault, uint64_t nth);
  // Steps until now; those after a power loss do not count.
  uint64_t steps() const;
  bool is_off() const;
  void PowerOff();

  // Turns what is on disk into what a power loss could have left of it, and the power on again. The
  // same seed makes the same choices. Gives how many files and names came to harm.
  // Requires: no database is open.
  uint64_t Damage(uint64_t seed);

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string& name, const std::string& old_name,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* file,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomRWFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSRandomRWFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewSequentialFile(const std::string& name, const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(const std::string& name,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& name, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetChildren(const std::string& directory, const rocksdb::IOOptions& options,
                                std::vector<std::string>* names,
                                rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus LinkFile(const std::string& from, const std::string& to,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus CreateDirIfMissing(const std::string& name, const rocksdb::IOOptions& options,
                                       rocksdb::IODebugContext* debug) override;

 private:
  friend class FaultyWritableFile;
  friend class FaultyDirectory;

  // Bytes of one file, wherever it is named. Units: bytes.
  struct Content {
    uint64_t written = 0;
    uint64_t synced = 0;
  };
  using ContentPtr = std::shared_ptr<Content>;

  // A change of a directory that its Fsync has not seen yet.
  struct Change {
    enum class Kind : uint8_t { kCreate, kRemove, kRename };
    Kind kind;
    std::string name;      // of the file before the change; for kCreate after it
    std::string new_name;  // kRename only
    std::string grave;     // where the removed or replaced file lies; empty if there was none
    ContentPtr buried;     // and what is known of its bytes
  };

  // What a step is to do; the caller holds the mutex.
  struct Step {
    bool act;     // do it
    bool sync;    // and make it durable, whatever it is
    bool report;  // say that it worked
  };
  Step Next();
  static rocksdb::IOStatus Trouble();

  ContentPtr Track(const std::string& name, bool fresh);
  std::string Bury(const std::string& name);
  void SyncDirectory(const std::string& directory);
  void ForgetRemoved(const std::string& directory);
  uint64_t UndoChanges(std::vector<Change>& changes, std::mt19937_64& random);
  void Undo(const Change& change);
  bool Tear(const std::string& name, const Content& content, std::mt19937_64& random);

  const std::filesystem::path graveyard_;
  mutable std::mutex mutex_;
  uint64_t steps_ = 0;
  uint64_t graves_ = 0;
  DiskFault fault_ = DiskFault::kNone;
  uint64_t fault_in_ = 0;
  bool off_ = false;
  std::map<std::string, ContentPtr> files_;
  std::map<std::string, std::vector<Change>> changes_;  // by directory
};

// An environment for databases on this disk, in which nobody waits: after a failed flush a database
// would rest for a second before it lets itself be closed.
std::unique_ptr<rocksdb::Env> MakeFaultyEnv(std::shared_ptr<FaultyFileSystem> disk);

}  // namespace mandat
