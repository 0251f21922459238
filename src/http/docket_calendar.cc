// SPDX-License-Identifier: Apache-2.0
#include "http/internal/docket_calendar.h"

#include "docket/docket.h"

namespace mandat {
namespace {

constexpr std::chrono::minutes kShown{30};

struct Word {
  std::string_view en;
  std::string_view fr;

  std::string_view In(Language language) const { return language == Language::kFrench ? fr : en; }
};

constexpr Word kCase{"case", "dossier"};
constexpr Word kClause{"clause", "clause"};
constexpr Word kLaw{"law", "loi"};
constexpr Word kOwes{"owed by", "dû par"};
constexpr Word kEvent{"event", "événement"};
constexpr Word kDue{"due", "échéance"};
constexpr Word kOther{"by the other reading", "selon l'autre lecture"};
constexpr Word kDuty{"duty", "obligation"};

// `<duty>@<agreement>.<origin>`: the journal of the agreement is named `<origin>/<agreement>`.
std::string UidOf(OpenAgreement& agreement, uint64_t duty) {
  const std::string& id = agreement.id().text();
  std::string origin = agreement.journal().name();
  if (origin.ends_with("/" + id)) {
    origin.resize(origin.size() - id.size() - 1);
  }
  return "duty-" + std::to_string(duty) + "@" + id + "." + origin;
}

Result<Zone> ZoneOf(const OpenAgreement& agreement, const Duty& duty) {
  const std::shared_ptr<const LifeBook> book = agreement.life_book();
  const LifeVersion* version = book->life.FindVersion(duty.version);
  const std::string zone = version == nullptr ? "" : version->agreement->time().zone;
  return Zone::Get(zone.empty() ? "UTC" : zone);
}

void AddLine(const Word& word, std::string_view value, Language language, std::string& text) {
  if (!value.empty()) {
    text += text.empty() ? "" : "\n";
    text.append(word.In(language)).append(": ").append(value);
  }
}

std::string DescriptionOf(const Duty& duty, Language language) {
  std::string text;
  AddLine(kCase, duty.from.reference, language, text);
  AddLine(kClause, duty.clause, language, text);
  AddLine(kLaw, duty.law, language, text);
  AddLine(kOwes, duty.owes, language, text);
  AddLine(kEvent, duty.from.event + ", " + duty.from.effective.Format(), language, text);
  AddLine(kDue, duty.due->Format(), language, text);
  AddLine(kOther, duty.due_other ? duty.due_other->Format() : "", language, text);
  AddLine(kDuty, std::to_string(duty.id), language, text);
  return text;
}

}  // namespace

bool IsInCalendar(const Duty& duty) {
  return duty.state == DutyState::kOpen && duty.due && *duty.due > Instant() + kShown;
}

Result<CalendarEntry> CalendarEntryOf(OpenAgreement& agreement, const Duty& duty,
                                      Language language) {
  MANDAT_TRY(const std::vector<DutyChange> history, Docket(agreement.store()).History(duty.id));
  CalendarEntry entry;
  entry.uid = UidOf(agreement, duty.id);
  entry.sequence = duty.changes_count;
  entry.stamp = history.empty() ? duty.from.entered : history.back().recorded;
  entry.when = CalendarSpan{*duty.due + -kShown, *duty.due};
  if (duty.last_day) {
    MANDAT_TRY(const Zone zone, ZoneOf(agreement, duty));
    const Day day = zone.DayOf(*duty.last_day);
    entry.when = CalendarDays{day, day};
  }
  entry.summary = agreement.id().text() + ": " + (duty.path.empty() ? duty.task : duty.path) +
                  ", " + duty.from.reference;
  entry.description = DescriptionOf(duty, language);
  entry.categories = {duty.from.matter};
  for (const Firing& firing : duty.firings) {
    if (firing.at < *duty.due) {
      entry.alarms.push_back(std::chrono::floor<std::chrono::seconds>(*duty.due - firing.at));
    }
  }
  entry.language = language == Language::kFrench ? "fr" : "en";
  return entry;
}

}  // namespace mandat
