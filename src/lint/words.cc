// SPDX-License-Identifier: Apache-2.0
#include "lint/internal/words.h"

#include <algorithm>
#include <array>
#include <string>

namespace mandat::internal {
namespace {

using Word = std::string_view;

constexpr auto kPlaceholder = std::to_array<Word>({"[...",
                                                   "[\xe2\x80\xa6",
                                                   "[specify",
                                                   "[to be",
                                                   "[insert",
                                                   "___",
                                                   "tbd",
                                                   "xx days",
                                                   "xx hours",
                                                   "#value",
                                                   "#ref",
                                                   "to be completed",
                                                   "to be filled in",
                                                   "to be agreed",
                                                   "to be specified",
                                                   "(à compléter",
                                                   "à compléter par",
                                                   "à compléter :",
                                                   "[à ",
                                                   "xx jours",
                                                   "xx heures",
                                                   "auszufüllen",
                                                   "noch zu"});
constexpr auto kGenericPurpose = std::to_array<Word>(
    {"as necessary", "as needed", "provide the services", "provision of the services",
     "performance of the contract", "services of the framework", "services of the main",
     "legitimate business", "business purposes", "fourniture des services", "fournir les services",
     "prestation des services", "exécution du contrat", "exécution des services",
     "intérêts commerciaux", "erbringung der leistungen", "erfüllung des vertrags"});
constexpr auto kLawOfUnion = std::to_array<Word>(
    {"union", "member state", "eu law", "law of the eu", "eu or", "état membre", "états membres",
     "etat membre", "etats membres", "droit européen", "unionsrecht", "mitgliedstaat"});
constexpr auto kToldFirst = std::to_array<Word>(
    {"told", "tell", "inform", "notif", "before", "warn", "announce", "avis", "préven", "prévien",
     "avant", "avert", "signal", "communiqu", "unterricht", "mitteil", "mitzuteilen"});
constexpr auto kInstruction = std::to_array<Word>({"instruct", "weisung"});
constexpr auto kVagueSecurity = std::to_array<Word>(
    {"reasonable", "industry", "best practice", "raisonnable", "meilleures pratiques",
     "règles de l'art", "usages du secteur", "branchenüblich"});
constexpr auto kRisk = std::to_array<Word>(
    {"risk", "loss", "alteration", "disclosure", "destruction", "art. 32", "risque", "perte",
     "altération", "divulgation", "article 32", "risik", "verlust", "vernichtung"});
constexpr auto kEncryption = std::to_array<Word>(
    {"encrypt", "pseudonym", "tls", "https", "chiffr", "crypt", "verschlüssel"});
constexpr auto kRestoring = std::to_array<Word>(
    {"restor", "recover", "restaur", "rétabli", "récupér", "reprise", "wiederherst"});
constexpr auto kTesting =
    std::to_array<Word>({"test", "audit", "assess", "evaluat", "évalu", "essai", "essay", "vérifi",
                         "contrôle", "überprüf", "bewert"});
constexpr auto kAncillary =
    std::to_array<Word>({"maintenance", "support", "ancillary", "inspection", "other services",
                         "affiliate", "group compan", "subcontractor", "accessoire", "assistance",
                         "contrôle", "autres services", "affilié", "sociétés du groupe", "filiale",
                         "nebenleistung", "wartung", "verbundene unternehmen"});
constexpr auto kHarmless =
    std::to_array<Word>({"without access", "no access", "sans accès", "pas accès", "aucun accès",
                         "pas d'accès", "ohne zugriff", "ohne zugang", "kein zugriff"});
constexpr auto kLimit =
    std::to_array<Word>({"limit", "capped", "at most", "up to", "plafon", "à concurrence",
                         "au maximum", "jusqu'à", "begrenz", "höchstens"});
constexpr auto kImpact = std::to_array<Word>({"impact", "assessment", "folgenabschätzung"});
constexpr auto kConsultation = std::to_array<Word>({"consult", "konsult"});
constexpr auto kNature =
    std::to_array<Word>({"nature", "categor", "catégor", "art der", "kategor"});
constexpr auto kConsequence =
    std::to_array<Word>({"consequence", "effect", "conséquence", "effet", "folgen"});
constexpr auto kMeasure = std::to_array<Word>({"measure", "mesure", "maßnahm"});
constexpr auto kContact =
    std::to_array<Word>({"contact", "coordonnées", "kontakt", "ansprechpartner", "anlaufstelle"});
constexpr auto kBreachScope = std::to_array<Word>({"must report",
                                                   "has to report",
                                                   "must notify",
                                                   "attribut",
                                                   "held against",
                                                   "at fault",
                                                   "caused by the processor",
                                                   "sphere",
                                                   "reportable",
                                                   "événement à signaler",
                                                   "domaine de responsabilité",
                                                   "verantwortungsbereich",
                                                   "meldepflichtig",
                                                   "significant",
                                                   "serious",
                                                   "confirmed",
                                                   "material",
                                                   "imputable",
                                                   "doit être notifi",
                                                   "doit notifier à l'autorité",
                                                   "grave",
                                                   "avérée",
                                                   "confirmée",
                                                   "causée par le sous-traitant",
                                                   "zurechenbar",
                                                   "erheblich"});
constexpr auto kCopy = std::to_array<Word>({"cop", "backup", "sauvegarde", "kopie", "sicherung"});
constexpr auto kBeyondLaw = std::to_array<Word>(
    {"contract", "prove", "proof", "evidence", "own records", "preuve", "prouver", "nachweis"});
constexpr auto kProcessorChoice =
    std::to_array<Word>({"processor chooses", "processor so chooses", "processor's choice",
                         "discretion", "processor decides", "choix du sous-traitant", "discrétion",
                         "le sous-traitant décide", "le sous-traitant peut choisir", "ermessen"});
constexpr auto kDerogation =
    std::to_array<Word>({"art. 49", "article 49", "derogation", "dérogation", "ausnahme"});
constexpr auto kEffort =
    std::to_array<Word>({"effort", "endeavour", "strive", "seek to", "efforce",
                         "moyens raisonnables", "tout son possible", "bemüh", "bestreb"});
constexpr auto kRecordOfProcessing = std::to_array<Word>(
    {"record of processing", "records of processing", "register of processing", "art. 30",
     "registre des catégories", "registre des activités", "registre des traitements", "article 30",
     "verzeichnis von verarbeitung", "verzeichnis der verarbeitung"});
constexpr auto kSensitive = std::to_array<Word>(
    {"patient",  "resident", "health",      "medical", "disab",    "diagnos",    "biometric",
     "genetic",  "religio",  "trade union", "art. 9",  "résident", "santé",      "médica",
     "handicap", "diagnost", "biométr",     "génétiq", "syndic",   "gesundheit", "krankheit"});

constexpr auto kLists = std::to_array<WordList>({
    {Cue::kPlaceholder, "L-W02", "a blank that nobody filled in", kPlaceholder},
    {Cue::kGenericPurpose, "L-W03", "a purpose that only points at the services", kGenericPurpose},
    {Cue::kLawOfUnion, "L-A03", "the law that may demand processing is named", kLawOfUnion},
    {Cue::kToldFirst, "L-A04", "the controller hears of it", kToldFirst},
    {Cue::kInstruction, "L-B02", "persons act on instructions", kInstruction},
    {Cue::kVagueSecurity, "L-W05", "a level of security that is no level", kVagueSecurity},
    {Cue::kRisk, "L-C03", "the risk is weighed", kRisk},
    {Cue::kEncryption, "L-C02", "GDPR Art. 32(1)(a)", kEncryption},
    {Cue::kRestoring, "L-C02", "GDPR Art. 32(1)(c)", kRestoring},
    {Cue::kTesting, "L-C02", "GDPR Art. 32(1)(d)", kTesting},
    {Cue::kAncillary, "L-W08", "services of those who can see data", kAncillary},
    {Cue::kHarmless, "L-W08", "services of those who cannot", kHarmless},
    {Cue::kLimit, "L-W22", "liability for sub-processors has a limit", kLimit},
    {Cue::kImpact, "L-F05", "impact assessments are named", kImpact},
    {Cue::kConsultation, "L-F05", "prior consultation is named", kConsultation},
    {Cue::kNature, "L-F08", "nature of a breach", kNature},
    {Cue::kConsequence, "L-F08", "its consequences", kConsequence},
    {Cue::kMeasure, "L-F08", "measures against it", kMeasure},
    {Cue::kContact, "L-F08, L-I10", "a contact", kContact},
    {Cue::kBreachScope, "L-W11", "only some breaches are told", kBreachScope},
    {Cue::kCopy, "L-G02", "copies go too", kCopy},
    {Cue::kBeyondLaw, "L-W17", "data are kept without a law", kBeyondLaw},
    {Cue::kProcessorChoice, "L-W15", "the processor decides", kProcessorChoice},
    {Cue::kDerogation, "L-W20", "transfers rest on a derogation", kDerogation},
    {Cue::kEffort, "L-W14", "an effort instead of a duty", kEffort},
    {Cue::kRecordOfProcessing, "L-X04", "the record of GDPR Art. 30(2)", kRecordOfProcessing},
    {Cue::kSensitive, "L-I03", "people or measures that speak of special categories", kSensitive},
});

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsWordChar(char c) {
  const char lower = Lower(c);
  return (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Small letters, the apostrophe of typesetters as the plain one, blanks for those that do not
// break.
std::string Folded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](size_t ahead) {
      return i + ahead < text.size() ? static_cast<unsigned char>(text[i + ahead]) : 0;
    };
    if (byte(0) == 0xe2 && byte(1) == 0x80 && byte(2) == 0x99) {
      out += '\'';
      i += 2;
    } else if (byte(0) == 0xc2 && byte(1) == 0xa0) {
      out += ' ';
      ++i;
    } else if (byte(0) == 0xc3 && byte(1) >= 0x80 && byte(1) <= 0x9e) {
      out += text[i];
      out += static_cast<char>(byte(1) + 0x20);
      ++i;
    } else {
      out += Lower(text[i]);
    }
  }
  return out;
}

bool StandsAt(std::string_view text, size_t at, std::string_view word) {
  return text.size() - at >= word.size() &&
         std::ranges::equal(text.substr(at, word.size()), word, {}, Lower, Lower);
}

}  // namespace

std::span<const WordList> WordLists() { return kLists; }

bool Speaks(std::string_view said, Cue cue) {
  const std::string text = Folded(said);
  const std::span<const Word> words = kLists[static_cast<size_t>(cue)].words;
  for (size_t at = 0; at < text.size(); ++at) {
    const bool begins = at == 0 || !IsWordChar(text[at - 1]) || !IsWordChar(text[at]);
    if (begins && std::ranges::any_of(words, [&](Word word) { return StandsAt(text, at, word); })) {
      return true;
    }
  }
  return false;
}

bool Names(std::string_view text, std::string_view name) {
  for (size_t at = 0; at + name.size() <= text.size(); ++at) {
    const size_t end = at + name.size();
    const bool begins = at == 0 || !IsWordChar(text[at - 1]);
    // "TLS 1" does not stand in "TLS 1.2", but "TLS 1.1" stands in "TLS 1.1."
    const bool goes_on = end < text.size() &&
                         (IsWordChar(text[end]) ||
                          (text[end] == '.' && end + 1 < text.size() && IsWordChar(text[end + 1])));
    if (begins && !goes_on && StandsAt(text, at, name)) {
      return true;
    }
  }
  return false;
}

}  // namespace mandat::internal
