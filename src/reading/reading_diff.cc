// SPDX-License-Identifier: Apache-2.0
#include "reading/reading_diff.h"

#include <array>

#include "reading/internal/fold.h"

namespace mandat {
namespace {

std::string ItemsOf(const FoundTerm& term) {
  std::string items;
  for (const FoundItem& item : term.items) {
    items += internal::FoldText(item.text);
    for (const auto& [key, value] : item.value) {
      items += "|" + key + "=" + value;
    }
    items += "\n";
  }
  return items;
}

}  // namespace

std::string_view Name(TermChange change) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"added", "removed", "changed", "reworded", "moved"});
  return kNames[static_cast<size_t>(change)];
}

std::vector<TermDifference> CompareReadings(const ContractReading& before,
                                            const ContractReading& after) {
  std::vector<TermDifference> differences;
  for (const std::string_view field : FieldsRead()) {
    const FoundTerm* old_term = before.Find(field);
    const FoundTerm* new_term = after.Find(field);
    if (old_term == nullptr && new_term == nullptr) {
      continue;
    }
    TermDifference difference{.field = std::string(field), .before = old_term, .after = new_term};
    if (old_term == nullptr || new_term == nullptr) {
      difference.change = old_term == nullptr ? TermChange::kAdded : TermChange::kRemoved;
    } else if (old_term->value != new_term->value || old_term->status != new_term->status ||
               ItemsOf(*old_term) != ItemsOf(*new_term)) {
      difference.change = TermChange::kChanged;
    } else if (internal::FoldText(old_term->said) != internal::FoldText(new_term->said)) {
      difference.change = TermChange::kReworded;
    } else if (old_term->clause != new_term->clause) {
      difference.change = TermChange::kMoved;
    } else {
      continue;
    }
    differences.push_back(std::move(difference));
  }
  return differences;
}

std::string ValueText(const FoundTerm& term) {
  std::string text;
  for (const auto& [key, value] : term.value) {
    text += (text.empty() ? "" : ", ") + key + " " + value;
  }
  if (text.empty()) {
    text = term.status == SaidStatus::kStated ? "" : std::string(Name(term.status));
    for (const FoundItem& item : term.items) {
      text += (text.empty() ? "" : "; ") + item.text;
    }
  }
  return text.empty() ? "\"" + term.said + "\"" : text;
}

}  // namespace mandat
