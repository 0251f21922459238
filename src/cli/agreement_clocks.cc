// SPDX-License-Identifier: Apache-2.0
// `mandat agreement clocks`: every promise with time in it, one line each.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <vector>

#include "agreement/counting.h"
#include "cli/internal/agreement_clocks.h"
#include "cli/internal/agreement_files.h"

namespace mandat {
namespace {

namespace json = boost::json;

// Path, clause, kind, who owes it, what starts it, how long, who gave the number, and when.
constexpr size_t kColumns = 8;
using Line = std::array<std::string, kColumns>;

Result<Language> ParseLanguage(std::string_view text) {
  if (text == "en" || text == "fr") {
    return text == "fr" ? Language::kFrench : Language::kEnglish;
  }
  return Fail(Error::Invalid("--language is none of en, fr"));
}

// A day is meant from its first instant, by the clock of the agreement.
Result<std::optional<Instant>> ParseEvent(const Agreement& agreement, const std::string& text) {
  if (text.empty()) {
    return std::optional<Instant>();
  }
  if (text.find('T') != std::string::npos) {
    MANDAT_TRY(const Instant at, Instant::Parse(text));
    return std::optional(at);
  }
  MANDAT_TRY(const Day day, ParseDate(text));
  MANDAT_TRY(const Counting counting, CountingOf(agreement, ""));
  return std::optional(counting.stated.zone.StartOf(day));
}

bool HasEnd(const TimedTerm& term) {
  return term.period && (term.starts_clock() || term.kind == TimedKind::kKeep);
}

std::string HowLong(const TimedTerm& term, Language language) {
  std::vector<std::string> parts;
  if (term.kind == TimedKind::kHours) {
    parts.push_back(term.hours);
  }
  if (term.times > 0) {
    parts.push_back(
        fmt::format("{} {} {}", term.times, SayWord("per", language), SayWord(term.per, language)));
  } else if (term.period) {
    const std::string length = SayLength(*term.period, language);
    parts.push_back(term.kind == TimedKind::kLead
                        ? fmt::format("{} {}", length, SayWord("before", language))
                        : length);
  } else if (term.kind == TimedKind::kKeep) {
    parts.push_back(SayWord("for the term", language));
  }
  if (term.promptness) {
    parts.push_back(SayWord(Name(*term.promptness), language));
  }
  if (!term.strength.empty()) {
    parts.push_back(SayWord(term.strength, language));
  }
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text.empty() ? SayWord("no date", language) : text;
}

// What binds the one who owes it comes first.
std::string When(const Agreement& agreement, const TimedTerm& term, Instant event,
                 Language language) {
  const Result<Readings> readings = DueOf(agreement, term, event);
  if (!readings) {
    return SayWord("cannot be counted", language) + ": " + readings.error().message;
  }
  const WhoActs who = WhoActsFor(term);
  const Instant binding = readings->Binding(who).due;
  const Instant other =
      readings->Binding(who == WhoActs::kWe ? WhoActs::kTheOtherParty : WhoActs::kWe).due;
  return binding == other
             ? binding.Format()
             : fmt::format("{} ({} {})", binding.Format(), SayWord("or", language), other.Format());
}

Line LineOf(const Agreement& agreement, const TimedTerm& term, std::optional<Instant> event,
            Language language) {
  return {term.path,
          term.clause.empty() ? term.law : term.clause,
          SayWord(Name(term.kind), language),
          SayWord(term.owes, language),
          SayWord(term.event, language),
          HowLong(term, language),
          SayWord(Name(term.source), language),
          event && HasEnd(term) ? When(agreement, term, *event, language) : ""};
}

size_t WidthOf(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

void Print(const std::vector<Line>& lines) {
  std::array<size_t, kColumns> widths{};
  for (const Line& line : lines) {
    for (size_t i = 0; i < kColumns; ++i) {
      widths.at(i) = std::max(widths.at(i), WidthOf(line.at(i)));
    }
  }
  for (const Line& line : lines) {
    std::string text;
    for (size_t i = 0; i < kColumns; ++i) {
      text += line.at(i) + std::string(widths.at(i) - WidthOf(line.at(i)) + 2, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    fmt::print("{}\n", text);
  }
}

json::object ToJson(const Agreement& agreement, const TimedTerm& term,
                    std::optional<Instant> event) {
  json::object told{{"path", term.path},     {"kind", Name(term.kind)},
                    {"matter", term.matter}, {"event", term.event},
                    {"owes", term.owes},     {"number-by", Name(term.source)}};
  const auto add = [&told](std::string_view name, std::string_view value) {
    if (!value.empty()) {
      told[name] = value;
    }
  };
  add("period", term.period ? term.period->Format() : "");
  add("promptness", term.promptness ? Name(*term.promptness) : "");
  add("strength", term.strength);
  add("week", term.week);
  add("per", term.per);
  add("hours", term.hours);
  add("clause", term.clause);
  add("law", term.law);
  if (term.times > 0) {
    told["times"] = term.times;
  }
  if (event && HasEnd(term)) {
    if (const Result<Readings> readings = DueOf(agreement, term, *event)) {
      told["due"] = {{"binding", readings->Binding(WhoActsFor(term)).due.Format()},
                     {"earliest", readings->earliest.due.Format()},
                     {"latest", readings->latest.due.Format()}};
    } else {
      told["cannot-be-counted"] = readings.error().message;
    }
  }
  return told;
}

}  // namespace

Result<int> RunAgreementClocks(const Context& context, const ClocksOptions& options) {
  MANDAT_TRY(const Language language, ParseLanguage(options.language));
  MANDAT_TRY(const std::optional<LoadedAgreement> loaded,
             LoadValid(context, {options.form, options.instance, {}}));
  if (!loaded) {
    return ExitCode(ErrorKind::kInvalid);
  }
  const Agreement& agreement = *loaded->agreement;
  MANDAT_TRY(const std::optional<Instant> event, ParseEvent(agreement, options.event));
  const std::vector<TimedTerm> terms = TimedTermsOf(agreement);
  if (context.json) {
    json::array clocks;
    for (const TimedTerm& term : terms) {
      clocks.push_back(ToJson(agreement, term, event));
    }
    json::object told{
        {"agreement", fmt::format("{}@{}", agreement.id().text(), agreement.version())},
        {"clocks", std::move(clocks)}};
    if (event) {
      told["event"] = event->Format();
    }
    PrintJson(told);
    return 0;
  }
  Line head;
  constexpr auto kHeads = std::to_array<std::string_view>(
      {"path", "clause", "kind", "owed by", "starts with", "how long", "number by"});
  std::ranges::transform(kHeads, head.begin(),
                         [language](std::string_view word) { return SayWord(word, language); });
  head.back() = event ? SayWord("in time before", language) : "";
  std::vector<Line> lines{head};
  for (const TimedTerm& term : terms) {
    lines.push_back(LineOf(agreement, term, event, language));
  }
  Print(lines);
  return 0;
}

void AddClocksCommand(CLI::App* group, const Context& context, ClocksOptions& options,
                      const AddCommand& add) {
  CLI::App* clocks =
      add(group, "clocks", "every promise with time in it",
          "mandat agreement clocks agreements/opinum.yaml agreements/opinum-demo.yaml \\\n"
          "    --event 2026-03-30",
          [&context, &options] { return RunAgreementClocks(context, options); });
  clocks->add_option("form", options.form, "the contract as offered to everyone")->required();
  clocks->add_option("instance", options.instance, "what one customer signed")->required();
  clocks->add_option("--event", options.event,
                     "tell when each would end if it began on this day or instant");
  clocks->add_option("--language", options.language, "en or fr");
}

}  // namespace mandat
