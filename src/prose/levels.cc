// SPDX-License-Identifier: Apache-2.0
// Which numbering a label belongs to. Contracts restart, skip and repeat numbers; what decides is
// what goes on best, and whether its like were headings or sentences.
#include "prose/internal/levels.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "prose/internal/outline.h"

namespace mandat::internal {
namespace {

constexpr unsigned kGapMax = 3;  // numbers that may be missing
constexpr double kScoreMin = 2;

bool IsFigure(Style style) {
  return style == Style::kNumber || style == Style::kArticle || style == Style::kDecimal;
}

bool IsPrefix(const std::vector<unsigned>& shorter, const std::vector<unsigned>& longer) {
  return shorter.size() < longer.size() &&
         std::equal(shorter.begin(), shorter.end(), longer.begin());
}

// "7.1": below what is numbered 7; else beside another of its length; else by itself.
std::optional<Seat> SeatOfDecimal(const Label& label, const std::vector<Level>& levels, size_t base,
                                  std::string_view words) {
  for (size_t i = levels.size(); i > base; --i) {
    const Level& level = levels[i - 1];
    if (IsFigure(level.style) && IsPrefix(level.numbers, label.numbers) &&
        label.numbers.size() == level.numbers.size() + 1) {
      return Seat{label, i, 20};
    }
  }
  const bool may_begin = StartsUpper(words) || words.empty() || words.starts_with("(");
  if (!may_begin) {
    return std::nullopt;
  }
  for (size_t i = base; i < levels.size(); ++i) {
    if (levels[i].style == Style::kDecimal && levels[i].numbers.size() == label.numbers.size()) {
      return levels[i].numbers < label.numbers ? std::optional(Seat{label, i, 10}) : std::nullopt;
    }
    if (IsPrefix(levels[i].numbers, label.numbers)) {
      return Seat{label, i + 1, 8};
    }
  }
  const bool begins = label.numbers.back() <= kGapMax || IsHeadingLike(words);
  return begins ? std::optional(Seat{label, base, 5}) : std::nullopt;
}

std::optional<Seat> SeatOfArticle(const Label& label, const std::vector<Level>& levels, size_t base,
                                  std::string_view words, bool is_marked) {
  for (size_t i = base; i < levels.size(); ++i) {
    // Where clauses have headings that the format marks, "Article 28 ..." in a list is a citation.
    if (levels[i].is_marked && !is_marked && IsFigure(levels[i].style)) {
      return std::nullopt;
    }
    // "Article 4, as ..." in the middle of a text goes back; a heading may.
    if (levels[i].style == Style::kArticle && label.numbers[0] <= levels[i].numbers[0] &&
        !IsHeadingLike(words)) {
      return std::nullopt;
    }
  }
  return Seat{label, base, 30};
}

// Going on with a level: how well its last number and its look fit.
double Fit(const Label& label, const Level& level, bool is_heading, bool is_marked, bool is_upper) {
  const unsigned last = level.numbers.back();
  const unsigned next = label.numbers.back();
  if (level.style != label.style || next < last || next > last + kGapMax) {
    return 0;
  }
  const double fit = next == last + 1 ? 10 : next == last ? 2 : 4;
  // A heading that the format marks goes on with its like, not with the list between them.
  const double mark = is_marked ? (level.is_marked ? 4 : -4) : 0;
  // One in capitals does the same.
  const double upper = is_upper ? (level.is_upper ? 4 : -4) : 0;
  return fit + mark + upper + (is_heading == level.is_heading ? 3 : -3);
}

class SeatFinder {
 public:
  SeatFinder(const LabelledDraft& what, const std::vector<Level>& levels, size_t base)
      : what_(what), levels_(levels), base_(base) {}

