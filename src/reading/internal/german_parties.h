// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "prose/document.h"
#include "reading/internal/roles.h"

namespace mandat::internal {

// The parties of a German text by short names of their own, "Klinik" and "Labor", or by what they
// usually are, "Kunde" and "Agentur": of two names, who does what a processor does, and for whom.
// `whole` is the folded text.
void AddGermanParties(const ContractText& text, const std::string& whole, RoleNames& names);

// Whether a German text says "wir" and "Sie", where "sie" begins with a capital in a sentence, or
// "wir" and "du"; `whole` likewise.
void AddGermanPronouns(const ContractText& text, const std::string& whole, RoleNames& names);

}  // namespace mandat::internal
