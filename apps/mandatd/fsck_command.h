// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace mandat {

// `mandatd fsck`: looks at everything in the data directory while no server runs. Gives what the
// process returns. `arguments` are those behind the word, without what configures the server.
int RunFsck(const Config& config, const std::vector<std::string>& arguments);

}  // namespace mandat
