// SPDX-License-Identifier: Apache-2.0
// Words that decide where the language has no word of its own. They are looked for in what a form
// says (`text`, `list`), never in a `note`: in English, and in French and German for forms that
// were read from a contract.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mandat::internal {

// In the order of WordLists().
enum class Cue : uint8_t {
  kPlaceholder,
  kGenericPurpose,
  kLawOfUnion,
  kToldFirst,
  kInstruction,
  kVagueSecurity,
  kRisk,
  kEncryption,
  kRestoring,
  kTesting,
  kAncillary,
  kHarmless,
  kLimit,
  kImpact,
  kConsultation,
  kNature,
  kConsequence,
  kMeasure,
  kContact,
  kBreachScope,
  kCopy,
  kBeyondLaw,
  kProcessorChoice,
  kDerogation,
  kEffort,
  kRecordOfProcessing,
  kSensitive,
};

// True if a word of the list begins a word of the text; capitals do not matter.
bool Speaks(std::string_view text, Cue cue);
// True if the name stands in the text as a whole; capitals do not matter.
bool Names(std::string_view text, std::string_view name);

struct WordList {
  Cue cue;
  std::string_view codes;  // of the checks that read it
  std::string_view about;
  std::span<const std::string_view> words;
};
std::span<const WordList> WordLists();

}  // namespace mandat::internal
