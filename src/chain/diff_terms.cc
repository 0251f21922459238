// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>

#include "chain/internal/diff_parts.h"
#include "chain/internal/words.h"

namespace mandat::internal {
namespace {

struct PeriodAspect {
  std::string_view name;
  std::optional<Period> Statement::* member;
};

constexpr std::array<PeriodAspect, 4> kPeriods = {{{"within", &Statement::within},
                                                   {"at-least", &Statement::at_least},
                                                   {"at-most", &Statement::at_most},
                                                   {"every", &Statement::every}}};

// Words of a term, the worst for the controller first.
struct Ranking {
  std::string_view path;
  std::array<std::string_view, 4> words;
};

constexpr std::array<Ranking, 9> kRankings = {
    {{"transfers.rule", {"none", "prior-notice", "instruction", "written-consent"}},
     {"sub-processors.authorisation", {"general", "specific"}},
     {"sub-processors.silence", {"consent", "refusal"}},
     {"amendment.silence", {"consent", "refusal"}},
     {"instructions.own-purposes", {"allowed", "on-conditions", "forbidden"}},
     {"own-use.anonymised", {"allowed", "on-conditions", "forbidden"}},
     {"own-use.across-customers", {"allowed", "on-conditions", "forbidden"}},
     {"audits.inspection", {"information-only", "report-instead", "allowed"}},
     {"instructions.change", {"none", "by-agreement", "by-instruction"}}}};
constexpr std::array<std::string_view, 4> kCosts = {"controller", "controller-if-further", "shared",
                                                    "processor"};

Favour FavourOfWords(std::string_view path, std::string_view before, std::string_view after) {
  const std::array<std::string_view, 4>* words = path.ends_with(".cost") ? &kCosts : nullptr;
  for (const Ranking& ranking : kRankings) {
    words = ranking.path == path ? &ranking.words : words;
  }
  if (words == nullptr || before.empty() || after.empty()) {
    return Favour::kUnclear;
  }
  const auto* was = std::ranges::find(*words, before);
  const auto* is = std::ranges::find(*words, after);
  if (was == words->end() || is == words->end()) {
    return Favour::kUnclear;
  }
  return is > was ? Favour::kController : Favour::kProcessor;
}

// For whom it is better when a period becomes longer.
Favour FavourOfLonger(std::string_view path, std::string_view aspect, std::string_view who) {
  if (path.starts_with("liability.") || path.starts_with("security.measures.")) {
    return aspect == "within" || aspect == "every" ? Favour::kProcessor : Favour::kUnclear;
  }
  if (aspect == "at-least") {
    const bool is_notice_to_us = path == "audits.notice" || path == "termination.by-controller";
    return is_notice_to_us ? Favour::kProcessor : Favour::kController;
  }
  return IsControllersTime(path, who) ? Favour::kController : Favour::kProcessor;
}

std::string SayStart(const Statement& said) {
  if (!said.from.empty() && said.from != "not-stated") {
    return " from " + Spaced(said.from);
  }
  return said.before.empty() ? "" : " before " + Spaced(said.before);
}

std::optional<Period> PeriodOf(const Term& term, const PeriodAspect& aspect) {
  if (aspect.name == "within" && term.option && term.option->within) {
    return term.option->within;
  }
  return term.holds().*aspect.member;
}

std::string SayFigures(const Statement& said) {
  std::string text;
  for (const Figure& figure : said.figures) {
    text += fmt::format("{}{} {} {}", text.empty() ? "" : "; ", figure.value, figure.unit,
                        figure.about);
  }
  return text;
}

std::string SayOthers(const Term& term) {
  std::string text;
  for (size_t i = 0; i < term.said.size(); ++i) {
    if (i != term.held) {
      Term other;
      other.said = {term.said[i]};
      text +=
          fmt::format("{}{} ({})", text.empty() ? "" : "; ", SayTerm(other), term.said[i].clause);
    }
  }
  return text;
}

// All that has no order; periods, promptness and the word are compared one by one.
Facts FactsOf(const Term& term) {
  const Statement& said = term.holds();
  Facts facts;
  const auto set = [&](const std::string& aspect, std::string text) {
    if (!text.empty()) {
      facts[{term.path, aspect}] = {std::move(text), term.clause()};
    }
  };
  set("status", std::string(Name(said.status)));
  set("text", said.text);
  set("list", Joined(said.list));
  set("from", said.from);
  set("before", said.before);
  set("days", said.days);
  set("week", said.week);
  set("strength", said.strength);
  set("times", said.times == 0 ? "" : fmt::format("{} per {}", said.times, Spaced(said.per)));
  set("hours", said.hours);
  set("figures", SayFigures(said));
  set("form", said.form);
  set("who", said.who);
  set("part", said.part);
  set("also", SayOthers(term));
  set("why it holds", std::string(Name(term.why)));
  set("confirmed", term.is_confirmed ? "confirmed" : "read from a translation");
  if (term.option) {
    set("agreed",
        fmt::format("{}{}{} by {} on {}", term.option->word, term.option->word.empty() ? "" : " ",
                    term.option->text, term.option->by, term.option->on));
  }
  if (term.house) {
    set("house rule", fmt::format("{}{} by {} on {}: {}", term.house->within.Format(),
                                  term.house->from.empty() ? "" : " from " + term.house->from,
                                  term.house->by, term.house->on, term.house->why));
  }
  return facts;
}

// Clauses are compared for the term, not for each of its aspects.
void CompareTexts(const Term& was, const Term& is, std::vector<Change>& changes) {
  Facts before = FactsOf(was);
  Facts after = FactsOf(is);
  for (auto at = before.begin(); at != before.end();) {
    const auto found = after.find(at->first);
    if (found != after.end() && found->second.text == at->second.text) {
      after.erase(found);
      at = before.erase(at);
    } else {
      ++at;
    }
  }
  CompareFacts(before, after, Favour::kUnclear, changes);
}

void CompareWords(const Term& was, const Term& is, std::vector<Change>& changes) {
  const auto word = [](const Term& term) {
    return term.option && !term.option->word.empty() ? term.option->word : term.holds().word;
  };
  if (word(was) != word(is)) {
    changes.push_back({was.path, "is", word(was), was.clause(), word(is), is.clause(),
                       FavourOfWords(was.path, word(was), word(is))});
  }
  const auto& soon = was.holds().promptness;
  const auto& sooner = is.holds().promptness;
  if (soon != sooner) {
    Favour favour = Favour::kUnclear;
    if (soon && sooner) {
      const Favour later = FavourOfLonger(was.path, "within", was.holds().who);
      favour = *sooner > *soon ? later : Opposite(later);
    }
    changes.push_back({was.path, "promptness", soon ? std::string(Name(*soon)) : "", was.clause(),
                       sooner ? std::string(Name(*sooner)) : "", is.clause(), favour});
  }
}

Status ComparePeriods(const Agreement& before, const Term& was, const Agreement& after,
                      const Term& is, std::vector<Change>& changes) {
  for (const PeriodAspect& aspect : kPeriods) {
    const auto then = PeriodOf(was, aspect);
    const auto next = PeriodOf(is, aspect);
    if (then == next) {
      continue;
    }
    Change change{was.path,
                  std::string(aspect.name),
                  then ? then->Format() + SayStart(was.holds()) : "",
                  was.clause(),
                  next ? next->Format() + SayStart(is.holds()) : "",
                  is.clause()};
    const Favour longer = FavourOfLonger(was.path, aspect.name, was.holds().who);
    if (then && next) {
      MANDAT_TRY(change.effect, EffectOf(before, was, after, is, aspect.name));
    }
    if (change.effect) {
      const double mean = change.effect->years.mean;
      change.favour = mean == 0 ? Favour::kNobody : mean > 0 ? longer : Opposite(longer);
    } else if (!then || !next) {
      // A limit that did not exist before binds whom a longer one would favour.
      const bool is_limit = aspect.name != "at-least";
      const Favour gained = is_limit ? Opposite(longer) : longer;
      change.favour = next ? gained : Opposite(gained);
    }
    changes.push_back(std::move(change));
  }
  return {};
}

}  // namespace

bool IsControllersTime(std::string_view path, std::string_view who) {
  return path == "sub-processors.objection" || path == "amendment.objection" ||
         path == "audits.notice" || path == "termination.by-controller" ||
         path.starts_with("controller-duties.") || who == "controller";
}

Status CompareTerms(const Agreement& before, const Agreement& after, std::vector<Change>& changes) {
  std::set<std::string> paths;
  for (const Agreement* agreement : {&before, &after}) {
    for (const Term& term : agreement->terms()) {
      paths.insert(term.path);
    }
  }
  for (const std::string& path : paths) {
    const Term* was = before.FindTerm(path);
    const Term* is = after.FindTerm(path);
    if (was == nullptr || is == nullptr) {
      const auto said = [](const Term* term) { return term == nullptr ? "" : SayTerm(*term); };
      const auto clause = [](const Term* term) { return term == nullptr ? "" : term->clause(); };
      changes.push_back({path, "", said(was), clause(was), said(is), clause(is), Favour::kUnclear});
      continue;
    }
    const size_t count = changes.size();
    CompareWords(*was, *is, changes);
    MANDAT_TRY_STATUS(ComparePeriods(before, *was, after, *is, changes));
    CompareTexts(*was, *is, changes);
    if (changes.size() == count && was->clause() != is->clause()) {
      changes.push_back({path, "clause", was->clause(), was->clause(), is->clause(), is->clause(),
                         Favour::kNobody});
    }
  }
  return {};
}

}  // namespace mandat::internal
