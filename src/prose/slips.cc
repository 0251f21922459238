// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include "prose/internal/lost_letters.h"
#include "prose/internal/time_unit.h"
#include "prose/internal/tongue.h"

namespace mandat::internal {
namespace {

class SlipFinder {
 public:
  SlipFinder(std::string_view document, std::vector<Damage>& damages)
      : document_(document), damages_(damages) {}

  void Undo(Mapped& words) {
    UndoNumbers(words);
    UndoArticles(words);
  }

 private:
  static bool IsNumberLike(std::string_view word) {
    const bool has_digit = std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
    return has_digit && word.find_first_not_of("0123456789OolI") == std::string_view::npos &&
           word.find_first_of("OolI") != std::string_view::npos;
  }

  // "3O days", "l0 jours": a number before a unit of time has no letters.
  void UndoNumbers(Mapped& words) {
    for (size_t begin = 0; begin < words.size();) {
      const size_t end = std::min(words.text.find_first_of(" (", begin), words.size());
      if (IsNumberLike(std::string_view(words.text).substr(begin, end - begin))) {
        const size_t next = words.text.find_first_not_of(" )", end);
        const size_t stop =
            next == std::string::npos ? next : words.text.find_first_of(" ,.;)", next);
        if (next != std::string::npos &&
            IsTimeUnit(std::string_view(words.text).substr(next, stop - next))) {
          for (size_t i = begin; i < end; ++i) {
            char& c = words.text[i];
            c = c == 'O' || c == 'o' ? '0' : c == 'l' || c == 'I' ? '1' : c;
          }
          Report(words, begin, end, "letters that a scanner took for digits were made digits");
        }
      }
      begin = end + 1;
    }
  }

  // A contract says "vous": a French sentence in one cannot begin with "Te" or "Tes".
  void UndoArticles(Mapped& words) {
    for (const std::string_view article : {"Te ", "Tes "}) {
      const size_t at = words.text.find(article);
      const size_t after = at + article.size();
      if (at == std::string::npos || after >= words.size() ||
          !IsLower(PointAt(words.text, after).code) || (at > 0 && at > 8) ||
          TongueOf(words.text) != Tongue::kFrench) {
        continue;
      }
      words.text[at] = 'L';
      Report(words, at, at + 1, "\"T\" that a scanner took for \"L\" was made \"L\"");
    }
  }

  void Report(const Mapped& words, size_t begin, size_t end, std::string what) {
    Damage damage{.kind = Damage::Kind::kReplacedLetters, .is_undone = true};
    const size_t last = words.origin[end - 1];
    damage.where = {words.origin[begin], last + PointAt(document_, last).bytes, 1};
    damage.what = std::move(what);
    damages_.push_back(std::move(damage));
  }

  std::string_view document_;
  std::vector<Damage>& damages_;
};

}  // namespace

std::vector<Damage> UndoSlips(std::string_view text, std::vector<CleanLine>& lines) {
  std::vector<Damage> damages;
  SlipFinder finder(text, damages);
  for (CleanLine& line : lines) {
    finder.Undo(line.words);
    for (Mapped& cell : line.cells) {
      finder.Undo(cell);
    }
  }
  return damages;
}

}  // namespace mandat::internal
