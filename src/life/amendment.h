// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "agreement/agreement.h"
#include "base/instant.h"
#include "base/result.h"

namespace mandat {

// What happened between the parties about a new version.
struct FormChange {
  uint32_t version = 0;              // of the form that is to replace the present one
  std::optional<Instant> received;   // the customer received notice
  std::optional<Instant> objected;   // the customer objected
  std::optional<Instant> consented;  // the customer consented
  std::string listed_case;           // which of amendment.cases it is, as the agreement lists it
};

// Whether a new version binds one agreement, by that agreement's own rule.
struct Move {
  bool moves = false;
  Instant from;        // moves: from this instant at the earliest
  std::string clause;  // what decides; empty where the contract is silent
  std::string why;     // one phrase
  std::string rule;    // word of amendment.rule, "not-stated" where it is silent
};

// Decides by the terms under `amendment` of the agreement in force. What is not validly moved
// stays; consent moves under any rule. Errors: kInvalid, kNotFound (a period cannot be computed).
// Source: GDPR Art. 28(3); GDPR Art. 28(9).
Result<Move> DecideMove(const Agreement& in_force, const FormChange& change, Instant at);

}  // namespace mandat
