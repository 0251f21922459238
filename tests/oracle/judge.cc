// SPDX-License-Identifier: Apache-2.0
#include "oracle/judge.h"

#include <algorithm>
#include <array>
#include <optional>

namespace mandat::oracle {
namespace {

constexpr std::array<std::string_view, 28> kUnion = {
    "EU", "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR",
    "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"};

template <class List, class Value>
bool Has(const List& list, const Value& value) {
  return std::ranges::find(list, value) != list.end();
}

template <class Row>
const Row* Find(const std::vector<Row>& rows, std::string_view id) {
  for (const Row& row : rows) {
    if (row.id == id) {
      return &row;
    }
  }
  return nullptr;
}

// A place is a set of countries, and "EU" is one of those of the Union: somewhere, we know not
// where.
bool IsIn(std::string_view country, std::string_view place) {
  return country == place || (place == "EU" && Has(kUnion, country));
}

bool IsEachIn(std::string_view inner, std::string_view outer) {
  return inner == "EU" ? outer == "EU" : !inner.empty() && IsIn(inner, outer);
}

bool IsAnyIn(std::string_view one, std::string_view other) {
  if (one.empty() || other.empty() || IsIn(one, other)) {
    return true;
  }
  return one == "EU" && Has(kUnion, other);
}

bool IsCountryCode(std::string_view place) {
  return place.size() == 2 && place[0] >= 'A' && place[0] <= 'Z';
}

}  // namespace

bool Judge::Stands(const StandingEntry& entry) const {
  const bool is_over = entry.until && at_ >= *entry.until;
  return at_ >= entry.from && !is_over;
}

Verdict Judge::Decide(const Operation& operation, Instant at) {
  operation_ = &operation;
  at_ = at;
  const bool is_erasure = operation.verb == Verb::kErase || operation.verb == Verb::kDestroy ||
                          operation.verb == Verb::kRestrict;
  const bool is_ordered = is_erasure && rules_.erasure_on_instruction;
  if (at < rules_.start || at < rules_.since) {
    return Refuse(Ground::kNotInForce, rules_.duration_clause);
  }
  const bool is_over = rules_.end && at >= *rules_.end;
  if (is_over && !(is_ordered && operation.verb != Verb::kRestrict)) {
    return Refuse(Ground::kNotInForce, rules_.end_clause);
  }
  collection_ = Find(rules_.collections, operation.collection);
  if (!operation.collection.empty() && collection_ == nullptr) {
    return Refuse(Ground::kCollectionUnknown, rules_.categories_clause);
  }
  const bool needs_no_purpose = is_ordered && operation.purpose.empty();
  if (!needs_no_purpose && Find(rules_.purposes, operation.purpose) == nullptr) {
    return Refuse(Ground::kPurposeNotListed, rules_.purposes_clause);
  }
  if (!is_ordered && std::ranges::none_of(rules_.verbs, [&](const AllowedVerb& row) {
        return row.verb == operation.verb;
      })) {
    return Refuse(Ground::kVerbNotListed, rules_.verbs_clause);
  }
  if (!IsPeopleListed()) {
    return Refuse(Ground::kPeopleNotListed, rules_.people_clause);
  }
  if (!FindTouched()) {
    return Refuse(Ground::kCategoryNotListed, rules_.categories_clause);
  }
  const std::vector<std::string_view> concerned = FindPeople();
  for (const std::string_view people : concerned) {
    LookAt(people);
    for (const Verdict& verdict : {DecidePlace(), DecideStanding()}) {
      if (!verdict.is_allowed) {
        return verdict;
      }
    }
  }
  if (is_ordered && operation.instruction.empty()) {
    return Refuse(Ground::kInstructionMissing, rules_.erasure_clause);
  }
  if (is_ordered) {
    return {.is_allowed = true, .clause = is_over ? rules_.end_clause : rules_.erasure_clause};
  }
  std::optional<Verdict> first;
  for (const std::string_view people : concerned) {
    LookAt(people);
    const Verdict verdict = DecideTogether();
    if (!verdict.is_allowed) {
      return verdict;
    }
    first = first ? first : verdict;
  }
  return *first;
}

Verdict Judge::DecidePlace() const {
  if (!operation_->place.empty() && !IsCountryCode(operation_->place)) {
    const SubprocessorState* state = FindState(operation_->place);
    if (state == nullptr && FindListed(operation_->place) == nullptr) {
      return Refuse(Ground::kPlaceNotListed, rules_.subprocessors_clause);
    }
    if (state != nullptr && state->state != Engagement::kEngaged) {
      return RefuseBy(Ground::kSubprocessorNotEngaged, *state);
    }
  }
  if (!operation_->place.empty() && !IsPlaceOpen() && !IsConsented()) {
    return Refuse(Ground::kPlaceNotListed, rules_.places_clause);
  }
  return {.is_allowed = true};
}

// Everybody is listed, and who is named is one of those of the collection.
bool Judge::IsPeopleListed() const {
  if (collection_ == nullptr) {
    return Find(rules_.people, operation_->people) != nullptr;
  }
  std::vector<std::string_view> all = {collection_->people};
  for (const Role& role : collection_->roles) {
    all.push_back(role.people);
  }
  return (operation_->people.empty() || Has(all, operation_->people)) &&
         std::ranges::all_of(all, [this](std::string_view people) {
           return Find(rules_.people, people) != nullptr;
         });
}

// Whether data of the category may be about these people in a unit of the collection: about
// everybody in it, unless all such fields go with one role; those of a role about that role.
bool Judge::IsAbout(const Collection& collection, std::string_view people,
                    std::string_view category) {
  bool is_of_a_role = false;
  bool is_of_the_unit = false;
  for (const Field& field : collection.fields) {
    if (field.category == category) {
      (field.role.empty() ? is_of_the_unit : is_of_a_role) = true;
      const Role* role = Find(collection.roles, field.role);
      if (role != nullptr && role->people == people) {
        return true;
      }
    }
  }
  const bool is_of_whole_units =
      collection.people == people || std::ranges::any_of(collection.roles, [&](const Role& role) {
        return role.people == people && role.erasure != RoleErasure::kFields;
      });
  return is_of_whole_units && (is_of_the_unit || !is_of_a_role);
}

// Those whose data the operation touches; of an act on a person, those it names.
std::vector<std::string_view> Judge::FindPeople() const {
  if (collection_ == nullptr) {
    return {operation_->people};
  }
  std::vector<std::string_view> all = {collection_->people};
  for (const Role& role : collection_->roles) {
    if (!Has(all, role.people)) {
      all.push_back(role.people);
    }
  }
  std::erase_if(all, [this](std::string_view people) {
    return std::ranges::none_of(touched_all_, [&](std::string_view category) {
      return IsAbout(*collection_, people, category);
    });
  });
  return all;
}

void Judge::LookAt(std::string_view people) {
  people_ = people;
  touched_ = touched_all_;
  if (collection_ != nullptr) {
    std::erase_if(touched_, [&](std::string_view category) {
      return !IsAbout(*collection_, people, category);
    });
  }
}

void Judge::Touch(std::string_view category) {
  if (!Has(touched_all_, category)) {
    touched_all_.push_back(category);
  }
}

// The categories named, or else those of the fields, or else all. False if one is not listed.
bool Judge::FindTouched() {
  touched_all_.clear();
  for (size_t i = 0; i < 64; ++i) {
    if (((operation_->categories >> i) & 1) != 0) {
      if (i >= rules_.categories.size()) {
        return false;
      }
      touched_all_.push_back(rules_.categories[i].id);
    }
  }
  if (!touched_all_.empty()) {
    return true;
  }
  for (const Collection& each : rules_.collections) {
    for (const Field& field : each.fields) {
      if (collection_ == nullptr ? IsAbout(each, operation_->people, field.category)
                                 : &each == collection_) {
        Touch(field.category);
      }
    }
  }
  if (touched_all_.empty()) {
    for (const DataCategory& category : rules_.categories) {
      Touch(category.id);
    }
  }
  return std::ranges::all_of(touched_all_, [this](std::string_view category) {
    return Find(rules_.categories, category) != nullptr;
  });
}

const Subprocessor* Judge::FindListed(std::string_view id) const {
  return Find(rules_.subprocessors, id);
}

// What was recorded last of those that stand.
const SubprocessorState* Judge::FindState(std::string_view id) const {
  const SubprocessorState* last = nullptr;
  for (const SubprocessorState& row : rules_.standing.subprocessors) {
    if (row.id == id && Stands(row) && (last == nullptr || last->from < row.from)) {
      last = &row;
    }
  }
  return last;
}

std::string_view Judge::CountryOf(std::string_view place) const {
  if (IsCountryCode(place)) {
    return place;
  }
  const SubprocessorState* state = FindState(place);
  if (state != nullptr && !state->country.empty()) {
    return state->country;
  }
  const Subprocessor* listed = FindListed(place);
  return listed == nullptr ? std::string_view() : listed->country;
}

bool Judge::IsPlaceOpen() const {
  return std::ranges::any_of(rules_.places, [&](const Place& place) {
    return (!place.only_subprocessors || !IsCountryCode(operation_->place)) &&
           IsEachIn(CountryOf(operation_->place), place.country);
  });
}

// Every category touched must be consented to, be it by several consents.
bool Judge::IsConsented() const {
  return std::ranges::all_of(touched_, [this](std::string_view category) {
    return std::ranges::any_of(
        rules_.standing.instructions, [&](const StandingInstruction& consent) {
          return consent.kind == InstructionKind::kConsent && Stands(consent) &&
                 IsInScope(consent.scope) && CertainlyGoesTo(consent.scope.places) &&
                 (consent.scope.categories.empty() || Has(consent.scope.categories, category));
        });
  });
}

// Purpose, verb and people; an empty list means all.
bool Judge::IsInScope(const StandingScope& scope) const {
  return (scope.purposes.empty() || Has(scope.purposes, operation_->purpose)) &&
         (scope.verbs.empty() || Has(scope.verbs, operation_->verb)) &&
         (scope.people.empty() || Has(scope.people, people_));
}

bool Judge::MayGoTo(const std::vector<std::string>& places) const {
  if (places.empty()) {
    return true;
  }
  return !operation_->place.empty() && std::ranges::any_of(places, [&](const std::string& named) {
    return named == operation_->place ||
           (IsCountryCode(named) && IsAnyIn(CountryOf(operation_->place), named));
  });
}

bool Judge::CertainlyGoesTo(const std::vector<std::string>& places) const {
  return std::ranges::any_of(places, [&](const std::string& named) {
    return named == operation_->place || IsEachIn(CountryOf(operation_->place), named);
  });
}

bool Judge::TouchesAny(const std::vector<std::string>& categories) const {
  return categories.empty() || std::ranges::any_of(touched_, [&](std::string_view category) {
           return Has(categories, category);
         });
}

bool Judge::IsSuspendable() const {
  switch (operation_->verb) {
    case Verb::kStore:
      return false;
    case Verb::kErase:
    case Verb::kDestroy:
    case Verb::kRestrict:
      return operation_->instruction.empty();
    default:
      return true;
  }
}

bool Judge::IsHeldBy(const Hold& hold) const {
  if (operation_->verb != Verb::kErase && operation_->verb != Verb::kDestroy) {
    return false;
  }
  if (!hold.people.empty() && !Has(hold.people, people_)) {
    return false;
  }
  if (hold.collections.empty()) {
    return TouchesAny(hold.categories);
  }
  if (collection_ != nullptr) {
    return Has(hold.collections, collection_->id) && TouchesAny(hold.categories);
  }
  return IsHeldAsAPerson(hold);
}

// Whether some field of a held collection is about the people and of a category touched and held.
bool Judge::IsHeldAsAPerson(const Hold& hold) const {
  for (const Collection& each : rules_.collections) {
    if (!Has(hold.collections, each.id)) {
      continue;
    }
    for (const Field& field : each.fields) {
      if (Has(touched_, field.category) && IsAbout(each, people_, field.category) &&
          (hold.categories.empty() || Has(hold.categories, field.category))) {
        return true;
      }
    }
  }
  return false;
}

Verdict Judge::DecideStanding() const {
  for (const Suspension& suspension : rules_.standing.suspensions) {
    if (Stands(suspension) && IsSuspendable() && IsInScope(suspension.scope) &&
        MayGoTo(suspension.scope.places) && TouchesAny(suspension.scope.categories)) {
      return RefuseBy(Ground::kSuspended, suspension);
    }
  }
  for (const Hold& hold : rules_.standing.holds) {
    if (Stands(hold) && IsHeldBy(hold)) {
      return RefuseBy(Ground::kHeld, hold);
    }
  }
  for (const StandingInstruction& forbid : rules_.standing.instructions) {
    if (forbid.kind == InstructionKind::kForbid && Stands(forbid) && IsInScope(forbid.scope) &&
        MayGoTo(forbid.scope.places) && TouchesAny(forbid.scope.categories)) {
      return RefuseBy(Ground::kForbiddenByInstruction, forbid);
    }
  }
  return {.is_allowed = true};
}

// The permissions in the order of the contract, then the instructions that allow.
Verdict Judge::DecideTogether() const {
  std::vector<std::string_view> left = touched_;
  Verdict verdict{.is_allowed = true};
  const auto take = [&](const std::vector<std::string>& categories, std::string_view clause,
                        std::string_view decider) {
    const auto taken = std::erase_if(left, [&](std::string_view category) {
      return categories.empty() || Has(categories, category);
    });
    if (taken > 0 && left.size() + taken == touched_.size()) {
      verdict.clause = clause;
      verdict.decider = decider;
    }
  };
  for (const Permission& permission : rules_.permissions) {
    if (Has(permission.purposes, operation_->purpose) && Has(permission.verbs, operation_->verb) &&
        Has(permission.people, people_) && !permission.categories.empty()) {
      take(permission.categories, permission.clause, "");
    }
  }
  for (const StandingInstruction& allow : rules_.standing.instructions) {
    if (allow.kind == InstructionKind::kAllow && Stands(allow) && IsInScope(allow.scope)) {
      take(allow.scope.categories, allow.basis, allow.id);
    }
  }
  return left.empty() ? verdict : Refuse(Ground::kNotForThisPurpose, rules_.purposes_clause);
}

}  // namespace mandat::oracle
