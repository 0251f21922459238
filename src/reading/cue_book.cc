// SPDX-License-Identifier: Apache-2.0
#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "reading/internal/cues.h"
#include "reading/internal/sentences.h"
#include "reading/internal/word_finder.h"

namespace mandat::internal {
namespace {

// What the automaton of one pattern may take; it forgets and goes on when it is full.
constexpr int64_t kAutomatonBytes = 8LL << 20;

}  // namespace

// A sentence has few of the words that the cues are made of, so few patterns are tried on it: those
// whose words are there.
struct CueBook::Parts {
  std::vector<std::string_view> names;
  std::vector<std::vector<int>> patterns;  // of each cue, by its number
  std::vector<size_t> cue_of;              // of each pattern
  re2::FilteredRE2 filter{static_cast<int>(WordFinder::kLeast)};
  std::unique_ptr<WordFinder> words;
};

CueBook::CueBook() : parts_(new Parts) {
  re2::RE2::Options options;
  options.set_max_mem(kAutomatonBytes);
  // Cues are ASCII and what they let pass is told apart by no more than spaces: bytes will do.
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  for (const std::string_view text : CueTexts()) {
    for (const TextCue& cue : CuesIn(text)) {
      size_t number = Number(cue.name);
      if (number == kCuesMost) {
        number = parts_->names.size();
        parts_->names.push_back(cue.name);
        parts_->patterns.emplace_back();
      }
      int pattern = 0;
      const bool is_pattern =
          parts_->filter.Add(cue.pattern, options, &pattern) == re2::RE2::NoError;
      MANDAT_ASSERT(is_pattern && parts_->names.size() <= kCuesMost);
      parts_->patterns[number].push_back(pattern);
      parts_->cue_of.push_back(number);
    }
  }
  std::vector<std::string> words;
  parts_->filter.Compile(&words);
  parts_->words = std::make_unique<WordFinder>(std::move(words));
}

const CueBook& CueBook::Get() {
  static const CueBook* const book = new CueBook;
  return *book;
}

size_t CueBook::Number(std::string_view name) const {
  const auto at = std::ranges::find(parts_->names, name);
  return at == parts_->names.end() ? kCuesMost : static_cast<size_t>(at - parts_->names.begin());
}

CueSet CueBook::Match(std::string_view canonical) const {
  std::string lower(canonical);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  std::vector<int> words;
  parts_->words->Find(lower, words);
  std::vector<int> patterns;
  parts_->filter.AllPotentials(words, &patterns);
  CueSet found;
  const re2::StringPiece all(canonical.data(), canonical.size());
  for (const int pattern : patterns) {
    const size_t cue = parts_->cue_of[static_cast<size_t>(pattern)];
    if (!found.test(cue) && re2::RE2::PartialMatch(all, parts_->filter.GetRE2(pattern))) {
      found.set(cue);
    }
  }
  return found;
}

std::optional<size_t> CueBook::Find(size_t cue, std::string_view canonical) const {
  std::optional<size_t> first;
  if (cue >= parts_->patterns.size()) {
    return first;
  }
  const re2::StringPiece all(canonical.data(), canonical.size());
  for (const int pattern : parts_->patterns[cue]) {
    re2::StringPiece found;
    if (parts_->filter.GetRE2(pattern).Match(all, 0, all.size(), re2::RE2::UNANCHORED, &found, 1)) {
      const auto at = static_cast<size_t>(found.data() - all.data());
      first = std::min(first.value_or(at), at);
    }
  }
  return first;
}

}  // namespace mandat::internal
