// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "format/pg_copy.h"

// Every byte is taken, and rows have as many values as there are columns.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t bytes) {
  std::string_view text(reinterpret_cast<const char*>(data), bytes);
  mandat::PgDump dump("t", {"a", "b"});
  while (!text.empty()) {
    mandat::PgRow row;
    const size_t taken = dump.Take(text, true, row);
    if (taken == 0 || taken > text.size() ||
        (row.is_row && row.fault == nullptr && row.values.size() != dump.columns().size())) {
      std::abort();
    }
    text.remove_prefix(taken);
  }
  return 0;
}
