// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "prose/internal/script.h"

namespace mandat::internal {
namespace {

constexpr uint32_t kUnknownPoint = 0xFFFD;
constexpr size_t kSampleBytes = 4096;
constexpr size_t kSampleMin = 16;

// What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has controls.
constexpr std::array<uint16_t, 32> kWindows = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

std::string FromWindows(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += Utf8(byte < 0xA0 ? kWindows[byte - 0x80U] : byte);
    }
  }
  return out;
}

// As RFC 2781 section 2.2 says; half a pair is an unknown character.
std::string FromUtf16(std::string_view bytes, bool is_big_endian) {
  const auto unit = [&](size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<uint32_t>(is_big_endian ? (first << 8U) | second : (second << 8U) | first);
  };
  std::string out;
  out.reserve(bytes.size());
  for (size_t at = 0; at + 1 < bytes.size(); at += 2) {
    uint32_t code = unit(at);
    if (code >= 0xD800 && code < 0xDC00 && at + 3 < bytes.size()) {
      const uint32_t low = unit(at + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
        at += 2;
      }
    }
    out += Utf8(code >= 0xD800 && code < 0xE000 ? kUnknownPoint : code);
  }
  return out;
}

// UTF-16 that lost its mark: of text in Latin letters nearly every second byte is null.
bool IsUtf16(std::string_view bytes, size_t null_at) {
  bytes = bytes.substr(0, std::min(bytes.size(), kSampleBytes) / 2 * 2);
  size_t nulls = 0;
  for (size_t at = 0; at + 1 < bytes.size(); at += 2) {
    nulls += bytes[at + null_at] == '\0' && bytes[at + 1 - null_at] != '\0' ? 1 : 0;
  }
  return bytes.size() >= kSampleMin && nulls * 20 > bytes.size() * 9;
}

}  // namespace

Result<std::string> DecodeText(std::string_view bytes) {
  std::string text;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    text = FromUtf16(bytes.substr(2), bytes.front() == '\xFE');
  } else if (IsUtf16(bytes, 0) || IsUtf16(bytes, 1)) {
    text = FromUtf16(bytes, IsUtf16(bytes, 0));
  } else {
    if (bytes.starts_with("\xEF\xBB\xBF")) {
      bytes.remove_prefix(3);
    }
    text = IsUtf8(bytes) ? std::string(bytes) : FromWindows(bytes);
  }
  if (text.find('\0') != std::string::npos) {
    return Fail(
        Error::Invalid("the file has null bytes, so it is no text; give text, HTML, DOCX or PDF"));
  }
  return text;
}

}  // namespace mandat::internal
