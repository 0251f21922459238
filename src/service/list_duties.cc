// SPDX-License-Identifier: Apache-2.0
#include "service/list_duties.h"

#include <algorithm>

namespace mandat {
namespace {

struct Words {
  std::string_view en;
  std::string_view fr;

  std::string In(Language language) const {
    return std::string(language == Language::kFrench ? fr : en);
  }
};

Words WordsFor(const DutyChange& change) {
  switch (change.act) {
    case DutyAct::kPause:
      return {"the clock was stopped", "le délai a été suspendu"};
    case DutyAct::kResume:
      return {"the clock ran on; what was left is counted to the microsecond",
              "le délai a repris son cours; le reste est compté exactement"};
    case DutyAct::kExtend:
      return {"the time was extended", "le délai a été prolongé"};
    case DutyAct::kRevise:
      return {"zone data changed: the same day, another instant",
              "les données de fuseau ont changé: même jour, autre instant"};
    case DutyAct::kOpen:
      return change.reason.empty() ? Words{}
                                   : Words{"no date could be computed",
                                           "aucune date n'a pu être "
                                           "calculée"};
    default:
      return {};
  }
}

std::string Line(const DutyChange& change, Language language) {
  std::string line = change.effective.Format() + ": " + WordsFor(change).In(language);
  if (!change.reason.empty()) {
    line += " (" + change.reason + ")";
  }
  if (change.due) {
    line += Words{"; due ", "; échéance "}.In(language) + change.due->Format();
  }
  return change.basis.empty() ? line : line + " [" + change.basis + "]";
}

Result<std::vector<std::string>> ExplainTerm(const OpenAgreement& agreement, const Duty& duty,
                                             Language language) {
  const std::shared_ptr<const LifeBook> book = agreement.life_book();
  const LifeVersion* version = book->life.FindVersion(duty.version);
  if (version == nullptr) {
    return Fail(Error::Corrupt("a duty names a version that there is not"));
  }
  const std::vector<TimedTerm> terms = TimedTermsOf(*version->agreement);
  const auto found = std::ranges::find_if(terms, [&duty](const TimedTerm& term) {
    return term.path == duty.path && term.starts_clock();
  });
  if (found == terms.end() || !found->period) {
    return std::vector<std::string>();
  }
  MANDAT_TRY(const Readings readings, DueOf(*version->agreement, *found, duty.from.effective));
  return Explain(readings, language);
}

}  // namespace

Result<std::vector<DutyOfAgreement>> ListDutiesOfAll(Agreements& agreements, Instant before,
                                                     size_t duties_max) {
  std::vector<DutyOfAgreement> all;
  const auto add = [&](const OpenAgreement& agreement) -> Status {
    MANDAT_TRY(DutyPage page, Docket(agreement.store()).ListDue(before, std::nullopt, duties_max));
    for (Duty& duty : page.duties) {
      all.push_back({agreement.id(), std::move(duty)});
    }
    return {};
  };
  MANDAT_TRY_STATUS(add(agreements.system()));
  for (const AgreementId& id : agreements.List()) {
    if (!agreements.MayFireBefore(id, before)) {
      continue;
    }
    MANDAT_TRY(const std::shared_ptr<OpenAgreement> open, agreements.Find(id));
    MANDAT_TRY_STATUS(add(*open));
  }
  std::ranges::sort(all, {}, [](const DutyOfAgreement& one) {
    return std::tuple(*one.duty.due, one.agreement, one.duty.id);
  });
  if (all.size() > duties_max) {
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(duties_max), all.end());
  }
  return all;
}

Result<std::vector<std::string>> ExplainDuty(const OpenAgreement& agreement, const Duty& duty,
                                             Language language) {
  std::vector<std::string> lines;
  if (duty.path.empty()) {
    lines.push_back(Words{"a duty of the house", "une obligation de la maison"}.In(language) +
                    (duty.law.empty() ? "" : " [" + duty.law + "]"));
  } else {
    MANDAT_TRY(lines, ExplainTerm(agreement, duty, language));
  }
  if (duty.recurs && duty.period) {
    lines.push_back(
        Words{"at least every ", "au moins tous les "}.In(language) + duty.period->Format() +
        Words{", counted from the last time", ", à compter de la dernière fois"}.In(language));
  }
  if (!duty.due) {
    lines.push_back(Words{"no number is stated, and the processor set none: there is no date",
                          "aucun nombre n'est indiqué, et le sous-traitant n'en a fixé aucun: il "
                          "n'y a pas de date"}
                        .In(language));
  }
  MANDAT_TRY(const std::vector<DutyChange> history, Docket(agreement.store()).History(duty.id));
  for (const DutyChange& change : history) {
    if (!WordsFor(change).en.empty()) {
      lines.push_back(Line(change, language));
    }
  }
  return lines;
}

}  // namespace mandat
