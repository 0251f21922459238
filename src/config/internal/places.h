// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "config/config.h"

namespace mandat {

// Why copies of keys may not go where they are configured to; empty: they may. Beside the data that
// they open they protect nothing, and whoever has the one has the other.
// Source: GDPR Art. 32(1)(a).
std::string KeysPlaceFault(const Config& config);

}  // namespace mandat
