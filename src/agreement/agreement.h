// SPDX-License-Identifier: Apache-2.0
//
// From text to a valid Agreement: a form (the contract as offered to everyone) and an instance
// (what one customer signed). Every value carries its clause.
// Guarantees: an Agreement that exists is complete and consistent; hostile text is refused with
// findings, in bounded time and memory. Trusts: nothing. Pure: no I/O, no clock, no randomness.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agreement/finding.h"
#include "base/bytes.h"
#include "base/ids.h"
#include "base/instant.h"
#include "law/verb.h"

namespace mandat {

// A value and where the contract says it.
struct Cited {
  std::string text;
  std::string clause;  // as printed in the contract, e.g. "Annexe B 7.2"
};

struct Purpose {
  std::string id;
  std::string text;
  std::string clause;
  std::string dpv;  // DPV 2.3 term, may be empty
};

struct DataCategory {
  std::string id;
  std::string text;
  std::string clause;
  bool special = false;  // Source: GDPR Art. 9(1).
};

struct PeopleCategory {
  std::string id;
  std::string text;
  std::string clause;
};

struct AllowedVerb {
  Verb verb;
  std::string clause;
};

struct Place {
  std::string country;  // ISO 3166-1 alpha-2, or "EU" for any Member State
  std::string text;
  std::string clause;
};

struct Subprocessor {
  std::string id;
  std::string name;
  std::string country;  // where it processes: as for Place, or empty when the contract is silent
  std::string seat;     // where it is registered, if only that is stated; may be empty
  std::string task;
  std::string clause;
};

// How long units of some categories are kept. Source: GDPR Art. 5(1)(e).
struct Retention {
  std::vector<std::string> categories;
  // Empty: for the term of the agreement. Otherwise counted from the capture of the unit.
  std::optional<std::chrono::days> days;
  std::optional<std::chrono::months> months;
  std::string clause;
};

// Which purposes may do what with which data of whom. What no permission covers is forbidden.
struct Permission {
  std::vector<std::string> purposes;
  std::vector<Verb> verbs;
  std::vector<std::string> categories;
  std::vector<std::string> people;
  std::string clause;
};

struct Party {
  std::string name;
  std::string address;
  std::string contact;
  std::string clause;
};

class Agreement {
 public:
  // Both texts are UTF-8 YAML. All findings of a stage are reported, then parsing stops.
  struct Sources {
    std::string form_name;
    std::string form_text;
    std::string instance_name;
    std::string instance_text;
  };
  static std::variant<Agreement, std::vector<Finding>> Parse(const Sources& sources);

  const AgreementId& id() const { return id_; }
  uint32_t version() const { return version_; }
  const std::string& form() const { return form_; }
  uint32_t form_version() const { return form_version_; }
  const std::string& title() const { return title_; }
  const Party& processor() const { return processor_; }
  const Party& controller() const { return controller_; }
  Instant start() const { return start_; }             // in force from
  std::optional<Instant> end() const { return end_; }  // in force until, exclusive

  // The clause that closes each list: cited when something is missing from it.
  const std::string& purposes_clause() const { return purposes_clause_; }
  const std::string& verbs_clause() const { return verbs_clause_; }
  const std::string& categories_clause() const { return categories_clause_; }
  const std::string& people_clause() const { return people_clause_; }
  const std::string& places_clause() const { return places_clause_; }
  const std::string& subprocessors_clause() const { return subprocessors_clause_; }
  const std::string& instructions_clause() const { return instructions_clause_; }
  const std::string& erasure_clause() const { return erasure_clause_; }
  // True if the erasure clause has us erase, destroy and restrict when the controller instructs it,
  // whatever purposes and operations are listed. False: these are operations like any other.
  bool erasure_on_instruction() const { return erasure_on_instruction_; }
  const std::string& end_clause() const { return end_clause_; }
  const std::string& duration_clause() const { return duration_clause_; }

  const std::vector<Purpose>& purposes() const { return purposes_; }
  const std::vector<AllowedVerb>& verbs() const { return verbs_; }
  const std::vector<DataCategory>& categories() const { return categories_; }
  const std::vector<PeopleCategory>& people() const { return people_; }
  const std::vector<Place>& places() const { return places_; }
  const std::vector<Subprocessor>& subprocessors() const { return subprocessors_; }
  const std::vector<Retention>& retentions() const { return retentions_; }
  const std::vector<Permission>& permissions() const { return permissions_; }

  // Deterministic CBOR of form and instance; its SHA-256 identifies the version.
  const Bytes& canonical() const { return canonical_; }

 private:
  friend class AgreementReader;
  explicit Agreement(AgreementId id) : id_(std::move(id)) {}

  AgreementId id_;
  uint32_t version_ = 1;
  std::string form_;
  uint32_t form_version_ = 1;
  std::string title_;
  Party processor_;
  Party controller_;
  Instant start_;
  std::optional<Instant> end_;
  std::string purposes_clause_, verbs_clause_, categories_clause_, people_clause_, places_clause_,
      subprocessors_clause_, instructions_clause_, erasure_clause_, end_clause_, duration_clause_;
  bool erasure_on_instruction_ = false;
  std::vector<Purpose> purposes_;
  std::vector<AllowedVerb> verbs_;
  std::vector<DataCategory> categories_;
  std::vector<PeopleCategory> people_;
  std::vector<Place> places_;
  std::vector<Subprocessor> subprocessors_;
  std::vector<Retention> retentions_;
  std::vector<Permission> permissions_;
  Bytes canonical_;
};

}  // namespace mandat
