// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/series_codec.h"

#include <array>
#include <bit>
#include <cmath>
#include <optional>

#include "base/assert.h"

namespace mandat::internal {
namespace {

// On disk.
constexpr char kBodyFormat = 1;
constexpr char kAllPresent = 0;
constexpr char kSomePresent = 1;
constexpr char kDeltas = 0;  // whole numbers: zigzag varints of the differences
constexpr char kXor = 1;     // binary64: what differs from the value before
constexpr char kScaled = 2;  // binary64 that is a whole number of 10^-scale: as kDeltas
constexpr char kBits = 3;    // booleans: one bit each
constexpr uint32_t kScaleMax = 6;
constexpr std::array<double, kScaleMax + 1> kPowers{1, 10, 100, 1e3, 1e4, 1e5, 1e6};
constexpr double kExactMost = 9007199254740992;  // 2^53
constexpr size_t kColumnsMax = 1024;
constexpr size_t kNameBytesMax = 64;

Error Damaged() { return Error::Corrupt("chunk of a series has a damaged body"); }

uint64_t ZigZag(uint64_t value) { return (value << 1) ^ (uint64_t{0} - (value >> 63)); }
uint64_t UnZigZag(uint64_t value) { return (value >> 1) ^ (uint64_t{0} - (value & 1)); }

// Seven bits a byte, the lowest first; the last byte has its high bit clear.
void AppendVarint(Bytes& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

bool ReadVarint(ByteView in, size_t& offset, uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64 && offset < in.size(); shift += 7) {
    const auto byte = static_cast<uint8_t>(in[offset++]);
    value |= uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) {
      return shift < 63 || byte < 2;
    }
  }
  return false;
}

bool TakeVarint(ByteView& in, uint64_t& value) {
  size_t offset = 0;
  const bool read = ReadVarint(in, offset, value);
  in.remove_prefix(offset);
  return read;
}

bool TakeBytes(ByteView& in, size_t bytes, ByteView& out) {
  if (in.size() < bytes) {
    return false;
  }
  out = in.substr(0, bytes);
  in.remove_prefix(bytes);
  return true;
}

char LetterOf(FieldType type) {
  return type == FieldType::kBoolean ? 'b' : type == FieldType::kDecimal ? 'd' : 'i';
}

// The first instant as it is, then how the distances change: nothing changes as long as a source is
// steady, which is told as a count.
Bytes EncodeTimes(const PointTable& table, std::span<const uint32_t> order) {
  Bytes out;
  const auto at = [&](size_t i) { return static_cast<uint64_t>(table.at(order[i]).micros); };
  AppendVarint(out, ZigZag(at(0)));
  uint64_t delta = 0;
  uint64_t steady = 0;
  const auto end_run = [&] {
    if (steady > 0) {
      AppendVarint(out, 0);
      AppendVarint(out, steady - 1);
      steady = 0;
    }
  };
  for (size_t i = 1; i < order.size(); ++i) {
    const uint64_t next = at(i) - at(i - 1);
    if (next == delta) {
      ++steady;
      continue;
    }
    end_run();
    AppendVarint(out, ZigZag(next - delta));
    delta = next;
  }
  end_run();
  return out;
}

void SetBit(Bytes& bits, size_t index) {
  bits[index / 8] = static_cast<char>(static_cast<uint8_t>(bits[index / 8]) | 1U << index % 8);
}

bool HasBit(ByteView bits, size_t index) {
  return (static_cast<uint8_t>(bits[index / 8]) >> index % 8 & 1U) != 0;
}

bool IsScaled(double value, uint32_t scale) {
  const double whole = std::nearbyint(value * kPowers[scale]);
  return std::abs(whole) < kExactMost &&
         std::bit_cast<uint64_t>(whole / kPowers[scale]) == std::bit_cast<uint64_t>(value);
}

// The least scale that gives all values back to the bit.
std::optional<uint32_t> ScaleOf(const std::vector<uint64_t>& values) {
  uint32_t scale = 0;
  for (const uint64_t bits : values) {
    while (!IsScaled(std::bit_cast<double>(bits), scale)) {
      if (++scale > kScaleMax) {
        return std::nullopt;
      }
    }
  }
  // A larger scale gives back what a smaller one does, except close to the end of what is exact.
  for (const uint64_t bits : values) {
    if (!IsScaled(std::bit_cast<double>(bits), scale)) {
      return std::nullopt;
    }
  }
  return scale;
}

void AppendDeltas(Bytes& out, const std::vector<uint64_t>& values) {
  uint64_t last = 0;
  for (const uint64_t value : values) {
    AppendVarint(out, ZigZag(value - last));
    last = value;
  }
}

// One byte tells how many zero bytes lead (high nibble) and how many bytes follow (low nibble);
// what is behind them is zero.
void AppendXor(Bytes& out, const std::vector<uint64_t>& values) {
  uint64_t last = 0;
  for (const uint64_t value : values) {
    const uint64_t different = value ^ last;
    last = value;
    const unsigned lead =
        different == 0 ? 8 : static_cast<unsigned>(std::countl_zero(different)) / 8;
    const unsigned trail =
        different == 0 ? 0 : static_cast<unsigned>(std::countr_zero(different)) / 8;
    const unsigned bytes = 8 - lead - trail;
    out.push_back(static_cast<char>(lead << 4 | bytes));
    for (unsigned i = 0; i < bytes; ++i) {
      out.push_back(static_cast<char>(different >> (8 * (7 - lead - i))));
    }
  }
}

Bytes EncodeValues(FieldType type, std::vector<uint64_t>& values) {
  Bytes out;
  out.reserve(values.size() * 3 + 4);
  if (type == FieldType::kBoolean) {
    out.push_back(kBits);
    Bytes bits((values.size() + 7) / 8, '\0');
    for (size_t i = 0; i < values.size(); ++i) {
      if (values[i] != 0) {
        SetBit(bits, i);
      }
    }
    return out + bits;
  }
  if (type == FieldType::kInteger) {
    out.push_back(kDeltas);
    AppendDeltas(out, values);
    return out;
  }
  const std::optional<uint32_t> scale = ScaleOf(values);
  if (!scale) {
    out.push_back(kXor);
    AppendXor(out, values);
    return out;
  }
  out.push_back(kScaled);
  out.push_back(static_cast<char>(*scale));
  for (uint64_t& bits : values) {
    bits = static_cast<uint64_t>(
        static_cast<int64_t>(std::nearbyint(std::bit_cast<double>(bits) * kPowers[*scale])));
  }
  AppendDeltas(out, values);
  return out;
}

void AppendSection(Bytes& out, Bytes section) {
  AppendVarint(out, section.size());
  out += section;
  Wipe(section);
}

// Empty when no point has the value.
Bytes EncodeColumn(const PointTable& table, std::span<const uint32_t> order, size_t column) {
  std::vector<uint64_t> values;
  values.reserve(order.size());
  Bytes present((order.size() + 7) / 8, '\0');
  for (size_t i = 0; i < order.size(); ++i) {
    if (const PointValue& value = table.values(order[i])[column]; value.there) {
      values.push_back(value.bits);
      SetBit(present, i);
    }
  }
  if (values.empty()) {
    return {};
  }
  const PointColumn& named = table.columns()[column];
  Bytes out(1, LetterOf(named.type));
  AppendVarint(out, named.name.size());
  out += named.name;
  const bool all = values.size() == order.size();
  out.push_back(all ? kAllPresent : kSomePresent);
  if (!all) {
    out += present;
  }
  Bytes data = EncodeValues(named.type, values);
  out += data;
  Wipe(data);
  Wipe(values.data(), values.size() * sizeof(uint64_t));
  return out;
}

}  // namespace

