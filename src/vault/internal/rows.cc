// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/rows.h"

#include <limits>

namespace mandat {
namespace {

// On disk: shape of the header.
constexpr char kHeaderFormat = 1;
constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

void AppendInstant(Bytes& out, Instant at) {
  AppendBigEndian64(out, static_cast<uint64_t>(at.micros));
}

Instant ReadInstant(ByteView in) { return {static_cast<int64_t>(ReadBigEndian64(in))}; }

}  // namespace

Bytes UnitName(std::string_view collection, const RecordId& record) {
  Bytes name(collection);
  name.push_back('\0');
  name.append(record.bytes());
  return name;
}

Bytes PersonPrefix(const SubjectId& subject) { return Bytes(subject.bytes()); }

Bytes PersonCollectionPrefix(const SubjectId& subject, std::string_view collection) {
  Bytes prefix = PersonPrefix(subject);
  prefix.append(collection);
  prefix.push_back('\0');
  return prefix;
}

Bytes UnitRow(const SubjectId& subject, std::string_view collection, const RecordId& record) {
  return PersonPrefix(subject) + UnitName(collection, record);
}

Bytes CollectionPrefix(std::string_view collection) {
  Bytes prefix = "c" + Bytes(collection);
  prefix.push_back('\0');
  return prefix;
}

Bytes CollectionRow(std::string_view collection, const RecordId& record) {
  return "c" + UnitName(collection, record);
}

Bytes RegistrationRow(const SubjectId& subject) { return "s" + Bytes(subject.bytes()); }

Bytes ExpiryRow(Instant expires, ByteView unit_row) {
  Bytes row = "x";
  AppendInstant(row, expires);
  row.append(unit_row);
  return row;
}

Bytes ExpiryEnd(Instant at) {
  Bytes row = "x";
  AppendInstant(row, {at.micros + 1});
  return row;
}

Result<UnitPlace> UnitPlace::Decode(ByteView row) {
  constexpr size_t kId = SubjectId::kBytes;
  if (row.size() < kId + 2 + kId || row[row.size() - kId - 1] != '\0') {
    return Fail(Error::Corrupt("unit has a damaged row"));
  }
  MANDAT_TRY(const SubjectId subject, SubjectId::Decode(row.substr(0, kId)));
  MANDAT_TRY(const RecordId record, RecordId::Decode(row.substr(row.size() - kId)));
  return UnitPlace{subject, std::string(row.substr(kId, row.size() - 2 * kId - 1)), record};
}

Bytes UnitHeader::Encode() const {
  Bytes header(1, kHeaderFormat);
  AppendBigEndian32(header, version);
  AppendBigEndian32(header, schema_version);
  AppendInstant(header, captured);
  AppendInstant(header, expires.value_or(Instant{kNever}));
  return header;
}

Result<UnitHeader> UnitHeader::Decode(ByteView row) {
  if (row.size() < kBytes || row[0] != kHeaderFormat) {
    return Fail(Error::Corrupt("unit has a damaged header"));
  }
  UnitHeader header;
  header.version = ReadBigEndian32(row.substr(1));
  header.schema_version = ReadBigEndian32(row.substr(5));
  header.captured = ReadInstant(row.substr(9));
  const Instant expires = ReadInstant(row.substr(17));
  if (expires.micros != kNever) {
    header.expires = expires;
  }
  return header;
}

}  // namespace mandat
