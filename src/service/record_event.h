// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/agreements.h"
#include "service/caller.h"

namespace mandat {

// Something to be recorded about an agreement. When it is recorded is the batch's instant.
struct RecordRequest {
  Event event;
  bool from_now = false;  // it says no other instant
  AgreementTexts texts;   // of a proposal; of a deployment the schema alone
};

struct RecordAnswer {
  std::vector<Finding> findings;  // not empty: nothing was changed
  std::string rendered;
  Receipt receipt;  // replayed: the same was recorded already
  Event event;      // as recorded
  LifeState state = LifeState::kDraft;
  Bytes version_hash;                     // of a proposal: what the parties sign
  std::optional<Instant> objection_ends;  // of an announcement
};

// Records an event: folded into the agreement's life, kept with its journal entry in one commit,
// and in effect from the next batch on. A signature is verified first; an agreement is closed only
// when its vault is empty. What was recorded already with the same content is answered as before.
// Errors: as Life::With; kInvalid (a signature that does not verify, what fits no version).
// Source: GDPR Art. 28(3)(a); GDPR Art. 28(9).
void RecordEvent(const std::shared_ptr<OpenAgreement>& agreement, RecordRequest request,
                 Bytes actor, Done<RecordAnswer> done);

// A draft of a version; makes the agreement if it is not there. Errors: as RecordEvent.
void ProposeVersion(Agreements& agreements, const AgreementId& id, AgreementTexts texts,
                    std::string by, Bytes actor, Done<RecordAnswer> done);

// What the parties of a version sign over. Source: GDPR Art. 28(9).
Hash AgreementHash(const Agreement& agreement);

}  // namespace mandat
