// SPDX-License-Identifier: Apache-2.0
// What the agreement lists: purposes, operations, data, people, places, retention, permissions.
#include "dpv/internal/sections.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "dpv/internal/mapping.h"
#include "dpv/internal/node.h"
#include "law/dpv.h"
#include "law/verb.h"

namespace mandat::internal {
namespace {

// A section with a list of things that have an id, a text and a term of the vocabulary.
struct ListRow {
  std::string_view key;       // of the section
  std::string_view id;        // of the nodes: "purpose"
  std::string_view type;      // of the vocabulary, for all of them
  std::string_view property;  // of the agreement; empty: none
};

constexpr auto kLists = std::to_array<ListRow>({
    {"purposes", "purpose", "dpv:Purpose", "dpv:hasPurpose"},
    {"operations", "operation", "dpv:Processing", "dpv:hasProcessing"},
    {"data-categories", "category", "dpv:PersonalData", "dpv:hasPersonalData"},
    {"people", "people", "dpv:DataSubject", "dpv:hasDataSubject"},
});

std::string IdOf(std::string_view kind, std::string_view name) {
  return "this:" + std::string(kind) + "/" + std::string(name);
}

template <class Names>
std::vector<std::string> IdsOf(std::string_view kind, const Names& names) {
  std::vector<std::string> ids;
  ids.reserve(names.size());
  for (const auto& name : names) {
    ids.push_back(IdOf(kind, name));
  }
  return ids;
}

std::string AddItem(const Export& out, const ListRow& row, const Fact& item, bool is_filled_in) {
  const bool is_verb = row.key == "operations";
  const std::string_view name = item.Text(is_verb ? "verb" : "id");
  std::vector<std::string> types = {std::string(row.type)};
  const std::string_view term = is_verb ? DpvTerm(*FindVerb(name)) : item.Text("dpv");
  types.emplace_back(IsDpvTerm(term) ? term : "");
  if (item.Text("special") == "true") {
    types.emplace_back("dpv:SpecialCategoryPersonalData");
  }
  if (item.Text("criminal") == "true") {
    types.emplace_back("pd:Criminal");
  }
  // A category that is special and has a term for it names that term once.
  std::ranges::sort(types.begin() + 1, types.end());
  types.erase(std::unique(types.begin(), types.end()), types.end());
  std::string id = IdOf(row.id, name);
  JsonTree node = NodeOf(id, types);
  node.Set("mandat:name", name);
  SetText(node, "mandat:text", item.Text("text"));
  SetText(node, "mandat:unknownTerm", IsDpvTerm(term) ? "" : term);
  SetPlace(node, item);
  if (is_filled_in) {
    node.Set("mandat:filledIn", JsonTree::Bool(true));
  }
  out.graph.Add(std::move(node));
  return id;
}

void AddSection(const Export& out, std::string_view key, const std::vector<std::string>& members) {
  const Fact& section = out.form.Map(key);
  JsonTree node = NodeOf(IdOf("section", key), {"mandat:Section"});
  node.Set("mandat:name", key);
  SetPlace(node, section);
  SetText(node, "mandat:blank", section.Text("blank"));
  if (section.Text("list") == "not-stated") {
    node.Set("mandat:status", "mandat:NotStated");
  }
  SetIds(node, "mandat:member", members);
  out.graph.Add(std::move(node));
}

void ExportPlaces(const Export& out) {
  std::vector<std::string> members;
  std::vector<std::string> locations;
  std::vector<std::string> third;
  for (const Fact& item : out.form.Map("places").Items("list")) {
    const std::string_view country = item.Text("country");
    members.push_back(IdOf("place", country));
    locations.push_back(DpvLocation(country));
    JsonTree node = NodeOf(members.back(), {"mandat:Place"});
    node.Set(country == "EU" ? "dpv:hasLocation" : "dpv:hasCountry", locations.back());
    if (IsThirdCountry(country)) {
      third.push_back(locations.back());
      node.Set("dpv:hasThirdCountry", locations.back());
    }
    SetText(node, "mandat:text", item.Text("text"));
    SetPlace(node, item);
    out.graph.Add(std::move(node));
  }
  AddSection(out, "places", members);
  SetIds(out.whole, "dpv:hasLocation", locations);
  SetIds(out.whole, "dpv:hasThirdCountry", third);
}

std::vector<std::string> NamesOf(const Fact& entry, std::string_view key,
                                 const std::vector<DataCategory>& all) {
  std::vector<std::string> names;
  if (entry.Text(key) == "all") {
    std::ranges::transform(all, std::back_inserter(names), &DataCategory::id);
  }
  for (const Fact& item : entry.Items(key)) {
    names.push_back(item.text);
  }
  return names;
}

// For the term of the agreement, or for a period that begins with an event.
JsonTree StorageDuration(const Fact& entry) {
  const Fact& keep = entry.Map("keep");
  for (const auto& [key, unit] : {std::pair{"days", "day"}, std::pair{"months", "month"}}) {
    if (const std::string_view count = keep.Text(key); !count.empty()) {
      const std::string text = std::string(count) + " " + unit + (count == "1" ? "" : "s");
      JsonTree node =
          DurationOf(*Period::Parse(text), {"dpv:StorageDuration", "dpv:TemporalDuration"});
      SetText(node, "mandat:from", entry.Text("from"));
      return node;
    }
  }
  JsonTree node = JsonTree::Object();
  SetIds(node, "@type", {"dpv:StorageDuration", "dpv:UntilEventDuration"});
  node.Set("mandat:untilEvent", "end-of-agreement");
  return node;
}

}  // namespace

void ExportLists(const Export& out) {
  for (const ListRow& row : kLists) {
    std::vector<std::string> members;
    for (const Fact& item : out.form.Map(row.key).Items("list")) {
      members.push_back(AddItem(out, row, item, false));
    }
    for (const Fact& item : out.instance.Map("fills").Items(row.key)) {
      members.push_back(AddItem(out, row, item, true));
    }
    AddSection(out, row.key, members);
    SetIds(out.whole, row.property, members);
  }
  ExportPlaces(out);
  std::vector<std::string> subprocessors;
  for (const Subprocessor& one : out.agreement.subprocessors()) {
    subprocessors.push_back(IdOf("sub-processor", one.id));
  }
  AddSection(out, "sub-processors", subprocessors);
  AddSection(out, "instructions", {});
  AddSection(out, "end", {});
  std::vector<std::string> sections =
      IdsOf("section",
            std::to_array<std::string_view>({"purposes", "operations", "data-categories", "people",
                                             "places", "sub-processors", "instructions", "end"}));
  SetIds(out.whole, "mandat:section", sections);
}

std::vector<StoredFor> ExportRetention(const Export& out) {
  const std::vector<DataCategory>& all = out.agreement.categories();
  std::vector<StoredFor> stored;
  const auto add = [&](const Fact& entry, const Fact& place, std::vector<std::string> categories) {
    const std::string id = IdOf("retention", std::to_string(stored.size() + 1));
    JsonTree node = NodeOf(id, {"dpv:StorageCondition"});
    SetIds(node, "dpv:hasPersonalData", IdsOf("category", categories));
    node.Set("dpv:hasDuration", StorageDuration(entry));
    SetPlace(node, place);
    if (!entry.Text("by").empty()) {
      JsonTree choice = NodeOf(id + "/choice", {"mandat:Choice"});
      choice.Set("mandat:by", entry.Text("by")).Set("mandat:on", entry.Text("on"));
      choice.Set("mandat:why", entry.Text("why"));
      node.Set("mandat:choice", std::move(choice));
    }
    out.graph.Add(std::move(node));
    stored.push_back({id, std::move(categories)});
  };
  for (const Fact& entry : out.form.Items("retention")) {
    std::vector<std::string> categories = NamesOf(entry, "categories", all);
    if (entry.Text("keep") != "choice") {
      add(entry, entry, std::move(categories));
      continue;
    }
    // What the form leaves open, each agreement chose; the clause is the form's.
    for (const Fact& choice : out.instance.Map("choices").Items("retention")) {
      std::vector<std::string> chosen = NamesOf(choice, "categories", all);
      std::erase_if(chosen, [&](const std::string& category) {
        return std::ranges::find(categories, category) == categories.end();
      });
      if (!chosen.empty()) {
        add(choice, entry, std::move(chosen));
      }
    }
  }
  std::vector<std::string> ids;
  std::ranges::transform(stored, std::back_inserter(ids), &StoredFor::id);
  SetIds(out.whole, "dpv:hasStorageCondition", ids);
  return stored;
}

void ExportPermissions(const Export& out, const std::vector<StoredFor>& stored,
                       std::vector<std::string> permissions,
                       std::vector<std::string> prohibitions) {
  std::vector<std::string> processes;
  const std::vector<Fact>& entries = out.form.Items("permissions");
  for (size_t i = 0; i < out.agreement.permissions().size(); ++i) {
    const Permission& permission = out.agreement.permissions()[i];
    processes.push_back(IdOf("process", std::to_string(i + 1)));
    JsonTree process = NodeOf(processes.back(), {"dpv:Process"});
    SetIds(process, "dpv:hasPurpose", IdsOf("purpose", permission.purposes));
    std::vector<std::string> operations;
    operations.reserve(permission.verbs.size());
    for (const Verb verb : permission.verbs) {
      operations.push_back(IdOf("operation", Name(verb)));
    }
    SetIds(process, "dpv:hasProcessing", operations);
    SetIds(process, "dpv:hasPersonalData", IdsOf("category", permission.categories));
    SetIds(process, "dpv:hasDataSubject", IdsOf("people", permission.people));
    SetIds(process, "dpv:hasDataController", ControllersOf(out.agreement));
    process.Set("dpv:hasDataProcessor", "this:party/processor");
    std::vector<std::string> conditions;
    for (const StoredFor& condition : stored) {
      if (std::ranges::find_first_of(condition.categories, permission.categories) !=
          condition.categories.end()) {
        conditions.push_back(condition.id);
      }
    }
    SetIds(process, "dpv:hasStorageCondition", conditions);
    out.graph.Add(std::move(process));

    permissions.push_back(IdOf("permission", std::to_string(i + 1)));
    JsonTree node = NodeOf(permissions.back(), {"dpv:Permission"});
    node.Set("dpv:hasProcess", processes.back());
    SetPlace(node, entries[i]);
    out.graph.Add(std::move(node));
  }
  prohibitions.emplace_back("this:prohibition/rest");
  JsonTree rest = NodeOf(prohibitions.back(), {"dpv:Prohibition"});
  rest.Set("mandat:text", "Whatever no permission covers");
  SetPlace(rest, out.form.Map("purposes"));
  out.graph.Add(std::move(rest));
  SetIds(out.whole, "dpv:hasProcess", processes);
  SetIds(out.whole, "dpv:hasPermission", permissions);
  SetIds(out.whole, "dpv:hasProhibition", prohibitions);
}

}  // namespace mandat::internal
