// SPDX-License-Identifier: Apache-2.0
// Items of a Markdown list that are all numbered alike count on: "1.", "1.", "1." are shown as 1, 2
// and 3. CommonMark 0.31, section 5.3.
#include <map>

#include "prose/internal/draft.h"

namespace mandat::internal {
namespace {

struct Item {
  Style style = Style::kNumber;
  unsigned written = 0;
  unsigned counted = 0;
};

}  // namespace

void CountMarkdownItems(std::vector<Draft>& drafts) {
  std::map<size_t, Item> lists;  // by how far their items are indented
  for (Draft& draft : drafts) {
    if (draft.is_heading || draft.kind == BlockKind::kRow) {
      lists.clear();
      continue;
    }
    Label* label = draft.labels.empty() ? nullptr : &draft.labels.front();
    const bool is_item = label != nullptr && label->numbers.size() == 1 &&
                         (label->style == Style::kNumber || label->style == Style::kNumberParen);
    // What stands to the left of a list, and is no item of it, ends it.
    lists.erase(is_item ? lists.upper_bound(draft.indent) : lists.lower_bound(draft.indent),
                lists.end());
    if (!is_item) {
      continue;
    }
    Item& item = lists[draft.indent];
    const unsigned written = label->numbers[0];
    const bool goes_on = item.counted > 0 && item.style == label->style && item.written == written;
    item = {label->style, written, goes_on ? item.counted + 1 : written};
    label->numbers[0] = item.counted;
  }
}

}  // namespace mandat::internal
