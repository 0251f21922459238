// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/yaml_out.h"

#include <algorithm>

#include "reading/internal/fold.h"

namespace mandat::internal {
namespace {

constexpr size_t kClauseBytesMost = 64;

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

}  // namespace

std::string Quoted(std::string_view text, size_t most) {
  size_t end = text.size();
  if (end > most) {
    end = most;
    while (end > 0 && IsContinuation(text[end])) {
      --end;
    }
    const size_t blank = text.substr(0, end).rfind(' ');
    end = blank == std::string_view::npos || blank < most / 2 ? end : blank;
  }
  std::string out = "\"";
  for (const char c : text.substr(0, end)) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += is_control ? ' ' : c;
  }
  while (out.size() > 1 && out.back() == ' ') {
    out.pop_back();
  }
  return out + (end < text.size() ? " ...\"" : "\"");
}

std::string ClauseText(std::string_view clause) {
  // Accents go, capital letters stay: the place of each letter tells which it was.
  const Folded folded = Fold(clause);
  std::string out;
  for (size_t i = 0; i < folded.text.size() && out.size() < kClauseBytesMost; ++i) {
    const char original = clause[folded.origin[i]];
    const bool is_upper = original >= 'A' && original <= 'Z';
    out += is_upper ? original : folded.text[i];
  }
  std::ranges::replace_if(out, [](char c) { return c == '"' || c == '\\' || c < 0x20; }, '\'');
  while (!out.empty() && out.back() == ' ') {
    out.pop_back();
  }
  return out.empty() ? "-" : out;
}

std::string PlaceText(const FoundTerm& term) {
  return "clause: " + Quoted(ClauseText(term.clause)) +
         ", line: " + std::to_string(term.where.line);
}

std::string ReasonText(const FoundTerm& term) {
  return "# confidence " + std::to_string(term.confidence) + ", " + term.rule + ", bytes " +
         std::to_string(term.where.begin) + " to " + std::to_string(term.where.end);
}

std::string StatementText(const FoundTerm& term, size_t indent) {
  const std::string blanks(indent, ' ');
  std::string out;
  const auto add = [&](std::string_view key, const std::string& value) {
    out += blanks + std::string(key) + ": " + value + "\n";
  };
  if (term.status != SaidStatus::kStated) {
    add("status", std::string(Name(term.status)));
  }
  bool has_text = false;
  for (const auto& [key, value] : term.value) {
    has_text |= key == "text";
    // Copies in backups are kept, not acted on.
    add(key == "within" && term.field == "end.backups" ? "at-most" : key, Quoted(value));
  }
  if (!has_text && !term.said.empty()) {
    add("text", Quoted(term.said));
  }
  add("clause", Quoted(ClauseText(term.clause)));
  out += blanks + "line: " + std::to_string(term.where.line) + "  " + ReasonText(term) + "\n";
  return out;
}

}  // namespace mandat::internal
