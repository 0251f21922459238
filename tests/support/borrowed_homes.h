// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "store/memory/memory_homes.h"

namespace mandat {

// Homes in memory that outlive what is opened from them, as a disk does.
class BorrowedHomes final : public Homes {
 public:
  explicit BorrowedHomes(MemoryHomes& homes) : homes_(homes) {}
  Result<std::unique_ptr<Home>> Open(const std::string& name) override { return homes_.Open(name); }
  bool Exists(const std::string& name) const override { return homes_.Exists(name); }
  std::vector<std::string> List(const std::string& above) const override {
    return homes_.List(above);
  }

 private:
  MemoryHomes& homes_;
};

}  // namespace mandat
