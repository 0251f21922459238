// SPDX-License-Identifier: Apache-2.0
#include "mandate/mandate.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/assert.h"
#include "law/country.h"
#include "mandate/internal/tables.h"

namespace mandat {

using internal::CollectionRow;
using internal::Grant;
using internal::kAbsent;
using internal::NameTable;

namespace {

constexpr size_t kExplainedMax = 64;

// All two-letter codes in capitals; IsMemberState picks from them.
template <class Use>
void ForEachMemberState(Use use) {
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      const std::string code{a, b};
      if (IsMemberState(code)) {
        use(code);
      }
    }
  }
}

std::string Printable(std::string_view name) {
  const bool is_plain = name.size() <= kExplainedMax && std::ranges::all_of(name, [](char c) {
                          return c >= ' ' && c <= '~' && c != '`';
                        });
  return is_plain ? "`" + std::string(name) + "`" : "`?`";
}

// Calendar months in UTC; the day of the month is kept, or the last day where there is none, and so
// is the time of day. Never extended to a working day: Reg. 1182/71 is about periods for acting.
Instant AddMonths(Instant at, std::chrono::months months) {
  using std::chrono::days;
  using std::chrono::floor;
  using std::chrono::microseconds;
  const std::chrono::sys_time<microseconds> from{microseconds(at.micros)};
  const std::chrono::sys_days day = floor<days>(from);
  std::chrono::year_month_day date = std::chrono::year_month_day(day) + months;
  if (!date.ok()) {
    date = date.year() / date.month() / std::chrono::last;
  }
  return {(std::chrono::sys_days(date) + (from - day)).time_since_epoch().count()};
}

}  // namespace

// Turns names into numbers once, so that Decide need not.
class MandateCompiler {
 public:
  MandateCompiler(const Agreement& agreement, const ServiceSchema& schema)
      : agreement_(agreement), schema_(schema) {}

  std::vector<Finding> Validate() const;
  Mandate::Tables Compile();
  std::vector<ClauseRef> TakeClauses() { return std::move(clauses_); }

 private:
  ClauseId Intern(const std::string& clause);
  void CompileLists(Mandate::Tables& t);
  void CompilePlaces(Mandate::Tables& t);
  void CompileCollections(Mandate::Tables& t);
  void CompilePermissions(Mandate::Tables& t);

  const Agreement& agreement_;
  const ServiceSchema& schema_;
  std::vector<ClauseRef> clauses_;
};

std::vector<Finding> MandateCompiler::Validate() const {
  std::vector<Finding> findings;
  const auto report = [&](const Span& span, std::string message) {
    findings.push_back({.code = "A301",
                        .span = span,
                        .message = std::move(message),
                        .help = "amend the agreement or map the schema to what it lists",
                        .source = "GDPR Art. 28(3)"});
  };
  if (schema_.form() != agreement_.form()) {
    report(schema_.form_span(), "the schema is for form " + Printable(schema_.form()) +
                                    ", the agreement stands on " + Printable(agreement_.form()));
    return findings;
  }
  for (const Collection& collection : schema_.collections()) {
    if (std::ranges::find(agreement_.people(), collection.people, &PeopleCategory::id) ==
        agreement_.people().end()) {
      report(collection.span,
             "category of people " + Printable(collection.people) + " is not in the agreement");
    }
    for (const Field& field : collection.fields) {
      if (std::ranges::find(agreement_.categories(), field.category, &DataCategory::id) ==
          agreement_.categories().end()) {
        report(field.span,
               "data category " + Printable(field.category) + " is not in the agreement");
      }
    }
  }
  return findings;
}

ClauseId MandateCompiler::Intern(const std::string& clause) {
  const auto found = std::ranges::find(clauses_, clause, &ClauseRef::clause);
  if (found == clauses_.end()) {
    clauses_.push_back({agreement_.id().text(), agreement_.version(), clause});
    MANDAT_ASSERT(clauses_.size() <= std::numeric_limits<uint16_t>::max());
    return {static_cast<uint16_t>(clauses_.size() - 1)};
  }
  return {static_cast<uint16_t>(found - clauses_.begin())};
}

Mandate::Tables MandateCompiler::Compile() {
  Mandate::Tables t;
  t.start = agreement_.start();
  t.end = agreement_.end();
  t.erasure_on_instruction = agreement_.erasure_on_instruction();
  t.purposes_clause = Intern(agreement_.purposes_clause());
  t.verbs_clause = Intern(agreement_.verbs_clause());
  t.categories_clause = Intern(agreement_.categories_clause());
  t.people_clause = Intern(agreement_.people_clause());
  t.places_clause = Intern(agreement_.places_clause());
  t.subprocessors_clause = Intern(agreement_.subprocessors_clause());
  t.erasure_clause = Intern(agreement_.erasure_clause());
  t.end_clause = Intern(agreement_.end_clause());
  t.duration_clause = Intern(agreement_.duration_clause());
  CompileLists(t);
  CompilePlaces(t);
  CompileCollections(t);
  CompilePermissions(t);
  return t;
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
  fill(t.subprocessors, agreement_.subprocessors());
  for (const AllowedVerb& row : agreement_.verbs()) {
    t.verbs.set(static_cast<size_t>(row.verb));
  }
  for (size_t i = 0; i < agreement_.categories().size(); ++i) {
    t.categories_all |= CategorySet{1} << i;
  }
  t.people_count = agreement_.people().size();
}

