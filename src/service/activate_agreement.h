// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/agreements.h"
#include "service/caller.h"

namespace mandat {

struct ActivateAnswer {
  std::vector<Finding> findings;  // not empty: nothing was changed
  std::string rendered;
  std::string version_hash;  // hexadecimal
  uint32_t version = 0;
  EntryIndex entry;
};

// Puts a version of an agreement and its service schema in force: compiled, stored with its texts,
// journalled under the agreement and in the system's journal. The id in the texts must be `id`; a
// version must be newer than the one in force, or the same text again.
// Errors: kInvalid, kConflict (not newer), kUnavailable.
// Source: GDPR Art. 28(3); GDPR Art. 28(9).
void ActivateAgreement(Agreements& agreements, const AgreementId& id, AgreementTexts texts,
                       Bytes actor, Done<ActivateAnswer> done);

// The part of it that concerns the agreement alone: compiles, stores, journals, and puts in force.
// `replayed` says that the same version was in force already. Errors: kInvalid (findings),
// kConflict, kUnavailable.
void PutInForce(const std::shared_ptr<OpenAgreement>& agreement, AgreementTexts texts, Bytes actor,
                Done<Receipt> done);

}  // namespace mandat
