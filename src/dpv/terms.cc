// SPDX-License-Identifier: Apache-2.0
#include "dpv/internal/terms.h"

#include <string_view>
#include <utility>

#include "dpv/internal/mapping.h"
#include "dpv/internal/node.h"

namespace mandat::internal {
namespace {

std::string_view ValueOf(TermStatus status) {
  switch (status) {
    case TermStatus::kStated:
      return "mandat:Stated";
    case TermStatus::kNotStated:
      return "mandat:NotStated";
    case TermStatus::kExternal:
      return "mandat:External";
    case TermStatus::kAmbiguous:
      return "mandat:Ambiguous";
  }
  return {};
}

std::string_view ValueOf(Holding why) {
  switch (why) {
    case Holding::kOnly:
      return "mandat:Only";
    case Holding::kRank:
      return "mandat:Rank";
    case Holding::kCommissionClauses:
      return "mandat:CommissionClauses";
    case Holding::kStricter:
      return "mandat:Stricter";
    case Holding::kAgreed:
      return "mandat:Agreed";
  }
  return {};
}

void SetPeriod(JsonTree& node, std::string_view property, const std::optional<Period>& period) {
  if (period) {
    node.Set(property, DurationOf(*period));
  }
}

JsonTree FiguresOf(const Statement& said) {
  JsonTree figures = JsonTree::Array();
  for (const Figure& figure : said.figures) {
    JsonTree node = NodeOf("mandat:Figure");
    node.Set("mandat:value", figure.value).Set("mandat:unit", figure.unit);
    SetText(node, "mandat:about", figure.about);
    figures.Add(std::move(node));
  }
  return figures;
}

JsonTree StatementOf(const Statement& said, const std::string& id, bool is_measure) {
  JsonTree node = NodeOf(id, {"mandat:Statement"});
  node.Set("mandat:status", ValueOf(said.status));
  SetText(node, is_measure ? "mandat:area" : "mandat:value", said.word);
  SetText(node, "mandat:text", said.text);
  SetNode(node, "mandat:list", JsonTree::Texts(said.list));
  SetPeriod(node, "mandat:within", said.within);
  SetText(node, "mandat:promptness", said.promptness ? Name(*said.promptness) : "");
  SetPeriod(node, "mandat:atLeast", said.at_least);
  SetPeriod(node, "mandat:atMost", said.at_most);
  SetText(node, "mandat:from", said.from);
  SetText(node, "mandat:before", said.before);
  SetText(node, "mandat:days", said.days);
  SetText(node, "mandat:week", said.week);
  SetText(node, "mandat:strength", said.strength);
  if (said.times != 0) {
    node.Set("mandat:times", JsonTree::Number(said.times));
  }
  SetText(node, "mandat:per", said.per);
  SetPeriod(node, "mandat:every", said.every);
  SetText(node, "mandat:hours", said.hours);
  SetNode(node, "mandat:figure", FiguresOf(said));
  SetText(node, "mandat:inForm", said.form);
  SetText(node, "mandat:who", said.who);
  SetText(node, "mandat:part", said.part.empty() ? "" : "this:part/" + said.part);
  SetText(node, "mandat:clause", said.clause);
  if (said.line != 0) {
    node.Set("mandat:line", JsonTree::Number(said.line));
  }
  SetText(node, "mandat:note", said.note);
  return node;
}

JsonTree HouseRuleOf(const HouseRule& rule, const std::string& id, const std::string& term) {
  JsonTree node = NodeOf(id, {"mandat:HouseRule"});
  node.Set("mandat:term", term).Set("mandat:within", DurationOf(rule.within));
  SetText(node, "mandat:from", rule.from);
  node.Set("mandat:by", rule.by).Set("mandat:on", rule.on).Set("mandat:why", rule.why);
  return node;
}

JsonTree ChoiceOf(const Option& option, const std::string& id, const std::string& term) {
  JsonTree node = NodeOf(id, {"mandat:Choice"});
  node.Set("mandat:term", term);
  SetText(node, "mandat:value", option.word);
  SetPeriod(node, "mandat:within", option.within);
  SetText(node, "mandat:text", option.text);
  node.Set("mandat:by", option.by).Set("mandat:on", option.on);
  return node;
}

class TermExporter {
 public:
  explicit TermExporter(JsonTree& graph) : graph_(graph) {}

