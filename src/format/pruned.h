// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// The minimum index of a journal, as the file `minimum` publishes it: entries from there on are all
// there, of those below only the ones that something needs. Source: C2SP tlog-tiles.
std::string FormatMinimum(uint64_t minimum);
// Strict: exactly what FormatMinimum writes of a multiple of 256. Errors: kCorrupt.
Result<uint64_t> ParseMinimum(std::string_view text);

// An entry that was kept of a bundle that is gone. The file `kept/entries/<N>` has those of one
// bundle: for each its place (1 byte), its length (2 bytes), its bytes.
struct KeptEntry {
  uint8_t place = 0;  // within the bundle
  ByteView bytes;
};
// Requires: places ascend; an entry is at most kBundleEntryBytesMax bytes.
void AppendToKept(Bytes& kept, uint8_t place, ByteView entry);
// The views live as long as the bytes. Strict: at least one, places ascend, nothing behind them.
// Errors: kCorrupt.
Result<std::vector<KeptEntry>> DecodeKept(ByteView kept);

// `kept/entries/005` for the bundle `tile/entries/005`.
std::string KeptPath(uint64_t bundle);
// Strict: exactly what KeptPath writes. Errors: kInvalid.
Result<uint64_t> ParseKeptPath(std::string_view path);

}  // namespace mandat
