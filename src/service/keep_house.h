// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"

namespace mandat {

// Wraps the surviving keys under a new agreement key and destroys the old one; completes the
// erasures executed before it. Source: GDPR Art. 17(1).
void RewrapKeys(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor, Done<Receipt> done);

// Removes what is past its retention; journalled when there was something.
// Source: GDPR Art. 5(1)(e).
void ExpireUnits(const std::shared_ptr<OpenAgreement>& agreement, Done<Receipt> done);

// When erasures executed until now were completed by RewrapKeys, and when the next is due.
struct Completion {
  std::optional<Instant> last_rewrap;
  bool rewrap_due = false;  // an erasure is behind the last re-wrap
};
Result<Completion> ErasureCompletion(const OpenAgreement& agreement);

}  // namespace mandat
