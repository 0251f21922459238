// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agreement/agreement.h"
#include "agreement/schema.h"
#include "mandate/standing.h"

namespace mandat::oracle {

// Everything that decides an operation, as plain lists that a test may change.
struct Rules {
  Instant start;
  std::optional<Instant> end;
  bool erasure_on_instruction = false;
  std::string purposes_clause, verbs_clause, categories_clause, people_clause, places_clause,
      subprocessors_clause, erasure_clause, end_clause, duration_clause;
  std::vector<Purpose> purposes;
  std::vector<AllowedVerb> verbs;
  std::vector<DataCategory> categories;
  std::vector<PeopleCategory> people;
  std::vector<Place> places;
  std::vector<Subprocessor> subprocessors;
  std::vector<Permission> permissions;
  std::vector<Collection> collections;
  Standing standing;
  Instant since;
};

inline Rules RulesOf(const Agreement& agreement, const ServiceSchema& schema, Standing standing,
                     Instant since) {
  return {.start = agreement.start(),
          .end = agreement.end(),
          .erasure_on_instruction = agreement.erasure_on_instruction(),
          .purposes_clause = agreement.purposes_clause(),
          .verbs_clause = agreement.verbs_clause(),
          .categories_clause = agreement.categories_clause(),
          .people_clause = agreement.people_clause(),
          .places_clause = agreement.places_clause(),
          .subprocessors_clause = agreement.subprocessors_clause(),
          .erasure_clause = agreement.erasure_clause(),
          .end_clause = agreement.end_clause(),
          .duration_clause = agreement.duration_clause(),
          .purposes = agreement.purposes(),
          .verbs = agreement.verbs(),
          .categories = agreement.categories(),
          .people = agreement.people(),
          .places = agreement.places(),
          .subprocessors = agreement.subprocessors(),
          .permissions = agreement.permissions(),
          .collections = schema.collections(),
          .standing = std::move(standing),
          .since = since};
}

}  // namespace mandat::oracle
