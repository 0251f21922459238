// SPDX-License-Identifier: Apache-2.0
#include "agreement/internal/shape.h"

#include <algorithm>
#include <array>

#include "agreement/internal/text.h"

namespace mandat::internal {
namespace {

constexpr uint32_t kNumberMax = 1'000'000;
constexpr size_t kStatementsMax = 8;
constexpr size_t kItemsMax = 512;
constexpr std::string_view kNotStated = "not-stated";

bool IsNotStated(const Node& node) {
  return node.kind == Node::Kind::kText && node.text == kNotStated;
}

class ShapeReader {
 public:
  explicit ShapeReader(Reader& reader) : reader_(reader) {}

  void ReadMap(const Node& node, std::span<const Rule> rules) {
    if (!reader_.ReadMap(node, rules)) {
      return;
    }
    for (const Rule& rule : rules) {
      if (const Node* value = node.Find(rule.key)) {
        ReadValue(node, *value, rule);
      }
    }
  }

 private:
  void ReadValue(const Node& map, const Node& value, const Rule& rule) {
    if (rule.may_be_not_stated && IsNotStated(value)) {
      return;
    }
    switch (rule.kind) {
      case Kind::kMap:
        return ReadMap(value, rule.rules);
      case Kind::kList:
        return ReadItems(map, rule, [&](const Node& item) { ReadMap(item, rule.rules); });
      case Kind::kTerm:
        return ReadStatement(value, rule, Place::kTerm);
      case Kind::kTerms:
        return ReadItems(map, rule,
                         [&](const Node& item) { ReadStatement(item, rule, Place::kItem); });
      default:
        return ReadScalar(map, rule);
    }
  }

  template <class Read>
  void ReadItems(const Node& map, const Rule& rule, Read read) {
    if (const auto* items = reader_.ReadList(map, rule.key, rule.most ? rule.most : kItemsMax)) {
      std::ranges::for_each(*items, read);
    }
  }

  void ReadScalar(const Node& map, const Rule& rule) {
    switch (rule.kind) {
      case Kind::kText:
        reader_.ReadText(map, rule.key);
        return;
      case Kind::kName:
        reader_.ReadName(map, rule.key);
        return;
      case Kind::kClause:
        reader_.ReadClause(map, rule.key);
        return;
      case Kind::kNumber:
        reader_.ReadNumber(map, rule.key, 1, rule.most ? rule.most : kNumberMax);
        return;
      case Kind::kYesNo:
        reader_.ReadYesNo(map, rule.key);
        return;
      case Kind::kInstant:
        reader_.ReadInstant(map, rule.key);
        return;
      case Kind::kDay:
        reader_.ReadDay(map, rule.key);
        return;
      case Kind::kCountry:
        reader_.ReadCountry(map, rule.key, false);
        return;
      case Kind::kVerb:
        reader_.ReadVerb(map, rule.key);
        return;
      case Kind::kWord:
        reader_.ReadWord(map, rule.key, rule.words);
        return;
      case Kind::kPeriod:
        reader_.ReadPeriod(map, rule.key);
        return;
      case Kind::kHours:
        reader_.ReadHours(map, rule.key);
        return;
      case Kind::kHash:
        reader_.ReadHash(map, rule.key);
        return;
      case Kind::kDpv:
        reader_.ReadDpvTerm(map, rule.key);
        return;
      case Kind::kVersion:
        reader_.ReadFormRef(map, rule.key);
        return;
      case Kind::kPath:
        reader_.ReadPath(map, rule.key);
        return;
      case Kind::kTexts:
        reader_.ReadTexts(map, rule.key);
        return;
      case Kind::kKeep:
        ReadRetention(reader_, map, rule.may_be_open);
        return;
      case Kind::kNames:  // what is declared, the third stage knows
      case Kind::kMap:
      case Kind::kList:
      case Kind::kTerm:
      case Kind::kTerms:
        return;
    }
  }

  enum class Place : uint8_t { kTerm, kItem, kRepeated };

  // The keys that a statement of this term may have, where it stands.
  static std::vector<Rule> KeysOf(const Rule& term, Place place) {
    std::vector<Rule> keys;
    if (place == Place::kItem) {
      keys.push_back({.key = "id", .kind = Kind::kName, .is_required = true});
    }
    for (const Rule& key : StatementRules()) {
      if (!HasFacet(key.key, term.facets) || (place != Place::kTerm && key.key == "also")) {
        continue;
      }
      keys.push_back(key);
      if (key.key == "is") {
        keys.back().words = term.words;
      }
    }
    return keys;
  }

  void ReadStatement(const Node& node, const Rule& term, Place place) {
    const std::vector<Rule> keys = KeysOf(term, place);
    if (!reader_.ReadMap(node, keys)) {
      return;
    }
    bool says_something = false;
    for (const Rule& key : keys) {
      const Node* value = node.Find(key.key);
      if (value == nullptr || key.key == "also") {
        continue;
      }
      ReadValue(node, *value, key);
      constexpr std::array<std::string_view, 7> kAbout = {"id",   "status", "part", "clause",
                                                          "line", "note",   "form"};
      const bool is_area = place == Place::kItem && key.key == "is";
      says_something |= !is_area && std::ranges::find(kAbout, key.key) == kAbout.end();
    }
    const Node* status = node.Find("status");
    const bool is_stated = status == nullptr || status->text == "stated";
    const bool is_silent = status != nullptr && status->text == kNotStated;
    if (node.Find("clause") == nullptr && !is_silent) {
      reader_.Report("A102", node.title, "key `clause` is missing",
                     {.help = "where the contract says it; or `status: not-stated`"});
    }
    if (is_stated && !says_something && !term.may_be_bare) {
      reader_.Report("A109", node.at, "the statement says nothing",
                     {.help = "a value, or a `status`"});
    }
    if (is_silent && says_something) {
      reader_.Report("A108", status->at, "a silence has no value");
    }
    if (node.Find("also") != nullptr) {
      if (const auto* items = reader_.ReadList(node, "also", kStatementsMax)) {
        for (const Node& item : *items) {
          ReadStatement(item, term, Place::kRepeated);
        }
      }
    }
  }

  Reader& reader_;
};

}  // namespace

void ReadShape(Reader& reader, const Node& root, std::span<const Rule> rules) {
  ShapeReader(reader).ReadMap(root, rules);
}

void Normalise(Node& root, std::span<const Rule> rules) {
  for (size_t i = 0; i < root.keys.size(); ++i) {
    const auto rule = std::ranges::find(rules, std::string_view(root.keys[i].text), &Rule::key);
    if (rule == rules.end()) {
      continue;
    }
    Node& value = root.items[i];
    if (rule->kind == Kind::kTerm && IsNotStated(value)) {
      Node key{.kind = Node::Kind::kText, .at = value.at, .title = value.title, .text = "status"};
      Node word = value;
      value = {.kind = Node::Kind::kMap,
               .at = word.at,
               .title = word.title,
               .keys = {std::move(key)},
               .items = {std::move(word)}};
    } else if (rule->kind == Kind::kMap && value.kind == Node::Kind::kMap) {
      Normalise(value, rule->rules);
    }
  }
}

}  // namespace mandat::internal
