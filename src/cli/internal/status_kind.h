// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "base/error.h"

namespace mandat {

// The kind behind a status of the HTTP interface; nullopt for a success.
std::optional<ErrorKind> KindOfStatus(long status);

}  // namespace mandat
