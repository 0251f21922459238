// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mandat {

// One member of a JSON object, still as it is written there.
struct FlatMember {
  std::string_view key;
  std::string_view json;
};

// The members of a compact object of texts, numbers, true, false and null, whose keys need no
// escapes. The views are of `object`. Errors: kCorrupt.
Result<std::vector<FlatMember>> FlatMembers(std::string_view object);

// The value of one member as it is written; nullopt: there is none, or it is null.
std::optional<std::string_view> FindFlat(const std::vector<FlatMember>& members,
                                         std::string_view key);

// A number as it is written; true and false are 1 and 0; nullopt for anything else.
std::optional<double> FlatNumber(std::string_view json);

// The object with only the members that `keep` says yes to.
template <class Keep>
std::string KeepFlat(const std::vector<FlatMember>& members, Keep keep) {
  std::string kept = "{";
  for (const FlatMember& member : members) {
    if (keep(member.key)) {
      kept.append(kept.size() > 1 ? ",\"" : "\"").append(member.key).append("\":");
      kept.append(member.json);
    }
  }
  return kept += "}";
}

}  // namespace mandat
