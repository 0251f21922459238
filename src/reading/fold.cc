// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/fold.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mandat::internal {
namespace {

struct Decoded {
  char32_t point = U'?';
  size_t bytes = 1;
};

// Source: RFC 3629 3.
Decoded Decode(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    return {first, 1};
  }
  const size_t bytes = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (bytes == 0 || first > 0xf4 || at + bytes > text.size()) {
    return {U'?', 1};
  }
  char32_t point = first & (0x7fU >> bytes);
  for (size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) {
      return {U'?', 1};
    }
    point = (point << 6U) | (byte(i) & 0x3fU);
  }
  return {point, bytes};
}

// U+00C0 to U+00FF, and of U+0100 to U+017F what western Europe writes.
constexpr std::array<std::string_view, 64> kLatin1 = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "x", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  "/", "o", "u", "u", "u", "u", "y", "th", "y"};

std::string_view FoldPoint(char32_t point) {
  if (point >= 0xc0 && point <= 0xff) {
    return kLatin1[point - 0xc0];
  }
  switch (point) {
    case 0x00a0:
    case 0x2007:
    case 0x2009:
    case 0x202f:
    case 0x200b:
    case 0xfeff:
    case 0x2018:
    case 0x2019:
    case 0x02bc:
    case 0x00b4:
      return " ";
    case 0x00ab:
    case 0x00bb:
    case 0x201c:
    case 0x201d:
    case 0x201e:
      return "\"";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return "-";
    case 0x00b0:
    case 0x00ba:
      return "o";
    case 0x0152:
    case 0x0153:
      return "oe";
    case 0x0160:
    case 0x0161:
      return "s";
    case 0x0178:
      return "y";
    case 0x017d:
    case 0x017e:
      return "z";
    case 0x20ac:
      return "eur";
    case 0x00a7:
      return "s.";
    default:
      return "?";
  }
}

}  // namespace

std::pair<size_t, size_t> Folded::Origin(size_t begin, size_t end) const {
  const size_t first = origin[begin];
  return {first, std::max<size_t>(origin[end], first + 1)};
}

Folded Fold(std::string_view text) {
  Folded folded;
  folded.text.reserve(text.size());
  folded.origin.reserve(text.size() + 1);
  const auto add = [&](char letter, size_t from) {
    if (letter == ' ' && (folded.text.empty() || folded.text.back() == ' ')) {
      return;
    }
    folded.text.push_back(letter);
    folded.origin.push_back(static_cast<uint32_t>(from));
  };
  for (size_t at = 0; at < text.size();) {
    const Decoded decoded = Decode(text, at);
    if (decoded.point < 0x80) {
      const char letter = static_cast<char>(decoded.point);
      const bool is_blank = letter == '\'' || letter == '\t' || letter == '\n' || letter == '\r';
      const bool is_upper = letter >= 'A' && letter <= 'Z';
      add(is_blank ? ' ' : is_upper ? static_cast<char>(letter - 'A' + 'a') : letter, at);
    } else {
      for (const char letter : FoldPoint(decoded.point)) {
        add(letter, at);
      }
    }
    at += decoded.bytes;
  }
  folded.origin.push_back(static_cast<uint32_t>(text.size()));
  return folded;
}

std::string FoldText(std::string_view text) { return Fold(text).text; }

}  // namespace mandat::internal
