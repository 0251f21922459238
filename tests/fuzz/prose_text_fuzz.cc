// SPDX-License-Identifier: Apache-2.0
// Plain text and Markdown from hostile bytes: every passage stands in the text, every clause has
// its place.
#include <cstdint>
#include <string_view>

#include "prose_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  mandat::ReadAndLook(bytes, size % 2 == 0 ? "contract.txt" : "contract.md");
  return 0;
}
