// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mandat::internal {

// The field that a cell of a table names, in one language or in two: `people` for "Data subjects"
// and for "Personnes concernées / Data subjects". Empty: none.
std::string_view FieldOfLabel(const std::string& cell);

}  // namespace mandat::internal
