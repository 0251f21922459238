// SPDX-License-Identifier: Apache-2.0
// How the agreement was accepted, of which parts it consists, and what it records beside terms.
#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "dpv/internal/node.h"
#include "dpv/internal/sections.h"

namespace mandat::internal {
namespace {

constexpr auto kAcceptanceKeys = std::to_array<KeyAndProperty>({
    {"by", "mandat:by"},
    {"on", "mandat:on"},
    {"how", "mandat:how"},
    {"kind", "mandat:kind"},
    {"authority", "mandat:authority"},
    {"evidence", "mandat:evidence"},
    {"for-processor", "mandat:byProcessor"},
});
constexpr auto kTimeKeys = std::to_array<KeyAndProperty>({
    {"zone", "mandat:zone"},
    {"calendar", "mandat:calendar"},
    {"rules", "mandat:rules"},
    {"week", "mandat:week"},
    {"hours", "mandat:hours"},
});
constexpr auto kPrecedenceKeys = std::to_array<KeyAndProperty>({
    {"rule", "mandat:text"},
    {"also", "mandat:alsoSays"},
    {"language", "mandat:language"},
    {"language-clause", "mandat:languageClause"},
});
constexpr auto kPartKeys = std::to_array<KeyAndProperty>({
    {"id", "mandat:name"},
    {"text", "mandat:text"},
    {"instrument", "mandat:instrument"},
    {"concluded", "mandat:concluded"},
});
constexpr auto kReadingKeys = std::to_array<KeyAndProperty>({
    {"term", "mandat:ofPath"},
    {"holds", "mandat:clause"},
    {"by", "mandat:by"},
    {"on", "mandat:on"},
});
constexpr auto kConfirmationKeys = std::to_array<KeyAndProperty>({
    {"term", "mandat:ofPath"},
    {"by", "mandat:by"},
    {"on", "mandat:on"},
});
constexpr auto kAttestationKeys = std::to_array<KeyAndProperty>({
    {"of", "mandat:ofPath"},
    {"owner", "mandat:by"},
    {"on", "mandat:on"},
    {"until", "mandat:until"},
    {"says", "mandat:text"},
    {"evidence", "mandat:evidence"},
});

struct RecordRow {
  std::string_view key;  // of the instance
  std::string_view id;
  std::string_view type;
  std::span<const KeyAndProperty> keys;
};
constexpr auto kRecords = std::to_array<RecordRow>({
    {"readings", "reading", "mandat:Reading", kReadingKeys},
    {"confirmations", "confirmation", "mandat:Confirmation", kConfirmationKeys},
    {"attestations", "attestation", "mandat:Attestation", kAttestationKeys},
});

void ExportPrecedence(const Export& out) {
  const Fact* precedence = out.form.Find("precedence");
  if (precedence == nullptr) {
    return;
  }
  JsonTree parts = JsonTree::Array();
  for (const Fact& item : precedence->Items("parts")) {
    const std::string name(item.Text("id"));
    const auto& all = out.agreement.parts();
    const auto part = std::ranges::find(all, name, &Part::id);
    std::vector<std::string> types = {"mandat:Part"};
    if (part->is_concluded && !part->instrument.empty()) {
      types.emplace_back("eu-gdpr:SCCByCommission");
    }
    JsonTree node = NodeOf("this:part/" + name, types);
    SetFacts(node, item, kPartKeys);
    node.Set("mandat:isConcluded", JsonTree::Bool(part->is_concluded));
    out.graph.Add(std::move(node));
    parts.Add(JsonTree::Text("this:part/" + name));
  }
  JsonTree node = NodeOf("this:precedence", {"mandat:Precedence"});
  SetFacts(node, *precedence, kPrecedenceKeys);
  constexpr auto kStatuses = std::to_array<KeyAndProperty>({{"stated", "mandat:Stated"},
                                                            {"not-stated", "mandat:NotStated"},
                                                            {"external", "mandat:External"},
                                                            {"ambiguous", "mandat:Ambiguous"}});
  const auto status =
      std::ranges::find(kStatuses, precedence->Text("status"), &KeyAndProperty::key);
  node.Set("mandat:status",
           status == kStatuses.end() ? "mandat:Stated" : std::string(status->property));
  const std::string_view line = precedence->Text("language-line");
  int64_t number = 0;
  if (std::from_chars(line.data(), line.data() + line.size(), number).ec == std::errc()) {
    node.Set("mandat:languageLine", JsonTree::Number(number));
  }
  SetNode(node, "mandat:parts", std::move(parts));
  SetPlace(node, *precedence);
  out.graph.Add(std::move(node));
  out.whole.Set("mandat:precedence", "this:precedence");
}

}  // namespace

void ExportRecords(const Export& out, const std::vector<std::string>& choices) {
  JsonTree acceptance = NodeOf("this:acceptance", {"mandat:Acceptance"});
  SetFacts(acceptance, out.instance.Map("signed"), kAcceptanceKeys);
  out.graph.Add(std::move(acceptance));
  out.whole.Set("mandat:acceptance", "this:acceptance");

  const Fact& erasure = out.form.Map("erasure");
  JsonTree erased = NodeOf("this:erasure", {"dpv:StorageDeletion", "mandat:Erasure"});
  constexpr auto kErasureKeys =
      std::to_array<KeyAndProperty>({{"instruction", "mandat:instruction"}});
  SetFacts(erased, erasure, kErasureKeys);
  SetPlace(erased, erasure);
  out.graph.Add(std::move(erased));
  out.whole.Set("mandat:erasure", "this:erasure");

  if (const Fact* time = out.form.Find("time")) {
    JsonTree node = NodeOf("this:time", {"mandat:TimeRules"});
    SetFacts(node, *time, kTimeKeys);
    SetPlace(node, *time);
    out.graph.Add(std::move(node));
    out.whole.Set("mandat:timeRules", "this:time");
  }
  ExportPrecedence(out);
  for (const RecordRow& row : kRecords) {
    std::vector<std::string> ids;
    for (const Fact& item : out.instance.Items(row.key)) {
      ids.push_back("this:" + std::string(row.id) + "/" + std::to_string(ids.size() + 1));
      JsonTree node = NodeOf(ids.back(), {std::string(row.type)});
      const std::string_view path = item.Text(row.key == "attestations" ? "of" : "term");
      SetText(node, "mandat:term",
              out.agreement.FindTerm(path) == nullptr ? "" : "this:term/" + std::string(path));
      SetFacts(node, item, row.keys);
      out.graph.Add(std::move(node));
    }
    SetIds(out.whole, "mandat:" + std::string(row.id), ids);
  }
  SetIds(out.whole, "mandat:choice", choices);
}

}  // namespace mandat::internal
