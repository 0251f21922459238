// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mandat::internal {

// Characters of well-formed UTF-8.
size_t CountCharacters(std::string_view text);

// A word of the text as it may stand in a message: in backquotes, at most 64 bytes.
std::string Quote(std::string_view word);

// The candidate that a person who wrote `word` probably meant; empty when none is near.
std::string_view FindNearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace mandat::internal
