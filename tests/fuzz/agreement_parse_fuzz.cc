// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes, the reader answers with an agreement or with findings, in bounded time.
#include <cstddef>
#include <cstdint>
#include <string>

#include "agreement/agreement.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t bytes) {
  const std::string text(reinterpret_cast<const char*>(data), bytes);
  const size_t cut = bytes == 0 ? 0 : data[0] * bytes / 256;
  const mandat::Agreement::Sources sources{"form", text.substr(cut), "agreement",
                                           text.substr(0, cut)};
  const auto parsed = mandat::Agreement::Parse(sources);
  if (const auto* findings = std::get_if<std::vector<mandat::Finding>>(&parsed)) {
    (void)mandat::Render(*findings, sources.form_text);
  }
  return 0;
}
