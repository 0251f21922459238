// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "base/assert.h"
#include "reading/internal/elements.h"
#include "reading/internal/rules.h"

namespace mandat::internal {
namespace {

constexpr int kLeast = 1;    // weight of a rule that guesses by what is not said
constexpr int kLedCost = 4;  // for a match that needs the words above a point

// A list whose head says what it is a list of, and whose points say what stands in it.
constexpr std::string_view kSaidByPoints = "breach.content";

enum class Scope : uint8_t { kHere, kAround, kHeading };

struct Literal {
  CueSet any;
  Scope scope = Scope::kHere;
};

// A rule's `need`, taken apart.
struct Need {
  const TermRule* rule = nullptr;
  std::vector<std::vector<Literal>> all;  // of each group, one must hold
  std::vector<Literal> none;
  std::vector<Literal> better;
  std::vector<Literal> worse;
};

Literal LiteralOf(std::string_view word) {
  Literal literal;
  if (word.starts_with('~') || word.starts_with('^')) {
    literal.scope = word[0] == '~' ? Scope::kAround : Scope::kHeading;
    word.remove_prefix(1);
  }
  const size_t cue = CueBook::Get().Number(word);
  MANDAT_ASSERT(cue < kCuesMost);
  literal.any.set(cue);
  return literal;
}

Need NeedOf(const TermRule& rule) {
  Need need{.rule = &rule, .all = {}, .none = {}, .better = {}, .worse = {}};
  std::string_view rest = rule.need;
  while (!rest.empty()) {
    const size_t space = rest.find(' ');
    std::string_view word = rest.substr(0, space);
    rest = space == std::string_view::npos ? "" : rest.substr(space + 1);
    const char sign = word.empty() ? ' ' : word[0];
    if (sign == '!' || sign == '+' || sign == '-') {
      word.remove_prefix(1);
    }
    std::vector<Literal> group;
    while (!word.empty()) {
      const size_t bar = word.find('|');
      group.push_back(LiteralOf(word.substr(0, bar)));
      word = bar == std::string_view::npos ? "" : word.substr(bar + 1);
    }
    if (sign == '!') {
      need.none.insert(need.none.end(), group.begin(), group.end());
    } else if (sign == '+') {
      need.better.insert(need.better.end(), group.begin(), group.end());
    } else if (sign == '-') {
      need.worse.insert(need.worse.end(), group.begin(), group.end());
    } else if (!group.empty()) {
      need.all.push_back(std::move(group));
    }
  }
  return need;
}

const std::vector<Need>& Needs() {
  static const auto* const needs = [] {
    auto* all = new std::vector<Need>;
    for (const std::span<const TermRule> group :
         {InstructionRules(), SecurityRules(), SubprocessorRules(), BreachRules(), RequestRules(),
          AuditRules(), EndRules(), TransferRules(), FrameRules(), ElementRules()}) {
      for (const TermRule& rule : group) {
        all->push_back(NeedOf(rule));
      }
    }
    return all;
  }();
  return *needs;
}

bool Holds(const Literal& literal, const Sentence& sentence) {
  switch (literal.scope) {
    case Scope::kHere:
      return (sentence.has & literal.any).any();
    case Scope::kAround:
      return ((sentence.has | sentence.before | sentence.heading) & literal.any).any();
    case Scope::kHeading:
      return (sentence.heading & literal.any).any();
  }
  return false;
}

// The points of a rule for a sentence; 0: it does not hold.
int ScoreOf(const Need& need, const Sentence& sentence) {
  const auto holds = [&](const Literal& literal) { return Holds(literal, sentence); };
  int here = 0;
  for (const std::vector<Literal>& group : need.all) {
    if (!std::ranges::any_of(group, holds)) {
      return 0;
    }
    here += std::ranges::any_of(group, [&](const Literal& literal) {
      return literal.scope != Scope::kHeading && (sentence.has & literal.any).any();
    });
  }
  if (std::ranges::any_of(need.none, holds)) {
    return 0;
  }
  const auto better = static_cast<int>(std::ranges::count_if(need.better, holds));
  const auto worse = static_cast<int>(std::ranges::count_if(need.worse, holds));
  return std::max(1, need.rule->weight * 6 + here * 3 + better * 3 - worse * 5);
}

}  // namespace

std::vector<Match> MatchRules(const Sentences& sentences) {
  std::vector<Match> matches;
  for (size_t i = 0; i < sentences.all.size(); ++i) {
    const Sentence& sentence = sentences.all[i];
    for (const Need& need : Needs()) {
      // A heading states nothing, but that a clause of a model is left out.
      if (sentence.is_heading && need.rule->field != "contract.docking") {
        continue;
      }
      const int score = ScoreOf(need, sentence);
      if (score > 0) {
        matches.push_back({need.rule, i, score});
      } else if (sentence.last_led != 0 && need.rule->field == kSaidByPoints) {
        Sentence whole = sentence;
        whole.has |= sentence.points;
        if (const int together = ScoreOf(need, whole); together > 0) {
          matches.push_back({need.rule, i, together});
        }
      } else if (sentence.lead != kNoSentence && need.rule->weight > kLeast &&
                 ScoreOf(need, sentences.all[sentence.lead]) == 0) {
        // What neither the lead nor the point says alone, both say together.
        Sentence both = sentence;
        const Sentence& lead = sentences.all[sentence.lead];
        both.has |= lead.has;
        if (lead.lead != kNoSentence) {  // "At the end, the processor:", "as the customer wishes:"
          both.has |= sentences.all[lead.lead].has;
        }
        if (const int led = ScoreOf(need, both) - kLedCost; led > 0) {
          matches.push_back({need.rule, i, led, true});
        }
      }
    }
  }
  return matches;
}

size_t AnchorOf(const TermRule& rule, std::string_view words) {
  const CueBook& book = CueBook::Get();
  std::string_view rest = rule.need;
  while (!rest.empty()) {
    const size_t space = rest.find(' ');
    std::string_view word = rest.substr(0, space);
    rest = space == std::string_view::npos ? "" : rest.substr(space + 1);
    if (word.starts_with('!') || word.starts_with('-') || word.starts_with('^')) {
      continue;
    }
    word = word.substr(word.find_first_not_of("~+"));
    if (const auto at = book.Find(book.Number(word.substr(0, word.find('|'))), words)) {
      return *at;
    }
  }
  return 0;
}

}  // namespace mandat::internal
