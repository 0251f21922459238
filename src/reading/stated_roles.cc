// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/stated_roles.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <vector>

#include "reading/internal/fold.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr int kStatedMost = 24;
constexpr int kNamedOften = 3;  // times from which a word is a name
constexpr int kPlainOften = 5;
constexpr int kCountedMost = 40;
constexpr size_t kFrontMost = 16;  // blocks

// How often a pattern stands in the text, up to `most`.
int TimesIn(const std::string& text, const RE2& pattern, int most) {
  re2::StringPiece rest(text);
  int times = 0;
  while (times < most && RE2::FindAndConsume(&rest, pattern)) {
    ++times;
  }
  return times;
}

bool IsAmong(const std::vector<std::string>& all, const std::string& name) {
  return std::ranges::find(all, name) != all.end();
}

// "Le pouvoir adjudicateur est responsable du traitement": a word that often comes again.
void AddStatedInFrench(const std::string& whole, bool (*may_be)(std::string_view, bool),
                       RoleNames& names) {
  static const RE2 stated(
      R"((?:^|[ (])(?:le |la |l )([a-z]{4,}(?: (?:d )?[a-z]{4,})?) )"
      R"((?:est|sera|agit|intervient|reste|demeure))"
      R"((?: (?:en|sa|la|qualite|tant|que|comme|seule?|le|un|l|unique|de|donc|alors)){0,6} )"
      R"((responsables? d[eu]s? traitements?|sous-traitant)\b)");
  static const RE2 none(
      R"(\b(?:parties?|derniere?|personnes?|organismes?|entites?|autres?|tiers|premiere?)"
      R"(|seconde?|societe|ulterieur|initial|present|contrat|accord|annexe|sous|conjoint\w*)\b)");
  static const RE2 beside(
      R"(\bresponsables? d[eu]s? traitements?,? et (?:que )?(?:le |la |l )([a-z]{4,}))"
      R"((?:,? (?:en|est|son|le|un|comme|a|la|qualite|de))* (sous-traitant)\b)");
  for (const RE2* pattern : {&stated, &beside}) {
    re2::StringPiece rest(whole);
    std::string name;
    std::string role;
    for (int i = 0; i < kStatedMost && RE2::FindAndConsume(&rest, *pattern, &name, &role); ++i) {
      const bool is_processor = role == "sous-traitant";
      if (may_be(name, is_processor) && !RE2::PartialMatch(name, none) &&
          !IsAmong(names.controller, name) && !IsAmong(names.processor, name) &&
          TimesIn(whole, RE2(R"(\b)" + RE2::QuoteMeta(name) + R"(\b)"), kNamedOften) ==
              kNamedOften) {
        (is_processor ? names.processor : names.controller).push_back(name);
      }
    }
  }
}

constexpr std::string_view kFrenchDeeds =
    R"( (?:s engage|traite|assiste|notifie|informe|a recours|fait appel|met en|met a|conserve)"
    R"(|supprime|restitue|garantit|veille|fournit|transmet|alerte)\b)";

}  // namespace

void AddFrenchTradeName(const ContractText& text, const std::string& whole, RoleNames& names) {
  static const RE2 subject(
      R"((?:^|[.;:)] )([A-Z][a-zA-Z0-9&-]+(?: [A-Z][a-zA-Z0-9&-]+){0,3}) )"
      R"((?:s['’]engage|traite|assiste|notifie|informe|a recours|fait appel|met |fournit)\b)");
  static const RE2 none(
      R"(^(?:l[ae]s?|ce|cet|cette|ces|une?|tout|toute|chaque|ils?|elles?|nous|vous|chacune?)\b)");
  std::string best;
  int most = kNamedOften - 1;
  std::vector<std::string> tried;
  for (const Block& block : text.blocks) {
    re2::StringPiece rest(block.text);
    std::string name;
    while (tried.size() < kStatedMost && RE2::FindAndConsume(&rest, subject, &name)) {
      const std::string folded = FoldText(name);
      if (RE2::PartialMatch(folded, none) || IsAmong(names.controller, folded) ||
          IsAmong(tried, folded)) {
        continue;
      }
      tried.push_back(folded);
      const int times = TimesIn(
          whole, RE2(R"(\b)" + RE2::QuoteMeta(folded) + std::string(kFrenchDeeds)), kCountedMost);
      if (times > most) {
        most = times;
        best = folded;
      }
    }
  }
  if (!best.empty()) {
    names.processor.push_back(best);
    names.trade_name = best;
  }
}

