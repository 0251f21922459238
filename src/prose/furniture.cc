// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/furniture.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace mandat::internal {
namespace {

constexpr size_t kEdge = 3;         // lines at the top and at the foot of a page
constexpr size_t kNear = 2;         // lines around a page number, where pages have no marks
constexpr size_t kLengthMax = 120;  // of a head or foot
constexpr size_t kApartMin = 12;    // lines between the numbers of two pages

// Lower case, one "#" for each number, no blanks: so heads of all pages look alike.
std::string MaskOf(std::string_view words) {
  std::string mask;
  for (const char c : LowerCase(words)) {
    const bool is_digit = c >= '0' && c <= '9';
    if (is_digit && mask.ends_with('#')) {
      continue;
    }
    if (c != ' ' && c != '\t') {
      mask += is_digit ? '#' : c;
    }
  }
  return mask;
}

// How surely a mask is the number of a page: 2 by its words, 1 for a bare number.
int PageNumberLike(const std::string& mask) {
  constexpr auto kSure = std::to_array<std::string_view>(
      {"page#", "page#/#", "page#of#", "page#sur#", "page#de#", "-#-", "#/#", "seite#",
       "seite#von#", "[#/#]", "p.#", "p.#/#", "page#-#", "pagina#", "pagina#van#", "|page#",
       "page#|#", "#|page", "\xE2\x80\x93#\xE2\x80\x93"});
  // "Example Ltd - Data terms - Page 2 / 9": what stands before it is the page's head.
  constexpr auto kEndings = std::to_array<std::string_view>(
      {"page#/#", "page#of#", "page#sur#", "page#de#", "seite#von#", "pagina#van#"});
  const bool has_ending = std::ranges::any_of(
      kEndings, [&](std::string_view ending) { return mask.ends_with(ending); });
  if (has_ending || std::ranges::find(kSure, mask) != kSure.end()) {
    return 2;
  }
  return mask == "#" ? 1 : 0;
}

// What a browser prints on a page: "1/31/26, 9:15 AM    The page's title", "https://example.org
// 1/3".
bool IsOfBrowser(const std::string& mask) {
  constexpr auto kStamps = std::to_array<std::string_view>(
      {"#/#/#,#:#", "#/#/##:#", "#.#.#,#:#", "#.#.##:#", "#-#-#,#:#"});
  const bool is_address =
      mask.starts_with("http://") || mask.starts_with("https://") || mask.starts_with("file:///");
  return (is_address && mask.ends_with("#/#")) ||
         std::ranges::any_of(kStamps, [&](std::string_view stamp) {
           const std::string_view rest =
               std::string_view(mask).substr(std::min(stamp.size(), mask.size()));
           return mask.starts_with(stamp) && rest.find('#') == std::string_view::npos;
         });
}

std::vector<size_t> NumbersOf(std::string_view text) {
  constexpr size_t kNumberMax = 1'000'000;
  std::vector<size_t> numbers;
  bool is_in_number = false;
  for (const char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    if (is_digit && !is_in_number) {
      numbers.push_back(0);
    }
    if (is_digit && numbers.back() < kNumberMax) {
      numbers.back() = numbers.back() * 10 + static_cast<size_t>(c - '0');
    }
    is_in_number = is_digit;
  }
  return numbers;
}

// Of "Version 3 - page 2 of 9" 2, of "page 2" 2: the last number, or the one before how many.
size_t PageNumberOf(std::string_view words) {
  const std::vector<size_t> numbers = NumbersOf(words);
  const bool has_count = numbers.size() > 1 && !MaskOf(words).ends_with("page#-#");
  return numbers.empty() ? 0 : numbers[numbers.size() - (has_count ? 2 : 1)];
}

// "7. Security ........ 12".
bool IsContentsLine(const std::string& text) {
  const size_t last = text.find_last_not_of("0123456789 ");
  if (last == std::string::npos || last + 1 >= text.size()) {
    return false;
  }
  const size_t dots = text.find_last_not_of(". _\t", last);
  return text.substr(dots == std::string::npos ? 0 : dots + 1, last - dots).find("....") !=
             std::string::npos ||
         text.substr(0, last + 1).ends_with("\xE2\x80\xA6\xE2\x80\xA6");
}

class Pages {
 public:
  explicit Pages(const std::vector<PageLine>& lines) : lines_(lines), drop_(lines.size(), false) {
    size_t page = 0;
    for (const PageLine& line : lines) {
      const auto blanks = static_cast<size_t>(std::ranges::count(line.words, ' '));
      const bool may_be = line.is_plain && line.words.size() - blanks <= kLengthMax;
      masks_.push_back(may_be ? MaskOf(line.words) : std::string());
      page += line.starts_page ? 1 : 0;
      page_.push_back(page);
    }
  }

  std::vector<bool> Find() {
    const auto pages = static_cast<size_t>(std::ranges::count_if(lines_, &PageLine::starts_page));
    if (pages > 1) {
      MarkEdges(pages);
    } else {
      MarkByNumbers();
    }
    ForEdges([&](size_t i) { drop_[i] = drop_[i] || IsOfBrowser(masks_[i]); });
    return std::move(drop_);
  }

