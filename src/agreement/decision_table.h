// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agreement/finding.h"
#include "base/instant.h"
#include "law/verb.h"

namespace mandat {

// One row of a decision table: an operation, and what must be decided about it.
struct DecisionCase {
  std::string purpose;
  Verb verb = Verb::kConsult;
  std::string collection;  // or `people`, for acts on a person as a whole
  std::string people;
  std::vector<std::string> fields;  // empty: all of the collection
  std::string place;
  std::string instruction;
  std::optional<Instant> at;  // the table's instant unless said
  bool is_allowed = false;
  std::string clause;   // that must be named
  std::string because;  // the ground of a refusal; empty: any
  std::string why;      // for the reader
  Span span;
};

// A table that a lawyer can read: which operations an agreement allows and refuses. File
// `*.test.yaml`; docs/reference/agreement/test.md.
struct DecisionTable {
  static std::variant<DecisionTable, std::vector<Finding>> Parse(const std::string& name,
                                                                 const std::string& text);

  std::string id;
  std::string form;  // file names, relative to the table's own
  std::string agreement;
  std::string schema;
  Instant at;
  std::vector<DecisionCase> cases;
};

}  // namespace mandat
