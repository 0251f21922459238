// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "oracle/questions.h"
#include "oracle/rules.h"

namespace mandat::oracle {

// Rules that differ from the original in one place, and what to ask about to see it.
struct Mutant {
  std::string what;
  Rules rules;
  Focus focus;
};

using UseMutant = std::function<void(const Mutant& mutant)>;

// Every rule of the agreement and the schema once removed, widened, moved by an instant or cited
// otherwise.
void ForEachAgreementMutant(const Rules& original, const UseMutant& use);
// The same for every entry that stands beside it.
void ForEachStandingMutant(const Rules& original, const UseMutant& use);

}  // namespace mandat::oracle
