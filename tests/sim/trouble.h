// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mandat::sim {

// The first statement that did not hold. What comes after it proves nothing, so it is not looked
// at. Threading: one caller at a time.
class Trouble {
 public:
  // `statement` is what has to be true; `detail` says of what it was not.
  void Require(bool holds, std::string_view statement, std::string_view detail = {}) {
    if (!holds && !broken_) {
      broken_ = std::string(statement);
      if (!detail.empty()) {
        *broken_ += ": " + std::string(detail);
      }
    }
  }
  bool is_broken() const { return broken_.has_value(); }
  const std::optional<std::string>& broken() const { return broken_; }

 private:
  std::optional<std::string> broken_;
};

}  // namespace mandat::sim
