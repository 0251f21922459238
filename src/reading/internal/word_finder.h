// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandat::internal {

// Which of many fixed strings stand in a text, in time that grows with the text.
class WordFinder {
 public:
  static constexpr size_t kLeast = 3;  // bytes of a string

  explicit WordFinder(std::vector<std::string> words);

  // Their numbers, each once.
  void Find(std::string_view text, std::vector<int>& found) const;

 private:
  static constexpr size_t kBuckets = 1 << 12;
  static size_t BucketOf(std::string_view front);

  std::vector<std::string> words_;
  std::vector<int> order_;                          // by bucket
  std::array<uint32_t, kBuckets + 1> begins_ = {};  // of each bucket in `order_`
};

}  // namespace mandat::internal
