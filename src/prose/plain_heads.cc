// SPDX-License-Identifier: Apache-2.0
// Headings that neither a number nor the format marks, told by what they look like and by the
// lists below them, which begin again behind each.
#include <algorithm>
#include <array>

#include "prose/internal/outline.h"

namespace mandat::internal {
namespace {

constexpr size_t kUnnumberedMax = 90;  // characters of a heading without a number
constexpr size_t kHeadsMin = 4;        // of a text that has headings without numbers
constexpr size_t kRestartsMin = 2;     // lists that begin again behind a heading
constexpr size_t kBlankMost = 12;      // words of a heading

bool IsCounted(const Label& label) {
  return label.style == Style::kArticle || label.style == Style::kDecimal ||
         label.style == Style::kSection || (label.style == Style::kNumber && !label.is_weak) ||
         label.style == Style::kUpperRoman || label.style == Style::kUpper ||
         label.style == Style::kNumberParen;
}

// A number that is none of an article: "30 days", not "Security (Art. 32 GDPR)".
bool HasQuantity(std::string_view words) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr auto kOfLaw = std::to_array<std::string_view>(
      {"art. ", "art.", "article ", "artikel ", "\xC2\xA7 ", "\xC2\xA7"});
  bool is_cited = false;
  for (size_t at = words.find_first_of(kDigits); at != std::string_view::npos;
       at = words.find_first_of(kDigits, words.find_first_not_of(kDigits, at))) {
    const std::string front = LowerCase(words.substr(0, at));
    const bool goes_on = is_cited && (front.ends_with('(') || front.ends_with('-'));
    is_cited = goes_on || std::ranges::any_of(
                              kOfLaw, [&](std::string_view word) { return front.ends_with(word); });
    if (!is_cited) {
      return true;
    }
    if (words.find_first_not_of(kDigits, at) == std::string_view::npos) {
      return false;
    }
  }
  return false;
}

// "1. Scope", "Article 2 - Duration".
bool IsNumberedHeading(const Draft& draft, const Label& label) {
  const std::string_view words = WordsBehind(draft, label);
  return label.style == Style::kArticle || label.style == Style::kSection ||
         (StartsUpper(words) && IsHeadingLike(words));
}

// What the numbers of a text are: of headings, or of lists.
struct Numbers {
  size_t all = 0;
  size_t headings = 0;
  size_t ones = 0;
  size_t restarts = 0;  // ones behind something that looks like a heading
};

class PlainHeads {
 public:
  PlainHeads(std::vector<Draft>& drafts, size_t begin, size_t end)
      : drafts_(drafts), begin_(begin), end_(end) {}

  void Run() {
    FindHeads();
    if (heads_.size() >= kHeadsMin && AreLists(Count())) {
      for (const size_t at : heads_) {
        drafts_[at].is_heading = true;
      }
    }
  }

 private:
  bool MayBe(size_t at) const {
    const Draft& draft = drafts_[at];
    return MayHead(draft) && draft.words.text.find_first_of(":@\t") == std::string::npos &&
           !HasQuantity(draft.words.text) &&
           std::ranges::count(draft.words.text, ' ') < static_cast<std::ptrdiff_t>(kBlankMost);
  }

  void FindHeads() {
    for (size_t at = begin_; at + 1 < end_; ++at) {
      const bool heads_text = !MayBe(at + 1) && drafts_[at + 1].kind != BlockKind::kRow;
      const bool is_of_list = at > begin_ && LastPoint(drafts_[at - 1].words.text) == ':';
      if (MayBe(at) && heads_text && !is_of_list) {
        heads_.push_back(at);
      }
    }
    // Where some are bold all along, the others are no headings.
    const auto strong = static_cast<size_t>(
        std::ranges::count_if(heads_, [&](size_t at) { return drafts_[at].is_strong; }));
    if (strong >= kHeadsMin) {
      std::erase_if(heads_, [&](size_t at) { return !drafts_[at].is_strong; });
    }
  }

  Numbers Count() const {
    Numbers out;
    for (size_t at = begin_; at < end_; ++at) {
      const auto label = std::ranges::find_if(drafts_[at].labels, IsCounted);
      if (label == drafts_[at].labels.end()) {
        continue;
      }
      ++out.all;
      const bool is_of_list = at > begin_ && LastPoint(drafts_[at - 1].words.text) == ':';
      out.headings += !is_of_list && IsNumberedHeading(drafts_[at], *label) ? 1 : 0;
      const bool is_one = label->numbers.back() == 1 && label->numbers.size() == 1;
      out.ones += is_one ? 1 : 0;
      out.restarts += is_one && std::ranges::binary_search(heads_, at - 1) ? 1 : 0;
    }
    return out;
  }

  bool AreLists(const Numbers& numbers) const {
    if (numbers.headings > 1) {
      return false;
    }
    const bool restart = numbers.restarts >= kRestartsMin && numbers.restarts * 2 >= numbers.ones;
    const bool are_few = numbers.all > 0 && numbers.all * 6 <= end_ - begin_;
    return restart || are_few;
  }

  std::vector<Draft>& drafts_;
  size_t begin_;
  size_t end_;
  std::vector<size_t> heads_;
};

}  // namespace

bool MayHead(const Draft& draft) {
  constexpr auto kBetween =
      std::to_array<std::string_view>({"entre", "et", "between", "and", "zwischen", "und", "en",
                                       "tussen", "ci-apr\xC3\xA8s", "parties"});
  return draft.kind == BlockKind::kParagraph && draft.box == Box::kNone && !draft.has_bullet &&
         IsHeadingLike(draft.words.text) && LastPoint(draft.words.text) != '!' &&
         CountPoints(draft.words.text) <= kUnnumberedMax && draft.labels.empty() &&
         StartsUpper(draft.words.text) &&
         std::ranges::find(kBetween, LowerCase(draft.words.text)) == kBetween.end();
}

void MarkPlainHeads(std::vector<Draft>& drafts, size_t begin, size_t end) {
  for (size_t at = begin; at < end; ++at) {
    if (drafts[at].is_heading) {
      return;
    }
  }
  PlainHeads(drafts, begin, end).Run();
}

}  // namespace mandat::internal
