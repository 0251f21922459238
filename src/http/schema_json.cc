// SPDX-License-Identifier: Apache-2.0
#include "http/internal/schema_json.h"

namespace mandat {
namespace {

void AppendRoles(const Collection& collection, JsonWriter& json) {
  json.Key("roles").BeginArray();
  for (const Role& role : collection.roles) {
    json.BeginObject();
    json.Key("id").Text(role.id);
    json.Key("people").Text(role.people);
    json.Key("many").Bool(role.many);
    json.Key("required").Bool(role.required);
    json.Key("erasure").Text(Name(role.erasure));
    json.EndObject();
  }
  json.EndArray();
}

void AppendField(const Field& field, JsonWriter& json) {
  json.BeginObject();
  json.Key("id").Text(field.id);
  json.Key("type").Text(Name(field.type));
  json.Key("category").Text(field.category);
  json.Key("required").Bool(field.required);
  if (field.length_max != 0) {
    json.Key("length_max").Unsigned(field.length_max);
  }
  if (!field.role.empty()) {
    json.Key("role").Text(field.role);
  }
  if (field.search != FieldSearch::kNone) {
    json.Key("search").Text(Name(field.search));
  }
  if (!field.personal) {
    json.Key("personal").Bool(false);
  }
  json.EndObject();
}

}  // namespace

void AppendCollections(const ServiceSchema& schema, JsonWriter& json) {
  json.Key("collections").BeginArray();
  for (const Collection& collection : schema.collections()) {
    json.BeginObject();
    json.Key("id").Text(collection.id);
    json.Key("kind").Text(Name(collection.kind));
    json.Key("people").Text(collection.people);
    json.Key("erasure").Text(Name(collection.erasure));
    if (!collection.roles.empty()) {
      AppendRoles(collection, json);
    }
    json.Key("fields").BeginArray();
    for (const Field& field : collection.fields) {
      AppendField(field, json);
    }
    json.EndArray();
    if (!collection.media_types.empty()) {
      json.Key("media_types").BeginArray();
      for (const std::string& type : collection.media_types) {
        json.Text(type);
      }
      json.EndArray();
    }
    if (collection.bytes_max != 0) {
      json.Key("bytes_max").Unsigned(collection.bytes_max);
    }
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace mandat
