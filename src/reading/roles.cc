// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/roles.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "reading/internal/fold.h"
#include "reading/internal/german_parties.h"
#include "reading/internal/given_names.h"
#include "reading/internal/named_actors.h"
#include "reading/internal/quoted_roles.h"
#include "reading/internal/role_terms.h"
#include "reading/internal/stated_roles.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kCandidatesMost = 24;
constexpr size_t kTextMost = 1U << 20;
constexpr size_t kFrontBlocks = 16;

constexpr auto kUsuallyController = std::to_array<std::string_view>(
    {"client",    "customer",    "subscriber",   "abonne",          "you",         "licensee",
     "company",   "utilisateur", "collectivite", "acheteur",        "controller",  "adherent",
     "kunde",     "user",        "responsable",  "donneur d ordre", "kundin",      "buyer",
     "purchaser", "employer",    "commune",      "etablissement",   "association", "mandant"});
constexpr auto kUsuallyProcessor = std::to_array<std::string_view>(
    {"supplier",    "vendor",        "provider",     "service provider",
     "fournisseur", "prestataire",   "we",           "contractor",
     "hebergeur",   "titulaire",     "licensor",     "processor",
     "anbieter",    "dienstleister", "anbieterin",   "dienstleisterin",
     "consultant",  "operator",      "developer",    "editeur",
     "operateur",   "adjudicataire", "attributaire", "infogerant",
     "integrateur", "mandataire"});
// Of whom little else is ever called so: their own duties do not make them processors.
constexpr auto kSurelyController =
    std::to_array<std::string_view>({"client", "customer", "abonne", "utilisateur", "acheteur",
                                     "collectivite", "commune", "kunde", "kundin"});
// French words for who speaks and who is spoken to.
constexpr auto kSpeakers = std::to_array<std::string_view>({"nous", "notre", "nos"});
constexpr auto kAddressees = std::to_array<std::string_view>({"vous", "votre", "vos"});
// Times from which a contract speaks so throughout, and where it names no processor otherwise.
constexpr int kSpokenLeast = 5;
constexpr int kSpokenAlone = 3;

struct Candidate {
  std::string name;     // folded, without article
  std::string meaning;  // folded
  int controller = 0;   // points for what the text calls it
  int processor = 0;
};

void Add(std::vector<Candidate>& candidates, std::string name, std::string meaning) {
  name = Bare(std::move(name));
  const bool is_new = std::ranges::find(candidates, name, &Candidate::name) == candidates.end();
  if (name.size() >= 2 && name.size() <= 60 && is_new && candidates.size() < kCandidatesMost) {
    candidates.push_back({.name = std::move(name), .meaning = std::move(meaning)});
  }
}

void AddActors(const ContractText& text, std::vector<Candidate>& candidates) {
  constexpr int kCalled = 4;
  for (const NamedActor& actor : FindNamedActors(text)) {
    const std::string name = Bare(FoldText(actor.name));
    Add(candidates, name, "");
    const auto at = std::ranges::find(candidates, name, &Candidate::name);
    if (at != candidates.end()) {
      (actor.is_processor ? at->processor : at->controller) += kCalled;
    }
  }
}

// "Le responsable de traitement (ci-apres "l hotelier")", ""Controller" or "the Agency"".
void AddQuoted(const std::string& folded, std::vector<Candidate>& candidates) {
  constexpr int kCalled = 4;
  for (const QuotedName& quoted : QuotedNames(folded)) {
    Add(candidates, quoted.name, "");
    const auto at = std::ranges::find(candidates, Bare(quoted.name), &Candidate::name);
    if (at != candidates.end()) {
      at->controller += quoted.is_controller ? kCalled : 0;
      at->processor += quoted.is_processor ? kCalled : 0;
    }
  }
}

std::vector<Candidate> FindCandidates(const ContractText& text) {
  std::vector<Candidate> candidates;
  AddActors(text, candidates);
  for (const std::string_view name :
       {"client", "customer", "auftraggeber", "auftraggeberin", "auftragnehmer", "auftragnehmerin",
        "verantwortlicher", "auftragsverarbeiter"}) {
    Add(candidates, std::string(name), "");
  }
  for (const Definition& definition : text.definitions) {
    Add(candidates, FoldText(definition.term), FoldText(definition.meaning));
  }
  for (size_t i = 0; i < std::min(kFrontBlocks, text.blocks.size()); ++i) {
    AddQuoted(FoldText(text.blocks[i].text), candidates);
  }
  return candidates;
}

