// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/clean_line.h"

#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>
#include <array>
#include <utility>

#include "prose/internal/draft.h"
#include "prose/internal/entity.h"

namespace mandat::internal {
namespace {

bool IsBlankPoint(uint32_t code) {
  return code == ' ' || code == 0xA0 || code == 0x202F || code == 0x3000 ||
         (code >= 0x2000 && code <= 0x200A) || code == '\v' || code == '\r';
}

// Characters that nobody sees.
bool IsUnseen(uint32_t code) {
  return code == 0xAD || code == 0xFEFF || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x2064) ||
         (code < 0x20 && code != '\t' && code != '\v' && code != '\r') || code == 0x7F;
}

// Ligatures that a font drew as one character; NFC leaves them as they are.
std::string_view Unligature(uint32_t code) {
  constexpr std::array<std::string_view, 7> kLatin = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
  return code >= 0xFB00 && code <= 0xFB06 ? kLatin[code - 0xFB00] : std::string_view();
}

// "[bookmark: _Ref1]" and the like, which converters leave in a text.
size_t MarkOfEditor(std::string_view text) {
  for (const std::string_view start : {"[bookmark:", "[Bookmark:", "[comment:", "{#"}) {
    if (text.starts_with(start)) {
      const size_t end = text.substr(0, 200).find(start.front() == '{' ? '}' : ']');
      return end == std::string_view::npos ? 0 : end + 1;
    }
  }
  return 0;
}

// The bytes of an HTML tag; 0 of a "<" that is one.
size_t Tag(std::string_view text) {
  if (text.size() < 3 || text[0] != '<') {
    return 0;
  }
  const size_t name = text[1] == '/' ? 2 : 1;
  if (name >= text.size() || !(IsLetter(static_cast<unsigned char>(text[name])))) {
    return 0;
  }
  constexpr auto kNames = std::to_array<std::string_view>(
      {"p",       "br",         "b",       "i",      "u",      "em",    "strong", "span",
       "div",     "a",          "li",      "ul",     "ol",     "td",    "tr",     "th",
       "table",   "tbody",      "h1",      "h2",     "h3",     "h4",    "h5",     "font",
       "sup",     "sub",        "hr",      "img",    "center", "small", "big",    "details",
       "summary", "section",    "article", "header", "footer", "main",  "nav",    "thead",
       "tfoot",   "blockquote", "code",    "pre",    "dl",     "dt",    "dd",     "h6"});
  size_t end = name;
  while (end < text.size() && (IsLetter(static_cast<unsigned char>(text[end])) ||
                               IsDigit(static_cast<unsigned char>(text[end])))) {
    ++end;
  }
  const std::string low = LowerCase(text.substr(name, end - name));
  const size_t close = text.substr(0, 400).find('>');
  return std::ranges::find(kNames, low) != kNames.end() && close != std::string_view::npos
             ? close + 1
             : 0;
}

class Cleaner {
 public:
  Cleaner(std::string_view text, size_t begin, size_t end) : text_(text), at_(begin), end_(end) {}

  Mapped Run() {
    while (at_ < end_) {
      Step();
    }
    is_strong_ = IsAllStrong();
    out_.Trim();
    return std::move(out_);
  }
  bool is_strong() const { return is_strong_; }

 private:
  void Step() {
    const std::string_view rest = text_.substr(at_, end_ - at_);
    const Point point = PointAt(rest, 0);
    if (point.code == '<') {
      if (const size_t tag = Tag(rest); tag > 0) {
        Blank();
        at_ += tag;
        return;
      }
    } else if (point.code == '&') {
      if (const Entity entity = EntityAt(rest); entity.bytes > 0) {
        Put(entity.code, entity.bytes);
        return;
      }
    } else if (point.code == '[' || point.code == '{') {
      if (const size_t mark = MarkOfEditor(rest); mark > 0) {
        at_ += mark;
        return;
      }
    } else if (at_ != emphasis_end_ && (rest.starts_with("**") || rest.starts_with("__**"))) {
      TurnStrong();
      at_ += 2;
      return;
    } else if ((point.code == '*' || point.code == '_') &&
               (at_ == emphasis_end_ || OpensEmphasis(rest))) {
      at_ += 1;
      return;
    } else if (point.code == '\\' && rest.size() > 1 &&
               std::string_view(".-*_[]()#+!>~|`").contains(rest[1])) {
      Put(static_cast<unsigned char>(rest[1]), 2);
      return;
    } else if (point.code == '`') {
      at_ += 1;
      return;
    }
    Put(point.code, point.bytes);
  }

