// SPDX-License-Identifier: Apache-2.0
// What is processed, why, how long and of whom: L-O01 to L-O07, L-W01 to L-W03.
#include <algorithm>
#include <array>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// Source: GDPR Art. 28(3).
void StatesSubjectMatter(Review& review) {
  if (const Saying saying = review.At("subject-matter"); saying.IsOpen()) {
    review.Find("L-O01", saying, "not stated");
  }
}

// Source: GDPR Art. 28(3).
void StatesDuration(Review& review) {
  if (const Saying saying = review.At("duration"); saying.IsOpen()) {
    review.Find("L-O02", saying, "not stated");
  }
}

// Source: GDPR Art. 28(3).
void StatesNature(Review& review) {
  if (const Saying saying = review.At("nature"); saying.IsOpen()) {
    review.Find("L-O03", saying, "not stated");
  }
}

// Source: GDPR Art. 28(3).
void StatesPurposes(Review& review) {
  if (review.agreement().purposes().empty()) {
    review.Find("L-O04", "purposes", review.agreement().SpanOf("purposes"), "none");
  }
}

// Source: GDPR Art. 9(1); GDPR Art. 10.
void StatesKindsOfData(Review& review) {
  const std::vector<DataCategory>& kinds = review.agreement().categories();
  if (kinds.empty()) {
    review.Find("L-O05", "data-categories", review.agreement().SpanOf("data-categories"), "none");
    return;
  }
  const Saying special = review.At("special-categories");
  if (special.IsSilent() && std::ranges::none_of(kinds, &DataCategory::special)) {
    review.Find("L-O05", special, "silent on special categories", Severity::kWarning);
  }
}

// Source: GDPR Art. 28(3).
void StatesPeople(Review& review) {
  const std::vector<PeopleCategory>& people = review.agreement().people();
  const Span form = review.agreement().SpanOf("people");
  if (people.empty()) {
    review.Find("L-O06", "people", form, "none");
  } else if (std::ranges::none_of(people, [&form](const PeopleCategory& category) {
               return category.span.file == form.file;
             })) {
    review.Find("L-O06", "people", form,
                "blank in the form, clause " + review.agreement().people_clause(), Severity::kNote);
  }
}

// Source: GDPR Art. 28(3).
void StatesControllersPart(Review& review) {
  const std::vector<Term>& terms = review.agreement().terms();
  const bool has_duties = std::ranges::any_of(
      terms, [](const Term& term) { return term.path.starts_with("controller-duties."); });
  if (!has_duties && review.At("audits.right").IsSilent() &&
      review.At("instructions.rule").IsSilent()) {
    review.Find("L-O07", review.At("controller-duties"), "neither duties nor rights");
  }
}

// What the contract itself has to set out.
// Source: GDPR Art. 28(3).
void SaysItItself(Review& review) {
  constexpr auto kPaths = std::to_array<std::string_view>(
      {"subject-matter", "duration", "nature", "instructions.rule", "confidentiality.personnel",
       "security.general", "breach.notice", "requests.assist", "assistance.scope", "audits.right",
       "audits.inspection", "end.choice", "end.delay", "sub-processors.authorisation"});
  for (const std::string_view path : kPaths) {
    if (const Saying saying = review.At(path); saying.IsExternal()) {
      review.Find("L-W01", saying, "only by reference");
    }
  }
}

// A blank that reading left, because it found nothing to put there.
std::optional<Severity> IfDrafted(const Review& review, std::string_view text) {
  return text == "To be completed" ? review.OnceWritten() : std::nullopt;
}

template <class Rows>
void FillsBlanksOf(Review& review, const Rows& rows, const std::string& path) {
  for (const auto& row : rows) {
    if (Speaks(row.text, Cue::kPlaceholder)) {
      review.Find("L-W02", path + row.id, row.span, "`" + row.text + "`",
                  IfDrafted(review, row.text));
    }
  }
}

void FillsBlanks(Review& review) {
  FillsBlanksOf(review, review.agreement().purposes(), "purposes.list.");
  FillsBlanksOf(review, review.agreement().categories(), "data-categories.list.");
  FillsBlanksOf(review, review.agreement().people(), "people.list.");
  for (const Term& term : review.agreement().terms()) {
    const Saying saying = review.At(term.path);
    if (!saying.IsSilent() && Speaks(saying.words(), Cue::kPlaceholder)) {
      review.Find("L-W02", saying, "`" + saying.words() + "`");
    }
  }
  for (const Subprocessor& row : review.agreement().subprocessors()) {
    for (const std::string* said : {&row.task, &row.address, &row.contact, &row.contract}) {
      if (Speaks(*said, Cue::kPlaceholder)) {
        review.Find("L-W02", "sub-processors.list." + row.id, row.span, "`" + *said + "`");
      }
    }
  }
}

// Only the form's own purposes: what a customer filled in is the customer's.
// Source: GDPR Art. 5(1)(b).
void LimitsPurposes(Review& review) {
  const std::string& form = review.agreement().SpanOf("purposes").file;
  size_t own_count = 0;
  std::string generic;
  for (const Purpose& purpose : review.agreement().purposes()) {
    if (purpose.span.file != form) {
      continue;
    }
    ++own_count;
    if (!Speaks(purpose.text, Cue::kGenericPurpose)) {
      return;
    }
    generic = purpose.text;
  }
  if (own_count > 0) {
    review.Find("L-W03", "purposes", review.agreement().SpanOf("purposes"),
                "`" + generic + "`, clause " + review.agreement().purposes_clause());
  }
}

constexpr auto kSteps = std::to_array<Step>(
    {&StatesSubjectMatter, &StatesDuration, &StatesNature, &StatesPurposes, &StatesKindsOfData,
     &StatesPeople, &StatesControllersPart, &SaysItItself, &FillsBlanks, &LimitsPurposes});

}  // namespace

std::span<const Step> ObjectSteps() { return kSteps; }

}  // namespace mandat::internal
