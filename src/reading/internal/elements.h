// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "reading/internal/rules.h"

namespace mandat::internal {

// Which field shows that an element of GDPR Art. 28(2) to (4) is there. Numbers are those of the
// published checks of processing agreements (R10 to R28).
struct ElementRow {
  unsigned number;
  std::string_view about;
  std::string_view field;
};
// Source: GDPR Art. 28(2); GDPR Art. 28(3); GDPR Art. 28(4).
std::span<const ElementRow> Elements();

// Rules whose fields, "element.13", are in no draft.
std::span<const TermRule> ElementRules();

}  // namespace mandat::internal
