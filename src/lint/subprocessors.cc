// SPDX-License-Identifier: Apache-2.0
// Who processes for the processor: L-D01 to L-D07, L-W08 to L-W10, L-W22.
#include <array>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// Notices and objections matter where the authorisation is general.
bool IsGeneral(const Review& review) {
  const Saying saying = review.At("sub-processors.authorisation");
  return !saying.IsSilent() && saying.word() != "specific";
}

// Source: GDPR Art. 28(2); GDPR Art. 28(3)(d).
void SaysWhichAuthorisation(Review& review) {
  const Saying saying = review.At("sub-processors.authorisation");
  if (saying.IsOpen() || saying.word().empty()) {
    review.Find("L-D01", saying, saying.IsOpen() ? "not stated" : "neither specific nor general");
  }
}

// Source: GDPR Art. 28(2).
void TellsChanges(Review& review) {
  if (const Saying saying = review.At("sub-processors.notice");
      IsGeneral(review) && saying.IsSilent()) {
    review.Find("L-D02", saying, "not stated");
  }
}

// Source: GDPR Art. 28(2).
void LetsObject(Review& review) {
  if (!IsGeneral(review)) {
    return;
  }
  const Saying objection = review.At("sub-processors.objection");
  const Saying effect = review.At("sub-processors.effect");
  if (objection.IsSilent()) {
    review.Find("L-D03", objection, "not stated");
  } else if (effect.IsOpen() || effect.word() == "none") {
    review.Find("L-D03", effect, effect.IsOpen() ? "what an objection does is not stated" : "none",
                Severity::kWarning);
  }
}

// Where an objection stops the engagement, its window is the lead of the notice too.
// Reading: an objection that only ends the contract stops nothing.
bool WindowIsLead(const Review& review) {
  const std::string_view effect = review.At("sub-processors.effect").word();
  const Saying notice = review.At("sub-processors.notice");
  return review.At("sub-processors.objection").number() && !notice.IsSilent() &&
         !notice.said().before.empty() && effect != "processor-may-terminate" && effect != "none";
}

// Source: GDPR Art. 28(2).
void GivesNumbers(Review& review) {
  if (!IsGeneral(review)) {
    return;
  }
  const Saying notice = review.At("sub-processors.notice");
  const Saying objection = review.At("sub-processors.objection");
  if (!notice.IsSilent() && !notice.number() && !WindowIsLead(review)) {
    review.Find("L-D04", notice, "how long before is not said");
  }
  if (!objection.IsSilent() && !objection.number() && !notice.number()) {
    review.Find(
        "L-D04", objection, "no number",
        objection.house() == nullptr ? review.OnceWritten() : std::optional(Severity::kNote));
  }
  if (const Saying silence = review.At("sub-processors.silence");
      !objection.IsSilent() && silence.IsOpen()) {
    review.Find("L-D04", silence, "what silence means is not stated", Severity::kNote);
  }
}

// Source: GDPR Art. 28(4).
void BindsSubprocessors(Review& review) {
  if (const Saying saying = review.At("sub-processors.flow-down"); saying.IsOpen()) {
    review.Find("L-D05", saying, "not stated");
  }
}

// Source: GDPR Art. 28(4).
void AnswersForSubprocessors(Review& review) {
  const Saying saying = review.At("sub-processors.liability");
  if (saying.IsOpen()) {
    review.Find("L-D06", saying, "not stated");
  } else if (!review.IsOfCommission(saying.said()) && Speaks(saying.words(), Cue::kLimit)) {
    review.Find("L-W22", saying, "`" + saying.words() + "`");
  }
}

// Reading: specific authorisation needs no list before the first is authorised.
// Source: GDPR Art. 28(2); Dec. 2021/915 Annex IV.
void ListsSubprocessors(Review& review) {
  const std::vector<Subprocessor>& rows = review.agreement().subprocessors();
  const Span span = review.agreement().SpanOf("sub-processors");
  const std::string clause = review.agreement().subprocessors_clause();
  if (rows.empty()) {
    if (IsGeneral(review)) {
      review.Find("L-D07", "sub-processors.list", span, "no list, clause " + clause);
    }
    return;
  }
  std::string missing;
  const auto count = [&](std::string_view what, auto is_missing) {
    std::vector<std::string> ids;
    for (const Subprocessor& row : rows) {
      if (is_missing(row)) {
        ids.push_back(row.id);
      }
    }
    if (!ids.empty()) {
      missing +=
          (missing.empty() ? "" : "; ") + std::string(what) + " of " + Some(ids, rows.size());
    }
  };
  count("no address", [](const Subprocessor& row) { return row.address.empty(); });
  count("no contact", [](const Subprocessor& row) { return row.contact.empty(); });
  count("no place", [](const Subprocessor& row) { return row.country.empty(); });
  if (!missing.empty()) {
    review.Find("L-D07", "sub-processors.list", span, missing);
  }
}

// Source: GDPR Art. 28(2).
void ExceptsNobodyWithAccess(Review& review) {
  const Saying saying = review.At("sub-processors.exclusions");
  if (!saying.IsSilent() && Speaks(saying.words(), Cue::kAncillary) &&
      !Speaks(saying.words(), Cue::kHarmless)) {
    review.Find("L-W08", saying, "`" + saying.words() + "`");
  }
}

// Source: GDPR Art. 28(2).
void LeavesObjectionFree(Review& review) {
  const Saying saying = review.At("sub-processors.effect");
  if (!saying.IsSilent() &&
      (saying.word() == "processor-may-terminate" || saying.word() == "processor-may-suspend")) {
    review.Find("L-W09", saying, std::string(saying.word()));
  }
}

// Source: GDPR Art. 28(2).
void TakesSilenceForNo(Review& review) {
  const Saying saying = review.At("sub-processors.silence");
  if (review.At("sub-processors.authorisation").word() == "specific" &&
      saying.word() == "consent") {
    review.Find("L-W10", saying, "silence is consent");
  }
}

constexpr auto kSteps =
    std::to_array<Step>({&SaysWhichAuthorisation, &TellsChanges, &LetsObject, &GivesNumbers,
                         &BindsSubprocessors, &AnswersForSubprocessors, &ListsSubprocessors,
                         &ExceptsNobodyWithAccess, &LeavesObjectionFree, &TakesSilenceForNo});

}  // namespace

std::span<const Step> SubprocessorSteps() { return kSteps; }

}  // namespace mandat::internal
