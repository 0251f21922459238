// SPDX-License-Identifier: Apache-2.0
// Which of several statements of one term holds.
#include <algorithm>
#include <array>
#include <limits>

#include "agreement/internal/terms_reader.h"

namespace mandat::internal {
namespace {

// Terms whose time is the other party's to use, so that more of it is stricter on us.
bool IsWindow(std::string_view path) {
  constexpr auto kWindows =
      std::to_array<std::string_view>({"sub-processors.objection", "amendment.objection"});
  return std::ranges::find(kWindows, path) != kWindows.end();
}

// Rough hours, enough to order periods that a contract states for one term.
double RoughHours(const Period& period) {
  constexpr auto kHours = std::to_array<double>({1, 3, 24, 34, 168, 730, 8766});
  return period.count * kHours[static_cast<size_t>(period.unit)];
}

// How much time a statement leaves us, for comparison only.
// Reading: words that leave no time to wait are stricter than any number, words that leave it open
// are looser than any number.
double TimeLeft(const Statement& said) {
  if (said.within) {
    return RoughHours(*said.within);
  }
  if (said.promptness) {
    return *said.promptness <= Promptness::kPromptly ? -1.0
                                                     : std::numeric_limits<double>::max() / 2;
  }
  if (said.at_most) {
    return RoughHours(*said.at_most);
  }
  if (said.at_least) {
    return -RoughHours(*said.at_least);
  }
  return std::numeric_limits<double>::max();
}

// An authorisation or consent that asks more of us; empty words ask least.
size_t LooseRank(const Statement& said) {
  constexpr auto kStrictFirst = std::to_array<std::string_view>(
      {"specific", "forbidden", "written-consent", "instruction", "controller", "refusal"});
  const auto found = std::ranges::find(kStrictFirst, said.word);
  return static_cast<size_t>(found - kStrictFirst.begin());
}

bool IsStricter(const std::string& path, const Statement& a, const Statement& b) {
  if (LooseRank(a) != LooseRank(b)) {
    return LooseRank(a) < LooseRank(b);
  }
  return IsWindow(path) ? TimeLeft(a) > TimeLeft(b) : TimeLeft(a) < TimeLeft(b);
}

constexpr size_t kNotConcluded = std::numeric_limits<size_t>::max();
constexpr size_t kSilent = kNotConcluded - 1;

struct Rank {
  size_t value = 0;
  bool by_instrument = false;
};

Rank RankOf(const Statement& said, const std::vector<Part>& parts) {
  const auto part =
      said.part.empty() ? parts.begin() : std::ranges::find(parts, said.part, &Part::id);
  if (part != parts.end() && !part->is_concluded) {
    return {kNotConcluded};
  }
  if (said.status == TermStatus::kNotStated) {
    return {kSilent};
  }
  if (part == parts.end()) {
    return {1};
  }
  // Source: Dec. 2021/915 Cl. 4; Dec. 2010/87 Cl. 10.
  // Reading: the clauses are concluded to bind whatever the rest says, so no clause outside them
  // can rank them lower.
  if (!part->instrument.empty()) {
    return {0, true};
  }
  return {static_cast<size_t>(part - parts.begin()) + 1};
}

}  // namespace

void Settle(Term& term, const std::vector<Part>& parts) {
  term.held = 0;
  term.why = Holding::kOnly;
  for (size_t i = 1; i < term.said.size(); ++i) {
    const Rank held = RankOf(term.said[term.held], parts);
    const Rank other = RankOf(term.said[i], parts);
    if (other.value == kNotConcluded && held.value != kNotConcluded) {
      continue;
    }
    if (other.value != held.value) {
      const bool wins = other.value < held.value;
      term.held = wins ? i : term.held;
      const Rank& winner = wins ? other : held;
      term.why = winner.by_instrument ? Holding::kCommissionClauses : Holding::kRank;
      continue;
    }
    term.held = IsStricter(term.path, term.said[i], term.said[term.held]) ? i : term.held;
    term.why = Holding::kStricter;
  }
}

}  // namespace mandat::internal
