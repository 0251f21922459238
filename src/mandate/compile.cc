// SPDX-License-Identifier: Apache-2.0
// From an agreement, a schema and what stands beside them to what Decide reads.
#include <algorithm>
#include <limits>

#include "base/assert.h"
#include "mandate/internal/compiler.h"
#include "mandate/internal/printable.h"

namespace mandat {

using internal::Printable;

std::vector<Finding> MandateCompiler::Validate() const {
  std::vector<Finding> findings;
  ValidateSchema(findings);
  ValidateStartEvents(findings);
  if (findings.empty()) {
    findings = internal::ValidateStanding(agreement_, schema_, standing_, first_);
  }
  return findings;
}

void MandateCompiler::ValidateSchema(std::vector<Finding>& findings) const {
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
    return;
  }
  const auto report_people = [&](const Span& span, const std::string& people) {
    if (std::ranges::find(agreement_.people(), people, &PeopleCategory::id) ==
        agreement_.people().end()) {
      report(span, "category of people " + Printable(people) + " is not in the agreement");
    }
  };
  for (const Collection& collection : schema_.collections()) {
    report_people(collection.span, collection.people);
    for (const Role& role : collection.roles) {
      report_people(role.span, role.people);
    }
    for (const Field& field : collection.fields) {
      if (std::ranges::find(agreement_.categories(), field.category, &DataCategory::id) ==
          agreement_.categories().end()) {
        report(field.span,
               "data category " + Printable(field.category) + " is not in the agreement");
      }
    }
  }
}

std::string_view MandateCompiler::StartEventOf(const std::string& category) const {
  for (const Retention& retention : agreement_.retentions()) {
    const bool is_of =
        std::ranges::find(retention.categories, category) != retention.categories.end();
    if (is_of && (retention.days || retention.months) && retention.from != internal::kCapture) {
      return retention.from;
    }
  }
  return {};
}

// A unit waits for one event at most, so that one instant tells when its periods began.
// Source: GDPR Art. 5(1)(e).
void MandateCompiler::ValidateStartEvents(std::vector<Finding>& findings) const {
  for (const Collection& collection : schema_.collections()) {
    std::string_view awaited;
    for (const Field& field : collection.fields) {
      const std::string_view event = StartEventOf(field.category);
      if (!event.empty() && !awaited.empty() && event != awaited) {
        findings.push_back({.code = "A302",
                            .span = field.span,
                            .message = "data category " + Printable(field.category) +
                                       " is kept from " + Printable(event) +
                                       ", other fields of the collection from " +
                                       Printable(awaited),
                            .help = "put what is kept from different events into collections of "
                                    "their own",
                            .source = "GDPR Art. 5(1)(e)"});
      }
      awaited = awaited.empty() ? event : awaited;
    }
  }
}

ClauseId MandateCompiler::Intern(const std::string& clause) {
  const auto found = std::ranges::find(clauses_, clause, &ClauseRef::clause);
  if (found != clauses_.end()) {
    return {static_cast<uint16_t>(found - clauses_.begin())};
  }
  MANDAT_ASSERT(clauses_.size() < std::numeric_limits<uint16_t>::max());
  clauses_.push_back({agreement_.id().text(), agreement_.version(), clause});
  deciders_.emplace_back();
  return {static_cast<uint16_t>(clauses_.size() - 1)};
}

void MandateCompiler::Cite(const StandingEntry& entry, std::string_view what) {
  MANDAT_ASSERT(clauses_.size() < std::numeric_limits<uint16_t>::max());
  cited_.emplace(&entry, ClauseId{static_cast<uint16_t>(clauses_.size())});
  clauses_.push_back({agreement_.id().text(), agreement_.version(), entry.basis});
  deciders_.push_back({entry.id, what});
}

void MandateCompiler::CiteStanding() {
  for (const StandingInstruction& instruction : standing_.instructions) {
    Cite(instruction, "");
  }
  for (const SubprocessorState& row : standing_.subprocessors) {
    switch (row.state) {
      case Engagement::kAnnounced:
        Cite(row, "is announced and not engaged yet");
        break;
      case Engagement::kEngaged:
        Cite(row, "is engaged");
        break;
      case Engagement::kObjected:
        Cite(row, "was objected to by the controller");
        break;
      case Engagement::kEnded:
        Cite(row, "is not engaged any more");
        break;
    }
  }
  for (const Suspension& suspension : standing_.suspensions) {
    Cite(suspension,
         suspension.by == SuspendedBy::kController ? "by the controller" : "by the processor");
  }
  for (const Hold& hold : standing_.holds) {
    Cite(hold, "");
  }
}

Mandate::Tables MandateCompiler::Compile() {
  Mandate::Tables t;
  t.start = first_;
  t.end = agreement_.end();
  t.erasure_on_instruction = agreement_.erasure_on_instruction();
  t.instructions_may_widen = standing_.instructions_may_widen;
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
  CompileCollections(t);
  CompilePermissions(t);
  CiteStanding();
  CompilePlaces(t);
  CompileWindows(t);
  return t;
}

Mandate::Mandate(Agreement agreement, ServiceSchema schema, const Standing& standing, Instant since)
    : agreement_(std::move(agreement)), schema_(std::move(schema)) {
  MandateCompiler compiler(agreement_, schema_, standing, since);
  tables_ = std::make_shared<const Tables>(compiler.Compile());
  clauses_ = compiler.TakeClauses();
  deciders_ = compiler.TakeDeciders();
}

std::variant<std::shared_ptr<const Mandate>, std::vector<Finding>> Mandate::Compile(
    Agreement agreement, ServiceSchema schema, const Standing& standing, Instant since) {
  if (std::vector<Finding> findings =
          MandateCompiler(agreement, schema, standing, since).Validate();
      !findings.empty()) {
    return findings;
  }
  return std::shared_ptr<const Mandate>(
      new Mandate(std::move(agreement), std::move(schema), standing, since));
}

}  // namespace mandat
