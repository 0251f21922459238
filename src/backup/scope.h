// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "store/store.h"

namespace mandat {

// Which spaces of an agreement's store a chain copies.
enum class CopyScope : uint8_t {
  kData,    // everything but keys and blind indexes, which are in no backup
  kLedger,  // what outlives a restore of the data: journal, erasures, marks, holds, duties
};

std::string_view Name(CopyScope scope);  // On disk: part of names and manifests.
bool Covers(CopyScope scope, Space space);
// True for the spaces that a restore takes back to an earlier instant.
bool IsRewound(Space space);

}  // namespace mandat
