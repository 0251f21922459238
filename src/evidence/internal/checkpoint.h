// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.h"
#include "crypto/hash.h"
#include "evidence/policy.h"
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

inline constexpr std::string_view kWitnessesNotJudged =
    "that the witnesses are independent of the processor, and saw the journal lately: see their "
    "times";

// A checkpoint signed by the key, of the journal that the key is for. Errors: kCorrupt, kInvalid.
Result<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key);

// The same, and says in the report what was verified, or what failed: the signature, and each
// cosignature by a witness of the policy, which must be enough of them.
Result<Checkpoint> AddCheckpoint(Report& report, std::string_view note, const VerifierKey& key,
                                 const TlogPolicy* policy);

// Says in the report what was verified, or what failed. The entry, strictly decoded, stands at the
// proof's index in the journal of the proof's checkpoint.
Status AddInclusion(Report& report, const TlogProof& proof, ByteView entry, const VerifierKey& key,
                    const TlogPolicy* policy);

// What no signature shows about the others who look at the same journal.
void AddOthersNotChecked(Report& report, const TlogPolicy* policy);

// What an entry says, as facts of the report.
void AddEntryFacts(Report& report, const Entry& entry, uint64_t index);

}  // namespace mandat::internal
