// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agreement/internal/reader.h"
#include "agreement/internal/yaml.h"
#include "agreement/schema.h"

namespace mandat::internal {

// Reports what cannot stand together in one collection. `node` is where it was read from.
void ValidateCollection(Reader& reader, const Node& node, const Collection& collection);

// A type and subtype as registered, in lower case, e.g. "image/jpeg"; or "image/*".
bool IsMediaRange(std::string_view text);

}  // namespace mandat::internal
