// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "reading/contract_reading.h"

namespace mandat::internal {

// Parties, purposes, operations, categories, people, places, sub-processors, retention,
// permissions and erasure of the draft.
std::string ListsText(const ContractReading& reading);

// `measures:` of the section on security.
std::string MeasuresText(const ContractReading& reading);

// The agreement on the form: what only the parties can fill in.
std::string InstanceText(const ContractReading& reading, std::string_view name,
                         std::string_view day);

// Words for languages in contracts, and their codes.
std::span<const std::pair<std::string_view, std::string_view>> LanguageWords();

}  // namespace mandat::internal
