// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "agreement/agreement.h"
#include "format/json_tree.h"

namespace mandat::internal {

// What the agreement as a whole has because of its terms: identifiers of term nodes, by property.
struct TermLinks {
  std::vector<std::string> all;
  std::vector<std::string> clauses;
  std::vector<std::string> obligations;
  std::vector<std::string> permissions;
  std::vector<std::string> prohibitions;
  std::vector<std::string> technical;
  std::vector<std::string> organisational;
  std::vector<std::string> physical;
  std::vector<std::string> measures;  // of no stated area
  std::vector<std::string> house_rules;
  std::vector<std::string> choices;
};

// Appends a node for every term, house rule and choice to the graph.
TermLinks ExportTerms(const Agreement& agreement, JsonTree& graph);

}  // namespace mandat::internal
