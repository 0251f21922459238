// SPDX-License-Identifier: Apache-2.0
#include "chain/internal/delay.h"

namespace mandat::internal {

// Source: GDPR Art. 33(2).
std::optional<Link> BreachLink(const Pair& pair) {
  return DelayLink(pair, {"breach", "breach.notice", "GDPR Art. 33(2)", "becomes aware of a breach",
                          "the controller is to be told", "the sub-processor has to tell us",
                          "we ourselves are aware"});
}

// Source: GDPR Art. 28(3)(e).
std::optional<Link> RequestsLink(const Pair& pair) {
  return DelayLink(pair,
                   {"requests", "requests.forward", "GDPR Art. 28(3)(e)",
                    "receives the request of a person", "the controller is to have it",
                    "the sub-processor has to pass it on", "the request reaches us ourselves"});
}

// Source: GDPR Art. 28(3)(e).
std::optional<Link> ComplaintsLink(const Pair& pair) {
  return DelayLink(
      pair, {"complaints", "requests.complaints", "GDPR Art. 28(3)(e)",
             "receives a complaint or a letter of an authority", "the controller is to have it",
             "the sub-processor has to pass it on", "the letter reaches us ourselves"});
}

// Source: GDPR Art. 28(3)(g).
std::optional<Link> CertificateLink(const Pair& pair) {
  std::optional<Link> link =
      DelayLink(pair, {"certificate", "end.certificate", "GDPR Art. 28(3)(g)",
                       "has destroyed the last copy", "the controller is to have the certificate",
                       "the sub-processor has to certify its part", ""});
  if (link) {
    link->notes.push_back("destruction upstream is complete when the last sub-processor's is");
  }
  return link;
}

}  // namespace mandat::internal