 private:
  // The lines at the edges of each page, from `first` of the page at `begin` to `end`.
  template <class Visit>
  void ForEdges(const Visit& visit) {
    for (size_t begin = 0; begin < lines_.size();) {
      size_t end = begin + 1;
      while (end < lines_.size() && !lines_[end].starts_page) {
        ++end;
      }
      for (size_t i = begin; i < end; ++i) {
        if (i < begin + kEdge || i + kEdge >= end) {
          visit(i);
        }
      }
      begin = end;
    }
  }

  void MarkEdges(size_t pages) {
    std::map<std::string, std::vector<size_t>> alike;
    ForEdges([&](size_t i) { alike[masks_[i]].push_back(i); });
    const size_t often = std::max<size_t>(2, (pages + 1) / 2);
    std::set<std::string> heads;
    for (const auto& [mask, at] : alike) {
      if (at.size() >= often && AreOfPages(at, often)) {
        heads.insert(mask);
      }
    }
    ForEdges([&](size_t i) {
      if (!masks_[i].empty() && (heads.contains(masks_[i]) || PageNumberLike(masks_[i]) > 0)) {
        drop_[i] = true;
      }
    });
  }

  // In lines that differ in numbers only, each number is the same or grows with the page: "Clause
  // 4" and "Clause 9" are headings, wherever they stand.
  bool AreOfPages(const std::vector<size_t>& at, size_t often) const {
    std::vector<std::map<size_t, size_t>> same;
    std::vector<std::map<size_t, size_t>> growing;
    for (const size_t i : at) {
      const std::vector<size_t> numbers = NumbersOf(lines_[i].words);
      same.resize(std::max(same.size(), numbers.size()));
      growing.resize(same.size());
      for (size_t k = 0; k < numbers.size(); ++k) {
        ++same[k][numbers[k]];
        ++growing[k][numbers[k] - page_[i]];
      }
    }
    const auto most = [](const std::map<size_t, size_t>& counts) {
      size_t best = 0;
      for (const auto& [number, count] : counts) {
        best = std::max(best, count);
      }
      return best;
    };
    for (size_t k = 0; k < same.size(); ++k) {
      if (std::max(most(same[k]), most(growing[k])) < often) {
        return false;
      }
    }
    return true;
  }

  // Without form feeds, only a row of page numbers tells where pages end.
  void MarkByNumbers() {
    std::vector<size_t> numbers;
    for (const int sure : {2, 1}) {
      for (size_t i = 0; i < lines_.size() && (sure == 2 || numbers.empty()); ++i) {
        if (PageNumberLike(masks_[i]) == sure) {
          found_.push_back(i);
        }
      }
      if (IsRow(found_, sure == 2 ? 2 : 3)) {
        numbers = found_;
      }
      found_.clear();
    }
    std::map<std::string, size_t> counts;
    const auto near = [&](const auto& visit) {
      for (const size_t at : numbers) {
        for (size_t i = at - std::min(at, kNear); i < std::min(at + kNear + 1, lines_.size());
             ++i) {
          visit(i);
        }
      }
    };
    near([&](size_t i) { ++counts[masks_[i]]; });
    const size_t often = std::max<size_t>(2, numbers.size() * 3 / 5);
    near([&](size_t i) {
      const bool is_number = std::ranges::binary_search(numbers, i);
      if (is_number || (!masks_[i].empty() && counts[masks_[i]] >= often)) {
        drop_[i] = true;
      }
    });
  }

  // Numbers that grow one by one, a page apart.
  bool IsRow(const std::vector<size_t>& at, size_t least) const {
    if (at.size() < least) {
      return false;
    }
    for (size_t i = 1; i < at.size(); ++i) {
      if (PageNumberOf(lines_[at[i]].words) != PageNumberOf(lines_[at[i - 1]].words) + 1 ||
          at[i] < at[i - 1] + kApartMin) {
        return false;
      }
    }
    return true;
  }

  const std::vector<PageLine>& lines_;
  std::vector<bool> drop_;
  std::vector<std::string> masks_;
  std::vector<size_t> page_;  // of each line
  std::vector<size_t> found_;
};

}  // namespace

std::vector<bool> FindFurniture(const std::vector<PageLine>& lines) { return Pages(lines).Find(); }

void DropFurniture(std::vector<CleanLine>& lines) {
  std::vector<PageLine> views;
  views.reserve(lines.size());
  for (const CleanLine& line : lines) {
    views.push_back({line.words.text, line.hint == Hint::kNone, line.starts_page});
  }
  const std::vector<bool> is_furniture = FindFurniture(views);
  std::vector<CleanLine> kept;
  kept.reserve(lines.size());
  bool is_after_drop = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (is_furniture[i] || (views[i].is_plain && IsContentsLine(lines[i].words.text))) {
      is_after_drop = true;
      continue;
    }
    // What follows a page's head is as near to what came before as the lines of one page are.
    lines[i].starts_page |= is_after_drop;
    is_after_drop = false;
    kept.push_back(std::move(lines[i]));
  }
  lines = std::move(kept);
}

}  // namespace mandat::internal
