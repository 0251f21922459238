// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/agreements.h"
#include "service/caller.h"

namespace mandat {

// Why somebody has to look at a witness. On disk: tasks of duties.
inline constexpr std::string_view kWitnessIsSilent = "witness-is-silent";
inline constexpr std::string_view kWitnessObjects = "witness-objects";

// Journalled in the system's journal, and somebody owes a look. Does nothing when that is owed
// already. `reference` is the witness, with the agreement behind a slash where it is about one;
// `words` say what happened.
// Source: GDPR Art. 28(3)(h).
void NoteWitness(Agreements& agreements, std::string_view task, std::string reference,
                 std::string words, Done<Receipt> done);

// It cosigns again: what was owed about it is met. Does nothing when nothing is owed.
void ClearWitness(Agreements& agreements, std::string reference, Done<Receipt> done);

}  // namespace mandat