  void TurnStrong() {
    is_in_strong_ = !is_in_strong_;
    strong_from_ = is_in_strong_ ? std::min(strong_from_, out_.size()) : strong_from_;
    weak_bytes_ += is_in_strong_ ? out_.size() - strong_to_ : 0;
    strong_to_ = out_.size();
  }

  // But for a number in front and a mark behind: words in bold stand in sentences as well.
  bool IsAllStrong() const {
    constexpr size_t kNumberMax = 5;
    return strong_from_ <= kNumberMax && weak_bytes_ <= kNumberMax &&
           (is_in_strong_ || out_.text.find_first_not_of(" .:;,", strong_to_) == std::string::npos);
  }

  // "*word*" and "_word_" of Markdown: the mark stands before a word, and another behind one.
  bool OpensEmphasis(std::string_view rest) {
    constexpr size_t kMost = 160;
    const bool is_apart = out_.empty() || std::string_view(" \t|(").contains(out_.back());
    const char mark = rest[0];
    const size_t close = rest.substr(0, kMost).find(mark, 1);
    if (!is_apart || close == std::string_view::npos || close < 2 || rest[1] == ' ' ||
        rest[close - 1] == ' ') {
      return false;
    }
    // Words of a program have such lines inside them.
    if (mark == '_' && close + 1 < rest.size() && !EndsWord(PointAt(rest, close + 1).code)) {
      return false;
    }
    emphasis_end_ = at_ + close;
    return true;
  }

  static bool EndsWord(uint32_t code) { return !IsLetter(code) && !IsDigit(code) && code != '_'; }

  void Blank() {
    if (!out_.empty() && out_.back() != ' ' && out_.back() != '\t') {
      out_.Append(" ", at_);
    }
  }

  void Put(uint32_t code, size_t bytes) {
    if (code == '\t') {
      if (!out_.empty()) {
        while (out_.back() == ' ') {
          out_.DropBack(1);
        }
        out_.Append("\t", at_);
      }
    } else if (IsBlankPoint(code)) {
      Blank();
    } else if (const std::string_view letters = Unligature(code); !letters.empty()) {
      out_.Append(letters, at_);
    } else if (!IsUnseen(code)) {
      out_.AppendPoint(code == 0x2011 ? '-' : code, at_);
    }
    at_ += bytes;
  }

