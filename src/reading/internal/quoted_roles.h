// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "prose/document.h"
#include "reading/internal/roles.h"

namespace mandat::internal {

// A term in quotes, and which party the words before it are about.
struct QuotedName {
  std::string name;  // folded, as it stands between the quotes
  bool is_controller = false;
  bool is_processor = false;
  bool is_alias = false;    // another name for the one before: "the Agency" or "we"
  bool is_defined = false;  // said to be what somebody is called from here on
};

std::vector<QuotedName> QuotedNames(const std::string& folded);

// How often a text says of a name that it is the controller, or the processor: "the agency acts as
// processor", and not "the agency authorises the processor". At most `most`.
int TimesCalled(const std::string& name, bool is_processor, const std::string& text, int most);

// Two parties are defined in front, and only of one is it known which it is: the other is the
// other.
void AddSecondParty(const ContractText& text, RoleNames& names);

}  // namespace mandat::internal
