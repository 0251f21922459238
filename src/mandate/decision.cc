// SPDX-License-Identifier: Apache-2.0
#include "mandate/decision.h"

#include <array>

namespace mandat {

std::string_view Name(Ground ground) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"not-in-force", "purpose-not-listed", "collection-unknown", "verb-not-listed",
       "category-not-listed", "people-not-listed", "place-not-listed", "not-for-this-purpose",
       "instruction-missing", "suspended", "held", "forbidden-by-instruction",
       "sub-processor-not-engaged"});
  return kNames[static_cast<size_t>(ground)];
}

}  // namespace mandat
