// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/series_rows.h"

#include <limits>

#include "base/assert.h"
#include "crypto/aead.h"
#include "keyring/keyring.h"
#include "vault/internal/rows.h"

namespace mandat::internal {
namespace {

// On disk: shape of the header.
constexpr char kHeaderFormat = 1;
constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
constexpr int64_t kDayMicros = int64_t{86'400} * 1'000'000;

Instant ReadInstant(ByteView in) { return {static_cast<int64_t>(ReadBigEndian64(in))}; }

}  // namespace

Bytes SeriesOwnerRow(std::string_view collection, const RecordId& series) {
  return "r" + UnitName(collection, series);
}

Bytes SeriesPrefix(const SubjectId& subject, std::string_view collection, const RecordId& series) {
  return UnitRow(subject, collection, series);
}

Bytes SeriesDayPrefix(ByteView series_prefix, uint32_t day) {
  Bytes prefix;
  prefix.reserve(series_prefix.size() + ChunkPlace::kPartBytes);
  prefix.append(series_prefix);
  AppendBigEndian32(prefix, day);
  return prefix;
}

Bytes ChunkRow(ByteView series_prefix, uint32_t day, uint64_t sequence) {
  Bytes row = SeriesDayPrefix(series_prefix, day);
  AppendBigEndian64(row, sequence);
  return row;
}

uint32_t DayOf(Instant at) {
  MANDAT_ASSERT(kPointFirst <= at && at <= kPointLast);
  return static_cast<uint32_t>(at.micros / kDayMicros);
}

Bytes ContentId(const RecordId& series) { return Bytes(series.bytes()) + "p"; }

Bytes ListId(const SubjectId& subject) { return Bytes(subject.bytes()) + "r"; }

Result<ChunkPlace> ChunkPlace::Decode(ByteView row) {
  if (row.size() < kPartBytes) {
    return Fail(Error::Corrupt("chunk of a series has a damaged row"));
  }
  const ByteView part = row.substr(row.size() - kPartBytes);
  MANDAT_TRY(UnitPlace place, UnitPlace::Decode(row.substr(0, row.size() - kPartBytes)));
  return ChunkPlace{place.subject, std::move(place.collection), place.record, ReadBigEndian32(part),
                    ReadBigEndian64(part.substr(4))};
}

Bytes ChunkHeader::Encode() const {
  Bytes header(1, kHeaderFormat);
  AppendBigEndian32(header, schema_version);
  AppendBigEndian64(header, static_cast<uint64_t>(first.micros));
  AppendBigEndian64(header, static_cast<uint64_t>(last.micros));
  AppendBigEndian32(header, count);
  AppendBigEndian64(header, static_cast<uint64_t>(expires.value_or(Instant{kNever}).micros));
  header.push_back(static_cast<char>(merges));
  return header;
}

Result<ChunkHeader> ChunkHeader::Decode(ByteView row) {
  if (row.size() < kChunkHeadBytes + kSealOverheadBytes || row[0] != kHeaderFormat) {
    return Fail(Error::Corrupt("chunk of a series has a damaged header"));
  }
  ChunkHeader header;
  header.schema_version = ReadBigEndian32(row.substr(1));
  header.first = ReadInstant(row.substr(5));
  header.last = ReadInstant(row.substr(13));
  header.count = ReadBigEndian32(row.substr(21));
  if (const Instant expires = ReadInstant(row.substr(25)); expires.micros != kNever) {
    header.expires = expires;
  }
  header.merges = static_cast<uint8_t>(row[33]);
  if (header.first < kPointFirst || header.last < header.first || kPointLast < header.last ||
      header.count == 0) {
    return Fail(Error::Corrupt("chunk of a series has a damaged header"));
  }
  return header;
}

ChunkKeys ChunkKeys::Derive(const SecretBytes& subject, const SecretBytes& bucket,
                            ByteView series_prefix, uint32_t day) {
  Bytes name = SeriesDayPrefix(series_prefix.substr(SubjectId::kBytes), day);
  SecretBytes body = Keyring::UnitKey(subject, bucket, name);
  name.push_back('p');
  return {std::move(body), Keyring::UnitKey(subject, bucket, name)};
}

Bytes SealOfPlace(const SecretBytes& key, ByteView row, ByteView header, ByteView sealed) {
  const Hash tag = HmacSha256(
      key.view(), {"mandat chunk place v1", row, header, sealed.substr(sealed.size() - kTagBytes)});
  return Bytes(tag.view().substr(0, kPlaceSealBytes));
}

Bytes AssociatedOfChunk(const std::string& owner, ByteView day_prefix, ByteView header) {
  Bytes associated = "mandat chunk v1 " + owner;
  associated.push_back('\0');
  associated.append(day_prefix);
  associated.append(header);
  return associated;
}

}  // namespace mandat::internal