std::string WholeText(const ContractText& text) {
  std::string whole;
  for (const Block& block : text.blocks) {
    if (whole.size() > kTextMost) {
      break;
    }
    const bool is_own = text.clauses.size() <= block.clause ||
                        text.clauses[block.clause].part != TextPart::kModelContract;
    if (is_own) {
      whole += FoldText(block.text) + " . ";
    }
  }
  // Who engages sub-processors is no processor for that.
  static const RE2 further(R"((?:autres? )?sous[ -]traitants? ulterieurs?|sub-?processors?)");
  RE2::GlobalReplace(&whole, further, "tiers");
  return whole;
}

int Count(const std::string& text, const std::string& pattern, int most) {
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 re(pattern, options);
  re2::StringPiece rest(text);
  int count = 0;
  while (re.ok() && count < most && RE2::FindAndConsume(&rest, re)) {
    ++count;
  }
  return count;
}

template <size_t N>
bool Holds(const std::array<std::string_view, N>& words, std::string_view name) {
  return std::ranges::find(words, name) != words.end();
}

bool Has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// "Data Manager", "data centre": someone who has data, and no data.
bool IsDataActor(const std::string& name) {
  static const RE2 actor(
      R"(\bdata (?:manager|custodian|provider|cent(?:re|er)|host|steward|agent)\b)");
  return RE2::PartialMatch(name, actor);
}

// A party by its deeds: whose instructions are followed, who follows them.
void Judge(const Candidate& candidate, const std::string& text, RoleNames& names) {
  const std::string name = RE2::QuoteMeta(candidate.name);
  const auto count = [&](const std::string& before, const std::string& after, int most) {
    return Count(text, before + name + after, most);
  };
  int controller = candidate.controller;
  constexpr int kCalledMost = 2;
  controller +=
      4 * std::min(kCalledMost, TimesCalled(candidate.name, false, text, kCalledMost) +
                                    count(R"(\b)",
                                          R"( (?:[^ .]+ ){0,4}(?:ist|sind|als|bleibt|\() ?)"
                                          R"((?:[^ .]+ )?verantwortlich)",
                                          kCalledMost));
  controller += count(
      R"(\b(?:compte|behalf|(?:instructions?|directives?|consignes?)(?: (?:ecrites?|licites?))?)"
      R"((?: documentees?)?|donnees(?: (?:a caractere )?personnel(?:les)?)?|)"
      R"(choix|(?:an)?weisung(?:en)?|)"
      R"(zustimmung|genehmigung|auftrage?|consentement|consent|instructs?))"
      R"((?: (?:d[eu]s?|d(?:er|em|es|ie)|of|la|le|l|the|von)){0,2} )",
      R"(\b)", 6);
  controller +=
      count(R"(\b)",
            R"( s (?:[^ .]+ ){0,2}?(?:instructions?|consent|approval|choice|behalf|request)\b)", 6);
  int processor = candidate.processor;
  processor += 4 * std::min(kCalledMost, TimesCalled(candidate.name, true, text, kCalledMost) +
                                             count(R"(\b)",
                                                   R"( (?:[^ .]+ ){0,4}(?:ist|sind|als|wird|\() ?)"
                                                   R"((?:[^ .]+ ){0,2}auftragsverarbeiter)",
                                                   kCalledMost));
  processor += count(R"(\b)",
                     R"( (?:shall|will|must|traite|s engage|veille|notifie|informe|met|aide|)"
                     R"(processes|ne traite|n utilise|verarbeitet|trifft|meldet|prend|informiert)"
                     R"(|unterrichtet|unterstutzt|gewahrleistet|benachrichtigt)\b)",
                     Holds(kSurelyController, candidate.name) ? 2 : 6);
  // Where a customer wills and may, the company is who serves it.
  static const std::string serves(
      R"(\bcustomer (?:s (?:\S+ )?(?:instructions?|expense|behalf|request|consent)|)"
      R"((?:may|shall|will|hereby|\w+ly)\b|authori[sz]es)\b)");
  const bool is_served = candidate.name == "company" && Count(text, serves, 2) == 2;
  controller += Holds(kUsuallyController, candidate.name) && !is_served ? 4 : 0;
  processor += Holds(kUsuallyProcessor, candidate.name) ? 4 : 0;
  if (controller >= 2 && controller > processor) {
    names.controller.push_back(candidate.name);
  } else if (processor >= 3 && processor > controller) {
    names.processor.push_back(candidate.name);
  }
}

