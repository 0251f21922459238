// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/take_value.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "reading/internal/duration.h"
#include "reading/internal/says.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kNear = 48;  // bytes around a number that say what it is

std::string_view Before(std::string_view words, size_t at, size_t most = kNear) {
  return words.substr(at - std::min(at, most), std::min(at, most));
}

std::string_view After(std::string_view words, size_t at, size_t most = kNear) {
  return words.substr(at, most);
}

// How well a number fits what the rule looks for; negative: not at all.
int Fitness(Take take, std::string_view words, const Duration& duration, size_t anchor) {
  static const RE2 within(
      R"(\b(?:dans|within|au plus tard|later than|sous|endeans|innerhalb)"
      R"(|binnen|spatestens|delai|maximum|en tout cas|in any event|not more than|than)\b)");
  static const RE2 firm(
      R"(\b(?:en tout (?:cas|etat)|in any (?:event|case)|toute hypothese|au plus t)"
      R"(ard|later than|spatestens|maximum|jedenfalls|(?:in jedem|auf jeden) fall)\b)");
  static const RE2 soft(
      R"(\b(?:si possible|where possible|if possible|where feasible|nach moglichkeit|)"
      R"((?:wenn|soweit|sofern) moglich|moglichst)\b)");
  static const RE2 lead_before(
      R"(\b(?:preavis|au moins|at least|less than|avertissement|mindestens|wenigstens|)"
      R"(zumindest|frist von|vorlauf\w*|ankundigung\w*|)"
      R"(upon|on|with|minimum|provided you give us|annonces?|least|fewer than|lead time|notice|)"
      R"(vorlaufzeit|spatestens|au plus tard|not later than|no later than)\b)");
  static const RE2 lead_after(
      R"(^\)?(?: s)?,? (?:\S+ ){0,3}?(?:a l avance|avant|auparavant|in advance|ahead|before|)"
      R"(prior|notice|warning|beforehand|earlier|)"
      R"(im voraus|vorher|vorab|zuvor|vor|au moins avant|preavis|vorlauf\w*|vorankundigung)\b)");
  static const RE2 every(R"(\b(?:(?:toutes les|tous les|every|chaque)(?: \S+)?|alle) ?$)");
  const std::string_view ahead = Before(words, duration.begin);
  const std::string_view behind = After(words, duration.end);
  if (Says(ahead, every)) {
    return -1;
  }
  const auto far = static_cast<int>(
      (duration.begin > anchor ? duration.begin - anchor : anchor - duration.begin) / 60);
  const bool is_lead = Says(behind, lead_after);
  if (take == Take::kLead) {
    const int fits = (Says(ahead, lead_before) ? 8 : 0) + (is_lead ? 10 : 0);
    return fits == 0 ? -1 : 100 + fits - far;
  }
  if (take == Take::kWithin) {
    const bool is_within = Says(ahead, within);
    static const RE2 notice(R"(\b(?:preavis|notice) (?:\S+ ){0,3}?(?:de|d|of) ?$)");
    static const RE2 since_end(R"(^\)? (?:after|from|following|of) (?:\S+ ){0,3}?)"
                               R"((?:clos|cancel|terminat|end|expir|leav)\w*)");
    static const RE2 since(R"(^\)? (?:from|after|following)\b)");
    if ((is_lead && !is_within && !Says(behind, since)) || Says(ahead, notice)) {
      return -1;
    }
    return 100 - (duration.begin < anchor ? 2 : 0) + (is_within ? 8 : 0) +
           (Says(behind, since_end) ? 12 : 0) + (Says(ahead, firm) ? 6 : 0) -
           (Says(ahead, soft) ? 12 : 0) - (is_lead ? 6 : 0) - far;
  }
  return 100 - far;
}

