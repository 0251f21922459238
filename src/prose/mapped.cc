// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/mapped.h"

#include <unicode/uchar.h>

#include <algorithm>

namespace mandat::internal {

void Mapped::Append(std::string_view bytes, size_t at) {
  text.append(bytes);
  origin.insert(origin.end(), bytes.size(), at);
}

void Mapped::Append(const Mapped& other) {
  text.append(other.text);
  origin.insert(origin.end(), other.origin.begin(), other.origin.end());
}

void Mapped::AppendPoint(uint32_t point, size_t at) { Append(Utf8(point), at); }

Mapped Mapped::Cut(size_t begin, size_t end) const {
  end = std::min(end, text.size());
  begin = std::min(begin, end);
  return {.text = text.substr(begin, end - begin),
          .origin = {origin.begin() + static_cast<std::ptrdiff_t>(begin),
                     origin.begin() + static_cast<std::ptrdiff_t>(end)}};
}

void Mapped::DropFront(size_t bytes) {
  bytes = std::min(bytes, text.size());
  text.erase(0, bytes);
  origin.erase(origin.begin(), origin.begin() + static_cast<std::ptrdiff_t>(bytes));
}

void Mapped::DropBack(size_t bytes) {
  bytes = std::min(bytes, text.size());
  text.resize(text.size() - bytes);
  origin.resize(text.size());
}

void Mapped::Trim() {
  const size_t last = text.find_last_not_of(" \t");
  DropBack(last == std::string::npos ? text.size() : text.size() - last - 1);
  const size_t first = text.find_first_not_of(" \t");
  DropFront(first == std::string::npos ? 0 : first);
}

Point PointAt(std::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) {
    return {lead, 1};
  }
  const size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  uint32_t code = lead & (0xFFU >> (bytes + 1));
  for (size_t i = 1; i < bytes && at + i < text.size(); ++i) {
    code = (code << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  return {code, std::min(bytes, text.size() - at)};
}

Point PointBefore(std::string_view text, size_t end) {
  size_t begin = end - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80) {
    --begin;
  }
  return PointAt(text.substr(0, end), begin);
}

std::string Utf8(uint32_t code) {
  std::string out;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | (code >> 6));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | (code >> 12));
    out += static_cast<char>(0x80U | ((code >> 6) & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (code >> 18));
    out += static_cast<char>(0x80U | ((code >> 12) & 0x3FU));
    out += static_cast<char>(0x80U | ((code >> 6) & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  }
  return out;
}

bool IsLetter(uint32_t code) {
  return code < 0x80 ? (code | 0x20U) - 'a' < 26 : u_isalpha(static_cast<UChar32>(code)) != 0;
}
bool IsUpper(uint32_t code) {
  return code < 0x80 ? code - 'A' < 26 : u_isupper(static_cast<UChar32>(code)) != 0;
}
bool IsLower(uint32_t code) {
  return code < 0x80 ? code - 'a' < 26 : u_islower(static_cast<UChar32>(code)) != 0;
}
bool IsDigit(uint32_t code) { return code - '0' < 10; }
uint32_t LowerOf(uint32_t code) {
  return static_cast<uint32_t>(u_tolower(static_cast<UChar32>(code)));
}
uint32_t UpperOf(uint32_t code) {
  return static_cast<uint32_t>(u_toupper(static_cast<UChar32>(code)));
}

std::string LowerCase(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const Point point = PointAt(text, at);
    if (point.bytes == 1) {
      const char c = text[at];
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    } else {
      out += Utf8(LowerOf(point.code));
    }
    at += point.bytes;
  }
  return out;
}

namespace {

constexpr uint32_t kQuotes[] = {'"',    '\'',   '(',    '[',    0x00AB, 0x2018,
                                0x201C, 0x201E, 0x201A, 0x2039, ' ',    0x00A0};

uint32_t FirstWordPoint(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const Point point = PointAt(text, at);
    if (std::ranges::find(kQuotes, point.code) == std::end(kQuotes)) {
      return point.code;
    }
    at += point.bytes;
  }
  return 0;
}

}  // namespace

bool StartsLower(std::string_view text) { return IsLower(FirstWordPoint(text)); }
bool StartsUpper(std::string_view text) { return IsUpper(FirstWordPoint(text)); }

bool EndsSentence(std::string_view text) {
  constexpr uint32_t kClosing[] = {')', ']', '"', '\'', 0x00BB, 0x201D, 0x2019, 0x203A, ' '};
  constexpr int kMarksMax = 8;
  size_t end = text.size();
  for (int marks = 0; end > 0 && marks < kMarksMax; ++marks) {
    const Point point = PointBefore(text, end);
    if (point.code == '.' || point.code == '!' || point.code == '?') {
      return true;
    }
    if (std::ranges::find(kClosing, point.code) == std::end(kClosing)) {
      return false;
    }
    end -= point.bytes;
  }
  return false;
}

uint32_t LastPoint(std::string_view text) {
  return text.empty() ? 0 : PointBefore(text, text.size()).code;
}

size_t CountPoints(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

bool IsAllUpper(std::string_view text) {
  bool has_upper = false;
  for (size_t at = 0; at < text.size();) {
    const Point point = PointAt(text, at);
    if (IsLower(point.code)) {
      return false;
    }
    has_upper = has_upper || IsUpper(point.code);
    at += point.bytes;
  }
  return has_upper;
}

}  // namespace mandat::internal
