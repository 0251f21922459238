// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"

namespace mandat {

struct Explanation {
  bool allowed = false;
  ClauseRef clause;
  std::string text;                // why not; empty when allowed
  std::optional<Instant> expires;  // of a unit captured at the instant that was asked about
  bool expired = false;            // by now
  bool observed = false;  // not allowed, and done all the same while the agreement is observed
};

// What the agreement in force would say of an operation, without doing or journalling it. No data
// is read. Errors: kUnavailable (not active).
Result<Explanation> ExplainDecision(const OpenAgreement& agreement, const Operation& operation,
                                    std::optional<Instant> captured = {});

}  // namespace mandat
