// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mandat::internal {

// How far a piece of SQL reaches: kNone when its end is not in the text.
inline constexpr size_t kNone = std::string_view::npos;

bool IsBlank(char c);
size_t SkipBlanks(std::string_view text, size_t at);
// True if the text has the word there, in any case, and it ends there.
bool HasWord(std::string_view text, size_t at, std::string_view word);

// Behind the constant, name in quotes, comment or dollar-quoted text that begins at `at`; `at` + 1
// for any other character. `escapes`: a backslash in the constant quotes the next character.
size_t SkipToken(std::string_view text, size_t at);
// Behind the semicolon that ends the statement.
size_t EndOfStatement(std::string_view text);

// What a character behind a backslash stands for, in COPY and in E'' alike. Gives how many
// characters it took; 0 when it is cut off or means nothing.
size_t TakeEscape(std::string_view text, std::string& out);

}  // namespace mandat::internal
