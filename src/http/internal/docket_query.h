// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "duty/deadline.h"
#include "http/internal/call.h"

namespace mandat {

// The value of a parameter without its percent signs; empty when it is not there. A plus sign is
// one, since an address is no form. Errors: kInvalid (a broken escape, a control character).
// Source: RFC 3986 2.1.
Result<std::string> TextOf(const Query& query, std::string_view name);
// Errors: kInvalid (names the parameter).
Result<std::optional<Instant>> InstantOf(const Query& query, std::string_view name);
// "en", which is also the default, or "fr". Errors: kInvalid.
Result<Language> LanguageOf(const Query& query);

}  // namespace mandat
