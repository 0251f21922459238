// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/ids.h"
#include "crypto/hash.h"

namespace mandat {

// Rows of Space::kMeta. On disk: see docs/internals/data-layout.md.

// Events, in the order in which they were recorded: index of the entry (8), then the event.
inline constexpr std::string_view kLifePrefix = "life/";
inline Bytes LifeRow(uint64_t index) {
  Bytes key(kLifePrefix);
  AppendBigEndian64(key, index);
  return key;
}

// A text of a version under its SHA-256.
inline constexpr std::string_view kTextPrefix = "text/";
inline Bytes TextRow(ByteView hash) { return Bytes(kTextPrefix) + Bytes(hash); }

// Forms as offered, in the system's own store.
inline constexpr std::string_view kOfferedPrefix = "form/";
inline Bytes OfferedRow(std::string_view form, uint32_t version) {
  Bytes key = Bytes(kOfferedPrefix) + Bytes(form) + "/";
  AppendBigEndian32(key, version);
  return key;
}

}  // namespace mandat
