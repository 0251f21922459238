// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/named_actors.h"

#include <re2/re2.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "reading/internal/fold.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kBlocksMost = 400;
constexpr size_t kActorsMost = 12;
constexpr size_t kNameMost = 60;

// A name, what explains it, and what it is said to be.
constexpr std::string_view kName =
    R"(((?:[A-ZÀ-Ý][\wÀ-ÿ'’&.-]*)(?: [A-ZÀ-Ý0-9&][\wÀ-ÿ'’&.-]*){0,5}))";
constexpr std::string_view kAside = R"((?: ?\([^()]{1,120}\))?(?:,[^.;:]{1,220},)?)";
constexpr std::string_view kIs =
    R"( (?:est|agit|intervient|is|acts|ist|handelt)(?: \S+){0,5}? (?:\S+['’])?)";
constexpr std::string_view kAs =
    R"((?:,? en (?:sa |tant que )?(?:qualité de )?|, (?:le |la |the |acting as (?:a |the )?)))";
constexpr std::string_view kProcessor =
    R"((?i:sous-traitant|(?:data )?processor|auftragsverarbeiter)\b)";
constexpr std::string_view kController =
    R"((?i:responsable d[eu] traitement|controller|verantwortlicher?)\b)";

std::string Join(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) {
    all += part;
  }
  return all;
}

// "between the Controller and Example Ltd (the Data Processor)", "et Exemple (« sous-traitant »)".
const RE2& InBrackets() {
  static const RE2 pattern(
      Join({R"re(\b(?:between|and|by|entre|et|par) )re", kName,
            R"re( \((?:(?:the|as|ci-après|hereinafter),? )?(?:the |le |la )?["«“]? ?)re",
            kProcessor, R"re( ?["»”]?\))re"}));
  return pattern;
}

const RE2& Pattern(bool is_processor, bool is_apposed) {
  static const RE2 processor(Join({kName, kAside, kIs, kProcessor}));
  static const RE2 controller(Join({kName, kAside, kIs, kController}));
  static const RE2 apposed_processor(Join({kName, kAs, kProcessor}));
  static const RE2 apposed_controller(Join({kName, kAs, kController}));
  if (is_apposed) {
    return is_processor ? apposed_processor : apposed_controller;
  }
  return is_processor ? processor : controller;
}

// What begins a sentence or stands for a role is no name.
bool IsNoName(std::string_view folded) {
  static const RE2 part(R"(\b(?:party|schedule|paragraph|contract|processing|person|law|laws)"
                        R"(|legislation|regulation|annex|appendix|dpa|clauses?|partie)\b)");
  static const RE2 first(
      R"(^(?:le|la|les|l|un|une|ce|cette|chaque|tout\w*|the|this|each|der|die|das|dans|en|si|il|)"
      R"(elle|au|aux|a|lorsque|article|annexe|section|clause|and|et|ou|where|if|in|dpo|rgpd|gdpr)"
      R"(|dpa|pour|par|de|du|des|conformement|ainsi|celui|celle|toutefois|sous)(?: |$))");
  static const RE2 role(
      R"(\b(?:client|customer|prestataire|fournisseur|supplier|provider|vendor|titulaire)"
      R"(|responsable|controller|processor|sous-traitants?|editeur|utilisateur|users?|parties?)"
      R"(|donnees|data|traitement|services?|contrat|agreement|kunde|auftraggeber|auftragnehmer)"
      R"(|anbieter|verantwortlicher?|auftragsverarbeiter)\b)");
  static const RE2 alone(
      R"(^(?:contractor|licensor|licensee|authority|buyer|seller|company|school|council|trust)"
      R"(|university|bank|business|department|agency|employer|consultant|organi[sz]ation)"
      R"(|practice)$)");
  const re2::StringPiece words(folded.data(), folded.size());
  return folded.size() < 2 || folded.size() > kNameMost || RE2::PartialMatch(words, part) ||
         RE2::PartialMatch(words, first) || RE2::PartialMatch(words, role) ||
         RE2::PartialMatch(words, alone);
}

// "Under this Plan, the Processor shall ...": the role begins a sentence and explains no name.
bool IsSubject(re2::StringPiece behind) {
  static const RE2 verb(
      R"(^ (?:(?:n['’]|s['’]|ne |se )|(?:shall|will|must|may|should|can|is|are|has|does|undertakes)"
      R"(|agrees|warrants|acknowledges|ensures|processes|provides|notifies|informs|doit|devra)"
      R"(|peut|pourra|est|traite|informe|notifie|veille|garantit|assiste|aide|tient|prend)"
      R"(|fournit|met|muss|soll|darf|hat|ist|wird)\b))");
  return RE2::PartialMatch(behind, verb);
}

void Add(std::vector<NamedActor>& actors, NamedActor actor) {
  const bool is_new = std::ranges::none_of(actors, [&](const NamedActor& other) {
    return other.name == actor.name && other.is_processor == actor.is_processor;
  });
  if (is_new && actors.size() < kActorsMost) {
    actors.push_back(std::move(actor));
  }
}

// "L'école est responsable du traitement": a word of the customer's, and no name.
void AddNouns(const ContractText& text, size_t block, std::vector<NamedActor>& actors) {
  static const RE2 noun(
      R"(\b(?:l|la|le|chaque|the) ([a-z]{5,20})(?: \([^()]{1,120}\))? (?:est|reste|demeure|is))"
      R"((?: seule?| the| a)? (?:responsable d[eu] traitement|controller)\b)");
  static const RE2 pronoun(
      R"(^(?:celui|celle|celles|lequel|laquelle|dernier|derniere|personne|organisme|entite|partie)"
      R"(|premier|premiere|second|seconde|other|party)$)");
  const std::string folded = FoldText(text.blocks[block].text);
  re2::StringPiece rest(folded);
  std::string name;
  while (RE2::FindAndConsume(&rest, noun, &name)) {
    if (!RE2::PartialMatch(name, pronoun)) {
      Add(actors, {.name = name, .block = block, .is_processor = false, .is_proper = false});
    }
  }
}

}  // namespace

std::vector<NamedActor> FindNamedActors(const ContractText& text) {
  std::vector<NamedActor> actors;
  for (size_t i = 0; i < std::min(kBlocksMost, text.blocks.size()); ++i) {
    const Block& block = text.blocks[i];
    if (block.kind == BlockKind::kHeading || block.kind == BlockKind::kRow ||
        text.clauses[block.clause].part == TextPart::kModelContract) {
      continue;
    }
    for (const bool is_apposed : {false, true}) {
      for (const bool is_processor : {true, false}) {
        re2::StringPiece rest(block.text);
        std::string name;
        while (RE2::FindAndConsume(&rest, Pattern(is_processor, is_apposed), &name)) {
          if (!IsNoName(FoldText(name)) && !(is_apposed && IsSubject(rest))) {
            Add(actors, {.name = name, .block = i, .is_processor = is_processor});
          }
        }
      }
    }
    re2::StringPiece rest(block.text);
    std::string name;
    while (RE2::FindAndConsume(&rest, InBrackets(), &name)) {
      if (!IsNoName(FoldText(name))) {
        Add(actors, {.name = name, .block = i, .is_processor = true});
      }
    }
    AddNouns(text, i, actors);
  }
  return actors;
}

}  // namespace mandat::internal
