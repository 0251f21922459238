// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "prose/document.h"
#include "reading/internal/canon.h"
#include "reading/internal/fold.h"

namespace mandat::internal {

inline constexpr size_t kCuesMost = 512;
using CueSet = std::bitset<kCuesMost>;

// The cues by their numbers. One for the program; made at first use.
class CueBook {
 public:
  static const CueBook& Get();

  // The number of a cue; kCuesMost when there is none of that name.
  size_t Number(std::string_view name) const;
  CueSet Match(std::string_view canonical) const;
  // Where the cue first stands; nullopt: nowhere.
  std::optional<size_t> Find(size_t cue, std::string_view canonical) const;

 private:
  CueBook();
  struct Parts;
  Parts* parts_;
};

inline constexpr size_t kNoSentence = static_cast<size_t>(-1);

// A sentence of the contract and what it and its surroundings say.
struct Sentence {
  size_t block = 0;  // in ContractText::blocks and Sentences::blocks
  size_t begin = 0;  // in the canonical text of the block
  size_t end = 0;
  CueSet has;
  CueSet before;   // said earlier in the same clause, or in the one above it
  CueSet heading;  // said by the headings above
  // "The processor tells without delay:" leads each point below it.
  size_t lead = kNoSentence;  // in Sentences::all
  size_t last_led = 0;        // the last block that this one leads; 0: it leads none
  CueSet points;              // what those blocks say
  bool is_annexed = false;
  bool is_heading = false;
};

// The contract as rules see it.
struct Sentences {
  const ContractText* text = nullptr;
  std::vector<Folded> blocks;  // canonical
  std::vector<Sentence> all;
  std::vector<CueSet> headings;  // by clause, with those above

  std::string_view Words(const Sentence& sentence) const;
  // With what leads it.
  std::string LedWords(const Sentence& sentence) const;
  // With the points that it leads, as far as they are short enough; a sentence that leads none is
  // itself. For both: the words as the author wrote them.
  std::string Whole(const Sentence& sentence) const;
  std::string WholeWords(const Sentence& sentence) const;  // canonical
  Passage WholePassage(const Sentence& sentence) const;
  // The bytes [begin, end) of a block's canonical text, in the contract.
  Passage Locate(size_t block, size_t begin, size_t end) const;
  Passage Locate(const Sentence& sentence) const;
};

Sentences Split(const ContractText& text, const Canon& canon);

}  // namespace mandat::internal
