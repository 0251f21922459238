// SPDX-License-Identifier: Apache-2.0
// What of a collection stands together, beyond each key by itself.
#include "agreement/internal/schema_rules.h"

#include <algorithm>

#include "agreement/internal/text.h"

namespace mandat::internal {
namespace {

constexpr size_t kSeriesFieldsMax = 16;
constexpr size_t kMediaNameMax = 127;

bool IsText(FieldType type) { return type == FieldType::kText || type == FieldType::kEmail; }

bool IsCounted(FieldType type) {
  return type == FieldType::kInteger || type == FieldType::kDecimal || type == FieldType::kBoolean;
}

// As RFC 6838 4.2 has names of types and subtypes.
bool IsRestrictedName(std::string_view name) {
  const auto is_first = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= kMediaNameMax && is_first(name[0]) &&
         std::ranges::all_of(name, [&](char c) {
           return is_first(c) || std::string_view("!#$&-^_.+").contains(c);
         });
}

class CollectionValidator {
 public:
  CollectionValidator(Reader& reader, const Node& node, const Collection& collection)
      : reader_(reader), node_(node), collection_(collection) {}

  void Validate() {
    ValidateKind();
    ValidateRoles();
    for (size_t i = 0; i < collection_.fields.size(); ++i) {
      const Node& node = node_.Find("fields")->items[i];
      ValidateRoleOf(node, collection_.fields[i]);
      ValidateSearch(node, collection_.fields[i]);
      if (collection_.kind == CollectionKind::kSeries) {
        ValidateValue(node, collection_.fields[i]);
      }
    }
  }

 private:
  void ValidateKind() {
    switch (collection_.kind) {
      case CollectionKind::kRecords:
        Refuse({"media-types", "bytes-max"}, "blobs");
        return;
      case CollectionKind::kSeries:
        Refuse({"media-types", "bytes-max"}, "blobs");
        Refuse({"roles", "history", "by-time"}, "records");
        RefuseLast();
        if (collection_.fields.size() > kSeriesFieldsMax) {
          reader_.Report("A111", node_.Find("fields")->title,
                         "a point of a series has at most 16 values");
        }
        return;
      case CollectionKind::kBlobs:
        Refuse({"roles", "history"}, "records");
        RefuseLast();
        ValidateMediaTypes();
        return;
    }
  }

  void Refuse(std::initializer_list<std::string_view> keys, std::string_view kind) {
    for (const std::string_view key : keys) {
      if (const Node* value = node_.Find(key)) {
        reader_.Report("A108", value->title, Quote(key) + " belongs to " + std::string(kind));
      }
    }
  }

  void RefuseLast() {
    if (collection_.erasure == RoleErasure::kLast) {
      reader_.Report("A108", node_.Find("erasure")->at, "`last` belongs to records",
                     {.help = "a series or a blob has one person and goes with that person"});
    }
  }

  void ValidateMediaTypes() {
    const Node* types = node_.Find("media-types");
    for (size_t i = 0; types != nullptr && i < types->items.size(); ++i) {
      const Node& item = types->items[i];
      if (!IsMediaRange(item.text)) {
        reader_.Report("A108", item.at, Quote(item.text) + " is not a media type",
                       {.help = "type and subtype in lower case, e.g. image/jpeg, or image/*",
                        .source = "RFC 6838 4.2"});
      } else if (std::ranges::count(collection_.media_types, item.text) > 1 &&
                 &item != &*std::ranges::find(types->items, item.text, &Node::text)) {
        reader_.Report("A110", item.at, Quote(item.text) + " is named twice");
      }
    }
  }

