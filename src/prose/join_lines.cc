// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>

#include "prose/internal/draft.h"
#include "prose/internal/levels.h"
#include "prose/internal/line_ends.h"
#include "prose/internal/line_layout.h"

namespace mandat::internal {
namespace {

constexpr size_t kContinuationMin = 40;  // a shorter line is not broken by a printer
constexpr size_t kHeadingMax = 120;

// A box of a form at the front of a text.
struct BoxMark {
  Box box = Box::kNone;
  size_t bytes = 0;
};

BoxMark BoxAt(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  for (const std::string_view mark : {"[x]", "[X]", "[ ]", "[]", "[_]", "[\xE2\x9C\x93]"}) {
    if (text.starts_with(mark)) {
      const bool is_empty = mark.size() < 3 || mark[1] == ' ' || mark[1] == '_';
      return {is_empty ? Box::kEmpty : Box::kTicked, mark.size()};
    }
  }
  const Point point = PointAt(text, 0);
  constexpr auto kTicked =
      std::to_array<uint32_t>({0x2611, 0x2612, 0x2714, 0x2717, 0x2718, 0x1F5F9, 0x1F5F7, 0x1F5F5,
                               0xF0FE, 0xF0FD, 0xF052, 0xF053, 0xF054});
  constexpr auto kEmpty = std::to_array<uint32_t>(
      {0x2610, 0x25A1, 0x274F, 0x2750, 0x2751, 0x2752, 0x25A2, 0xF0A8, 0xF06F, 0xF071, 0x1F78E});
  if (std::ranges::find(kTicked, point.code) != kTicked.end()) {
    return {Box::kTicked, point.bytes};
  }
  return std::ranges::find(kEmpty, point.code) != kEmpty.end() ? BoxMark{Box::kEmpty, point.bytes}
                                                               : BoxMark{};
}

// Words of the text that show whether a hyphen at a line's end belongs to the word.
class Hyphens {
 public:
  explicit Hyphens(const std::vector<CleanLine>& lines) {
    for (const CleanLine& line : lines) {
      std::string word;
      for (const char c : LowerCase(line.words.text)) {
        const bool is_word = static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z');
        if (is_word || c == '-') {
          word += c;
        } else {
          Add(word);
          word.clear();
        }
      }
      Add(word);
    }
  }

  // Whether "sous-" and "traitance" are one word with a hyphen in it.
  bool Keeps(std::string_view front, std::string_view behind) const {
    const std::string first = LowerCase(front);
    const std::string second = LowerCase(behind);
    if (words_.contains(first + second)) {
      return false;
    }
    constexpr auto kPrefixes = std::to_array<std::string_view>(
        {"sous", "sub",  "non",   "co",    "vice", "self",   "ex",  "anti",
         "pré",  "auto", "demi",  "mi",    "e",    "est",    "a",   "t",
         "moi",  "eux",  "celle", "celui", "ceux", "celles", "lui", "elle"});
    return words_.contains(first + "-" + second) ||
           std::ranges::find(kPrefixes, first) != kPrefixes.end();
  }

 private:
  void Add(const std::string& word) {
    if (word.size() > 1 && word.back() != '-') {
      words_.insert(word);
    }
  }

  std::unordered_set<std::string> words_;
};

class Joiner {
 public:
  Joiner(std::vector<CleanLine> lines, bool is_markdown)
      : lines_(std::move(lines)),
        layout_(LayoutOf(lines_)),
        hyphens_(lines_),
        is_markdown_(is_markdown) {
    for (CleanLine& line : lines_) {
      PartAtBars(line);
    }
  }

  std::vector<Draft> Run() {
    for (size_t i = 0; i < lines_.size(); ++i) {
      AddLine(i);
    }
    for (Draft& draft : drafts_) {
      draft.is_heading |= draft.is_large && IsHeadingLike(draft.words.text);
    }
    MarkItems();
    return std::move(drafts_);
  }

 private:
  static std::vector<Mapped> PartsOf(const Mapped& words) {
    std::vector<Mapped> parts;
    for (size_t begin = 0; begin <= words.size();) {
      const size_t end = std::min(words.text.find('\t', begin), words.size());
      parts.push_back(words.Cut(begin, end));
      parts.back().Trim();
      begin = end + 1;
    }
    std::erase_if(parts, [](const Mapped& part) { return part.empty(); });
    return parts;
  }

