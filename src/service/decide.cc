// SPDX-License-Identifier: Apache-2.0
#include "service/decide.h"

namespace mandat {

Result<Explanation> ExplainDecision(const OpenAgreement& agreement, const Operation& operation) {
  const Result<Permit> permit = agreement.gate().Admit(operation);
  if (permit) {
    return Explanation{true, permit->clause(), ""};
  }
  const Error& error = permit.error();
  if (!error.clause) {
    return Fail(error);
  }
  return Explanation{false, *error.clause, error.message};
}

}  // namespace mandat
