// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agreement/finding.h"
#include "base/bytes.h"

namespace mandat {

enum class FieldType : uint8_t { kText, kEmail, kInteger, kDecimal, kBoolean, kDate, kInstant };

// "text", "email", "integer", "decimal", "boolean", "date", "instant".
std::string_view Name(FieldType type);

// How units can be found by a field: through a keyed blind index over the whole value or its
// beginnings, or, for what is declared to be no personal data, by ranges of values kept in clear.
enum class FieldSearch : uint8_t { kNone, kExact, kPrefix, kRange };

// "none", "exact", "prefix", "range".
std::string_view Name(FieldSearch search);

struct Field {
  std::string id;
  FieldType type = FieldType::kText;
  std::string category;     // data category of the agreement
  uint32_t length_max = 0;  // bytes of UTF-8, for kText and kEmail
  bool required = false;
  std::string role;                         // whose it is, if it goes with that person; else empty
  FieldSearch search = FieldSearch::kNone;  // never of a field with a role
  bool personal = true;  // false: declared to tell nothing about a person; needed for kRange
  Span span;             // where the schema maps it to the category
};

// What the erasure of one of its people does to a unit: it goes, that person's fields go, or it
// stays until the last of those people is gone.
enum class RoleErasure : uint8_t { kUnit, kFields, kLast };

// "unit", "fields", "last".
std::string_view Name(RoleErasure erasure);

// Further people that a unit is about.
struct Role {
  std::string id;
  std::string people;  // category of person of the agreement
  bool many = false;   // a list of people, else at most one
  bool required = false;
  RoleErasure erasure = RoleErasure::kUnit;
  Span span;  // where the schema maps it to the people
};

enum class CollectionKind : uint8_t { kRecords, kSeries, kBlobs };

// "records", "series", "blobs".
std::string_view Name(CollectionKind kind);

// Units of one kind. Each has one person first of all, under whom it is kept, and may have more.
struct Collection {
  std::string id;
  CollectionKind kind = CollectionKind::kRecords;
  std::string people;  // category of person of the agreement
  // What the erasure of the first person does: kUnit or kLast. Series and blobs: kUnit.
  RoleErasure erasure = RoleErasure::kUnit;
  std::vector<Role> roles;  // records only, at most 16
  std::vector<Field> fields;
  // Earlier versions of a unit are kept for as long as the unit may be.
  bool history = false;
  // Units can be listed by the instant of their capture.
  bool by_time = false;
  // Of a blob: media types that are taken, "image/jpeg" or "image/*"; empty: any.
  std::vector<std::string> media_types;
  uint64_t bytes_max = 0;  // of one blob; 0: as the server's configuration says
  Span span;               // where the schema maps it to the people

  const Field* FindField(std::string_view name) const;
  const Role* FindRole(std::string_view name) const;
  // One person, and the unit goes with that person: no key is stored for it.
  bool is_simple() const { return roles.empty() && erasure == RoleErasure::kUnit; }
};

// What data looks like: owned and versioned by the processor, mapped to the agreement's categories.
class ServiceSchema {
 public:
  static std::variant<ServiceSchema, std::vector<Finding>> Parse(const std::string& name,
                                                                 const std::string& text);

  const std::string& id() const { return id_; }
  uint32_t version() const { return version_; }
  // The form that its agreements stand on, whatever version, and where the schema says so.
  const std::string& form() const { return form_; }
  const Span& form_span() const { return form_span_; }
  const std::vector<Collection>& collections() const { return collections_; }
  const Collection* FindCollection(std::string_view id) const;
  // Deterministic CBOR; its SHA-256 identifies the version.
  const Bytes& canonical() const { return canonical_; }

 private:
  friend class SchemaReader;
  ServiceSchema() = default;

  std::string id_;
  uint32_t version_ = 1;
  std::string form_;
  Span form_span_;
  std::vector<Collection> collections_;
  Bytes canonical_;
};

}  // namespace mandat