void AddStatedRoles(const std::string& whole, bool (*may_be)(std::string_view, bool),
                    RoleNames& names) {
  static const RE2 stated(
      R"(\b(?:the ([a-z]+(?: [a-z]+)?)|(we|you)) (?:is|are|acts? as|shall be|will be) )"
      R"((?:the |a |an |your |our )?(?:data )?(controller|processor)\b)");
  // "- Processor, hereinafter referred to as the Contractor -"
  static const RE2 called(
      R"re(\b(controller|processor)\W{1,3}(?:hereinafter|hereafter)(?: also)?)re"
      R"re((?: referred to as| called)? (?:the )?([a-z]{3,30})\b)re");
  static const RE2 none(R"(^(?:one|other|latter|former|respect|case|parent|also|referred)$)");
  const auto add = [&](const std::string& name, bool is_processor) {
    if (may_be(name, is_processor) && !RE2::FullMatch(name, none) &&
        !IsAmong(names.controller, name) && !IsAmong(names.processor, name)) {
      (is_processor ? names.processor : names.controller).push_back(name);
    }
  };
  re2::StringPiece rest(whole);
  std::string noun;
  std::string speaker;
  std::string role;
  for (int i = 0; i < kStatedMost && RE2::FindAndConsume(&rest, stated, &noun, &speaker, &role);
       ++i) {
    add(noun.empty() ? speaker : noun, role == "processor");
  }
  rest = whole;
  while (RE2::FindAndConsume(&rest, called, &role, &noun)) {
    add(noun, role == "processor");
  }
  AddStatedInFrench(whole, may_be, names);
}

void AddOtherParty(const ContractText& text, const std::string& whole,
                   bool (*may_be)(std::string_view, bool), RoleNames& names) {
  static const RE2 named(R"re(\( ?(?:hereinafter |hereafter |referred to as |the )*)re"
                         R"re("(?:the )?([a-z][a-z -]{2,30})" ?\))re");
  const auto times = [&](const std::string& name) {
    return TimesIn(whole, RE2(R"(\b)" + RE2::QuoteMeta(name) + R"(\b)"), kCountedMost);
  };
  if (std::ranges::any_of(names.controller,
                          [&](const std::string& name) { return times(name) >= kNamedOften; })) {
    return;
  }
  std::string best;
  int most = kPlainOften - 1;
  for (size_t i = 0; i < std::min(kFrontMost, text.blocks.size()); ++i) {
    const std::string folded = FoldText(text.blocks[i].text);
    re2::StringPiece rest(folded);
    std::string name;
    while (RE2::FindAndConsume(&rest, named, &name)) {
      const bool is_other = may_be(name, false) && !IsAmong(names.processor, name) &&
                            !IsAmong(names.sub_processor, name) &&
                            name.find("data") == std::string::npos;
      if (is_other && times(name) > most) {
        most = times(name);
        best = name;
      }
    }
  }
  if (!best.empty()) {
    names.controller.push_back(best);
  }
}

void AddThirdParty(const std::string& whole, RoleNames& names) {
  static const RE2 third(R"(un tiers \(tiers\))");
  if (RE2::PartialMatch(whole, third)) {
    names.sub_processor.emplace_back("tiers");
  }
}

void AddDataOf(const std::string& whole, RoleNames& names) {
  static const RE2 law(
      R"(^(?:(?:data )?controller|verantwortlich\w*|auftraggeber\w*|responsable\b.*)"
      R"(|you)$)");
  for (const std::string& name : names.controller) {
    const std::string data = name + " data";
    const RE2 pattern(R"(\b)" + RE2::QuoteMeta(data) + R"(\b)");
    if (!RE2::FullMatch(name, law) && TimesIn(whole, pattern, kNamedOften) == kNamedOften) {
      names.data.push_back(data);
    }
  }
}

void AddPublicAuthority(const std::string& whole, RoleNames& names) {
  static const RE2 stated(
      R"(\bthe authority (?:is|shall be|will be|acts as|as) (?:the |a )?(?:data )?controller\b)");
  static const RE2 wills(R"(\bthe authority s (?:\S+ )?(?:instructions?|consent|approval)\b)");
  static const RE2 named(R"(\bthe authority\b)");
  const bool is_named = TimesIn(whole, named, kPlainOften) == kPlainOften;
  if (is_named && (TimesIn(whole, stated, 1) == 1 || TimesIn(whole, wills, 2) == 2)) {
    names.controller.emplace_back("the authority");  // and no supervisory one
  }
}

