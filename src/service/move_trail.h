// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"

namespace mandat {

// Takes everybody who was erased off the trail and destroys the keys of their rows. Gives the
// instant behind which nothing of this is promised. Others' requests go on in between.
// Errors: kUnavailable, kCorrupt. Invariant (erased stays erased).
void MoveTrail(OpenAgreement& agreement, Bytes actor, Done<Instant> done);

}  // namespace mandat