// Source: GDPR Art. 28(3)(a); GDPR Art. 44.
// Reading: `EU` means any Member State; a sub-processor may receive data only where its own place
// of processing is among the listed places, and one whose place is not stated may not.
void MandateCompiler::CompilePlaces(Mandate::Tables& t) {
  const auto add = [&t](const std::string& place) {
    if (t.places.Find(place) == kAbsent) {
      t.places.Add(place, 0);
      t.places.Sort();
    }
  };
  for (const Place& place : agreement_.places()) {
    add(place.country);
    if (place.country == "EU") {
      ForEachMemberState(add);
    }
  }
  std::vector<std::string> reachable;
  for (const Subprocessor& subprocessor : agreement_.subprocessors()) {
    if (!subprocessor.country.empty() && t.places.Find(subprocessor.country) != kAbsent) {
      reachable.push_back(subprocessor.id);
    }
  }
  std::ranges::for_each(reachable, add);
}

void MandateCompiler::CompileCollections(Mandate::Tables& t) {
  t.categories_of_people.assign(t.people_count, 0);
  for (const Collection& collection : schema_.collections()) {
    CollectionRow row;
    row.people = t.people.Find(collection.people);
    for (const Field& field : collection.fields) {
      row.categories |= CategorySet{1} << t.categories.Find(field.category);
    }
    t.categories_of_people[row.people] |= row.categories;
    for (const Retention& retention : agreement_.retentions()) {
      const bool is_kept_shorter = retention.days || retention.months;
      const bool touches = std::ranges::any_of(retention.categories, [&](const std::string& id) {
        return ((row.categories >> t.categories.Find(id)) & 1) != 0;
      });
      if (is_kept_shorter && touches) {
        row.periods.emplace_back(retention.days, retention.months);
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
  std::vector<std::vector<Grant>> granted(agreement_.purposes().size() * t.people_count *
                                          kVerbsCount);
  t.cells.resize(granted.size());
  for (const Permission& permission : agreement_.permissions()) {
    const ClauseId clause = Intern(permission.clause);
    CategorySet categories = 0;
    for (const std::string& category : permission.categories) {
      categories |= CategorySet{1} << t.categories.Find(category);
    }
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

Mandate::Mandate(Agreement agreement, ServiceSchema schema)
    : agreement_(std::move(agreement)), schema_(std::move(schema)) {
  MandateCompiler compiler(agreement_, schema_);
  tables_ = std::make_shared<const Tables>(compiler.Compile());
  clauses_ = compiler.TakeClauses();
}

std::variant<std::shared_ptr<const Mandate>, std::vector<Finding>> Mandate::Compile(
    Agreement agreement, ServiceSchema schema) {
  if (std::vector<Finding> findings = MandateCompiler(agreement, schema).Validate();
      !findings.empty()) {
    return findings;
  }
  return std::shared_ptr<const Mandate>(new Mandate(std::move(agreement), std::move(schema)));
}

std::string Mandate::Explain(const Operation& operation, const Forbidden& forbidden) const {
  switch (forbidden.ground) {
    case Ground::kNotInForce:
      return "the agreement has not begun or has ended";
    case Ground::kPurposeNotListed:
      return operation.purpose.empty() ? "no purpose is named"
                                       : "purpose " + Printable(operation.purpose) +
                                             " is not among the purposes of the agreement";
    case Ground::kCollectionUnknown:
      return "collection " + Printable(operation.collection) +
             " is not mapped to the agreement by the service schema";
    case Ground::kVerbNotListed:
      return "operation " + Printable(Name(operation.verb)) +
             " is not among the operations of the agreement";
    case Ground::kCategoryNotListed:
      return "the operation touches data of a category that the agreement does not list";
    case Ground::kPeopleNotListed:
      return "category of people " + Printable(operation.people) +
             " is not among the people of the agreement, or not those of the collection";
    case Ground::kPlaceNotListed:
      return "place or recipient " + Printable(operation.place) +
             " is not among the places to which data may go under the agreement";
    case Ground::kNotForThisPurpose:
      return "no permission of the agreement covers operation " + Printable(Name(operation.verb)) +
             " on these data for purpose " + Printable(operation.purpose);
    case Ground::kInstructionMissing:
      return "operation " + Printable(Name(operation.verb)) +
             " needs a documented instruction of the controller";
  }
  Stop("unknown ground");
}

std::optional<CategorySet> Mandate::CategoriesOf(std::string_view collection) const {
  const size_t row = tables_->collections.Find(collection);
  if (row == kAbsent) {
    return std::nullopt;
  }
  return tables_->collection_rows[row].categories;
}

std::optional<CategorySet> Mandate::CategoriesOf(
    std::string_view collection, const std::vector<std::string_view>& fields) const {
  const Collection* found = schema_.FindCollection(collection);
  if (found == nullptr) {
    return std::nullopt;
  }
  CategorySet touched = 0;
  for (const std::string_view id : fields) {
    const Field* field = found->FindField(id);
    if (field == nullptr) {
      return std::nullopt;
    }
    touched |= CategorySet{1} << tables_->categories.Find(field->category);
  }
  return touched;
}

std::optional<Instant> Mandate::ExpiryOf(std::string_view collection, Instant captured) const {
  // 0001-01-01 to 9000-01-01, so that adding a century cannot leave the calendar.
  constexpr int64_t kCapturedLeast = -62'135'596'800'000'000;
  constexpr int64_t kCapturedMost = 221'845'392'000'000'000;
  const size_t row = tables_->collections.Find(collection);
  if (row == kAbsent) {
    return std::nullopt;
  }
  captured.micros = std::clamp(captured.micros, kCapturedLeast, kCapturedMost);
  std::optional<Instant> earliest;
  for (const auto& [days, months] : tables_->collection_rows[row].periods) {
    const Instant expiry = days ? captured + *days : AddMonths(captured, *months);
    earliest = earliest ? std::min(*earliest, expiry) : expiry;
  }
  return earliest;
}

}  // namespace mandat
