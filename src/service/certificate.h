// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"

namespace mandat {

struct CosignedCheckpoint;

// The certificate of destruction for the erasure recorded in an entry, as a text that verifies
// offline: signed note, entry, proof. Partial until the keys have been re-wrapped, and every copy
// of keys from before that has lapsed and is gone. `ledger_size`: how many entries the copy of the
// ledger off this machine covers; nullopt: none. Errors: kNotFound (no such entry), kInvalid (the
// entry is no erasure), kUnavailable. Source: GDPR Art. 28(3)(g); Dec. 2021/915 Cl. 10(d).
// `cosigned`: the checkpoint to prove against, with what its witnesses said; null: nobody looks at
// the journal.
Result<std::string> IssueCertificate(OpenAgreement& agreement, EntryIndex erasure,
                                     std::optional<uint64_t> ledger_size = std::nullopt,
                                     const CosignedCheckpoint* cosigned = nullptr);

}  // namespace mandat
