// SPDX-License-Identifier: Apache-2.0
//
// What an agreement permits now: tables compiled from the agreement, the service schema and what
// was recorded since the agreement was signed.
// Guarantees: Decide is pure, allocates nothing, and names the clause either way. Trusts: that the
// Agreement was valid when it was parsed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agreement/agreement.h"
#include "agreement/schema.h"
#include "base/clause_ref.h"
#include "base/instant.h"
#include "mandate/decision.h"
#include "mandate/operation.h"
#include "mandate/standing.h"
#include "mandate/unit_times.h"

namespace mandat {

// The enforceable form of one agreement version together with the service schema it is run under
// and what stands beside it: instructions, sub-processors, suspensions, holds.
// Source: GDPR Art. 28(3).
// Threading: immutable after Compile; any number of callers.
class Mandate {
 public:
  // Findings when the schema or what was recorded names something the agreement does not have, or
  // when an entry cannot stand.
  static std::variant<std::shared_ptr<const Mandate>, std::vector<Finding>> Compile(
      Agreement agreement, ServiceSchema schema) {
    return Compile(std::move(agreement), std::move(schema), {}, {INT64_MIN});
  }
  // Of what was recorded, only what is in effect at `since` or later is compiled: an earlier
  // instant is refused as not in force.
  static std::variant<std::shared_ptr<const Mandate>, std::vector<Finding>> Compile(
      Agreement agreement, ServiceSchema schema, const Standing& standing, Instant since);

  const Agreement& agreement() const { return agreement_; }
  const ServiceSchema& schema() const { return schema_; }

  // Decides one operation at one instant. Silence refuses.
  // Invariant (every refusal names its clause): see Forbidden.
  Decision Decide(const Operation& operation, Instant at) const;

  // What refuses an operation even if its purpose and its verb were listed and permitted together:
  // that no agreement is in force, another list, the place, or what was recorded beside it. A
  // purpose that no list has is met by what concerns every purpose. It permits nothing.
  std::optional<Forbidden> FindBar(const Operation& operation, Instant at) const;

  const ClauseRef& clause(ClauseId id) const { return clauses_[id.value]; }
  // Id of the instruction, sub-processor, suspension or hold whose basis the clause is; empty for a
  // clause of the agreement itself.
  const std::string& DeciderOf(ClauseId id) const { return deciders_[id.value].id; }

  // One sentence for people, e.g. "purpose `marketing` is not among the purposes of the agreement".
  // It names the instruction, sub-processor, suspension or hold that decided.
  // Names from the operation are included; they are names of purposes, never personal data. A name
  // that is longer than 64 characters or not printable ASCII is replaced by "?".
  std::string Explain(const Operation& operation, const Forbidden& forbidden) const;

  // Categories of all fields of a collection, or of the named fields; nullopt if one is unknown.
  std::optional<CategorySet> CategoriesOf(std::string_view collection) const;
  std::optional<CategorySet> CategoriesOf(std::string_view collection,
                                          const std::vector<std::string_view>& fields) const;

  // When a unit of the collection captured at `captured` expires: the earliest end among the
  // categories it touches; nullopt when it is kept for the term of the agreement.
  // Source: GDPR Art. 5(1)(e).
  std::optional<Instant> ExpiryOf(std::string_view collection, Instant captured) const {
    return ExpiryOf(collection, UnitTimes{.captured = captured});
  }
  // The same where periods may count from another event: they run from `started` and not before it
  // is known. The controller's instruction shortens what is kept, and lengthens it only where the
  // agreement lets an instruction widen.
  // Source: GDPR Art. 5(1)(e); GDPR Art. 28(3)(a).
  std::optional<Instant> ExpiryOf(std::string_view collection, const UnitTimes& times) const;

  // What starts the periods of the collection that are not counted from the capture, e.g.
  // "end-of-designation"; empty if there are none.
  std::string_view StartEventOf(std::string_view collection) const;

 private:
  friend class MandateCompiler;
  Mandate(Agreement agreement, ServiceSchema schema, const Standing& standing, Instant since);

  // What was recorded under a clause, as far as people are told.
  struct Decider {
    std::string id;
    std::string_view what;  // e.g. "by the controller"
  };

  Agreement agreement_;
  ServiceSchema schema_;
  std::vector<ClauseRef> clauses_;
  std::vector<Decider> deciders_;  // as many as clauses
  struct Tables;
  std::shared_ptr<const Tables> tables_;
};

}  // namespace mandat
