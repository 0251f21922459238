// SPDX-License-Identifier: Apache-2.0
// Parties that a contract names in running words: "Example SAS agit comme sous-traitant".
#pragma once

#include <string>
#include <vector>

#include "prose/document.h"

namespace mandat::internal {

struct NamedActor {
  std::string name;  // as written; of a common noun ("l'école") in lower case
  size_t block = 0;
  bool is_processor = false;
  bool is_proper = true;  // a name, and no common noun
};

std::vector<NamedActor> FindNamedActors(const ContractText& text);

}  // namespace mandat::internal
