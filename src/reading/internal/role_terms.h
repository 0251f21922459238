// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "prose/document.h"
#include "reading/internal/roles.h"

namespace mandat::internal {

// A folded name without blanks around it and the article in front.
std::string Bare(std::string name);
// The law's own names: who bears them needs no deeds.
bool IsLawController(std::string_view name);
bool IsLawProcessor(std::string_view name);
// What contracts define and nobody is: "services", "member state".
bool IsNoParty(std::string_view name);
// Names by which a definition of the controller or the processor explains it.
void AddExplained(const ContractText& text, RoleNames& names);

}  // namespace mandat::internal
