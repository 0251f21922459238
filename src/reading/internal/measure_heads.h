// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "prose/document.h"

namespace mandat::internal {

// The area of security that the heading above each block names: "Contrôle de saisie" is logging,
// "Zutrittskontrolle" physical access.
class MeasureHeads {
 public:
  explicit MeasureHeads(const ContractText& text);

  // Empty: the heading names none.
  std::string_view AreaOf(size_t block) const { return areas_[block]; }

 private:
  std::vector<std::string_view> areas_;
};

}  // namespace mandat::internal
