// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"
#include "mandate/internal/printable.h"
#include "mandate/mandate.h"

namespace mandat {

using internal::Printable;

std::string Mandate::Explain(const Operation& operation, const Forbidden& forbidden) const {
  const Decider& decider = deciders_[forbidden.clause.value];
  switch (forbidden.ground) {
    case Ground::kNotInForce:
      return "the agreement has not begun or has ended";
    case Ground::kPurposeNotListed:
      return operation.purpose.empty() ? "no purpose is named"
                                       : "purpose " + Printable(operation.purpose) +
                                             " is not among the purposes of the agreement";
    case Ground::kCollectionUnknown:
      return "collection " + Printable(operation.collection) +
             " is not mapped to the agreement by the service schema";
    case Ground::kVerbNotListed:
      return "operation " + Printable(Name(operation.verb)) +
             " is not among the operations of the agreement";
    case Ground::kCategoryNotListed:
      return "the operation touches data of a category that the agreement does not list";
    case Ground::kPeopleNotListed:
      return "category of people " + Printable(operation.people) +
             " is not among the people of the agreement, or not those of the collection";
    case Ground::kPlaceNotListed:
      return "place or recipient " + Printable(operation.place) +
             " is not among the places to which data may go under the agreement";
    case Ground::kNotForThisPurpose:
      return "no permission of the agreement covers operation " + Printable(Name(operation.verb)) +
             " on these data for purpose " + Printable(operation.purpose);
    case Ground::kInstructionMissing:
      return "operation " + Printable(Name(operation.verb)) +
             " needs a documented instruction of the controller";
    case Ground::kSuspended:
      return "operation " + Printable(Name(operation.verb)) + " on these data is suspended " +
             std::string(decider.what) + ": " + Printable(decider.id);
    case Ground::kHeld:
      return "the data are under hold " + Printable(decider.id) +
             " and may not be erased or destroyed";
    case Ground::kForbiddenByInstruction:
      return "instruction " + Printable(decider.id) + " of the controller forbids operation " +
             Printable(Name(operation.verb)) + " on these data";
    case Ground::kSubprocessorNotEngaged:
      return "sub-processor " + Printable(decider.id) + " " + std::string(decider.what);
  }
  Stop("unknown ground");
}

}  // namespace mandat
