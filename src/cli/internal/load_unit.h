// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/load_mapping.h"
#include "agreement/schema.h"
#include "base/ids.h"
#include "base/instant.h"
#include "cli/internal/load_source.h"

namespace mandat {

// One unit as it is sent.
struct LoadUnit {
  SubjectId subject;
  RecordId record;
  std::optional<Instant> captured;
  std::string data;    // the fields, as a JSON object
  std::string fields;  // their names, with a comma between; the same for most rows
};

// A UUID in any case is an id already; of any other text the id is made: the first 16 bytes of
// SHA-256 over "mandat load id v1", agreement, namespace, kind ("subject", or "record/" and the
// collection) and the text, each but the last with a zero byte behind it, as a UUID of version 8.
// Source: RFC 9562 4; RFC 9562 5.8.
std::string LoadIdOf(std::string_view agreement, std::string_view id_namespace,
                     std::string_view kind, std::string_view text);

// RFC 3339; the same with a blank for the "T" and an offset of hours alone, as PostgreSQL writes
// it; or a day, which begins at midnight. Without a zone, `offset` is taken; nullopt when there is
// none, or for anything else.
std::optional<Instant> ParseLoadInstant(std::string_view text, std::string_view offset);

// Makes units of rows.
class UnitMaker {
 public:
  // All must outlive it. Errors: kInvalid (the mapping names a field that the collection does not
  // have, or leaves out one that every unit needs).
  static Result<UnitMaker> Create(const LoadMapping& mapping, const Collection& collection,
                                  std::string agreement);

  // True where the mapping leaves the row out.
  bool IsSkipped(const LoadRow& row) const;
  // nullopt, and why in `fault`: names of columns and fields, never a value.
  std::optional<LoadUnit> Make(const LoadRow& row, std::string& fault) const;

 private:
  struct Source {
    const Field* field = nullptr;
    size_t column = 0;  // of the row; unless it is a constant
    const std::string* constant = nullptr;
    const std::string* name = nullptr;  // of the column
  };

  UnitMaker(const LoadMapping& mapping, const Collection& collection, std::string agreement)
      : mapping_(&mapping), collection_(&collection), agreement_(std::move(agreement)) {}

  size_t ColumnOf(const std::string& name) const;
  bool MakeIds(const LoadRow& row, std::string& subject, std::string& record,
               std::string& fault) const;

  const LoadMapping* mapping_;
  const Collection* collection_;
  std::string agreement_;
  std::vector<std::string> columns_;
  std::vector<Source> sources_;  // in the order of the collection's fields
};

}  // namespace mandat
