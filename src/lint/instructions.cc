// SPDX-License-Identifier: Apache-2.0
// By whose will data are processed, and who keeps silence: L-A01 to L-A04, L-B01, L-B02, L-H03,
// L-W04, L-W13, L-W14.
#include <array>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// Source: GDPR Art. 28(3)(a); GDPR Art. 29.
void BindsToInstructions(Review& review) {
  if (const Saying saying = review.At("instructions.rule"); saying.IsOpen()) {
    review.Find("L-A01", saying, "not stated");
  }
}

// Source: GDPR Art. 28(3)(a).
void BindsTransfersToInstructions(Review& review) {
  const Saying saying = review.At("transfers.rule");
  if (saying.IsOpen()) {
    review.Find("L-A02", saying, "not stated");
  } else if (saying.word() == "none") {
    review.Find("L-A02", saying, "no instruction is needed");
  } else if (saying.word() == "prior-notice") {
    review.Find("L-A02", saying, "a notice is enough", Severity::kWarning);
  }
}

// Source: GDPR Art. 28(3)(a).
void LimitsLawsThatCompel(Review& review) {
  const Saying saying = review.At("instructions.legal-exception");
  if (!saying.IsOpen() && !saying.words().empty() && !Speaks(saying.words(), Cue::kLawOfUnion)) {
    review.Find("L-A03", saying, "neither Union nor Member State law is named");
  }
}

// Source: GDPR Art. 28(3)(a).
void TellsOfLawsThatCompel(Review& review) {
  const Saying saying = review.At("instructions.legal-exception");
  if (saying.IsOpen()) {
    review.Find("L-A04", saying, "not stated");
  } else if (!saying.words().empty() && !Speaks(saying.words(), Cue::kToldFirst)) {
    review.Find("L-A04", saying, "the exception is stated without a word to the controller");
  }
}

// Source: GDPR Art. 28(3)(b).
void BindsPersonnel(Review& review) {
  if (const Saying saying = review.At("confidentiality.personnel"); saying.IsOpen()) {
    review.Find("L-B01", saying, "not stated");
  }
}

// Source: GDPR Art. 32(4); GDPR Art. 29.
void InstructsPersonnel(Review& review) {
  const Saying training = review.At("confidentiality.training");
  if (training.IsOpen() &&
      !Speaks(review.At("confidentiality.personnel").words(), Cue::kInstruction)) {
    review.Find("L-B02", training, "neither training nor instructions of persons",
                review.OnceWritten());
  }
}

// Reading: "immediately" leaves no time to wait, and so do the words "without delay".
// Source: GDPR Art. 28(3).
void TellsOfInfringingInstructions(Review& review) {
  const Saying saying = review.At("instructions.infringing");
  if (saying.IsSilent()) {
    review.Find("L-H03", saying, "not stated");
    return;
  }
  const Statement& said = saying.said();
  if (said.promptness && *said.promptness > Promptness::kWithoutDelay) {
    review.Find("L-H03", saying, std::string(Name(*said.promptness)), Severity::kWarning);
  } else if (!said.promptness) {
    review.Find("L-H03", saying, "how soon is not said", Severity::kWarning);
  }
}

// Source: GDPR Art. 28(10).
void KeepsToControllersPurposes(Review& review) {
  for (const std::string_view path :
       {"instructions.own-purposes", "own-use.anonymised", "own-use.across-customers"}) {
    const Saying saying = review.At(path);
    const bool is_conditional =
        saying.word() == "on-conditions" && path != "instructions.own-purposes";
    if (saying.IsSilent() || (saying.word() != "allowed" && saying.word() != "on-conditions")) {
      continue;
    }
    review.Find("L-W04", saying, std::string(saying.word()),
                is_conditional ? std::optional(Severity::kNote) : std::nullopt);
  }
}

// Source: GDPR Art. 28(3)(a).
void LeavesInstructionsOpen(Review& review) {
  const Saying saying = review.At("instructions.change");
  if (!saying.IsSilent() && (saying.word() == "by-agreement" || saying.word() == "none")) {
    review.Find("L-W13", saying, std::string(saying.word()));
  }
}

// Source: GDPR Art. 28(3).
void OwesResults(Review& review) {
  constexpr auto kPaths = std::to_array<std::string_view>(
      {"instructions.rule", "confidentiality.duty", "confidentiality.personnel", "security.general",
       "breach.notice", "requests.forward", "sub-processors.flow-down", "end.delay",
       "audits.information"});
  for (const std::string_view path : kPaths) {
    const Saying saying = review.At(path);
    if (saying.IsSilent()) {
      continue;
    }
    for (const Statement& said : saying.term->said) {
      const std::string words = WordsOf(said);
      if (!review.IsOfCommission(said) &&
          (said.strength == "best-effort" || Speaks(words, Cue::kEffort))) {
        review.Find("L-W14", saying, "`" + words + "`");
        break;
      }
    }
  }
}

constexpr auto kSteps = std::to_array<Step>(
    {&BindsToInstructions, &BindsTransfersToInstructions, &LimitsLawsThatCompel,
     &TellsOfLawsThatCompel, &BindsPersonnel, &InstructsPersonnel, &TellsOfInfringingInstructions,
     &KeepsToControllersPurposes, &LeavesInstructionsOpen, &OwesResults});

}  // namespace

std::span<const Step> InstructionSteps() { return kSteps; }

}  // namespace mandat::internal
