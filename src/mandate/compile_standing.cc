// SPDX-License-Identifier: Apache-2.0
// What stands beside the agreement, as windows of rules.
#include <algorithm>
#include <set>

#include "mandate/internal/compiler.h"

namespace mandat {

using internal::IsInEffect;
using internal::RuleSet;
using internal::Selector;
using internal::Window;

namespace {

constexpr CategorySet kEveryCategory = ~CategorySet{0};

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

// Rows of the names in `list`, or all of them, also the one for none, if no name is given.
template <class List>
void SelectNames(std::vector<bool>& rows, const List& list, const std::vector<std::string>& names) {
  if (names.empty()) {
    return;
  }
  rows.assign(rows.size(), false);
  for (size_t i = 0; i < list.size(); ++i) {
    rows[i] = Has(names, list[i].id);
  }
}

}  // namespace

std::vector<Instant> internal::WindowStarts(const Standing& standing, Instant first) {
  std::set<Instant> starts = {first};
  const auto add = [&](const auto& entries) {
    for (const StandingEntry& entry : entries) {
      starts.insert(std::max(entry.from, first));
      if (entry.until) {
        starts.insert(std::max(*entry.until, first));
      }
    }
  };
  add(standing.instructions);
  add(standing.subprocessors);
  add(standing.suspensions);
  add(standing.holds);
  return {starts.begin(), starts.end()};
}

void MandateCompiler::CompileWindows(Mandate::Tables& t) {
  sizes_ = {t.purposes_count + 1, t.people_count, kVerbsCount * 2, t.collection_rows.size() + 1,
            place_names_.size()};
  for (const Instant at : internal::WindowStarts(standing_, first_)) {
    Window window{
        .from = at,
        .places = {{internal::PlaceRow::Access::kOpen},
                   {internal::PlaceRow::Access::kClosed, Ground::kPlaceNotListed, t.places_clause},
                   {internal::PlaceRow::Access::kClosed, Ground::kPlaceNotListed,
                    t.subprocessors_clause}},
        .narrowing = RuleSet(sizes_),
        .consents = RuleSet(sizes_),
        .allows = RuleSet(sizes_)};
    for (size_t i = internal::kPlacesNamed; i < place_names_.size(); ++i) {
      window.places.push_back(CompilePlace(t, place_names_[i], at));
    }
    AddSuspensions(t, at, window.narrowing);
    AddHolds(t, at, window.narrowing);
    AddInstructions(t, InstructionKind::kForbid, at, window.narrowing);
    AddInstructions(t, InstructionKind::kConsent, at, window.consents);
    AddInstructions(t, InstructionKind::kAllow, at, window.allows);
    t.windows.push_back(std::move(window));
  }
}

Selector MandateCompiler::SelectAll() const {
  Selector all;
  for (size_t i = 0; i < internal::kDimensionsCount; ++i) {
    all[i].assign(sizes_[i], true);
  }
  return all;
}

Selector MandateCompiler::Select(const StandingScope& scope, const PlaceTest& is_meant) const {
  Selector selector = SelectAll();
  SelectNames(selector[internal::kPurposes], agreement_.purposes(), scope.purposes);
  SelectNames(selector[internal::kPeople], agreement_.people(), scope.people);
  if (!scope.verbs.empty()) {
    for (size_t i = 0; i < kVerbsCount; ++i) {
      const bool is_named =
          std::ranges::find(scope.verbs, static_cast<Verb>(i)) != scope.verbs.end();
      for (const bool is_instructed : {false, true}) {
        selector[internal::kVerbs][Mandate::Tables::VerbRow(static_cast<Verb>(i), is_instructed)] =
            is_named;
      }
    }
  }
  if (!scope.places.empty()) {
    std::vector<bool>& rows = selector[internal::kPlaces];
    rows.assign(rows.size(), false);
    for (size_t i = internal::kPlacesNamed; i < rows.size(); ++i) {
      rows[i] = std::ranges::any_of(
          scope.places, [&](const std::string& named) { return is_meant(place_names_[i], named); });
    }
  }
  return selector;
}

// Source: Dec. 2021/915 Cl. 10; GDPR Art. 28(3).
void MandateCompiler::AddSuspensions(const Mandate::Tables& t, Instant at, RuleSet& rules) const {
  for (const Suspension& suspension : standing_.suspensions) {
    if (!IsInEffect(suspension, at)) {
      continue;
    }
    Selector selector =
        Select(suspension.scope, [&](const std::string& place, const std::string& named) {
          return MeetsScope(place, named, at);
        });
    std::vector<bool>& verbs = selector[internal::kVerbs];
    verbs[Mandate::Tables::VerbRow(Verb::kStore, false)] =
        verbs[Mandate::Tables::VerbRow(Verb::kStore, true)] = false;
    for (const Verb verb : {Verb::kErase, Verb::kDestroy, Verb::kRestrict}) {
      verbs[Mandate::Tables::VerbRow(verb, true)] = false;
    }
    const CategorySet categories = suspension.scope.categories.empty()
                                       ? kEveryCategory
                                       : CategoriesOf(t, suspension.scope.categories);
    rules.Add(selector, {categories, Ground::kSuspended, Cited(suspension)});
  }
}

// Invariant (held is kept).
// Reading: an act on a person as a whole meets a hold on a collection that has data of such people,
// since it would leave nothing of them there.
void MandateCompiler::AddHolds(const Mandate::Tables& t, Instant at, RuleSet& rules) const {
  for (const Hold& hold : standing_.holds) {
    if (!IsInEffect(hold, at) || hold.is_of_single()) {
      continue;
    }
    const CategorySet categories =
        hold.categories.empty() ? kEveryCategory : CategoriesOf(t, hold.categories);
    const Selector selector =
        Select({.verbs = {Verb::kErase, Verb::kDestroy}, .people = hold.people}, {});
    Selector of_collections = selector;
    SelectNames(of_collections[internal::kCollections], schema_.collections(), hold.collections);
    rules.Add(of_collections, {categories, Ground::kHeld, Cited(hold)});
    if (hold.collections.empty()) {
      continue;
    }
    for (size_t i = 0; i < schema_.collections().size(); ++i) {
      const internal::CollectionRow& row = t.collection_rows[i];
      if (!Has(hold.collections, schema_.collections()[i].id)) {
        continue;
      }
      for (const internal::Share& share : row.shares) {
        if (!selector[internal::kPeople][share.people]) {
          continue;
        }
        Selector of_persons = selector;
        of_persons[internal::kPeople].assign(sizes_[internal::kPeople], false);
        of_persons[internal::kPeople][share.people] = true;
        of_persons[internal::kCollections].assign(sizes_[internal::kCollections], false);
        of_persons[internal::kCollections].back() = true;
        rules.Add(of_persons,
                  {categories & row.categories & share.categories, Ground::kHeld, Cited(hold)});
      }
    }
  }
}

void MandateCompiler::AddInstructions(const Mandate::Tables& t, InstructionKind kind, Instant at,
                                      RuleSet& rules) const {
  for (const StandingInstruction& instruction : standing_.instructions) {
    if (instruction.kind != kind || !IsInEffect(instruction, at)) {
      continue;
    }
    const Selector selector =
        Select(instruction.scope, [&](const std::string& place, const std::string& named) {
          return kind == InstructionKind::kConsent ? LiesInScope(place, named, at)
                                                   : MeetsScope(place, named, at);
        });
    const CategorySet categories = instruction.scope.categories.empty()
                                       ? kEveryCategory
                                       : CategoriesOf(t, instruction.scope.categories);
    rules.Add(selector, {categories, Ground::kForbiddenByInstruction, Cited(instruction)});
  }
}

}  // namespace mandat
