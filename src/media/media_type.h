// SPDX-License-Identifier: Apache-2.0
//
// What kind of content bytes are: by what their sender says, and by what they look like.
// Trusts: libmagic and its database for what bytes look like. A file can be of two types at once;
// whoever shows content to people must not rely on this alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace mandat {

// How many bytes from the beginning are looked at, at most.
inline constexpr size_t kSniffBytes = size_t{64} << 10;

// True for a type and a subtype in lower case, without parameters. Source: RFC 9110 8.3.1.
bool IsMediaType(std::string_view text);

// The media type that content looks like from its beginning; "application/octet-stream" when it
// looks like nothing that is known. Threading: any number of callers.
std::string SniffMediaType(ByteView beginning);

// True if content that looks like `sniffed` may be what its sender calls `declared`. Types without
// a mark of their own (plain text, JSON, CSV) are believed as long as it is text.
bool MediaTypesAgree(std::string_view declared, std::string_view sniffed);

// True if one of `taken` ("image/jpeg", "image/*") is the type, or none is given.
bool TakesMediaType(const std::vector<std::string>& taken, std::string_view type);

}  // namespace mandat
