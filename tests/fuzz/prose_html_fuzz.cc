// SPDX-License-Identifier: Apache-2.0
// HTML from hostile bytes.
#include <cstdint>
#include <string_view>

#include "prose_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mandat::ReadAndLook({reinterpret_cast<const char*>(data), size}, "contract.html");
  return 0;
}
