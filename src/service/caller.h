// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "service/open_agreement.h"

namespace mandat {

// What every use case is called with: under which agreement, by whom, why.
struct Caller {
  std::shared_ptr<OpenAgreement> agreement;
  Bytes actor;              // tag of the credential, 8 bytes
  std::string purpose;      // Mandat-Purpose
  std::string instruction;  // reference of the controller's documented instruction, or empty
  // Value of Idempotency-Key, and a digest of method, path and body it belongs to; empty without.
  std::string idempotency_key;
  Bytes request;
};

// Called exactly once, from the agreement's sequencer or from the caller's own thread.
template <class Answer>
using Done = std::move_only_function<void(Result<Answer>)>;

// What every answer tells of its entry.
struct Receipt {
  EntryIndex entry;
  Instant at;
  ClauseRef clause;
  bool replayed = false;  // an earlier request with this idempotency key did it
  bool observed = false;  // the clause would have refused it, and the agreement is being observed
};

}  // namespace mandat
