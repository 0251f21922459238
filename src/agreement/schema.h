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

struct Field {
  std::string id;
  FieldType type = FieldType::kText;
  std::string category;     // data category of the agreement
  uint32_t length_max = 0;  // bytes of UTF-8, for kText and kEmail
  bool required = false;
  Span span;  // where the schema maps it to the category
};

// Typed units about one person each.
struct Collection {
  std::string id;
  std::string people;  // category of person of the agreement
  std::vector<Field> fields;
  Span span;  // where the schema maps it to the people

  const Field* FindField(std::string_view name) const;
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
