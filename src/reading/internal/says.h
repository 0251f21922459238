// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <re2/re2.h>

#include <string_view>

namespace mandat::internal {

// Whether a pattern matches somewhere in these words.
inline bool Says(std::string_view words, const re2::RE2& pattern) {
  return re2::RE2::PartialMatch(re2::StringPiece(words.data(), words.size()), pattern);
}

}  // namespace mandat::internal