Plaintext EncodeChunk(const PointTable& table, std::span<const uint32_t> order) {
  MANDAT_ASSERT(!order.empty());
  std::vector<Bytes> columns;
  for (size_t i = 0; i < table.columns().size(); ++i) {
    if (Bytes column = EncodeColumn(table, order, i); !column.empty()) {
      columns.push_back(std::move(column));
    }
  }
  Bytes times = EncodeTimes(table, order);
  size_t bytes = times.size() + 32;
  for (const Bytes& column : columns) {
    bytes += column.size() + 10;
  }
  Bytes out;
  out.reserve(bytes);  // enough, so that nothing is left behind unwiped by growing
  out.push_back(kBodyFormat);
  AppendVarint(out, order.size());
  AppendVarint(out, columns.size());
  AppendSection(out, std::move(times));
  for (Bytes& column : columns) {
    AppendSection(out, std::move(column));
  }
  return Plaintext(std::move(out));
}

Result<ChunkReader> ChunkReader::Open(Plaintext body, const std::vector<PointColumn>& columns) {
  ChunkReader reader(std::move(body));
  MANDAT_TRY_STATUS(reader.ReadHead(columns));
  return reader;
}

Status ChunkReader::ReadHead(const std::vector<PointColumn>& columns) {
  ByteView in = body_->Reveal();
  ByteView format;
  uint64_t columns_count = 0;
  uint64_t bytes = 0;
  uint64_t first = 0;
  if (!TakeBytes(in, 1, format) || format[0] != kBodyFormat || !TakeVarint(in, count_) ||
      count_ == 0 || count_ > UINT32_MAX || !TakeVarint(in, columns_count) ||
      columns_count > kColumnsMax || !TakeVarint(in, bytes) || !TakeBytes(in, bytes, times_) ||
      !TakeVarint(times_, first)) {
    return Fail(Damaged());
  }
  at_ = static_cast<int64_t>(UnZigZag(first));
  for (uint64_t i = 0; i < columns_count; ++i) {
    ByteView section;
    if (!TakeVarint(in, bytes) || !TakeBytes(in, bytes, section)) {
      return Fail(Damaged());
    }
    MANDAT_TRY(Column column, ReadColumn(section, columns));
    if (column.target != kNowhere) {
      columns_.push_back(column);
    }
  }
  if (!in.empty()) {
    return Fail(Damaged());
  }
  values_.resize(columns.size());
  return {};
}

