// SPDX-License-Identifier: Apache-2.0
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <fstream>
#include <iterator>

#include "config/internal/values.h"

namespace mandat {
namespace {

std::string PlaceOf(const std::filesystem::path& file, const toml::source_region& region) {
  return file.filename().string() + ":" + std::to_string(region.begin.line);
}

void Walk(const std::filesystem::path& file, const toml::table& table, const std::string& prefix,
          std::vector<ConfigValue>& values) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const toml::table* inner = node.as_table(); inner != nullptr && prefix.empty()) {
      Walk(file, *inner, name + ".", values);
      continue;
    }
    ConfigValue value{PlaceOf(file, key.source()), name, std::nullopt, true, 0, false};
    if (const auto* text = node.as_string()) {
      value.text = text->get();
    } else if (const auto* number = node.as_integer()) {
      value.number = number->get();
    } else {
      value.unfit = true;
    }
    values.push_back(std::move(value));
  }
}

}  // namespace

std::variant<std::vector<ConfigValue>, ConfigFault> ReadToml(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad()) {
    return ConfigFault{file.string(), "cannot be read"};
  }
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    return ConfigFault{PlaceOf(file, parsed.error().source()),
                       "is not TOML: " + std::string(parsed.error().description())};
  }
  std::vector<ConfigValue> values;
  Walk(file, parsed.table(), "", values);
  return values;
}

}  // namespace mandat
