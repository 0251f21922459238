// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <vector>

#include "crash/crash_world.h"
#include "crash/faulty_file_system.h"
#include "crash/judge.h"
#include "store/rocks/rocks_store.h"

namespace mandat {

// A directory of its own, removed with its end; in memory where the system has a place for that,
// since the disk under test is a wrapper anyway.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// With tight buffers nearly every commit also writes a table, with roomy ones a restart does.
// Units: bytes.
inline constexpr size_t kTightBuffers = size_t{4} << 20;
inline constexpr size_t kRoomyBuffers = size_t{256} << 20;

// An agreement on a DiskHome whose databases lie on a faulty disk.
class DiskWorld {
 public:
  explicit DiskWorld(uint64_t seed, size_t write_buffer_bytes = kTightBuffers);
  ~DiskWorld();

  CrashWorld& world() { return world_; }
  FaultyFileSystem& disk() { return *disk_; }
  std::filesystem::path home() const { return scratch_.path() / "home"; }

  // The power goes, now if it is still there. Closes, and does the damage of this seed.
  void LosePower(uint64_t seed);
  // Opens what a crash left and holds it against what was told.
  std::vector<Harm> OpenAndExamine();

  // One crash at a random instant: load, power loss at a step, damage, examination. The agreement
  // stays open when nothing came to harm, and the next crash finds all that happened before it.
  std::vector<Harm> CrashOnce(uint64_t seed);
  // Crashes that came while clients were waiting for answers or the agreement was being opened.
  uint64_t crashes_under_way() const { return crashes_under_way_; }

 private:
  void RunLoad(uint64_t seed);
  void RunClient(uint64_t seed);

  ScratchDirectory scratch_;
  std::shared_ptr<FaultyFileSystem> disk_;
  std::unique_ptr<rocksdb::Env> env_;
  RocksBudget budget_;
  CrashWorld world_;
  std::atomic<uint32_t> people_ = 1;
  std::atomic<uint32_t> versions_ = 1;
  uint64_t steps_per_load_ = 400;
  uint64_t crashes_under_way_ = 0;
};

// From MANDAT_CRASH_SEED, to replay what a failure printed; otherwise always the same.
uint64_t BaseSeed();

}  // namespace mandat
