// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "archive/target.h"

namespace mandat {

// A place in memory whose calls can be made to fail. Threading: any number of callers.
class MemoryTarget final : public Target {
 public:
  // The nth Put from now (1 is the next) and all behind it fail; with `keep` they happen all the
  // same. 0: none fails any more.
  void FailPut(int nth, bool keep = false) {
    const std::lock_guard lock(mutex_);
    fail_in_ = nth;
    keep_ = keep;
  }

  Status Put(const std::string& name, ByteView bytes) override {
    const std::lock_guard lock(mutex_);
    if (!IsObjectName(name)) {
      return Fail(Error::Invalid("not the name of an object of a backup"));
    }
    const bool fails = fail_in_ == 1;
    fail_in_ -= fail_in_ > 1 ? 1 : 0;
    if (!fails || keep_) {
      objects[name] = Bytes(bytes);
    }
    return fails ? Status(Fail(Error::Unavailable("target is made to fail"))) : Status();
  }
  Result<std::optional<Bytes>> Get(const std::string& name) override {
    const std::lock_guard lock(mutex_);
    const auto found = objects.find(name);
    return found == objects.end() ? std::optional<Bytes>() : std::optional<Bytes>(found->second);
  }
  Result<std::vector<std::string>> List(const std::string& prefix) override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (const auto& [name, bytes] : objects) {
      if (name.starts_with(prefix)) {
        names.push_back(name);
      }
    }
    return names;
  }
  Status Remove(const std::string& name) override {
    const std::lock_guard lock(mutex_);
    objects.erase(name);
    return {};
  }

  // For tests that look and that damage; not while others call.
  std::map<std::string, Bytes> objects;

 private:
  std::mutex mutex_;
  int fail_in_ = 0;
  bool keep_ = false;
};

}  // namespace mandat