  void Consider(const Label& label) {
    const std::string_view words = WordsBehind(*what_.draft, label);
    if (label.style == Style::kDecimal) {
      // A bullet before "Article 15.7 (governing law)", or nothing behind it, lists what stands
      // elsewhere.
      const bool is_item = what_.draft->has_bullet || what_.draft->kind == BlockKind::kItem ||
                           (words.starts_with('(') && words.ends_with(')'));
      const bool is_listed = is_item && !label.word.empty() && !IsBelow(label);
      Take(is_listed ? std::nullopt : SeatOfDecimal(label, levels_, base_, words));
      return;
    }
    if (label.style == Style::kArticle) {
      Take(SeatOfArticle(label, levels_, base_, words,
                         what_.draft->is_heading || what_.draft->is_large));
      return;
    }
    const bool is_heading = IsHeadingLike(words) || words.empty();
    if (label.is_weak && !is_heading) {
      return;
    }
    for (size_t i = base_; i < levels_.size(); ++i) {
      double fit = Fit(label, levels_[i], is_heading, what_.draft->is_heading,
                       is_heading && IsAllUpper(words));
      fit -= label.is_weak && fit < 13 ? 10 : 0;
      if (fit > 0) {
        Take(Seat{label, i, fit + static_cast<double>(i) * 0.5});
      }
    }
    if (is_heading && GoesOnBehindDecimals(label)) {
      Take(Seat{label, base_, 12});
    }
    ConsiderNew(label, is_heading);
  }

  std::optional<Seat> Best() const { return best_; }

 private:
  void ConsiderNew(const Label& label, bool is_heading) {
    if (label.numbers.back() != 1) {
      // A numbering may have lost its front, if nothing else has begun.
      const bool may_be = label.style == Style::kNumber && levels_.size() == base_ && is_heading;
      if (may_be && !label.is_weak) {
        Take(Seat{label, base_, 3});
      }
      return;
    }
    if (label.is_weak && levels_.size() > base_) {
      return;
    }
    if (IsFirstClause(label)) {
      Take(Seat{label, base_, 8});
      return;
    }
    const auto same = std::find_if(levels_.rbegin(), levels_.rend(),
                                   [&](const Level& level) { return level.style == label.style; });
    const auto depth = static_cast<size_t>(levels_.rend() - same);
    const bool is_below_mark = depth > base_ && same->is_marked && !what_.draft->is_heading;
    if (is_below_mark && depth < levels_.size() && levels_.back().is_marked) {
      Take(Seat{label, levels_.size(), 8});  // below a marked heading that is below its like
      return;
    }
    const bool nests =
        depth <= base_ || what_.is_after_colon ||
        (same->is_heading && (!is_heading || is_below_mark) && depth == levels_.size());
    // A second list of one sort below one clause, or one inside the other.
    Take(Seat{label, nests ? levels_.size() : depth - 1, 8});
  }

  // "4 Duties" behind "3.1" and "3.2.1", whose "3" was lost.
  bool GoesOnBehindDecimals(const Label& label) const {
    return label.style == Style::kNumber && std::ranges::any_of(levels_, [&](const Level& level) {
             return level.style == Style::kDecimal && label.numbers[0] == level.numbers[0] + 1;
           });
  }

  bool IsBelow(const Label& label) const {
    return std::ranges::any_of(
        levels_, [&](const Level& level) { return IsPrefix(level.numbers, label.numbers); });
  }

  // "1. Definitions" behind "(1)" and "(2)", the parties, and "(A)" and "(B)", the recitals.
  bool IsFirstClause(const Label& label) const {
    const auto has_bracket = [](const Level& level) { return level.has_bracket; };
    const auto below = levels_.begin() + static_cast<std::ptrdiff_t>(base_);
    return label.style == Style::kNumber && !label.is_weak && below != levels_.end() &&
           std::all_of(below, levels_.end(), has_bracket) &&
           StartsUpper(WordsBehind(*what_.draft, label));
  }

  void Take(std::optional<Seat> seat) {
    if (seat && seat->score >= kScoreMin && (!best_ || seat->score > best_->score)) {
      best_ = std::move(seat);
    }
  }

