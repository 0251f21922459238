// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "prose/document.h"

namespace mandat::internal {

// What this contract calls those it is about, folded: "le partenaire", "vendor", "you".
struct RoleNames {
  std::vector<std::string> controller;
  std::vector<std::string> processor;
  std::vector<std::string> sub_processor;
  std::vector<std::string> data;
  std::vector<std::string> breach;
  std::string trade_name;    // of the processor, where no definition names it; one of `processor`
  bool is_ours = false;      // "we" is the processor, and "our" what is its
  bool is_polite = false;    // in German: "wir" is the processor, "Sie" the controller
  bool is_familiar = false;  // likewise "wir" and "du"
  bool is_yours = false;     // "you" is the controller
};

// From definitions and the preamble, by what each name is said to do.
RoleNames FindRoles(const ContractText& text);

}  // namespace mandat::internal
