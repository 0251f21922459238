// SPDX-License-Identifier: Apache-2.0
#include "service/decide.h"

namespace mandat {

namespace {

Result<Explanation> Explain(const OpenAgreement& agreement, const Operation& operation) {
  const Result<Permit> permit = agreement.gate().Admit(operation);
  if (permit && permit->observed()) {
    const Forbidden& forbidden = permit->observed()->would_refuse();
    return Explanation{.clause = permit->clause(),
                       .text = permit->mandate().Explain(operation, forbidden),
                       .observed = true};
  }
  if (permit) {
    return Explanation{.allowed = true, .clause = permit->clause()};
  }
  const Error& error = permit.error();
  if (!error.clause) {
    return Fail(error);
  }
  return Explanation{.clause = *error.clause, .text = error.message};
}

}  // namespace

Result<Explanation> ExplainDecision(const OpenAgreement& agreement, const Operation& operation,
                                    std::optional<Instant> captured) {
  MANDAT_TRY(Explanation explanation, Explain(agreement, operation));
  const std::shared_ptr<const Mandate> mandate = agreement.mandate();
  if (captured && mandate) {
    explanation.expires = mandate->ExpiryOf(operation.collection, *captured);
    explanation.expired = explanation.expires && *explanation.expires <= agreement.gate().Now();
  }
  return explanation;
}

}  // namespace mandat
