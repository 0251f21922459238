// SPDX-License-Identifier: Apache-2.0
#include "agreement/internal/terms_reader.h"

#include <algorithm>
#include <span>

#include "agreement/internal/grammar.h"
#include "agreement/internal/grammar_words.h"
#include "agreement/internal/text.h"

namespace mandat::internal {
namespace {

class TermsReader {
 public:
  explicit TermsReader(Reader& reader) : reader_(reader) {}

  void ReadSection(const std::string& prefix, const Node& map, std::span<const Rule> rules) {
    for (const Rule& rule : rules) {
      const Node* node = map.Find(rule.key);
      if (node == nullptr) {
        continue;
      }
      const std::string path = prefix + std::string(rule.key);
      if (rule.kind == Kind::kMap) {
        ReadSection(path + ".", *node, rule.rules);
      } else if (rule.kind == Kind::kTerm) {
        Add(path, *node, rule);
      } else if (rule.kind == Kind::kTerms && node->kind == Node::Kind::kList) {
        std::set<std::string> ids;
        for (const Node& item : node->items) {
          Add(path + "." + reader_.ReadNewName(item, "id", ids), item, rule);
        }
      }
    }
  }

  std::vector<Term> Take() {
    std::ranges::sort(terms_, {}, &Term::path);
    return std::move(terms_);
  }

 private:
  void Add(std::string path, const Node& node, const Rule& rule) {
    Term term{.path = std::move(path)};
    term.said.push_back(Read(node, rule));
    if (const Node* also = node.Find("also")) {
      for (const Node& item : also->items) {
        term.said.push_back(Read(item, rule));
      }
    }
    terms_.push_back(std::move(term));
  }

  Statement Read(const Node& node, const Rule& rule) {
    Statement said;
    said.span = reader_.SpanOf(node.at);
    said.status =
        static_cast<TermStatus>(reader_.ReadWord(node, "status", kStatusWords).value_or(0));
    if (node.Find("is") != nullptr) {
      said.word = rule.words[*reader_.ReadWord(node, "is", rule.words)];
    }
    said.text = reader_.ReadText(node, "text");
    said.list = reader_.ReadTexts(node, "list");
    said.within = reader_.ReadPeriod(node, "within");
    said.at_least = reader_.ReadPeriod(node, "at-least");
    said.at_most = reader_.ReadPeriod(node, "at-most");
    said.every = reader_.ReadPeriod(node, "every");
    if (const auto word = reader_.ReadWord(node, "promptness", kPromptnessWords)) {
      said.promptness = static_cast<Promptness>(*word);
    }
    said.from = reader_.ReadText(node, "from");
    said.before = reader_.ReadText(node, "before");
    said.days = reader_.ReadText(node, "days");
    said.week = reader_.ReadText(node, "week");
    said.strength = reader_.ReadText(node, "strength");
    said.times = node.Find("times") ? reader_.ReadNumber(node, "times", 1, 1000) : 0;
    said.per = reader_.ReadText(node, "per");
    said.hours = reader_.ReadText(node, "hours");
    if (const Node* figures = node.Find("figures")) {
      for (const Node& figure : figures->items) {
        said.figures.push_back({.value = reader_.ReadText(figure, "value"),
                                .unit = reader_.ReadText(figure, "unit"),
                                .about = reader_.ReadText(figure, "about")});
      }
    }
    said.form = reader_.ReadText(node, "form");
    said.who = reader_.ReadText(node, "who");
    said.part = reader_.ReadText(node, "part");
    said.clause = reader_.ReadClause(node, "clause");
    said.line = node.Find("line") ? reader_.ReadNumber(node, "line", 1, 1'000'000) : 0;
    said.note = reader_.ReadText(node, "note");
    return said;
  }

  Reader& reader_;
  std::vector<Term> terms_;
};

bool GivesNumber(const Statement& said) {
  return said.status == TermStatus::kStated && (said.within || said.at_least || said.at_most);
}

class TermsResolver {
 public:
  TermsResolver(std::vector<Term>& terms, Reader& reader, const Node& instance)
      : terms_(terms), reader_(reader), instance_(instance) {}

