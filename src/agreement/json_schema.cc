// SPDX-License-Identifier: Apache-2.0
#include "agreement/json_schema.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "agreement/internal/grammar.h"
#include "format/json_tree.h"
#include "law/country.h"
#include "law/verb.h"

namespace mandat {

using internal::Kind;
using internal::Rule;

namespace {

constexpr std::string_view kNotStated = "not-stated";
constexpr uint32_t kNumberMax = 1'000'000;
constexpr uint32_t kItemsMax = 512;
constexpr uint32_t kTextsMax = 64;
constexpr uint32_t kStatementsMax = 8;
constexpr std::string_view kNamePattern = "^(?!(all|not-stated)$)[a-z][a-z0-9-]{0,63}$";
constexpr std::string_view kPeriodPattern =
    "^(1 (hour|business-hour|day|working-day|week|month|year)|"
    "([2-9]|[1-9][0-9]{1,4}|100000) (hours|business-hours|days|working-days|weeks|months|years))$";
constexpr std::string_view kHoursPattern =
    "^(mon|tue|wed|thu|fri|sat|sun)-(mon|tue|wed|thu|fri|sat|sun) "
    "([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$";
constexpr std::string_view kInstantPattern =
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
    "$";
constexpr std::string_view kDayPattern = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
constexpr std::string_view kDpvPattern =
    "^(dpv|pd|tech|loc|risk|legal-eu|eu-gdpr|justifications):[A-Za-z0-9-]+$";

// Every function adds what a value may be to a schema that has its title, or to an empty one.
JsonTree Pattern(std::string_view pattern, JsonTree schema = JsonTree::Object()) {
  schema.Set("type", "string").Set("pattern", pattern);
  return schema;
}

// Scalars are text to the reader, so that a clause may be written 4.1 and a title 2026.
JsonTree Scalar(std::initializer_list<std::string_view> types, std::string_view pattern,
                JsonTree schema = JsonTree::Object()) {
  schema.Set("type", JsonTree::Texts(types));
  if (!pattern.empty()) {
    schema.Set("pattern", pattern);
  }
  return schema;
}

JsonTree Enum(std::span<const std::string_view> words, bool may_be_not_stated,
              JsonTree schema = JsonTree::Object()) {
  JsonTree list = JsonTree::Texts(words);
  if (may_be_not_stated && std::ranges::find(words, kNotStated) == words.end()) {
    list.Add(JsonTree::Text(kNotStated));
  }
  schema.Set("enum", std::move(list));
  return schema;
}

JsonTree Const(std::string_view word) {
  JsonTree schema = JsonTree::Object();
  schema.Set("const", word);
  return schema;
}

JsonTree Ref(const std::string& definition) {
  JsonTree schema = JsonTree::Object();
  schema.Set("$ref", "#/definitions/" + definition);
  return schema;
}

JsonTree ListOfSchemas(std::string_view key, std::vector<JsonTree> schemas,
                       JsonTree schema = JsonTree::Object()) {
  JsonTree list = JsonTree::Array();
  for (JsonTree& one : schemas) {
    list.Add(std::move(one));
  }
  schema.Set(key, std::move(list));
  return schema;
}

JsonTree AnyOf(std::vector<JsonTree> schemas, JsonTree schema = JsonTree::Object()) {
  return ListOfSchemas("anyOf", std::move(schemas), std::move(schema));
}

// Beside `$ref` draft 7 reads nothing, so there it stands in a list of its own.
JsonTree AsIn(const std::string& definition, JsonTree schema) {
  if (schema.IsEmpty()) {
    return Ref(definition);
  }
  return ListOfSchemas("allOf", {Ref(definition)}, std::move(schema));
}

JsonTree Required(std::string_view key) {
  JsonTree schema = JsonTree::Object();
  schema.Set("required", JsonTree::Texts(std::array{key}));
  return schema;
}

JsonTree ListOf(JsonTree item, uint32_t most, JsonTree schema = JsonTree::Object()) {
  schema.Set("type", "array").Set("minItems", JsonTree::Number(1));
  schema.Set("maxItems", JsonTree::Number(most)).Set("items", std::move(item));
  return schema;
}

JsonTree Number(uint32_t most, JsonTree schema = JsonTree::Object()) {
  schema.Set("type", JsonTree::Texts(std::array{"integer", "string"}));
  schema.Set("minimum", JsonTree::Number(1)).Set("maximum", JsonTree::Number(most));
  schema.Set("pattern", most < 10'000'000 ? "^[1-9][0-9]{0,6}$" : "^[1-9][0-9]{0,9}$");
  return schema;
}

JsonTree Countries(bool may_be_not_stated, JsonTree schema) {
  std::vector<std::string> codes;
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      if (std::string code = {a, b}; IsCountry(code) || code == "EU") {
        codes.push_back(std::move(code));
      }
    }
  }
  const std::vector<std::string_view> words(codes.begin(), codes.end());
  return Enum(words, may_be_not_stated, std::move(schema));
}

