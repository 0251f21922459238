// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace mandat::internal {

// A word of a text whose font lost its table of characters: its letters are glyph numbers.
struct LostWord {
  std::u32string codes;
  bool is_before_capital = false;  // a sentence begins behind it, or the paragraph ends
};

// A letter or mark that no text in the languages read here has.
bool IsStrange(char32_t code);

// Which character each glyph number stands for, found out from the words that can stand there:
// the text's own intact words, and common ones. Every pair is one to one.
class LostMap {
 public:
  explicit LostMap(const std::vector<std::u32string>& vocabulary);

  void Solve(const std::vector<LostWord>& words);
  // The word as it was; characters that stay unknown are as they came, and `is_whole` is false.
  struct Reading {
    std::u32string text;
    bool is_whole = true;
  };
  Reading Read(const std::u32string& codes) const;
  bool Knows(const std::u32string& lower) const { return known_.contains(lower); }

 private:
  using Votes = std::map<char32_t, std::map<char32_t, double>>;
  struct Unknown {
    char32_t code = 0;
    size_t at = 0;  // its first place in the word
    bool is_capital = false;
    size_t count = 0;  // of different ones
  };

  void SolveByShape(const std::vector<LostWord>& words);
  void SolveByContext(const std::vector<LostWord>& words);
  void SolveByOrder(const Votes& votes);
  std::optional<std::pair<double, char32_t>> OnlyLetter(char32_t code) const;
  Votes CollectVotes(const std::vector<LostWord>& words) const;
  Unknown UnknownIn(const std::u32string& codes) const;
  void VoteLetter(const std::u32string& word, const Unknown& unknown, double weight,
                  std::map<char32_t, double>& votes) const;
  void VoteMark(const LostWord& word, const Unknown& unknown,
                std::map<char32_t, double>& votes) const;
  bool IsCapitalPlace(const std::u32string& codes, size_t at) const;
  bool IsCapitalRun(const std::u32string& codes, size_t begin, size_t end) const;
  bool FixBest(const Votes& votes, double least, double dominance);
  bool IsTaken(char32_t meaning) const { return taken_.contains(meaning); }
  void Fix(char32_t code, char32_t meaning);
  char32_t MeaningOf(char32_t code) const;
  bool FitsOrder(char32_t code, char32_t meaning) const;

  std::unordered_set<std::u32string> known_;
  std::vector<std::vector<std::u32string>> by_length_;
  std::unordered_map<std::string, std::vector<std::u32string>> by_shape_;
  std::map<char32_t, char32_t> small_;     // letters and marks
  std::map<char32_t, char32_t> capitals_;  // at the front of a word
  std::unordered_set<char32_t> taken_;
};

}  // namespace mandat::internal
