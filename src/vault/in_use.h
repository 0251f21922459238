// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "agreement/schema.h"
#include "base/result.h"
#include "store/store.h"

namespace mandat {

// True if the collection, being of that kind, has units. Opens none.
// Errors: kUnavailable, kCorrupt. Threading: beside everything else.
Result<bool> HasUnits(const Store& store, CollectionKind kind, std::string_view collection);

}  // namespace mandat
