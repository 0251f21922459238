// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "reading/contract_reading.h"
#include "reading/internal/rules.h"

namespace mandat::internal {

// What a rule takes out of the words of its sentence, which are canonical.
struct Taken {
  TermValue value;
  bool has_time = false;  // a number or a promptness, a quota, a payer
  bool is_number = false;
};
Taken TakeValue(const TermRule& rule, std::string_view words);

// "immediately", "without-undue-delay", ...; empty when nothing is said near `anchor`.
std::string_view PromptnessIn(std::string_view words, size_t anchor);

}  // namespace mandat::internal
