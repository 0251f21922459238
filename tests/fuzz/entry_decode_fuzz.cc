// SPDX-License-Identifier: Apache-2.0
// What decodes encodes to the same bytes: the strict reader accepts one spelling only.
#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "format/entry.h"
#include "format/tile.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t bytes) {
  const mandat::ByteView input(reinterpret_cast<const char*>(data), bytes);
  if (const auto entry = mandat::Entry::Decode(input)) {
    const auto again = entry->Encode();
    MANDAT_ASSERT(again && *again == input);
  }
  if (const auto tile = mandat::Tile::Parse(input)) {
    MANDAT_ASSERT(tile->Format() == input);
  }
  (void)mandat::DecodeBundle(input, bytes == 0 ? 1 : data[0] + 1U);
  return 0;
}
