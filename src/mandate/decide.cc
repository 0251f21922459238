// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"
#include "mandate/internal/tables.h"
#include "mandate/mandate.h"

namespace mandat {

using internal::Cell;
using internal::Grant;
using internal::kAbsent;
using internal::Named;
using internal::PlaceRow;
using internal::Rows;
using internal::StandingRule;
using internal::Window;

namespace {

// The acts by which persons' rights and the end of a contract are carried out.
// Source: GDPR Art. 17(1); GDPR Art. 18(1); GDPR Art. 28(3)(e).
bool IsErasure(Verb verb) {
  return verb == Verb::kErase || verb == Verb::kDestroy || verb == Verb::kRestrict;
}

// Source: GDPR Art. 28(3)(a); GDPR Art. 44.
// Reading: a consent opens a place for what it names; several may cover an operation together.
bool IsConsented(const Window& window, const Rows& rows, CategorySet touched) {
  CategorySet left = touched;
  window.consents.Find(rows, [&left](const StandingRule& consent) {
    left &= ~consent.categories;
    return left == 0;
  });
  return left == 0;
}

}  // namespace

std::variant<Named, Forbidden> Mandate::Tables::LookUp(const Operation& operation,
                                                       bool is_ordered) const {
  Named named{.touched = operation.categories};
  if (!operation.collection.empty()) {
    named.collection = collections.Find(operation.collection);
    if (named.collection == kAbsent) {
      return Forbidden(Ground::kCollectionUnknown, categories_clause);
    }
    const internal::CollectionRow& row = collection_rows[named.collection];
    named.touched = named.touched != 0 ? named.touched : row.categories;
  }
  if (!is_ordered || !operation.purpose.empty()) {
    named.purpose = purposes.Find(operation.purpose);
    if (named.purpose == kAbsent) {
      return Forbidden(Ground::kPurposeNotListed, purposes_clause);
    }
  }
  if (!is_ordered && !verbs[static_cast<size_t>(operation.verb)]) {
    return Forbidden(Ground::kVerbNotListed, verbs_clause);
  }
  if (named.collection == kAbsent || !operation.people.empty()) {
    named.people = people.Find(operation.people);
    const bool is_listed =
        named.people != kAbsent &&
        (named.collection == kAbsent || collection_rows[named.collection].IsOf(named.people));
    if (!is_listed) {
      return Forbidden(Ground::kPeopleNotListed, people_clause);
    }
    named.touched = named.touched != 0 ? named.touched : categories_of_people[named.people];
  }
  if ((named.touched & ~categories_all) != 0) {
    return Forbidden(Ground::kCategoryNotListed, categories_clause);
  }
  return named;
}

// The place first, then the first suspension, hold or forbidding instruction that meets any of what
// is touched.
std::optional<Forbidden> Mandate::Tables::RefuseBeside(const Named& named,
                                                       const Operation& operation,
                                                       const Window& window) const {
  if (operation.place.empty() && window.narrowing.empty()) {
    return std::nullopt;
  }
  const Rows rows = RowsOf(named, operation);
  const PlaceRow& place = window.places[rows[internal::kPlaces]];
  if (place.access != PlaceRow::Access::kOpen &&
      (place.access == PlaceRow::Access::kClosed || !IsConsented(window, rows, named.touched))) {
    return Forbidden(place.ground, place.clause);
  }
  std::optional<Forbidden> refusal;
  window.narrowing.Find(rows, [&](const StandingRule& rule) {
    if ((rule.categories & named.touched) == 0) {
      return false;
    }
    refusal.emplace(rule.ground, rule.clause);
    return true;
  });
  return refusal;
}

Decision Mandate::Tables::DecideTogether(const Named& named, const Operation& operation,
                                         const Window& window) const {
  const Cell& cell = cells[CellIndex(named.purpose, named.people, operation.verb)];
  std::optional<ClauseId> cited;
  for (uint32_t i = 0; i < cell.grants_count && !cited; ++i) {
    const Grant& grant = grants[cell.grants_first + i];
    if ((grant.categories & named.touched) != 0) {
      cited = grant.clause;
    }
  }
  CategorySet left = named.touched & ~cell.allowed;
  if (left != 0 && !window.allows.empty()) {
    window.allows.Find(RowsOf(named, operation), [&](const StandingRule& rule) {
      if (!cited && (rule.categories & left) != 0) {
        cited = rule.clause;
      }
      left &= ~rule.categories;
      return left == 0;
    });
  }
  if (left != 0 || !cited) {
    return Forbidden(Ground::kNotForThisPurpose, purposes_clause);
  }
  return Allowed{*cited};
}

// In the order in which a lawyer would look: time, then each list by itself, then what stands
// beside the agreement, then the instruction, then whether one permission covers them together.
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

  const std::variant<Named, Forbidden> found = t.LookUp(operation, is_ordered);
  if (const auto* forbidden = std::get_if<Forbidden>(&found)) {
    return *forbidden;
  }
  const Named& named = *std::get_if<Named>(&found);

  const Window& window = t.WindowAt(at);
  std::optional<Forbidden> refusal;
  t.ForEachPeople(named, [&](const Named& each) {
    refusal = t.RefuseBeside(each, operation, window);
    return refusal.has_value();
  });
  if (refusal) {
    return *refusal;
  }

  if (is_ordered) {
    if (operation.instruction.empty()) {
      return Forbidden(Ground::kInstructionMissing, t.erasure_clause);
    }
    return Allowed{is_over ? t.end_clause : t.erasure_clause};
  }
  // What is about several people is allowed for all of them, and cites what allows it for the
  // first.
  std::optional<Decision> decision;
  t.ForEachPeople(named, [&](const Named& each) {
    const Decision of_these = t.DecideTogether(each, operation, window);
    const bool is_forbidden = std::holds_alternative<Forbidden>(of_these);
    decision = decision && !is_forbidden ? *decision : of_these;
    return is_forbidden;
  });
  MANDAT_ASSERT(decision.has_value());  // something is touched, and so is somebody
  return *decision;
}

}  // namespace mandat