  // Source: GDPR Art. 17(1).
  void ValidateRoles() {
    for (size_t i = 0; i < collection_.roles.size(); ++i) {
      const Role& role = collection_.roles[i];
      if (role.erasure == RoleErasure::kFields &&
          std::ranges::count(collection_.fields, role.id, &Field::role) == 0) {
        reader_.Report("A108", node_.Find("roles")->items[i].Find("erasure")->at,
                       "role " + Quote(role.id) + " has no fields that could go",
                       {.help = "give a field `role: " + role.id + "`, or use `unit` or `last`",
                        .source = "GDPR Art. 17(1)"});
      }
    }
    const bool has_last =
        std::ranges::count(collection_.roles, RoleErasure::kLast, &Role::erasure) > 0;
    if (collection_.kind == CollectionKind::kRecords && collection_.erasure == RoleErasure::kLast &&
        !has_last) {
      reader_.Report("A108", node_.Find("erasure")->at,
                     "no role has `erasure: last`, so there is nobody to stay for",
                     {.source = "GDPR Art. 17(1)"});
    }
  }

  void ValidateRoleOf(const Node& node, const Field& field) {
    const Node* named = node.Find("role");
    if (named == nullptr || field.role.empty()) {
      return;
    }
    const Role* role = collection_.FindRole(field.role);
    if (role == nullptr) {
      ReportUnknownRole(*named);
      return;
    }
    if (role->erasure != RoleErasure::kFields) {
      reader_.Report("A108", named->at,
                     "the fields of role " + Quote(role->id) + " do not go alone",
                     {.help = "the role has `erasure: " + std::string(Name(role->erasure)) + "`"});
    }
    if (field.required && !role->required) {
      reader_.Report("A108", node.Find("required")->at,
                     "role " + Quote(role->id) + " may be empty, so its fields may be missing");
    }
    if (!field.personal) {
      reader_.Report("A108", node.Find("personal")->at,
                     "a field that goes with a person tells something about that person",
                     {.source = "GDPR Art. 4(1)"});
    }
  }

  void ReportUnknownRole(const Node& named) {
    std::vector<std::string_view> ids;
    std::ranges::transform(collection_.roles, std::back_inserter(ids), &Role::id);
    const std::string_view nearest = FindNearest(named.text, ids);
    Advice advice;
    if (!nearest.empty()) {
      advice.label = "did you mean " + Quote(nearest) + "?";
    }
    reader_.Report("A201", named.at, "role " + Quote(named.text) + " is not declared",
                   std::move(advice));
  }

  void ValidateSearch(const Node& node, const Field& field) {
    if (field.search == FieldSearch::kNone) {
      return;
    }
    const auto report = [&](std::string message, Advice advice = {}) {
      reader_.Report("A108", node.Find("search")->at, std::move(message), std::move(advice));
    };
    if (collection_.kind != CollectionKind::kRecords) {
      report("`search` belongs to records");
    } else if (!field.role.empty()) {
      report("a field that goes with a person cannot be searched");
    } else if (field.search == FieldSearch::kPrefix && !IsText(field.type)) {
      report("only text and email have beginnings");
    } else if (field.search == FieldSearch::kExact &&
               (field.type == FieldType::kBoolean || field.type == FieldType::kDecimal)) {
      report("a " + std::string(Name(field.type)) + " cannot be searched by its exact value");
    } else if (field.search == FieldSearch::kRange &&
               (IsText(field.type) || field.type == FieldType::kBoolean)) {
      report("a field of type " + Quote(Name(field.type)) + " has no ranges");
    } else if (field.search == FieldSearch::kRange && field.personal) {
      report("ranges are kept in clear, so the field may tell nothing about a person",
             {.help = "say `personal: false` if that is so", .source = "GDPR Art. 32(1)(a)"});
    }
  }

  void ValidateValue(const Node& node, const Field& field) {
    if (!IsCounted(field.type)) {
      reader_.Report("A108", node.Find("type")->at,
                     "a value of a series is an integer, a decimal or a boolean",
                     {.help = "what describes the source belongs to a collection of records"});
    }
  }

  Reader& reader_;
  const Node& node_;
  const Collection& collection_;
};

}  // namespace

void ValidateCollection(Reader& reader, const Node& node, const Collection& collection) {
  CollectionValidator(reader, node, collection).Validate();
}

bool IsMediaRange(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return false;
  }
  const std::string_view subtype = text.substr(slash + 1);
  return IsRestrictedName(text.substr(0, slash)) && (subtype == "*" || IsRestrictedName(subtype));
}

}  // namespace mandat::internal
