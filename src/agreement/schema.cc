// SPDX-License-Identifier: Apache-2.0
#include "agreement/schema.h"

#include <algorithm>
#include <array>
#include <set>

#include "agreement/internal/grammar.h"
#include "agreement/internal/grammar_words.h"
#include "agreement/internal/reader.h"
#include "agreement/internal/schema_rules.h"
#include "agreement/internal/shape.h"
#include "agreement/internal/yaml.h"
#include "base/assert.h"

namespace mandat {

using internal::Node;
using internal::Position;
using internal::Reader;

namespace {

constexpr uint32_t kVersionMax = 1'000'000;
constexpr uint32_t kFieldBytesMax = 65'536;
constexpr uint32_t kEmailBytes = 254;
constexpr uint32_t kBlobBytesMax = 4'000'000'000;

}  // namespace

std::string_view Name(FieldType type) {
  return internal::kFieldTypeWords[static_cast<size_t>(type)];
}

std::string_view Name(FieldSearch search) {
  return internal::kFieldSearchWords[static_cast<size_t>(search)];
}

std::string_view Name(RoleErasure erasure) {
  return internal::kRoleErasureWords[static_cast<size_t>(erasure)];
}

std::string_view Name(CollectionKind kind) {
  return internal::kCollectionKindWords[static_cast<size_t>(kind)];
}

class SchemaReader {
 public:
  SchemaReader(const std::string& file, const std::string& text)
      : file_(file), text_(text), reader_(file, findings_) {}

  std::variant<ServiceSchema, std::vector<Finding>> Read() {
    const auto root = internal::ReadYaml(file_, text_, findings_);
    if (!root) {
      return internal::InOrder(std::move(findings_), file_);
    }
    internal::ReadShape(reader_, *root, internal::SchemaRules());
    if (findings_.empty()) {
      ReadSchema(*root);
    }
    if (!findings_.empty()) {
      return internal::InOrder(std::move(findings_), file_);
    }
    CborWriter writer(4096);
    internal::EncodeNode(*root, writer);
    draft_.canonical_ = std::move(writer).Take();
    return std::move(draft_);
  }

 private:
  void ReadSchema(const Node& root) {
    draft_.id_ = reader_.ReadName(root, "schema");
    draft_.version_ = reader_.ReadNumber(root, "version", 1, kVersionMax);
    draft_.form_ = reader_.ReadName(root, "form");
    draft_.form_span_ = SpanOf(root, "form");
    std::set<std::string> ids;
    for (const Node& item : root.Find("collections")->items) {
      ReadCollection(item, ids);
    }
  }

  void ReadCollection(const Node& node, std::set<std::string>& ids) {
    Collection collection;
    collection.id = reader_.ReadNewName(node, "id", ids);
    collection.kind =
        WordOr(node, "kind", internal::kCollectionKindWords, CollectionKind::kRecords);
    collection.people = reader_.ReadName(node, "people");
    collection.span = SpanOf(node, "people");
    if (reader_.ReadWord(node, "erasure", internal::kOwnerErasureWords) == 1U) {
      collection.erasure = RoleErasure::kLast;
    }
    collection.history = reader_.ReadYesNo(node, "history");
    collection.by_time = reader_.ReadYesNo(node, "by-time");
    if (node.Find("media-types") != nullptr) {
      collection.media_types = reader_.ReadTexts(node, "media-types");
    }
    if (node.Find("bytes-max") != nullptr) {
      collection.bytes_max = reader_.ReadNumber(node, "bytes-max", 1, kBlobBytesMax);
    }
    std::set<std::string> role_ids;
    if (const Node* roles = node.Find("roles")) {
      for (const Node& item : roles->items) {
        collection.roles.push_back(ReadRole(item, role_ids));
      }
    }
    std::set<std::string> field_ids;
    for (const Node& item : node.Find("fields")->items) {
      collection.fields.push_back(ReadField(item, field_ids));
    }
    internal::ValidateCollection(reader_, node, collection);
    draft_.collections_.push_back(std::move(collection));
  }

  Role ReadRole(const Node& node, std::set<std::string>& ids) {
    Role role;
    role.id = reader_.ReadNewName(node, "id", ids);
    role.people = reader_.ReadName(node, "people");
    role.span = SpanOf(node, "people");
    role.many = reader_.ReadYesNo(node, "many");
    role.required = reader_.ReadYesNo(node, "required");
    role.erasure = WordOr(node, "erasure", internal::kRoleErasureWords, RoleErasure::kUnit);
    return role;
  }

  Field ReadField(const Node& node, std::set<std::string>& ids) {
    Field field;
    field.id = reader_.ReadNewName(node, "id", ids);
    field.category = reader_.ReadName(node, "category");
    field.span = SpanOf(node, "category");
    field.required = reader_.ReadYesNo(node, "required");
    field.role = reader_.ReadName(node, "role");
    field.search = WordOr(node, "search", internal::kFieldSearchWords, FieldSearch::kNone);
    field.personal = node.Find("personal") == nullptr || reader_.ReadYesNo(node, "personal");
    field.type = WordOr(node, "type", internal::kFieldTypeWords, FieldType::kText);
    field.length_max = ReadLength(node, field.type);
    return field;
  }

  uint32_t ReadLength(const Node& node, FieldType type) {
    const Node* length = node.Find("length-max");
    if (type != FieldType::kText && type != FieldType::kEmail) {
      if (length != nullptr) {
        reader_.Report("A108", length->title, "`length-max` belongs to text and email");
      }
      return 0;
    }
    if (length != nullptr) {
      return reader_.ReadNumber(node, "length-max", 1, kFieldBytesMax);
    }
    if (type == FieldType::kText) {
      reader_.Report("A102", node.title, "key `length-max` is missing",
                     {.help = "the most bytes of UTF-8 that the text may have"});
    }
    return kEmailBytes;
  }

  template <class Enumerator>
  Enumerator WordOr(const Node& node, std::string_view key, std::span<const std::string_view> words,
                    Enumerator otherwise) {
    const auto word = reader_.ReadWord(node, key, words);
    return word ? static_cast<Enumerator>(*word) : otherwise;
  }

  Span SpanOf(const Node& map, std::string_view key) const {
    const Node* node = map.Find(key);
    const Position at = node == nullptr ? map.at : node->at;
    return {file_, at.line, at.column, at.length};
  }

  const std::string& file_;
  const std::string& text_;
  std::vector<Finding> findings_;
  Reader reader_;
  ServiceSchema draft_;
};

std::variant<ServiceSchema, std::vector<Finding>> ServiceSchema::Parse(const std::string& name,
                                                                       const std::string& text) {
  return SchemaReader(name, text).Read();
}

const Collection* ServiceSchema::FindCollection(std::string_view id) const {
  const auto found = std::ranges::find(collections_, id, &Collection::id);
  return found == collections_.end() ? nullptr : &*found;
}

const Field* Collection::FindField(std::string_view name) const {
  const auto found = std::ranges::find(fields, name, &Field::id);
  return found == fields.end() ? nullptr : &*found;
}

const Role* Collection::FindRole(std::string_view name) const {
  const auto found = std::ranges::find(roles, name, &Role::id);
  return found == roles.end() ? nullptr : &*found;
}

}  // namespace mandat
