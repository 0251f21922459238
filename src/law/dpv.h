// SPDX-License-Identifier: Apache-2.0
// The terms of the W3C Data Privacy Vocabulary 2.3 that we may use.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mandat {

// A part of the vocabulary: how its terms are written, and the namespace that they stand in.
struct DpvPrefix {
  std::string_view name;  // "eu-gdpr"
  std::string_view iri;   // "https://w3id.org/dpv/legal/eu/gdpr#"
};
std::span<const DpvPrefix> DpvPrefixes();

// True for a prefix and a term of law/dpv-2.3.tsv, e.g. "dpv:ServiceProvision".
// Source: DPV 2.3.
bool IsDpvTerm(std::string_view term);

// The term that stands for a country or the Union, e.g. "loc:BE".
// Requires: an ISO 3166-1 alpha-2 code or "EU".
std::string DpvLocation(std::string_view country);

}  // namespace mandat
