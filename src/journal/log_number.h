// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "format/loss.h"
#include "store/store.h"

namespace mandat {

// A journal whose last entries were lost for good goes on as another log: its checkpoints are
// signed under the same name with a number behind it, from 2, and it says in an entry what was
// lost. Row of Space::kMeta: the number (8); not there: 1.
inline constexpr std::string_view kLogNumberRow = "log";

Bytes EncodeLogNumber(uint64_t number);
// Errors: kCorrupt, kUnavailable.
Result<uint64_t> ReadLogNumber(const Store& store);
// `name` for the first, `name/2` for the second.
std::string OriginOf(const std::string& name, uint64_t number);
// The number of the log that has an origin; 0: it is none of `name`.
uint64_t LogNumberOf(const std::string& name, const std::string& origin);

// What is left of a log that was closed. Row of Space::kMeta: `closed/`, number of the log (8) ->
// size (8), length of the loss (2), the loss as the entry of it has it, note.
struct ClosedLog {
  uint64_t size = 0;  // entries that the log behind it begins with; the next is that of the loss
  Loss loss;
  std::string note;  // its last known checkpoint, signed; empty: only its size is known

  Bytes Encode() const;
};
Bytes ClosedLogRow(uint64_t number);
// Errors: kNotFound (it was never closed), kCorrupt, kUnavailable.
Result<ClosedLog> ReadClosedLog(const Store& store, uint64_t number);

}  // namespace mandat
