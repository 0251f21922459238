// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/instant.h"

namespace mandat {

// Rows of Space::kMeta: instants of the newest erasure and of the newest re-wrap; an erasure is
// complete when a re-wrap is behind it. On disk: see docs/internals/data-layout.md.
inline constexpr std::string_view kLastErasureRow = "erasure/last";
inline constexpr std::string_view kLastRewrapRow = "erasure/rewrap";

inline Bytes EncodeInstant(Instant at) {
  Bytes bytes;
  AppendBigEndian64(bytes, static_cast<uint64_t>(at.micros));
  return bytes;
}

inline Result<Instant> DecodeInstant(ByteView bytes) {
  if (bytes.size() != 8) {
    return Fail(Error::Corrupt("instant has the wrong length"));
  }
  return Instant{static_cast<int64_t>(ReadBigEndian64(bytes))};
}

}  // namespace mandat
