// SPDX-License-Identifier: Apache-2.0
#include "mandate/internal/tables.h"
#include "mandate/mandate.h"

namespace mandat {

using internal::Cell;
using internal::Grant;
using internal::kAbsent;

namespace {

// The acts by which persons' rights and the end of a contract are carried out.
// Source: GDPR Art. 17(1); GDPR Art. 18(1); GDPR Art. 28(3)(e).
bool IsErasure(Verb verb) {
  return verb == Verb::kErase || verb == Verb::kDestroy || verb == Verb::kRestrict;
}

// A code of a country rather than the id of a sub-processor.
bool IsCode(std::string_view place) {
  return place.size() == 2 && place[0] >= 'A' && place[0] <= 'Z';
}

}  // namespace

std::optional<ClauseId> Mandate::Tables::RefusePlace(std::string_view place) const {
  if (place.empty() || places.Find(place) != kAbsent) {
    return std::nullopt;
  }
  const bool is_stranger = !IsCode(place) && subprocessors.Find(place) == kAbsent;
  return is_stranger ? subprocessors_clause : places_clause;
}

Decision Mandate::Tables::DecideTogether(size_t purpose, size_t people_index, Verb verb,
                                         CategorySet touched) const {
  const Cell& cell = cells[CellIndex(purpose, people_index, verb)];
  if (touched == 0 || (touched & ~cell.allowed) != 0) {
    return Forbidden(Ground::kNotForThisPurpose, purposes_clause);
  }
  for (uint32_t i = 0; i + 1 < cell.grants_count; ++i) {
    const Grant& grant = grants[cell.grants_first + i];
    if ((grant.categories & touched) != 0) {
      return Allowed{grant.clause};
    }
  }
  return Allowed{grants[cell.grants_first + cell.grants_count - 1].clause};
}

// In the order in which a lawyer would look: time, then each list by itself, then the instruction,
// then whether one permission covers them together.
// Source: GDPR Art. 28(3)(a).
// Invariant (silence refuses): what no list and no permission names ends in Forbidden.
Decision Mandate::Decide(const Operation& operation, Instant at) const {
  const Tables& t = *tables_;
  const bool is_ordered = t.erasure_on_instruction && IsErasure(operation.verb);

  if (at < t.start) {
    return Forbidden(Ground::kNotInForce, t.duration_clause);
  }
  // Source: GDPR Art. 28(3)(g).
  // Reading: deletion is owed after the end, so what is left may then be erased and nothing else.
  const bool is_over = t.end && at >= *t.end;
  if (is_over && (!is_ordered || operation.verb == Verb::kRestrict)) {
    return Forbidden(Ground::kNotInForce, t.end_clause);
  }

  size_t people = kAbsent;
  CategorySet touched = operation.categories;
  if (!operation.collection.empty()) {
    const size_t collection = t.collections.Find(operation.collection);
    if (collection == kAbsent) {
      return Forbidden(Ground::kCollectionUnknown, t.categories_clause);
    }
    people = t.collection_rows[collection].people;
    touched = touched != 0 ? touched : t.collection_rows[collection].categories;
  }

  size_t purpose = kAbsent;
  if (!is_ordered || !operation.purpose.empty()) {
    purpose = t.purposes.Find(operation.purpose);
    if (purpose == kAbsent) {
      return Forbidden(Ground::kPurposeNotListed, t.purposes_clause);
    }
  }
  if (!is_ordered && !t.verbs[static_cast<size_t>(operation.verb)]) {
    return Forbidden(Ground::kVerbNotListed, t.verbs_clause);
  }

  if (people == kAbsent || !operation.people.empty()) {
    const size_t named = t.people.Find(operation.people);
    if (named == kAbsent || (people != kAbsent && people != named)) {
      return Forbidden(Ground::kPeopleNotListed, t.people_clause);
    }
    people = named;
    touched = touched != 0 ? touched : t.categories_of_people[people];
  }
  if ((touched & ~t.categories_all) != 0) {
    return Forbidden(Ground::kCategoryNotListed, t.categories_clause);
  }

  if (const std::optional<ClauseId> clause = t.RefusePlace(operation.place)) {
    return Forbidden(Ground::kPlaceNotListed, *clause);
  }

  if (is_ordered) {
    if (operation.instruction.empty()) {
      return Forbidden(Ground::kInstructionMissing, t.erasure_clause);
    }
    return Allowed{is_over ? t.end_clause : t.erasure_clause};
  }

  return t.DecideTogether(purpose, people, operation.verb, touched);
}

}  // namespace mandat
