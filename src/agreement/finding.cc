// SPDX-License-Identifier: Apache-2.0
#include "agreement/finding.h"

#include <algorithm>
#include <string_view>

#include "agreement/internal/text.h"
#include "base/bytes.h"

namespace mandat {
namespace {

// Characters printed of a long line; the part around the underlined word.
constexpr size_t kExcerptMax = 120;
constexpr size_t kBeforeMax = 60;

// The line's characters, one string each; what could disturb a terminal becomes "?".
std::vector<std::string> SplitCharacters(std::string_view line) {
  const bool is_text = IsUtf8(line);
  std::vector<std::string> characters;
  for (const char c : line) {
    const auto byte = static_cast<uint8_t>(c);
    if (is_text && (byte & 0xc0) == 0x80 && !characters.empty()) {
      characters.back().push_back(c);
    } else if (byte < 0x20 || byte == 0x7f || (!is_text && byte >= 0x80)) {
      characters.push_back(byte == '\t' || byte == '\r' ? " " : "?");
    } else {
      characters.emplace_back(1, c);
    }
  }
  return characters;
}

std::string_view FindLine(std::string_view text, uint32_t line) {
  if (text.starts_with("\xef\xbb\xbf")) {
    text.remove_prefix(3);
  }
  for (uint32_t i = 1; i < line && !text.empty(); ++i) {
    const size_t end = std::min(text.find('\n'), text.size());
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return text.substr(0, std::min(text.find('\n'), text.size()));
}

void RenderExcerpt(const Finding& finding, const std::string& text, std::string& out) {
  const Span& span = finding.span;
  const std::vector<std::string> characters = SplitCharacters(FindLine(text, span.line));
  const size_t column = std::min<size_t>(std::max(span.column, 1U) - 1, characters.size());
  const size_t first = column > kBeforeMax ? column - kBeforeMax : 0;
  const size_t last = std::min(characters.size(), first + kExcerptMax);
  const std::string number = std::to_string(span.line);
  const std::string margin(number.size(), ' ');

  out += margin + "--> " + span.file + ":" + number + ":" + std::to_string(span.column) + "\n";
  out += margin + " |\n" + number + " | ";
  for (size_t i = first; i < last; ++i) {
    out += characters[i];
  }
  const size_t room = std::max<size_t>(1, last > column ? last - column : 1);
  out += "\n" + margin + " | " + std::string(column - first, ' ') +
         std::string(std::clamp<size_t>(span.length, 1, room), '^');
  out += finding.label.empty() ? "\n" : " " + finding.label + "\n";
}

}  // namespace

std::string_view Name(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      return "note";
  }
  return "error";
}

std::string Render(const std::vector<Finding>& findings, const std::string& text) {
  std::string out;
  for (const Finding& finding : findings) {
    if (!out.empty()) {
      out += "\n";
    }
    out +=
        std::string(Name(finding.severity)) + "[" + finding.code + "]: " + finding.message + "\n";
    std::string margin = " ";
    if (finding.span.line > 0) {
      RenderExcerpt(finding, text, out);
      margin = std::string(std::to_string(finding.span.line).size() + 1, ' ');
    } else if (!finding.span.file.empty()) {
      out += margin + "--> " + finding.span.file + "\n";
    }
    if (!finding.help.empty()) {
      out += margin + "= help: " + finding.help + "\n";
    }
    if (!finding.source.empty()) {
      out += margin + "= source: " + finding.source + "\n";
    }
  }
  return out;
}

}  // namespace mandat
