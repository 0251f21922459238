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

// By the first source of each field, in order of fields. The readings must outlive the answer.
std::vector<TermDifference> CompareReadings(const ContractReading& before,
                                            const ContractReading& after);

// A value in words: "within 24 hours, from awareness"; the passage where it has no value.
std::string ValueText(const FoundTerm& term);

}  // namespace mandat
