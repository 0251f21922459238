// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "chain/chain.h"
#include "chain/internal/search.h"
#include "chain/internal/words.h"

namespace mandat::internal {

// The two agreements and the sub-processor between them.
struct Pair {
  const Agreement& upstream;
  const Agreement& downstream;
  const Subprocessor& subprocessor;  // as the upstream agreement lists it
  const ChainOptions& options;
  Day from;
  Day until;
  Zone zone_upstream;
  Zone zone_downstream;

  Starts StartsFor(bool is_hourly) const { return {from, until, is_hourly, zone_downstream}; }
};

// Each gives nothing where upstream promises nothing.
std::optional<Link> BreachLink(const Pair& pair);
std::optional<Link> RequestsLink(const Pair& pair);
std::optional<Link> ComplaintsLink(const Pair& pair);
std::optional<Link> DeletionLink(const Pair& pair);
std::optional<Link> CertificateLink(const Pair& pair);
std::optional<Link> BackupsLink(const Pair& pair);
std::optional<Link> ObjectionLink(const Pair& pair);
std::optional<Link> AuditLink(const Pair& pair);
std::optional<Link> PartyLink(const Pair& pair);
std::optional<Link> PlacesLink(const Pair& pair);
std::optional<Link> TransfersLink(const Pair& pair);
std::optional<Link> PurposesLink(const Pair& pair);
std::optional<Link> CategoriesLink(const Pair& pair);
std::optional<Link> PeopleLink(const Pair& pair);
std::optional<Link> ConfidentialityLink(const Pair& pair);
std::optional<Link> MeasuresLink(const Pair& pair);

// Both sides of a term and its legal source.
Link LinkOf(const Pair& pair, std::string_view promise, std::string_view path,
            std::string_view source);

// A verdict that no date can change: the computation failed, e.g. hours of business are not stated.
Link Incomputable(Link link, const Error& error);

// Notes whose holidays an end was computed with.
void AddCalendar(Timeline& timeline, const Counting& counting, const End& end);

// Says how much is to spare, or how much is lacking, and the words of its sign.
void JudgeBySpare(Link& link, std::chrono::microseconds spare, const std::string& if_kept,
                  const std::string& if_fails);

}  // namespace mandat::internal
