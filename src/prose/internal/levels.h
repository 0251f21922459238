// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "prose/internal/draft.h"

namespace mandat::internal {

// A numbering that is going on: its last number, and how it is cited.
struct Level {
  Style style = Style::kNumber;
  std::vector<unsigned> numbers;
  size_t clause = 0;
  bool is_heading = false;         // its members are headings
  bool has_bracket = false;        // "(1)", not "1."
  bool is_marked = false;          // the format says that they are
  bool is_upper = false;           // they are in capitals
  bool is_in_sentence = false;     // what stands before it ends in a colon
  std::string path;                // "7.1(a)"
  std::string lead;                // what stands before the path of what is below: "clause "
  bool is_paragraph_sign = false;  // "§ 9" and below
  bool has_definitions = false;    // paragraphs without labels in it define terms
};

// Where a label goes: it goes on with levels[depth], or begins a level there.
struct Seat {
  Label label;
  size_t depth = 0;
  double score = 0;
};

// What is known of a draft when its label is judged.
struct LabelledDraft {
  const Draft* draft = nullptr;
  bool is_after_colon = false;
};

// The reading that fits the numberings that are going on; none where the "label" is the
// sentence's own. `base` levels at the front are sections and stay.
std::optional<Seat> FindSeat(const LabelledDraft& what, const std::vector<Level>& levels,
                             size_t base);

// The levels that stay open for a paragraph without a label. One behind a list that ran through a
// sentence belongs to that sentence's clause, as does what ends the sentence ("provided that ..."),
// and a definition to the clause of the definitions before it.
size_t DepthOfText(const std::vector<Level>& levels, size_t base, const Draft& draft,
                   const Draft* before);

// Words that close a list behind its last point: "provided that", "and delete all copies".
bool ClosesList(std::string_view words);

// "Personal Data Breach means ...": a definition that is a paragraph of its own.
bool DefinesTerm(std::string_view words);

// "7.1" below "7", "7(a)" below "7", "§ 9 Abs. 1" below "§ 9".
std::string PathBelow(const Level* above, const Label& label);

}  // namespace mandat::internal
