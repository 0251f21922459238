// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/agreements.h"
#include "service/caller.h"

namespace mandat {

// A jump of the clock was seen: journalled in the system's journal, and somebody owes a look at it.
// Does nothing when that is known already.
void NoteClockJump(Agreements& agreements, Done<Receipt> done);

// Somebody says that the clock is right: what waited goes on. Errors: kConflict (nothing waits),
// kInvalid (no reason).
void ConfirmClock(Agreements& agreements, std::string reason, Bytes actor, Done<Receipt> done);

}  // namespace mandat
