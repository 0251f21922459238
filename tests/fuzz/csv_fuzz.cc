// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "format/csv.h"

// Every byte is taken, in any pieces, and what is taken of a part is what is taken of the whole.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t bytes) {
  std::string_view text(reinterpret_cast<const char*>(data), bytes);
  const char separator = bytes % 2 == 0 ? ',' : ';';
  while (!text.empty()) {
    mandat::CsvRow row;
    const size_t taken = mandat::TakeCsvRow(text, true, separator, row);
    if (taken == 0 || taken > text.size() || (row.fault != nullptr && !row.fields.empty())) {
      std::abort();
    }
    mandat::CsvRow part;
    const size_t of_part = mandat::TakeCsvRow(text.substr(0, taken), false, separator, part);
    if (of_part != 0 && row.fault == nullptr && (of_part != taken || part.fields != row.fields)) {
      std::abort();
    }
    text.remove_prefix(taken);
  }
  return 0;
}
