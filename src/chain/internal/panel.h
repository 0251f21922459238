// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "chain/chain.h"

namespace mandat::internal {

inline constexpr int kPictureWidth = 1000;
inline constexpr int kPanelHeight = 208;

std::string Escaped(std::string_view text);

// One promise as a drawing: an axis of dates, a lane for each side, and the gap between their ends.
// Requires: the link has a timeline.
std::string Panel(const ChainReport& report, const Link& link, int top);

}  // namespace mandat::internal
