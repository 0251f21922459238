// SPDX-License-Identifier: Apache-2.0
// What tests ask of a reading.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/error_test_util.h"
#include "prose/read_document.h"
#include "reading/contract_reading.h"
#include "reading/reading_diff.h"

namespace mandat {

inline ContractReading ReadContract(std::string_view text, std::string_view file_name) {
  const Result<ContractText> read = ReadDocument(text, file_name);
  EXPECT_TRUE(read);
  return read ? ReadTerms(*read) : ContractReading{};
}

// "within 36 hours @ 7.1", or "nothing".
inline std::string TermText(const ContractReading& reading, std::string_view field) {
  const FoundTerm* term = reading.Find(field);
  return term == nullptr ? "nothing" : ValueText(*term) + " @ " + term->clause;
}

inline std::string TermClause(const ContractReading& reading, std::string_view field) {
  const FoundTerm* term = reading.Find(field);
  return term == nullptr ? "nothing" : term->clause;
}

}  // namespace mandat