  size_t PartsAt(size_t i) const {
    return i >= lines_.size() || lines_[i].hint != Hint::kNone ? 0
                                                               : PartsOf(lines_[i].words).size();
  }

  // A table's row: several cells, and a neighbour that has as many.
  bool IsRow(size_t i, const std::vector<Mapped>& parts) const {
    if (parts.size() < 2 || BoxAt(parts[0].text).bytes > 0 ||
        !ReadLabels(lines_[i].words.text).empty()) {
      return parts.size() > 2 && ReadLabels(parts[0].text + " X").empty();
    }
    const bool has_twin =
        (i > 0 && PartsAt(i - 1) == parts.size()) || PartsAt(i + 1) == parts.size();
    return has_twin;
  }

  // "a | b | c" is a row whose cells are parted by bars.
  static void PartAtBars(CleanLine& line) {
    if (line.hint != Hint::kNone || line.words.text.find(" | ") == std::string::npos ||
        IsBarred(line.words)) {
      return;
    }
    for (size_t at = line.words.text.find(" | "); at != std::string::npos;
         at = line.words.text.find(" | ", at + 1)) {
      line.words.text[at + 1] = '\t';
    }
  }

  static bool IsBarred(const Mapped& words) {
    return words.text.starts_with("|") && words.text.find('|', 1) != std::string::npos;
  }

  void AddLine(size_t i) {
    CleanLine& line = lines_[i];
    if (line.hint == Hint::kRow) {
      AddRow(std::move(line.cells), line);
      return;
    }
    if (line.hint == Hint::kNone && IsBarred(line.words)) {
      for (char& c : line.words.text) {
        c = c == '|' ? '\t' : c;
      }
      AddRow(PartsOf(line.words), line);
      return;
    }
    if (line.words.text.find('\t') != std::string::npos) {
      std::vector<Mapped> parts = PartsOf(line.words);
      if (line.hint == Hint::kNone && IsRow(i, parts)) {
        AddRow(std::move(parts), line);
        return;
      }
      std::ranges::replace(line.words.text, '\t', ' ');
    }
    if (i > 0 && Continues(i)) {
      is_hanging_ = is_hanging_ || GoesOnBelowBullet(line, lines_[i - 1]);
      Join(line);
      return;
    }
    AddBlocks(line);
  }

  void AddRow(std::vector<Mapped> cells, const CleanLine& line) {
    Draft draft{.kind = BlockKind::kRow, .cells = std::move(cells), .gap = line.gap};
    JoinCells(draft);
    if (!draft.words.empty() && !(line.starts_page && IsHeadAgain(draft))) {
      drafts_.push_back(std::move(draft));
    }
  }

  // A table that goes on on the next page has its first row there again.
  bool IsHeadAgain(const Draft& row) const {
    size_t head = drafts_.size();
    while (head > 0 && drafts_[head - 1].kind == BlockKind::kRow) {
      --head;
    }
    return drafts_.size() > head + 1 && row.cells.size() > 1 &&
           drafts_[head].words.text == row.words.text;
  }

  // A printer draws bullets that are no characters: what is indented below "as follows:" are items.
  void MarkItems() {
    for (size_t i = 1; i < drafts_.size(); ++i) {
      const size_t indent = drafts_[i].indent;
      if (LastPoint(drafts_[i - 1].words.text) != ':' || indent <= drafts_[i - 1].indent) {
        continue;
      }
      const auto is_item = [&](const Draft& draft) {
        return draft.kind == BlockKind::kParagraph && draft.indent == indent &&
               draft.labels.empty() && !draft.is_heading && draft.box == Box::kNone;
      };
      for (; i < drafts_.size() && is_item(drafts_[i]); ++i) {
        drafts_[i].kind = BlockKind::kItem;
      }
    }
  }

