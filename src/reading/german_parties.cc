// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/german_parties.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "reading/internal/fold.h"
#include "reading/internal/role_terms.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kNamedBlocks = 16;  // blocks in which parties are named
constexpr size_t kNamesMost = 6;
constexpr size_t kSpeaksOften = 3;
constexpr size_t kTimesMost = 8;  // times that one deed counts
constexpr size_t kProven = 4;     // deeds from which a pair is believed

// What parties are called that nobody defines.
constexpr auto kUsual = std::to_array<std::string_view>(
    {"kunde",      "kundin",        "mandant",         "besteller",   "lizenznehmer",
     "anwender",   "verein",        "schule",          "gemeinde",    "anbieter",
     "anbieterin", "dienstleister", "dienstleisterin", "lieferant",   "betreiber",
     "agentur",    "hoster",        "provider",        "lizenzgeber", "hersteller"});

// A party: its name, and the pattern that finds it in any case.
struct Party {
  std::string name;  // empty where the law's own name serves
  std::string pattern;
};

size_t TimesSaid(const std::string& whole, const std::string& pattern, size_t most = kTimesMost) {
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 re(pattern, options);
  re2::StringPiece rest(whole);
  size_t times = 0;
  while (re.ok() && times < most && RE2::FindAndConsume(&rest, re)) {
    ++times;
  }
  return times;
}

void AddFrontName(std::string name, std::vector<Party>& parties) {
  name = Bare(std::move(name));
  static const RE2 shape(R"([a-z][a-z0-9 &.-]{1,30})");
  static const RE2 other(
      R"((?:vertrag\w*|\w*vereinbarung|(?:vertrags)?partei(?:en)?|\w*daten|avv|dsgvo)"
      R"(|ds-gvo|anlage.*|anhang.*|dienste?|leistung(?:en)?|wir|uns|sie|du|ihr|toms?|agb|bdsg|kdg)"
      R"(|plattform|software|unter\w+|sub\w+|\w*auftrag|gemeinsam.*))");
  const bool is_known = std::ranges::find(parties, name, &Party::name) != parties.end();
  if (!is_known && parties.size() < kNamesMost && RE2::FullMatch(name, shape) &&
      !RE2::FullMatch(name, other) && !IsLawController(name) && !IsLawProcessor(name) &&
      !IsNoParty(name)) {
    const std::string pattern = RE2::QuoteMeta(name) + "(?:s|n|en|es)?";
    parties.push_back({std::move(name), pattern});
  }
}

