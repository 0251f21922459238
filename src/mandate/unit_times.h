// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "base/instant.h"

namespace mandat {

// What of a unit's life decides when it expires.
struct UnitTimes {
  Instant captured;
  // When what its periods wait for happened, if they are not counted from its capture.
  std::optional<Instant> started;
  // Until when the controller instructed to keep it.
  std::optional<Instant> until;
};

}  // namespace mandat