  bool Continues(size_t i) const {
    const CleanLine& line = lines_[i];
    const CleanLine& before = lines_[i - 1];
    if (drafts_.empty() || drafts_.back().kind == BlockKind::kRow || line.hint != Hint::kNone ||
        before.hint != Hint::kNone) {
      return false;
    }
    const std::string& words = line.words.text;
    const std::string& so_far = drafts_.back().words.text;
    const bool goes_on_small = line.gap == 0 && StartsLower(words) && IsOpen(so_far);
    const uint32_t last = LastPoint(so_far);
    if (words.starts_with("__") && last == ':' && drafts_.back().box != Box::kNone) {
      return true;
    }
    const bool is_open = IsOpen(so_far);
    const bool is_near = line.gap <= layout_.line_gap || line.starts_page;
    const bool is_full =
        layout_.is_wrapped && (before.width + 1 + line.first_word) * 100 > layout_.width * 95;
    const bool goes_on_full = line.gap == 0 && (is_full || InParagraph(line, before)) &&
                              (is_open || (last == ';' && StartsLower(words)));
    if (BoxAt(words).bytes > 0 || BulletBytes(words) > 0 || line.is_large != before.is_large ||
        (line.is_strong != before.is_strong && !goes_on_small && !goes_on_full)) {
      return false;
    }
    if (GoesOnBelowBullet(line, before)) {
      return true;
    }
    if (is_hanging_ && IsBelowList(line)) {
      return false;
    }
    const std::vector<Label> labels = ReadLabels(words);
    if (!labels.empty()) {
      // "see\nAnnex 2" and "Art.\n32", though there was room for it.
      const bool is_cited =
          IsShortened(so_far) || (!labels.front().word.empty() && EndsInReference(so_far));
      const bool is_named = line.gap == 0 && is_open && is_cited;
      return is_named || (is_near && (is_full || goes_on_full) && is_open &&
                          GoesOnWithLabel(line, labels.front(), so_far));
    }
    const bool is_title = line.is_large && line.gap == 0 && is_open;  // over two lines
    const bool is_inside =
        line.gap == 0 && is_open && (EndsInsidePhrase(so_far) || NamesTheLaw(words, so_far));
    if ((goes_on_full && !is_full) || is_title || is_inside) {
      return true;
    }
    if (EndsSentence(so_far) && BeginsWithName(words)) {
      return false;
    }
    if (is_full && line.starts_page && is_open && !IsAllUpper(words)) {
      return true;
    }
    if (is_near && is_full && !line.starts_page) {
      return !(layout_.line_gap == 0 && EndsSentence(so_far) && line.indent > before.indent + 2);
    }
    const bool is_behind_list = line.gap > layout_.line_gap && !line.starts_page && last == ',' &&
                                ClosesList(words) && !ReadLabels(so_far).empty();
    return is_open && StartsLower(words) && !is_behind_list &&
           (before.width >= kContinuationMin || (is_near && layout_.is_wrapped));
  }

  // "- The processor\n  keeps records": what is indented below the words of an item.
  bool GoesOnBelowBullet(const CleanLine& line, const CleanLine& before) const {
    const Draft& item = drafts_.back();
    return item.has_bullet && line.gap == 0 && !line.starts_page && line.indent > item.indent &&
           IsOpen(item.words.text) && before.width >= kContinuationMin &&
           ReadLabels(line.words.text).empty();
  }

  // Where items hang, what begins as far left as a bullet is a paragraph behind the list.
  bool IsBelowList(const CleanLine& line) const {
    const Draft& item = drafts_.back();
    return item.has_bullet && line.indent <= item.indent && StartsUpper(line.words.text);
  }

  // Markdown: lines without a blank one between them are one paragraph, however long they are.
  // Short ones and those that begin with a name and a colon are meant to stand alone nevertheless.
  bool InParagraph(const CleanLine& line, const CleanLine& before) const {
    return is_markdown_ && line.gap == 0 && !line.starts_page && before.width >= kContinuationMin &&
           !BeginsWithName(line.words.text);
  }

  // Of a line that is open: "... of Article\n4. The ..." goes on, as do "in\nAnnex 1" and
  // "what\nSection 10 says". A number with its word stands above what it numbers by a blank line,
  // or behind the end of a sentence; a list does not.
  static bool GoesOnWithLabel(const CleanLine& line, const Label& label, std::string_view so_far) {
    const bool is_cited = line.gap == 0 && !line.is_strong && !label.word.empty();
    const bool is_count = line.gap == 0 && !line.is_strong && label.is_weak;
    if (is_count || IsShortened(so_far)) {
      return true;
    }
    return so_far.back() != ',' && (line.gap == 0 || !StartsUpper(line.words.text)) &&
           (is_cited || EndsInReference(so_far));
  }

