// SPDX-License-Identifier: Apache-2.0
// Lists that lost their lines: "Types of data a. names; b. addresses; c. orders".
#include <string>
#include <utility>

#include "prose/internal/draft.h"

namespace mandat::internal {
namespace {

constexpr size_t kItemsMin = 3;
constexpr size_t kIntroMax = 120;

// Where "b. " begins, behind a semicolon or a comma.
size_t FindMark(std::string_view text, size_t from, char letter, char mark) {
  const std::string wanted = {' ', letter, mark, ' '};
  size_t at = text.find(wanted, from);
  while (at != std::string_view::npos) {
    const size_t before = text.find_last_not_of(' ', at);
    const bool is_first = letter == 'a';
    if (is_first ||
        (before != std::string_view::npos && (text[before] == ';' || text[before] == ','))) {
      return at + 1;
    }
    at = text.find(wanted, at + 1);
  }
  return std::string_view::npos;
}

// "Limits. (a) The processor ... . (b) It ...": each item is a sentence.
std::vector<size_t> SentenceMarksOf(std::string_view text) {
  std::vector<size_t> marks;
  size_t from = 0;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    const std::string wanted = {' ', '(', letter, ')', ' '};
    const size_t at = (letter == 'a' ? text.substr(0, kIntroMax) : text).find(wanted, from);
    const size_t before = at == std::string_view::npos ? at : text.find_last_not_of(' ', at);
    if (before == std::string_view::npos || (text[before] != '.' && text[before] != ';')) {
      break;
    }
    marks.push_back(at + 1);
    from = at + 1;
  }
  return marks.size() >= 2 ? marks : std::vector<size_t>();
}

std::vector<size_t> MarksOf(std::string_view text) {
  if (std::vector<size_t> marks = SentenceMarksOf(text); !marks.empty()) {
    return marks;
  }
  for (const char mark : {'.', ')'}) {
    std::vector<size_t> marks;
    size_t at = FindMark(text.substr(0, kIntroMax), 0, 'a', mark);
    for (char letter = 'b'; at != std::string_view::npos && letter <= 'z'; ++letter) {
      marks.push_back(at);
      at = FindMark(text, at + 1, letter, mark);
    }
    if (marks.size() >= kItemsMin) {
      return marks;
    }
  }
  return {};
}

}  // namespace

void FindInlineLists(std::vector<Draft>& drafts) {
  std::vector<Draft> out;
  out.reserve(drafts.size());
  for (Draft& draft : drafts) {
    const std::vector<size_t> marks =
        draft.kind == BlockKind::kRow ? std::vector<size_t>() : MarksOf(draft.words.text);
    if (marks.empty()) {
      out.push_back(std::move(draft));
      continue;
    }
    const Mapped words = std::move(draft.words);
    draft.words = words.Cut(0, marks.front());
    draft.words.Trim();
    if (!draft.words.empty()) {
      draft.labels = ReadLabels(draft.words.text);
      out.push_back(std::move(draft));
    }
    for (size_t i = 0; i < marks.size(); ++i) {
      Draft item{.kind = BlockKind::kItem};
      item.words = words.Cut(marks[i], i + 1 < marks.size() ? marks[i + 1] : words.size());
      item.words.Trim();
      item.labels = ReadLabels(item.words.text);
      out.push_back(std::move(item));
    }
  }
  drafts = std::move(out);
}

}  // namespace mandat::internal
