// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "reading/internal/fold.h"
#include "reading/internal/roles.h"

namespace re2 {
class RE2;
}

namespace mandat::internal {

// Writes a folded text with one name for each role, whatever the contract calls it: SUB, DTA, BRC,
// CTL, PRC. The only upper case letters of a canonical text are those.
class Canon {
 public:
  explicit Canon(const RoleNames& names);
  ~Canon();
  Canon(const Canon&) = delete;
  Canon& operator=(const Canon&) = delete;

  Folded Apply(Folded folded) const;

 private:
  std::vector<std::pair<std::string_view, std::unique_ptr<re2::RE2>>> names_;
};

}  // namespace mandat::internal
