// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "format/json_tree.h"

namespace mandat::internal {

// The `@context` of an export whose own nodes stand in the namespace `nodes_iri`, written `this:`.
JsonTree ContextOf(std::string_view nodes_iri);

}  // namespace mandat::internal
