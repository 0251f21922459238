// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "service/caller.h"
#include "vault/inspect.h"

namespace mandat {

// Looks at everything of one agreement: units, indexes, people, ledger, duties, and the journal
// from its first entry to its root. Opens every record. Requires: nobody uses the agreement
// meanwhile. Errors: kUnavailable.
Result<Inspection> InspectAgreement(OpenAgreement& agreement);

// Makes index rows anew that are missing or wrong and takes away those that point at nothing; never
// touches a unit, a key or an entry. Journalled; inspect again to see what is left.
// Errors: kUnavailable, kCorrupt (a record that cannot be opened is in the way).
void RepairIndexes(const std::shared_ptr<OpenAgreement>& agreement, Inspection found, Bytes actor,
                   Done<Receipt> done);

// After a restore, before anybody is answered: makes the indexes that are in no backup from the
// units, and forgets that it was to be done. At once when it is not.
Status ReindexAfterRestore(const std::shared_ptr<OpenAgreement>& agreement);

}  // namespace mandat
