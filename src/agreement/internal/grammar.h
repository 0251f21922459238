// SPDX-License-Identifier: Apache-2.0
// The agreement language as one table. The reader, the JSON Schema and the reference pages are made
// from it, so they cannot say different things.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandat::internal {

enum class Kind : uint8_t {
  kText,     // a sentence in our own words
  kName,     // 1 to 64 of a-z, 0-9 and "-"
  kClause,   // printable ASCII, as cited
  kNumber,   // a whole number up to Rule::most
  kYesNo,    // true or false
  kInstant,  // RFC 3339
  kDay,      // RFC 3339 full-date
  kCountry,  // ISO 3166-1 alpha-2, or EU
  kVerb,     // an operation of GDPR Art. 4(2)
  kWord,     // one of Rule::words
  kPeriod,   // "10 working-days"
  kHours,    // "mon-fri 10:00-18:00"
  kHash,     // SHA-256 in hexadecimal
  kDpv,      // "dpv:ServiceProvision"
  kVersion,  // "opinum@1"
  kPath,     // of a term: "breach.notice"
  kTexts,    // a list of texts
  kNames,    // a list of names, or `all`
  kKeep,     // how long units are kept: `term`, `choice`, or a map of days or months
  kMap,      // Rule::rules
  kList,     // of maps, each Rule::rules
  kTerm,     // a statement, with Rule::facets and Rule::words for `is`
  kTerms,    // a list of statements, each with an id
};

// The groups of keys that a statement may have beside those that all have.
enum Facets : uint16_t {
  kSays = 1,       // text, list
  kWords = 2,      // is
  kDelays = 4,     // within, promptness, from, days, week, strength
  kLeads = 8,      // at-least, before
  kKeeps = 16,     // at-most, at-least, from
  kQuotas = 32,    // times, per
  kRecurs = 64,    // every
  kOpens = 128,    // hours
  kFigures = 256,  // figures
  kForms = 512,    // form
  kOwners = 1024,  // who
};

struct Rule {
  std::string_view key;
  Kind kind = Kind::kText;
  bool is_required = false;
  std::string_view about = {};   // one sentence: editor, reference page
  std::string_view source = {};  // the law that asks for it
  std::span<const Rule> rules = {};
  std::span<const std::string_view> words = {};
  uint32_t most = 0;  // the largest number, or the longest list; 0: the kind's own bound
  uint16_t facets = 0;
  bool may_be_not_stated = false;  // `not-stated` may stand for the value
  bool may_be_open = false;        // kKeep: `choice` may stand for it
  bool may_be_bare = false;        // kTerm: a clause alone says enough
};

// The documents of the language.
std::span<const Rule> FormRules();
std::span<const Rule> InstanceRules();
std::span<const Rule> SchemaRules();
std::span<const Rule> TestRules();

// Every key that some statement may have, and whether one with these facets may.
std::span<const Rule> StatementRules();
bool HasFacet(std::string_view statement_key, uint16_t facets);

// The rule at a path such as "breach.notice" or "security.measures.backups", where the last name is
// an id of the form; nullptr when the language has none.
const Rule* FindTermRule(std::string_view path);
// The paths of all terms, in the order of the reference.
std::vector<std::string> TermPaths();

}  // namespace mandat::internal
