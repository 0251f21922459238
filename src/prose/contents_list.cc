// SPDX-License-Identifier: Apache-2.0
// Tables of contents without dots: what they name comes again as headings.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "prose/internal/draft.h"
#include "prose/internal/outline.h"

namespace mandat::internal {
namespace {

constexpr size_t kEntryMax = 120;
constexpr size_t kTitleMin = 4;    // bytes of a title that is compared
constexpr size_t kEntriesMin = 3;  // of a table of contents
constexpr size_t kEntriesMax = 256;

// "[Scope](#scope)": the title of a link within the text.
std::string_view WithoutLink(std::string_view words) {
  const size_t link = words.find("](#");
  const size_t open = words.find('[');
  return link != std::string_view::npos && open < link ? words.substr(open + 1, link - open - 1)
                                                       : words;
}

// Letters and figures alone, without the number of a page at the end.
std::string TitleOf(std::string_view words, bool may_have_page) {
  words = WithoutLink(words);
  if (may_have_page) {
    const size_t last = words.find_last_not_of("0123456789");
    const bool has_page = last != std::string_view::npos && last + 1 < words.size() &&
                          (words[last] == ' ' || words[last] == '\t' || words[last] == '.');
    words = has_page ? words.substr(0, last) : words;
  }
  std::string title;
  for (const char c : LowerCase(words)) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= 0x80 || IsLetter(code) || IsDigit(code)) {
      title += c;
    }
  }
  return title;
}

bool MayBeEntry(const Draft& draft) {
  return draft.kind != BlockKind::kRow && draft.box == Box::kNone && !draft.words.empty() &&
         draft.words.size() <= kEntryMax;
}

bool IsTitled(const Draft& draft) {
  return MayBeEntry(draft) && (draft.is_heading || !draft.labels.empty()) && !draft.has_bullet;
}

std::string_view Behind(const Draft& draft) {
  return draft.labels.empty() ? std::string_view(draft.words.text)
                              : WordsBehind(draft, draft.labels[0]);
}

class ContentsFinder {
 public:
  explicit ContentsFinder(const std::vector<Draft>& drafts) : drafts_(drafts) {
    for (size_t at = 0; at < drafts.size(); ++at) {
      if (IsTitled(drafts[at])) {
        last_[TitleOf(drafts[at].words.text, false)] = at;
        last_[TitleOf(Behind(drafts[at]), false)] = at;
      }
    }
    for (size_t at = 0; at < drafts.size(); ++at) {
      heads_.push_back(HeadOf(at));
    }
  }

  // Where the list ends that begins there; `begin` if none does.
  size_t EndOf(size_t begin) const {
    std::vector<size_t> heads;
    size_t end = begin;
    while (end < drafts_.size() && heads.size() < kEntriesMax) {
      const size_t head = heads_[end];
      if (head == 0 || (!heads.empty() && head <= heads.back())) {
        break;
      }
      heads.push_back(head);
      ++end;
    }
    // Points of a list that comes twice stand close together, headings have text between them.
    size_t apart = 0;
    for (size_t i = 0; i + 1 < heads.size(); ++i) {
      apart += heads[i + 1] > heads[i] + 1 ? 1 : 0;
    }
    const bool is_list =
        heads.size() >= kEntriesMin && heads[0] >= end && apart * 3 >= heads.size();
    return is_list ? end : begin;
  }

 private:
  // The heading that an entry names, further down; 0: none.
  size_t HeadOf(size_t at) const {
    if (!MayBeEntry(drafts_[at])) {
      return 0;
    }
    for (const bool may_have_page : {false, true}) {
      for (const std::string_view words :
           {std::string_view(drafts_[at].words.text), Behind(drafts_[at])}) {
        const std::string title = TitleOf(words, may_have_page);
        const auto head = last_.find(title);
        if (title.size() >= kTitleMin && head != last_.end() && head->second > at) {
          return head->second;
        }
      }
    }
    return 0;
  }

  const std::vector<Draft>& drafts_;
  std::map<std::string, size_t> last_;  // where each title stands last
  std::vector<size_t> heads_;           // of each draft, the heading that it names
};

}  // namespace

void DropContents(std::vector<Draft>& drafts) {
  const ContentsFinder contents(drafts);
  std::vector<bool> is_entry(drafts.size(), false);
  for (size_t at = 0; at < drafts.size();) {
    const size_t end = contents.EndOf(at);
    std::fill(is_entry.begin() + static_cast<std::ptrdiff_t>(at),
              is_entry.begin() + static_cast<std::ptrdiff_t>(end), true);
    at = std::max(end, at + 1);
  }
  size_t kept = 0;
  for (size_t at = 0; at < drafts.size(); ++at) {
    if (!is_entry[at]) {
      if (kept != at) {
        drafts[kept] = std::move(drafts[at]);
      }
      ++kept;
    }
  }
  drafts.resize(kept);
}

}  // namespace mandat::internal
