// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "mandate/decision.h"
#include "mandate/operation.h"

namespace mandat::internal {

// The lists in which an operation has one row each. Beside the rows of the names there is one for
// none: an ordered erasure has no purpose, an act on a person as a whole no collection.
enum Dimension : uint8_t { kPurposes, kPeople, kVerbs, kCollections, kPlaces, kDimensionsCount };

// Where an operation stands in each list; also the sizes of the lists.
using Rows = std::array<size_t, kDimensionsCount>;
// The rows of each list that a rule selects.
using Selector = std::array<std::vector<bool>, kDimensionsCount>;

// What one recorded entry says of the operations that it selects.
struct StandingRule {
  CategorySet categories = 0;
  Ground ground = Ground::kSuspended;
  ClauseId clause;
};

// Rules in order, found by the operation's rows: one bit for each rule and row, so that a rule
// selects what all of its bits say, and many are looked through as fast as one.
class RuleSet {
 public:
  RuleSet() = default;
  explicit RuleSet(const Rows& sizes) : sizes_(sizes) {}

  void Add(const Selector& selector, StandingRule rule);
  bool empty() const { return rules_.empty(); }

  // Calls `use` with the rules that select these rows, in order, until it answers true.
  template <class Use>
  void Find(const Rows& rows, Use use) const {
    for (size_t word = 0; word < words_; ++word) {
      uint64_t found = ~uint64_t{0};
      for (size_t i = 0; i < kDimensionsCount; ++i) {
        found &= bits_[i][rows[i] * words_ + word];
      }
      for (; found != 0; found &= found - 1) {
        if (use(rules_[word * 64 + static_cast<size_t>(std::countr_zero(found))])) {
          return;
        }
      }
    }
  }

 private:
  Rows sizes_{};
  size_t words_ = 0;
  std::array<std::vector<uint64_t>, kDimensionsCount> bits_;  // [row][word]
  std::vector<StandingRule> rules_;
};

}  // namespace mandat::internal
