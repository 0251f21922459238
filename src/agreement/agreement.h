// SPDX-License-Identifier: Apache-2.0
//
// From text to a valid Agreement: a form (the contract as offered to everyone) and an instance
// (what one customer signed). Every value carries its clause.
// Guarantees: an Agreement that exists is complete and consistent; hostile text is refused with
// findings, in bounded time and memory. Trusts: nothing. Pure: no I/O, no clock, no randomness.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agreement/finding.h"
#include "agreement/term.h"
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
  Span span;
};

struct DataCategory {
  std::string id;
  std::string text;
  std::string clause;
  bool special = false;   // Source: GDPR Art. 9(1).
  bool criminal = false;  // Source: GDPR Art. 10.
  std::string dpv;        // DPV 2.3 term, may be empty
  Span span;
};

struct PeopleCategory {
  std::string id;
  std::string text;
  std::string clause;
  std::string dpv;  // DPV 2.3 term, may be empty
  Span span;
};

struct AllowedVerb {
  Verb verb;
  std::string clause;
};

struct Place {
  std::string country;  // ISO 3166-1 alpha-2, or "EU" for any Member State
  std::string text;
  std::string clause;
  bool only_subprocessors = false;  // open to listed sub-processors there, and to nobody else
  Span span;
};

struct Subprocessor {
  std::string id;
  std::string name;
  std::string country;  // where it processes: as for Place, or empty when the contract is silent
  std::string seat;     // where it is registered, if only that is stated; may be empty
  std::string task;
  std::string address;
  std::string contact;
  std::string tool;  // of GDPR Chapter V: a word of the language, or empty when none is stated
  std::string contract;
  std::string measures;
  std::string environment;  // "production", "test", or empty
  std::string clause;
  Span span;
};

// How long units of some categories are kept. Source: GDPR Art. 5(1)(e).
struct Retention {
  std::vector<std::string> categories;
  // Empty: for the term of the agreement. Otherwise counted from `from`.
  std::optional<std::chrono::days> days;
  std::optional<std::chrono::months> months;
  std::string from;  // what starts a period, e.g. "capture"; empty without one
  std::string clause;
  Span span;
};

// Which purposes may do what with which data of whom. What no permission covers is forbidden.
struct Permission {
  std::vector<std::string> purposes;
  std::vector<Verb> verbs;
  std::vector<std::string> categories;
  std::vector<std::string> people;
  std::string clause;
  Span span;
};

// What the customer is towards the persons concerned.
// Source: GDPR Art. 4(7); GDPR Art. 26(1); GDPR Art. 28(4).
enum class CustomerRole : uint8_t { kController, kJointControllers, kProcessor };
std::string_view Name(CustomerRole role);

struct Party {
  std::string name;
  std::string address;
  std::string contact;
  std::string clause;
  std::vector<std::string> also_named;  // other names the contract gives it
  std::string data_protection_officer;
  std::string representative;  // in the Union
  CustomerRole role =
      CustomerRole::kController;    // of the customer; kProcessor: we are then sub-processor
  std::vector<std::string> others;  // the controllers it processes for, or jointly decides with
  std::string speaks;               // who speaks for joint controllers
};

// How the customer accepted, and what is kept to show it.
// Source: GDPR Art. 28(9).
struct Acceptance {
  std::string by;
  std::string on;  // RFC 3339 full-date
  std::string how;
  std::string kind;  // "signature", "click", "conduct", "paper", or empty
  std::string authority;
  std::string evidence;  // SHA-256 in hexadecimal, or empty
  std::string for_processor;
};

// A part of the contract, in order of rank.
struct Part {
  std::string id;
  std::string text;
  std::string instrument;  // Commission clauses that the part embeds, or empty
  bool is_concluded = true;
};

// What cannot be enforced by software and is vouched for.
struct Attestation {
  std::string of;  // path of a term
  std::string owner;
  std::string on;
  std::string until;  // empty: open
  std::string says;
  std::string evidence;
};

// By which rules periods are counted; empty where the contract leaves it open.
struct TimeTerms {
  std::string zone;      // IANA name
  std::string calendar;  // e.g. "BE"
  std::string rules;     // "reg-1182-71", "be-civil-code", "de-bgb", "plain", or empty
  std::string week;      // "mon-fri", "mon-sat", or empty
  std::string hours;     // business hours, or empty
};

// From which text the form was read, and who compared it with that text.
struct Provenance {
  std::string text;    // SHA-256 of the contract's file, in hexadecimal
  std::string format;  // "text", "markdown", "html", "pdf", "docx", or empty
  std::string by;      // what read it; may be empty
  // Of the confirmation; all empty until there is one.
  std::string confirmed_by;
  Instant confirmed_at;
  std::string confirmed_form;  // SHA-256 of the form up to its section `provenance`
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

  // Every term the form speaks of, in order of paths; nullptr for one it does not mention.
  const std::vector<Term>& terms() const { return terms_; }
  const Term* FindTerm(std::string_view path) const;
  const std::vector<Part>& parts() const { return parts_; }
  // What else the contract says of rank, in our own words.
  const std::vector<std::string>& further_ranks() const { return further_ranks_; }
  const TimeTerms& time() const { return time_; }
  const std::optional<Provenance>& provenance() const { return provenance_; }
  const Acceptance& acceptance() const { return acceptance_; }
  const std::vector<Attestation>& attestations() const { return attestations_; }
  // The language that was read, and the one that prevails (empty: the same).
  const std::string& language() const { return language_; }
  const std::string& prevailing_language() const { return prevailing_language_; }
  // Where a section or the whole form begins: what to point at when something is missing.
  Span SpanOf(std::string_view section) const;

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
  std::vector<Term> terms_;
  std::vector<Part> parts_;
  std::vector<std::string> further_ranks_;
  TimeTerms time_;
  std::optional<Provenance> provenance_;
  Acceptance acceptance_;
  std::vector<Attestation> attestations_;
  std::string language_, prevailing_language_;
  std::map<std::string, Span, std::less<>> sections_;
  Bytes canonical_;
};

}  // namespace mandat
