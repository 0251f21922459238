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
  // Rows that one repair takes away, or puts; who looks again finds the rest.
  static constexpr size_t kRepairsMax = 100'000;

  uint64_t units_count = 0;     // records
  uint64_t chunks_count = 0;    // of series
  uint64_t segments_count = 0;  // of blobs and uploads
  uint64_t copies_count = 0;    // that holds keep
  uint64_t rows_count = 0;      // of indexes, people, ledger and the rest
  uint64_t entries_count = 0;
  uint64_t duties_count = 0;
  uint64_t flaws_count = 0;
  uint64_t derivable_count = 0;
  std::vector<Flaw> flaws;
  // Index rows that point at nothing, to be taken away by a repair.
  std::vector<std::pair<Space, Bytes>> dangling;
  struct Row {
    Space space;
    Bytes key;
    Bytes value;
  };
  std::vector<Row> missing;  // index rows to be put by a repair

  void Add(std::string_view what, ByteView row, bool derivable);
  // A row that points at nothing, or that nobody points at.
  void AddDangling(std::string_view what, Space space, ByteView row);
  // The row is there and says this; else a repair puts it. Errors: kUnavailable, kCorrupt.
  Status Expect(const Store& store, Space space, const Bytes& key, const Bytes& value);
};

}  // namespace mandat
