// SPDX-License-Identifier: Apache-2.0
#include "agreement/internal/text.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace mandat::internal {
namespace {

constexpr size_t kWordBytesMax = 64;

// Insertions, removals and replacements that turn one word into the other.
size_t CountEdits(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t k = 0; k < b.size(); ++k) {
      const size_t replaced = diagonal + (a[i] == b[k] ? 0 : 1);
      diagonal = row[k + 1];
      row[k + 1] = std::min({replaced, row[k] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string Quote(std::string_view word) {
  size_t end = std::min(word.find('\n'), word.size());
  if (end > kWordBytesMax) {
    end = kWordBytesMax;
    while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xc0) == 0x80) {
      --end;
    }
  }
  return "`" + std::string(word.substr(0, end)) + (end < word.size() ? "...`" : "`");
}

std::string_view FindNearest(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view nearest;
  if (word.size() > kWordBytesMax) {
    return nearest;
  }
  size_t least = std::max<size_t>(1, (word.size() + 1) / 3) + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kWordBytesMax) {
      continue;
    }
    if (const size_t edits = CountEdits(word, candidate); edits < least) {
      least = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace mandat::internal