JsonTree Verbs(JsonTree schema) {
  std::vector<std::string_view> names(kVerbsCount);
  for (size_t i = 0; i < kVerbsCount; ++i) {
    names[i] = Name(static_cast<Verb>(i));
  }
  return Enum(names, false, std::move(schema));
}

// `breach.notice`, `security.measures.ID`, or `all`.
JsonTree Paths(JsonTree schema) {
  const std::vector<std::string> paths = internal::TermPaths();
  std::vector<std::string_view> words = {"all"};
  std::string lists;
  for (const std::string& path : paths) {
    words.push_back(path);
    if (internal::FindTermRule(path)->kind == Kind::kTerms) {
      lists += lists.empty() ? "" : "|";
      for (const char c : path) {
        lists += c == '.' ? "\\." : std::string(1, c);
      }
    }
  }
  return AnyOf({Enum(words, false), Pattern("^(" + lists + ")\\.[a-z][a-z0-9-]{0,63}$")},
               std::move(schema));
}

JsonTree Keep(bool may_be_open, JsonTree schema) {
  std::vector<JsonTree> ways;
  ways.push_back(may_be_open ? Enum(std::array<std::string_view, 2>{"term", "choice"}, false)
                             : Const("term"));
  for (const auto& [key, most] : {std::pair{"days", 36'500U}, std::pair{"months", 1'200U}}) {
    JsonTree properties = JsonTree::Object();
    properties.Set(key, Number(most));
    JsonTree period = Required(key);
    period.Set("type", "object").Set("properties", std::move(properties));
    period.Set("additionalProperties", JsonTree::Bool(false));
    ways.push_back(std::move(period));
  }
  return AnyOf(std::move(ways), std::move(schema));
}

// A period of days or months needs `from`, and only that may have it.
void SetFromWithPeriod(JsonTree& schema) {
  JsonTree is_map = JsonTree::Object();
  is_map.Set("type", "object");
  JsonTree keep = JsonTree::Object();
  keep.Set("keep", std::move(is_map));
  JsonTree condition = Required("keep");
  condition.Set("properties", std::move(keep));
  JsonTree without = JsonTree::Object();
  without.Set("not", Required("from"));
  schema.Set("if", std::move(condition));
  schema.Set("then", Required("from")).Set("else", std::move(without));
}

class SchemaMaker {
 public:
  JsonTree Object(std::span<const Rule> rules, const std::string& path, JsonTree schema) {
    JsonTree properties = JsonTree::Object();
    JsonTree required = JsonTree::Array();
    for (const Rule& rule : rules) {
      properties.Set(rule.key, Property(rule, path + std::string(rule.key)));
      if (rule.is_required) {
        required.Add(JsonTree::Text(rule.key));
      }
    }
    schema.Set("type", "object").Set("properties", std::move(properties));
    if (!required.IsEmpty()) {
      schema.Set("required", std::move(required));
    }
    schema.Set("additionalProperties", JsonTree::Bool(false));
    if (std::ranges::find(rules, Kind::kKeep, &Rule::kind) != rules.end()) {
      SetFromWithPeriod(schema);
    }
    return schema;
  }

  JsonTree TakeDefinitions() {
    JsonTree all = JsonTree::Object();
    for (auto& [name, definition] : definitions_) {
      all.Set(name, std::move(definition));
    }
    return all;
  }

 private:
  enum class Place : uint8_t { kTerm, kItem, kRepeated };

  // A key with its description.
  JsonTree Property(const Rule& rule, const std::string& path) {
    std::string about(rule.about);
    if (!rule.source.empty()) {
      about += (about.empty() ? "Source: " : " Source: ") + std::string(rule.source) + ".";
    }
    JsonTree schema = JsonTree::Object();
    schema.Set("title", rule.key);
    if (!about.empty()) {
      schema.Set("description", about);
    }
    const bool is_nested = rule.kind == Kind::kMap || rule.kind == Kind::kList ||
                           rule.kind == Kind::kTerm || rule.kind == Kind::kTerms;
    if (!is_nested) {
      return ScalarOf(rule, std::move(schema));
    }
    if (!rule.may_be_not_stated) {
      return Nested(rule, path, std::move(schema));
    }
    return AnyOf({Const(kNotStated), Nested(rule, path, JsonTree::Object())}, std::move(schema));
  }

