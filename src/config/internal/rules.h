// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "config/config.h"

namespace mandat {

using Target =
    std::variant<std::string Config::*, std::filesystem::path Config::*, std::string* (*)(Config&),
                 std::filesystem::path* (*)(Config&), int64_t* (*)(Config&), size_t Limits::*>;

// Where the value of a key goes, and what is allowed.
struct Rule {
  ConfigKey key;
  Target target;
  bool required = false;
  int64_t least = 0;
  int64_t most = 0;
  std::string_view words = {};  // of a text: the only ones, e.g. "on|off"
};

// All keys of the configuration, in the order in which help texts show them.
const std::vector<Rule>& Rules();
// Of the sections `feed` and `unusual`.
std::vector<Rule> WatchRules();

}  // namespace mandat
