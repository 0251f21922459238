// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "prose/document.h"

namespace mandat::internal {

// Blanks that nobody filled: "____", "[...]", "XX days", "[SPECIFY TIME PERIOD]". Not those behind
// an empty box.
std::vector<Damage> FindBlanks(const ContractText& text);

// What the text calls something: "(the "Processor")", "ci-après dénommé « X »", "« X » désigne".
std::vector<Definition> FindDefinitions(const ContractText& text);

}  // namespace mandat::internal
