// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "http/internal/context.h"

namespace mandat {

// Journals, their trails, their witnesses and the feed, in the text format of Prometheus.
// docs/reference/metrics.md lists them. Invariant (no personal data leaks sideways): labels are ids
// of agreements, names of witnesses and outcomes.
void AppendJournalMetrics(const Context& context, std::string& out);

// `,"feed":"flowing"` or `"waiting"` for its receiver; nothing where there is none.
std::string FeedHealth(const Feed* feed);

}  // namespace mandat
