// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>

#include "store/homes.h"
#include "store/memory/memory_home.h"

namespace mandat {

// A data directory in memory, which outlives the agreements opened from it.
class MemoryHomes final : public Homes {
 public:
  Result<std::unique_ptr<Home>> Open(const std::string& name) override {
    return std::unique_ptr<Home>(std::make_unique<MemoryHome>(HomeOf(name)));
  }
  bool Exists(const std::string& name) const override {
    const std::lock_guard lock(mutex_);
    return homes_.contains(name);
  }
  std::vector<std::string> List(const std::string& above) const override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (const auto& [name, home] : homes_) {
      if (name.starts_with(above + "/")) {
        names.push_back(name.substr(above.size() + 1));
      }
    }
    return names;
  }

  // The place itself, for faults; made if it is not there.
  MemoryHome& HomeOf(const std::string& name) {
    const std::lock_guard lock(mutex_);
    return homes_[name];
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, MemoryHome> homes_;
};

}  // namespace mandat
