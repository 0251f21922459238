// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "agreement/internal/grammar.h"
#include "agreement/internal/reader.h"
#include "agreement/internal/yaml.h"

namespace mandat::internal {

// Reports everything in `root` that the rules do not allow: unknown and missing keys, values of the
// wrong kind, keys that a statement of that term cannot have.
void ReadShape(Reader& reader, const Node& root, std::span<const Rule> rules);

// Writes what may be said in two ways in one: `not-stated` as a whole statement becomes
// `{status: not-stated}`. Requires: no findings from ReadShape.
void Normalise(Node& root, std::span<const Rule> rules);

}  // namespace mandat::internal
