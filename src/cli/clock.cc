// SPDX-License-Identifier: Apache-2.0
// `mandat clock explain`: until when, and by which rules.
#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "cli/internal/clock.h"

namespace mandat {
namespace {

namespace json = boost::json;

// What is printed beside the steps, in both languages.
struct Label {
  std::string_view en;
  std::string_view fr;

  std::string_view In(Language language) const { return language == Language::kEnglish ? en : fr; }
};

constexpr Label kEvent = {"event", "événement"};
constexpr Label kPeriod = {"period", "délai"};
constexpr Label kNote = {"note", "remarque"};
constexpr Label kOpen = {"left open", "non précisé"};
constexpr Label kLeftOut = {"left out", "écarté"};
constexpr Label kAgreed = {"readings", "lectures"};
constexpr Label kAllAgree = {"all agree", "toutes concordent"};
constexpr Label kEarliest = {"earliest reading", "la plus courte"};
constexpr Label kBindsUs = {"binds us", "elle nous lie"};
constexpr Label kLatest = {"latest reading", "la plus longue"};
constexpr Label kTheirs = {"the other party may rely on it", "l'autre partie peut s'en prévaloir"};
constexpr Label kDue = {"due", "échéance"};
constexpr Label kDueUtc = {"due in UTC", "échéance UTC"};
constexpr Label kLastDay = {"last day", "dernier jour"};

constexpr Label kOpenCalendar = {"calendar", "calendrier"};
constexpr Label kOpenRules = {"rules", "règles"};
constexpr Label kOpenWeek = {"week", "semaine"};
constexpr Label kOpenAct = {"whether the day of the act counts", "si le jour de l'acte compte"};
constexpr Label kOpenEvent = {"which of two times", "laquelle de deux heures"};
constexpr Label kUncovered = {"does not cover the years", "ne couvre pas les années"};

// By the clock on the wall; the end of the last day is its 24:00.
std::string FormatLocal(Instant at, Day last_day, const Zone& zone) {
  if (at == zone.StartOf(last_day + std::chrono::days(1))) {
    return FormatDate(last_day) + " 24:00";
  }
  const LocalTime local = zone.ToLocal(at);
  const int64_t seconds = local.since_midnight / std::chrono::seconds(1);
  std::string time =
      fmt::format("{} {:02}:{:02}", FormatDate(local.day), seconds / 3600, seconds / 60 % 60);
  return seconds % 60 == 0 ? time : time + fmt::format(":{:02}", seconds % 60);
}

std::string FormatLocal(const Deadline& deadline, const Zone& zone) {
  return FormatLocal(deadline.due, deadline.last_day, zone);
}

// What the clock does at a time that is not shown exactly once; empty for any other.
std::string NoteOn(const ClockQuestion& question) {
  const ClockEvent& event = question.event;
  const std::string& zone = question.stated.zone.name();
  const bool is_english = question.language == Language::kEnglish;
  switch (event.shown) {
    case ClockEvent::Shown::kOnce:
      return "";
    case ClockEvent::Shown::kTwice:
      return fmt::format(
          fmt::runtime(is_english ? "the clock in {} shows this time twice, at {} and at "
                                    "{}; both are read"
                                  : "l'horloge de {} montre cette heure deux fois, à {} et "
                                    "à {} ; les deux sont lues"),
          zone, event.earlier.Format(), event.later.Format());
    case ClockEvent::Shown::kNever:
      return fmt::format(
          fmt::runtime(is_english ? "the clock in {} skips this time: it leaps at {}, "
                                    "which is read instead"
                                  : "l'horloge de {} saute cette heure : elle avance à {}, "
                                    "qui est lu à la place"),
          zone, event.earlier.Format());
  }
  std::unreachable();
}

std::vector<Label> OpenIn(const ClockQuestion& question) {
  std::vector<Label> open;
  const auto add = [&open](bool is_open, const Label& label) {
    if (is_open) {
      open.push_back(label);
    }
  };
  add(question.event.shown == ClockEvent::Shown::kTwice, kOpenEvent);
  add(question.unstated.calendars.size() > 1, kOpenCalendar);
  add(question.unstated.rule_sets.size() > 1, kOpenRules);
  add(question.unstated.weeks.size() > 1, kOpenWeek);
  const bool is_in_hours =
      question.period.unit == TimeUnit::kHours || question.period.unit == TimeUnit::kBusinessHours;
  add(question.count == Count::kBefore && !is_in_hours, kOpenAct);
  return open;
}

std::string Join(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) {
    joined += (joined.empty() ? "" : ", ") + word;
  }
  return joined;
}

bool Agree(const Readings& readings) { return readings.earliest.due == readings.latest.due; }

json::object ToJson(const Deadline& deadline, const ClockQuestion& question) {
  json::array steps;
  for (const Step& step : deadline.steps) {
    json::object said = {{"text", question.language == Language::kEnglish ? step.en : step.fr}};
    if (!step.source.empty()) {
      said.emplace("source", step.source);
    }
    steps.push_back(std::move(said));
  }
  return {{"due", deadline.due.Format()},
          {"due_local", FormatLocal(deadline, question.stated.zone)},
          {"last_day", FormatDate(deadline.last_day)},
          {"steps", std::move(steps)}};
}

json::object ToJson(const ClockAnswer& answer, const ClockQuestion& question) {
  json::array open, left_out;
  for (const Label& label : OpenIn(question)) {
    open.emplace_back(label.en);
  }
  for (const std::string& id : answer.left_out) {
    left_out.emplace_back(id);
  }
  json::object told = {{"event", question.event.earlier.Format()},
                       {"zone", question.stated.zone.name()},
                       {"period", question.period.Format()},
                       {"left_open", std::move(open)},
                       {"left_out", std::move(left_out)},
                       {"agree", Agree(answer.readings)},
                       {"earliest", ToJson(answer.readings.earliest, question)},
                       {"latest", ToJson(answer.readings.latest, question)}};
  if (const std::string note = NoteOn(question); !note.empty()) {
    told.emplace("note", note);
  }
  return told;
}

void PrintDeadline(const Deadline& deadline, const ClockQuestion& question) {
  const Language language = question.language;
  PrintFact(kDue.In(language), FormatLocal(deadline, question.stated.zone));
  PrintFact(kDueUtc.In(language), deadline.due.Format());
  PrintFact(kLastDay.In(language), FormatDate(deadline.last_day));
  for (const std::string& line : Explain(deadline, language)) {
    fmt::print("  {}\n", line);
  }
}

void PrintAnswer(const ClockAnswer& answer, const ClockQuestion& question) {
  const Language language = question.language;
  const Zone& zone = question.stated.zone;
  const Instant event = question.event.earlier;
  // A day of the event that has an end of its own is not its last day: the day before is no such.
  const Day before = zone.DayOf(event) - std::chrono::days(2);
  PrintFact(kEvent.In(language), fmt::format("{} {}, {}", FormatLocal(event, before, zone),
                                             zone.name(), event.Format()));
  PrintFact(kPeriod.In(language), question.period.Format());
  if (const std::string note = NoteOn(question); !note.empty()) {
    PrintFact(kNote.In(language), note);
  }
  std::vector<std::string> open;
  for (const Label& label : OpenIn(question)) {
    open.emplace_back(label.In(language));
  }
  if (!open.empty()) {
    PrintFact(kOpen.In(language), Join(open));
  }
  if (!answer.left_out.empty()) {
    PrintFact(kLeftOut.In(language),
              fmt::format("{} ({})", Join(answer.left_out), kUncovered.In(language)));
  }
  if (Agree(answer.readings)) {
    if (!open.empty()) {
      PrintFact(kAgreed.In(language), kAllAgree.In(language));
    }
    PrintDeadline(answer.readings.earliest, question);
    return;
  }
  fmt::print("\n");
  PrintFact(kEarliest.In(language), kBindsUs.In(language));
  PrintDeadline(answer.readings.Binding(WhoActs::kWe), question);
  fmt::print("\n");
  PrintFact(kLatest.In(language), kTheirs.In(language));
  PrintDeadline(answer.readings.Binding(WhoActs::kTheOtherParty), question);
}

}  // namespace

