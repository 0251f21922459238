// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "chain/internal/diff_parts.h"
#include "chain/internal/words.h"

namespace mandat::internal {
namespace {

using Names = std::set<std::string>;

// A block of what is allowed: every combination of its members, by one clause.
struct Block {
  Names purposes;
  Names verbs;
  Names categories;
  Names people;
  std::string clause;

  friend auto operator<=>(const Block&, const Block&) = default;
};

// Everything that is allowed, as the people of each purpose, operation and category.
using Cell = std::tuple<std::string, std::string, std::string>;
struct Allowed {
  Names people;
  std::string clause;  // of the first permission that covers it
};
using Table = std::map<Cell, Allowed>;

Table TableOf(const Agreement& agreement) {
  Table table;
  for (const Permission& permission : agreement.permissions()) {
    for (const std::string& purpose : permission.purposes) {
      for (const Verb verb : permission.verbs) {
        for (const std::string& category : permission.categories) {
          Allowed& allowed = table[{purpose, std::string(Name(verb)), category}];
          allowed.people.insert(permission.people.begin(), permission.people.end());
          allowed.clause = allowed.clause.empty() ? permission.clause : allowed.clause;
        }
      }
    }
  }
  return table;
}

// What `one` allows and `other` does not.
std::set<Block> Beyond(const Table& one, const Table& other) {
  std::set<Block> blocks;
  for (const auto& [cell, allowed] : one) {
    const auto found = other.find(cell);
    Names people;
    for (const std::string& who : allowed.people) {
      if (found == other.end() || !found->second.people.contains(who)) {
        people.insert(who);
      }
    }
    if (!people.empty()) {
      const auto& [purpose, verb, category] = cell;
      blocks.insert({{purpose}, {verb}, {category}, std::move(people), allowed.clause});
    }
  }
  return blocks;
}

// Blocks that differ in one member only become one block.
std::set<Block> Merged(const std::set<Block>& blocks, Names Block::* member) {
  std::map<Block, Names> groups;
  for (const Block& block : blocks) {
    Block rest = block;
    (rest.*member).clear();
    Names& names = groups[rest];
    names.insert((block.*member).begin(), (block.*member).end());
  }
  std::set<Block> merged;
  for (auto& [rest, names] : groups) {
    Block block = rest;
    block.*member = std::move(names);
    merged.insert(std::move(block));
  }
  return merged;
}

std::string Say(const Block& block) {
  const auto joined = [](const Names& names) {
    return Joined(std::vector<std::string>(names.begin(), names.end()));
  };
  return fmt::format("for {}: {} of {} of {}", joined(block.purposes), joined(block.verbs),
                     joined(block.categories), joined(block.people));
}

std::set<Block> Folded(std::set<Block> blocks) {
  for (const auto member : {&Block::categories, &Block::verbs, &Block::purposes}) {
    blocks = Merged(blocks, member);
  }
  return blocks;
}

}  // namespace

void ComparePermissions(const Agreement& before, const Agreement& after,
                        std::vector<Change>& changes) {
  const Table was = TableOf(before);
  const Table is = TableOf(after);
  for (const Block& block : Folded(Beyond(was, is))) {
    changes.push_back({"permissions", "", Say(block), block.clause, "", "", Favour::kController});
  }
  for (const Block& block : Folded(Beyond(is, was))) {
    changes.push_back({"permissions", "", "", "", Say(block), block.clause, Favour::kProcessor});
  }
}

}  // namespace mandat::internal
