// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/canon.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>

namespace mandat::internal {
namespace {

// The law's own names, and what people write for them.
constexpr std::string_view kSub =
    R"((?:sous[ -]?traitants?|processeurs?|prestataires?|intervenants?|traitants?))"
    R"( (?:ulterieurs?|tiers|de (?:second|deuxieme|troisieme) rang|de rang (?:inferieur|deux|2|)"
    R"(ii)))"
    R"(|(?:autres?|d autres) (?:sous[ -]traitants?|intervenants?)|sous[ -]traitance ulterieure)"
    R"(|tiers? ulterieurs?|intervenants? tiers)"
    R"(|(?:(?:third[ -]party|downstream|onward|approved|authori[sz]ed|lower[ -]tier) )?)"
    R"(sub[ -]?(?:processors?|contractors?|service providers?|servicers?|vendors?|suppliers?))"
    R"(|(?:another|other|further|additional|downstream|onward|third[ -]party) )"
    R"((?:data )?processors?)"
    R"(|unter-?(?:auftrag|beauftrag|verarbeit)\w+|(?:sub|nach|unter)-?unternehm\w+)"
    R"(|(?:weiter|ander)e[nrs]?)"
    R"( auftrags(?:ver|be)arbeiter\w*)"
    R"(|sub-?auftrage?n?)"
    R"(|sub-?(?:auftrags?(?:nehmer|verarbeit|bearbeit|verhaltnis|vergabe)|verarbeiter)\w*)"
    R"(|(?:sub|unter)-?dienstleister\w*|sub-?(?:prozessor|lieferant)\w*)";
constexpr std::string_view kData =
    R"(donnees (?:a caractere )?personnel(?:le)?s?(?: du (?:client|responsable du traitement))?)"
    R"(|donnees (?:du client|confiees|nominatives|des personnes))"
    R"(|informations? (?:nominatives?|(?:a caractere )?personnel(?:le)?s?))"
    R"(|personal (?:data|information)|personenbezogene\w* daten)"
    R"(|personendaten|auftragsdaten|daten de[sr] (?:verantwortlichen|auftraggeber(?:s|in)?))"
    R"(|kundendaten|daten de[sr] kund(?:en|in))"
    R"(|(?:customer|client|user|end[ -]user|visitor|subscriber) (?:personal )?data)"
    R"(|CTL s (?:(?:customers?|users?|members?|staff|clients?|guests?|own) (?:s )?)?)"
    R"((?:personal )?(?:data|information))"
    R"(|CTL s (?:customers?|users?|members?|staff|clients?|guests?) (?:s )?(?:personal )?details)";
constexpr std::string_view kBreach =
    R"(violations? d[eu]s? (?:la )?(?:securite d[eu]s? )?(?:DTA|donnees)|violations? de (?:la)"
    R"( )?sec)"
    R"(urite|fuites?(?:,? \S+){0,8}? (?:DTA|donnees)|incidents? de securite|)"
    R"((?:DTA |personal data |data |security )(?:protection |security )?)"
    R"((?:breach|incident|leak|compromise)(?:es|s)?|)"
    R"(breach of (?:security|DTA)|data loss (?:event|incident)s?|leaks?|leaking of (?:DTA|data)|)"
    R"((?:leaks?|loss|theft|compromise) of DTA|verletzung(?:en)? des)"
    R"( schutzes )"
    R"((?:von |der |ihrer )?(?:DTA|personenbezogene[nr] daten|daten)|(?:daten)?pannen?|data leaks?)"
    R"(|(?:datenschutz|datensicherheits|schutz)(?:verletzung|vorfall|vorfalle|verstoss)\w*)"
    R"(|sicherheitsvorfall\w*|datenlecks?|verletzung(?:en)? (?:von|der sicherheit der) DTA)"
    R"(|verletzung(?:en)? (?:des datenschutzes|der (?:daten)?sicherheit|der vertraulichkeit)"
    R"( (?:von |der )?DTA))";
constexpr std::string_view kController =
    R"(responsables? d[ue] traitement(?: des donnees)?|controleurs?|(?:data )?controllers?)"
    R"(|verantwortlich(?:er|en|e)(?: stelle)?|auftraggeber(?:s|in|innen)?|donneur d ordre)"
    R"(|exportateurs? de donnees|data exporters?)";
// Where a party is called "le Responsable": those who only answer for something.
constexpr std::string_view kAnswerable =
    R"((?:entierement|pleinement|demeure|reste|tenue?|seule?) responsables?)";
constexpr std::string_view kProcessor =
    R"(sous[ -]traitants?|processeurs?|(?:data )?processors?|auftragnehmer(?:s|in|innen)?)"
    R"(|auftrags(?:ver|be)arbeiter(?:s|in|innen)?|importateurs? de donnees|data importers?)";

std::unique_ptr<re2::RE2> Compile(std::string_view known, const std::vector<std::string>& names) {
  std::string pattern(R"(\b(?:the )?(?:)");
  std::vector<std::string> longest(names);
  std::ranges::sort(longest, std::ranges::greater(), &std::string::size);
  for (const std::string& name : longest) {
    pattern += re2::RE2::QuoteMeta(name) + "(?:s|n|in|en|es)?|";
  }
  pattern += std::string(known) + R"()\b)";
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_longest_match(true);
  return std::make_unique<re2::RE2>(pattern, options);
}

Folded Replace(const Folded& from, std::string_view name, const re2::RE2& pattern) {
  Folded to;
  to.text.reserve(from.text.size());
  to.origin.reserve(from.origin.size());
  size_t copied = 0;
  const auto copy = [&](size_t end) {
    to.text.append(from.text, copied, end - copied);
    to.origin.insert(to.origin.end(), from.origin.begin() + static_cast<long>(copied),
                     from.origin.begin() + static_cast<long>(end));
  };
  re2::StringPiece found;
  const re2::StringPiece all(from.text);
  size_t at = 0;
  while (at < all.size() && pattern.Match(all, at, all.size(), re2::RE2::UNANCHORED, &found, 1) &&
         !found.empty()) {
    const auto begin = static_cast<size_t>(found.data() - all.data());
    copy(begin);
    to.text.append(name);
    to.origin.insert(to.origin.end(), name.size(), from.origin[begin]);
    at = copied = begin + found.size();
  }
  copy(from.text.size());
  to.origin.push_back(from.origin.back());
  return to;
}

}  // namespace

Canon::Canon(const RoleNames& names) {
  if (std::ranges::find(names.controller, "responsable") != names.controller.end()) {
    names_.emplace_back("LIA", Compile(kAnswerable, {}));
  }
  if (names.is_ours) {
    names_.emplace_back("PRC s", Compile("our", {}));
  }
  if (names.is_yours) {
    names_.emplace_back("CTL s", Compile("your", {}));
  }
  if (names.is_polite) {
    names_.emplace_back("DTA", Compile("ihre[nr]? (?:personenbezogenen )?daten", {}));
  }
  if (names.is_familiar) {
    names_.emplace_back("DTA", Compile("(?:deine|eure)[nr]? (?:personenbezogenen )?daten", {}));
  }
  names_.emplace_back("SUB", Compile(kSub, names.sub_processor));
  names_.emplace_back("DTA", Compile(kData, names.data));
  names_.emplace_back("BRC", Compile(kBreach, names.breach));
  names_.emplace_back("CTL", Compile(kController, names.controller));
  names_.emplace_back("PRC", Compile(kProcessor, names.processor));
  if (names.is_polite) {
    names_.emplace_back("CTL", Compile("sie|ihnen|ihre?[nmrs]?", {}));
  }
  if (names.is_familiar) {
    names_.emplace_back("CTL", Compile("du|dich|dir|deine?[nmrs]?|euch|eure[nmrs]?", {}));
  }
  if (names.is_polite || names.is_familiar) {
    names_.emplace_back("PRC", Compile("wir|uns|unsere?[nmrs]?", {}));
  }
}

Canon::~Canon() = default;

Folded Canon::Apply(Folded folded) const {
  for (const auto& [name, pattern] : names_) {
    if (pattern->ok()) {
      folded = Replace(folded, name, *pattern);
    }
  }
  return folded;
}

}  // namespace mandat::internal