// Whether what a text calls the processor, or the controller, may be a name for it.
bool MayBeStated(std::string_view name, bool is_processor) {
  const bool is_usual = Holds(kUsuallyProcessor, name) || Holds(kUsuallyController, name);
  const bool is_other = is_processor ? Holds(kUsuallyController, name) && name != "company"
                                     : Holds(kUsuallyProcessor, name) && name != "we";
  return !is_other && (is_usual || !IsNoParty(name)) && !IsLawController(name) &&
         !IsLawProcessor(name);
}

// "the Supplier shall", "le titulaire s'engage", "we will": how often a name that nobody defined is
// bound to something.
int Bound(const std::string& name, const std::string& text) {
  return Count(text,
               R"((?:^|[ ("]))" + RE2::QuoteMeta(name) +
                   R"( (?:shall|will|ll|must|undertakes|agrees|processes|ensures|may not)\b)",
               6) +
         Count(text,
               R"(\b(?:le |la |l ))" + RE2::QuoteMeta(name) +
                   R"( (?:s engage|traite|heberge|notifie|alerte|avise|apporte|aide|assiste|remet)"
                   R"(|restitue|supprime|detruit|veille a|met en (?:oeuvre|place)|transmet)\b)",
               6);
}

constexpr int kOften = 3;

// Whether one of the names, or the law's own, is bound to anything.
bool IsBound(const std::vector<std::string>& names, const std::string& law,
             const std::string& text) {
  int most = std::max(Bound(law, text), law == "processor" ? Bound("sous-traitant", text) : 0);
  for (const std::string& name : names) {
    most = std::max(most, Bound(name, text));
  }
  return most >= kOften;
}

// Names that need no definition, where the contract binds them often enough: "the Company" may be
// either party, and is never both.
template <size_t N>
void AddUsual(const std::array<std::string_view, N>& usual, const std::string& text,
              const std::vector<std::string>& others, std::vector<std::string>& names) {
  std::string best;
  int most = kOften - 1;
  for (const std::string_view name : usual) {
    if (std::ranges::find(others, name) != others.end()) {
      continue;
    }
    if (const int times = Bound(std::string(name), text); times > most) {
      most = times;
      best = name;
    }
  }
  if (!best.empty()) {
    names.push_back(best);
  }
}

