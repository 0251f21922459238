// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace mandat::internal {

// What a text calls its parties beside the law's own names, in its folded words: an abbreviation
// in brackets behind these, a part of them that stands alone, or the noun on whose behalf all is
// done. Names that one of the two has already are left out.
void AddGivenNames(const std::string& folded, std::vector<std::string>& controller,
                   std::vector<std::string>& processor);

// Of a name that is defined for many, whom a processor engages ("fournisseurs"), the one; empty
// for any other name.
std::string SingularOfEngaged(const std::string& name);

}  // namespace mandat::internal
