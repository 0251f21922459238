// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "base/instant.h"
#include "mandate/internal/rules.h"
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

// Numbers of places: of countries that the agreement or a consent names, then of sub-processors.
inline constexpr uint16_t kNowhere = 0;    // nothing leaves
inline constexpr uint16_t kElsewhere = 1;  // any other country
inline constexpr uint16_t kStranger = 2;   // a recipient that is no sub-processor
inline constexpr uint16_t kPlacesNamed = 3;

class PlaceTable {
 public:
  // True for a code of a country rather than the id of a sub-processor.
  static bool IsCode(std::string_view place) {
    return place.size() == 2 && place[0] >= 'A' && place[0] <= 'Z';
  }

  // Requires: country is two letters in capitals; every number is given once.
  void AddCountry(std::string_view country, uint16_t number) { codes_[IndexOf(country)] = number; }
  void AddSubprocessor(std::string_view id, uint16_t number) { ids_.Add(id, number); }
  void Sort() { ids_.Sort(); }

  size_t NumberOf(std::string_view place) const {
    if (place.empty()) {
      return kNowhere;
    }
    if (IsCode(place)) {
      const bool is_country = place[1] >= 'A' && place[1] <= 'Z';
      return is_country && codes_[IndexOf(place)] != 0 ? codes_[IndexOf(place)] : kElsewhere;
    }
    const size_t number = ids_.Find(place);
    return number == kAbsent ? kStranger : number;
  }

 private:
  static size_t IndexOf(std::string_view code) {
    return static_cast<size_t>(code[0] - 'A') * 26 + static_cast<size_t>(code[1] - 'A');
  }

  std::array<uint16_t, size_t{26} * 26> codes_{};
  NameTable ids_;
};

// Whether data may go to a place, and what refuses it if not.
struct PlaceRow {
  enum class Access : uint8_t { kOpen, kOnConsent, kClosed };
  Access access = Access::kClosed;
  Ground ground = Ground::kPlaceNotListed;
  ClauseId clause;
};

// What stands beside the agreement from an instant until the next window.
struct Window {
  Instant from;
  std::vector<PlaceRow> places;  // by number
  RuleSet narrowing;             // suspensions, then holds, then what is forbidden
  RuleSet consents;
  RuleSet allows;
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

// How long a category is kept: days or months.
struct KeptFor {
  std::optional<std::chrono::days> days;
  std::optional<std::chrono::months> months;
  bool from_capture = true;  // else from CollectionRow::start_event
};

// Some of the people of a collection, and which data may be about them.
struct Share {
  size_t people = 0;
  CategorySet categories = 0;
};

struct CollectionRow {
  size_t people = 0;  // under whom units are kept
  // Those first, then the people of roles; each once.
  std::vector<Share> shares;
  CategorySet categories = 0;
  // The periods of its categories; empty: kept for the term of the agreement.
  std::vector<KeptFor> periods;
  std::string start_event;  // empty: all are counted from the capture

  bool IsOf(size_t number) const {
    return std::ranges::find(shares, number, &Share::people) != shares.end();
  }
};

// What an operation names, found in the lists.
struct Named {
  size_t purpose = kAbsent;  // absent: an ordered erasure without one
  size_t people = kAbsent;
  size_t collection = kAbsent;  // absent: an act on a person as a whole
  CategorySet touched = 0;      // never empty
};

}  // namespace internal

// What Decide reads: indexes instead of names, one cell for each purpose, people and verb, one
// window for each stretch of time in which the same entries stand.
struct Mandate::Tables {
  Instant start;  // of the agreement, or of what is known to stand beside it if that is later
  std::optional<Instant> end;
  bool erasure_on_instruction = false;
  bool instructions_may_widen = false;

  ClauseId purposes_clause, verbs_clause, categories_clause, people_clause, places_clause,
      subprocessors_clause, erasure_clause, end_clause, duration_clause;

  internal::NameTable purposes;
  internal::NameTable people;
  internal::NameTable collections;
  internal::NameTable categories;
  internal::PlaceTable places;

  std::bitset<kVerbsCount> verbs;
  CategorySet categories_all = 0;
  std::vector<CategorySet> categories_of_people;  // touched by an act on a person as a whole
  std::vector<internal::CollectionRow> collection_rows;

  size_t purposes_count = 0;
  size_t people_count = 0;
  std::vector<internal::Cell> cells;  // [purpose][people][verb]
  std::vector<internal::Grant> grants;

  std::vector<internal::Window> windows;  // in order of time, the first from `start`

  // What the operation names, or why it is refused for not being listed.
  std::variant<internal::Named, Forbidden> LookUp(const Operation& operation,
                                                  bool is_ordered) const;
  // What stands in the way beside the lists: the place, or what was recorded.
  std::optional<Forbidden> RefuseBeside(const internal::Named& named, const Operation& operation,
                                        const internal::Window& window) const;
  // Whether the permissions cover these together, each being listed.
  Decision DecideTogether(const internal::Named& named, const Operation& operation,
                          const internal::Window& window) const;

  // Calls `judge` for each of the people that the operation is about, with what it touches of
  // theirs, until it answers true.
  template <class Judge>
  void ForEachPeople(internal::Named named, Judge judge) const {
    if (named.collection == internal::kAbsent) {
      judge(named);
      return;
    }
    const CategorySet touched = named.touched;
    for (const internal::Share& share : collection_rows[named.collection].shares) {
      named.people = share.people;
      named.touched = touched & share.categories;
      if (named.touched != 0 && judge(named)) {
        return;
      }
    }
  }

  const internal::Window& WindowAt(Instant at) const {
    if (windows.size() == 1) {
      return windows.front();
    }
    return *std::prev(std::ranges::upper_bound(windows, at, {}, &internal::Window::from));
  }
  internal::Rows RowsOf(const internal::Named& named, const Operation& operation) const {
    return {named.purpose == internal::kAbsent ? purposes_count : named.purpose, named.people,
            VerbRow(operation.verb, !operation.instruction.empty()),
            named.collection == internal::kAbsent ? collection_rows.size() : named.collection,
            places.NumberOf(operation.place)};
  }
  static size_t VerbRow(Verb verb, bool is_instructed) {
    return static_cast<size_t>(verb) * 2 + (is_instructed ? 1 : 0);
  }
  // Requires: the agreement lists the category.
  CategorySet BitOf(std::string_view category) const {
    const size_t number = categories.Find(category);
    MANDAT_ASSERT(number < 64);
    return CategorySet{1} << number;
  }
  size_t CellIndex(size_t purpose, size_t people_index, Verb verb) const {
    return (purpose * people_count + people_index) * kVerbsCount + static_cast<size_t>(verb);
  }
};

}  // namespace mandat
