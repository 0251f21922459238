// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/word_finder.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/assert.h"

namespace mandat::internal {

size_t WordFinder::BucketOf(std::string_view front) {
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(front[i])); };
  const uint32_t key = byte(0) | byte(1) << 8 | byte(2) << 16;
  return (key * 2654435761U) >> 20;  // Knuth's multiplicative hash, upper 12 bits
}

WordFinder::WordFinder(std::vector<std::string> words)
    : words_(std::move(words)), order_(words_.size()) {
  std::iota(order_.begin(), order_.end(), 0);
  const auto place = [&](int word) {
    return std::pair(BucketOf(words_[static_cast<size_t>(word)]), word);
  };
  for (const std::string& word : words_) {
    MANDAT_ASSERT(word.size() >= kLeast);
    ++begins_[BucketOf(word) + 1];
  }
  std::ranges::sort(order_, {}, place);
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
}

void WordFinder::Find(std::string_view text, std::vector<int>& found) const {
  found.clear();
  std::vector<bool> is_found(words_.size(), false);
  for (size_t at = 0; at + kLeast <= text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    const size_t bucket = BucketOf(rest);
    for (uint32_t i = begins_[bucket]; i < begins_[bucket + 1]; ++i) {
      const auto word = static_cast<size_t>(order_[i]);
      if (!is_found[word] && rest.starts_with(words_[word])) {
        is_found[word] = true;
        found.push_back(order_[i]);
      }
    }
  }
}

}  // namespace mandat::internal
