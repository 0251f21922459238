// SPDX-License-Identifier: Apache-2.0
// Whether lines were broken at one width. Where most of a text is long paragraphs of many lines,
// their widths say so; where most of it is headings and short items, it is told by the lines that
// stop in the middle of a sentence: the first word of the next would not have fitted.
#include "prose/internal/line_layout.h"

#include <algorithm>
#include <array>
#include <string>

#include "prose/internal/label.h"

namespace mandat::internal {
namespace {

constexpr size_t kWidthMax = 140;  // wider lines are paragraphs
constexpr size_t kWidthMin = 50;   // narrower ones are no page
constexpr size_t kBrokenMin = 4;   // lines that stop in the middle of a sentence
constexpr size_t kLinesMin = 4;    // of a text that says anything about its width

bool IsProse(const CleanLine& line) {
  return line.hint == Hint::kNone && !line.words.text.starts_with('|');  // a row of Markdown
}

bool IsPage(size_t width) { return width >= kWidthMin && width <= kWidthMax; }

// Most lines are nearly as wide as the widest tenth.
void TellByWidths(const std::vector<CleanLine>& lines, LineLayout& layout) {
  std::vector<size_t> widths;
  for (const CleanLine& line : lines) {
    if (IsProse(line)) {
      widths.push_back(line.width);
    }
  }
  if (widths.size() < kLinesMin) {
    return;
  }
  const auto high = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() * 9 / 10);
  std::ranges::nth_element(widths, high);
  layout.width = *high;
  const auto full = static_cast<size_t>(
      std::ranges::count_if(widths, [&](size_t width) { return width * 10 >= layout.width * 7; }));
  layout.is_wrapped = IsPage(layout.width) && full * 3 >= widths.size();
}

// Nearly all lines that stop in the middle of a sentence end where the next word has no room.
void TellByBreaks(const std::vector<CleanLine>& lines, LineLayout& layout) {
  struct Break {
    size_t width = 0;
    size_t with_next = 0;  // had the next word stood there too
  };
  std::vector<Break> breaks;
  size_t width = 0;
  for (size_t i = 1; i < lines.size(); ++i) {
    const CleanLine& before = lines[i - 1];
    const CleanLine& line = lines[i];
    if (IsProse(before) && IsProse(line) && line.gap == 0 && IsPage(before.width) &&
        IsOpen(before.words.text) && BulletBytes(line.words.text) == 0) {
      breaks.push_back({before.width, before.width + 1 + line.first_word});
      width = std::max(width, before.width);
    }
  }
  const auto at_edge = static_cast<size_t>(std::ranges::count_if(
      breaks, [&](const Break& each) { return each.with_next * 100 > width * 95; }));
  if (breaks.size() >= kBrokenMin && at_edge * 10 >= breaks.size() * 8) {
    layout.is_wrapped = true;
    layout.width = width;
  }
}

}  // namespace

bool IsShortened(std::string_view text) {
  constexpr auto kShort = std::to_array<std::string_view>(
      {"abs.", "al.", "art.", "bzw.",  "cf.",   "e.g.", "gem.", "ggf.", "i.", "i.e.", "insb.",
       "lit.", "no.", "nr.",  "para.", "resp.", "sec.", "sog.", "vgl.", "z.", "ziff."});
  constexpr size_t kLongest = 16;  // bytes; of a paragraph no more is looked at
  text.remove_prefix(text.size() - std::min(text.size(), kLongest));
  const size_t space = text.rfind(' ');
  if (space == std::string_view::npos) {
    return false;
  }
  const std::string word = LowerCase(text.substr(space + 1));
  const bool is_second = word.size() == 2 && space > 2 && text[space - 1] == '.' &&
                         (space == 2 || text[space - 3] == ' ');  // "i. V.", "z. B."
  return word.ends_with('.') && (is_second || std::ranges::find(kShort, word) != kShort.end());
}

bool IsOpen(std::string_view text) {
  const uint32_t last = LastPoint(text);
  return (!EndsSentence(text) || IsShortened(text)) && last != ':' && last != ';';
}

LineLayout LayoutOf(const std::vector<CleanLine>& lines) {
  LineLayout layout;
  TellByWidths(lines, layout);
  if (!layout.is_wrapped) {
    TellByBreaks(lines, layout);
  }
  // Double spacing: nearly every line of the width has a blank one behind it, and most of these
  // stop in the middle of a sentence.
  size_t close = 0;
  size_t apart = 0;
  size_t open = 0;
  for (size_t i = 1; i < lines.size(); ++i) {
    if (lines[i - 1].width * 10 >= layout.width * 7) {
      const bool is_apart = lines[i].gap == 1;
      close += lines[i].gap == 0 ? 1 : 0;
      apart += is_apart ? 1 : 0;
      open += is_apart && IsOpen(lines[i - 1].words.text) ? 1 : 0;
    }
  }
  layout.line_gap = layout.is_wrapped && apart > close * 4 && open * 2 > apart ? 1 : 0;
  return layout;
}

}  // namespace mandat::internal
