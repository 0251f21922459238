// SPDX-License-Identifier: Apache-2.0
// From one place of an agreement to its timed promises.
#include <algorithm>
#include <utility>

#include "docket/internal/matter_table.h"

namespace mandat::internal {
namespace {

std::string Stated(const std::string& word) { return word == "not-stated" ? "" : word; }

// "once a year" as a period; nothing where it is more often, for that has no even distance.
std::optional<Period> DistanceOf(uint32_t times, std::string_view per) {
  if (times != 1) {
    return std::nullopt;
  }
  if (per.ends_with("year") && per != "half-year") {
    return Period{1, TimeUnit::kYears};
  }
  if (per == "half-year" || per == "quarter") {
    return Period{per == "quarter" ? 3U : 6U, TimeUnit::kMonths};
  }
  if (per == "month" || per == "week" || per == "day") {
    return Period{1, per == "month"  ? TimeUnit::kMonths
                     : per == "week" ? TimeUnit::kWeeks
                                     : TimeUnit::kDays};
  }
  return std::nullopt;
}

// Reading: the annexed clauses of that decision have the exporter, who is the controller, keep the
// list of agreements with sub-processors. Source: Dec. 2010/87 Cl. 11(4).
bool IsListOfExporter(const Agreement& agreement, const Term& term, const Statement& said) {
  const auto part = std::ranges::find(agreement.parts(), said.part, &Part::id);
  return term.path == "sub-processors.register" && part != agreement.parts().end() &&
         part->instrument == "dec-2010-87";
}

// Reads one statement. The house's number and the agreement's choice stand beside the one that
// holds.
class StatementReader {
 public:
  StatementReader(const Agreement& agreement, const Term& term, size_t index, std::string path)
      : agreement_(agreement),
        term_(term),
        said_(term.said[index]),
        place_(ReadingOf(term.path)),
        is_held_(index == term.held),
        path_(std::move(path)) {}

  std::vector<TimedTerm> Read() {
    if (place_.shape == Shape::kTerm) {
      ReadContractTime();
      return std::move(terms_);
    }
    ReadTimes();
    if (!said_.hours.empty()) {
      TimedTerm& hours = Add(TimedKind::kHours, TimeSourceKind::kContract);
      hours.hours = said_.hours;
    }
    if (said_.every) {
      const std::string event = said_.before.empty() ? "conclusion" : said_.before;
      Add(TimedKind::kRecur, TimeSourceKind::kContract, event).period = said_.every;
    }
    ReadKept();
    if (HasAct()) {
      ReadAct();
    }
    return std::move(terms_);
  }

 private:
  TimedTerm& Add(TimedKind kind, TimeSourceKind source, std::string_view event = {}) {
    TimedTerm term{.path = path_, .kind = kind, .source = source};
    term.event = event;
    term.matter = MatterOfEvent(event, kind).empty() ? place_.matter : MatterOfEvent(event, kind);
    const std::string_view named = MatterOfName(path_, event);
    if (!named.empty() && term.starts_clock()) {
      term.matter = named;
    }
    const bool starts = term.starts_clock();
    if (starts && std::ranges::find(FindMatter(term.matter)->events, event) ==
                      FindMatter(term.matter)->events.end()) {
      term.matter = "term";
    }
    const bool announces = kind == TimedKind::kLead && !place_.announces.empty();
    term.owes = !said_.who.empty() ? said_.who : announces ? place_.announces : place_.owes;
    if (IsListOfExporter(agreement_, term_, said_)) {
      term.owes = "controller";
    }
    term.strength = said_.strength;
    term.week = Stated(said_.week);
    term.clause = said_.status == TermStatus::kNotStated ? "" : said_.clause;
    term.law = place_.law;
    return terms_.emplace_back(std::move(term));
  }

  std::string EventOr(std::string_view otherwise) const {
    const std::string from = Stated(said_.from);
    return from.empty() ? std::string(otherwise) : from;
  }

  void ReadContractTime() {
    const auto& length = said_.every      ? said_.every
                         : said_.within   ? said_.within
                         : said_.at_least ? said_.at_least
                                          : said_.at_most;
    if (length || said_.promptness) {
      TimedTerm& term =
          Add(TimedKind::kTerm, length ? TimeSourceKind::kContract : TimeSourceKind::kNone,
              said_.before.empty() ? EventOr(place_.event) : said_.before);
      term.period = length;
      term.promptness = said_.promptness;
    }
  }

  // Reading: what is allowed so many times is a limit, what is promised so many times is done again
  // and again. Audits are what an agreement allows.
  void ReadTimes() {
    if (place_.shape == Shape::kQuota) {
      if (said_.times > 0 || said_.promptness) {
        TimedTerm& quota =
            Add(TimedKind::kQuota,
                said_.times > 0 ? TimeSourceKind::kContract : TimeSourceKind::kNone, place_.event);
        quota.times = said_.times;
        quota.per = said_.per;
        quota.promptness = said_.promptness;
      }
    } else if (said_.times > 0) {
      TimedTerm& again = Add(TimedKind::kRecur, TimeSourceKind::kContract, "conclusion");
      again.period = DistanceOf(said_.times, said_.per);
      again.times = said_.times;
      again.per = said_.per;
    }
  }

  bool IsAtLeastKept() const {
    return said_.at_least && said_.before.empty() && place_.shape != Shape::kLead &&
           place_.shape != Shape::kWindow;
  }

