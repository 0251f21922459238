// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "config/config.h"

namespace mandat {

// `mandatd restore`: takes the data of one agreement back while no server runs. Gives what the
// process returns. `arguments` are those behind the word, without what configures the server.
int RunRestore(const Config& config, const std::vector<std::string>& arguments);

}  // namespace mandat
