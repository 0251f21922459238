// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "http/internal/request.h"

namespace mandat {

// What must be so for a write to happen. Source: RFC 9110 13.1.
struct Condition {
  bool must_exist = false;          // If-Match: *
  std::optional<uint32_t> version;  // If-Match: "3"; 0 for If-None-Match: *
};
// A tag that names no version is a version that never is. Errors: kInvalid (not one entity tag, or
// both headers).
Result<Condition> ConditionOf(const Request& request);

// The version of a record as an entity tag, `"3"`.
std::string EntityTagOf(uint32_t version);

}  // namespace mandat
