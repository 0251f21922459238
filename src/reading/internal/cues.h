// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandat::internal {

// A cue: what a passage may say, and how it is said. A name has one pattern for each language and
// one for each line that is taken as it stands. Patterns are RE2 over canonical text (canon.h):
// lower case, no accents, no apostrophes, and CTL, PRC, SUB, DTA, BRC for controller, processor,
// sub-processor, personal data and breach.
struct TextCue {
  std::string_view name;
  std::string pattern;
};

// A file of cues: names at the margin, below each its patterns, indented, one a line. A line stands
// for whole words; one that begins with '=' is taken as it is. '#' begins a comment.
std::vector<TextCue> CuesIn(std::string_view text);

// The files that are built in, cues/*.cues.
std::span<const std::string_view> CueTexts();

}  // namespace mandat::internal