Result<ChunkReader::Column> ChunkReader::ReadColumn(ByteView& in,
                                                    const std::vector<PointColumn>& columns) const {
  Column column;
  ByteView letter;
  ByteView name;
  ByteView presence;
  ByteView encoding;
  uint64_t bytes = 0;
  if (!TakeBytes(in, 1, letter) || !TakeVarint(in, bytes) || bytes > kNameBytesMax ||
      !TakeBytes(in, bytes, name) || !TakeBytes(in, 1, presence) ||
      (presence[0] != kAllPresent && presence[0] != kSomePresent) ||
      (presence[0] == kSomePresent && !TakeBytes(in, (count_ + 7) / 8, column.present)) ||
      !TakeBytes(in, 1, encoding)) {
    return Fail(Damaged());
  }
  column.encoding = encoding[0];
  const bool decimal = column.encoding == kXor || column.encoding == kScaled;
  if (letter[0] != (column.encoding == kDeltas ? 'i'
                    : column.encoding == kBits ? 'b'
                                               : 'd') ||
      (!decimal && column.encoding != kDeltas && column.encoding != kBits)) {
    return Fail(Damaged());
  }
  if (column.encoding == kScaled) {
    ByteView scale;
    if (!TakeBytes(in, 1, scale) || static_cast<uint8_t>(scale[0]) > kScaleMax) {
      return Fail(Damaged());
    }
    column.scale = static_cast<uint8_t>(scale[0]);
  }
  column.data = in;
  column.target = kNowhere;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name != name) {
      continue;
    }
    column.widens = letter[0] == 'i' && columns[i].type == FieldType::kDecimal;
    if (column.widens || LetterOf(columns[i].type) == letter[0]) {
      column.target = i;
    }
  }
  return column;
}

