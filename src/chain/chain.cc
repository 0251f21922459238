// SPDX-License-Identifier: Apache-2.0
#include "chain/chain.h"

#include <algorithm>
#include <array>

#include "chain/internal/links.h"

namespace mandat {
namespace {

using internal::Pair;

constexpr int kYearsMost = 10;

using MakeLink = std::optional<Link> (*)(const Pair&);
constexpr std::array<MakeLink, 16> kLinks = {
    internal::PartyLink,       internal::BreachLink,    internal::RequestsLink,
    internal::ComplaintsLink,  internal::ObjectionLink, internal::DeletionLink,
    internal::CertificateLink, internal::BackupsLink,   internal::PlacesLink,
    internal::TransfersLink,   internal::PurposesLink,  internal::CategoriesLink,
    internal::PeopleLink,      internal::AuditLink,     internal::ConfidentialityLink,
    internal::MeasuresLink};

Result<const Subprocessor*> FindSubprocessor(const Agreement& upstream, const Agreement& downstream,
                                             const std::string& id) {
  for (const Subprocessor& one : upstream.subprocessors()) {
    if (id.empty() ? internal::IsSameName(one.name, downstream.processor().name) : one.id == id) {
      return &one;
    }
  }
  return Fail(Error::NotFound(
      id.empty() ? "no sub-processor upstream has the name of the processor downstream; say which "
                   "one it is"
                 : "no such sub-processor upstream: " + id));
}

std::string LabelOf(const Agreement& agreement) {
  return std::string(agreement.id().text()) + "@" + std::to_string(agreement.version());
}

Result<Zone> ZoneOf(const Agreement& agreement, const ChainOptions& options) {
  return Zone::Get(agreement.time().zone.empty() ? options.zone : agreement.time().zone);
}

}  // namespace

std::string_view Name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kKept:
      return "kept";
    case Verdict::kFails:
      return "fails";
    case Verdict::kUnknown:
      return "cannot-be-known";
  }
  return "?";
}

bool ChainReport::IsKept() const {
  return std::ranges::all_of(links,
                             [](const Link& link) { return link.verdict == Verdict::kKept; });
}

Result<ChainReport> CheckChain(const Agreement& upstream, const Agreement& downstream,
                               const ChainOptions& options) {
  if (options.years < 1 || options.years > kYearsMost) {
    return Fail(Error::Invalid("the search takes 1 to 10 years"));
  }
  MANDAT_TRY(const Zone zone_upstream, ZoneOf(upstream, options));
  MANDAT_TRY(const Zone zone_downstream, ZoneOf(downstream, options));
  MANDAT_TRY(const Subprocessor* subprocessor,
             FindSubprocessor(upstream, downstream, options.subprocessor));
  const Day from =
      options.from.value_or(zone_downstream.DayOf(std::max(upstream.start(), downstream.start())));
  const std::chrono::year_month_day first{from};
  // The 29th of February becomes the 1st of March.
  const Day until{std::chrono::local_days((first.year() + std::chrono::years(options.years)) /
                                          first.month() / 1)};
  const Day last = until + std::chrono::days(static_cast<unsigned>(first.day()) - 1);
  if (!IsInReach(from) || !IsInReach(last)) {
    return Fail(Error::Invalid("the search lies outside 1970 to 2199"));
  }
  ChainReport report{LabelOf(upstream),
                     LabelOf(downstream),
                     upstream.processor().name,
                     subprocessor->id,
                     subprocessor->name,
                     from,
                     last,
                     zone_upstream,
                     zone_downstream,
                     {}};
  const Pair pair{upstream, downstream, *subprocessor, options,
                  from,     last,       zone_upstream, zone_downstream};
  for (const MakeLink make : kLinks) {
    if (std::optional<Link> link = make(pair)) {
      report.links.push_back(std::move(*link));
    }
  }
  return report;
}

}  // namespace mandat
