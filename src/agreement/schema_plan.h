// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/schema.h"

namespace mandat {

// What a change of the schema means for the units that are there already.
enum class UnitsEffect : uint8_t {
  kNone,      // there are none that it could concern
  kReadable,  // they stay readable as they are
  kOldType,   // they show the field under the type it was written with
  kReindex,   // they are found by it once they are indexed anew
  kRewrite,   // they keep what they were written under until they are written again
  kRefused,   // it cannot be done while there are any
};

// "none", "readable", "old-type", "reindex", "rewrite", "refused".
std::string_view Name(UnitsEffect effect);
// One phrase for people, e.g. "units stay readable as they are".
std::string_view Say(UnitsEffect effect);

enum class SchemaPart : uint8_t { kCollection, kRole, kField };

// "collection", "role", "field".
std::string_view Name(SchemaPart part);

// One difference between two versions, in the words of the language.
struct SchemaChange {
  std::string collection;
  SchemaPart part = SchemaPart::kCollection;
  std::string id;   // of the role or field; empty for the collection
  std::string key;  // the key that changed; empty: the whole part was added or removed
  std::string was;  // empty: added, or not there before
  std::string is;   // empty: removed
  UnitsEffect units = UnitsEffect::kNone;

  friend bool operator==(const SchemaChange&, const SchemaChange&) = default;
};

// "field `sites.phone`: `search` from `none` to `exact`".
std::string Describe(const SchemaChange& change);

// Everything that `after` says otherwise than `before`: first what is there no more, then in the
// order of `after`. Both stand on the same form.
std::vector<SchemaChange> PlanSchema(const ServiceSchema& before, const ServiceSchema& after);

}  // namespace mandat
