// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "agreement/schema.h"
#include "base/ids.h"
#include "base/instant.h"
#include "base/result.h"
#include "vault/plaintext.h"
#include "vault/unit.h"

namespace mandat {

// The body of a record that is put: of whom, captured when, and its fields.
struct RecordBody {
  SubjectId subject;
  std::optional<Instant> captured;
  Plaintext data;                        // the fields as compact JSON, in the order of the schema
  std::vector<std::string_view> fields;  // those that are there; views into the collection
  std::vector<UnitPerson> people;        // the others whom it is about, with their own fields
};

// Every field must be declared in the collection and of its type; required ones must be there.
// Errors: kInvalid (names the field, repeats no value).
Result<RecordBody> ParseRecordBody(const Collection& collection, std::string_view body);

// One line of a batch: the same with the record's id, and the version that must be there.
struct RecordLine {
  RecordId id;
  std::optional<uint32_t> if_version;
  RecordBody body;
};
Result<RecordLine> ParseRecordLine(const Collection& collection, std::string_view line);

}  // namespace mandat
