// SPDX-License-Identifier: Apache-2.0
#include "dpv/internal/node.h"

#include <charconv>
#include <utility>

namespace mandat::internal {
namespace {

// RFC 3339 knows no working days and no business hours, so those have no such form.
std::string XsdDuration(const Period& period) {
  switch (period.unit) {
    case TimeUnit::kHours:
      return "PT" + std::to_string(period.count) + "H";
    case TimeUnit::kDays:
      return "P" + std::to_string(period.count) + "D";
    case TimeUnit::kWeeks:
      return "P" + std::to_string(uint64_t{period.count} * 7) + "D";
    case TimeUnit::kMonths:
      return "P" + std::to_string(period.count) + "M";
    case TimeUnit::kYears:
      return "P" + std::to_string(period.count) + "Y";
    case TimeUnit::kBusinessHours:
    case TimeUnit::kWorkingDays:
      break;
  }
  return {};
}

}  // namespace

JsonTree NodeOf(std::string_view id, const std::vector<std::string>& types) {
  JsonTree node = JsonTree::Object();
  node.Set("@id", id);
  SetIds(node, "@type", types);
  return node;
}

JsonTree NodeOf(std::string_view type) {
  JsonTree node = JsonTree::Object();
  node.Set("@type", type);
  return node;
}

void SetText(JsonTree& node, std::string_view key, std::string_view text) {
  if (!text.empty()) {
    node.Set(key, text);
  }
}

void SetNode(JsonTree& node, std::string_view key, JsonTree value) {
  if (!value.IsEmpty()) {
    node.Set(key, std::move(value));
  }
}

void SetIds(JsonTree& node, std::string_view key, const std::vector<std::string>& ids) {
  std::vector<std::string_view> said;
  for (const std::string& id : ids) {
    if (!id.empty()) {
      said.push_back(id);
    }
  }
  if (said.size() == 1) {
    node.Set(key, said.front());
  } else {
    SetNode(node, key, JsonTree::Texts(said));
  }
}

void SetFacts(JsonTree& node, const Fact& fact, std::span<const KeyAndProperty> keys) {
  std::vector<std::string> silent;
  for (const auto& [key, property] : keys) {
    const Fact* value = fact.Find(key);
    if (value == nullptr) {
      continue;
    }
    if (value->kind == Fact::Kind::kList) {
      JsonTree texts = JsonTree::Array();
      for (const Fact& item : value->items) {
        texts.Add(JsonTree::Text(item.text));
      }
      node.Set(property, std::move(texts));
    } else if (value->text == "not-stated") {
      silent.emplace_back(key);
    } else {
      node.Set(property, value->text);
    }
  }
  SetIds(node, "mandat:notStated", silent);
}

void SetPlace(JsonTree& node, const Fact& fact) {
  SetText(node, "mandat:clause", fact.Text("clause"));
  const std::string_view line = fact.Text("line");
  int64_t number = 0;
  if (std::from_chars(line.data(), line.data() + line.size(), number).ec == std::errc()) {
    node.Set("mandat:line", JsonTree::Number(number));
  }
}

JsonTree DurationOf(const Period& period) { return DurationOf(period, {"dpv:TemporalDuration"}); }

JsonTree DurationOf(const Period& period, std::initializer_list<std::string_view> types) {
  JsonTree node = JsonTree::Object();
  SetIds(node, "@type", {types.begin(), types.end()});
  node.Set("mandat:period", period.Format());
  SetText(node, "mandat:duration", XsdDuration(period));
  return node;
}

}  // namespace mandat::internal