  void ReadKept() {
    const auto& length = said_.at_most ? said_.at_most : said_.at_least;
    if (said_.at_most || IsAtLeastKept()) {
      const bool is_after_end = place_.matter == "confidentiality" || place_.matter == "end";
      const std::string_view otherwise = is_after_end ? place_.event : "capture";
      Add(TimedKind::kKeep, TimeSourceKind::kContract, EventOr(otherwise)).period = length;
    }
  }

  // What a statement of a start or an end alone promises is an act, unless that start or end
  // belongs to something else that it says.
  bool HasAct() const {
    const bool has_house = is_held_ && (term_.house || (term_.option && term_.option->within));
    if (said_.within || has_house || (said_.at_least && !IsAtLeastKept())) {
      return true;
    }
    if (said_.promptness) {
      return place_.shape != Shape::kQuota;
    }
    const bool is_used = !terms_.empty() || place_.shape == Shape::kStart;
    return !is_used && !(Stated(said_.from).empty() && said_.before.empty());
  }

  // The number, and who gave it. What the agreement chose wins over the form, and the house speaks
  // only where nobody else does.
  std::pair<std::optional<Period>, TimeSourceKind> Number() const {
    if (is_held_ && term_.option && term_.option->within) {
      return {term_.option->within, TimeSourceKind::kOption};
    }
    if (said_.within || (said_.at_least && !IsAtLeastKept())) {
      return {said_.within ? said_.within : said_.at_least, TimeSourceKind::kContract};
    }
    if (is_held_ && term_.house) {
      return {term_.house->within, TimeSourceKind::kHouse};
    }
    return {std::nullopt, TimeSourceKind::kNone};
  }

  // The house may count its number from another event than the one that the contract announces
  // before, and then it is no lead any more.
  void ReadAct() {
    const auto [period, source] = Number();
    const std::string house_from =
        source == TimeSourceKind::kHouse ? Stated(term_.house->from) : std::string();
    const bool has_start = !house_from.empty() || !Stated(said_.from).empty();
    TimedKind kind = place_.shape == Shape::kWindow ? TimedKind::kWindow : TimedKind::kAct;
    const bool is_before = !said_.before.empty() && place_.shape != Shape::kWindow;
    if ((is_before || place_.shape == Shape::kLead) && !has_start) {
      kind = TimedKind::kLead;
    }
    // The one who gives notice of an end counts back, whoever would have the time otherwise.
    if (place_.shape == Shape::kWindow && !place_.announces.empty() && !said_.before.empty()) {
      kind = TimedKind::kLead;
    }
    std::string event = EventOr(DefaultEvent());
    if (!house_from.empty()) {
      event = house_from;
    } else if (kind == TimedKind::kLead && !said_.before.empty()) {
      event = said_.before;
    }
    TimedTerm& term = Add(kind, source, event);
    term.period = period;
    term.promptness = said_.promptness;
  }

  // The end of the data begins where the contract says that it does.
  std::string_view DefaultEvent() const {
    if (term_.path == "end.delay") {
      const Term* trigger = agreement_.FindTerm("end.trigger");
      if (trigger != nullptr && !Stated(trigger->holds().from).empty()) {
        return trigger->holds().from;
      }
    }
    return place_.event;
  }

  const Agreement& agreement_;
  const Term& term_;
  const Statement& said_;
  const PlaceReading& place_;
  const bool is_held_;
  const std::string path_;
  std::vector<TimedTerm> terms_;
};

}  // namespace

std::vector<TimedTerm> TermsOfPlace(const Agreement& agreement, const Term& term) {
  std::vector<TimedTerm> all = StatementReader(agreement, term, term.held, term.path).Read();
  size_t further = 0;
  for (size_t i = 0; i < term.said.size(); ++i) {
    if (i != term.held) {
      const std::string path = term.path + "#" + std::to_string(++further);
      std::ranges::move(StatementReader(agreement, term, i, path).Read(), std::back_inserter(all));
    }
  }
  return all;
}

// Source: GDPR Art. 5(1)(e).
std::vector<TimedTerm> TermsOfRetention(const Agreement& agreement) {
  const PlaceReading& place = ReadingOf("retention");
  std::vector<TimedTerm> all;
  for (const Retention& rule : agreement.retentions()) {
    TimedTerm term{.path = all.empty() ? "retention" : "retention#" + std::to_string(all.size()),
                   .kind = TimedKind::kKeep,
                   .matter = std::string(place.matter),
                   .event = rule.from,
                   .owes = std::string(place.owes),
                   .source = TimeSourceKind::kContract,
                   .clause = rule.clause,
                   .law = std::string(place.law)};
    if (rule.days) {
      term.period = Period{static_cast<uint32_t>(rule.days->count()), TimeUnit::kDays};
    } else if (rule.months) {
      term.period = Period{static_cast<uint32_t>(rule.months->count()), TimeUnit::kMonths};
    } else {
      term.event = "end-of-agreement";  // for as long as the agreement lasts
    }
    // What one customer chose for each category may be the same for all.
    const bool is_known = std::ranges::any_of(all, [&term](const TimedTerm& known) {
      return known.clause == term.clause && known.period == term.period &&
             known.event == term.event;
    });
    if (!is_known) {
      all.push_back(std::move(term));
    }
  }
  return all;
}

}  // namespace mandat::internal
