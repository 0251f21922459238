// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mandat::internal {

// A character reference of HTML at the front of a text: "&eacute;", "&#233;", "&#xE9;".
struct Entity {
  uint32_t code = 0;
  size_t bytes = 0;  // 0: there is none
};

// As HTML 4.01 section 24 names them.
Entity EntityAt(std::string_view text);

}  // namespace mandat::internal