  JsonTree Nested(const Rule& rule, const std::string& path, JsonTree schema) {
    const uint32_t most = rule.most == 0 ? kItemsMax : rule.most;
    switch (rule.kind) {
      case Kind::kMap:
        return Object(rule.rules, path + ".", std::move(schema));
      case Kind::kList:
        return ListOf(Object(rule.rules, path + ".", JsonTree::Object()), most, std::move(schema));
      case Kind::kTerm:
        return AsIn(Statement(rule, path, Place::kTerm), std::move(schema));
      default:
        return ListOf(Ref(Statement(rule, path, Place::kItem)), most, std::move(schema));
    }
  }

  static JsonTree ScalarOf(const Rule& rule, JsonTree schema) {
    switch (rule.kind) {
      case Kind::kText:
        return Scalar({"string", "number", "boolean"}, "\\S", std::move(schema));
      case Kind::kName:
        return Pattern(kNamePattern, std::move(schema));
      case Kind::kClause:
        return Scalar({"string", "number"}, "^(?=.*\\S)[ -~]{1,64}$", std::move(schema));
      case Kind::kNumber:
        return Number(rule.most == 0 ? kNumberMax : rule.most, std::move(schema));
      case Kind::kYesNo:
        return Scalar({"boolean"}, "", std::move(schema));
      case Kind::kInstant:
        return Pattern(kInstantPattern, std::move(schema));
      case Kind::kDay:
        return Pattern(kDayPattern, std::move(schema));
      case Kind::kCountry:
        return Countries(rule.may_be_not_stated, std::move(schema));
      case Kind::kVerb:
        return Verbs(std::move(schema));
      case Kind::kWord:
        return Enum(rule.words, rule.may_be_not_stated, std::move(schema));
      case Kind::kPeriod:
        return Pattern(kPeriodPattern, std::move(schema));
      case Kind::kHours:
        return Pattern(kHoursPattern, std::move(schema));
      case Kind::kHash:
        return Pattern("^[0-9a-f]{64}$", std::move(schema));
      case Kind::kDpv:
        return Pattern(kDpvPattern, std::move(schema));
      case Kind::kVersion:
        return Pattern("^[a-z][a-z0-9-]{0,63}@[1-9][0-9]{0,6}$", std::move(schema));
      case Kind::kPath:
        return Paths(std::move(schema));
      case Kind::kTexts:
        return ListOf(Scalar({"string", "number", "boolean"}, ""), kTextsMax, std::move(schema));
      case Kind::kNames:
        return AnyOf({Const("all"), ListOf(Pattern(kNamePattern), kItemsMax)}, std::move(schema));
      case Kind::kKeep:
        return Keep(rule.may_be_open, std::move(schema));
      case Kind::kMap:
      case Kind::kList:
      case Kind::kTerm:
      case Kind::kTerms:
        break;
    }
    return schema;
  }

  // The name of the definition of a statement; terms with the same facets and words share one.
  std::string Statement(const Rule& term, const std::string& path, Place place) {
    const auto key = std::tuple(term.facets, term.words.data(), term.may_be_bare, place);
    if (const auto known = statements_.find(key); known != statements_.end()) {
      return known->second;
    }
    constexpr std::array<std::string_view, 3> kPlaces = {"statement", "item", "repeated"};
    const std::string name = std::string(kPlaces[static_cast<size_t>(place)]) + ".as-in." + path;
    statements_.emplace(key, name);
    definitions_.emplace(name, StatementSchema(term, path, place));
    return name;
  }

  JsonTree StatementSchema(const Rule& term, const std::string& path, Place place) {
    JsonTree properties = JsonTree::Object();
    std::vector<std::string_view> saying;
    if (place == Place::kItem) {
      properties.Set(
          "id", Property({.key = "id", .kind = Kind::kName, .about = "What paths call it."}, ""));
    }
    for (const Rule& key : internal::StatementRules()) {
      if (!internal::HasFacet(key.key, term.facets) ||
          (place != Place::kTerm && key.key == "also")) {
        continue;
      }
      properties.Set(key.key, StatementKey(key, term, path));
      const bool is_about = key.key == "also" || key.key == "form" ||
                            internal::HasFacet(key.key, 0x8000) ||
                            (place == Place::kItem && key.key == "is");
      if (!is_about) {
        saying.push_back(key.key);
      }
    }
    // A title of its own: editors lend an untitled definition the title of any key that uses it.
    constexpr std::array<std::string_view, 3> kTitles = {"A statement", "A named statement",
                                                         "The same term elsewhere"};
    JsonTree schema = JsonTree::Object();
    schema.Set("title", kTitles[static_cast<size_t>(place)]);
    schema.Set("type", "object").Set("properties", std::move(properties));
    if (place == Place::kItem) {
      schema.Set("required", JsonTree::Texts(std::array{"id"}));
    }
    schema.Set("additionalProperties", JsonTree::Bool(false));
    SetStatus(schema, saying, term.may_be_bare, path, place);
    return schema;
  }