std::optional<Duration> Choose(const TermRule& rule, std::string_view words, size_t anchor) {
  std::optional<Duration> best;
  int most = -1;
  for (const Duration& duration : FindDurations(words)) {
    const int fits = Fitness(rule.take, words, duration, anchor);
    if (fits > most) {
      most = fits;
      best = duration;
    }
  }
  return best;
}

// What starts the time, by the words around it.
std::string_view StartOf(const TermRule& rule, std::string_view around) {
  static const RE2 aware(
      R"(\b(?:connaissance|aware\w*|detect\w*|en (?:est|a ete|sera) (?:informe|averti|avise)e?|)"
      R"(decouvert\w*|discover\w*|constat\w*|kenntn)"
      R"(is\w*|PRC (?:\S+ )?(?:notices?|spots?)|noticed|noticing|spotted|reali[sz]\w*|)"
      R"(com(?:e|es|ing) to light|learn\w* (?:of|about)|)"
      R"(bekannt\w*|feststell\w+|festgestellt|entdeck\w+|f(?:ind|inds|ound|inding) out)\b)");
  static const RE2 receipt(
      R"(\b(?:recept\w*|receipt|receiv\w*|recoit|recue?s?|zugang|parvien\w*|)"
      R"(reach\w*|recevr\w*|erhalt\w*|wendet|eingang\w*|eingeh\w+|empfang\w*)\b)");
  static const RE2 sending(
      R"(\b(?:notif\w*|annonc\w*|envoi|sent|sending|that period|information|not)"
      R"(ice|avis|benachrichtigung|mitteilung|unterrichtung|anzeige|bekanntgabe|ankundigung)\b)");
  static const RE2 closure(R"(\b(?:fermeture du compte|account closure|)"
                           R"(clos(?:e|ed|ing) (?:\S+ ){0,2}account|closure of the account|)"
                           R"((?:schliessung|loschung) de[sr] \w*(?:konto|kontos|accounts?)|)"
                           R"(kontoschliessung)\b)");
  static const RE2 end(
      R"(\b(?:fin (?:du|de)|end\w*|terminat\w*|expir\w*|resiliation|issue|cessation)"
      R"(|terme|(?:contrat|abonnement|prestation|accord|convention)s? (?:\S+ )?)"
      R"((?:termine|fini|echu|resilie|expire)e?s?)"
      R"(|beendigung|beendet|vertragsende|endet|ende|ablauf|abschluss)\b)");
  static const RE2 done(
      R"(\b(?:achevement|complet\w*|destruction|suppression|celle-ci|une fois|qui )"
      R"(suivent|erasure|deletion|loschung|vernichtung|abschluss)\b)");
  const std::string_view field = rule.field;
  if (field.starts_with("breach.") || field == "sub-processors.failure") {
    return Says(around, aware) ? "awareness" : "";
  }
  if (field.starts_with("requests.")) {
    return Says(around, receipt) ? "receipt-of-request" : "";
  }
  if (field == "sub-processors.objection") {
    static const RE2 behind(
        R"(\b(?:tagen?|wochen?|monate?n?s?) (?:nach|ab|seit) (?:d(?:er|ies\w+) )?)"
        R"((?:benachrichtigung|mitteilung|unterrichtung|information|ankundigung|bekanntgabe)\b)");
    if (Says(around, behind)) {
      return rule.word;
    }
    return Says(around, receipt) ? "receipt-of-notice" : Says(around, sending) ? rule.word : "";
  }
  if (field == "end.delay" || field == "confidentiality.deletion") {
    static const RE2 request(
        R"(\b(?:a (?:compter|partir) d[eu]|suivant|from|after|nach|ab) (?:\S+ ){0,3}?)"
        R"((?:demande|requete|request|anfrage|aufforderung|verlangen)\b)");
    return Says(around, request)   ? "receipt-of-request"
           : Says(around, closure) ? "account-closure"
           : Says(around, end)     ? "end-of-agreement"
                                   : "";
  }
  if (field == "end.certificate") {
    return Says(around, done) ? rule.word : "";
  }
  return field == "suspension.most" ? rule.word : "";
}

