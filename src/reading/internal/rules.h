// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "reading/internal/sentences.h"

namespace mandat::internal {

// What a rule takes out of its sentence.
enum class Take : uint8_t {
  kText,    // the sentence itself
  kWord,    // `word` of the rule is the value
  kWithin,  // a time to act: number, promptness, or both
  kLead,    // a time before
  kKeep,    // a time that something is kept or lasts
  kQuota,   // so many times in so much time
  kPayer,   // who pays
};

// A rule finds a term in a sentence. `need` is what must be said, cue by cue:
//   a      in the sentence            a|b   one of these
//   ~a     there, before in the same clause or in a heading above it
//   ^a     in a heading above         !a    not in the sentence       !~a, !^a likewise
//   +a     better with it             -a    worse with it
struct TermRule {
  std::string_view id;
  std::string_view field;
  std::string_view need;
  Take take = Take::kText;
  int weight = 0;              // how much the rule is trusted: 1 to 10
  std::string_view word = {};  // of kWord; otherwise what starts the time if nothing is said
};

// The rules of each group of terms.
std::span<const TermRule> InstructionRules();
std::span<const TermRule> SecurityRules();
std::span<const TermRule> SubprocessorRules();
std::span<const TermRule> BreachRules();
std::span<const TermRule> RequestRules();
std::span<const TermRule> AuditRules();
std::span<const TermRule> EndRules();
std::span<const TermRule> TransferRules();
std::span<const TermRule> FrameRules();  // law, courts, rank, change, liability, duration, parties

// A rule that found its sentence.
struct Match {
  const TermRule* rule = nullptr;
  size_t sentence = 0;  // in Sentences::all
  int score = 0;
  bool is_led = false;  // only with the words that lead the sentence
};

// Every rule on every sentence, in order of the text.
std::vector<Match> MatchRules(const Sentences& sentences);

// Where in the sentence the first cue stands that the rule needs.
size_t AnchorOf(const TermRule& rule, std::string_view words);

}  // namespace mandat::internal
