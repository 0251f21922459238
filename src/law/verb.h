// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mandat {

// What can be done with personal data, in the words of the law, plus the two that agreements add.
// Source: GDPR Art. 4(2); GDPR Art. 4(5); GDPR Rec. 26.
// The number is an index into decision tables and is not persistent; the name is.
enum class Verb : uint8_t {
  kCollect,
  kRecord,
  kOrganise,
  kStructure,
  kStore,
  kAdapt,
  kAlter,
  kRetrieve,
  kConsult,
  kUse,
  kDisclose,
  kDisseminate,
  kMakeAvailable,
  kAlign,
  kCombine,
  kRestrict,
  kErase,
  kDestroy,
  kPseudonymise,
  kAnonymise,
};

inline constexpr size_t kVerbsCount = 20;

// On disk: the name is written in journal entries and agreement files, e.g. "make-available".
std::string_view Name(Verb verb);
std::optional<Verb> FindVerb(std::string_view name);

// The term of the W3C Data Privacy Vocabulary 2.3, e.g. "dpv:MakeAvailable".
std::string_view DpvTerm(Verb verb);

}  // namespace mandat
