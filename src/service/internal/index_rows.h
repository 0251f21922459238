// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mandat {

// Rows of Space::kMeta. On disk: docs/internals/data-layout.md.

// Left behind by a restore: all index rows are to be made anew before anybody is answered.
inline constexpr std::string_view kReindexRow = "reindex";
// SchemaSteps::MarkOf the step by which all units are indexed; not there: by the first.
inline constexpr std::string_view kIndexedRow = "indexed";
// The mark of the step by which units are being indexed, and the row of the last unit that is.
inline constexpr std::string_view kIndexingRow = "indexing";

}  // namespace mandat
