// SPDX-License-Identifier: Apache-2.0
// Words at the ends of lines that tell whether a sentence goes on over them.
#pragma once

#include <string_view>

namespace mandat::internal {

std::string_view LastWord(std::string_view text);

// A line that ends in a word whose number is on the next one.
bool EndsInReference(std::string_view text);

// A line that ends in a word behind which no phrase ends, or in an open bracket: "Duties of the",
// "Sub-processors (further". A list's "; and" is none.
bool EndsInsidePhrase(std::string_view text);

// "under Art. 28", then "GDPR".
bool NamesTheLaw(std::string_view words, std::string_view so_far);

// "Categories of data subjects: ..."
bool BeginsWithName(std::string_view words);

// "Kontroll- und Auditrechte": the hyphen stands for the end of the next word but one.
bool IsSuspended(std::string_view next);

}  // namespace mandat::internal
