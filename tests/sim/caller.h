// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "service/caller.h"

namespace mandat::sim {

// Whoever acts for the processor.
inline Caller As(const std::shared_ptr<OpenAgreement>& agreement, std::string purpose,
                 std::string instruction = "") {
  Caller caller;
  caller.agreement = agreement;
  caller.actor = Bytes(8, 'a');
  caller.purpose = std::move(purpose);
  caller.instruction = std::move(instruction);
  return caller;
}

// When it was done, if it was.
template <class Answer>
std::optional<Instant> InstantOf(const Result<Answer>& answer) {
  return answer ? std::optional(answer->receipt.at) : std::nullopt;
}

// There is nothing to open.
inline bool IsGone(const Error& error) {
  return error.kind == ErrorKind::kShredded || error.kind == ErrorKind::kNotFound;
}

// A restriction or an objection refused it, not the agreement.
inline bool IsOfMark(const Error& error) {
  return error.kind == ErrorKind::kRefused && error.clause &&
         error.clause->clause.starts_with("GDPR");
}

}  // namespace mandat::sim
