// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/world.h"

namespace mandat::sim {

// What the server does about once a second without anybody asking, in its order; and that nothing
// is left undone that had to be done by then.
void KeepHouse(World& world);
// Somebody looks at the clock and says that it is right.
void ConfirmJump(World& world);

}  // namespace mandat::sim
