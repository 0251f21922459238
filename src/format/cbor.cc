// SPDX-License-Identifier: Apache-2.0
#include "format/cbor.h"

#include <limits>
#include <optional>

namespace mandat {
namespace {

constexpr uint8_t kMajorUnsigned = 0;
constexpr uint8_t kMajorNegative = 1;
constexpr uint8_t kMajorBytes = 2;
constexpr uint8_t kMajorText = 3;
constexpr uint8_t kMajorArray = 4;
constexpr uint8_t kMajorMap = 5;
constexpr uint8_t kFalse = 0xf4;
constexpr uint8_t kTrue = 0xf5;
constexpr int kDepthMax = 16;

std::unexpected<Error> Broken(const char* what) { return Fail(Error::Corrupt(what)); }

Status ValidateItem(CborReader& in, int depth);

Status ValidateMap(CborReader& in, int depth) {
  MANDAT_TRY(const uint64_t count, in.ReadMap());
  std::optional<ByteView> last;
  for (uint64_t i = 0; i < count; ++i) {
    const ByteView before = in.rest();
    MANDAT_TRY_STATUS(ValidateItem(in, depth + 1));
    const ByteView key = before.substr(0, before.size() - in.rest().size());
    if (last && !(*last < key)) {
      return Broken("cbor map keys are not ascending");
    }
    last = key;
    MANDAT_TRY_STATUS(ValidateItem(in, depth + 1));
  }
  return {};
}

Status ValidateArray(CborReader& in, int depth) {
  MANDAT_TRY(const uint64_t count, in.ReadArray());
  for (uint64_t i = 0; i < count; ++i) {
    MANDAT_TRY_STATUS(ValidateItem(in, depth + 1));
  }
  return {};
}

template <class T>
Status Dropped(const Result<T>& read) {
  return read ? Status{} : Status{Fail(read.error())};
}

Status ValidateItem(CborReader& in, int depth) {
  if (depth >= kDepthMax) {
    return Broken("cbor is nested too deep");
  }
  MANDAT_TRY(const CborKind kind, in.Peek());
  switch (kind) {
    case CborKind::kUnsigned:
      return Dropped(in.ReadUnsigned());
    case CborKind::kNegative:
      return Dropped(in.ReadInteger());
    case CborKind::kBytes:
      return Dropped(in.ReadBytes());
    case CborKind::kText:
      return Dropped(in.ReadText());
    case CborKind::kArray:
      return ValidateArray(in, depth);
    case CborKind::kMap:
      return ValidateMap(in, depth);
    case CborKind::kBool:
      return Dropped(in.ReadBool());
  }
  return Broken("cbor item of unknown kind");
}

}  // namespace

void CborWriter::WriteHead(uint8_t major, uint64_t value) {
  const auto lead = static_cast<uint8_t>(major << 5);
  if (value < 24) {
    out_.push_back(static_cast<char>(lead | value));
  } else if (value <= std::numeric_limits<uint8_t>::max()) {
    out_.push_back(static_cast<char>(lead | 24));
    out_.push_back(static_cast<char>(value));
  } else if (value <= std::numeric_limits<uint16_t>::max()) {
    out_.push_back(static_cast<char>(lead | 25));
    AppendBigEndian16(out_, static_cast<uint16_t>(value));
  } else if (value <= std::numeric_limits<uint32_t>::max()) {
    out_.push_back(static_cast<char>(lead | 26));
    AppendBigEndian32(out_, static_cast<uint32_t>(value));
  } else {
    out_.push_back(static_cast<char>(lead | 27));
    AppendBigEndian64(out_, value);
  }
}

void CborWriter::WriteInteger(int64_t value) {
  if (value >= 0) {
    WriteHead(kMajorUnsigned, static_cast<uint64_t>(value));
  } else {
    WriteHead(kMajorNegative, static_cast<uint64_t>(-(value + 1)));
  }
}

void CborWriter::WriteBytes(ByteView bytes) {
  WriteHead(kMajorBytes, bytes.size());
  out_.append(bytes);
}

void CborWriter::WriteText(std::string_view text) {
  WriteHead(kMajorText, text.size());
  out_.append(text);
}

bool CborTextBefore(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

Result<CborKind> CborReader::Peek() const {
  if (in_.empty()) {
    return Broken("cbor ends too early");
  }
  const auto lead = static_cast<uint8_t>(in_[0]);
  if (lead == kFalse || lead == kTrue) {
    return CborKind::kBool;
  }
  if (lead >> 5 > kMajorMap) {
    return Broken("cbor item is of a kind that is not used here");
  }
  return static_cast<CborKind>(lead >> 5);
}

Result<uint64_t> CborReader::ReadHead(uint8_t major) {
  if (in_.empty()) {
    return Broken("cbor ends too early");
  }
  const auto lead = static_cast<uint8_t>(in_[0]);
  if (lead >> 5 != major) {
    return Broken("cbor item is not of the expected kind");
  }
  const uint8_t info = lead & 31;
  if (info < 24) {
    in_.remove_prefix(1);
    return info;
  }
  if (info > 27) {
    return Broken("cbor length is indefinite or reserved");
  }
  const size_t bytes = size_t{1} << (info - 24);
  if (in_.size() < 1 + bytes) {
    return Broken("cbor ends too early");
  }
  uint64_t value = 0;
  for (size_t i = 1; i <= bytes; ++i) {
    value = (value << 8) | static_cast<uint8_t>(in_[i]);
  }
  const uint64_t least = bytes == 1 ? 24 : uint64_t{1} << (bytes * 4);
  if (value < least) {
    return Broken("cbor number is not in its shortest form");
  }
  in_.remove_prefix(1 + bytes);
  return value;
}

Result<ByteView> CborReader::ReadString(uint8_t major) {
  MANDAT_TRY(const uint64_t length, ReadHead(major));
  if (length > in_.size()) {
    return Broken("cbor ends too early");
  }
  const ByteView bytes = in_.substr(0, length);
  in_.remove_prefix(length);
  return bytes;
}

Result<uint64_t> CborReader::ReadUnsigned() { return ReadHead(kMajorUnsigned); }

Result<int64_t> CborReader::ReadInteger() {
  MANDAT_TRY(const CborKind kind, Peek());
  const bool negative = kind == CborKind::kNegative;
  MANDAT_TRY(const uint64_t value, ReadHead(negative ? kMajorNegative : kMajorUnsigned));
  if (value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return Broken("cbor number is too large");
  }
  return negative ? -static_cast<int64_t>(value) - 1 : static_cast<int64_t>(value);
}

Result<ByteView> CborReader::ReadBytes() { return ReadString(kMajorBytes); }

Result<std::string_view> CborReader::ReadText() {
  MANDAT_TRY(const ByteView text, ReadString(kMajorText));
  if (!IsUtf8(text)) {
    return Broken("cbor text is not utf-8");
  }
  return text;
}

Result<uint64_t> CborReader::ReadArray() {
  MANDAT_TRY(const uint64_t count, ReadHead(kMajorArray));
  if (count > in_.size()) {
    return Broken("cbor ends too early");
  }
  return count;
}

Result<uint64_t> CborReader::ReadMap() {
  MANDAT_TRY(const uint64_t count, ReadHead(kMajorMap));
  if (count > in_.size() / 2) {
    return Broken("cbor ends too early");
  }
  return count;
}

Result<bool> CborReader::ReadBool() {
  MANDAT_TRY(const CborKind kind, Peek());
  if (kind != CborKind::kBool) {
    return Broken("cbor item is not of the expected kind");
  }
  const bool value = static_cast<uint8_t>(in_[0]) == kTrue;
  in_.remove_prefix(1);
  return value;
}

Status ValidateCbor(ByteView bytes) {
  CborReader in(bytes);
  MANDAT_TRY_STATUS(ValidateItem(in, 0));
  return in.AtEnd() ? Status{} : Status{Broken("cbor item is followed by stray bytes")};
}

}  // namespace mandat
