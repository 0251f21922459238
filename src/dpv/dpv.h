// SPDX-License-Identifier: Apache-2.0
//
// An agreement as linked data: JSON-LD in terms of the W3C Data Privacy Vocabulary 2.3, and of an
// own namespace for what that vocabulary lacks.
// Guarantees: everything that form and agreement say is in the export, each with its clause; equal
// agreements give equal bytes; every term comes from law/dpv-2.3.tsv or from OwnTerms().
// Trusts: agreement for its meaning. Pure: no I/O, no clock, no randomness.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "agreement/agreement.h"

namespace mandat {

// The export; its shape and every own term are explained in docs/reference/dpv.md.
// Source: DPV 2.3; GDPR Art. 28(3).
std::string ExportJsonLd(const Agreement& agreement);

// The namespace of our own terms, written `mandat:`. An identifier; nothing is served there.
inline constexpr std::string_view kOwnNamespace = "https://mandat.example/ns/agreement#";

// A term of that namespace.
struct OwnTerm {
  std::string_view name;   // "clause"
  std::string_view kind;   // "class", "property" or "value"
  std::string_view range;  // of a property: "text", "number", "yes-no", "list", a type, or "node"
  std::string_view about;  // one sentence
};
// In order of bytes.
std::span<const OwnTerm> OwnTerms();

}  // namespace mandat
