// SPDX-License-Identifier: Apache-2.0
#include "dpv/dpv.h"

#include <algorithm>
#include <utility>

#include "dpv/internal/facts.h"
#include "dpv/internal/node.h"
#include "dpv/internal/sections.h"
#include "dpv/internal/terms.h"
#include "dpv/internal/vocabulary.h"

namespace mandat {

using internal::Fact;
using internal::SetIds;

namespace {

// The namespace of an agreement's own nodes: one for each version.
std::string NodesIri(const Agreement& agreement) {
  return "https://mandat.example/agreement/" + agreement.id().text() + "@" +
         std::to_string(agreement.version()) + "#";
}

// In force until a stated day, or until something that the term tells ends it.
JsonTree DurationOf(const Agreement& agreement) {
  JsonTree duration =
      internal::NodeOf(agreement.end() ? "dpv:UntilTimeDuration" : "dpv:UntilEventDuration");
  duration.Set("mandat:term", "this:term/duration");
  return duration;
}

// An agreement that can be read was accepted. Whether it is in force today, only a clock knows.
JsonTree WholeOf(const Agreement& agreement) {
  const bool is_sub = agreement.controller().role == CustomerRole::kProcessor;
  JsonTree whole =
      internal::NodeOf("this:agreement",
                       {is_sub ? "dpv:SubProcessorAgreement" : "dpv:ControllerProcessorAgreement"});
  whole.Set("dpv:hasIdentifier", agreement.id().text());
  whole.Set("mandat:version", JsonTree::Number(agreement.version()));
  whole.Set("mandat:form", agreement.form());
  whole.Set("mandat:formVersion", JsonTree::Number(agreement.form_version()));
  whole.Set("mandat:title", agreement.title()).Set("mandat:language", agreement.language());
  whole.Set("dpv:hasContractStatus", "dpv:ContractFullySigned");
  whole.Set("mandat:start", agreement.start().Format());
  if (agreement.end()) {
    whole.Set("mandat:end", agreement.end()->Format());
  }
  whole.Set("dpv:hasDuration", DurationOf(agreement));
  return whole;
}

// The rights with whose requests the contract has the processor help.
// Source: GDPR Art. 28(3)(e).
std::vector<std::string> RightsOf(const Agreement& agreement) {
  const bool speaks = std::ranges::any_of(agreement.terms(), [](const Term& term) {
    return term.path.starts_with("requests.") && term.holds().status != TermStatus::kNotStated;
  });
  std::vector<std::string> rights;
  for (int article = 13; speaks && article <= 22; ++article) {
    rights.push_back("eu-gdpr:A" + std::to_string(article));
  }
  return rights;
}

}  // namespace

std::string ExportJsonLd(const Agreement& agreement) {
  const Fact facts = internal::DecodeFacts(agreement.canonical());
  JsonTree whole = WholeOf(agreement);
  JsonTree nodes = JsonTree::Array();
  const internal::Export out{.agreement = agreement,
                             .form = facts.Map("form"),
                             .instance = facts.Map("instance"),
                             .graph = nodes,
                             .whole = whole};
  internal::ExportParties(out);
  internal::ExportLists(out);
  const std::vector<internal::StoredFor> stored = internal::ExportRetention(out);
  const internal::TermLinks links = internal::ExportTerms(agreement, nodes);
  internal::ExportPermissions(out, stored, links.permissions, links.prohibitions);
  SetIds(whole, "dpv:hasObligation", links.obligations);
  SetIds(whole, "dpv:hasContractualClause", links.clauses);
  SetIds(whole, "dpv:hasTechnicalMeasure", links.technical);
  SetIds(whole, "dpv:hasOrganisationalMeasure", links.organisational);
  SetIds(whole, "dpv:hasPhysicalMeasure", links.physical);
  SetIds(whole, "dpv:hasTechnicalOrganisationalMeasure", links.measures);
  SetIds(whole, "dpv:hasRight", RightsOf(agreement));
  SetIds(whole, "mandat:houseRule", links.house_rules);
  internal::ExportRecords(out, links.choices);
  SetIds(whole, "mandat:term", links.all);

  JsonTree graph = JsonTree::Array();
  graph.Add(std::move(whole)).AddAll(std::move(nodes));
  JsonTree document = JsonTree::Object();
  document.Set("@context", internal::ContextOf(NodesIri(agreement)));
  document.Set("@graph", std::move(graph));
  return document.Format();
}

}  // namespace mandat