  void ReadOptions() {
    const Node* choices = instance_.Find("choices");
    const Node* options = choices == nullptr ? nullptr : choices->Find("options");
    ForEach(options, [this](const Node& item, Term& term) {
      const Statement& said = term.holds();
      Option option{.word = reader_.ReadText(item, "is"),
                    .within = reader_.ReadPeriod(item, "within"),
                    .text = reader_.ReadText(item, "text"),
                    .by = reader_.ReadText(item, "by"),
                    .on = reader_.ReadText(item, "on")};
      const Rule* rule = FindTermRule(term.path);
      const bool is_word =
          option.word.empty() || std::ranges::find(rule->words, option.word) != rule->words.end();
      if (!is_word) {
        reader_.Report("A108", item.Find("is")->at, Quote(option.word) + " cannot stand here");
      }
      if (said.status == TermStatus::kStated && said.word != "controller") {
        reader_.Report("A204", item.at, "the form leaves no choice in " + Quote(term.path),
                       {.help = "clause " + term.clause() + " states it"});
      }
      term.option = std::move(option);
    });
  }

  void ReadHouseRules() {
    ForEach(instance_.Find("house-rules"), [this](const Node& item, Term& term) {
      if (GivesNumber(term.holds())) {
        reader_.Report("A207", item.at, "the contract gives a number for " + Quote(term.path),
                       {.help = "clause " + term.clause() +
                                " states it; a house rule stands only "
                                "where the contract gives none"});
      }
      term.house = HouseRule{.within = reader_.ReadPeriod(item, "within").value_or(Period()),
                             .from = reader_.ReadText(item, "from"),
                             .by = reader_.ReadText(item, "by"),
                             .on = reader_.ReadText(item, "on"),
                             .why = reader_.ReadText(item, "why"),
                             .span = reader_.SpanOf(item.at)};
    });
  }

  void ReadReadings() {
    ForEach(instance_.Find("readings"), [this](const Node& item, Term& term) {
      const std::string clause = reader_.ReadClause(item, "holds");
      const auto agreed = std::ranges::find(term.said, clause, &Statement::clause);
      if (agreed == term.said.end()) {
        reader_.Report("A209", item.Find("holds")->at,
                       "clause " + Quote(clause) + " does not state " + Quote(term.path));
      } else if (term.why == Holding::kCommissionClauses) {
        reader_.Report("A209", item.Find("holds")->at,
                       "concluded Commission clauses prevail over any other reading",
                       {.source = "Dec. 2021/915 Cl. 4"});
      } else if (reader_.ReadTexts(item, "by").size() < 2) {
        reader_.Report("A209", item.Find("by")->at, "a reading is agreed by both parties");
      } else {
        term.held = static_cast<size_t>(agreed - term.said.begin());
        term.why = Holding::kAgreed;
      }
    });
  }

  void ReadConfirmations() {
    const Node* items = instance_.Find("confirmations");
    if (items != nullptr) {
      for (const Node& item : items->items) {
        const std::string path = reader_.ReadPath(item, "term");
        for (Term& term : terms_) {
          term.is_confirmed |= path == "all" || term.path == path;
        }
      }
    }
  }

 private:
  // Calls `use` for every item with the term that it names.
  template <class Use>
  void ForEach(const Node* items, Use use) {
    if (items == nullptr) {
      return;
    }
    for (const Node& item : items->items) {
      const std::string path = reader_.ReadPath(item, "term");
      const auto term = std::ranges::lower_bound(terms_, path, {}, &Term::path);
      if (term == terms_.end() || term->path != path) {
        reader_.Report("A208", item.Find("term")->at, "the form does not speak of " + Quote(path),
                       {.help = "write it in the form first, be it as `not-stated`"});
      } else {
        use(item, *term);
      }
    }
  }

  std::vector<Term>& terms_;
  Reader& reader_;
  const Node& instance_;
};

}  // namespace

std::vector<Term> ReadTerms(Reader& reader, const Node& form) {
  TermsReader terms(reader);
  terms.ReadSection("", form, FormRules());
  return terms.Take();
}

void ResolveTerms(std::vector<Term>& terms, const std::vector<Part>& parts, Reader& form,
                  TermsOfInstance of_instance) {
  for (Term& term : terms) {
    for (const Statement& said : term.said) {
      const bool is_known =
          said.part.empty() || std::ranges::find(parts, said.part, &Part::id) != parts.end();
      if (!is_known) {
        const Position at{said.span.line, said.span.column, said.span.length};
        form.Report("A209", at, "part " + Quote(said.part) + " is not declared",
                    {.help = "under `precedence`"});
      }
    }
    Settle(term, parts);
    term.is_confirmed = !of_instance.needs_confirmation;
  }
  TermsResolver resolver(terms, of_instance.reader, of_instance.instance);
  resolver.ReadReadings();
  resolver.ReadOptions();
  resolver.ReadHouseRules();
  resolver.ReadConfirmations();
}

}  // namespace mandat::internal
