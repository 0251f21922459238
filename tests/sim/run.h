// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "sim/plant.h"
#include "sim/world.h"

namespace mandat::sim {

struct Settings {
  uint64_t seed = 1;
  int years = 10;
  Plant plant = Plant::kNone;
  bool is_verbose = false;
};

struct Report {
  uint64_t seed = 0;
  Plant plant = Plant::kNone;
  std::optional<std::string> broken;  // the first statement that did not hold
  Instant at;                         // when the world ended
  std::string digest;                 // over every journal: the same for the same seed
  Counts counts;
  uint64_t entries = 0;
  uint64_t duties = 0;
  uint64_t firings = 0;
  uint64_t late = 0;
  uint64_t notices = 0;
  uint64_t arrivals = 0;
  uint64_t duplicates = 0;

  // One line.
  std::string Format() const;
};

// One world from its first day to its last. The same settings give the same report.
Report Simulate(const Settings& settings);

}  // namespace mandat::sim
