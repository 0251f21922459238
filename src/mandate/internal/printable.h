// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace mandat::internal {

// A name as it may stand in a sentence: in backquotes, at most 64 characters of printable ASCII,
// else "?".
inline std::string Printable(std::string_view name) {
  constexpr size_t kLengthMax = 64;
  const bool is_plain = name.size() <= kLengthMax && std::ranges::all_of(name, [](char c) {
                          return c >= ' ' && c <= '~' && c != '`';
                        });
  return is_plain ? "`" + std::string(name) + "`" : "`?`";
}

}  // namespace mandat::internal
