// SPDX-License-Identifier: Apache-2.0
#include "agreement/reference.h"

#include <span>
#include <string_view>

#include "agreement/internal/grammar.h"

namespace mandat {

using internal::Kind;
using internal::Rule;

namespace {

std::string Words(const Rule& rule) {
  std::string text;
  for (const std::string_view word : rule.words) {
    text += (text.empty() ? "`" : ", `") + std::string(word) + "`";
  }
  return text;
}

std::string Shape(const Rule& rule) {
  switch (rule.kind) {
    case Kind::kText:
      return "text";
    case Kind::kName:
      return "name";
    case Kind::kClause:
      return "clause";
    case Kind::kNumber:
      return rule.most == 0 ? "number" : "number up to " + std::to_string(rule.most);
    case Kind::kYesNo:
      return "`true` or `false`";
    case Kind::kInstant:
      return "instant";
    case Kind::kDay:
      return "date";
    case Kind::kCountry:
      return "country";
    case Kind::kVerb:
      return "operation";
    case Kind::kWord:
      return rule.words.empty() ? "word" : Words(rule);
    case Kind::kPeriod:
      return "period";
    case Kind::kHours:
      return "hours";
    case Kind::kHash:
      return "SHA-256";
    case Kind::kDpv:
      return "DPV term";
    case Kind::kVersion:
      return "form and version";
    case Kind::kPath:
      return "path of a term";
    case Kind::kTexts:
      return "list of texts";
    case Kind::kNames:
      return "list of names, or `all`";
    case Kind::kKeep:
      return "`term`, `choice`, `{days: N}` or `{months: N}`";
    case Kind::kMap:
      return "map";
    case Kind::kList:
      return rule.most == 0 ? "list of maps" : "list of up to " + std::to_string(rule.most);
    case Kind::kTerm:
      return rule.words.empty() ? "statement" : "statement; `is`: " + Words(rule);
    case Kind::kTerms:
      return rule.words.empty() ? "statements, each with `id`"
                                : "statements, each with `id`; `is`: " + Words(rule);
  }
  return {};
}

// The keys that only some statements have.
std::string FacetsOf(const Rule& rule) {
  std::string keys;
  for (const Rule& key : internal::StatementRules()) {
    const bool is_common = internal::HasFacet(key.key, 0x8000);
    if (!is_common && internal::HasFacet(key.key, rule.facets) && key.key != "is") {
      keys += (keys.empty() ? "`" : ", `") + std::string(key.key) + "`";
    }
  }
  return keys;
}

void AppendRow(std::string& text, const std::string& path, const Rule& rule) {
  text += "| `" + path + "` | " + Shape(rule);
  text += rule.may_be_not_stated ? ", or `not-stated`" : "";
  text += rule.is_required ? ", required" : "";
  text += " | " + std::string(rule.about);
  if (rule.kind == Kind::kTerm || rule.kind == Kind::kTerms) {
    text += " Keys: " + FacetsOf(rule) + ".";
  }
  text += " | " + std::string(rule.source) + " |\n";
}

void AppendRows(std::string& text, const std::string& path, std::span<const Rule> rules) {
  for (const Rule& rule : rules) {
    const std::string here = path.empty() ? std::string(rule.key) : path + std::string(rule.key);
    AppendRow(text, here, rule);
    if (rule.kind == Kind::kMap || rule.kind == Kind::kList) {
      AppendRows(text, here + (rule.kind == Kind::kList ? "[]." : "."), rule.rules);
    }
  }
}

constexpr std::string_view kTableHead =
    "| Key | Value | What it says | Source |\n| --- | --- | --- | --- |\n";
constexpr std::string_view kMade =
    "<!-- Made from the language's table by `mandat agreement reference`; a test compares. -->\n";

ReferencePage MakePage(std::string_view name, std::string_view title, std::string_view about,
                       const std::string& path, std::span<const Rule> rules) {
  ReferencePage page{.name = std::string(name) + ".md", .text = std::string(kMade)};
  page.text += "# " + std::string(title) + "\n\n" + std::string(about) + "\n\n";
  page.text += kTableHead;
  AppendRows(page.text, path, rules);
  return page;
}

}  // namespace

std::vector<ReferencePage> ReferencePages() {
  std::vector<ReferencePage> pages;
  pages.push_back(MakePage("form", "The form", "The contract as offered to everyone.", "",
                           internal::FormRules().first(4)));
  for (const Rule& rule : internal::FormRules().subspan(4)) {
    const std::string name(rule.key);
    pages.push_back(MakePage(name, "`" + name + "`", rule.about, "", std::span(&rule, 1)));
  }
  pages.push_back(MakePage("statement", "A statement",
                           "What a contract says in one place. Every term is written in this "
                           "shape; a term's page names the keys it may have.",
                           "", internal::StatementRules()));
  pages.push_back(MakePage("agreement", "The agreement",
                           "What one customer signed: its own values on top of a form.", "",
                           internal::InstanceRules()));
  std::string index = std::string(kMade) + "# The agreement language, section by section\n\n";
  for (const ReferencePage& page : pages) {
    const size_t title = page.text.find("# ") + 2;
    index += "* [" + page.text.substr(title, page.text.find('\n', title) - title) + "](" +
             page.name + ")\n";
  }
  pages.insert(pages.begin(), {.name = "README.md", .text = std::move(index)});
  return pages;
}

}  // namespace mandat
