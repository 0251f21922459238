// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bitset>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "mandate/mandate.h"

namespace mandat {

namespace internal {

inline constexpr size_t kAbsent = std::numeric_limits<size_t>::max();

// Names in order, each with a number; found without allocation.
class NameTable {
 public:
  void Add(std::string_view name, size_t number) { rows_.emplace_back(name, number); }
  void Sort() { std::ranges::sort(rows_); }

  // The number of the name, or kAbsent.
  size_t Find(std::string_view name) const {
    const auto row = std::ranges::lower_bound(
        rows_, name, {}, [](const Row& each) { return std::string_view(each.first); });
    return row == rows_.end() || row->first != name ? kAbsent : row->second;
  }

 private:
  using Row = std::pair<std::string, size_t>;
  std::vector<Row> rows_;
};

// The categories that one permission allows for one purpose, people and verb.
struct Grant {
  CategorySet categories = 0;
  ClauseId clause;
};

// All grants of one purpose, people and verb: a stretch of Tables::grants.
struct Cell {
  CategorySet allowed = 0;
  uint32_t grants_first = 0;
  uint32_t grants_count = 0;
};

struct CollectionRow {
  size_t people = 0;
  CategorySet categories = 0;
  // The periods of its categories; empty: kept for the term of the agreement.
  std::vector<std::pair<std::optional<std::chrono::days>, std::optional<std::chrono::months>>>
      periods;
};

}  // namespace internal

// What Decide reads: indexes instead of names, one cell for each purpose, people and verb.
struct Mandate::Tables {
  Instant start;
  std::optional<Instant> end;
  bool erasure_on_instruction = false;

  ClauseId purposes_clause, verbs_clause, categories_clause, people_clause, places_clause,
      subprocessors_clause, erasure_clause, end_clause, duration_clause;

  internal::NameTable purposes;
  internal::NameTable people;
  internal::NameTable collections;
  internal::NameTable categories;
  internal::NameTable places;         // countries and sub-processors to which data may go
  internal::NameTable subprocessors;  // all, also those whose place is not listed

  std::bitset<kVerbsCount> verbs;
  CategorySet categories_all = 0;
  std::vector<CategorySet> categories_of_people;  // touched by an act on a person as a whole
  std::vector<internal::CollectionRow> collection_rows;

  size_t people_count = 0;
  std::vector<internal::Cell> cells;  // [purpose][people][verb]
  std::vector<internal::Grant> grants;

  // The clause that keeps data from a place; nullopt if it may go there, or goes nowhere.
  std::optional<ClauseId> RefusePlace(std::string_view place) const;
  // Whether the permissions cover these together, each being listed.
  Decision DecideTogether(size_t purpose, size_t people_index, Verb verb,
                          CategorySet touched) const;

  size_t CellIndex(size_t purpose, size_t people_index, Verb verb) const {
    return (purpose * people_count + people_index) * kVerbsCount + static_cast<size_t>(verb);
  }
};

}  // namespace mandat
