// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace mandat::internal {

// Takes a text apart line by line; a line without its line feed is not a line.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  // The next line without its line feed; empty when there is none.
  std::optional<std::string_view> Take() {
    const size_t end = rest_.find('\n');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace mandat::internal
