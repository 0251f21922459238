// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reading/contract_reading.h"
#include "reading/internal/sentences.h"

namespace mandat::internal {

// Adds the parts of bytes [begin, end) of a block's canonical text as items of a list of that
// field: "in particular: names, addresses and the content of messages" is three. Prose on purposes
// is cut into its sentences.
void SplitItems(const Sentences& sentences, std::string_view field, size_t block, size_t begin,
                size_t end, std::vector<FoundItem>& items);

// Annexes that speak to people of their own data ("vos données"): no lists of the agreement.
std::set<std::string> NoticesOf(const Sentences& sentences);

// The annex that a clause stands in: "Annexe B" of "Annexe B, clause 9.2".
std::string AnnexNameOf(const ContractText& text, size_t clause);

}  // namespace mandat::internal
