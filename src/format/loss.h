// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// What a log that goes on behind a lost one says of it, in the detail of its first entry of its own
// (`new-origin`): whose entries it begins with, and what the other one was last known to be. The
// entries in front of it are those of the other log, at the same indexes.
struct Loss {
  std::string origin;  // of the log that was closed
  uint64_t size = 0;   // of its last known checkpoint; what is missing lies before it
  Bytes root;          // 32 bytes; empty: of that checkpoint only the size is known
  Bytes note;          // SHA-256 of its text; empty: likewise

  // Requires: an origin without blanks.
  std::string Format() const;
  // Strict: exactly what Format writes. Errors: kCorrupt.
  static Result<Loss> Parse(std::string_view detail);

  friend bool operator==(const Loss&, const Loss&) = default;
};

// The act of that entry.
inline constexpr std::string_view kNewOriginAct = "new-origin";

}  // namespace mandat
