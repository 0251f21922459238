// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "service/caller.h"

namespace mandat {

// Hides the rows of the blind index under a new key and destroys the old one, so that rows that
// were removed before tell nothing in any copy of any file. Gives the instant behind which nothing
// of this is promised: what was erased later waits for the next time. At once when nothing is
// indexed. Others' requests go on in between. Errors: kUnavailable, kCorrupt.
// Invariant (erased stays erased).
void MoveIndex(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor, Done<Instant> done);

}  // namespace mandat
