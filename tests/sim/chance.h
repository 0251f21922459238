// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>

#include "base/instant.h"

namespace mandat::sim {

// What the world decides by: the same seed, the same world. Threading: none.
class Chance {
 public:
  explicit Chance(uint64_t seed) : engine_(seed) {}

  // Requires: `below` is not 0.
  uint64_t Below(uint64_t below) { return engine_() % below; }
  bool OneIn(uint64_t many) { return Below(many) == 0; }
  template <class List>
  auto& PickOf(List&& list) {
    return list[Below(list.size())];
  }
  std::chrono::microseconds Between(std::chrono::microseconds least,
                                    std::chrono::microseconds most) {
    const auto range = static_cast<uint64_t>((most - least).count()) + 1;
    return least + std::chrono::microseconds(static_cast<int64_t>(Below(range)));
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace mandat::sim
