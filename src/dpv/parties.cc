// SPDX-License-Identifier: Apache-2.0
// Who contracts, who processes for the processor, and for whom the customer acts.
#include <array>
#include <utility>

#include "dpv/internal/mapping.h"
#include "dpv/internal/node.h"
#include "dpv/internal/sections.h"
#include "law/dpv.h"

namespace mandat::internal {
namespace {

constexpr auto kPartyKeys = std::to_array<KeyAndProperty>({
    {"name", "dpv:hasName"},
    {"address", "dpv:hasAddress"},
    {"contact", "dpv:hasContact"},
    {"number", "mandat:number"},
    {"also-named", "mandat:alsoNamed"},
    {"role", "mandat:role"},
    {"speaks", "mandat:speaks"},
});

constexpr auto kSubprocessorKeys = std::to_array<KeyAndProperty>({
    {"id", "mandat:name"},
    {"name", "dpv:hasName"},
    {"address", "dpv:hasAddress"},
    {"contact", "dpv:hasContact"},
    {"task", "mandat:task"},
    {"tool", "mandat:tool"},
    {"contract", "mandat:contract"},
    {"measures", "mandat:measures"},
    {"environment", "mandat:environment"},
    {"note", "mandat:note"},
});

std::vector<std::string> Others(const Agreement& agreement) {
  std::vector<std::string> ids(agreement.controller().others.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    ids[i] = "this:party/other-" + std::to_string(i + 1);
  }
  return ids;
}

// Somebody whom the customer names in words.
JsonTree Named(std::string_view id, std::string_view type, std::string_view text) {
  JsonTree node = NodeOf(id, {std::string(type)});
  node.Set("dpv:hasName", text);
  return node;
}

void ExportCustomer(const Export& out) {
  const Party& customer = out.agreement.controller();
  const bool is_processor = customer.role == CustomerRole::kProcessor;
  const bool is_joint = customer.role == CustomerRole::kJointControllers;
  const std::vector<std::string> others = Others(out.agreement);
  JsonTree node =
      NodeOf("this:party/customer", {is_processor ? "dpv:DataProcessor" : "dpv:DataController"});
  SetFacts(node, out.instance.Map("controller"), kPartyKeys);
  if (!customer.data_protection_officer.empty()) {
    node.Set("dpv:hasDataProtectionOfficer",
             Named("this:party/customer-officer", "dpv:DataProtectionOfficer",
                   customer.data_protection_officer));
  }
  if (!customer.representative.empty()) {
    node.Set("dpv:hasRepresentative", Named("this:party/customer-representative",
                                            "dpv:Representative", customer.representative));
  }
  if (is_processor) {
    SetIds(node, "mandat:actsFor", others);
  }
  SetPlace(node, out.form.Map("parties").Map("controller"));
  out.graph.Add(std::move(node));
  for (size_t i = 0; i < others.size(); ++i) {
    out.graph.Add(Named(others[i], "dpv:DataController", customer.others[i]));
  }
  if (is_joint) {
    JsonTree group = NodeOf("this:party/joint-controllers", {"dpv:JointDataControllers"});
    std::vector<std::string> members = {"this:party/customer"};
    members.insert(members.end(), others.begin(), others.end());
    SetIds(group, "mandat:member", members);
    out.graph.Add(std::move(group));
  }
}

// Silence about where it processes, or about the tool, is named as such.
std::string ExportSubprocessor(const Export& out, const Fact& item) {
  std::string id = "this:sub-processor/" + std::string(item.Text("id"));
  JsonTree node = NodeOf(id, {"dpv:DataSubProcessor"});
  std::vector<KeyAndProperty> keys(kSubprocessorKeys.begin(), kSubprocessorKeys.end());
  const std::string_view country = item.Text("country");
  if (country == "not-stated") {
    keys.push_back({"country", ""});
  } else {
    node.Set(country == "EU" ? "dpv:hasLocation" : "dpv:hasCountry", DpvLocation(country));
    SetText(node, "dpv:hasThirdCountry", IsThirdCountry(country) ? DpvLocation(country) : "");
  }
  SetFacts(node, item, keys);
  if (const std::string_view seat = item.Text("seat"); !seat.empty()) {
    node.Set("mandat:seat", DpvLocation(seat));
  }
  SetIds(node, "dpv:hasLegalBasis", BasesOfTool(item.Text("tool")));
  SetPlace(node, item);
  out.graph.Add(std::move(node));
  return id;
}

}  // namespace

std::vector<std::string> ControllersOf(const Agreement& agreement) {
  std::vector<std::string> ids = Others(agreement);
  if (agreement.controller().role != CustomerRole::kProcessor) {
    ids.insert(ids.begin(), "this:party/customer");
  }
  return ids;
}

void ExportParties(const Export& out) {
  const bool is_sub = out.agreement.controller().role == CustomerRole::kProcessor;
  ExportCustomer(out);
  JsonTree processor =
      NodeOf("this:party/processor", {is_sub ? "dpv:DataSubProcessor" : "dpv:DataProcessor"});
  const Fact& said = out.form.Map("parties").Map("processor");
  SetFacts(processor, said, kPartyKeys);
  SetPlace(processor, said);
  std::vector<std::string> below;
  for (const Fact& item : out.form.Map("sub-processors").Items("list")) {
    below.push_back(ExportSubprocessor(out, item));
  }
  SetIds(processor, "dpv:hasDataProcessor", below);
  out.graph.Add(std::move(processor));

  SetIds(out.whole, "dpv:hasParty", {"this:party/customer", "this:party/processor"});
  SetIds(out.whole, "dpv:hasDataController", ControllersOf(out.agreement));
  std::vector<std::string> processors = {is_sub ? "this:party/customer" : "",
                                         "this:party/processor"};
  processors.insert(processors.end(), below.begin(), below.end());
  SetIds(out.whole, "dpv:hasDataProcessor", processors);
}

}  // namespace mandat::internal
