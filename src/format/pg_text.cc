// SPDX-License-Identifier: Apache-2.0
// The lexical structure of a plain dump.
#include "format/internal/pg_text.h"

#include <algorithm>

namespace mandat::internal {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsNameCharacter(char c) {
  return (Lower(c) >= 'a' && Lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

int DigitOf(char c, int base) {
  const char lower = Lower(c);
  const int digit = lower >= '0' && lower <= '9'   ? lower - '0'
                    : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                   : 16;
  return digit < base ? digit : -1;
}

// Up to `most` digits from `at`.
size_t TakeDigits(std::string_view text, size_t at, size_t most, int base, unsigned& value) {
  size_t count = 0;
  while (count < most && at + count < text.size() && DigitOf(text[at + count], base) >= 0) {
    value = value * static_cast<unsigned>(base) +
            static_cast<unsigned>(DigitOf(text[at + count], base));
    ++count;
  }
  return count;
}

// Behind the closing quote; a doubled one is part of the text.
size_t SkipQuoted(std::string_view text, size_t at, bool has_escapes) {
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (has_escapes && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (at + 1 == text.size() || text[at + 1] != quote) {
        return at + 1;
      }
      ++at;
    }
  }
  return kNone;
}

// Comments of this kind nest.
size_t SkipComment(std::string_view text, size_t at) {
  size_t depth = 0;
  for (; at + 1 < text.size(); ++at) {
    if (text.substr(at, 2) == "/*") {
      ++depth;
      ++at;
    } else if (text.substr(at, 2) == "*/") {
      ++at;
      if (--depth == 0) {
        return at + 1;
      }
    }
  }
  return kNone;
}

// "$tag$ ... $tag$"; a dollar sign that begins no tag is a character like any other.
size_t SkipDollarQuoted(std::string_view text, size_t at) {
  size_t end = at + 1;
  while (end < text.size() && IsNameCharacter(text[end])) {
    ++end;
  }
  if (end == text.size()) {
    return kNone;
  }
  if (text[end] != '$' || (at > 0 && IsNameCharacter(text[at - 1])) ||
      (text[at + 1] >= '0' && text[at + 1] <= '9')) {
    return at + 1;
  }
  const std::string_view tag = text.substr(at, end + 1 - at);
  const size_t close = text.find(tag, end + 1);
  return close == std::string_view::npos ? kNone : close + tag.size();
}

}  // namespace

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

size_t SkipBlanks(std::string_view text, size_t at) {
  while (at < text.size() && IsBlank(text[at])) {
    ++at;
  }
  return at;
}

bool HasWord(std::string_view text, size_t at, std::string_view word) {
  return at <= text.size() && text.size() - at >= word.size() &&
         std::ranges::equal(text.substr(at, word.size()), word, {}, &Lower, &Lower) &&
         (at + word.size() == text.size() || !IsNameCharacter(text[at + word.size()]));
}

size_t SkipToken(std::string_view text, size_t at) {
  switch (text[at]) {
    case '\'': {
      const bool has_escapes =
          at > 0 && Lower(text[at - 1]) == 'e' && (at == 1 || !IsNameCharacter(text[at - 2]));
      return SkipQuoted(text, at, has_escapes);
    }
    case '"':
      return SkipQuoted(text, at, false);
    case '$':
      return SkipDollarQuoted(text, at);
    case '-': {
      if (at + 1 == text.size() || text[at + 1] != '-') {
        return at + 1;
      }
      const size_t end = text.find('\n', at);
      return end == std::string_view::npos ? kNone : end + 1;
    }
    case '/':
      return text.substr(at, 2) == "/*" ? SkipComment(text, at) : at + 1;
    default:
      return at + 1;
  }
}

size_t EndOfStatement(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (text[at] == ';') {
      return at + 1;
    }
    at = SkipToken(text, at);
    if (at == kNone) {
      return kNone;
    }
  }
  return kNone;
}

size_t TakeEscape(std::string_view text, std::string& out) {
  if (text.empty()) {
    return 0;
  }
  constexpr std::string_view kNames = "bfnrtv";
  constexpr std::string_view kMeant = "\b\f\n\r\t\v";
  if (const size_t name = kNames.find(text[0]); name != std::string_view::npos) {
    out.push_back(kMeant[name]);
    return 1;
  }
  unsigned value = 0;
  if (const size_t digits = TakeDigits(text, 0, 3, 8, value); digits > 0) {
    out.push_back(static_cast<char>(value & 0xffU));
    return digits;
  }
  if (text[0] == 'x') {
    if (const size_t digits = TakeDigits(text, 1, 2, 16, value); digits > 0) {
      out.push_back(static_cast<char>(value));
      return digits + 1;
    }
  }
  out.push_back(text[0]);
  return 1;
}

}  // namespace mandat::internal
