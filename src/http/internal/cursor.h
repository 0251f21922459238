// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// What order a page is in; a cursor of one order is none of another.
enum class PageOrder : char {
  kIds = 'i',
  kTimes = 't',
  kFound = 'f',
  kVersions = 'v',
  kHeld = 'h',
  kPseudonymised = 'p',
};

// Where a page ended, for the next one: opaque to callers, and stable while data changes.
// Base64url without padding. Source: RFC 4648 5.
std::string FormatCursor(PageOrder order, ByteView last);
// nullopt for an empty text. Errors: kInvalid.
Result<std::optional<Bytes>> ParseCursor(PageOrder order, std::string_view text);

}  // namespace mandat
