// SPDX-License-Identifier: Apache-2.0
#include "mandate/internal/rules.h"

#include <algorithm>

namespace mandat::internal {

void RuleSet::Add(const Selector& selector, StandingRule rule) {
  const size_t number = rules_.size();
  rules_.push_back(rule);
  const size_t words = number / 64 + 1;
  for (size_t i = 0; i < kDimensionsCount; ++i) {
    std::vector<uint64_t> bits(sizes_[i] * words, 0);
    for (size_t row = 0; row < sizes_[i]; ++row) {
      std::copy_n(bits_[i].begin() + static_cast<ptrdiff_t>(row * words_), words_,
                  bits.begin() + static_cast<ptrdiff_t>(row * words));
      bits[row * words + number / 64] |= uint64_t{selector[i][row]} << (number % 64);
    }
    bits_[i] = std::move(bits);
  }
  words_ = words;
}

}  // namespace mandat::internal
