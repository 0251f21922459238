// SPDX-License-Identifier: Apache-2.0
#include "lint/internal/review.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/assert.h"
#include "lint/internal/table.h"

namespace mandat::internal {

bool Saying::IsSilent() const {
  return term == nullptr || (term->holds().status == TermStatus::kNotStated && !term->option);
}

bool Saying::IsOpen() const {
  return IsSilent() || (term->holds().status == TermStatus::kAmbiguous && !term->option);
}

bool Saying::IsExternal() const {
  return term != nullptr && term->holds().status == TermStatus::kExternal && !term->option;
}

std::string_view Saying::word() const {
  if (term == nullptr) {
    return {};
  }
  return term->option && !term->option->word.empty() ? term->option->word : term->holds().word;
}

std::optional<Period> Saying::number() const {
  if (term == nullptr) {
    return std::nullopt;
  }
  if (term->option && term->option->within) {
    return term->option->within;
  }
  const Statement& said = term->holds();
  return said.within ? said.within : said.at_least ? said.at_least : said.at_most;
}

const HouseRule* Saying::house() const {
  return term != nullptr && term->house ? &*term->house : nullptr;
}

const Statement& Saying::said() const {
  MANDAT_ASSERT(term != nullptr);
  return term->holds();
}

std::string WordsOf(const Statement& said) {
  std::string words = said.text;
  for (const std::string& item : said.list) {
    words += (words.empty() ? "" : "; ") + item;
  }
  return words;
}

std::string Saying::words() const { return term == nullptr ? std::string() : WordsOf(said()); }

std::string Saying::where() const {
  if (term == nullptr || term->clause().empty()) {
    return {};
  }
  const std::string clause = "clause " + term->clause();
  const uint32_t line = term->holds().line;
  return line == 0 ? clause : clause + ", line " + std::to_string(line);
}

Saying Review::At(std::string_view path) const {
  Saying saying{.path = std::string(path), .term = agreement_.FindTerm(path)};
  saying.span = saying.term != nullptr ? saying.term->holds().span
                                       : agreement_.SpanOf(path.substr(0, path.find('.')));
  return saying;
}

const Part* Review::PartOf(const Statement& said) const {
  const std::vector<Part>& parts = agreement_.parts();
  if (parts.empty()) {
    return nullptr;
  }
  const auto found = std::ranges::find(parts, said.part, &Part::id);
  return said.part.empty() || found == parts.end() ? &parts.front() : &*found;
}

bool Review::IsOfCommission(const Statement& said) const {
  const Part* part = PartOf(said);
  return part != nullptr && !part->instrument.empty();
}

bool Review::Binds(const Statement& said) const {
  const Part* part = PartOf(said);
  return part == nullptr || part->is_concluded;
}

void Review::Find(std::string_view code, const Saying& where, const std::string& fact,
                  std::optional<Severity> severity) {
  const std::string at = where.where();
  Find(code, where.path, where.span, at.empty() ? fact : fact + " (" + at + ")", severity);
}

void Review::Find(std::string_view code, const std::string& path, const Span& span,
                  const std::string& fact, std::optional<Severity> severity) {
  const Check& check = CheckOf(code);
  findings_.push_back({.severity = severity.value_or(check.severity),
                       .code = std::string(code),
                       .span = span,
                       .message = path + ": " + std::string(check.title),
                       .label = fact,
                       .help = std::string(check.why) + "; write: " + std::string(check.write),
                       .source = std::string(check.law)});
}

void Review::FindDated(std::string_view code, const std::string& path, const Span& span,
                       const std::string& fact, Mark mark, std::string source,
                       std::optional<Severity> severity) {
  const bool is_sure = mark != Mark::kMemory;
  Find(code, path, span, is_sure ? fact : fact + "; unconfirmed",
       is_sure ? severity : std::optional(Severity::kNote));
  findings_.back().source = std::move(source);
}

double LeastHours(const Period& period) {
  constexpr auto kHours = std::to_array<double>({1, 1, 24, 24, 168, 672, 8760});
  return period.count * kHours[static_cast<size_t>(period.unit)];
}

std::string Some(const std::vector<std::string>& names, size_t all) {
  constexpr size_t kNamesMax = 4;
  std::string text = std::to_string(names.size()) + " of " + std::to_string(all) + ": ";
  for (size_t i = 0; i < names.size() && i < kNamesMax; ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  return names.size() > kNamesMax ? text + " and more" : text;
}

}  // namespace mandat::internal
