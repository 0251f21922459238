// SPDX-License-Identifier: Apache-2.0
#include "service/relations.h"

#include <algorithm>
#include <array>

namespace mandat {

std::string_view Name(Engagement state) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"announced", "engaged", "objected", "ended"});
  return kNames[static_cast<size_t>(state)];
}

Party PartyAt(const Life& life, const Agreement& agreement, ContractParty party, Instant at) {
  Party now = party == ContractParty::kController ? agreement.controller() : agreement.processor();
  for (const Successor& successor : life.successors()) {
    if (successor.party == party && successor.from <= at) {
      now.name = successor.name;
      now.address = successor.address;
      now.contact = successor.contact;
    }
  }
  return now;
}

// Source: GDPR Art. 28(2).
std::vector<StandingSubprocessor> SubprocessorsAt(const Life& life, Instant at) {
  std::vector<StandingSubprocessor> found;
  const LifeVersion* version = life.InForce(at);
  if (version != nullptr) {
    for (const Subprocessor& listed : version->agreement->subprocessors()) {
      found.push_back({listed.id, listed.name, listed.country, "engaged", {}, {}});
    }
  }
  for (const SubprocessorState& row : life.standing().subprocessors) {
    if (row.from > at) {
      continue;
    }
    auto place = std::ranges::find(found, row.id, &StandingSubprocessor::id);
    if (place == found.end()) {
      place = found.insert(found.end(), {row.id, row.name, row.country, "", {}, {}});
    }
    if (place->from && *place->from > row.from) {
      continue;
    }
    place->state = Name(row.state);
    place->from = row.from;
    const auto ends = life.ObjectionEnd(row, at);
    place->objection_ends =
        row.state == Engagement::kAnnounced && ends ? *ends : std::optional<Instant>();
  }
  return found;
}

Result<std::map<std::string, std::vector<Relation>>> RelationsOf(
    Agreements& agreements, const std::function<bool(const AgreementId&)>& may_see) {
  std::map<std::string, std::vector<Relation>> relations;
  for (const AgreementId& id : agreements.List()) {
    if (!may_see(id)) {
      continue;
    }
    MANDAT_TRY(const std::shared_ptr<OpenAgreement> open, agreements.Find(id));
    const std::shared_ptr<const LifeBook> book = open->life_book();
    const Instant now = open->gate().Now();
    const LifeVersion* version = book->life.InForce(now);
    if (version == nullptr) {
      continue;
    }
    const Agreement& agreement = *version->agreement;
    const std::string state(Name(book->life.StateAt(now)));
    const Party customer = PartyAt(book->life, agreement, ContractParty::kController, now);
    relations[customer.name].push_back(
        {"customer, as " + std::string(Name(customer.role)), id.text(), "", state});
    for (const std::string& other : customer.others) {
      const bool is_joint = customer.role == CustomerRole::kJointControllers;
      relations[other].push_back(
          {is_joint ? "joint controller" : "controller behind the customer", id.text(), "", state});
    }
    relations[PartyAt(book->life, agreement, ContractParty::kProcessor, now).name].push_back(
        {"processor", id.text(), "", state});
    for (const StandingSubprocessor& each : SubprocessorsAt(book->life, now)) {
      relations[each.name].push_back({"sub-processor", id.text(), each.id, each.state});
    }
  }
  return relations;
}

}  // namespace mandat
