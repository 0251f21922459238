// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/ids.h"
#include "base/instant.h"

namespace mandat {

// Rows of the vault. On disk: docs/internals/data-layout.md; never change a shape, add a new one.
Bytes UnitRow(const SubjectId& subject, std::string_view collection, const RecordId& record);
Bytes PersonPrefix(const SubjectId& subject);
Bytes PersonCollectionPrefix(const SubjectId& subject, std::string_view collection);
Bytes CollectionRow(std::string_view collection, const RecordId& record);
Bytes CollectionPrefix(std::string_view collection);
Bytes RegistrationRow(const SubjectId& subject);
Bytes ExpiryRow(Instant expires, ByteView unit_row);
Bytes ExpiryEnd(Instant at);  // behind every row that has expired at `at`

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

// What stands in clear before the sealed bytes of a unit, and is authenticated with them.
struct UnitHeader {
  uint32_t version = 0;
  uint32_t schema_version = 0;
  Instant captured;
  std::optional<Instant> expires;

  static constexpr size_t kBytes = 1 + 4 + 4 + 8 + 8;
  Bytes Encode() const;
  static Result<UnitHeader> Decode(ByteView row);
};

}  // namespace mandat
