// SPDX-License-Identifier: Apache-2.0
// What the agreement and the schema list, as numbers.
#include <algorithm>
#include <utility>

#include "mandate/internal/compiler.h"

namespace mandat {

using internal::CollectionRow;
using internal::Grant;
using internal::NameTable;
using internal::Share;

CategorySet MandateCompiler::CategoriesOf(const Mandate::Tables& t,
                                          const std::vector<std::string>& ids) const {
  CategorySet categories = 0;
  for (const std::string& id : ids) {
    categories |= t.BitOf(id);
  }
  return categories;
}

void MandateCompiler::CompileLists(Mandate::Tables& t) {
  const auto fill = [](NameTable& table, const auto& rows) {
    for (size_t i = 0; i < rows.size(); ++i) {
      table.Add(rows[i].id, i);
    }
    table.Sort();
  };
  fill(t.purposes, agreement_.purposes());
  fill(t.people, agreement_.people());
  fill(t.categories, agreement_.categories());
  fill(t.collections, schema_.collections());
  for (const AllowedVerb& row : agreement_.verbs()) {
    t.verbs.set(static_cast<size_t>(row.verb));
  }
  for (size_t i = 0; i < agreement_.categories().size(); ++i) {
    t.categories_all |= CategorySet{1} << i;
  }
  t.purposes_count = agreement_.purposes().size();
  t.people_count = agreement_.people().size();
}

// Reading: what no role says otherwise of is about everybody in the unit; a field that goes with
// the person in a role is about that person alone.
std::vector<Share> MandateCompiler::SharesOf(const Mandate::Tables& t,
                                             const Collection& collection) const {
  CategorySet common = 0;
  CategorySet of_roles = 0;
  for (const Field& field : collection.fields) {
    (field.role.empty() ? common : of_roles) |= t.BitOf(field.category);
  }
  const CategorySet of_all = ~(of_roles & ~common);
  std::vector<Share> shares = {{t.people.Find(collection.people), of_all}};
  for (const Role& role : collection.roles) {
    CategorySet touched = role.erasure == RoleErasure::kFields ? 0 : of_all;
    for (const Field& field : collection.fields) {
      touched |= field.role == role.id ? t.BitOf(field.category) : 0;
    }
    const size_t people = t.people.Find(role.people);
    const auto known = std::ranges::find(shares, people, &Share::people);
    if (known != shares.end()) {
      known->categories |= touched;
    } else {
      shares.push_back({people, touched});
    }
  }
  return shares;
}

void MandateCompiler::CompileCollections(Mandate::Tables& t) {
  t.categories_of_people.assign(t.people_count, 0);
  for (const Collection& collection : schema_.collections()) {
    CollectionRow row{.people = t.people.Find(collection.people),
                      .shares = SharesOf(t, collection)};
    for (const Field& field : collection.fields) {
      row.categories |= t.BitOf(field.category);
    }
    for (const Share& share : row.shares) {
      t.categories_of_people[share.people] |= row.categories & share.categories;
    }
    for (const Retention& retention : agreement_.retentions()) {
      const bool is_kept_shorter = retention.days || retention.months;
      if (is_kept_shorter && (row.categories & CategoriesOf(t, retention.categories)) != 0) {
        const bool from_capture = retention.from == internal::kCapture;
        row.periods.push_back({retention.days, retention.months, from_capture});
        row.start_event = from_capture ? row.start_event : retention.from;
      }
    }
    t.collection_rows.push_back(std::move(row));
  }
  for (CategorySet& touched : t.categories_of_people) {
    touched = touched != 0 ? touched : t.categories_all;
  }
}

void MandateCompiler::CompilePermissions(Mandate::Tables& t) {
  // Each category is granted by the first permission that covers it, so a cell has at most as many
  // grants as there are categories.
  std::vector<std::vector<Grant>> granted(t.purposes_count * t.people_count * kVerbsCount);
  t.cells.resize(granted.size());
  for (const Permission& permission : agreement_.permissions()) {
    const ClauseId clause = Intern(permission.clause);
    const CategorySet categories = CategoriesOf(t, permission.categories);
    for (const std::string& purpose : permission.purposes) {
      for (const std::string& people : permission.people) {
        for (const Verb verb : permission.verbs) {
          const size_t i = t.CellIndex(t.purposes.Find(purpose), t.people.Find(people), verb);
          if (const CategorySet added = categories & ~t.cells[i].allowed; added != 0) {
            t.cells[i].allowed |= added;
            granted[i].push_back({added, clause});
          }
        }
      }
    }
  }
  for (size_t i = 0; i < granted.size(); ++i) {
    t.cells[i].grants_first = static_cast<uint32_t>(t.grants.size());
    t.cells[i].grants_count = static_cast<uint32_t>(granted[i].size());
    t.grants.insert(t.grants.end(), granted[i].begin(), granted[i].end());
  }
}

}  // namespace mandat
