// SPDX-License-Identifier: Apache-2.0
#include "evidence/verify_timestamp.h"

#include "crypto/timestamp.h"
#include "evidence/internal/checkpoint.h"

namespace mandat {

Report VerifyTimestampedCheckpoint(const std::string& note, ByteView answer,
                                   const std::string& authorities, const VerifierKey& key,
                                   const TlogPolicy* policy) {
  Report report{.subject = "timestamp"};
  const Result<Checkpoint> checkpoint = internal::AddCheckpoint(report, note, key, policy);
  if (!checkpoint) {
    return report;
  }
  const Result<Instant> at = VerifyTimestamp(answer, note, authorities);
  if (!at) {
    report.SetFailure("time stamp", at.error());
    return report;
  }
  report.AddVerified("the authority had that checkpoint at " + at->Format());
  report.AddFact("origin", checkpoint->origin);
  report.AddFact("size", checkpoint->size);
  report.AddFact("root", FormatHex(checkpoint->root));
  report.AddFact("stamped-at", at->Format());
  report.AddNotChecked("that the authority's certificate was not revoked: ask the authority");
  report.AddNotChecked(std::string(internal::kOriginNotShown));
  report.AddNotChecked(
      "that the journal as it is now begins so: verify it with --since this checkpoint");
  return report;
}

}  // namespace mandat
