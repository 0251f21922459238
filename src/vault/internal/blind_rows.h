// SPDX-License-Identifier: Apache-2.0
// Rows of Space::kBlind. On disk: see docs/internals/data-layout.md.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/block.h"

namespace mandat::internal {

// "t" epoch (8) hidden token (16), then the row of the unit; empty value.
inline Bytes TokenPrefix(uint64_t epoch, const Block& hidden) {
  Bytes row = "t";
  AppendBigEndian64(row, epoch);
  row.append(ViewOf(hidden));
  return row;
}

// "r" collection 00 field 00, then value (8) and the row of the unit; empty value.
inline Bytes RangePrefix(std::string_view collection, std::string_view field) {
  Bytes row = "r" + Bytes(collection);
  row.push_back('\0');
  row.append(field);
  row.push_back('\0');
  return row;
}

// "u" row of the unit: under which rows it is found.
inline Bytes ForwardRow(ByteView unit_row) { return "u" + Bytes(unit_row); }

struct ForwardValue {
  uint64_t epoch = 0;
  std::vector<Block> hidden;
  std::vector<Bytes> ranges;  // RangePrefix and value

  Bytes Encode() const {
    Bytes value;
    AppendBigEndian64(value, epoch);
    AppendBigEndian32(value, static_cast<uint32_t>(hidden.size()));
    for (const Block& block : hidden) {
      value.append(ViewOf(block));
    }
    for (const Bytes& range : ranges) {
      AppendBigEndian32(value, static_cast<uint32_t>(range.size()));
      value += range;
    }
    return value;
  }

  // Errors: kCorrupt.
  static Result<ForwardValue> Decode(ByteView bytes) {
    const auto damaged = [] { return Fail(Error::Corrupt("row of the blind index is damaged")); };
    if (bytes.size() < 12) {
      return damaged();
    }
    ForwardValue value;
    value.epoch = ReadBigEndian64(bytes);
    const size_t count = ReadBigEndian32(bytes.substr(8));
    bytes.remove_prefix(12);
    if (bytes.size() / sizeof(Block) < count) {
      return damaged();
    }
    for (size_t i = 0; i < count; ++i) {
      Block block;
      bytes.copy(block.data(), block.size());
      value.hidden.push_back(block);
      bytes.remove_prefix(block.size());
    }
    while (!bytes.empty()) {
      const size_t length = bytes.size() < 4 ? 0 : ReadBigEndian32(bytes);
      if (length == 0 || bytes.size() < 4 + length) {
        return damaged();
      }
      value.ranges.emplace_back(bytes.substr(4, length));
      bytes.remove_prefix(4 + length);
    }
    return value;
  }
};

}  // namespace mandat::internal
