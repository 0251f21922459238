// SPDX-License-Identifier: Apache-2.0
// Words and their places out of the rows of `pdftotext -tsv`: level, page, paragraph, block, line,
// word, left, top, width, height, confidence, text.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "prose/internal/placed_lines.h"

namespace mandat::internal {
namespace {

constexpr size_t kNumbers = 11;  // in front of a row's text
constexpr size_t kLeft = 6;      // the first of them that a word has
constexpr size_t kTop = 7;
constexpr size_t kWidth = 8;
constexpr size_t kHeight = 9;
constexpr double kFarthest = 1e5;  // points; a page has some hundreds
constexpr double kOfPage = 1;      // levels
constexpr double kOfWord = 5;

struct Row {
  std::array<double, kNumbers> numbers{};
  std::string_view text;
};

std::optional<Row> ReadRow(std::string_view line) {
  Row row;
  for (double& number : row.numbers) {
    const size_t end = line.find('\t');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const auto [rest, error] = std::from_chars(line.data(), line.data() + end, number);
    if (error != std::errc() || rest != line.data() + end || !std::isfinite(number)) {
      return std::nullopt;
    }
    number = std::clamp(number, -kFarthest, kFarthest);
    line.remove_prefix(end + 1);
  }
  row.text = line;
  return row;
}

}  // namespace

std::vector<PlacedPage> ReadPlacedWords(std::string_view rows) {
  std::vector<PlacedPage> pages;
  for (size_t begin = 0; begin < rows.size();) {
    const size_t end = std::min(rows.find('\n', begin), rows.size());
    const std::string_view line = rows.substr(begin, end - begin);
    const std::optional<Row> row = ReadRow(line);
    if (!row) {
      if (!pages.empty() && !pages.back().empty()) {
        std::string_view& text = pages.back().back().text;
        text = rows.substr(static_cast<size_t>(text.data() - rows.data()),
                           end - static_cast<size_t>(text.data() - rows.data()));
      }
    } else if (row->numbers[0] == kOfPage) {
      pages.emplace_back();
    } else if (row->numbers[0] == kOfWord && !pages.empty() && !row->text.empty()) {
      const double left = row->numbers[kLeft];
      const double top = row->numbers[kTop];
      pages.back().push_back({.left = left,
                              .right = left + std::max(row->numbers[kWidth], 0.0),
                              .top = top,
                              .bottom = top + std::max(row->numbers[kHeight], 0.0),
                              .text = row->text});
    }
    begin = end + 1;
  }
  return pages;
}

}  // namespace mandat::internal
