// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandat {

// A stretch of one line of a source text. Lines and columns count from 1, in characters.
struct Span {
  std::string file;  // as named by the caller; a label, never opened
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t length = 0;
};

enum class Severity : uint8_t { kError, kWarning, kNote };

// "error", "warning", "note".
std::string_view Name(Severity severity);

// What a reader of an agreement should know about one place in it. Facts, not prose for machines:
// tests assert code, span and help.
struct Finding {
  Severity severity = Severity::kError;
  std::string code;  // stable, e.g. "A003"
  Span span;
  std::string message;  // one line, lower case, no full stop
  std::string label;    // printed beside the underline, e.g. "did you mean `marketing`?"
  std::string help;     // what to write instead; may be empty
  std::string source;   // legal citation, e.g. "GDPR Art. 28(3)"; may be empty
};

// Renders findings as `style` shows: message, file:line:column, the line, the underline, the
// source. `text` is the source that the findings point into.
std::string Render(const std::vector<Finding>& findings, const std::string& text);

}  // namespace mandat
