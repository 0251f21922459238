// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "format/entry.h"

namespace mandat {

// "done", "refused", "undecided", "absent", "gone", "observed".
std::string_view Name(Outcome outcome);

}  // namespace mandat