// Names that the front gives: in quotes, or behind "nachfolgend".
std::vector<Party> NamesAtFront(const ContractText& text, const std::string& whole) {
  static const RE2 quoted(R"re("\s?((?:der |die |das )?[a-z][^"]{1,38}?)\s?")re");
  static const RE2 called(
      R"((?:nachfolgend|nachstehend|im folgenden|im weiteren|kurz)(?: auch| kurz| als)?:? )"
      R"((?:der |die |das )?([a-z][a-z-]{2,30}) genannt)");
  // "(kurz: Praxis)", "nachfolgend das Hotel", and "- Gemeinde -" below a name.
  static const RE2 alone(
      R"((?:nachfolgend|nachstehend|im folgenden|im weiteren|kurz|fortan)(?: auch| kurz| als)?:? )"
      R"((?:der |die |das )?([a-z][a-z-]{2,30}) ?(?:\)|,|-?[.;]?$))");
  // "Beispiel e. V. (der Verein)".
  static const RE2 bracketed(R"(\((?:der|die|das) ([a-z][a-z-]{2,30})\))");
  static const RE2 dashed(R"(^(?:- ?)?(?:der |die |das )?([a-z][a-z-]{2,30}) ?-$)");
  std::vector<Party> parties;
  for (size_t i = 0; i < std::min(kNamedBlocks, text.blocks.size()); ++i) {
    const std::string folded = FoldText(text.blocks[i].text);
    for (const RE2* pattern : {&quoted, &called, &alone, &bracketed, &dashed}) {
      re2::StringPiece rest(folded);
      std::string name;
      while (RE2::FindAndConsume(&rest, *pattern, &name)) {
        AddFrontName(name, parties);
      }
    }
  }
  for (const std::string_view usual : kUsual) {
    const std::string noun(usual);
    if (TimesSaid(whole, R"(\b(?:der|die|dem|den|des) )" + noun + R"((?:s|n|en)?\b)") ==
        kTimesMost) {
      AddFrontName(noun, parties);
    }
  }
  return parties;
}

constexpr std::string_view kThe = R"((?:de[rmns]|die|das|an (?:den|die|das)|von|vom) )";
constexpr std::string_view kDoes =
    R"((?:verarbeitet|meldet|informiert|unterrichtet|unterstutzt|benachrichtigt|loscht|trifft)"
    R"(|gewahrleistet|teilt|zeigt|haftet|ergreift|verpflichtet|leitet|gibt|weist|setzt|stellt)"
    R"(|schutzt|hilft|fuhrt|arbeitet|speichert|sorgt|behandelt|bestatigt|halt))";

// How much speaks for one being the controller and the other the processor.
size_t DeedsOf(const std::string& whole, const std::string& controller,
               const std::string& processor) {
  const std::string the = "(?:" + std::string(kThe) + ")?";
  const std::string does(kDoes);
  size_t deeds = 0;
  for (const std::string& pattern : {
           R"(\b(?:an)?(?:weisung(?:en)?|auftrag|namen|wahl|zustimmung|genehmigung|einwilligung)"
           R"(|verlangen|wunsch|entscheidung|vorgaben|freigabe) )" +
               the + controller + R"(\b)",
           R"(\b(?:unterauftrag\w+|(?:sub|nach)unternehm\w+|unterbeauftrag\w+) )" + the +
               processor + R"(\b)",
           R"(\b)" + processor + " " + does + R"(\b)",
           R"(\b)" + does + " (?:der |die |das )?" + processor + R"(\b)",
           R"(\b)" + processor + R"( (?:[^ .]+ ){1,6}?)" + the + controller +
               R"( (?:[^ .]+ ){0,12}?(?:mit|weiter|zu|zur verfugung|unverzuglich)\b)",
           R"(\b)" + processor + R"( (?:[^ .]+ ){0,3}?fur )" + the + controller + R"(\b)",
           R"(\b)" + controller + R"( (?:erteilt|genehmigt|widerspricht|stimmt|bestatigt)\b)",
           R"(\b)" + controller +
               R"( (?:kann|darf|hat das recht|ist berechtigt)(?: [^ .]+){0,12}?)"
               R"( (?:widersprechen|uberprufen|prufen|kontrollieren|uberzeugen)\b)",
       }) {
    deeds += TimesSaid(whole, pattern);
  }
  return deeds;
}

bool IsPolite(const ContractText& text, const std::string& whole) {
  static const RE2 polite(R"([a-zäöüß,] (?:Sie|Ihnen|Ihre?[nmrs]?)\b)");
  size_t said = 0;
  for (const Block& block : text.blocks) {
    re2::StringPiece rest(block.text);
    while (said < kSpeaksOften && RE2::FindAndConsume(&rest, polite)) {
      ++said;
    }
  }
  constexpr size_t kWordsMost = 200;
  const size_t we = TimesSaid(whole, R"(\b(?:wir|uns|unsere?[nmrs]?)\b)", kWordsMost);
  return text.language == Tongue::kGerman && said == kSpeaksOften && we >= kSpeaksOften &&
         we > TimesSaid(whole, R"(\b(?:auftragnehmer|auftragsverarbeiter)\w*)", kWordsMost);
}

bool IsFamiliar(const ContractText& text, const std::string& whole) {
  return text.language == Tongue::kGerman &&
         TimesSaid(whole, R"(\b(?:du|dich|dir|deine?[mnrs]?|euch|eure[mnrs]?)\b)") >=
             kSpeaksOften &&
         TimesSaid(whole, R"(\b(?:wir|uns|unsere?[mnrs]?)\b)") >= kSpeaksOften;
}

}  // namespace

void AddGermanParties(const ContractText& text, const std::string& whole, RoleNames& names) {
  if (text.language != Tongue::kGerman) {
    return;
  }
  std::vector<Party> parties = NamesAtFront(text, whole);
  if (parties.empty()) {
    return;
  }
  parties.push_back({"", R"((?:auftraggeber(?:s|in)?|verantwortliche[nrs]?))"});
  parties.push_back({"", R"((?:auftragnehmer(?:s|in)?|auftrags(?:ver|be)arbeiter(?:s|in)?))"});
  const size_t law = parties.size() - 2;
  const Party* controller = nullptr;
  const Party* processor = nullptr;
  size_t most = 0;
  for (size_t i = 0; i < parties.size(); ++i) {
    for (size_t j = 0; j < parties.size(); ++j) {
      if (i == j || i == law + 1 || j == law) {
        continue;
      }
      const size_t deeds = DeedsOf(whole, parties[i].pattern, parties[j].pattern);
      if (deeds > most) {
        most = deeds;
        controller = &parties[i];
        processor = &parties[j];
      }
    }
  }
  const bool is_proven =
      most >= kProven && 2 * most > 3 * DeedsOf(whole, processor->pattern, controller->pattern);
  const auto has = [](const std::vector<std::string>& all, const std::string& name) {
    return std::ranges::find(all, name) != all.end();
  };
  if (!is_proven || has(names.processor, controller->name) ||
      has(names.controller, processor->name)) {
    return;
  }
  for (const auto& [party, role] :
       {std::pair(controller, &names.controller), std::pair(processor, &names.processor)}) {
    if (!party->name.empty() && !has(*role, party->name)) {
      role->push_back(party->name);
    }
  }
}

void AddGermanPronouns(const ContractText& text, const std::string& whole, RoleNames& names) {
  names.is_familiar = IsFamiliar(text, whole);
  names.is_polite = !names.is_familiar && IsPolite(text, whole);
}

}  // namespace mandat::internal
