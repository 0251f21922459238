// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "chain/internal/links.h"
#include "law/country.h"

namespace mandat::internal {
namespace {

std::string CountryOf(const Subprocessor& subprocessor) {
  return subprocessor.country.empty() ? "no country" : subprocessor.country;
}

bool IsIn(const std::vector<Place>& places, const std::string& country) {
  return std::ranges::any_of(places, [&](const Place& place) {
    return place.country == country || (place.country == "EU" && IsMemberState(country));
  });
}

// How much a rule on transfers asks for; nothing for words that cannot be ranked.
std::optional<int> RankOf(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, int>, 4> kRanks = {
      {{"none", 0}, {"prior-notice", 1}, {"written-consent", 2}, {"instruction", 2}}};
  const auto* found = std::ranges::find(kRanks, word, &std::pair<std::string_view, int>::first);
  return found == kRanks.end() ? std::nullopt : std::optional(found->second);
}

std::string SayTool(const Pair& pair) {
  const std::string up = pair.subprocessor.tool.empty() ? "no tool" : pair.subprocessor.tool;
  std::string text = fmt::format("tool: {} for `{}` upstream ({})", up, pair.subprocessor.id,
                                 pair.subprocessor.clause);
  const Term* tool = pair.downstream.FindTerm("transfers.tool");
  if (tool == nullptr || tool->holds().word.empty()) {
    return text + ", none downstream";
  }
  text += fmt::format(", {} downstream ({})", tool->holds().word, tool->clause());
  for (const Part& part : pair.downstream.parts()) {
    if (part.instrument == tool->holds().word && !part.is_concluded) {
      text += ", which this agreement did not conclude";
    }
  }
  return text;
}

ChainSide SideOfPlaces(const Agreement& agreement) {
  std::vector<std::string> countries;
  for (const Place& place : agreement.places()) {
    countries.push_back(place.country);
  }
  return {"places", agreement.places_clause(), 0,
          countries.empty() ? "the contract names no place" : Joined(countries)};
}

}  // namespace

// Is the agreement at hand the one with the listed sub-processor, and are we its customer?
// Source: GDPR Art. 28(4).
std::optional<Link> PartyLink(const Pair& pair) {
  const Party& party = pair.downstream.processor();
  const Party& customer = pair.downstream.controller();
  const Subprocessor& listed = pair.subprocessor;
  Link link;
  link.promise = "party";
  link.source = "GDPR Art. 28(4)";
  link.upstream = {"sub-processors." + listed.id, listed.clause, listed.span.line,
                   listed.name + (listed.address.empty() ? "" : ", " + listed.address)};
  link.downstream = {"parties.processor", party.clause, 0, party.name + ", " + party.address};
  const Term* affiliates = pair.downstream.FindTerm("contract.affiliates");
  const bool is_affiliate =
      affiliates != nullptr && std::ranges::any_of(affiliates->holds().list, [&](const auto& name) {
        return IsSameName(name, listed.name);
      });
  if (is_affiliate && !IsSameName(party.name, listed.name)) {
    link.verdict = Verdict::kUnknown;
    link.downstream.clause = affiliates->clause();
    link.says = fmt::format("{} is an affiliate of {}, which is the one that signed", listed.name,
                            party.name);
    link.remedy = "have the affiliate bound by the agreement, or correct the list upstream";
  } else if (!IsSameName(party.name, listed.name)) {
    link.verdict = Verdict::kFails;
    link.says =
        fmt::format("the list upstream names {}, downstream signs {}", listed.name, party.name);
    link.remedy = "correct the list upstream, or check against the right agreement";
  } else if (!listed.address.empty() && Folded(listed.address) != Folded(party.address)) {
    link.verdict = Verdict::kFails;
    link.says = "the addresses differ";
    link.remedy = "correct the list upstream: whoever is named there must be found";
  } else {
    link.verdict = Verdict::kKept;
    link.says = "the same company on both sides";
  }
  if (customer.role != CustomerRole::kProcessor ||
      !IsSameName(customer.name, pair.upstream.processor().name)) {
    link.notes.push_back(fmt::format("the customer downstream is {} as {}, not {} as processor",
                                     customer.name, Name(customer.role),
                                     pair.upstream.processor().name));
  }
  return link;
}

// Source: GDPR Art. 28(3)(a).
std::optional<Link> PlacesLink(const Pair& pair) {
  if (pair.upstream.places().empty() && pair.subprocessor.country.empty()) {
    return std::nullopt;
  }
  Link link;
  link.promise = "places";
  link.source = "GDPR Art. 28(3)(a)";
  link.upstream = SideOfPlaces(pair.upstream);
  link.upstream.says += fmt::format("; for `{}`: {} ({})", pair.subprocessor.id,
                                    CountryOf(pair.subprocessor), pair.subprocessor.clause);
  link.downstream = SideOfPlaces(pair.downstream);
  std::vector<std::string> outside;
  for (const Place& place : pair.downstream.places()) {
    if (!IsIn(pair.upstream.places(), place.country) &&
        place.country != pair.subprocessor.country) {
      outside.push_back(fmt::format("{} ({})", place.country, place.clause));
    }
  }
  if (pair.downstream.places().empty()) {
    link.verdict = Verdict::kUnknown;
    link.says = fmt::format("nothing binds {} to a place", pair.subprocessor.name);
    link.remedy = "agree downstream on the countries that the list upstream names";
  } else if (!outside.empty()) {
    link.verdict = Verdict::kFails;
    link.says = "downstream may process where upstream does not allow it: " + Joined(outside);
    link.remedy = "have these places struck out downstream, or announced and listed upstream";
  } else {
    link.verdict = Verdict::kKept;
    link.says = "every place downstream is one upstream";
  }
  return link;
}

// Source: GDPR Art. 44.
std::optional<Link> TransfersLink(const Pair& pair) {
  const Term* up = pair.upstream.FindTerm("transfers.rule");
  const Term* down = pair.downstream.FindTerm("transfers.rule");
  if (!IsPromised(up)) {
    return std::nullopt;
  }
  Link link = LinkOf(pair, "transfers", "transfers.rule", "GDPR Art. 44");
  link.notes.push_back(SayTool(pair));
  const auto asked = RankOf(up->holds().word);
  const auto given = down == nullptr ? std::nullopt : RankOf(down->holds().word);
  if (!asked || !given) {
    link.verdict = Verdict::kUnknown;
    link.says =
        fmt::format("upstream: {}; downstream: {}", link.upstream.says, link.downstream.says);
    link.remedy = "agree downstream on what a transfer needs";
  } else if (*given < *asked) {
    link.verdict = Verdict::kFails;
    link.says = fmt::format("a transfer upstream needs `{}`, downstream `{}`", up->holds().word,
                            down->holds().word);
    link.remedy = fmt::format("amend {} downstream to `{}`", down->clause(), up->holds().word);
  } else {
    link.verdict = Verdict::kKept;
    link.says = "downstream asks for as much as upstream";
  }
  return link;
}

}  // namespace mandat::internal
