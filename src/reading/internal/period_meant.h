// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "reading/internal/sentences.h"
#include "reading/internal/take_value.h"

namespace mandat::internal {

// Adds the time that "within that period" means, where the sentence names no number of its own.
void AddPeriodMeant(const Sentences& sentences, size_t at, Taken& taken);

}  // namespace mandat::internal
