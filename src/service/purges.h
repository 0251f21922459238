// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "service/open_agreement.h"

namespace mandat {

// What went on one day of UTC because it was past its retention, and which entries say so.
struct PurgeDay {
  uint32_t day = 0;  // since 1970-01-01
  uint64_t units_count = 0;
  uint64_t buckets_count = 0;  // keys destroyed, with all that was still sealed under them
  EntryIndex first;
  EntryIndex last;
};

// The recurring purge report of an agreement.
struct PurgeReport {
  std::vector<PurgeDay> days;           // on which something went, in their order
  std::optional<Instant> last_reclaim;  // what was removed before is in no live file
  std::optional<Instant> next_reclaim;  // at the latest; nullopt: nothing waits for it
};

// Of the `days` days before and including that of `now`. Errors: kUnavailable, kCorrupt.
// Source: GDPR Art. 5(1)(e); GDPR Art. 5(2).
Result<PurgeReport> ReportPurges(const OpenAgreement& agreement, Instant now, uint32_t days);

}  // namespace mandat
