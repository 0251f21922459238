// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/copy_keys.h"

namespace mandat {

// Rows of Space::kMeta, one for each copy of keys that ever was; they stay, since a certificate may
// be asked for at any time. On disk: docs/internals/data-layout.md.
inline constexpr std::string_view kKeyCopyPrefix = "key-copy/";

Bytes KeyCopyRow(Instant at);
Bytes EncodeKeyCopy(const KeyCopy& copy);
// Errors: kCorrupt.
Result<KeyCopy> DecodeKeyCopy(ByteView row, ByteView value);

}  // namespace mandat
