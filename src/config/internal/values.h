// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "config/config.h"

namespace mandat {

// One value as it was given: a text, or a whole number.
struct ConfigValue {
  std::string place;
  std::string key;                  // `http.port`
  std::optional<std::string> text;  // nullopt: a number
  bool typed = false;               // it was written as a text, so it is no number
  int64_t number = 0;
  bool unfit = false;  // of a type that no key has
};

// Every value of a TOML file, with its line.
std::variant<std::vector<ConfigValue>, ConfigFault> ReadToml(const std::filesystem::path& file);

}  // namespace mandat
