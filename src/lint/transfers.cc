// SPDX-License-Identifier: Apache-2.0
// Data that leave the European Economic Area: L-T01, L-W20, L-W21, L-W24.
#include <array>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// Why a country may not be reached with this instrument, in a few words; empty if it may.
struct Objection {
  std::string fact;
  Mark mark = Mark::kRead;
};

Objection ObjectionTo(const Review& review, const std::string& country, std::string_view tool) {
  if (country.empty() || review.data().IsInside(country, review.at())) {
    return {};
  }
  const LegalData::Cover cover = review.data().CoverOf(country, review.at());
  const bool claims_adequacy = tool == "adequacy";
  if (cover.is_adequate && (cover.condition.empty() || claims_adequacy)) {
    return {};
  }
  // Source: Dec. 2021/915 Cl. 1.
  if (tool == "dec-2021-915") {
    return {country + ", clauses of Dec. 2021/915 alone, which cover no transfer"};
  }
  if (claims_adequacy) {
    return {country + ", not adequate on " + FormatDay(review.at()), cover.mark};
  }
  // An instrument that is no longer in force is another finding, L-T02.
  if (!tool.empty()) {
    return {};
  }
  return {country + ", no instrument" +
              (cover.is_adequate ? "; adequate only for " + cover.condition : ""),
          cover.mark};
}

// Reading: where only the seat is stated, data are taken to be there.
// Source: GDPR Art. 44; GDPR Art. 45(1); GDPR Art. 46(1).
void NamesInstruments(Review& review) {
  for (const Subprocessor& row : review.agreement().subprocessors()) {
    const bool is_seat = row.country.empty();
    const Objection objection = ObjectionTo(review, is_seat ? row.seat : row.country, row.tool);
    if (!objection.fact.empty()) {
      review.FindDated("L-T01", "sub-processors.list." + row.id, row.span,
                       objection.fact + (is_seat ? " (seat), clause " : ", clause ") + row.clause,
                       objection.mark, "GDPR Art. 44");
    }
  }
  const Saying tool = review.At("transfers.tool");
  for (const Place& place : review.agreement().places()) {
    const Objection objection = ObjectionTo(review, place.country, tool.word());
    if (!objection.fact.empty()) {
      review.FindDated("L-T01", "places.list." + place.country, place.span,
                       objection.fact + ", clause " + place.clause, objection.mark, "GDPR Art. 44");
    }
  }
}

// Source: GDPR Art. 49(1).
void RestsOnNoDerogation(Review& review) {
  const Saying rule = review.At("transfers.rule");
  const Saying tool = review.At("transfers.tool");
  if (!tool.IsSilent() && tool.word() == "derogation") {
    review.Find("L-W20", tool, "derogation");
  } else if (!rule.IsSilent() && !review.IsOfCommission(rule.said()) &&
             Speaks(rule.words(), Cue::kDerogation)) {
    review.Find("L-W20", rule, "`" + rule.words() + "`");
  }
  for (const Subprocessor& row : review.agreement().subprocessors()) {
    if (row.tool == "derogation") {
      review.Find("L-W20", "sub-processors.list." + row.id, row.span, "derogation");
    }
  }
}

// The Commission's own clauses speak of clauses without their decision; that is no defect.
// Source: GDPR Art. 46(2)(c).
void NamesDecisionOfClauses(Review& review) {
  const Saying tool = review.At("transfers.tool");
  if (!tool.IsSilent() && tool.word() == "clauses-undated" && !review.IsOfCommission(tool.said())) {
    review.Find("L-W21", tool, "no decision is named");
  }
  std::vector<std::string> ids;
  for (const Subprocessor& row : review.agreement().subprocessors()) {
    if (row.tool == "clauses-undated") {
      ids.push_back(row.id);
    }
  }
  if (!ids.empty()) {
    review.Find("L-W21", "sub-processors.list", review.agreement().SpanOf("sub-processors"),
                Some(ids, review.agreement().subprocessors().size()));
  }
}

// Source: GDPR Art. 28(3)(a).
void NamesPlaces(Review& review) {
  const std::string_view rule = review.At("transfers.rule").word();
  if (review.agreement().places().empty() && rule != "instruction" && rule != "written-consent") {
    review.Find("L-W24", "places", review.agreement().SpanOf("places"),
                "no place, clause " + review.agreement().places_clause());
  }
}

constexpr auto kSteps = std::to_array<Step>(
    {&NamesInstruments, &RestsOnNoDerogation, &NamesDecisionOfClauses, &NamesPlaces});

}  // namespace

std::span<const Step> TransferSteps() { return kSteps; }

}  // namespace mandat::internal
