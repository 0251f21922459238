// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

namespace mandat {

// Index into a mandate's table of clauses; Mandate::clause() gives the ClauseRef and
// Mandate::DeciderOf() what was recorded under it.
struct ClauseId {
  uint16_t value = 0;
  friend bool operator==(const ClauseId&, const ClauseId&) = default;
};

// Why an operation is forbidden: the list it is missing from, or the condition it fails.
enum class Ground : uint8_t {
  kNotInForce,              // before the start or after the end of the agreement
  kPurposeNotListed,        // the purpose is in no list of the agreement
  kCollectionUnknown,       // the service schema does not map it to the agreement
  kVerbNotListed,           // the agreement lists the operations, and not this one
  kCategoryNotListed,       // touches a category of data that the agreement does not list
  kPeopleNotListed,         // concerns a category of people that the agreement does not list
  kPlaceNotListed,          // the data would go to a place that the agreement does not list
  kNotForThisPurpose,       // each is listed, but no permission covers the combination
  kInstructionMissing,      // only on a documented instruction, and none was named
  kSuspended,               // processing is suspended
  kHeld,                    // a hold keeps the data from being erased or destroyed
  kForbiddenByInstruction,  // an instruction of the controller forbids it
  kSubprocessorNotEngaged,  // the data would go to a sub-processor that is not engaged
};

// As decision tables and answers name it, e.g. "purpose-not-listed".
std::string_view Name(Ground ground);

struct Allowed {
  ClauseId clause;
};

// Invariant (every refusal names its clause): there is no Forbidden without one.
struct Forbidden {
  Forbidden(Ground why, ClauseId deciding) : ground(why), clause(deciding) {}
  Ground ground;
  ClauseId clause;
};

using Decision = std::variant<Allowed, Forbidden>;

}  // namespace mandat
