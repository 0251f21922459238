// SPDX-License-Identifier: Apache-2.0
#include "format/flat_object.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace mandat {
namespace {

// Where a value that begins at `at` ends; npos: it does not. Source: RFC 8259 7.
size_t EndOfValue(std::string_view text, size_t at) {
  if (at >= text.size() || text[at] == '{' || text[at] == '[') {
    return std::string_view::npos;
  }
  if (text[at] != '"') {
    const size_t end = text.find_first_of(",}", at);
    return end == at ? std::string_view::npos : end;
  }
  for (size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

Result<std::vector<FlatMember>> FlatMembers(std::string_view object) {
  const auto damaged = [] { return Fail(Error::Corrupt("body is no flat object")); };
  std::vector<FlatMember> members;
  if (object == "{}") {
    return members;
  }
  if (object.size() < 2 || object.front() != '{') {
    return damaged();
  }
  size_t at = 0;
  do {
    ++at;
    const size_t key_end = EndOfValue(object, at);
    if (key_end == std::string_view::npos || object[at] != '"' || key_end >= object.size() ||
        object[key_end] != ':') {
      return damaged();
    }
    const size_t end = EndOfValue(object, key_end + 1);
    if (end == std::string_view::npos || end >= object.size()) {
      return damaged();
    }
    members.push_back(
        {object.substr(at + 1, key_end - at - 2), object.substr(key_end + 1, end - key_end - 1)});
    at = end;
  } while (object[at] == ',');
  if (object[at] != '}' || at + 1 != object.size()) {
    return damaged();
  }
  return members;
}

std::optional<std::string_view> FindFlat(const std::vector<FlatMember>& members,
                                         std::string_view key) {
  const auto found = std::ranges::find(members, key, &FlatMember::key);
  if (found == members.end() || found->json == "null") {
    return std::nullopt;
  }
  return found->json;
}

std::optional<double> FlatNumber(std::string_view json) {
  if (json == "true" || json == "false") {
    return json == "true" ? 1.0 : 0.0;
  }
  const std::string text(json);
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

}  // namespace mandat