std::string_view StrengthOf(std::string_view words, const Duration& duration) {
  static const RE2 firm(R"(\b(?:en tout (?:cas|etat)|in any (?:event|case)|toute hypothese)\b)");
  static const RE2 usual(R"(\b(?:generalement|generally|en principe|in der regel|as a rule)\b)");
  static const RE2 effort(R"(\b(?:s efforce\w*|reasonable (?:efforts|endeavours)|best efforts)\b)");
  const std::string_view ahead = Before(words, duration.begin, 60);
  return Says(ahead, firm)     ? "in-any-event"
         : Says(ahead, usual)  ? "generally"
         : Says(words, effort) ? "best-effort"
                               : "";
}

void TakeTime(const TermRule& rule, std::string_view words, Taken& taken) {
  const size_t anchor = AnchorOf(rule, words);
  const std::optional<Duration> duration = Choose(rule, words, anchor);
  std::string_view hurry = rule.take == Take::kKeep ? "" : PromptnessIn(words, anchor);
  // "reasonable notice, so that you can object": the notice is the processor's.
  if (rule.field == "sub-processors.objection" && hurry == "in-reasonable-time") {
    hurry = "";
  }
  static const RE2 least(R"(\b(?:au moins|at least|au minimum|minimum|no less|mindestens)\b)");
  if (duration) {
    const bool is_least =
        rule.take == Take::kLead ||
        (rule.take == Take::kKeep &&
         (rule.field == "confidentiality.survival" || Says(Before(words, duration->begin), least)));
    const std::string_view key = is_least                     ? "at-least"
                                 : rule.take == Take::kWithin ? "within"
                                                              : "at-most";
    taken.value.emplace_back(key, duration->Text());
    taken.is_number = true;
  }
  if (!hurry.empty()) {
    taken.value.emplace_back("promptness", hurry);
  }
  taken.has_time = duration.has_value() || !hurry.empty();
  if (!taken.has_time || rule.take == Take::kKeep) {
    return;
  }
  if (rule.take == Take::kLead) {
    if (duration && !rule.word.empty()) {
      taken.value.emplace_back("before", rule.word);
    }
  } else {
    const bool is_whole = rule.field == "end.delay" || !duration;
    const std::string_view around =
        !is_whole ? words.substr(duration->begin - std::min<size_t>(duration->begin, 90),
                                 duration->end - duration->begin + 210)
                  : words;
    if (const std::string_view start = StartOf(rule, around); !start.empty()) {
      taken.value.emplace_back("from", start);
    }
  }
  if (duration && duration->is_calendar && duration->unit == SaidUnit::kDay) {
    taken.value.emplace_back("days", "calendar");
  }
  if (duration) {
    if (const std::string_view strength = StrengthOf(words, *duration); !strength.empty()) {
      taken.value.emplace_back("strength", strength);
    }
  }
}

void TakeQuota(std::string_view words, Taken& taken) {
  const Times times = FindTimes(words);
  const std::string_view hurry = PromptnessIn(words, 0);
  if (times.n != 0 && !times.per.empty()) {
    taken.value.emplace_back("times", std::to_string(times.n));
    taken.value.emplace_back("per", times.per);
    taken.is_number = true;
  } else if (hurry == "in-reasonable-time") {
    taken.value.emplace_back("promptness", hurry);
  }
  taken.has_time = !taken.value.empty();
}

