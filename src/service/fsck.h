// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "service/caller.h"
#include "vault/inspect.h"

namespace mandat {

// Looks at everything of one agreement: records, chunks of series, segments of blobs, held copies,
// indexes, people, ledger, duties, and the journal from its first entry to its root. Opens whatever
// is sealed. Requires: nobody uses the agreement meanwhile. Errors: kUnavailable.
Result<Inspection> InspectAgreement(OpenAgreement& agreement);

// Makes index rows anew that are missing or wrong, and takes away those that point at nothing and
// segments that no blob refers to; never touches a unit, a key or an entry, and passes over what
// cannot be opened. Journalled; inspect again to see what is left. Errors: kUnavailable.
void RepairIndexes(const std::shared_ptr<OpenAgreement>& agreement, Inspection found, Bytes actor,
                   Done<Receipt> done);

// After a restore, before anybody is answered: makes the indexes that are in no backup from the
// units, and forgets that it was to be done. At once when it is not.
Status ReindexAfterRestore(const std::shared_ptr<OpenAgreement>& agreement);

}  // namespace mandat
