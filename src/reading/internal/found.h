// SPDX-License-Identifier: Apache-2.0
// The parts of a reading, each of which adds the terms that it finds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reading/contract_reading.h"
#include "reading/internal/roles.h"
#include "reading/internal/sentences.h"

namespace mandat::internal {

// A term with the points of its rule, before the best is chosen.
struct Scored {
  FoundTerm term;
  int score = 0;
};

// What clause a passage stands in, as cited.
std::string ClauseOf(const ContractText& text, size_t block);

// The words of a stretch of a block, as the author wrote them.
std::string SaidIn(const Sentences& sentences, size_t block, size_t begin, size_t end);

// Whether terms other than those of the frame (law, rank, liability) may be taken from a sentence.
std::vector<bool> InScope(const Sentences& sentences);

void AddMatched(const Sentences& sentences, std::vector<Scored>& found);
void AddLists(const Sentences& sentences, std::vector<Scored>& found);
void AddFlatTables(const Sentences& sentences, std::vector<Scored>& found);
void AddNatureByPurpose(const Sentences& sentences, std::vector<Scored>& found);
void AddTableLists(const Sentences& sentences, std::vector<Scored>& found);
void AddLabelledRows(const Sentences& sentences, std::vector<Scored>& found);
void AddSubprocessors(const Sentences& sentences, std::vector<Scored>& found);
void AddIntroducedSubs(const Sentences& sentences, std::vector<Scored>& found);
void AddPlaces(const Sentences& sentences, std::vector<Scored>& found);
void AddMeasures(const Sentences& sentences, std::vector<Scored>& found);
void AddParties(const Sentences& sentences, const RoleNames& names, std::vector<Scored>& found);
void AddPartyLines(const Sentences& sentences, std::vector<Scored>& found);
void AddSignatories(const Sentences& sentences, const RoleNames& names, std::vector<Scored>& found);
void AddContacts(const Sentences& sentences, std::vector<Scored>& found);

// The code of a country that a folded text names, "EU" for the Union or the Area; empty: none. With
// `codes`, two capital letters alone count.
std::string_view CountryIn(std::string_view folded);
std::string_view CountryOfCode(std::string_view cell);
std::vector<std::pair<std::string_view, size_t>> CountriesIn(std::string_view folded);

}  // namespace mandat::internal
