// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>

#include "service/agreements.h"

namespace mandat {

// One relation that a party stands in. Two relations of one party share no rights: a credential is
// for an agreement, never for a company.
struct Relation {
  std::string as;         // e.g. "processor", "sub-processor"
  std::string agreement;  // id
  std::string id;         // of a sub-processor
  std::string state;      // of a sub-processor, or of the agreement
};

// By exact name, the relations of every party of the agreements that `may_see` lets through.
// Errors: kCorrupt, kUnavailable.
Result<std::map<std::string, std::vector<Relation>>> RelationsOf(
    Agreements& agreements, const std::function<bool(const AgreementId&)>& may_see);

// A sub-processor as it stands at an instant: listed by the agreement in force, or recorded.
struct StandingSubprocessor {
  std::string id;
  std::string name;
  std::string country;
  std::string state;  // "announced", "engaged", "objected", "ended"
  std::optional<Instant> from;
  std::optional<Instant> objection_ends;
};
std::vector<StandingSubprocessor> SubprocessorsAt(const Life& life, Instant at);
std::string_view Name(Engagement state);

// The party as it is now, whoever it was when the agreement was made.
Party PartyAt(const Life& life, const Agreement& agreement, ContractParty party, Instant at);

}  // namespace mandat
