// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/ids.h"
#include "base/instant.h"
#include "vault/internal/unit_header.h"

namespace mandat {

// Rows of the vault. On disk: docs/internals/data-layout.md; never change a shape, add a new one.
Bytes UnitRow(const SubjectId& subject, std::string_view collection, const RecordId& record);
Bytes PersonPrefix(const SubjectId& subject);
Bytes PersonCollectionPrefix(const SubjectId& subject, std::string_view collection);
Bytes CollectionRow(std::string_view collection, const RecordId& record);
Bytes CollectionPrefix(std::string_view collection);
Bytes RegistrationRow(const SubjectId& subject);
Bytes ExpiryRow(Instant expires, ByteView unit_row);
Bytes ExpiryEnd(Instant at);      // behind every row that has expired at `at`
Bytes KindExpiryEnd(Instant at);  // the same of ExpiryOfKindRow
// A unit that is also about this person, kept under another.
Bytes MemberPrefix(const SubjectId& subject);
Bytes MemberRow(const SubjectId& subject, std::string_view collection, const RecordId& record);
// A unit by the instant of its capture.
Bytes TimePrefix(std::string_view collection);
Bytes TimeRow(std::string_view collection, Instant captured, const RecordId& record);
// An earlier version of a unit.
Bytes HistoryRow(ByteView unit_row, uint32_t version);

// The collection and record of a unit within its agreement, as bytes: what names it in key
// derivation and in the ledger.
Bytes UnitName(std::string_view collection, const RecordId& record);

// A unit row taken apart. Errors: kCorrupt.
struct UnitPlace {
  SubjectId subject;
  std::string collection;
  RecordId record;
  static Result<UnitPlace> Decode(ByteView row);
};

}  // namespace mandat
