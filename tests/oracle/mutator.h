// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "oracle/mutants.h"

namespace mandat::oracle {

// What the two files of mutants share.
class Mutator {
 public:
  Mutator(const Rules& original, const UseMutant& use) : original_(original), use_(use) {}

 protected:
  static constexpr std::chrono::microseconds kTick{1};

  template <class Change>
  void Try(std::string what, Focus focus, Change change) const {
    Mutant mutant{std::move(what), original_, std::move(focus)};
    change(mutant.rules);
    use_(mutant);
  }

  template <class Rows>
  static std::vector<std::string> IdsOf(const Rows& rows) {
    std::vector<std::string> ids;
    for (const auto& row : rows) {
      ids.push_back(row.id);
    }
    return ids;
  }

  // A list with each of its values left out once and each other value of `universe` put in once.
  // Where an empty list means all, it is also made to mean one or all.
  template <class Value, class UseList>
  static void ForEachChange(const std::vector<Value>& list, const std::vector<Value>& universe,
                            bool empty_means_all, UseList use) {
    for (size_t i = 0; i < list.size(); ++i) {
      std::vector<Value> less = list;
      less.erase(less.begin() + static_cast<ptrdiff_t>(i));
      use(less, list[i]);
    }
    for (const Value& value : universe) {
      if (std::ranges::find(list, value) == list.end()) {
        std::vector<Value> more = list;
        more.push_back(value);
        use(more, value);
      }
    }
    if (empty_means_all && list.size() > 1) {
      use(std::vector<Value>(), list[0]);
    }
  }

  // Asks about these, on the collections of these people or on persons.
  Focus FocusOn(const std::vector<std::string>& purposes, const std::vector<Verb>& verbs,
                const std::vector<std::string>& categories,
                const std::vector<std::string>& people) const {
    Focus focus{.purposes = purposes, .people = people, .verbs = verbs};
    for (const Collection& collection : original_.collections) {
      if (std::ranges::find(people, collection.people) != people.end()) {
        focus.collections.push_back(collection.id);
      }
    }
    if (!people.empty()) {
      focus.collections.emplace_back();
    }
    for (size_t i = 0; i < original_.categories.size(); ++i) {
      if (std::ranges::find(categories, original_.categories[i].id) != categories.end()) {
        focus.categories.push_back(CategorySet{1} << i);
      }
    }
    return focus;
  }

  const Rules& original_;
  const UseMutant& use_;
};

}  // namespace mandat::oracle
