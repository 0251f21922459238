// SPDX-License-Identifier: Apache-2.0
#include "evidence/evidence.h"
#include "evidence/internal/checkpoint.h"
#include "format/proof.h"

namespace mandat {

Report VerifyProof(std::string_view proof, ByteView entry, const VerifierKey& key,
                   const TlogPolicy* policy) {
  Report report{.subject = "proof"};
  const Result<TlogProof> parsed = TlogProof::Parse(proof);
  if (!parsed) {
    report.SetFailure("proof", parsed.error());
    return report;
  }
  if (internal::AddInclusion(report, *parsed, entry, key, policy)) {
    report.AddNotChecked(std::string(internal::kOriginNotShown));
    internal::AddOthersNotChecked(report, policy);
    report.AddNotChecked("the other entries of the journal: verify the journal itself");
  }
  return report;
}

}  // namespace mandat