// The processor by the name it trades under: "Example Mail will notify the customer".
void AddTradeName(const ContractText& text, const std::string& whole, RoleNames& names) {
  static const RE2 subject(
      R"((?:^|[.;:)] |, |[a-z] |“|")((?:[A-Z][\w.&’'-]*[\w]|[a-z]+[A-Z]\w*))"
      R"((?: [A-Z][\w.&’'-]*\w){0,3}) )"
      R"((?:shall|will|undertakes to|agrees to|processes|ensures|implements|assists|uses)\b)");
  std::vector<Candidate> subjects;
  for (const Block& block : text.blocks) {
    re2::StringPiece rest(block.text);
    std::string name;
    while (subjects.size() < kCandidatesMost && RE2::FindAndConsume(&rest, subject, &name)) {
      Add(subjects, FoldText(name), "");
    }
  }
  std::string best;
  int most = kOften - 1;
  for (const Candidate& candidate : subjects) {
    const std::string& name = candidate.name;
    const bool is_other = IsNoParty(name) || (Has(name, "data") && !IsDataActor(name)) ||
                          Has(name, "processor") || Has(name, "controller") ||
                          Has(name, "authorit") || Has(name, "this") ||
                          Holds(kUsuallyController, name) || name == "we" || name == "it" ||
                          std::ranges::find(names.controller, name) != names.controller.end();
    const int times = is_other ? 0 : Bound(name, whole);
    if (times > most) {
      most = times;
      best = name;
    }
  }
  if (best.empty()) {
    AddFrenchTradeName(text, whole, names);
    return;
  }
  names.processor.push_back(best);
  names.trade_name = best;
}

// How often a name begins a sentence and does something.
int Subject(const std::string& name, const std::string& text) {
  constexpr int kMost = 24;
  return Count(text,
               R"((?:^|[.;:] |- )(?:le |la |les |l |the |der |die |das )?)" + RE2::QuoteMeta(name) +
                   R"( (?:n |ne |s |se )?[a-z]{3,})",
               kMost);
}

// Duties are the processor's, so that most sentences begin with it: one of two named parties.
void AddBusiest(const ContractText& text, const std::string& whole, RoleNames& names) {
  const bool is_known = std::ranges::any_of(
      names.processor, [](const std::string& name) { return !IsLawProcessor(name); });
  if (is_known || names.controller.empty()) {
    return;
  }
  std::string best;
  int most =
      std::max(kOften, std::max(Subject("processor", whole), Subject("sous-traitant", whole)));
  for (const Candidate& candidate : FindCandidates(text)) {
    const std::string& name = candidate.name;
    const bool is_other = IsNoParty(name) || Has(name, "donnees") ||
                          (Has(name, "data") && !IsDataActor(name)) ||
                          std::ranges::find(names.controller, name) != names.controller.end();
    const int times = is_other ? 0 : Subject(name, whole);
    if (times > most) {
      most = times;
      best = name;
    }
  }
  if (!best.empty()) {
    names.processor.push_back(best);
    names.trade_name = best;
  }
}

// What a processor with a name of its own calls those it engages: "nos prestataires", "vendors".
constexpr auto kEngaged = std::to_array<std::string_view>(
    {"sous-traitant", "prestataire", "service provider", "vendor", "supplier", "dienstleister"});

void AddEngaged(const std::string& whole, RoleNames& names) {
  if (names.processor.empty()) {
    return;
  }
  for (const std::string_view name : kEngaged) {
    const bool is_party = std::ranges::any_of(names.processor, [&](const std::string& party) {
      return Has(party, name) || Has(name, party);
    });
    const std::string word = RE2::QuoteMeta(std::string(name));
    const int several =
        Count(whole,
              R"(\b(?:)" + word + R"(s|(?:un|tout|chaque|nouveau|any|each|new|jeder?) )" + word +
                  R"()\b)",
              kOften + 1);
    const int one = Count(whole, R"(\b(?:le|du|au|the|der|des) )" + word + R"(\b)", kOften + 1);
    if (is_party || several < 2 || several <= one) {
      continue;
    }
    for (const std::string_view which :
         {"", "un ", "tout ", "chaque ", "nouveau ", "any ", "each ", "a "}) {
      names.sub_processor.push_back(std::string(which) + std::string(name) +
                                    (which.empty() ? "s" : ""));
    }
  }
}

void AddTheOther(const ContractText& text, const std::string& whole, RoleNames& names) {
  if (IsBound(names.processor, "processor", whole)) {
    AddOtherParty(text, whole, MayBeStated, names);
  }
}

// "us" goes with "we", "our" and "your" are theirs.
void AddPronouns(const std::string& whole, RoleNames& names) {
  const auto has = [](const std::vector<std::string>& all, std::string_view name) {
    return std::ranges::find(all, name) != all.end();
  };
  names.is_ours = has(names.processor, "we") && !has(names.controller, "we");
  if (names.is_ours && !has(names.controller, "you") &&
      Count(whole, R"(\byou\b)", kOften) == kOften) {
    names.controller.emplace_back("you");
  }
  names.is_yours = has(names.controller, "you");
  if (names.is_ours && !has(names.processor, "us") && !has(names.controller, "us")) {
    names.processor.emplace_back("us");
  }
}

template <size_t N>
void AddAll(const std::array<std::string_view, N>& forms, std::vector<std::string>& names) {
  names.insert(names.end(), forms.begin(), forms.end());
}

// "Nous" process for "vous", or the other way where we are the ones who instruct.
void AddSpokenRoles(const std::vector<Candidate>& candidates, const std::string& text,
                    RoleNames& names) {
  const auto defines = [&](std::string_view name) {
    return std::ranges::find(candidates, name, &Candidate::name) != candidates.end();
  };
  const int least = names.processor.empty() ? kSpokenAlone : kSpokenLeast;
  const auto said = [&](const std::string& words) {
    return Count(text, R"(\b(?:)" + words + R"()\b)", least) == least;
  };
  const auto wills = [&](const std::string& whose) {
    return Count(text,
                 R"(\b(?:)" + whose + R"() (?:[^ .]+ ){0,2}?(?:instructions?|compte|choix)\b)",
                 kSpokenLeast);
  };
  const bool we_process = wills("votre|vos") >= wills("notre|nos");
  const bool is_spoken = said("nous|nos|notre") && said("vous|vos|votre");
  if (is_spoken || defines("nous")) {
    AddAll(kSpeakers, we_process ? names.processor : names.controller);
  }
  if (is_spoken || defines("vous")) {
    AddAll(kAddressees, we_process ? names.controller : names.processor);
    if (we_process) {
      names.data.emplace_back("vos donnees");
      if (!defines("client") && Count(text, R"(\bvos clients\b)", 1) > 0) {
        std::erase(names.controller, "client");  // those are customers of the customer
      }
    }
  }
}

// By what the definition says, whatever the name; "third party providers" are no third parties.
bool IsEngaged(const std::string& name, const std::string& meaning) {
  return MeansEngaged(meaning) && !Holds(kUsuallyController, name) &&
         (!IsNoParty(name) || name.starts_with("third party "));
}

}  // namespace

RoleNames FindRoles(const ContractText& text) {
  RoleNames names;
  const std::string whole = WholeText(text);
  const std::vector<Candidate> candidates = FindCandidates(text);
  for (const Candidate& candidate : candidates) {
    const std::string& name = candidate.name;
    if (Holds(kSpeakers, name) || Holds(kAddressees, name)) {
      continue;
    }
    const std::string& meaning = candidate.meaning;
    if (IsLawController(name) || IsLawProcessor(name)) {
      (IsLawController(name) ? names.controller : names.processor).push_back(name);
      continue;
    }
    if (Has(name, "sensible") || Has(name, "sensitive") || Has(name, "special")) {
      continue;  // "special categories of data" are not all of the data
    }
    if (IsDataActor(name)) {
      Judge(candidate, whole, names);
    } else if (MeansPersonalData(meaning) && !IsNoParty(name)) {
      names.data.push_back(name);
    } else if (Has(name, "data") || Has(name, "donnees") || Has(name, "information")) {
      if (IsPersonalData(name, meaning)) {
        names.data.push_back(name);
      }
    } else if (Has(meaning, "breach of security") || Has(meaning, "unauthori") ||
               Has(meaning, "violation de la securite")) {
      names.breach.push_back(name);
    } else if (Has(name, "tiers") || Has(name, "sub-proc") || Has(name, "subproc") ||
               Has(name, "further") || Has(name, "ulterieur") || Has(name, "unterauftrag")) {
      names.sub_processor.push_back(name);
    } else if (IsEngaged(name, meaning)) {
      names.sub_processor.push_back(name);
    } else if (std::string one = SingularOfEngaged(name);
               !one.empty() &&
               std::ranges::find(candidates, one, &Candidate::name) == candidates.end()) {
      names.sub_processor.push_back(name);
      names.sub_processor.push_back(std::move(one));
    } else if (!IsNoParty(name) || Holds(kUsuallyProcessor, name) ||
               Holds(kUsuallyController, name)) {
      Judge(candidate, whole, names);
    }
  }
  AddExplained(text, names);
  AddSecondParty(text, names);
  AddThirdParty(whole, names);
  AddGivenNames(whole, names.controller, names.processor);
  AddGermanParties(text, whole, names);
  if (!IsBound(names.processor, "processor", whole)) {
    AddUsual(kUsuallyProcessor, whole, names.controller, names.processor);
  }
  if (!IsBound(names.processor, "processor", whole)) {
    AddTradeName(text, whole, names);
  }
  if (!IsBound(names.controller, "controller", whole)) {
    AddUsual(kUsuallyController, whole, names.processor, names.controller);
  }
  AddTheOther(text, whole, names);
  AddStatedRoles(whole, MayBeStated, names);
  AddPlainData(whole, names);
  AddSpokenRoles(candidates, whole, names);
  AddYouAndWe(whole, names);
  AddPublicAuthority(whole, names);
  AddDataOf(whole, names);
  AddBusiest(text, whole, names);
  AddEngaged(whole, names);
  AddPronouns(whole, names);
  AddGermanPronouns(text, whole, names);
  return names;
}

}  // namespace mandat::internal