void AddYouAndWe(const std::string& whole, RoleNames& names) {
  static const RE2 we(R"(\b(?:we|us|our)\b)");
  static const RE2 you(R"(\byour?\b)");
  static const RE2 yours(
      R"(\b(?:your (?:\S+ )?(?:instructions?|behalf|account|subscription)|for you)"
      R"(|tell us)\b)");
  static const RE2 ours(R"(\b(?:our (?:\S+ )?(?:instructions?|behalf|account|subscription)|for us)"
                        R"(|tell you to)\b)");
  static const RE2 told(R"re(\b(?:us|we) \( ?(?:the |as |your )?"?(?:data )?processor\b)re");
  const bool is_told = TimesIn(whole, told, 1) == 1;
  const bool is_spoken = TimesIn(whole, we, kPlainOften) == kPlainOften &&
                         TimesIn(whole, you, kPlainOften) == kPlainOften;
  const bool is_known = IsAmong(names.processor, "we") || IsAmong(names.controller, "we") ||
                        IsAmong(names.controller, "you") || IsAmong(names.processor, "you");
  if ((!is_spoken && !is_told) || is_known) {
    return;
  }
  if (is_told || TimesIn(whole, yours, kCountedMost) > TimesIn(whole, ours, kCountedMost)) {
    names.processor.emplace_back("we");
    names.controller.emplace_back("you");
  }
}

bool IsPersonalData(std::string_view name, std::string_view meaning) {
  const auto has = [](std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
  };
  const bool is_personal = has(name, "personal") || has(name, "personnel") ||
                           has(meaning, "personal") || has(meaning, "personnel") ||
                           has(name, "client") || has(name, "customer");
  constexpr auto kOthers = std::to_array<std::string_view>(
      {"breach", "subject", "violation", "transfer", "export", "import", "process", "controller",
       "residency", "incident", "law", "protection", "confidenti", "fuite"});
  return is_personal &&
         std::ranges::none_of(kOthers, [&](std::string_view other) { return has(name, other); });
}

bool MeansEngaged(std::string_view meaning) {
  static const RE2 engaged(
      R"(^(?:is |are )?(?:any |each |all |every |an? |the |those )?(?:other )?)"
      R"((?:person|entit(?:y|ies))"
      R"(|compan(?:y|ies)|third[ -]part(?:y|ies)|subcontractors?|vendors?|suppliers?|firms?|people)"
      R"(|organi[sz]ations?|affiliates?|service providers?|natural or legal)\b.{0,160}\b)"
      R"((?:engaged?|appoint(?:s|ed)?|retain(?:s|ed)?|hires?|hired|enlist(?:s|ed)?|uses?|used)"
      R"(|instruct(?:s|ed)?|commission(?:s|ed)?|subcontracts?|delegates?|help|helps)\b)");
  static const RE2 allowed(
      R"(^(?:is |are )?(?:any |each |all |an? )?third[ -]part(?:y|ies)\b.{0,40}\bauthori[sz]ed\b)"
      R"(.{0,60}\bprocess)");
  static const RE2 what(R"(\b(?:process\w*|personal|data|information|services?|perform\w*)\b)");
  static const RE2 other(R"(\b(?:employ(?:ees?|ed by)|auditors?|authorit\w+|data subjects?)"
                         R"(|determines? the purposes)\b)");
  const re2::StringPiece all(meaning.data(), meaning.size());
  return (RE2::PartialMatch(all, engaged) || RE2::PartialMatch(all, allowed)) &&
         RE2::PartialMatch(all, what) && !RE2::PartialMatch(all, other);
}

bool MeansPersonalData(std::string_view meaning) {
  static const RE2 data(
      R"(^(?:is |are )?(?:any |all |the |those |such |every |only )*(?:of )?(?:the )?)"
      R"((?:personal (?:data|information)|information about (?:the |your |identifi\w+ )?)"
      R"((?:people|persons|individuals|customers|guests|members|users))\b)");
  return RE2::PartialMatch(re2::StringPiece(meaning.data(), meaning.size()), data);
}

void AddPlainData(const std::string& whole, RoleNames& names) {
  static const RE2 plain(R"(\bthe information\b)");
  static const RE2 named(R"(\bpersonal (?:data|information)\b)");
  // "we process the answers that people give ("Responses") on your behalf"
  static const RE2 handled(
      R"re(\b(?:process(?:es)?|handles?|stores?) [^.()"]{2,120} \( ?(?:the |together,? )?)re"
      R"re("(?:the )?([a-z][a-z ]{2,30})" ?\) (?:\S+ ){0,3}?)re"
      R"re((?:on (?:your|behalf)|for (?:you|the))\b)re");
  std::string called;
  if (names.data.empty() && RE2::PartialMatch(whole, handled, &called)) {
    names.data.push_back(called);
  }
  if (names.data.empty() && TimesIn(whole, plain, kPlainOften) == kPlainOften &&
      TimesIn(whole, named, kNamedOften) < kNamedOften) {
    names.data.insert(names.data.end(), {"the information", "your information"});
  }
}

}  // namespace mandat::internal
