// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/lost_letters.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "prose/internal/lost_map.h"
#include "prose/internal/tongue.h"

namespace mandat::internal {
namespace {

constexpr size_t kStrangeMin = 24;       // fewer are names
constexpr size_t kVocabularyMax = 4000;  // words that a map is solved with
constexpr size_t kWordsMax = 1500;
constexpr size_t kWordPointsMax = 64;
constexpr size_t kSmallScore = 3;        // for a line that is mostly small letters
constexpr size_t kShiftedScoreMin = 11;  // four words that a shift makes, two each, and that

std::u32string PointsOf(std::string_view text) {
  std::u32string out;
  for (size_t at = 0; at < text.size();) {
    const Point point = PointAt(text, at);
    out += static_cast<char32_t>(point.code);
    at += point.bytes;
  }
  return out;
}

bool IsLost(const std::u32string& word) { return std::ranges::any_of(word, IsStrange); }

// A word of a line: bytes [begin, end) of its words.
struct Token {
  size_t begin = 0;
  size_t end = 0;
};

// Parted at blanks, and at hyphens, which often survive; a row's cells are read by themselves.
std::vector<Token> Tokens(std::string_view words) {
  std::vector<Token> tokens;
  for (size_t begin = 0; begin < words.size();) {
    const size_t end = std::min(words.find_first_of(" \t-", begin), words.size());
    if (end > begin) {
      tokens.push_back({begin, end});
    }
    begin = end + 1;
  }
  return tokens;
}

void ForEachText(std::vector<CleanLine>& lines, const std::function<void(Mapped&, bool)>& visit) {
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool ends = i + 1 == lines.size() || lines[i + 1].gap > lines[i].gap;
    visit(lines[i].words, ends);
    for (Mapped& cell : lines[i].cells) {
      visit(cell, true);
    }
  }
}

class Restorer {
 public:
  Restorer(std::string_view text, std::vector<CleanLine>& lines) : text_(text), lines_(lines) {}

  std::vector<Damage> Run() {
    ForEachText(lines_, [&](Mapped& words, bool) { Count(words.text); });
    if (strange_ < kStrangeMin) {
      return {};
    }
    Collect();
    LostMap map(std::vector<std::u32string>(vocabulary_.begin(), vocabulary_.end()));
    map.Solve(words_);
    const bool is_solved = IsPlausible(map);
    ForEachText(lines_, [&](Mapped& words, bool) { Restore(words, is_solved ? &map : nullptr); });
    return std::move(damages_);
  }

 private:
  void Count(std::string_view words) {
    for (size_t at = 0; at < words.size() && strange_ < kStrangeMin;) {
      const Point point = PointAt(words, at);
      strange_ += point.bytes > 1 && IsStrange(point.code) ? 1 : 0;
      at += point.bytes;
    }
  }

  void Collect() {
    for (const Tongue tongue :
         {Tongue::kFrench, Tongue::kEnglish, Tongue::kGerman, Tongue::kDutch}) {
      for (const std::string_view word : CommonWords(tongue)) {
        common_.insert(PointsOf(word));
      }
    }
    ForEachText(lines_, [&](Mapped& words, bool ends) { CollectFrom(words.text, ends); });
    // What the text itself says intact comes first; then the languages that it is in.
    const Tongue tongue = TongueOf(sample_);
    for (const std::string_view word : CommonWords(tongue)) {
      vocabulary_.insert(PointsOf(word));
    }
    if (vocabulary_.size() < 200) {
      vocabulary_.insert(common_.begin(), common_.end());
    }
    for (auto& [codes, is_before_capital] : lost_) {
      words_.push_back({codes, is_before_capital > 0});
    }
  }

  void CollectFrom(const std::string& words, bool ends) {
    const std::vector<Token> tokens = Tokens(words);
    for (size_t i = 0; i < tokens.size(); ++i) {
      const std::string_view token =
          std::string_view(words).substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
      const std::u32string codes = PointsOf(token);
      if (IsLost(codes)) {
        const bool is_last = i + 1 == tokens.size();
        // Capitals of a lost font are seldom letters; a strange one behind means small letters.
        const char next = is_last ? '\0' : words[tokens[i + 1].begin];
        const int sign = is_last
                             ? (ends ? 1 : 0)
                             : (static_cast<unsigned char>(next) < 0x80 && next != '(' ? 1 : -1);
        if (codes.size() <= kWordPointsMax && (lost_.size() < kWordsMax || lost_.contains(codes))) {
          lost_[codes] += sign;
        }
      } else if (vocabulary_.size() < kVocabularyMax) {
        for (const std::string& word : LowerWords(token)) {
          vocabulary_.insert(PointsOf(word));
        }
        if (sample_.size() < 4000) {
          sample_ += std::string(token) + " ";
        }
      }
    }
  }

  // A wrong map makes no words.
  bool IsPlausible(const LostMap& map) const {
    size_t read = 0;
    size_t known = 0;
    for (const auto& [codes, sign] : lost_) {
      const LostMap::Reading reading = map.Read(codes);
      std::string text;
      for (const char32_t code : reading.text) {
        text += Utf8(code);
      }
      for (const std::string& word : LowerWords(text)) {
        ++read;
        known += reading.is_whole && map.Knows(PointsOf(word)) ? 1 : 0;
      }
    }
    return read > 0 && known * 5 > read * 2;
  }

