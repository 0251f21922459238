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
    R"( (?:ulterieurs?|tiers|de second rang))"
    R"(|(?:autres?|d autres) (?:sous[ -]traitants?|intervenants?)|sous[ -]traitance ulterieure)"
    R"(|tiers? ulterieurs?|intervenants? tiers)"
    R"(|sub[ -]?processors?|sub[ -]?contractors?|(?:another|other|further) processors?)"
    R"(|unterauftrag\w+|subunternehm\w+|weiteren? auftragsverarbeiter\w*)";
constexpr std::string_view kData =
    R"(donnees (?:a caractere )?personnel(?:le)?s?(?: du (?:client|responsable du traitement))?)"
    R"(|donnees (?:du client|confiees)|personal (?:data|information)|personenbezogene\w* daten)";
constexpr std::string_view kBreach =
    R"(violations? d[eu]s? (?:la )?(?:securite d[eu]s? )?(?:DTA|donnees)|violations? de (?:la)"
    R"( )?sec)"
    R"(urite|fuites? de donnees|incidents? de securite|(?:DTA |personal data |data |security ))"
    R"((?:breach|incident|leak)(?:es|s)?|breach of (?:security|DTA)|verletzung(?:en)? des)"
    R"( schutzes )"
    R"((?:DTA|personenbezogener daten)|datenpannen?|datenschutzverletzung\w*|data leaks?)";
constexpr std::string_view kController =
    R"(responsables? d[ue] traitement(?: des donnees)?|controleurs?|(?:data )?controllers?)"
    R"(|verantwortlich(?:er|en|e)|auftraggebers?|donneur d ordre|exportateurs? de donnees)"
    R"(|data exporters?)";
// Where a party is called "le Responsable": those who only answer for something.
constexpr std::string_view kAnswerable =
    R"((?:entierement|pleinement|demeure|reste|tenue?|seule?) responsables?)";
constexpr std::string_view kProcessor =
    R"(sous[ -]traitants?|processeurs?|(?:data )?processors?|auftragnehmers?)"
    R"(|auftragsverarbeiters?|importateurs? de donnees|data importers?)";

std::unique_ptr<re2::RE2> Compile(std::string_view known, const std::vector<std::string>& names) {
  std::string pattern(R"(\b(?:)");
  std::vector<std::string> longest(names);
  std::ranges::sort(longest, std::ranges::greater(), &std::string::size);
  for (const std::string& name : longest) {
    pattern += re2::RE2::QuoteMeta(name) + "s?|";
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
  names_.emplace_back("SUB", Compile(kSub, names.sub_processor));
  names_.emplace_back("DTA", Compile(kData, names.data));
  names_.emplace_back("BRC", Compile(kBreach, names.breach));
  names_.emplace_back("CTL", Compile(kController, names.controller));
  names_.emplace_back("PRC", Compile(kProcessor, names.processor));
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
