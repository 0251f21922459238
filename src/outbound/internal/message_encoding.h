// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/instant.h"

namespace mandat::internal {

// "Mon, 30 Mar 2026 14:20:00 +0000" (RFC 5322 3.3).
std::string MailDate(Instant at);

// A header line with its text, folded at 76 characters where it can be (RFC 5322 2.2.3); as encoded
// words when the text is not plain ASCII (RFC 2047 2). Ends with CR LF.
// Requires: UTF-8 without control characters.
std::string MailHeader(std::string_view name, std::string_view text);

// A display name before an address: as it is, quoted, or as encoded words (RFC 5322 3.4).
// Requires: UTF-8 without control characters.
std::string MailPhrase(std::string_view text);

// Text whose lines end with a line feed, as lines of at most 76 characters of ASCII that end with
// CR LF (RFC 2045 6.7).
std::string QuotedPrintable(std::string_view text);

// Base64 in lines of 76 characters that end with CR LF (RFC 2045 6.8).
std::string Base64Lines(ByteView bytes);

}  // namespace mandat::internal
