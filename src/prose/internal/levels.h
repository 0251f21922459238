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

// "7.1" below "7", "7(a)" below "7", "§ 9 Abs. 1" below "§ 9".
std::string PathBelow(const Level* above, const Label& label);

}  // namespace mandat::internal
