// SPDX-License-Identifier: Apache-2.0
#include "reading/reading_diff.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "reading/internal/fold.h"

namespace mandat {
namespace {

std::string ItemOf(const FoundItem& item) {
  std::string told = internal::FoldText(item.text);
  for (const auto& [key, value] : item.value) {
    told += "|" + key + "=" + value;
  }
  return told;
}

std::multiset<std::string> ItemsOf(const FoundTerm& term) {
  std::multiset<std::string> items;
  for (const FoundItem& item : term.items) {
    items.insert(ItemOf(item));
  }
  return items;
}

bool SameValue(const FoundTerm& one, const FoundTerm& other) {
  return one.value == other.value && one.status == other.status && ItemsOf(one) == ItemsOf(other);
}

bool SameWords(const FoundTerm& one, const FoundTerm& other) {
  return internal::FoldText(one.said) == internal::FoldText(other.said);
}

std::vector<const FoundTerm*> SourcesOf(const ContractReading& reading, std::string_view field) {
  std::vector<const FoundTerm*> sources;
  for (const FoundTerm& term : reading.terms) {
    if (term.field == field && !term.is_annexed) {
      sources.push_back(&term);
    }
  }
  return sources;
}

std::optional<TermChange> ChangeOf(const FoundTerm& before, const FoundTerm& after) {
  if (!SameValue(before, after)) {
    return TermChange::kChanged;
  }
  // The words of a list are its items.
  if (before.items.empty() && !SameWords(before, after)) {
    return TermChange::kReworded;
  }
  return before.clause == after.clause ? std::nullopt : std::optional(TermChange::kMoved);
}

// Pairs the sources of one field, the likest first; what is left over came or went.
class Pairing {
 public:
  Pairing(std::string_view field, std::vector<const FoundTerm*> before,
          std::vector<const FoundTerm*> after)
      : field_(field), before_(std::move(before)), after_(std::move(after)) {}

  std::vector<TermDifference> Take() {
    Pair([](const FoundTerm& one, const FoundTerm& other) {
      return SameValue(one, other) && SameWords(one, other) && one.clause == other.clause;
    });
    Pair([](const FoundTerm& one, const FoundTerm& other) {
      return SameValue(one, other) && SameWords(one, other);
    });
    Pair([](const FoundTerm& one, const FoundTerm& other) { return SameWords(one, other); });
    Pair([](const FoundTerm& one, const FoundTerm& other) { return SameValue(one, other); });
    Pair([](const FoundTerm&, const FoundTerm&) { return true; });
    for (const FoundTerm* gone : before_) {
      differences_.push_back({TermChange::kRemoved, field_, gone, nullptr});
    }
    for (const FoundTerm* came : after_) {
      differences_.push_back({TermChange::kAdded, field_, nullptr, came});
    }
    return std::move(differences_);
  }

 private:
  template <class Alike>
  void Pair(Alike is_alike) {
    std::erase_if(before_, [&](const FoundTerm* before) {
      const auto after = std::ranges::find_if(
          after_, [&](const FoundTerm* candidate) { return is_alike(*before, *candidate); });
      if (after == after_.end()) {
        return false;
      }
      if (const std::optional<TermChange> change = ChangeOf(*before, **after)) {
        differences_.push_back({*change, field_, before, *after});
      }
      after_.erase(after);
      return true;
    });
  }

  std::string field_;
  std::vector<const FoundTerm*> before_, after_;
  std::vector<TermDifference> differences_;
};

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
    for (TermDifference& difference :
         Pairing(field, SourcesOf(before, field), SourcesOf(after, field)).Take()) {
      differences.push_back(std::move(difference));
    }
  }
  return differences;
}

std::vector<const FoundItem*> ItemsOnlyIn(const FoundTerm& term, const FoundTerm& other) {
  std::multiset<std::string> known = ItemsOf(other);
  std::vector<const FoundItem*> items;
  for (const FoundItem& item : term.items) {
    if (const auto found = known.find(ItemOf(item)); found != known.end()) {
      known.erase(found);
    } else {
      items.push_back(&item);
    }
  }
  return items;
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
