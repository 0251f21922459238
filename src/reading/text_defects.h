// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "prose/document.h"

namespace mandat {

// What is wrong with the text itself, whatever its terms are.
struct TextDefect {
  std::string kind;  // "blank", "wrong-reference", "missing-clause", "missing-annex", "wrong-date",
                     // "wrong-citation", "number-mismatch", "repeated"
  std::string clause;  // where it stands, as a lawyer cites it
  Passage where;
  std::string what;  // in words, for people
};

// In order of the text: what one can tell without understanding it, and nothing that is likely
// enough to be meant. Annexed model contracts are left alone.
std::vector<TextDefect> FindTextDefects(const ContractText& text);

}  // namespace mandat
