// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mandate/operation.h"

namespace mandat {

// What opens records without changing them: for oneself, for the person they are about, or for
// figures that tell nothing of anybody.
constexpr bool IsReading(Verb verb) {
  return verb == Verb::kConsult || verb == Verb::kMakeAvailable || verb == Verb::kAnonymise;
}

}  // namespace mandat
