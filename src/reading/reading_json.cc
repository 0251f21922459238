// SPDX-License-Identifier: Apache-2.0
#include "reading/reading_json.h"

#include "format/json_tree.h"

namespace mandat {
namespace {

JsonTree SpanOf(const Passage& where) {
  return JsonTree::Array()
      .Add(JsonTree::Number(static_cast<int64_t>(where.begin)))
      .Add(JsonTree::Number(static_cast<int64_t>(where.end)));
}

JsonTree ValueOf(const TermValue& value) {
  JsonTree tree = JsonTree::Object();
  for (const auto& [key, said] : value) {
    tree.Set(key, said);
  }
  return tree;
}

JsonTree ItemOf(const FoundItem& item) {
  JsonTree tree = JsonTree::Object();
  tree.Set("text", item.text);
  if (!item.value.empty()) {
    tree.Set("value", ValueOf(item.value));
  }
  tree.Set("line", JsonTree::Number(static_cast<int64_t>(item.where.line)));
  tree.Set("span", SpanOf(item.where));
  if (!item.alternatives.empty()) {
    tree.Set("alternatives", JsonTree::Texts(item.alternatives));
  }
  return tree;
}

JsonTree TermOf(const ContractReading& reading, const FoundTerm& term) {
  JsonTree tree = JsonTree::Object();
  tree.Set("field", term.field);
  tree.Set("status", Name(term.status));
  if (!term.value.empty()) {
    tree.Set("value", ValueOf(term.value));
  }
  if (!term.items.empty()) {
    JsonTree items = JsonTree::Array();
    for (const FoundItem& item : term.items) {
      items.Add(ItemOf(item));
    }
    tree.Set("items", std::move(items));
  }
  tree.Set("clause", term.clause);
  tree.Set("line", JsonTree::Number(static_cast<int64_t>(term.where.line)));
  tree.Set("span", SpanOf(term.where));
  if (term.status != SaidStatus::kNotStated) {
    tree.Set("passage", term.said.empty() ? TextOf(reading, term.where) : term.said);
    tree.Set("confidence", JsonTree::Number(term.confidence));
    tree.Set("rule", term.rule);
  }
  if (term.is_annexed) {
    tree.Set("annexed", JsonTree::Bool(true));
  }
  return tree;
}

}  // namespace

std::string FormatReading(const ContractReading& reading) {
  JsonTree tree = JsonTree::Object();
  tree.Set("sha256", reading.sha256);
  tree.Set("title", reading.title);
  tree.Set("language", reading.language);
  tree.Set("about-data", JsonTree::Bool(reading.is_about_data));
  JsonTree terms = JsonTree::Array();
  for (const FoundTerm& term : reading.terms) {
    terms.Add(TermOf(reading, term));
  }
  tree.Set("terms", std::move(terms));
  JsonTree gaps = JsonTree::Array();
  for (const FoundTerm& gap : reading.gaps) {
    JsonTree one = JsonTree::Object();
    one.Set("field", gap.field);
    if (!gap.clause.empty()) {
      one.Set("look-at", gap.clause);
      one.Set("line", JsonTree::Number(static_cast<int64_t>(gap.where.line)));
    }
    gaps.Add(std::move(one));
  }
  tree.Set("not-stated", std::move(gaps));
  JsonTree elements = JsonTree::Array();
  for (const FoundElement& element : reading.elements) {
    JsonTree one = JsonTree::Object();
    one.Set("element", JsonTree::Number(element.number));
    one.Set("about", element.about);
    one.Set("present", JsonTree::Bool(element.is_present));
    one.Set("clause", element.clause);
    elements.Add(std::move(one));
  }
  tree.Set("elements", std::move(elements));
  JsonTree damages = JsonTree::Array();
  for (const Damage& damage : reading.damages) {
    JsonTree one = JsonTree::Object();
    one.Set("line", JsonTree::Number(static_cast<int64_t>(damage.where.line)));
    one.Set("undone", JsonTree::Bool(damage.is_undone));
    one.Set("what", damage.what);
    damages.Add(std::move(one));
  }
  tree.Set("damages", std::move(damages));
  JsonTree defects = JsonTree::Array();
  for (const TextDefect& defect : reading.defects) {
    JsonTree one = JsonTree::Object();
    one.Set("kind", defect.kind);
    one.Set("clause", defect.clause);
    one.Set("line", JsonTree::Number(static_cast<int64_t>(defect.where.line)));
    one.Set("span", SpanOf(defect.where));
    one.Set("what", defect.what);
    defects.Add(std::move(one));
  }
  tree.Set("defects", std::move(defects));
  return tree.Format();
}

}  // namespace mandat
