// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/quoted_roles.h"

#include <re2/re2.h>

#include <algorithm>

#include "reading/internal/fold.h"
#include "reading/internal/role_terms.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kQuotedMost = 40;  // bytes of a name
constexpr int kMentionsMost = 200;

}  // namespace

std::vector<QuotedName> QuotedNames(const std::string& folded) {
  // What is too long for a name is passed over as a whole: its end begins no other.
  static const RE2 quoted(R"re("\s?([^"]{2,200}?)\s?")re");
  static const RE2 controller(R"(\b(?:responsable d[eu] traitement|data controller)\b)");
  static const RE2 processor(R"(\b(?:sous-traitant|data processor)\b)");
  static const RE2 alias(R"re(^ ?,? ?(?:ou|or|oder|/),? (?:la |le |l |the |der |die )?$)re");
  static const RE2 calls(
      R"re(\b(?:ci-apres|(?:de|re)nommee?s?|designee?s?|hereinafter|hereafter|referred to as|)re"
      R"re(nachfolgend|nachstehend|im folgenden)(?: \S+){0,3}? ?$)re");
  std::vector<QuotedName> names;
  re2::StringPiece rest(folded);
  std::string name;
  size_t from = 0;
  std::string last;
  while (RE2::FindAndConsume(&rest, quoted, &name)) {
    const size_t end = folded.size() - rest.size();
    const size_t begins = folded.rfind('"', end - 2);
    const std::string before = folded.substr(from, begins - from);
    const bool is_alias = RE2::FullMatch(before, alias);
    const std::string bare = Bare(last);
    if (name.size() <= kQuotedMost) {
      names.push_back({.name = name,
                       .is_controller = RE2::PartialMatch(before, controller) ||
                                        (is_alias && IsLawController(bare)),
                       .is_processor = RE2::PartialMatch(before, processor) ||
                                       (is_alias && IsLawProcessor(bare)),
                       .is_alias = is_alias,
                       .is_defined = RE2::PartialMatch(before, calls)});
    }
    last = name;
    from = end;
  }
  return names;
}

int TimesCalled(const std::string& name, bool is_processor, const std::string& text, int most) {
  const RE2 called(R"(\b)" + RE2::QuoteMeta(name) + R"( ((?:[^ .]+ ){0,)" +
                   (is_processor ? R"(6}?)(?:sous[- ]traitants?|(?:data )?processor|)"
                                   R"(prestataire de services)\b)"
                                 : R"(7}?)\(?(?:responsables? d[ue] traitement|controller|)"
                                   R"(controleur)\b)"));
  // "autorise le sous-traitant" is about another, "est le sous-traitant" is not.
  static const RE2 other(
      R"((?:^| )(?:le|du|au|aux|les|des|ce|tout|chaque|d un|par le|the|to|by|from|that|with)"
      R"(|against)"
      R"(|of|\w+ing|informs?|notif(?:y|ies)|instructs?|authori[sz]es?|grants?|gives?|requires?)"
      R"(|tells?|asks?|allows?|permits?|engages?) $)");
  static const RE2 same(
      R"((?:^| )(?:est|sont|reste|demeure|sera|etre|etant|comme|designe|denommee?|appelee?|is|are)"
      R"(|be|as|means|called) (?:le|the) $)");
  // "processes customer data as a processor" is about the data's processor, not the customer.
  static const RE2 data(
      R"(^(?:s )?(?:personal |own )*(?:data|information|content|donnees|daten)\b)");
  re2::StringPiece rest(text);
  std::string between;
  int times = 0;
  for (int i = 0; i < kMentionsMost && times < most && RE2::FindAndConsume(&rest, called, &between);
       ++i) {
    const bool is_other = RE2::PartialMatch(between, other) && !RE2::PartialMatch(between, same);
    times += is_other || RE2::PartialMatch(between, data) ? 0 : 1;
  }
  return times;
}

void AddSecondParty(const ContractText& text, RoleNames& names) {
  constexpr size_t kFrontBlocks = 16;
  std::vector<std::vector<std::string>> parties;  // each with all that it is called
  for (size_t i = 0; i < std::min(kFrontBlocks, text.blocks.size()) && parties.size() < 3; ++i) {
    bool was_party = false;
    for (const QuotedName& quoted : QuotedNames(FoldText(text.blocks[i].text))) {
      const std::string name = Bare(quoted.name);
      if (quoted.is_alias && was_party) {
        parties.back().push_back(name);
      } else if (quoted.is_defined && !IsNoParty(name)) {
        parties.push_back({name});
        was_party = true;
      } else {
        was_party = false;
      }
    }
  }
  if (parties.size() != 2) {
    return;
  }
  const auto holds = [](const std::vector<std::string>& all,
                        const std::vector<std::string>& party) {
    return std::ranges::any_of(
        party, [&](const std::string& name) { return std::ranges::find(all, name) != all.end(); });
  };
  for (size_t i = 0; i < 2; ++i) {
    const bool is_known = holds(names.controller, parties[i]) || holds(names.processor, parties[i]);
    const bool other_controls = holds(names.controller, parties[1 - i]);
    const bool other_processes = holds(names.processor, parties[1 - i]);
    if (!is_known && other_controls != other_processes) {
      std::vector<std::string>& role = other_controls ? names.processor : names.controller;
      role.insert(role.end(), parties[i].begin(), parties[i].end());
    }
  }
}

}  // namespace mandat::internal
