// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/lost_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "prose/internal/mapped.h"

namespace mandat::internal {
namespace {

constexpr size_t kLengthMax = 24;      // of a word that is looked up
constexpr size_t kShapeLengthMin = 6;  // shorter words have too many of their shape
constexpr double kItself = 60;         // times more likely than to be another
constexpr size_t kRoundsMax = 160;     // one character is settled in each

// Word for word, which letters repeat: "données" is 0,1,2,2,3,3,4.
std::string ShapeOf(std::u32string_view word) {
  std::string shape;
  for (size_t i = 0; i < word.size(); ++i) {
    shape += static_cast<char>('A' + std::min(i, word.find(word[i])));
  }
  return shape;
}

// What stands before an apostrophe in French.
bool IsElision(const std::u32string& lower) {
  constexpr std::array<std::u32string_view, 13> kElisions = {
      U"l", U"d",  U"s",      U"n",     U"c",      U"j",     U"m",
      U"t", U"qu", U"lorsqu", U"jusqu", U"puisqu", U"quelqu"};
  return std::ranges::find(kElisions, lower) != kElisions.end();
}

std::u32string Lower(std::u32string_view word) {
  std::u32string out;
  for (const char32_t code : word) {
    out += static_cast<char32_t>(LowerOf(code));
  }
  return out;
}

// A letter without its accent, as the alphabet orders it.
char32_t BaseOf(char32_t letter) {
  constexpr std::u32string_view kAccented = U"àâäáãçèéêëîïíìñôöóòõœùûüúÿæß";
  constexpr std::u32string_view kPlain = U"aaaaaceeeeiiiinoooooouuuuyas";
  const size_t at = kAccented.find(static_cast<char32_t>(LowerOf(letter)));
  return at == std::u32string_view::npos ? static_cast<char32_t>(LowerOf(letter))
                                         : kPlain[std::min(at, kPlain.size() - 1)];
}

}  // namespace

bool IsStrange(char32_t code) {
  if (code < 0x100 || !IsLetter(code)) {
    return code >= 0xE000 && code <= 0xF8FF;
  }
  constexpr std::array<char32_t, 9> kUsual = {0x152, 0x153, 0x160, 0x161, 0x178,
                                              0x17D, 0x17E, 0x192, 0x1E9E};
  return std::ranges::find(kUsual, code) == kUsual.end();
}

LostMap::LostMap(const std::vector<std::u32string>& vocabulary) : by_length_(kLengthMax + 1) {
  for (const std::u32string& word : vocabulary) {
    if (word.empty() || word.size() > kLengthMax || !known_.insert(word).second) {
      continue;
    }
    by_length_[word.size()].push_back(word);
    if (word.size() >= kShapeLengthMin) {
      by_shape_[ShapeOf(word)].push_back(word);
    }
  }
}

void LostMap::Fix(char32_t code, char32_t meaning) {
  (IsUpper(meaning) ? capitals_ : small_).emplace(code, meaning);
  taken_.insert(meaning);
}

char32_t LostMap::MeaningOf(char32_t code) const {
  const auto found = small_.find(code);
  return found == small_.end() ? 0 : found->second;
}

bool LostMap::FixBest(const Votes& votes, double least, double dominance) {
  char32_t best_code = 0;
  char32_t best_meaning = 0;
  double best = least;
  for (const auto& [code, meanings] : votes) {
    double first = 0;
    double second = 0;
    char32_t meaning = 0;
    for (const auto& [candidate, weight] : meanings) {
      if (weight > first) {
        second = first;
        first = weight;
        meaning = candidate;
      } else {
        second = std::max(second, weight);
      }
    }
    if (first > best && first >= dominance * second) {
      best = first;
      best_code = code;
      best_meaning = meaning;
    }
  }
  if (best_meaning == 0) {
    return false;
  }
  Fix(best_code, best_meaning);
  return true;
}

// Long words first: of one shape there are few, and what they agree on is settled.
void LostMap::SolveByShape(const std::vector<LostWord>& words) {
  std::map<std::u32string, double> variants;
  for (const LostWord& word : words) {
    const std::u32string& codes = word.codes;
    if (std::ranges::any_of(codes, [](char32_t code) { return code < 0x80; })) {
      continue;
    }
    // With an elided article in front, with a mark behind, with both, with none.
    for (const auto& [front, behind] :
         {std::pair<size_t, size_t>{0, 0}, {0, 1}, {2, 0}, {2, 1}, {3, 0}}) {
      if (codes.size() >= kShapeLengthMin + front + behind && codes.size() <= kLengthMax) {
        variants[codes.substr(front, codes.size() - front - behind)] += 1;
      }
    }
  }
  for (size_t round = 0; round < kRoundsMax; ++round) {
    Votes votes;
    for (const auto& [codes, count] : variants) {
      const auto found = by_shape_.find(ShapeOf(codes));
      if (found == by_shape_.end()) {
        continue;
      }
      std::vector<const std::u32string*> fits;
      for (const std::u32string& candidate : found->second) {
        bool fit = true;
        for (size_t i = 0; i < codes.size() && fit; ++i) {
          const char32_t meaning = MeaningOf(codes[i]);
          fit = meaning == 0 ? !IsTaken(candidate[i]) : meaning == candidate[i];
        }
        if (fit) {
          fits.push_back(&candidate);
        }
      }
      const double weight = fits.empty() ? 0
                                         : count * static_cast<double>(codes.size() - 4) /
                                               std::pow(static_cast<double>(fits.size()), 1.5);
      for (const std::u32string* candidate : fits) {
        for (size_t i = 0; i < codes.size(); ++i) {
          if (MeaningOf(codes[i]) == 0) {
            votes[codes[i]][(*candidate)[i]] += weight;
          }
        }
      }
    }
    if (!FixBest(votes, 2, 2)) {
      return;
    }
  }
}

// At the front of a word, or behind a mark: capitals have numbers of their own, often ASCII.
bool LostMap::IsCapitalPlace(const std::u32string& codes, size_t at) const {
  if (codes[at] >= 0x100 && IsLetter(codes[at])) {
    return false;
  }
  const bool is_front =
      at == 0 || (MeaningOf(codes[at - 1]) != 0 && !IsLetter(MeaningOf(codes[at - 1])));
  return is_front && at + 1 < codes.size() && codes[at + 1] >= 0x100;
}

LostMap::Unknown LostMap::UnknownIn(const std::u32string& codes) const {
  Unknown unknown;
  for (size_t at = 0; at < codes.size(); ++at) {
    const bool is_capital = IsCapitalPlace(codes, at);
    const bool is_settled =
        is_capital ? capitals_.contains(codes[at]) : codes[at] < 0x80 || small_.contains(codes[at]);
    if (is_settled || (unknown.count > 0 && unknown.code == codes[at])) {
      continue;
    }
    if (unknown.count == 0) {
      unknown = {codes[at], at, is_capital, 0};
    }
    ++unknown.count;
  }
  return unknown;
}

// `word` has the unknown one as itself and everything else settled, lower case.
void LostMap::VoteLetter(const std::u32string& word, const Unknown& unknown, double weight,
                         std::map<char32_t, double>& votes) const {
  if (word.empty() || word.size() > kLengthMax) {
    return;
  }
  std::vector<char32_t> meanings;
  for (const std::u32string& candidate : by_length_[word.size()]) {
    char32_t meaning = 0;
    bool fit = true;
    for (size_t i = 0; i < word.size() && fit; ++i) {
      if (word[i] != unknown.code) {
        fit = word[i] == candidate[i];
      } else {
        fit = meaning == 0 || meaning == candidate[i];
        meaning = candidate[i];
      }
    }
    meaning = unknown.is_capital ? static_cast<char32_t>(UpperOf(meaning)) : meaning;
    if (fit && meaning != 0 && !IsTaken(meaning)) {
      meanings.push_back(meaning);
    }
  }
  for (const char32_t meaning : meanings) {
    // A capital that makes a word as it is was not lost.
    const double itself = unknown.is_capital && meaning == unknown.code ? kItself : 1;
    votes[meaning] +=
        weight * itself * static_cast<double>(word.size()) / static_cast<double>(meanings.size());
  }
}

// Marks: known by where they stand between words that are settled.
void LostMap::VoteMark(const LostWord& word, const Unknown& unknown,
                       std::map<char32_t, double>& votes) const {
  const std::u32string& codes = word.codes;
  const std::u32string before = Lower(Read(codes.substr(0, unknown.at)).text);
  const std::u32string after = Lower(Read(codes.substr(unknown.at + 1)).text);
  const auto vote = [&](char32_t mark, double weight) {
    if (!IsTaken(mark)) {
      votes[mark] += weight;
    }
  };
  if (!before.empty() && !after.empty()) {
    if (IsElision(before)) {
      vote(IsTaken(0x2019) ? U'\'' : char32_t{0x2019}, 4);
    } else if (Knows(before) && Knows(after)) {
      vote(U'/', 3);
    }
  } else if (after.empty() && before.size() > 1 && (Knows(before) || before.size() > 4)) {
    vote(word.is_before_capital ? U'.' : U',', 2);
    if (IsTaken(U'(')) {
      vote(U')', IsTaken(U',') || IsTaken(U'.') ? 1.5 : 0.5);
    }
  } else if (before.empty() && Knows(after)) {
    vote(U'(', 2);
  }
}

LostMap::Votes LostMap::CollectVotes(const std::vector<LostWord>& words) const {
  Votes votes;
  for (const LostWord& word : words) {
    const Unknown unknown = UnknownIn(word.codes);
    if (unknown.count != 1) {
      continue;
    }
    std::map<char32_t, double>& meanings = votes[unknown.code];
    const Reading reading = Read(word.codes);
    // The word around the unknown one, without marks and elided articles.
    size_t begin = unknown.at;
    while (begin > 0 && IsLetter(reading.text[begin - 1])) {
      --begin;
    }
    size_t end = unknown.at + 1;
    while (end < reading.text.size() &&
           (IsLetter(reading.text[end]) || reading.text[end] == unknown.code)) {
      ++end;
    }
    std::u32string around = Lower(std::u32string_view(reading.text).substr(begin, end - begin));
    for (size_t i = begin; i < end; ++i) {
      if (word.codes[i] == unknown.code && (i == unknown.at || !unknown.is_capital)) {
        around[i - begin] = unknown.code;
      }
    }
    VoteLetter(around, unknown, 1, meanings);
    if (!unknown.is_capital) {
      VoteMark(word, unknown, meanings);
    }
  }
  return votes;
}

void LostMap::SolveByContext(const std::vector<LostWord>& words) {
  for (size_t round = 0; round < kRoundsMax; ++round) {
    const Votes votes = CollectVotes(words);
    if (!FixBest(votes, 3, 1.5) && !FixBest(votes, 1.5, 3)) {
      break;
    }
  }
  SolveByOrder(CollectVotes(words));
}

// Fonts number their letters in the order of the alphabet: of several letters that a number can
// be, only those between its settled neighbours are left.
bool LostMap::FitsOrder(char32_t code, char32_t meaning) const {
  const auto& same = IsUpper(meaning) ? capitals_ : small_;
  for (const auto& [other, letter] : same) {
    if (!IsLetter(letter) || other == code || (other < 0x100 && !IsUpper(meaning))) {
      continue;
    }
    const bool is_wrong =
        other < code ? BaseOf(letter) > BaseOf(meaning) : BaseOf(letter) < BaseOf(meaning);
    if (is_wrong) {
      return false;
    }
  }
  return true;
}

void LostMap::SolveByOrder(const Votes& votes) {
  size_t ordered = 0;
  size_t letters = 0;
  for (const auto& [code, meaning] : small_) {
    if (IsLetter(meaning) && code >= 0x100) {  // an intact letter stands for itself
      ++letters;
      ordered += FitsOrder(code, meaning) ? 1 : 0;
    }
  }
  const bool is_ordered = letters > 8 && ordered == letters;
  for (const auto& [code, meanings] : votes) {
    std::optional<std::pair<double, char32_t>> best;
    for (const auto& [meaning, weight] : meanings) {
      const bool may_be = IsLetter(meaning) ? is_ordered && FitsOrder(code, meaning) : weight >= 2;
      if (may_be && !IsTaken(meaning) && (!best || weight > best->first)) {
        best = {weight, meaning};
      }
    }
    if (!best && is_ordered && code >= 0x100) {
      best = OnlyLetter(code);
    }
    if (best && !small_.contains(code) && !capitals_.contains(code)) {
      Fix(code, best->second);
    }
  }
}

// A letter that no known word has can be told where its place leaves one.
std::optional<std::pair<double, char32_t>> LostMap::OnlyLetter(char32_t code) const {
  constexpr std::u32string_view kLetters = U"abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûü";
  char32_t only = 0;
  for (const char32_t letter : kLetters) {
    if (!IsTaken(letter) && FitsOrder(code, letter)) {
      if (only != 0) {
        return std::nullopt;
      }
      only = letter;
    }
  }
  return only == 0 ? std::nullopt : std::optional(std::pair(1.0, only));
}

// All of a run must be capitals, so that intact letters beside lost ones stay.
bool LostMap::IsCapitalRun(const std::u32string& codes, size_t begin, size_t end) const {
  const bool is_front =
      begin == 0 || (MeaningOf(codes[begin - 1]) != 0 && !IsLetter(MeaningOf(codes[begin - 1])));
  return is_front && std::all_of(codes.begin() + static_cast<std::ptrdiff_t>(begin),
                                 codes.begin() + static_cast<std::ptrdiff_t>(end),
                                 [&](char32_t code) { return capitals_.contains(code); });
}

LostMap::Reading LostMap::Read(const std::u32string& codes) const {
  Reading reading;
  for (size_t at = 0; at < codes.size();) {
    size_t end = at;
    while (end < codes.size() && codes[end] < 0x100 && !small_.contains(codes[end])) {
      ++end;
    }
    if (end > at) {
      const bool is_run = IsCapitalRun(codes, at, end);
      for (; at < end; ++at) {
        reading.text += is_run ? capitals_.at(codes[at]) : codes[at];
      }
      continue;
    }
    const char32_t meaning = MeaningOf(codes[at]);
    const auto capital = capitals_.find(codes[at]);
    if (meaning != 0) {
      reading.text += meaning;
    } else if (capital != capitals_.end()) {
      reading.text += capital->second;
    } else {
      reading.text += codes[at];
      reading.is_whole = reading.is_whole && !IsStrange(codes[at]);
    }
    ++at;
  }
  return reading;
}

void LostMap::Solve(const std::vector<LostWord>& words) {
  SolveByShape(words);
  SolveByContext(words);
}

}  // namespace mandat::internal
