// SPDX-License-Identifier: Apache-2.0
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "reading/internal/cues.h"
#include "reading/internal/sentences.h"

namespace mandat::internal {
namespace {

// One automaton for all cues would make a new state for nearly every byte of a new text, since
// states tell apart all that every cue has seen so far; one for each cue would read the text a
// thousand times. Measured on 240 KB of five contracts: 1.7 s of the processor with a single cue to
// an automaton, 0.9 s with 4 to 16, 2.4 s with all of them in one.
constexpr size_t kCuesPerAutomaton = 12;
// What an automaton may take; it forgets and goes on when it is full.
constexpr int64_t kAutomatonBytes = 4LL << 20;

}  // namespace

struct CueBook::Parts {
  struct Automaton {
    std::unique_ptr<re2::RE2::Set> set;
    std::vector<size_t> cue_of;  // by number in the set
  };

  // Few cues are ever asked where they stand: compiled when one is.
  struct Pattern {
    explicit Pattern(std::string words) : text(std::move(words)) {}
    const re2::RE2& Compiled() {
      std::call_once(once, [this] { compiled.emplace(text); });
      return *compiled;
    }

    std::string text;
    std::once_flag once;
    std::optional<re2::RE2> compiled;
  };

  std::vector<std::string_view> names;
  std::vector<std::vector<std::unique_ptr<Pattern>>> patterns;  // by number
  std::vector<Automaton> automata;
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
      parts_->patterns[number].push_back(std::make_unique<Parts::Pattern>(cue.pattern));
      std::vector<Parts::Automaton>& automata = parts_->automata;
      if (automata.empty() || automata.back().cue_of.size() == kCuesPerAutomaton) {
        automata.push_back({std::make_unique<re2::RE2::Set>(options, re2::RE2::UNANCHORED), {}});
      }
      const bool is_pattern = automata.back().set->Add(cue.pattern, nullptr) >= 0;
      MANDAT_ASSERT(is_pattern && parts_->names.size() <= kCuesMost);
      automata.back().cue_of.push_back(number);
    }
  }
  for (const Parts::Automaton& automaton : parts_->automata) {
    const bool is_compiled = automaton.set->Compile();
    MANDAT_ASSERT(is_compiled);
  }
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
  for (const Parts::Automaton& automaton : parts_->automata) {
    re2::RE2::Set::ErrorInfo error{};
    if (automaton.set->Match(canonical, &rows, &error)) {
      for (const int row : rows) {
        found.set(automaton.cue_of[static_cast<size_t>(row)]);
      }
    } else if (error.kind != re2::RE2::Set::kNoError) {
      for (const size_t cue : automaton.cue_of) {
        found.set(cue, found.test(cue) || Find(cue, canonical).has_value());
      }
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
    if (pattern->Compiled().Match(all, 0, all.size(), re2::RE2::UNANCHORED, &found, 1)) {
      const auto at = static_cast<size_t>(found.data() - all.data());
      first = std::min(first.value_or(at), at);
    }
  }
  return first;
}

}  // namespace mandat::internal
