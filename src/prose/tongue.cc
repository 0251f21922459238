// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/tongue.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "prose/internal/mapped.h"

namespace mandat::internal {
namespace {

constexpr size_t kBytesMax = 4000;  // more of a passage tells no more
constexpr std::array<Tongue, 4> kTongues = {Tongue::kFrench, Tongue::kEnglish, Tongue::kGerman,
                                            Tongue::kDutch};

// Groups of three bytes that a language's common words have, with their ends; of two groups that
// fall together one is as good as the other.
using Trigrams = std::bitset<size_t{1} << 16>;

size_t PlaceOf(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return static_cast<size_t>(static_cast<unsigned char>(text[at + i]));
  };
  return ((byte(0) * 251 + byte(1)) * 251 + byte(2)) & 0xFFFF;
}

std::array<Trigrams, 5> CountTrigrams() {
  std::array<Trigrams, 5> tables;
  for (const Tongue tongue : kTongues) {
    for (const std::string_view word : CommonWords(tongue)) {
      const std::string padded = " " + std::string(word) + " ";
      for (size_t at = 0; at + 3 <= padded.size(); ++at) {
        tables[static_cast<size_t>(tongue)].set(PlaceOf(padded, at));
      }
    }
  }
  return tables;
}

const Trigrams& TrigramsOf(Tongue tongue) {
  static const std::array<Trigrams, 5> kTables = CountTrigrams();
  return kTables[static_cast<size_t>(tongue)];
}

// A known word tells more than a known group of letters.
double ScoreOf(const std::vector<std::string>& words, Tongue tongue) {
  const Trigrams& table = TrigramsOf(tongue);
  double score = 0;
  for (const std::string& word : words) {
    score += IsCommonWord(word, tongue) ? 3 : 0;
    const std::string padded = " " + word + " ";
    size_t known = 0;
    for (size_t at = 0; at + 3 <= padded.size(); ++at) {
      known += table.test(PlaceOf(padded, at)) ? 1 : 0;
    }
    score += static_cast<double>(known) / static_cast<double>(padded.size());
  }
  return score;
}

}  // namespace

std::vector<std::string> LowerWords(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (size_t at = 0; at < text.size();) {
    const Point point = PointAt(text, at);
    if (IsLetter(point.code)) {
      word += Utf8(LowerOf(point.code));
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
    at += point.bytes;
  }
  if (!word.empty()) {
    words.push_back(std::move(word));
  }
  return words;
}

Tongue TongueOf(std::string_view text) {
  size_t end = std::min(text.size(), kBytesMax);
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) {
    ++end;
  }
  const std::vector<std::string> words = LowerWords(text.substr(0, end));
  Tongue best = Tongue::kUnknown;
  double best_score = 0;
  double second = 0;
  for (const Tongue tongue : kTongues) {
    const double score = ScoreOf(words, tongue);
    if (score > best_score) {
      second = best_score;
      best_score = score;
      best = tongue;
    } else {
      second = std::max(second, score);
    }
  }
  const bool is_clear = best_score > 4 && best_score > second * 1.2 &&
                        best_score > static_cast<double>(words.size()) * 0.3;
  return is_clear ? best : Tongue::kUnknown;
}

}  // namespace mandat::internal