  void Join(const CleanLine& line) {
    Mapped& words = drafts_.back().words;
    const std::string_view last = LastWord(words.text);
    const bool is_hyphen = last.size() > 1 && last.back() == '-' &&
                           IsLetter(PointBefore(last, last.size() - 1).code) &&
                           StartsLower(line.words.text);
    if (is_hyphen) {
      const std::string_view first =
          std::string_view(line.words.text).substr(0, line.words.text.find_first_of(" ,.;:)'"));
      if (IsSuspended(first)) {
        words.Append(" ", line.words.origin.front());
      } else if (!hyphens_.Keeps(last.substr(0, last.size() - 1), first)) {
        words.DropBack(1);
      }
    } else if (!words.text.ends_with('/') || words.text.ends_with(" /")) {
      words.Append(" ", line.words.origin.front());
    }
    words.Append(line.words);
  }

  // A line has several blocks where it has several boxes.
  void AddBlocks(const CleanLine& line) {
    const std::string_view words = line.words.text;
    std::vector<size_t> starts = {0};
    if (BoxAt(words.substr(BulletBytes(words))).bytes > 0) {
      size_t at = BulletBytes(words);
      for (at += PointAt(words, at).bytes; at < words.size(); at += PointAt(words, at).bytes) {
        if (BoxAt(words.substr(at)).bytes > 0) {
          starts.push_back(at);
        }
      }
    }
    starts.push_back(words.size());
    for (size_t i = 0; i + 1 < starts.size(); ++i) {
      Draft draft{.gap = i == 0 ? line.gap : 0, .indent = line.indent, .is_strong = line.is_strong};
      draft.is_heading = line.hint == Hint::kHeading;
      draft.is_large = line.is_large;
      draft.kind = line.hint == Hint::kItem ? BlockKind::kItem : BlockKind::kParagraph;
      draft.words = line.words.Cut(starts[i], starts[i + 1]);
      TakeFront(draft, draft.words);
      draft.words.Trim();
      TakeBackBox(draft);
      draft.labels = ReadLabels(draft.words.text);
      if (!draft.words.empty()) {
        drafts_.push_back(std::move(draft));
      }
    }
  }

  static void TakeFront(Draft& draft, Mapped& rest) {
    if (const BoxMark mark = BoxAt(rest.text); mark.bytes == 0) {
      // "- 1. Title" has a bullet and a number.
      const size_t bullet = BulletBytes(rest.text);
      draft.has_bullet = bullet > 0;
      draft.kind = bullet > 0 ? BlockKind::kItem : draft.kind;
      rest.DropFront(bullet);
    }
    if (const BoxMark mark = BoxAt(rest.text); mark.bytes > 0) {
      draft.box = mark.box;
      draft.kind = BlockKind::kItem;
      rest.DropFront(mark.bytes);
      rest.Trim();
    }
  }

  // "Yes ☒": the box may stand behind.
  static void TakeBackBox(Draft& draft) {
    if (draft.box != Box::kNone || draft.words.empty()) {
      return;
    }
    const Point last = PointBefore(draft.words.text, draft.words.size());
    const BoxMark mark = BoxAt(Utf8(last.code));
    if (mark.bytes > 0 && draft.words.size() > mark.bytes) {
      draft.box = mark.box;
      draft.kind = BlockKind::kItem;
      draft.words.DropBack(last.bytes);
      draft.words.Trim();
    }
  }

  std::vector<CleanLine> lines_;
  LineLayout layout_;
  Hyphens hyphens_;
  bool is_markdown_ = false;
  bool is_hanging_ = false;  // lines of an item are indented below its bullet
  std::vector<Draft> drafts_;
};

}  // namespace

std::vector<Draft> JoinLines(std::vector<CleanLine> lines, bool is_markdown) {
  return Joiner(std::move(lines), is_markdown).Run();
}

bool IsHeadingLike(std::string_view words) {
  const uint32_t last = LastPoint(words);
  return !words.empty() && CountPoints(words) <= kHeadingMax &&
         words.find(';') == std::string_view::npos && last != ';' && last != ',' && last != '.' &&
         last != ':' && words.find_first_not_of("_. ") != std::string_view::npos;
}

}  // namespace mandat::internal
