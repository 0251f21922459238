// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.h"
#include "store/store.h"

namespace mandat {

// Row of Space::kMeta: instant of the newest batch that removed rows with people's data or traces
// of it, 8 bytes. Whoever reclaims the space looks here.
inline constexpr std::string_view kRemovedRow = "reclaim/removed";

// Whether a batch does so.
bool RemovesData(const Batch& batch);

}  // namespace mandat
