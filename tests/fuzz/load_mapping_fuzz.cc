// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include "agreement/load_mapping.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t bytes) {
  const std::string text(reinterpret_cast<const char*>(data), bytes);
  const auto parsed = mandat::LoadMapping::Parse("mapping", text);
  if (const auto* findings = std::get_if<std::vector<mandat::Finding>>(&parsed)) {
    (void)mandat::Render(*findings, text);
  }
  return 0;
}
