// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agreement/agreement.h"
#include "dpv/internal/facts.h"
#include "format/json_tree.h"

namespace mandat::internal {

// An agreement while it is being exported. Each function appends nodes to `graph` and sets on
// `whole`, the node of the agreement, what belongs there.
struct Export {
  const Agreement& agreement;
  const Fact& form;
  const Fact& instance;
  JsonTree& graph;
  JsonTree& whole;
};

// Customer, processor, sub-processors and those for whom the customer acts.
// Source: GDPR Art. 28(2); GDPR Art. 28(3); GDPR Art. 28(4).
void ExportParties(const Export& out);

// Purposes, operations, data categories, people and places, each with the section that closes them.
// Source: GDPR Art. 28(3).
void ExportLists(const Export& out);

// How long what is kept. Answers the conditions, by position, with the categories they are for.
// Source: GDPR Art. 5(1)(e).
struct StoredFor {
  std::string id;
  std::vector<std::string> categories;
};
std::vector<StoredFor> ExportRetention(const Export& out);

// A process for each permission, the permission itself, and that all else is forbidden.
// Source: GDPR Art. 28(3)(a).
void ExportPermissions(const Export& out, const std::vector<StoredFor>& stored,
                       std::vector<std::string> permissions, std::vector<std::string> prohibitions);

// Acceptance, parts of the contract, rules of time, erasure, and what the agreement records.
void ExportRecords(const Export& out, const std::vector<std::string>& choices);

// The people on whose behalf the customer decides: identifiers of their nodes.
std::vector<std::string> ControllersOf(const Agreement& agreement);

}  // namespace mandat::internal
