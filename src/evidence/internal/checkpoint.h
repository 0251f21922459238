// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.h"
#include "crypto/hash.h"
#include "evidence/report.h"
#include "format/checkpoint.h"
#include "format/entry.h"
#include "format/note.h"
#include "format/proof.h"

namespace mandat::internal {

inline constexpr std::string_view kOriginNotShown =
    "that the key is the processor's: it must reach you another way than the evidence";
inline constexpr std::string_view kOthersNotAsked =
    "that others are shown the same journal: compare checkpoints with them or with a witness";

// A checkpoint signed by the key, of the journal that the key is for. Errors: kCorrupt, kInvalid.
Result<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key);

// Says in the report what was verified, or what failed. The entry, strictly decoded, stands at the
// proof's index in the journal of the proof's checkpoint.
Status AddInclusion(Report& report, const TlogProof& proof, ByteView entry, const VerifierKey& key);

// What an entry says, as facts of the report.
void AddEntryFacts(Report& report, const Entry& entry, uint64_t index);

std::string_view Name(Outcome outcome);

}  // namespace mandat::internal
