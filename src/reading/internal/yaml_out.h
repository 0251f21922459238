// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "reading/contract_reading.h"

namespace mandat::internal {

// A scalar in double quotes, cut at a word to what a reader takes in.
std::string Quoted(std::string_view text, size_t most = 1000);

// A clause as the language takes it: printable ASCII of at most 64 bytes; "-" for none.
std::string ClauseText(std::string_view clause);

// `clause: "7.2", line: 12` of a term.
std::string PlaceText(const FoundTerm& term);

// What a person needs for checking a value: "# confidence 87 by breach.notice/told".
std::string ReasonText(const FoundTerm& term);

// The statement of a term as a map on lines of its own, each with `indent` blanks before it.
std::string StatementText(const FoundTerm& term, size_t indent);

}  // namespace mandat::internal
