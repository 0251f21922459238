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
};

// From definitions and the preamble, by what each name is said to do.
RoleNames FindRoles(const ContractText& text);

}  // namespace mandat::internal
