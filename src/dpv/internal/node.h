// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dpv/internal/facts.h"
#include "duty/period.h"
#include "format/json_tree.h"

namespace mandat::internal {

// A node of the export with its identifier and types; empty types are left out.
JsonTree NodeOf(std::string_view id, const std::vector<std::string>& types);
// A node that only its place in another names.
JsonTree NodeOf(std::string_view type);

// Sets the key, unless there is nothing to say.
void SetText(JsonTree& node, std::string_view key, std::string_view text);
void SetNode(JsonTree& node, std::string_view key, JsonTree value);
// One identifier as text, several as a list.
void SetIds(JsonTree& node, std::string_view key, const std::vector<std::string>& ids);

// A key of the language, and the property that says it.
struct KeyAndProperty {
  std::string_view key;
  std::string_view property;
};
// Sets what the keys of a map say; where it says `not-stated`, the keys are named instead.
void SetFacts(JsonTree& node, const Fact& fact, std::span<const KeyAndProperty> keys);
// Sets `clause` and `line`.
void SetPlace(JsonTree& node, const Fact& fact);

// A period as a duration of the vocabulary.
JsonTree DurationOf(const Period& period);
// The same of what the language keeps as text, e.g. "24 hours"; with further types.
JsonTree DurationOf(const Period& period, std::initializer_list<std::string_view> types);

}  // namespace mandat::internal
