// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mandat {

// A sequence of octets; not text.
using Bytes = std::string;
using ByteView = std::string_view;

void AppendBigEndian16(Bytes& out, uint16_t value);
void AppendBigEndian32(Bytes& out, uint32_t value);
void AppendBigEndian64(Bytes& out, uint64_t value);

// Requires: at least as many bytes as the name says.
uint16_t ReadBigEndian16(ByteView in);
uint32_t ReadBigEndian32(ByteView in);
uint64_t ReadBigEndian64(ByteView in);

// Lower-case hexadecimal.
std::string FormatHex(ByteView bytes);
// Errors: kInvalid (odd length, or a character outside 0-9a-f).
Result<Bytes> ParseHex(std::string_view text);

// Standard alphabet with padding. Source: RFC 4648 4.
std::string FormatBase64(ByteView bytes);
// Strict: padding required, no line breaks, unused bits zero. Errors: kInvalid.
Result<Bytes> ParseBase64(std::string_view text);

// True if the bytes are well-formed UTF-8 (no surrogates, no overlong forms). Source: RFC 3629 4.
bool IsUtf8(std::string_view text);

}  // namespace mandat
