// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace mandat::internal {

// A cue: what a passage may say, and how it is said. A name has a row for each language and manner.
// Patterns are RE2 over canonical text (canon.h): lower case, no accents, no apostrophes, and
// CTL, PRC, SUB, DTA, BRC for controller, processor, sub-processor, personal data and breach.
struct TextCue {
  std::string_view name;
  std::string_view pattern;
};

// Who does what to whom.
std::span<const TextCue> ActionCues();
// What it is done about.
std::span<const TextCue> TopicCues();
// On what conditions, at whose cost, by which law.
std::span<const TextCue> ConditionCues();
// Short phrases that tell readings of the others apart.
std::span<const TextCue> PhraseCues();
// Measures of security, by area.
std::span<const TextCue> MeasureCues();

}  // namespace mandat::internal
