// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "service/caller.h"

namespace mandat {

// Rewrites the files that still hold the bytes of rows which were removed, and then journals that
// it did. Waits for the disk on the caller's thread, beside readers and the sequencer.
// Source: GDPR Art. 5(1)(e); GDPR Art. 17(1).
void ReclaimSpace(const std::shared_ptr<OpenAgreement>& agreement, Done<Receipt> done);

// When it is to be done at the latest; nullopt while nothing was removed since the last time. Never
// more than a day behind the removal, whether or not anybody writes. Errors: kUnavailable,
// kCorrupt. Invariant (expired is gone).
Result<std::optional<Instant>> NextReclaim(const OpenAgreement& agreement);

}  // namespace mandat
