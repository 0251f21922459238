// SPDX-License-Identifier: Apache-2.0
#include "agreement/term.h"

#include <array>

#include "agreement/internal/grammar_words.h"

namespace mandat {

std::string_view Name(TermStatus status) {
  return internal::kStatusWords[static_cast<size_t>(status)];
}

std::string_view Name(Promptness promptness) {
  return internal::kPromptnessWords[static_cast<size_t>(promptness)];
}

std::string_view Name(Holding holding) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"only", "rank", "commission-clauses", "stricter", "agreed"});
  return kNames[static_cast<size_t>(holding)];
}

}  // namespace mandat
