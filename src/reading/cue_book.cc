// SPDX-License-Identifier: Apache-2.0
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <memory>
#include <string>

#include "base/assert.h"
#include "reading/internal/cues.h"
#include "reading/internal/sentences.h"

namespace mandat::internal {
namespace {

// What the automaton of all cues may take; it forgets and goes on when it is full.
constexpr int64_t kAutomatonBytes = 256LL << 20;

}  // namespace

struct CueBook::Parts {
  std::vector<std::string_view> names;
  std::vector<std::vector<std::unique_ptr<re2::RE2>>> patterns;  // by number
  std::vector<size_t> cue_of;                                    // by number in the set
  std::unique_ptr<re2::RE2::Set> set;
};

CueBook::CueBook() : parts_(new Parts) {
  re2::RE2::Options options;
  options.set_max_mem(kAutomatonBytes);
  parts_->set = std::make_unique<re2::RE2::Set>(options, re2::RE2::UNANCHORED);
  for (const std::string_view text : CueTexts()) {
    for (const TextCue& cue : CuesIn(text)) {
      size_t number = Number(cue.name);
      if (number == kCuesMost) {
        number = parts_->names.size();
        parts_->names.push_back(cue.name);
        parts_->patterns.emplace_back();
      }
      parts_->patterns[number].push_back(std::make_unique<re2::RE2>(cue.pattern, options));
      const bool is_pattern = parts_->set->Add(cue.pattern, nullptr) >= 0;
      MANDAT_ASSERT(is_pattern && parts_->names.size() <= kCuesMost);
      parts_->cue_of.push_back(number);
    }
  }
  parts_->set->Compile();
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
  CueSet found;
  std::vector<int> rows;
  re2::RE2::Set::ErrorInfo error{};
  if (parts_->set->Match(canonical, &rows, &error)) {
    for (const int row : rows) {
      found.set(parts_->cue_of[static_cast<size_t>(row)]);
    }
  } else if (error.kind != re2::RE2::Set::kNoError) {
    for (size_t cue = 0; cue < parts_->names.size(); ++cue) {
      found.set(cue, Find(cue, canonical).has_value());
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
  for (const auto& pattern : parts_->patterns[cue]) {
    re2::StringPiece found;
    if (pattern->Match(all, 0, all.size(), re2::RE2::UNANCHORED, &found, 1)) {
      const auto at = static_cast<size_t>(found.data() - all.data());
      first = std::min(first.value_or(at), at);
    }
  }
  return first;
}

}  // namespace mandat::internal
