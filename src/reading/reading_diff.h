// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "reading/contract_reading.h"

namespace mandat {

enum class TermChange : uint8_t { kAdded, kRemoved, kChanged, kReworded, kMoved };
std::string_view Name(TermChange change);

// One term that two versions of a contract do not say alike. kReworded: the same value in other
// words; kMoved: the same words in another clause.
struct TermDifference {
  TermChange change = TermChange::kChanged;
  std::string field;
  const FoundTerm* before = nullptr;  // null for kAdded
  const FoundTerm* after = nullptr;   // null for kRemoved
};

// Every source of each field against those of the other version, in order of fields. A clause that
// only has another number moves its terms and changes none. The readings must outlive the answer.
std::vector<TermDifference> CompareReadings(const ContractReading& before,
                                            const ContractReading& after);

// The items of a list that the other version does not have, or has otherwise.
std::vector<const FoundItem*> ItemsOnlyIn(const FoundTerm& term, const FoundTerm& other);

// A value in words: "within 24 hours, from awareness"; the passage where it has no value.
std::string ValueText(const FoundTerm& term);

}  // namespace mandat