  void Export(const Term& term) {
    const std::string id = "this:term/" + term.path;
    links_.all.push_back(id);
    std::vector<std::string> types = {"mandat:Term"};
    const bool is_measure = term.path.starts_with("security.measures.");
    if (term.holds().status != TermStatus::kNotStated) {
      Classify(term, id, is_measure, types);
    }
    JsonTree node = NodeOf(id, types);
    node.Set("mandat:path", term.path);
    SetText(node, "mandat:concerns", ConcernOf(term.path));
    if (term.path == "transfers.tool") {
      SetIds(node, "dpv:hasLegalBasis", BasesOfTool(WordOf(term)));
    }
    JsonTree statements = JsonTree::Array();
    for (size_t i = 0; i < term.said.size(); ++i) {
      statements.Add(StatementOf(term.said[i], id + "/" + std::to_string(i + 1), is_measure));
    }
    node.Set("mandat:statement", std::move(statements));
    node.Set("mandat:holds", id + "/" + std::to_string(term.held + 1));
    node.Set("mandat:holdsBecause", ValueOf(term.why));
    node.Set("mandat:isConfirmed", JsonTree::Bool(term.is_confirmed));
    AddDecisions(term, id, node);
    graph_.Add(std::move(node));
  }

  TermLinks TakeLinks() { return std::move(links_); }

 private:
  // The word that holds: chosen by this agreement, or else stated.
  static const std::string& WordOf(const Term& term) {
    return term.option && !term.option->word.empty() ? term.option->word : term.holds().word;
  }

  // What the vocabulary calls the term, and how the agreement has it.
  void Classify(const Term& term, const std::string& id, bool is_measure,
                std::vector<std::string>& types) {
    if (is_measure) {
      ClassifyMeasure(term, id, types);
    }
    if (const std::string_view type = ClauseTypeOf(term.path); !type.empty()) {
      types.emplace_back(type);
      links_.clauses.push_back(id);
    }
    if (IsObligation(term.path)) {
      types.emplace_back("dpv:Obligation");
      links_.obligations.push_back(id);
    }
    const bool is_range = term.path.starts_with("own-use.") ||
                          term.path == "instructions.own-purposes" ||
                          term.path == "contract.docking";
    if (is_range && WordOf(term) == "forbidden") {
      types.emplace_back("dpv:Prohibition");
      links_.prohibitions.push_back(id);
    } else if (is_range && WordOf(term) == "allowed") {
      types.emplace_back("dpv:Permission");
      links_.permissions.push_back(id);
    }
  }

  void ClassifyMeasure(const Term& term, const std::string& id, std::vector<std::string>& types) {
    const MeasureClass measure = ClassOfArea(WordOf(term));
    types.emplace_back(TypeOf(measure.kind));
    types.emplace_back(measure.type);
    switch (measure.kind) {
      case MeasureKind::kTechnical:
        return links_.technical.push_back(id);
      case MeasureKind::kOrganisational:
        return links_.organisational.push_back(id);
      case MeasureKind::kPhysical:
        return links_.physical.push_back(id);
      case MeasureKind::kUnknown:
        return links_.measures.push_back(id);
    }
  }

  // House rules and choices stand apart from what the contract says.
  void AddDecisions(const Term& term, const std::string& id, JsonTree& node) {
    if (term.house) {
      links_.house_rules.push_back("this:house-rule/" + term.path);
      node.Set("mandat:houseRule", links_.house_rules.back());
      graph_.Add(HouseRuleOf(*term.house, links_.house_rules.back(), id));
    }
    if (term.option) {
      links_.choices.push_back("this:choice/" + term.path);
      node.Set("mandat:choice", links_.choices.back());
      graph_.Add(ChoiceOf(*term.option, links_.choices.back(), id));
    }
  }

  JsonTree& graph_;
  TermLinks links_;
};

}  // namespace

TermLinks ExportTerms(const Agreement& agreement, JsonTree& graph) {
  TermExporter exporter(graph);
  for (const Term& term : agreement.terms()) {
    exporter.Export(term);
  }
  return exporter.TakeLinks();
}

}  // namespace mandat::internal
