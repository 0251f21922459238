// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include "prose/internal/findings.h"
#include "prose/internal/mapped.h"

namespace mandat::internal {
namespace {

constexpr size_t kBracketMax = 160;  // bytes of what may stand in a blank's brackets

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || IsLetter(byte) || IsDigit(byte);
}

// A run of underscores, or of dots of some length; 0 if it is none.
size_t RunOfFill(std::string_view text, size_t at) {
  size_t end = at;
  if (text[at] == '_') {
    end = std::min(text.find_first_not_of('_', at), text.size());
    return end - at >= 3 ? end - at : 0;
  }
  constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
  size_t dots = 0;
  while (end < text.size() && (text[end] == '.' || text.substr(end).starts_with(kEllipsis))) {
    dots += text[end] == '.' ? 1 : 3;
    end += text[end] == '.' ? 1 : kEllipsis.size();
  }
  return dots >= 5 ? end - at : 0;
}

// What stands in brackets is a blank where it says so: nothing, dots, an order in capitals.
bool IsBlankBracket(std::string_view inside) {
  const size_t first = inside.find_first_not_of(' ');
  if (first == std::string_view::npos) {
    return true;
  }
  constexpr auto kWords = std::to_array<std::string_view>({"specify",
                                                           "insert",
                                                           "to be completed",
                                                           "complete",
                                                           "fill",
                                                           "name of",
                                                           "date",
                                                           "to be agreed",
                                                           "pr\xC3\xA9"
                                                           "ciser",
                                                           "\xC3\xA0 compl\xC3\xA9ter",
                                                           "compl\xC3\xA9ter",
                                                           "ins\xC3\xA9rer",
                                                           "indiquer",
                                                           "\xC3\xA0 d\xC3\xA9"
                                                           "finir",
                                                           "nom de",
                                                           "nom du",
                                                           "d\xC3\xA9lai",
                                                           "bitte",
                                                           "einf\xC3\xBCgen",
                                                           "angeben",
                                                           "eintragen",
                                                           "invullen",
                                                           "number of days",
                                                           "time period",
                                                           "\xE2\x97\x8F",
                                                           "\xE2\x80\xA2"});
  const std::string low = LowerCase(inside);
  if (std::ranges::any_of(kWords, [&](std::string_view word) {
        return std::string_view(low).substr(first).starts_with(word);
      })) {
    return true;
  }
  const bool has_word = std::ranges::any_of(inside, IsWordByte);
  const bool is_dots =
      inside.find_first_not_of(" ._-\xE2\x80\xA6\xA2\x97\x8F*") == std::string_view::npos;
  return is_dots || !has_word || low.find("time period") != std::string::npos || inside == "XX" ||
         inside == "X" || inside == "xx" || inside == "YY";
}

class BlankFinder {
 public:
  explicit BlankFinder(const ContractText& text) : text_(text) {}

  std::vector<Damage> Run() {
    for (const Block& block : text_.blocks) {
      if (block.box != Box::kEmpty) {
        Search(block);
      }
    }
    return std::move(damages_);
  }

 private:
  void Search(const Block& block) {
    const std::string_view text = block.text;
    for (size_t at = 0; at < text.size();) {
      const size_t bytes = BlankAt(text, at);
      if (bytes > 0) {
        Report(block, at, at + bytes);
      }
      at += std::max<size_t>(bytes, 1);
    }
  }

  // Underscores around words are a blank that was filled.
  static bool IsFilled(std::string_view text, size_t begin, size_t end) {
    return (begin > 0 && IsWordByte(text[begin - 1])) ||
           (end < text.size() && IsWordByte(text[end]));
  }

  static size_t BlankAt(std::string_view text, size_t at) {
    const char c = text[at];
    if (c == '_' || c == '.' || c == '\xE2') {
      const size_t bytes = RunOfFill(text, at);
      return bytes > 0 && !IsFilled(text, at, at + bytes) ? bytes : 0;
    }
    if (c == '[') {
      const size_t end = text.substr(0, at + kBracketMax).find(']', at);
      const bool is_blank =
          end != std::string_view::npos && IsBlankBracket(text.substr(at + 1, end - at - 1));
      return is_blank ? end + 1 - at : 0;
    }
    if (text.substr(at).starts_with("{{")) {  // of a template
      const size_t end = text.substr(0, at + kBracketMax).find("}}", at);
      return end != std::string_view::npos ? end + 2 - at : 0;
    }
    if (c == 'X' || c == 'x') {
      size_t end = at;
      while (end < text.size() && text[end] == c) {
        ++end;
      }
      const bool is_word =
          (at > 0 && IsWordByte(text[at - 1])) || (end < text.size() && IsWordByte(text[end]));
      return end - at >= 2 && !is_word && (c == 'X' || end - at >= 2) && !IsRoman(text, at, end)
                 ? end - at
                 : 0;
    }
    return 0;
  }

  // "Annexe XX" and "Article XX" are numbers.
  static bool IsRoman(std::string_view text, size_t begin, size_t end) {
    const size_t word = text.substr(0, begin).find_last_not_of(' ');
    const bool follows_capitalised =
        word != std::string_view::npos && begin >= 7 &&
        LowerCase(text.substr(begin - 7, 6)).find("nnex") != std::string::npos;
    return end - begin == 2 && follows_capitalised;
  }

  void Report(const Block& block, size_t begin, size_t end) {
    Damage damage{.kind = Damage::Kind::kBlank, .what = "a blank that is not filled"};
    damage.where = {block.origin[begin], block.origin[end - 1] + 1, 1};
    while (damage.where.end < text_.text.size() &&
           (static_cast<unsigned char>(text_.text[damage.where.end]) & 0xC0U) == 0x80) {
      ++damage.where.end;
    }
    damages_.push_back(std::move(damage));
  }

  const ContractText& text_;
  std::vector<Damage> damages_;
};

}  // namespace

std::vector<Damage> FindBlanks(const ContractText& text) { return BlankFinder(text).Run(); }

}  // namespace mandat::internal
