// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// Writes deterministic CBOR: shortest heads, definite lengths. What a map or array announces, the
// caller writes next, map keys in ascending order (see CborTextBefore for text keys).
// Source: RFC 8949 4.2.1.
class CborWriter {
 public:
  explicit CborWriter(size_t bytes_expected) { out_.reserve(bytes_expected); }

  void WriteUnsigned(uint64_t value) { WriteHead(0, value); }
  void WriteInteger(int64_t value);
  void WriteBytes(ByteView bytes);
  // Requires: well-formed UTF-8, which the caller has seen to.
  void WriteText(std::string_view text);
  void WriteArray(uint64_t items_count) { WriteHead(4, items_count); }
  void WriteMap(uint64_t pairs_count) { WriteHead(5, pairs_count); }
  void WriteBool(bool value) { out_.push_back(static_cast<char>(value ? 0xf5 : 0xf4)); }

  Bytes Take() && { return std::move(out_); }

 private:
  void WriteHead(uint8_t major, uint64_t value);

  Bytes out_;
};

// True if the text key `a` stands before `b` in a map: the shorter first, then by bytes.
// Source: RFC 8949 4.2.1.
bool CborTextBefore(std::string_view a, std::string_view b);

enum class CborKind { kUnsigned, kNegative, kBytes, kText, kArray, kMap, kBool };

// Reads deterministic CBOR item by item from bytes that it does not own. Every answer but a value
// is kCorrupt: a longer head than needed, an indefinite length, text that is not UTF-8, a tag, a
// float, null, or fewer bytes than announced. The order of map keys is seen to by whoever reads
// them, or by ValidateCbor.
class CborReader {
 public:
  explicit CborReader(ByteView in) : in_(in) {}

  bool AtEnd() const { return in_.empty(); }
  // The kind of the next item. Errors: kCorrupt.
  Result<CborKind> Peek() const;

  Result<uint64_t> ReadUnsigned();
  // Errors: also kCorrupt for what does not fit.
  Result<int64_t> ReadInteger();
  // The view lives as long as the input.
  Result<ByteView> ReadBytes();
  Result<std::string_view> ReadText();
  // How many items, or pairs, follow; never more than there are bytes left.
  Result<uint64_t> ReadArray();
  Result<uint64_t> ReadMap();
  Result<bool> ReadBool();

  ByteView rest() const { return in_; }

 private:
  Result<uint64_t> ReadHead(uint8_t major);
  Result<ByteView> ReadString(uint8_t major);

  ByteView in_;
};

// One item of deterministic CBOR and nothing behind it: nested at most 16 deep, map keys ascending
// and unique. Errors: kCorrupt.
Status ValidateCbor(ByteView bytes);

}  // namespace mandat
