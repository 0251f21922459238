// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "law/verb.h"

namespace mandat {

// A set of data categories of one mandate: bit i is category i of its agreement's list.
using CategorySet = uint64_t;

// One attempted act on personal data, as named by the caller. Names, not indexes: an operation is
// decided by the agreement version in force at its instant, which may not be the one it was built
// under (invariant "versions bind").
// Source: GDPR Art. 4(2); GDPR Art. 28(3)(a).
struct Operation {
  Verb verb = Verb::kConsult;
  std::string purpose;         // id from the agreement's closed list
  std::string collection;      // id from the service schema; empty for acts on a person as a whole
  std::string people;          // category of person, needed only when collection is empty
  CategorySet categories = 0;  // categories touched; 0 means every category of the collection
  std::string place;        // ISO 3166-1 alpha-2 country or recipient when data leaves; else empty
  std::string instruction;  // reference of the controller's documented instruction, or empty
};

}  // namespace mandat
