// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"

namespace mandat {

struct Explanation {
  bool allowed = false;
  ClauseRef clause;
  std::string text;  // why not; empty when allowed
};

// What the agreement in force would say of an operation, without doing or journalling it. No data
// is read. Errors: kUnavailable (not active).
Result<Explanation> ExplainDecision(const OpenAgreement& agreement, const Operation& operation);

}  // namespace mandat
