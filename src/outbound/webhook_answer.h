// SPDX-License-Identifier: Apache-2.0
//
// What the answer of a webhook's receiver means for a notice. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/instant.h"
#include "outbound/transport.h"

namespace mandat {

// The value of Retry-After: seconds, or a date in the form of RFC 9110 5.6.7 (IMF-fixdate), which
// is counted from `at`. Nothing for anything else, and for a date that has passed. RFC 9110 10.2.3.
std::optional<std::chrono::seconds> ParseRetryAfter(std::string_view text, Instant at);

// The outcome of a final status. `retry_after`: the header, empty if there is none; counted from
// `at` and cut at `retry_after_max`.
Delivery DeliveryOfStatus(long status, std::string_view retry_after, Instant at,
                          std::chrono::seconds retry_after_max);

}  // namespace mandat
