// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "store/store.h"

namespace mandat {

// Something that does not fit. No personal data: names of kinds, and rows in hexadecimal.
struct Flaw {
  std::string what;        // "record cannot be opened"
  std::string where;       // the row
  bool derivable = false;  // it can be made anew, or taken away, from what else is there
};

// What a look at one agreement found. At most kFlawsMax are told one by one.
struct Inspection {
  static constexpr size_t kFlawsMax = 1000;

  uint64_t units_count = 0;
  uint64_t rows_count = 0;  // of indexes, people, ledger and the rest
  uint64_t entries_count = 0;
  uint64_t duties_count = 0;
  uint64_t flaws_count = 0;
  uint64_t derivable_count = 0;
  std::vector<Flaw> flaws;
  // Index rows that point at nothing, to be taken away by a repair.
  std::vector<std::pair<Space, Bytes>> dangling;

  void Add(std::string_view what, ByteView row, bool derivable);
};

}  // namespace mandat
