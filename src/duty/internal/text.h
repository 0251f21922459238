// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mandat::internal {

// The value of exactly `count` decimal digits; -1 for anything else.
inline int ReadDigits(std::string_view text, size_t count) {
  if (text.size() != count) {
    return -1;
  }
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return -1;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace mandat::internal