Result<std::string> ReadCalendarText(const std::filesystem::path& file) {
  if (file.empty()) {
    return std::string();
  }
  MANDAT_TRY(std::string text, ReadWholeFile(file));
  if (text.empty()) {
    return Fail(Error::Invalid("the file of calendars is empty"));
  }
  return text;
}

Result<int> RunClockExplain(const Context& context, const ClockOptions& options) {
  MANDAT_TRY(const std::string text, ReadCalendarText(options.calendar_file));
  MANDAT_TRY(const ClockQuestion question, ParseQuestion(options, text));
  MANDAT_TRY(const ClockAnswer answer, AnswerTo(question));
  if (context.json) {
    PrintJson(ToJson(answer, question));
  } else {
    PrintAnswer(answer, question);
  }
  return 0;
}

void AddClockCommands(CLI::App* group, const Context& context, ClockOptions& options,
                      const AddCommand& add) {
  CLI::App* explain = add(group, "explain", "until when, and by which rules, step by step",
                          "mandat clock explain --event 2026-03-30T16:40 --zone Europe/Brussels "
                          "\\\n    --period \"5 working-days\" --calendar BE --rules reg-1182-71 "
                          "--week mon-fri",
                          [&context, &options] { return RunClockExplain(context, options); });
  explain->add_option("--event", options.event, "local time, or with an offset to UTC")->required();
  explain->add_option("--zone", options.zone, "e.g. Europe/Brussels")->required();
  explain->add_option("--period", options.period, "e.g. \"72 hours\", \"1 month\"")->required();
  explain->add_option("--calendar", options.calendars,
                      "e.g. BE, none or BE+FR for both together; given again: either may be meant; "
                      "default: any");
  explain->add_option("--calendar-file", options.calendar_file, "file with calendars of your own");
  explain->add_option("--rules", options.rules,
                      "reg-1182-71, be-civil-code, de-bgb or plain; default: any");
  explain->add_option("--week", options.week,
                      "what a working day is: mon-fri or mon-sat; default: either");
  explain->add_option("--count", options.count, "to-act, to-keep or before")->capture_default_str();
  explain->add_option("--cut-off", options.cut_off,
                      "what is received at this time or later counts on the next day");
  explain->add_option("--hours", options.hours, "opening hours, e.g. \"mon-fri 09:00-17:00\"");
  explain->add_option("--language", options.language, "en or fr")->capture_default_str();
  add(group, "status", "whether a jump of the server's clock waits to be confirmed",
      "mandat clock status", [&context, &options] { return RunClockStatus(context, options); });
  CLI::App* confirm =
      add(group, "confirm", "say that the server's clock is right: what waited goes on",
          "mandat clock confirm --reason \"the machine was asleep\"",
          [&context, &options] { return RunClockConfirm(context, options); });
  confirm->add_option("--reason", options.reason, "why it is right")->required();
}

}  // namespace mandat
