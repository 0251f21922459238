// SPDX-License-Identifier: Apache-2.0
// Who contracts: L-P01 to L-P03.
#include <array>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// Source: GDPR Art. 28(3); GDPR Art. 30(2)(a).
void NamesController(Review& review) {
  const Party& controller = review.agreement().controller();
  for (const std::string* said : {&controller.name, &controller.address, &controller.contact}) {
    if (said->empty() || Speaks(*said, Cue::kPlaceholder)) {
      review.Find("L-P01", "controller", review.agreement().SpanOf("parties"),
                  said->empty() ? "left out" : "`" + *said + "`", review.OnceWritten());
      return;
    }
  }
}

// Source: GDPR Art. 28(3); GDPR Art. 30(2)(a).
void NamesProcessor(Review& review) {
  const Party& processor = review.agreement().processor();
  const Span span = review.agreement().SpanOf("parties");
  std::string missing = processor.address.empty() ? "no address" : "";
  if (processor.contact.empty()) {
    missing += missing.empty() ? "no contact" : " and no contact";
  }
  if (!missing.empty()) {
    review.Find("L-P02", "parties.processor", span, missing + ", clause " + processor.clause);
  } else if (review.At("contacts.data-protection-officer").IsSilent()) {
    review.Find("L-P02", "contacts.data-protection-officer",
                review.At("contacts.data-protection-officer").span,
                "no data protection officer is named", Severity::kNote);
  }
}

// Source: GDPR Art. 28(9).
void ShowsAcceptance(Review& review) {
  const Acceptance& signed_how = review.agreement().acceptance();
  const Span span = review.agreement().SpanOf("contract");
  if (signed_how.kind == "conduct") {
    review.Find("L-P03", "signed", span, "accepted by conduct");
  } else if (signed_how.for_processor.empty()) {
    review.Find("L-P03", "signed", span, "who accepted for the processor is not recorded",
                Severity::kNote);
  } else if (signed_how.evidence.empty()) {
    review.Find("L-P03", "signed", span, "no evidence is kept", Severity::kNote);
  }
}

constexpr auto kSteps = std::to_array<Step>({&NamesController, &NamesProcessor, &ShowsAcceptance});

}  // namespace

std::span<const Step> PartySteps() { return kSteps; }

}  // namespace mandat::internal
