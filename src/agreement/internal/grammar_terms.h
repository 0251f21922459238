// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "agreement/internal/grammar.h"

namespace mandat::internal {

// The sections of a form that hold terms and nothing else.
std::span<const Rule> TermSections();
// The terms that stand in `sub-processors`, beside its list.
std::span<const Rule> SubprocessorTerms();

}  // namespace mandat::internal