  const LabelledDraft& what_;
  const std::vector<Level>& levels_;
  size_t base_;
  std::optional<Seat> best_;
};

}  // namespace

std::optional<Seat> FindSeat(const LabelledDraft& what, const std::vector<Level>& levels,
                             size_t base) {
  SeatFinder finder(what, levels, base);
  for (const Label& label : what.draft->labels) {
    if (label.style != Style::kAnnex && label.style != Style::kSection) {
      finder.Consider(label);
    }
  }
  return finder.Best();
}

bool ClosesList(std::string_view words) {
  constexpr auto kCloses = std::to_array<std::string_view>(
      {"provided",     "unless", "except", "save",        "and",     "but",          "subject to",
       "in each case", "sauf",   "et",     "étant",       "à moins", "à condition",  "sous réserve",
       "und",          "sofern", "soweit", "es sei denn", "wobei",   "vorbehaltlich"});
  return std::ranges::any_of(kCloses, [&](std::string_view word) {
    return words.starts_with(word) && words.substr(word.size()).starts_with(' ');
  });
}

bool DefinesTerm(std::string_view words) {
  constexpr auto kMeans = std::to_array<std::string_view>(
      {" means ", " means: ", " shall mean ", " has the meaning", " have the meaning", " désigne ",
       " désignent ", " signifie ", " bezeichnet ", " bedeutet "});
  constexpr auto kPoints = std::to_array<std::string_view>(
      {"this ", "that ", "which ", "it ", "cela ", "das ", "dies "});
  constexpr size_t kFrontMost = 90;
  const std::string front = LowerCase(words.substr(0, kFrontMost));
  size_t at = std::string::npos;
  for (const std::string_view verb : kMeans) {
    at = std::min(at, front.find(verb));
  }
  return at != std::string::npos && StartsUpper(words) &&
         front.substr(0, at).find_first_of(".;:") == std::string::npos &&
         std::ranges::none_of(kPoints,
                              [&](std::string_view word) { return front.starts_with(word); });
}

size_t DepthOfText(const std::vector<Level>& levels, size_t base, const Draft& draft,
                   const Draft* before) {
  const std::string_view words = draft.words.text;
  size_t depth = levels.size();
  if (before == nullptr || draft.kind != BlockKind::kParagraph || draft.box != Box::kNone) {
    return depth;
  }
  if (DefinesTerm(words)) {
    for (size_t above = depth; above > base; --above) {
      if (levels[above - 1].has_definitions) {
        return above;
      }
    }
  }
  const bool is_end = !before->labels.empty() && StartsLower(words) && ClosesList(words);
  if (is_end && depth > base + 1 && levels[depth - 1].is_in_sentence) {
    return depth - 1;
  }
  const bool may_close = StartsUpper(words) && EndsSentence(before->words.text);
  while (may_close && depth > base + 1 && levels[depth - 1].is_in_sentence &&
         !IsFigure(levels[depth - 1].style)) {
    --depth;
  }
  return depth;
}

std::string PathBelow(const Level* above, const Label& label) {
  const bool is_paragraph = above != nullptr && above->is_paragraph_sign;
  const std::string path = above == nullptr ? std::string() : above->path;
  switch (label.style) {
    case Style::kDecimal: {
      if (label.id.find(".0") != std::string::npos && label.id.back() != '.') {
        return label.id;  // "2.01" is cited so
      }
      std::string out;
      for (const unsigned number : label.numbers) {
        out += out.empty() ? "" : ".";
        out += number < kLetteredBase
                   ? std::to_string(number)
                   : std::string(1, static_cast<char>('A' + number - kLetteredBase));
      }
      return out;
    }
    case Style::kArticle:
      return label.id.find_first_not_of("IVX") == std::string::npos
                 ? label.id
                 : std::to_string(label.numbers[0]);
    case Style::kNumber:
    case Style::kNumberParen: {
      const std::string number = std::to_string(label.numbers[0]);
      if (is_paragraph) {
        return path + (path.find("Abs.") == std::string::npos ? " Abs. " : " Nr. ") + number;
      }
      if (path.empty()) {
        return label.style == Style::kNumber ? number : "(" + number + ")";
      }
      const bool is_dotted = label.style == Style::kNumber && path.back() != ')';
      return is_dotted ? path + "." + number : path + "(" + number + ")";
    }
    case Style::kUpper:
    case Style::kUpperRoman:
      return path.empty() ? label.id : path + "(" + label.id + ")";
    default:
      return is_paragraph ? path + " lit. " + label.id : path + "(" + label.id + ")";
  }
}

}  // namespace mandat::internal
