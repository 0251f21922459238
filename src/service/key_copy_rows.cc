// SPDX-License-Identifier: Apache-2.0
#include "service/internal/key_copy_rows.h"

#include "base/assert.h"
#include "keyring/key_backup.h"

namespace mandat {
namespace {

constexpr size_t kPlaceBytes = 8;
constexpr size_t kValueBytes = 8 + 8 + 8 + 4 + 8 + kPlaceBytes;

// 0 stands for none: no copy is as old as that.
void AppendInstant(Bytes& out, const std::optional<Instant>& at) {
  AppendBigEndian64(out, at ? static_cast<uint64_t>(at->micros) : 0);
}

std::optional<Instant> InstantIn(ByteView bytes) {
  const auto micros = static_cast<int64_t>(ReadBigEndian64(bytes));
  return micros == 0 ? std::nullopt : std::optional(Instant{micros});
}

}  // namespace

Instant KeyCopy::Lapses() const { return KeyBackupLapses(at, days); }

Bytes KeyCopyRow(Instant at) {
  Bytes row(kKeyCopyPrefix);
  AppendBigEndian64(row, static_cast<uint64_t>(at.micros));
  return row;
}

Bytes EncodeKeyCopy(const KeyCopy& copy) {
  Bytes value;
  AppendBigEndian64(value, copy.generation);
  AppendBigEndian64(value, copy.changes);
  AppendInstant(value, copy.since);
  AppendBigEndian32(value, static_cast<uint32_t>(copy.days));
  AppendInstant(value, copy.gone);
  MANDAT_ASSERT(copy.place.size() == kPlaceBytes);
  return value + copy.place;
}

Result<KeyCopy> DecodeKeyCopy(ByteView row, ByteView value) {
  if (row.size() != kKeyCopyPrefix.size() + 8 || value.size() != kValueBytes ||
      ReadBigEndian32(value.substr(24)) == 0) {
    return Fail(Error::Corrupt("what is known of a copy of keys cannot be read"));
  }
  KeyCopy copy;
  copy.at.micros = static_cast<int64_t>(ReadBigEndian64(row.substr(kKeyCopyPrefix.size())));
  copy.generation = ReadBigEndian64(value);
  copy.changes = ReadBigEndian64(value.substr(8));
  copy.since = InstantIn(value.substr(16));
  copy.days = static_cast<int>(ReadBigEndian32(value.substr(24)));
  copy.gone = InstantIn(value.substr(28));
  copy.place = value.substr(36);
  return copy;
}

Result<std::vector<KeyCopy>> ReadKeyCopies(const Store& store) {
  std::vector<KeyCopy> copies;
  const auto rows = store.Scan(Space::kMeta, kKeyCopyPrefix, EndOfPrefix(kKeyCopyPrefix));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(KeyCopy copy, DecodeKeyCopy(rows->key(), rows->value()));
    copies.push_back(std::move(copy));
  }
  MANDAT_TRY_STATUS(rows->status());
  return copies;
}

}  // namespace mandat
