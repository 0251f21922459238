// SPDX-License-Identifier: Apache-2.0
// `mandat contract diff`: two versions of a contract, term by term.
#include <fmt/core.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <utility>

#include "cli/internal/contract.h"
#include "prose/read_document.h"
#include "reading/reading_diff.h"

namespace mandat {
namespace {

namespace json = boost::json;

Result<ContractReading> ReadFile(const std::filesystem::path& path) {
  MANDAT_TRY(const Bytes bytes, ReadWholeFile(path));
  MANDAT_TRY(const ContractText text, ReadDocument(bytes, path.filename().string()));
  ContractReading reading = ReadTerms(text);
  if (!reading.is_about_data) {
    return Fail(Error::NotFound(path.string() + " has no clause on personal data"));
  }
  return reading;
}

json::value Told(const FoundTerm* term) {
  if (term == nullptr) {
    return nullptr;
  }
  return json::object{{"status", Name(term->status)},
                      {"value", ValueText(*term)},
                      {"clause", term->clause},
                      {"line", term->where.line}};
}

std::string ItemText(const FoundItem& item) {
  std::string text = item.text;
  for (const auto& [key, value] : item.value) {
    text += value == item.text ? "" : ", " + key + " " + value;
  }
  return text;
}

json::array ItemsTold(const FoundTerm& term, const FoundTerm& other) {
  json::array items;
  for (const FoundItem* item : ItemsOnlyIn(term, other)) {
    items.push_back(json::value(ItemText(*item)));
  }
  return items;
}

json::object Told(const TermDifference& difference) {
  json::object told{{"field", difference.field},
                    {"change", Name(difference.change)},
                    {"before", Told(difference.before)},
                    {"after", Told(difference.after)}};
  if (difference.before != nullptr && difference.after != nullptr &&
      difference.change == TermChange::kChanged && !difference.after->items.empty()) {
    told["items-removed"] = ItemsTold(*difference.before, *difference.after);
    told["items-added"] = ItemsTold(*difference.after, *difference.before);
  }
  return told;
}

// At most so many bytes of a line, and no half letter.
std::string Cut(std::string text) {
  constexpr size_t kMost = 240;
  if (text.size() <= kMost) {
    return text;
  }
  size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
    --end;
  }
  return text.substr(0, end) + " ...";
}

std::string Shown(const FoundTerm& term) {
  return Cut(ValueText(term)) + " (" + term.clause + ", line " + std::to_string(term.where.line) +
         ")";
}

void PrintItems(char sign, const FoundTerm& term, const FoundTerm& other) {
  for (const FoundItem* item : ItemsOnlyIn(term, other)) {
    fmt::print("  {} {} ({}, line {})\n", sign, Cut(ItemText(*item)), term.clause,
               item->where.line);
  }
}

void Print(const TermDifference& difference) {
  fmt::print("{} {}\n", difference.field, Name(difference.change));
  const bool is_list = difference.before != nullptr && difference.after != nullptr &&
                       !difference.before->items.empty() && !difference.after->items.empty();
  if (is_list) {
    PrintItems('-', *difference.before, *difference.after);
    PrintItems('+', *difference.after, *difference.before);
    return;
  }
  if (difference.before != nullptr) {
    fmt::print("  - {}\n", Shown(*difference.before));
  }
  if (difference.after != nullptr) {
    fmt::print("  + {}\n", Shown(*difference.after));
  }
}

// What changed first, then what was reworded; terms that moved with their clause, a line a clause.
void PrintAll(const std::vector<TermDifference>& differences) {
  std::map<std::pair<std::string, std::string>, std::string> moved;
  std::array<size_t, 5> counts{};
  for (const bool is_reworded : {false, true}) {
    for (const TermDifference& difference : differences) {
      if (difference.change != TermChange::kMoved &&
          (difference.change == TermChange::kReworded) == is_reworded) {
        Print(difference);
      }
    }
  }
  for (const TermDifference& difference : differences) {
    ++counts[static_cast<size_t>(difference.change)];
    if (difference.change == TermChange::kMoved) {
      std::string& fields = moved[{difference.before->clause, difference.after->clause}];
      fields += (fields.empty() ? "" : ", ") + difference.field;
    }
  }
  for (const auto& [clauses, fields] : moved) {
    fmt::print("unchanged, {} is now {}: {}\n", clauses.first, clauses.second, fields);
  }
  fmt::print("{} added, {} removed, {} changed, {} reworded, {} moved\n", counts[0], counts[1],
             counts[2], counts[3], counts[4]);
}

}  // namespace

Result<int> RunContractDiff(const Context& context, const ContractOptions& options) {
  MANDAT_TRY(const ContractReading before, ReadFile(options.file));
  MANDAT_TRY(const ContractReading after, ReadFile(options.other));
  const std::vector<TermDifference> differences = CompareReadings(before, after);
  if (!context.json) {
    PrintAll(differences);
    return 0;
  }
  json::array told;
  for (const TermDifference& difference : differences) {
    told.push_back(Told(difference));
  }
  PrintJson({{"before", before.sha256}, {"after", after.sha256}, {"terms", std::move(told)}});
  return 0;
}

}  // namespace mandat
