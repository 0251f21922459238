// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.h"

#include <array>

#include "base/assert.h"

namespace mandat {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

template <class Unsigned>
void Append(Bytes& out, Unsigned value) {
  for (int shift = static_cast<int>(sizeof(Unsigned) - 1) * 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xff));
  }
}

template <class Unsigned>
Unsigned Read(ByteView in) {
  MANDAT_ASSERT(in.size() >= sizeof(Unsigned));
  Unsigned value = 0;
  for (size_t i = 0; i < sizeof(Unsigned); ++i) {
    value = static_cast<Unsigned>((value << 8) | static_cast<uint8_t>(in[i]));
  }
  return value;
}

int Base64Value(char c) {
  const size_t at = kBase64Digits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

void AppendBigEndian16(Bytes& out, uint16_t value) { Append(out, value); }
void AppendBigEndian32(Bytes& out, uint32_t value) { Append(out, value); }
void AppendBigEndian64(Bytes& out, uint64_t value) { Append(out, value); }

uint16_t ReadBigEndian16(ByteView in) { return Read<uint16_t>(in); }
uint32_t ReadBigEndian32(ByteView in) { return Read<uint32_t>(in); }
uint64_t ReadBigEndian64(ByteView in) { return Read<uint64_t>(in); }

std::string FormatHex(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    text.push_back(kHexDigits[static_cast<uint8_t>(c) >> 4]);
    text.push_back(kHexDigits[static_cast<uint8_t>(c) & 15]);
  }
  return text;
}

Result<Bytes> ParseHex(std::string_view text) {
  if (text.size() % 2 != 0) {
    return Fail(Error::Invalid("hexadecimal text has an odd length"));
  }
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (size_t i = 0; i < text.size(); i += 2) {
    const size_t high = kHexDigits.find(text[i]);
    const size_t low = kHexDigits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) {
      return Fail(Error::Invalid("not lower-case hexadecimal"));
    }
    bytes.push_back(static_cast<char>((high << 4) | low));
  }
  return bytes;
}

std::string FormatBase64(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t have = std::min<size_t>(3, bytes.size() - i);
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) {
      group = (group << 8) | (k < have ? static_cast<uint8_t>(bytes[i + k]) : 0);
    }
    for (size_t k = 0; k < 4; ++k) {
      text.push_back(k <= have ? kBase64Digits[(group >> (18 - 6 * k)) & 63] : '=');
    }
  }
  return text;
}

Result<Bytes> ParseBase64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return Fail(Error::Invalid("base64 text is not a multiple of four characters"));
  }
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (size_t i = 0; i < text.size(); i += 4) {
    const bool last = i + 4 == text.size();
    const size_t padding = !last ? 0 : (text[i + 3] != '=' ? 0 : (text[i + 2] != '=' ? 1 : 2));
    uint32_t group = 0;
    for (size_t k = 0; k < 4; ++k) {
      const int value = k >= 4 - padding ? 0 : Base64Value(text[i + k]);
      if (value < 0) {
        return Fail(Error::Invalid("not base64"));
      }
      group = (group << 6) | static_cast<uint32_t>(value);
    }
    if ((padding == 1 && (group & 0xff) != 0) || (padding == 2 && (group & 0xffff) != 0)) {
      return Fail(Error::Invalid("base64 text has stray bits"));
    }
    for (size_t k = 0; k < 3 - padding; ++k) {
      bytes.push_back(static_cast<char>((group >> (16 - 8 * k)) & 0xff));
    }
  }
  return bytes;
}

bool IsUtf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<uint8_t>(text[i]);
    size_t more = 0;
    uint32_t code = 0;
    uint32_t least = 0;
    if (lead < 0x80) {
      ++i;
      continue;
    }
    if ((lead & 0xe0) == 0xc0) {
      more = 1, code = lead & 0x1f, least = 0x80;
    } else if ((lead & 0xf0) == 0xe0) {
      more = 2, code = lead & 0x0f, least = 0x800;
    } else if ((lead & 0xf8) == 0xf0) {
      more = 3, code = lead & 0x07, least = 0x10000;
    } else {
      return false;
    }
    if (i + more >= text.size()) {
      return false;
    }
    for (size_t k = 1; k <= more; ++k) {
      const auto next = static_cast<uint8_t>(text[i + k]);
      if ((next & 0xc0) != 0x80) {
        return false;
      }
      code = (code << 6) | (next & 0x3f);
    }
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      return false;
    }
    i += more + 1;
  }
  return true;
}

}  // namespace mandat
