// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chain/internal/links.h"

namespace mandat::internal {

// A promise to tell or do something within a time, which rests on the sub-processor telling or
// doing the same within its own time.
struct DelayWords {
  std::string promise;    // "breach"
  std::string path;       // of the term in both agreements
  std::string source;     // legal citation
  std::string event;      // "becomes aware of a breach"
  std::string owed_up;    // "the controller is to know"
  std::string owed_down;  // "the sub-processor need not have told us"
  std::string ours;       // what our own clock needs, e.g. "we are aware"; empty: it is theirs
};

std::optional<Link> DelayLink(const Pair& pair, const DelayWords& words);

// The greatest count of the unit with which the promise would always be kept; 0: none.
uint32_t LongestKept(const Pair& pair, const Term& downstream, TimeUnit unit, const Starts& starts,
                     const std::function<Result<Instant>(Instant)>& owed);

}  // namespace mandat::internal
