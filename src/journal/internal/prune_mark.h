// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/result.h"
#include "store/store.h"

namespace mandat {

// The file beside `checkpoint`.
inline constexpr std::string_view kMinimumFile = "minimum";
// Row of Space::kMeta: how far pruning has come. Not there: nowhere.
inline constexpr std::string_view kPruneRow = "prune";

// On disk: three numbers of 8 bytes.
struct PruneMark {
  uint64_t declared = 0;  // the minimum index, as an entry has it
  uint64_t removed = 0;   // bundles below it are gone
  Instant at;             // when it was declared

  Bytes Encode() const;
  // Errors: kCorrupt, kUnavailable.
  static Result<PruneMark> Read(const Store& store);
};

}  // namespace mandat
