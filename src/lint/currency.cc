// SPDX-License-Identifier: Apache-2.0
// What no longer holds on the day: L-T02, L-V01, L-V02. The dates come from LegalData.
#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <utility>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// One text of the agreement, and where it stands.
struct Text {
  std::string path;
  Span span;
  std::string words;
  std::string where;
};

// "TLS version" and "1.0, 1.1" read as "TLS 1.0 TLS 1.1".
std::string FigureWords(const Figure& figure) {
  const std::string name = figure.unit.substr(0, figure.unit.find(" version"));
  std::string words;
  std::string_view rest = figure.value;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(','), rest.size());
    std::string_view value = rest.substr(0, end);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    words.append("; ").append(name).append(" ").append(value);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return words;
}

std::vector<Text> TextsOf(const Review& review) {
  std::vector<Text> texts;
  for (const Term& term : review.agreement().terms()) {
    for (const Statement& said : term.said) {
      Text text{.path = term.path, .span = said.span, .words = said.text};
      for (const std::string& item : said.list) {
        text.words += "; " + item;
      }
      for (const Figure& figure : said.figures) {
        text.words += FigureWords(figure);
      }
      text.where = said.clause.empty() ? "" : ", clause " + said.clause;
      texts.push_back(std::move(text));
    }
  }
  for (const Subprocessor& row : review.agreement().subprocessors()) {
    texts.push_back({.path = "sub-processors.list." + row.id,
                     .span = row.span,
                     .words = row.task + "; " + row.contract + "; " + row.measures,
                     .where = ", clause " + row.clause});
  }
  for (const Place& place : review.agreement().places()) {
    texts.push_back({.path = "places.list." + place.country,
                     .span = place.span,
                     .words = place.text,
                     .where = ", clause " + place.clause});
  }
  return texts;
}

// Calls `tell` with every text in which one of the names stands.
void ForEachNaming(const Review& review, const std::vector<std::string>& names,
                   const std::function<void(const Text&)>& tell) {
  for (const Text& text : TextsOf(review)) {
    if (std::ranges::any_of(names,
                            [&](const std::string& name) { return Names(text.words, name); })) {
      tell(text);
    }
  }
}

// "repealing Directive 95/46/EC" is part of the name of the GDPR.
std::string WithoutRepealed(std::string words) {
  constexpr auto kRepeals =
      std::to_array<std::string_view>({"repealing ", "abrogeant ", "Aufhebung der "});
  constexpr size_t kNameBytes = 48;
  for (const std::string_view repeal : kRepeals) {
    for (size_t at = words.find(repeal); at != std::string::npos; at = words.find(repeal, at + 1)) {
      words.erase(at + repeal.size(), kNameBytes);
    }
  }
  return words;
}

// A contract concluded while the instrument was in force could go on for a while.
bool HasGrace(const Review& review, const Instrument& instrument) {
  const Result<std::chrono::sys_days> concluded = ParseDay(review.agreement().acceptance().on);
  return instrument.grace && review.at() < *instrument.grace && concluded &&
         instrument.in_force.Holds(*concluded);
}

std::string StatusOf(const Review& review, const Instrument& instrument) {
  const DayRange& days = instrument.in_force;
  if (days.from && review.at() < *days.from) {
    return instrument.title + " is in force only from " + FormatDay(*days.from);
  }
  std::string text = instrument.title + " is " + instrument.status + " since " +
                     (days.until ? FormatDay(*days.until) : "-");
  if (HasGrace(review, instrument)) {
    text += ", and good for this contract until " + FormatDay(*instrument.grace);
  }
  return text + (instrument.replaced_by.empty() ? "" : "; now " + instrument.replaced_by);
}

// Source: GDPR Art. 94(2); Dec. 2021/914 Art. 4.
void CitesLawInForce(Review& review) {
  for (const Instrument& instrument : review.data().instruments()) {
    if (instrument.in_force.Holds(review.at())) {
      continue;
    }
    const std::string fact = StatusOf(review, instrument);
    const auto severity =
        HasGrace(review, instrument) ? std::optional(Severity::kNote) : std::optional<Severity>();
    std::set<std::string> told;  // of a draft: one sentence may be the source of several terms
    ForEachNaming(review, instrument.names, [&](const Text& text) {
      if (std::ranges::none_of(instrument.names,
                               [words = WithoutRepealed(text.words)](const std::string& name) {
                                 return Names(words, name);
                               }) ||
          (review.IsDraft() && !told.insert(text.where).second)) {
        return;
      }
      review.FindDated("L-T02", text.path, text.span, fact + text.where, instrument.mark,
                       instrument.source, severity);
    });
    if (instrument.word.empty()) {
      continue;
    }
    const auto tool_severity = severity ? severity : std::optional(Severity::kError);
    if (const Saying tool = review.At("transfers.tool");
        !tool.IsSilent() && tool.word() == instrument.word) {
      review.FindDated("L-T02", tool.path, tool.span, fact + ", " + tool.where(), instrument.mark,
                       instrument.source, tool_severity);
    }
    for (const Subprocessor& row : review.agreement().subprocessors()) {
      if (row.tool == instrument.word) {
        review.FindDated("L-T02", "sub-processors.list." + row.id, row.span,
                         fact + ", clause " + row.clause, instrument.mark, instrument.source,
                         tool_severity);
      }
    }
    for (const Part& part : review.agreement().parts()) {
      if (part.instrument == instrument.word) {
        review.FindDated("L-T02", "precedence", review.agreement().SpanOf("precedence"),
                         "part `" + part.id + "`: " + fact, instrument.mark, instrument.source,
                         severity);
      }
    }
  }
}

void FindOutdated(Review& review, std::string_view code, const std::vector<Outdated>& rows) {
  for (const Outdated& row : rows) {
    if (review.at() < row.since) {
      continue;
    }
    ForEachNaming(review, row.names, [&](const Text& text) {
      review.FindDated(code, text.path, text.span,
                       row.title + ", outdated since " + FormatDay(row.since) + text.where +
                           "; now " + row.replaced_by,
                       row.mark, row.source);
    });
  }
}

// Source: GDPR Art. 32(1).
void UsesCurrentProtocols(Review& review) {
  FindOutdated(review, "L-V01", review.data().protocols());
}

// Source: GDPR Art. 28(5).
void CitesCurrentStandards(Review& review) {
  FindOutdated(review, "L-V02", review.data().standards());
}

constexpr auto kSteps =
    std::to_array<Step>({&CitesLawInForce, &UsesCurrentProtocols, &CitesCurrentStandards});

}  // namespace

std::span<const Step> CurrencySteps() { return kSteps; }

}  // namespace mandat::internal
