// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reading/contract_reading.h"
#include "reading/review_page.h"

namespace mandat::internal {

// The page's own words in one language.
struct ReviewWords {
  std::string_view language, title, contract, terms, not_stated, look_at, confidence, annexed,
      further, none, damaged, mended, elements, present, absent, line, compared, looked, all, open,
      look, gaps, search, progress, done, keys, signature, other, or_else, external, ambiguous,
      findings, sections;
};
const ReviewWords& ReviewWordsOf(std::string_view language);

// What a lawyer calls a field, a section or the key of a value; the name itself where there is no
// other.
std::string_view FieldLabel(std::string_view field, std::string_view language);
std::string_view SectionLabel(std::string_view section, std::string_view language);
std::string_view KeyLabel(std::string_view key, std::string_view language);

// The section of the page on which a field stands.
std::string_view ReviewSectionOf(std::string_view field);
// All of them, in order.
std::vector<std::string_view> ReviewSections();

// Text from a contract as markup. Characters that only turn the direction of others are shown by
// their number, so that what is read is what is there.
void AppendShown(std::string& out, std::string_view text);
std::string Shown(std::string_view text);

// The text of the contract with every passage marked, each with a link back to its value.
std::string ReviewContract(const ContractReading& reading);
// What was found, section by section, with what was not.
std::string ReviewTerms(const ContractReading& reading, const ReviewWords& words,
                        std::span<const ReviewNote> notes);

std::string_view ReviewStyle();
std::string_view ReviewScript();

}  // namespace mandat::internal
