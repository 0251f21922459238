// SPDX-License-Identifier: Apache-2.0
//
// The own register of who may call: one account for all lines of the credentials with the same
// role, agreement and label, so that a token can be replaced without making somebody new.
// Guarantees: what stands for an account in entries can be told from the account's key alone, and
// that key dies when the account's retention is over; the entries stay as they are.
// Trusts: the file of credentials for who there is.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "format/credentials.h"
#include "service/caller.h"

namespace mandat {

// Takes the lines into the register: new accounts get a key, those without a line end now, one
// that has a line again goes on. Gives the tag of each line's account, in their order. Waits for
// the sequencer; not from one. `system` is the operator's own home. Journalled when it changed
// something. Errors: kUnavailable, kCorrupt. Source: GDPR Art. 5(1)(e); GDPR Art. 5(2).
Result<std::vector<Bytes>> EnrolAccounts(const std::shared_ptr<OpenAgreement>& system,
                                         const std::vector<Credential>& lines);

// Destroys the keys of accounts whose end is `keep` behind, with all that is known of them; their
// tags link to nobody then. Journalled when there was one. Source: GDPR Art. 5(1)(e).
void EraseAccounts(const std::shared_ptr<OpenAgreement>& system, std::chrono::days keep,
                   Done<Receipt> done);

// When the next account is to be erased; nullopt: none has ended. Errors: kUnavailable, kCorrupt.
Result<std::optional<Instant>> NextAccountErasure(const OpenAgreement& system,
                                                  std::chrono::days keep);

}  // namespace mandat
