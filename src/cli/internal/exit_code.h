// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "base/error.h"

namespace mandat {

// What the process returns for each kind; docs/reference/errors.md has the table.
int ExitCode(ErrorKind kind);

// The kind behind a status of the HTTP interface; nullopt for a success.
std::optional<ErrorKind> KindOfStatus(long status);

}  // namespace mandat
