// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "agreement/agreement.h"
#include "agreement/internal/reader.h"
#include "agreement/internal/yaml.h"
#include "agreement/term.h"

namespace mandat::internal {

// Every term that the form speaks of, in order of paths. Requires: no finding about its shape.
std::vector<Term> ReadTerms(Reader& reader, const Node& form);

// What an instance says of terms.
struct TermsOfInstance {
  Reader& reader;
  const Node& instance;
  bool needs_confirmation = false;  // the form was read from a translation
};

// Settles which statement of each term holds, and adds what the instance chose, set and confirmed.
// Reports parts, clauses and terms that do not exist, and house rules where the contract gives a
// number.
void ResolveTerms(std::vector<Term>& terms, const std::vector<Part>& parts, Reader& form,
                  TermsOfInstance of_instance);

// Which of a term's statements holds, as far as the contract itself settles it.
// Source: Dec. 2021/915 Cl. 4; Dec. 2010/87 Cl. 10.
void Settle(Term& term, const std::vector<Part>& parts);

}  // namespace mandat::internal