void TakePayer(std::string_view words, Taken& taken) {
  const CueSet cues = CueBook::Get().Match(words);
  const auto has = [&](std::string_view cue) { return cues.test(CueBook::Get().Number(cue)); };
  static const RE2 first(
      R"(\b(?:first|premier|erste[srn]?) audit.*(?:further|additional|suppl|weiter)|)"
      R"((?:further|additional) audits?\b.*\b(?:CTL|charged))");
  // "if there are more than five requests a month, the customer pays"
  static const RE2 beyond(
      R"(\b(?:exceed(?:s|ing)?|more than|in excess of|over|beyond) (?:\S+ )?)"
      R"((?:[0-9]+|two|three|four|five|ten|twenty)(?: \S+){0,4}? (?:per|a|each|in any|every) )"
      R"((?:\S+ )?(?:month|quarter|year|week)\b)");
  static const RE2 further(R"(\b(?:autres? audits?|further audits?|sauf si|unless the audit)\b)");
  // "The processor restores the data at its own cost": whoever the sentence begins with.
  static const RE2 own(
      R"(^.*?\b(PRC|CTL)\b.*\b(?:a ses (?:propres )?frais|a sa (?:\S+ )?charge)\b)");
  static const RE2 lets(R"(\bPRC (?:permet|autorise|accepte que)\b.*\bCTL\b.*\b(?:a ses|a sa) )");
  std::string begins;
  const re2::StringPiece all(words.data(), words.size());
  const bool is_own = re2::RE2::PartialMatch(all, own, &begins);
  static const RE2 rest(
      R"(\b(?:beyond (?:that|this|those)|(?:each|any|every|all) (?:further|additional|more)|)"
      R"(more than that|(?:further|additional) (?:requests?|audits?|help|assistance|time))\b)");
  const bool is_free = has("payprc") || has("nocharge");
  const bool is_beyond = has("payctl") && (Says(words, beyond) || (is_free && Says(words, rest)));
  const std::string_view who = Says(words, first) || is_beyond       ? "controller-if-further"
                               : has("payshared")                    ? "shared"
                               : has("nocharge")                     ? "processor"
                               : is_own && Says(words, lets)         ? "controller"
                               : is_own && begins == "PRC"           ? "processor"
                               : has("payctl")                       ? "controller"
                               : has("payprc")                       ? "processor"
                               : has("remb") && Says(words, further) ? "controller-if-further"
                                                                     : "";
  if (!who.empty()) {
    taken.value.emplace_back("is", who);
    taken.has_time = true;
  }
}

// "Once the statutory retention periods are over, the processor deletes ..."
bool BeginsWithRetention(std::string_view words) {
  static const RE2 retention(
      R"(^[^a-z]*(?:apres|a|des|une fois|nach|mit|after|upon|on|once|at) (?:\S+ ){0,5}?)"
      R"((?:conservation (?:\S+ )?(?:legaux|legale?s?|obligatoires?)|)"
      R"((?:legaux|legale?s?|obligatoires?) (?:\S+ )?conservation|)"
      R"((?:statutory|legal|mandatory) (?:retention|storage|keeping)|)"
      R"(gesetzlich\w* (?:\S+ )?aufbewahrung\w*)\b)");
  return Says(words, retention);
}

}  // namespace

Taken TakeValue(const TermRule& rule, std::string_view words) {
  Taken taken;
  switch (rule.take) {
    case Take::kText:
      if (rule.field == "end.trigger" && BeginsWithRetention(words)) {
        taken.value.emplace_back("from", "end-of-legal-retention");
      }
      break;
    case Take::kWord:
      taken.value.emplace_back("is", rule.word);
      if (rule.field == "sub-processors.effect") {
        const TermRule notice{
            .id = rule.id, .field = rule.field, .need = "terminate", .take = Take::kLead};
        if (const auto duration = Choose(notice, words, 0)) {
          taken.value.emplace_back("at-least", duration->Text());
        }
      }
      break;
    case Take::kWithin:
    case Take::kLead:
    case Take::kKeep:
      TakeTime(rule, words, taken);
      break;
    case Take::kQuota:
      TakeQuota(words, taken);
      break;
    case Take::kPayer:
      TakePayer(words, taken);
      break;
  }
  return taken;
}

}  // namespace mandat::internal
