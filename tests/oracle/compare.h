// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "mandate/mandate_test_util.h"
#include "oracle/judge.h"

namespace mandat::oracle {

// What the compiled mandate answered, in the words of the judge.
inline Verdict VerdictOf(const Mandate& mandate, const Decision& decision) {
  const ClauseId clause = ClauseOf(decision);
  Verdict verdict{std::holds_alternative<Allowed>(decision), Ground::kNotInForce,
                  mandate.clause(clause).clause, mandate.DeciderOf(clause)};
  if (const auto* forbidden = std::get_if<Forbidden>(&decision)) {
    verdict.ground = forbidden->ground;
  }
  return verdict;
}

inline std::string Format(const Verdict& verdict) {
  const Decision decision =
      verdict.is_allowed ? Decision(Allowed{}) : Decision(Forbidden(verdict.ground, ClauseId{}));
  return std::string(NameOf(decision)) + " by " + std::string(verdict.clause) + " " +
         std::string(verdict.decider);
}

}  // namespace mandat::oracle
