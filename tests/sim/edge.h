// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/time_source.h"
#include "sim/plant.h"
#include "store/memory/memory_homes.h"

namespace mandat::sim {

// A data directory in memory on a machine that can lose its power: then nothing reaches the disk
// any more, and what is opened next finds what was committed. Planted bugs live here.
// Threading: the stores follow their own rules; everything else from one thread while nothing runs.
class Disk {
 public:
  explicit Disk(Plant plant) : plant_(plant) {}

  // A view of it for one run of the product.
  std::unique_ptr<Homes> MakeHomes();
  MemoryHome& HomeOf(const std::string& name) { return homes_.HomeOf(name); }

  void SetPower(bool is_on) { has_power_ = is_on; }
  bool has_power() const { return has_power_; }
  // What the planted bug does to the bytes between a crash and the next start. True if it did.
  bool Damage();

  // Called by stores before a batch reaches the disk and after.
  void Before(const std::string& home, const std::string& name, const Store& store,
              const Batch& batch);
  void After(const std::string& home, const std::string& name, CommitOutcome outcome);
  Plant plant() const { return plant_; }
  // Looks at what is written for what may not be written there.
  // Threading: from any thread.
  void Look(const Batch& batch);
  void Look(const std::string& file, ByteView bytes);
  std::optional<std::string> TakeLeak();

 private:
  // Rows as they were before a batch; nothing: the row was not there.
  struct Undo {
    std::string home;
    std::string name;
    std::deque<std::pair<std::pair<Space, Bytes>, std::optional<Bytes>>> rows;
  };

  bool Restore(const Undo& undo);
  bool RemoveFirst(Space space, ByteView prefix, std::string_view part = {});
  bool RemoveLost();
  bool BringBack() { return kept_ && Restore(*kept_); }
  bool SetHeadBack();

  const Plant plant_;
  MemoryHomes homes_;
  bool has_power_ = true;
  bool has_damaged_ = false;
  std::optional<Undo> pending_;
  std::optional<Undo> kept_;  // what the plant will bring back
  std::mutex leak_mutex_;
  std::optional<std::string> leak_;  // the first
};

// Time that a plant can put ahead.
class EdgeTime final : public TimeSource {
 public:
  explicit EdgeTime(const ManualTime& time) : time_(time) {}
  Instant Now() const override {
    return time_.Now() + std::chrono::microseconds(ahead_micros_.load());
  }
  Uptime Running() const override { return time_.Running(); }
  void SetAhead(std::chrono::microseconds ahead) { ahead_micros_.store(ahead.count()); }

 private:
  const ManualTime& time_;
  std::atomic<int64_t> ahead_micros_{0};
};

}  // namespace mandat::sim
