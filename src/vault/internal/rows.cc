// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/rows.h"

#include "vault/removal.h"

namespace mandat {
namespace {

void AppendInstant(Bytes& out, Instant at) {
  AppendBigEndian64(out, static_cast<uint64_t>(at.micros));
}

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

Bytes ExpiryOfKindRow(Instant expires, KindLetter kind, ByteView row) {
  Bytes key = "y";
  AppendInstant(key, expires);
  key.push_back(static_cast<char>(kind));
  key.append(row);
  return key;
}

Bytes KindExpiryEnd(Instant at) {
  Bytes row = "y";
  AppendInstant(row, {at.micros + 1});
  return row;
}

Bytes MemberPrefix(const SubjectId& subject) { return "m" + Bytes(subject.bytes()); }

Bytes MemberRow(const SubjectId& subject, std::string_view collection, const RecordId& record) {
  return MemberPrefix(subject) + UnitName(collection, record);
}

Bytes TimePrefix(std::string_view collection) {
  Bytes prefix = "t" + Bytes(collection);
  prefix.push_back('\0');
  return prefix;
}

// Before 1970 sorts before: the sign bit is turned over.
Bytes TimeRow(std::string_view collection, Instant captured, const RecordId& record) {
  Bytes row = TimePrefix(collection);
  AppendBigEndian64(row, static_cast<uint64_t>(captured.micros) ^ (uint64_t{1} << 63U));
  row.append(record.bytes());
  return row;
}

Bytes HistoryRow(ByteView unit_row, uint32_t version) {
  Bytes row(unit_row);
  AppendBigEndian32(row, version);
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

}  // namespace mandat
