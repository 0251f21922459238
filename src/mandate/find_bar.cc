// SPDX-License-Identifier: Apache-2.0
#include "mandate/internal/tables.h"
#include "mandate/mandate.h"

namespace mandat {

using internal::kAbsent;
using internal::Named;

// Source: GDPR Art. 28(3)(a); GDPR Art. 44.
std::optional<Forbidden> Mandate::FindBar(const Operation& operation, Instant at) const {
  const Tables& t = *tables_;
  if (at < t.start) {
    return Forbidden(Ground::kNotInForce, t.duration_clause);
  }
  if (t.end && at >= *t.end) {
    return Forbidden(Ground::kNotInForce, t.end_clause);
  }
  // As if the agreement listed this purpose and this verb.
  Named named{.purpose = t.purposes.Find(operation.purpose), .touched = operation.categories};
  if (!operation.collection.empty()) {
    named.collection = t.collections.Find(operation.collection);
    if (named.collection == kAbsent) {
      return Forbidden(Ground::kCollectionUnknown, t.categories_clause);
    }
    named.touched =
        named.touched != 0 ? named.touched : t.collection_rows[named.collection].categories;
  }
  if (named.collection == kAbsent || !operation.people.empty()) {
    named.people = t.people.Find(operation.people);
    if (named.people == kAbsent ||
        (named.collection != kAbsent && !t.collection_rows[named.collection].IsOf(named.people))) {
      return Forbidden(Ground::kPeopleNotListed, t.people_clause);
    }
    named.touched = named.touched != 0 ? named.touched : t.categories_of_people[named.people];
  }
  if ((named.touched & ~t.categories_all) != 0) {
    return Forbidden(Ground::kCategoryNotListed, t.categories_clause);
  }
  std::optional<Forbidden> bar;
  t.ForEachPeople(named, [&](const Named& each) {
    bar = t.RefuseBeside(each, operation, t.WindowAt(at));
    return bar.has_value();
  });
  return bar;
}

}  // namespace mandat