  JsonTree StatementKey(const Rule& key, const Rule& term, const std::string& path) {
    if (key.key == "is") {
      Rule is = key;
      is.words = term.words;
      return Property(is, path);
    }
    if (key.key == "also") {
      JsonTree schema = JsonTree::Object();
      schema.Set("title", key.key).Set("description", key.about);
      return ListOf(Ref(Statement(term, path, Place::kRepeated)), kStatementsMax,
                    std::move(schema));
    }
    const std::string name = "key." + std::string(key.key);
    if (!definitions_.contains(name)) {
      definitions_.emplace(name, Property(key, name));
    }
    return Ref(name);
  }

  // Silence has no value; everything else has a clause; what is stated says something.
  void SetStatus(JsonTree& schema, const std::vector<std::string_view>& saying, bool may_be_bare,
                 const std::string& path, Place place) {
    const std::string silence =
        place == Place::kItem ? "clause-or-silence-of-an-item" : "clause-or-silence";
    if (!definitions_.contains(silence)) {
      definitions_.emplace(silence, ClauseOrSilence(place));
    }
    std::vector<JsonTree> rules;
    rules.push_back(Ref(silence));
    if (!may_be_bare) {
      std::string& something = something_[saying];
      if (something.empty()) {
        something = "something.as-in." + path;
        std::vector<JsonTree> ways;
        std::ranges::transform(saying, std::back_inserter(ways), Required);
        definitions_.emplace(something, AnyOf(std::move(ways)));
      }
      JsonTree stated = JsonTree::Object();
      stated.Set("if", WithStatus("stated", JsonTree::Object())).Set("then", Ref(something));
      rules.push_back(std::move(stated));
    }
    schema = ListOfSchemas("allOf", std::move(rules), std::move(schema));
  }

  static JsonTree WithStatus(std::string_view word, JsonTree condition) {
    JsonTree status = JsonTree::Object();
    status.Set("status", Const(word));
    condition.Set("properties", std::move(status));
    return condition;
  }

  static JsonTree ClauseOrSilence(Place place) {
    std::vector<std::string_view> about = {"status", "part", "clause", "line",
                                           "note",   "form", "also"};
    if (place == Place::kItem) {
      about.insert(about.end(), {"id", "is"});
    }
    JsonTree names = JsonTree::Object();
    names.Set("propertyNames", Enum(about, false));
    JsonTree schema = JsonTree::Object();
    schema.Set("if", WithStatus(kNotStated, Required("status")));
    schema.Set("then", std::move(names)).Set("else", Required("clause"));
    return schema;
  }

  using StatementKind = std::tuple<uint16_t, const std::string_view*, bool, Place>;
  std::map<StatementKind, std::string> statements_;
  std::map<std::vector<std::string_view>, std::string> something_;
  std::map<std::string, JsonTree> definitions_;
};

struct DocumentRow {
  std::string_view title;
  std::string_view about;
  std::span<const Rule> rules;
};

DocumentRow RowOf(Document document) {
  switch (document) {
    case Document::kForm:
      return {"A form", "The contract as offered to everyone.", internal::FormRules()};
    case Document::kAgreement:
      return {"An agreement", "What one customer signed: its own values on top of a form.",
              internal::InstanceRules()};
    case Document::kServiceSchema:
      return {"A service schema", "What the data of a service look like.", internal::SchemaRules()};
  }
  return {};
}

}  // namespace

std::string JsonSchemaOf(Document document) {
  const DocumentRow row = RowOf(document);
  JsonTree schema = JsonTree::Object();
  schema.Set("$schema", "http://json-schema.org/draft-07/schema#");
  schema.Set("$comment",
             "SPDX-License-Identifier: Apache-2.0. Made from the language's table by `mandat "
             "agreement schema`; a test compares.");
  schema.Set("title", row.title).Set("description", row.about);
  SchemaMaker maker;
  schema = maker.Object(row.rules, "", std::move(schema));
  JsonTree definitions = maker.TakeDefinitions();
  if (!definitions.IsEmpty()) {
    schema.Set("definitions", std::move(definitions));
  }
  return schema.Format();
}

}  // namespace mandat