Status ChunkReader::NextTime() {
  if (read_ == 0) {
    return {};
  }
  if (steady_ > 0) {
    --steady_;
  } else {
    uint64_t change = 0;
    if (!TakeVarint(times_, change)) {
      return Fail(Damaged());
    }
    if (change == 0) {
      if (!TakeVarint(times_, steady_) || steady_ > count_ - read_ - 1) {
        return Fail(Damaged());
      }
    } else {
      delta_ = static_cast<int64_t>(static_cast<uint64_t>(delta_) + UnZigZag(change));
    }
  }
  if (delta_ <= 0 || __builtin_add_overflow(at_, delta_, &at_)) {
    return Fail(Damaged());
  }
  return {};
}

Result<uint64_t> ChunkReader::NextValue(Column& column) {
  if (column.encoding == kBits) {
    if (column.offset / 8 >= column.data.size()) {
      return Fail(Damaged());
    }
    return HasBit(column.data, column.offset++) ? uint64_t{1} : uint64_t{0};
  }
  if (column.encoding != kXor) {
    uint64_t change = 0;
    if (!ReadVarint(column.data, column.offset, change)) {
      return Fail(Damaged());
    }
    column.last += UnZigZag(change);
    const auto whole = static_cast<double>(static_cast<int64_t>(column.last));
    return column.encoding == kScaled ? std::bit_cast<uint64_t>(whole / kPowers[column.scale])
           : column.widens            ? std::bit_cast<uint64_t>(whole)
                                      : column.last;
  }
  if (column.offset >= column.data.size()) {
    return Fail(Damaged());
  }
  const auto control = static_cast<uint8_t>(column.data[column.offset++]);
  const unsigned lead = control >> 4;
  const unsigned bytes = control & 0x0fU;
  if (lead + bytes > 8 || column.data.size() - column.offset < bytes) {
    return Fail(Damaged());
  }
  for (unsigned i = 0; i < bytes; ++i) {
    const auto byte = static_cast<uint8_t>(column.data[column.offset++]);
    column.last ^= uint64_t{byte} << (8 * (7 - lead - i));
  }
  return column.last;
}

Result<bool> ChunkReader::Next() {
  if (read_ == count_) {
    return false;
  }
  MANDAT_TRY_STATUS(NextTime());
  for (Column& column : columns_) {
    PointValue& value = values_[column.target];
    value.there = column.present.empty() || HasBit(column.present, read_);
    if (value.there) {
      MANDAT_TRY(value.bits, NextValue(column));
    }
  }
  ++read_;
  return true;
}

Result<std::vector<PointColumn>> ColumnsOfBody(ByteView body) {
  std::vector<PointColumn> columns;
  uint64_t points = 0;
  uint64_t columns_count = 0;
  uint64_t bytes = 0;
  ByteView section;
  if (body.empty() || body[0] != kBodyFormat) {
    return Fail(Damaged());
  }
  body.remove_prefix(1);
  if (!TakeVarint(body, points) || !TakeVarint(body, columns_count) ||
      columns_count > kColumnsMax || !TakeVarint(body, bytes) || !TakeBytes(body, bytes, section)) {
    return Fail(Damaged());
  }
  for (uint64_t i = 0; i < columns_count; ++i) {
    ByteView letter;
    ByteView name;
    uint64_t name_bytes = 0;
    if (!TakeVarint(body, bytes) || !TakeBytes(body, bytes, section) ||
        !TakeBytes(section, 1, letter) || !TakeVarint(section, name_bytes) ||
        !TakeBytes(section, name_bytes, name)) {
      return Fail(Damaged());
    }
    columns.push_back({std::string(name), letter[0] == 'b'   ? FieldType::kBoolean
                                          : letter[0] == 'd' ? FieldType::kDecimal
                                                             : FieldType::kInteger});
  }
  return columns;
}

}  // namespace mandat::internal
