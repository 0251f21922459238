// SPDX-License-Identifier: Apache-2.0
#include "oracle/mutator.h"

namespace mandat::oracle {
namespace {

class AgreementMutator : Mutator {
 public:
  using Mutator::Mutator;

  void Run() const {
    MutateTime();
    MutateClauses();
    MutateLists();
    MutatePlaces();
    MutateSubprocessors();
    for (size_t i = 0; i < original_.permissions.size(); ++i) {
      MutatePermission(i);
    }
    for (size_t i = 0; i < original_.collections.size(); ++i) {
      MutateCollection(i);
    }
  }

 private:
  void MutateTime() const;
  void MutateClauses() const;
  void MutateLists() const;
  void MutatePlaces() const;
  void MutateSubprocessors() const;
  void MutatePermission(size_t number) const;
  void MutatePermissionLists(size_t number) const;
  void MutateCollection(size_t number) const;
  void MutateRoles(size_t number) const;
  bool IsOpen(const std::string& country) const;

  Focus FocusOnPlace(const std::string& place) const {
    Focus focus;
    focus.places = {place};
    for (const AllowedVerb& row : original_.verbs) {
      focus.verbs.push_back(row.verb);
    }
    return focus;
  }
};

void AgreementMutator::MutateTime() const {
  for (const auto shift : {kTick, -kTick}) {
    const Instant start = original_.start;
    Try("start shifted", {.instants = {start, start + -kTick}},
        [&](Rules& rules) { rules.start = start + shift; });
    if (original_.end) {
      const Instant end = *original_.end;
      Try("end shifted", {.instants = {end, end + -kTick}},
          [&](Rules& rules) { rules.end = end + shift; });
    }
    if (original_.since > start) {
      const Instant since = original_.since;
      Try("since shifted", {.instants = {since, since + -kTick}},
          [&](Rules& rules) { rules.since = since + shift; });
    }
  }
  Try("end turned", {}, [](Rules& rules) {
    rules.end = rules.end ? std::nullopt : std::optional(rules.start + std::chrono::hours(2400));
  });
  Try("erasure turned", {.verbs = {Verb::kErase, Verb::kDestroy, Verb::kRestrict}},
      [](Rules& rules) { rules.erasure_on_instruction = !rules.erasure_on_instruction; });
}

void AgreementMutator::MutateClauses() const {
  const std::vector<std::string Rules::*> clauses = {
      &Rules::purposes_clause, &Rules::verbs_clause,  &Rules::categories_clause,
      &Rules::people_clause,   &Rules::places_clause, &Rules::subprocessors_clause,
      &Rules::erasure_clause,  &Rules::end_clause,    &Rules::duration_clause};
  for (size_t i = 0; i < clauses.size(); ++i) {
    Try("clause " + std::to_string(i) + " cited otherwise", {},
        [&](Rules& rules) { rules.*clauses[i] += "x"; });
  }
}

void AgreementMutator::MutateLists() const {
  const auto mutate = [this](const std::string& what, auto list, auto focus_of) {
    const auto& rows = original_.*list;
    for (size_t i = 0; i < rows.size(); ++i) {
      Try(what + " " + rows[i].id + " removed", focus_of(rows[i].id), [&](Rules& rules) {
        (rules.*list).erase((rules.*list).begin() + static_cast<ptrdiff_t>(i));
      });
      Try(what + " " + rows[i].id + " renamed", focus_of(rows[i].id),
          [&](Rules& rules) { (rules.*list)[i].id = "renamed"; });
    }
    Try(what + " added", focus_of("odd-" + what), [&](Rules& rules) {
      (rules.*list).emplace_back();
      (rules.*list).back().id = "odd-" + what;
    });
  };
  mutate("purpose", &Rules::purposes,
         [this](const std::string& id) { return FocusOn({id}, {}, {}, {}); });
  mutate("people", &Rules::people,
         [this](const std::string& id) { return FocusOn({}, {}, {}, {id}); });
  if (original_.categories.size() < 64) {
    mutate("category", &Rules::categories, [this](const std::string& id) {
      Focus focus = FocusOn({}, {}, {id}, {});
      focus.categories.push_back(CategorySet{1} << original_.categories.size());
      focus.categories.push_back(0);
      return focus;
    });
  }
  std::vector<Verb> verbs, every_verb;
  for (const AllowedVerb& row : original_.verbs) {
    verbs.push_back(row.verb);
  }
  for (size_t i = 0; i < kVerbsCount; ++i) {
    every_verb.push_back(static_cast<Verb>(i));
  }
  ForEachChange(verbs, every_verb, false, [this](const std::vector<Verb>& changed, Verb verb) {
    Try("verb " + std::string(Name(verb)), {.verbs = {verb}}, [&](Rules& rules) {
      rules.verbs.clear();
      for (const Verb each : changed) {
        rules.verbs.push_back({each, ""});
      }
    });
  });
}

void AgreementMutator::MutatePlaces() const {
  for (size_t i = 0; i < original_.places.size(); ++i) {
    const std::string& country = original_.places[i].country;
    Focus focus = FocusOnPlace(country);
    focus.places.emplace_back("SI");
    for (const Subprocessor& row : original_.subprocessors) {
      focus.places.push_back(row.id);
    }
    Try("place " + country + " open to others", focus, [&](Rules& rules) {
      rules.places[i].only_subprocessors = !rules.places[i].only_subprocessors;
    });
    Try("place " + country + " removed", std::move(focus), [&](Rules& rules) {
      rules.places.erase(rules.places.begin() + static_cast<ptrdiff_t>(i));
    });
  }
  for (const char* country : {"US", "BE", "EU"}) {
    if (std::ranges::find(original_.places, country, &Place::country) == original_.places.end()) {
      Try("place " + std::string(country) + " added", FocusOnPlace(country),
          [&](Rules& rules) { rules.places.push_back({country, "", ""}); });
    }
  }
}

bool AgreementMutator::IsOpen(const std::string& country) const {
  return std::ranges::find(original_.places, country, &Place::country) != original_.places.end();
}

void AgreementMutator::MutateSubprocessors() const {
  for (size_t i = 0; i < original_.subprocessors.size(); ++i) {
    const Subprocessor& row = original_.subprocessors[i];
    Try("sub-processor " + row.id + " removed", FocusOnPlace(row.id), [&](Rules& rules) {
      rules.subprocessors.erase(rules.subprocessors.begin() + static_cast<ptrdiff_t>(i));
    });
    const std::string elsewhere =
        IsOpen(row.country) || original_.places.empty() ? "" : original_.places[0].country;
    if (elsewhere != row.country) {
      Try("sub-processor " + row.id + " moved", FocusOnPlace(row.id),
          [&](Rules& rules) { rules.subprocessors[i].country = elsewhere; });
    }
  }
  Try("sub-processor added", FocusOnPlace("stranger"),
      [](Rules& rules) { rules.subprocessors.push_back({.id = "stranger"}); });
}

void AgreementMutator::MutatePermission(size_t number) const {
  const Permission& row = original_.permissions[number];
  const std::string what = "permission " + std::to_string(number);
  const Focus focus = FocusOn(row.purposes, row.verbs, row.categories, row.people);
  Try(what + " removed", focus, [&](Rules& rules) {
    rules.permissions.erase(rules.permissions.begin() + static_cast<ptrdiff_t>(number));
  });
  Try(what + " cited otherwise", focus,
      [&](Rules& rules) { rules.permissions[number].clause += "x"; });
  if (number > 0 && row.clause != original_.permissions[number - 1].clause) {
    Try(what + " before the one before it", focus,
        [&](Rules& rules) { std::swap(rules.permissions[number - 1], rules.permissions[number]); });
  }
  MutatePermissionLists(number);
}

void AgreementMutator::MutatePermissionLists(size_t number) const {
  const Permission& row = original_.permissions[number];
  const std::string what = "permission " + std::to_string(number) + " ";
  std::vector<Verb> verbs;
  for (const AllowedVerb& each : original_.verbs) {
    verbs.push_back(each.verb);
  }
  const auto put = [&](auto list, const auto& changed) {
    return [=](Rules& rules) { rules.permissions[number].*list = changed; };
  };
  ForEachChange(row.purposes, IdsOf(original_.purposes), false,
                [&](const std::vector<std::string>& changed, const std::string& id) {
                  Try(what + id, FocusOn({id}, row.verbs, row.categories, row.people),
                      put(&Permission::purposes, changed));
                });
  ForEachChange(row.verbs, verbs, false, [&](const std::vector<Verb>& changed, Verb verb) {
    Try(what + std::string(Name(verb)), FocusOn(row.purposes, {verb}, row.categories, row.people),
        put(&Permission::verbs, changed));
  });
  ForEachChange(row.categories, IdsOf(original_.categories), false,
                [&](const std::vector<std::string>& changed, const std::string& id) {
                  Try(what + id, FocusOn(row.purposes, row.verbs, {id}, row.people),
                      put(&Permission::categories, changed));
                });
  ForEachChange(row.people, IdsOf(original_.people), false,
                [&](const std::vector<std::string>& changed, const std::string& id) {
                  Try(what + id, FocusOn(row.purposes, row.verbs, row.categories, {id}),
                      put(&Permission::people, changed));
                });
}

// A collection counts by its people and by which categories its fields have.
void AgreementMutator::MutateCollection(size_t number) const {
  const Collection& row = original_.collections[number];
  const std::string what = "collection " + row.id;
  const Focus focus{.collections = {row.id, ""}, .people = {row.people}};
  Try(what + " removed", focus, [&](Rules& rules) {
    rules.collections.erase(rules.collections.begin() + static_cast<ptrdiff_t>(number));
  });
  for (const PeopleCategory& people : original_.people) {
    if (people.id != row.people) {
      Try(what + " is of " + people.id,
          {.collections = {row.id, ""}, .people = {row.people, people.id}},
          [&](Rules& rules) { rules.collections[number].people = people.id; });
    }
  }
  MutateRoles(number);
  for (const DataCategory& category : original_.categories) {
    Focus of_category = focus;
    of_category.categories = {0};
    if (std::ranges::find(row.fields, category.id, &Field::category) == row.fields.end()) {
      Try(what + " gains " + category.id, of_category, [&](Rules& rules) {
        rules.collections[number].fields.push_back({.id = "more", .category = category.id});
      });
      continue;
    }
    const bool is_only = std::ranges::all_of(
        row.fields, [&](const Field& field) { return field.category == category.id; });
    if (!is_only) {
      Try(what + " loses " + category.id, of_category, [&](Rules& rules) {
        std::erase_if(rules.collections[number].fields,
                      [&](const Field& field) { return field.category == category.id; });
      });
    }
  }
}

// A role counts by its people, by whether its fields go alone, and by the categories of those.
void AgreementMutator::MutateRoles(size_t number) const {
  const Collection& row = original_.collections[number];
  for (size_t i = 0; i < row.roles.size(); ++i) {
    const std::string what = "role " + row.id + "." + row.roles[i].id;
    const Focus focus{.collections = {row.id, ""}, .people = {row.people, row.roles[i].people}};
    for (const PeopleCategory& people : original_.people) {
      if (people.id != row.roles[i].people) {
        Focus of_both = focus;
        of_both.people.push_back(people.id);
        Try(what + " is of " + people.id, of_both,
            [&](Rules& rules) { rules.collections[number].roles[i].people = people.id; });
      }
    }
    Try(what + " removed", focus, [&](Rules& rules) {
      Collection& collection = rules.collections[number];
      collection.roles.erase(collection.roles.begin() + static_cast<ptrdiff_t>(i));
      for (Field& field : collection.fields) {
        field.role = field.role == row.roles[i].id ? "" : field.role;
      }
    });
    Try(what + " turned", focus, [&](Rules& rules) {
      RoleErasure& erasure = rules.collections[number].roles[i].erasure;
      erasure = erasure == RoleErasure::kFields ? RoleErasure::kUnit : RoleErasure::kFields;
    });
  }
  for (size_t i = 0; i < row.fields.size(); ++i) {
    if (!row.fields[i].role.empty()) {
      Try(row.id + "." + row.fields[i].id + " goes with nobody",
          {.collections = {row.id, ""}, .people = {row.people}},
          [&](Rules& rules) { rules.collections[number].fields[i].role.clear(); });
    }
  }
}

}  // namespace

void ForEachAgreementMutant(const Rules& original, const UseMutant& use) {
  AgreementMutator(original, use).Run();
}

}  // namespace mandat::oracle
