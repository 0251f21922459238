// SPDX-License-Identifier: Apache-2.0
#include "trail/question.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace mandat {
namespace {

constexpr size_t kSortFrom = size_t{1} << 20U;  // bytes of ids

using Id = std::array<char, SubjectId::kBytes>;

bool IsOrAny(const std::string& wanted, ByteView word) { return wanted.empty() || wanted == word; }

bool IsRefusal(Outcome outcome) {
  return outcome == Outcome::kRefused || outcome == Outcome::kUndecided;
}

bool Names(const Touch& touch, const SubjectId& subject) {
  for (size_t i = 0; i < touch.people_count(); ++i) {
    if (touch.people.substr(i * SubjectId::kBytes, SubjectId::kBytes) == subject.bytes()) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool Question::Covers(const Touch& touch) const {
  return (!from || touch.at >= *from) && (!until || touch.at < *until) &&
         (actor.empty() || actor == touch.actor) && (!refused_only || IsRefusal(touch.outcome)) &&
         IsOrAny(act, touch.act) && IsOrAny(purpose, touch.purpose) &&
         IsOrAny(collection, touch.collection) && IsOrAny(clause, touch.clause) &&
         IsOrAny(instruction, touch.instruction) && (!subject || Names(touch, *subject));
}

void ScopeCount::Take(const Touch& touch) {
  if (!question_.Covers(touch)) {
    return;
  }
  ++scope_.entries_count;
  scope_.units_count += touch.units_count;
  if (!touch.collection.empty()) {
    auto known = scope_.collections.find(std::string(touch.collection));
    if (known == scope_.collections.end()) {
      known = scope_.collections.emplace(touch.collection, Extent{}).first;
    }
    ++known->second.entries_count;
    known->second.units_count += touch.units_count;
  }
  ++scope_.acts[std::string(touch.act)];
  if (!scope_.first) {
    scope_.first = touch.entry;
  }
  scope_.last = touch.entry;
  people_ += touch.people;
  if (people_.size() >= kSortFrom && people_.size() >= 2 * sorted_bytes_) {
    SortPeople();
  }
}

// Memory grows with the people, not with the entries.
void ScopeCount::SortPeople() {
  if (people_.empty()) {
    return;
  }
  std::vector<Id> ids(people_.size() / SubjectId::kBytes);
  std::memcpy(ids.data(), people_.data(), people_.size());
  std::ranges::sort(
      ids, [](const Id& a, const Id& b) { return std::memcmp(a.data(), b.data(), a.size()) < 0; });
  const auto rest = std::ranges::unique(ids);
  ids.erase(rest.begin(), rest.end());
  people_.resize(ids.size() * SubjectId::kBytes);
  std::memcpy(people_.data(), ids.data(), people_.size());
  sorted_bytes_ = people_.size();
}

Scope33 ScopeCount::Finish() && {
  SortPeople();
  for (ByteView left = people_; !left.empty(); left.remove_prefix(SubjectId::kBytes)) {
    const ByteView id = left.substr(0, SubjectId::kBytes);
    if (!erased_.contains(Bytes(id))) {
      scope_.people.push_back(*SubjectId::Decode(id));
    }
  }
  return std::move(scope_);
}

}  // namespace mandat
