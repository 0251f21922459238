// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "agreement/agreement.h"
#include "chain/chain.h"

namespace mandat::internal {

// The number of a term and who set it.
struct Number {
  enum class By : uint8_t { kNobody, kContract, kOption, kHouse };
  std::optional<Period> period;
  By by = By::kNobody;
};

// `with_house`: our own number counts where the contract gives none. That of a sub-processor is
// never known to bind it.
Number NumberOf(const Term& term, bool with_house);

// True if the contract says anything that is a promise: a number, a word, a text.
bool IsPromised(const Term* term);
// "receipt-of-notice" as "receipt of notice".
std::string Spaced(std::string_view word);
// "14 days from receipt of notice, without-undue-delay", or what the contract does instead.
std::string SayTerm(const Term& term);

// A side that says what the term says; an empty one, with `path`, where there is no term.
ChainSide SideOf(const Term* term, std::string_view path);

// Lower case, letters and digits only: names are compared so.
std::string Folded(std::string_view text);
bool IsSameName(std::string_view one, std::string_view other);

// "a, b and c".
std::string Joined(const std::vector<std::string>& items);

}  // namespace mandat::internal
