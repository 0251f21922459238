// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "base/instant.h"
#include "mandate/mandate.h"

namespace mandat {

// The versions of one agreement, each in force from an instant until the next begins.
// Invariant (versions bind): what happens at an instant is decided by the version in force then.
// Threading: immutable; any number of callers.
class MandateSchedule {
 public:
  struct Version {
    Instant from;
    std::shared_ptr<const Mandate> mandate;
  };

  // Requires: at least one version, none without a mandate, each from later than the one before.
  explicit MandateSchedule(std::vector<Version> versions);

  // The version in force; before the first, the first, which refuses by its own start.
  const std::shared_ptr<const Mandate>& At(Instant at) const;

 private:
  std::vector<Version> versions_;
};

}  // namespace mandat