  void Restore(Mapped& words, const LostMap* map) {
    Mapped out;
    size_t done = 0;
    for (const Token& token : Tokens(words.text)) {
      const std::u32string codes =
          PointsOf(std::string_view(words.text).substr(token.begin, token.end - token.begin));
      if (!IsLost(codes)) {
        continue;
      }
      out.Append(words.Cut(done, token.begin));
      done = token.end;
      LostMap::Reading reading{codes, false};
      if (map != nullptr) {
        reading = map->Read(codes);
      }
      size_t at = token.begin;
      for (size_t i = 0; i < codes.size(); ++i) {
        out.AppendPoint(reading.text[i], words.origin[at]);
        at += PointAt(words.text, at).bytes;
      }
      const size_t begin = words.origin[token.begin];
      const size_t last = words.origin[token.end - 1];
      Report(begin, last + PointAt(text_, last).bytes, reading.is_whole);
    }
    if (done > 0) {
      out.Append(words.Cut(done, words.size()));
      words = std::move(out);
    }
  }

  // One damage for words of one state that follow each other.
  void Report(size_t begin, size_t end, bool is_undone) {
    if (!damages_.empty() && damages_.back().is_undone == is_undone &&
        damages_.back().where.end <= begin &&
        text_.substr(damages_.back().where.end, begin - damages_.back().where.end)
                .find_first_not_of(" \t-\n\r") == std::string_view::npos) {
      damages_.back().where.end = end;
      return;
    }
    Damage damage{.kind = Damage::Kind::kLostLetters, .is_undone = is_undone};
    damage.where = {begin, end, 1};
    damage.what = is_undone ? "letters were glyph numbers of a font and were read back"
                            : "letters of no language that is read here: a font without its table, "
                              "or another script";
    damages_.push_back(std::move(damage));
  }

  std::string_view text_;
  std::vector<CleanLine>& lines_;
  std::set<std::u32string> common_;
  std::set<std::u32string> vocabulary_;
  std::map<std::u32string, int> lost_;
  std::vector<LostWord> words_;
  std::vector<Damage> damages_;
  std::string sample_;
  size_t strange_ = 0;
};

// A text of which every character was moved by one number: "7KH SURFHVVRU" for "The processor".
class Shifter {
 public:
  explicit Shifter(std::string_view text) : text_(text) {}

  void Restore(Mapped& words) {
    const std::string_view line = words.text;
    if (line.size() < 8 ||
        !std::ranges::all_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
      shift_ = 0;
      return;
    }
    if (Known(line, 0) > 0) {
      shift_ = 0;
      return;
    }
    // Most lines have the shift of the one before.
    int best = shift_ != 0 && Known(line, shift_) > 0 ? shift_ : 0;
    size_t most = kShiftedScoreMin - 1;
    for (int shift = -64; best == 0 && shift <= 64; ++shift) {
      if (const size_t known = shift == 0 ? 0 : Known(line, shift); known > most) {
        most = known;
        shift_ = shift;
      }
    }
    best = best != 0 ? best : (most >= kShiftedScoreMin ? shift_ : 0);
    if (best == 0) {
      return;
    }
    for (char& c : words.text) {
      c = Moved(c, best);
    }
    Damage damage{.kind = Damage::Kind::kLostLetters, .is_undone = true};
    damage.where = {words.origin.front(), words.origin.back() + 1, 1};
    damage.what = "characters were moved by " + std::to_string(-best) + " and were moved back";
    damages_.push_back(std::move(damage));
  }

  std::vector<Damage> Take() { return std::move(damages_); }

 private:
  static char Moved(char c, int shift) {
    const int moved = c + shift;
    return c == ' ' || c == '\t' || moved < 0x20 || moved > 0x7E ? c : static_cast<char>(moved);
  }

  // Two for each different word of two letters and more that is a common one, once moved.
  static size_t Known(std::string_view line, int shift) {
    std::string moved;
    for (const char c : line.substr(0, 400)) {
      moved += Moved(c, shift);
    }
    std::set<std::string> known;
    size_t all = 0;
    for (std::string& word : LowerWords(moved)) {
      ++all;
      if (word.size() > 1 && IsCommonWord(word)) {
        known.insert(std::move(word));
      }
    }
    if (shift == 0) {
      return known.size();
    }
    // Capitals are moved by another number than small letters; text has mostly these.
    const auto small = std::ranges::count_if(moved, [](char c) { return c >= 'a' && c <= 'z'; });
    const bool is_small = static_cast<size_t>(small) * 2 > moved.size();
    return known.size() * 3 > all ? known.size() * 2 + (is_small ? kSmallScore : 0) : 0;
  }

  std::string_view text_;
  std::vector<Damage> damages_;
  int shift_ = 0;
};

// Numbers of glyphs in the range of controls, once nothing needs them any more.
void DropControls(Mapped& words) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; };
  if (std::ranges::none_of(words.text, is_control)) {
    return;
  }
  Mapped out;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!is_control(words.text[i])) {
      out.text += words.text[i];
      out.origin.push_back(words.origin[i]);
    }
  }
  words = std::move(out);
}

}  // namespace

std::vector<Damage> UndoLostLetters(std::string_view text, std::vector<CleanLine>& lines) {
  Shifter shifter(text);
  ForEachText(lines, [&](Mapped& words, bool) { shifter.Restore(words); });
  std::vector<Damage> damages = shifter.Take();
  ForEachText(lines, [](Mapped& words, bool) { DropControls(words); });
  std::ranges::move(Restorer(text, lines).Run(), std::back_inserter(damages));
  NumberLines(text, damages);
  return damages;
}

void NumberLines(std::string_view text, std::vector<Damage>& damages) {
  std::ranges::sort(
      damages, {}, [](const Damage& damage) { return std::pair(damage.where.begin, damage.kind); });
  size_t line = 1;
  size_t at = 0;
  for (Damage& damage : damages) {
    for (; at < damage.where.begin && at < text.size(); ++at) {
      line += text[at] == '\n' ? 1 : 0;
    }
    damage.where.line = line;
  }
}

}  // namespace mandat::internal