  std::string_view text_;
  size_t at_;
  size_t end_;
  Mapped out_;
  bool is_strong_ = false;
  bool is_in_strong_ = false;
  size_t strong_from_ = std::string::npos;  // in out_, of what is in bold
  size_t strong_to_ = 0;
  size_t weak_bytes_ = 0;  // in front of it and between
  size_t emphasis_end_ = std::string_view::npos;
};

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// In pieces of one base letter with its marks, so that each piece knows where it was.
void Compose(Mapped& words) {
  if (IsAscii(words.text)) {
    return;
  }
  UErrorCode trouble = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(trouble);
  if (U_FAILURE(trouble) != 0 || nfc->isNormalizedUTF8(words.text, trouble) != 0) {
    return;
  }
  Mapped out;
  for (size_t begin = 0; begin < words.size();) {
    size_t end = begin + PointAt(words.text, begin).bytes;
    while (end < words.size() &&
           nfc->hasBoundaryBefore(static_cast<UChar32>(PointAt(words.text, end).code)) == 0) {
      end += PointAt(words.text, end).bytes;
    }
    const icu::UnicodeString piece = icu::UnicodeString::fromUTF8(
        icu::StringPiece(words.text.data() + begin, static_cast<int32_t>(end - begin)));
    std::string composed;
    nfc->normalize(piece, trouble).toUTF8String(composed);
    out.Append(composed, words.origin[begin]);
    begin = end;
  }
  words = std::move(out);
}

// Headings of Markdown, and what its tables and rules are drawn with.
void DropMarkup(CleanLine& line) {
  const size_t marks = line.words.text.find_first_not_of('#');
  if (marks != std::string::npos && marks > 0 && marks < 7 && line.words.text[marks] == ' ') {
    line.words.DropFront(marks + 1);
    line.words.Trim();
    line.is_strong = true;
    constexpr size_t kQuestionMost = 200;
    const bool is_question =
        line.words.text.ends_with('?') && line.words.text.size() <= kQuestionMost;
    if (is_question || IsHeadingLike(line.words.text)) {  // some write whole sentences there
      line.hint = Hint::kHeading;
    }
  }
  if (line.words.text.starts_with("> ")) {
    line.words.DropFront(2);
  }
  line.words.Trim();
  // Only dashes, bars, stars: it parts something.
  if (line.words.text.find_first_not_of("-=*|:+# \t\xE2\x80\x93\x94") == std::string::npos) {
    line.words = {};
  }
}

Mapped CleanPiece(std::string_view text, size_t begin, size_t end, bool& is_strong) {
  Cleaner cleaner(text, begin, end);
  Mapped words = cleaner.Run();
  is_strong = is_strong || cleaner.is_strong();
  Compose(words);
  return words;
}

// The next line of a cell. Whether a hyphen there is the word's own, a cell is too short to tell.
void AddToCell(Mapped& cell, const Mapped& words) {
  const bool is_cut = cell.back() == '-' || cell.back() == '/' || cell.back() == '@';
  if (!cell.empty() && !words.empty() && !is_cut) {
    cell.Append(" ", words.origin.front());
  }
  cell.Append(words);
}

}  // namespace

std::vector<CleanLine> CleanLines(const Script& script) {
  std::vector<CleanLine> out;
  out.reserve(script.lines.size());
  size_t gap = 0;
  bool starts_page = false;
  for (const Line& line : script.lines) {
    CleanLine clean{.hint = line.hint, .gap = line.gap + gap};
    clean.is_large = line.is_large;
    clean.starts_page = line.starts_page || starts_page;
    const std::string_view printed =
        std::string_view(script.text).substr(line.begin, line.end - line.begin);
    clean.indent = std::min(printed.find_first_not_of(" \t"), printed.size());
    clean.width = line.width > 0
                      ? line.width
                      : CountPoints(printed.substr(0, printed.find_last_not_of(" \t\r") + 1));
    const std::string_view front = printed.substr(clean.indent);
    clean.first_word = CountPoints(front.substr(0, front.find_first_of(" \t\r")));
    bool has_words = false;
    if (line.cells.empty()) {
      clean.words = CleanPiece(script.text, line.begin, line.end, clean.is_strong);
      if (line.hint == Hint::kNone) {
        DropMarkup(clean);
      }
      has_words = !clean.words.empty();
    }
    for (const CellPiece& piece : line.cells) {
      Mapped words = CleanPiece(script.text, piece.begin, piece.end, clean.is_strong);
      has_words = has_words || !words.empty();
      if (piece.goes_on) {
        AddToCell(clean.cells.back(), words);
      } else {
        clean.cells.push_back(std::move(words));
      }
    }
    gap = has_words ? 0 : clean.gap + 1;
    starts_page = !has_words && clean.starts_page;
    if (has_words) {
      out.push_back(std::move(clean));
    }
  }
  return out;
}

}  // namespace mandat::internal
