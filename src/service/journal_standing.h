// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/open_agreement.h"

namespace mandat {

// Where a journal stands, for whoever watches over the machine.
struct JournalStanding {
  uint64_t size = 0;                          // entries that are committed
  uint64_t published = 0;                     // entries that the newest checkpoint speaks for
  uint64_t minimum = 0;                       // what lies before it was pruned
  std::optional<Instant> newest_published;    // instant of the last entry of that checkpoint
  std::optional<Instant> oldest_unpublished;  // of the first behind it
  uint64_t trail_bytes = 0;                   // about
};

// Reads two entries. What cannot be read is left out: its trouble shows elsewhere.
JournalStanding StandingOf(const OpenAgreement& agreement);

}  // namespace mandat
