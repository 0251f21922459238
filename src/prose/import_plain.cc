// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "prose/internal/script.h"

namespace mandat::internal {

Error TooMuchText(const ProseLimits& limits) {
  return Error::Exceeded("the file has more bytes of text than " +
                         std::to_string(limits.text_bytes));
}

Status CheckLines(const Script& script, const ProseLimits& limits) {
  if (script.lines.size() > limits.lines) {
    return Fail(Error::Exceeded("the file has more lines than " + std::to_string(limits.lines)));
  }
  return {};
}

std::vector<Line> SplitLines(std::string_view text, size_t most) {
  std::vector<Line> lines;
  size_t gap = 0;
  bool starts_page = true;
  for (size_t begin = 0; begin < text.size() && lines.size() <= most;) {
    size_t end = text.find_first_of("\n\f\r", begin);
    end = end == std::string_view::npos ? text.size() : end;
    if (text.substr(begin, end - begin).find_first_not_of(" \t\v") == std::string_view::npos) {
      ++gap;
    } else {
      lines.push_back({.begin = begin, .end = end, .gap = gap, .starts_page = starts_page});
      gap = 0;
      starts_page = false;
    }
    if (end < text.size() && text[end] == '\f') {
      starts_page = true;
    }
    const bool is_pair = text.substr(end).starts_with("\r\n");
    begin = end + (is_pair ? 2 : 1);
  }
  if (!lines.empty()) {
    lines.front().starts_page = true;
  }
  return lines;
}

Result<Script> ImportPlain(std::string_view bytes, std::string_view format,
                           const ProseLimits& limits) {
  Script script;
  script.format = format;
  MANDAT_TRY(script.text, DecodeText(bytes));
  if (script.text.size() > limits.text_bytes) {
    return Fail(TooMuchText(limits));
  }
  script.lines = SplitLines(script.text, limits.lines);
  MANDAT_TRY_STATUS(CheckLines(script, limits));
  UndoColumns(script.text, script.lines);
  FindLaidTables(script.text, script.lines);
  return script;
}

}  // namespace mandat::internal
