// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace mandat {

// One term of one version of one agreement, as people cite it: `acme-dpa@3#7.2(b)`.
//
// Not a citation of law (that is LegalRef). The text of a clause never appears in code; it is data.
struct ClauseRef {
  std::string agreement;  // id of the agreement
  uint32_t version = 0;   // version of the agreement, from 1
  std::string clause;     // as printed in the contract, e.g. "Annexe B 7.2"

  std::string Format() const { return agreement + "@" + std::to_string(version) + "#" + clause; }
  friend bool operator==(const ClauseRef&, const ClauseRef&) = default;
};

}  // namespace mandat
