// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mandat {

// docs/reference/openapi.json, as it was when the program was built.
std::string_view OpenApiDocument();

}  // namespace mandat
