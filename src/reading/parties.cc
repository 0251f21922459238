// SPDX-License-Identifier: Apache-2.0
// Who contracts, and where they are reached.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "reading/internal/found.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kFrontBlocks = 30;
constexpr size_t kNameBytesMost = 90;

// A company, association or public body by its form: "Example SA", "L'ASBL Exemple".
const RE2& NamePattern() {
  static const RE2 pattern(
      R"(((?:\b[A-Z0-9ÀÂÉÈÊÎÔ&][\w'’&.À-ÿ-]*,? ){1,6}?)"
      R"((?:S\.?A\.?S?|S\.?R\.?L|S[àa]rl|SARL|SPRL|NV|B\.?V|GmbH(?: & Co\. KG)?|AG|Ltd|LLP|LLC|)"
      R"(Inc|Corp|PLC|plc|Limited|ASBL|Foundation|LP|UG|KG|OG|SE|eG|KGaA|e\.? ?V|e\.U|ApS|A/S|AB)"
      R"(|e\.K|gGmbH|OHG|GbR|PartG(?:mbB)?|AöR|KdöR)"
      R"(|Oy|ASA|Pty|PBC|SpA|S\.p\.A|Lda|s\.r\.o)\b\.?))");
  return pattern;
}

// The address behind a name: up to what is no longer one.
std::string AddressIn(const std::string& text) {
  static const RE2 seat(
      R"((?i)(?:si[eè]ge(?: social)?(?: est)? (?:situ[eé]|[eé]tabli)?e?s?|registered office is at|)"
      R"(office at)\s*:?\s*(?:[aà] |est |at |au )?([^("“«;)]{10,120}?)(?:,? (?:et |and |inscrit)"
      R"(|immatricul|)"
      R"(repr[eé]sent|ci-apr|hereinafter|BCE|company number|d'une part)|[("“«;)]|\.\s|$))");
  static const RE2 plain(
      R"(,\s+((?:\d+[a-z]?,? [A-ZÀ-Ý]|(?:\d+,?(?: bis| ter)? )?(?:rue|avenue|chauss[eé]e|place)"
      R"(|quai|boulevard|route|all[eé]e|impasse|chemin|cours)"
      R"(|[A-Z][\wß-]+)"
      R"((?:stra(?:ß|ss)e|weg|pl\.|platz|allee| Street| Road| Lane))[ ,])[^("“«;]{8,110}?))"
      R"((?:,? (?:et |and |BCE|RCS|SIRE[NT]|immatricul|repr[eé]sent|company n|registered)"
      R"(|ci-apr|hereinafter|\()|\s*[("“«;]|\.?$))");
  std::string address;
  if (RE2::PartialMatch(text, seat, &address) || RE2::PartialMatch(text, plain, &address)) {
    while (!address.empty() && (address.back() == ' ' || address.back() == ',')) {
      address.pop_back();
    }
  }
  return address;
}

// A pattern that finds a folded name in a text as it is written.
std::string WithUmlauts(const std::string& folded) {
  std::string pattern;
  for (const char c : folded) {
    const std::string letter(1, c);
    pattern += c == 'a' ? "[aä]" : c == 'o' ? "[oö]" : c == 'u' ? "[uü]" : RE2::QuoteMeta(letter);
  }
  return pattern;
}

// The stretch of a block before the name that a definition gives a party.
std::optional<std::string> DescribedAs(const std::string& text, const std::string& role) {
  static const RE2 quoted(R"re(["“”«»„]\s?([^"“”«»„]{1,200}?)\s?["“”«»„])re");
  // "trading under the name of "Example"": the party is still being described.
  static const RE2 brand(
      R"((?i)(?:nom d['’ ]usage|nom commercial|enseigne|marque|sous le nom|trading as|)"
      R"(trad(?:e|ing) name|under the name)(?: (?:de|of|:))?[\s"“”«»„]*$)");
  // "nachstehend Auftragnehmer genannt", "(kurz: Praxis)": without quotes.
  const RE2 called(R"((?i)^(.*?)(?:nachfolgend|nachstehend|im folgenden|im weiteren|\bkurz|fortan))"
                   R"((?: auch| kurz| als)?:? (?:der |die |das )?)" +
                   WithUmlauts(role) + R"(\b)");
  std::string ahead;
  if (RE2::PartialMatch(text, called, &ahead)) {
    // What stands before the other party's name describes that one.
    static const RE2 other(
        R"((?i)^.*(?:nachfolgend|nachstehend|im folgenden|im weiteren|\bkurz|fortan)[^()]*?)"
        R"((?:\)|genannt\b|, und\b))");
    re2::StringPiece behind(ahead);
    RE2::Consume(&behind, other);
    return std::string(behind.data(), behind.size());
  }
  re2::StringPiece rest(text);
  re2::StringPiece term;
  size_t from = 0;
  while (RE2::FindAndConsume(&rest, quoted, &term)) {
    const std::string folded = FoldText({term.data(), term.size()});
    const size_t end = text.size() - rest.size();
    const bool is_role = folded == role ||
                         (folded.ends_with(role) && folded.size() <= role.size() + 4) ||
                         folded.starts_with(role + ", ") || folded.starts_with(role + " or ");
    if (is_role) {
      // "we" are Example Ltd, and "you" are ...: what stands between is the other party's.
      static const RE2 others(R"(^["“”«»„]?,? ?(?:is|are|means?|refers? to|c['’]est|ce sont) )");
      const std::string stretch = text.substr(from, end - from);
      return RE2::PartialMatch(stretch, others) ? stretch.substr(stretch.size() - term.size())
                                                : stretch;
    }
    const auto begin = static_cast<size_t>(term.data() - text.data());
    from = RE2::PartialMatch(text.substr(from, begin - from), brand) ? from : end;
  }
  return std::nullopt;
}

std::string FirstPart(std::string text) {
  static const RE2 lead(
      R"((?i)^[\s,.:;)]*(?:d'une part,?|d'autre part,?|entre(?: les soussign[eé]s ?:?)?|and|et(?:)"
      R"( le)?|between|und|zwischen)?)"
      R"(\s*(?:de[rmn] |die |das |the entity )?)");
  re2::StringPiece rest(text);
  if (RE2::Consume(&rest, lead)) {
    text = std::string(rest.data(), rest.size());
  }
  // "This addendum forms part of the agreement between: Example Ltd".
  static const RE2 behind(
      R"((?i)^.{4,200}\b(?:between|entre|zwischen)\s*:\s*(.{2,200})$|)"
      R"(^.{4,200}\b(?:conclu\w*|pass[eé]e?|made|entered into|geschlossen)(?: [^\s:]+){0,3}? )"
      R"((?:between|entre|zwischen)\s(.{2,200})$|)"
      R"(^(?:Accord|Contrat|Convention|Avenant|Annexe|Agreement|Addendum|Vereinbarung)\b.{4,260})"
      R"(\b(?:between|entre|zwischen)\s(.{2,200})$|)"
      R"(^.{4,200}\b(?:agreement|contract|addendum|terms) between\s((?:the )?[A-Z].{2,200})$)");
  std::string named;
  std::string plain;
  std::string titled;
  std::string bound;
  if (RE2::PartialMatch(text, behind, &named, &plain, &titled, &bound)) {
    text = !named.empty() ? named : !plain.empty() ? plain : !titled.empty() ? titled : bound;
  }
  // "between the Client (as named in the order) and Example Ltd (a company ...)": the second one.
  static const RE2 second(
      R"(\b(?:[Ee]ntre|[Bb]etween|[Zz]wischen)\b.{3,400}?[,)»”\"] (?:et|and|und) )"
      R"(([A-ZÀ-Ý][^,(]{2,200}(?:[,(].*)?)$)");
  if (RE2::PartialMatch(text, second, &named)) {
    text = named;
  }
  const size_t end = std::min({text.find(','), text.find(" ("), text.find(" dont "),
                               text.find(" ci-apr"), text.find(" whose "), text.size()});
  text.resize(end);
  return text;
}

bool IsGeneric(const std::string& name) {
  static const RE2 generic(
      R"(^(?:(?:et|and|und) )?(?:(?:le|la|l|the|de[rmn]|die|ihre[nr]?|jede[mnr]?) )?)"
      R"("? ?)"
      R"((?:client|customer|licensee|subscriber|entite|entity|)"
      R"(entreprise qui|person|utilisateur|abonne|kunden?|responsable d[eu] traitement|)"
      R"(sous-traitant|controller|processor|auftraggeber(?:in)?|)"
      R"(auftragnehmer(?:in)?|verantwortlicher?)"
      R"(|auftragsverarbeiter(?:in)?)\b)");
  static const RE2 noun(R"(^(?i:the|a|an|any|each|your) [A-Za-z]+$)");
  return RE2::PartialMatch(FoldText(name), generic) || RE2::PartialMatch(name, noun);
}

// The beginning of a sentence: "Dans le cadre de leurs relations".
bool IsProse(const std::string& name) {
  static const RE2 begins(
      R"(^(?:dans|pour|en|afin|conformement|le present|la presente|les presentes|this|these|in)"
      R"(|under|as|pursuant|lorsque|where|when|il|elle|tel|telle|compte tenu|unless|or|and|if)"
      R"(|forms?|each|any|all|for|except|subject|collectively|ou|et|si|sauf|chaque|tout)"
      R"(|accord|contrat|convention|avenant|annexe|agreement|addendum|conditions|objet|represente)"
      R"(|als|fur|durch|gemass|soweit|sofern|gegenstand|diese[rs]?)"
      R"(|represented|siege|forme|adresse|numero|siret|siren|rcs|designation) |__|\[|\{\{)");
  static const RE2 small(R"(^\S+(?: [^A-ZÀ-Ý0-9 ]\S*){4,}$)");
  return RE2::PartialMatch(FoldText(name), begins) || RE2::PartialMatch(name, small);
}

void AddParty(const Sentences& sentences, std::string_view field,
              const std::vector<std::string>& roles, std::vector<Scored>& found) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  for (size_t i = 0; i < std::min(kFrontBlocks, blocks.size()); ++i) {
    for (const std::string& role : roles) {
      const std::optional<std::string> described = DescribedAs(blocks[i].text, role);
      if (!described) {
        continue;
      }
      std::string about = *described;
      // "and" may stand between the parties: what is nearest to the definition is meant.
      std::string name;
      re2::StringPiece rest(about);
      std::string next;
      while (RE2::FindAndConsume(&rest, NamePattern(), &next)) {
        name = name.empty() ? next : name;
      }
      const bool has_form = !name.empty();
      if (!has_form) {
        name = FirstPart(about);
      }
      static const RE2 only_role(R"(^(?:et |ou |or |and |le |la |the |l |)"
                                 R"(ci-apres |denommee?s? |hereinafter |nachfolgend )*"[^"]*"$)"
                                 R"(|^[-( ]*$)");
      const bool is_bare = RE2::PartialMatch(FoldText(name), only_role);
      const bool is_first = blocks[i].text.starts_with(*described);  // no other name before it
      if ((name.size() < 4 || is_bare) && is_first && i > 0 &&
          blocks[i - 1].kind != BlockKind::kHeading) {  // the name stands in the line above
        about = blocks[i - 1].text;
        name = RE2::PartialMatch(about, NamePattern(), &next) ? next : FirstPart(about);
      }
      name.erase(0, std::min(name.find_first_not_of(" :;,"), name.size()));
      static const RE2 title(R"(^(?:Monsieur|Madame|M\.|Mme|Mr\.?|Mrs\.?|Ms\.?|Herrn?|Frau) )");
      RE2::Replace(&name, title, "");
      static const RE2 defines(R"(\b(?:les termes|designe(?:nt)?|means?|meaning)\b)");
      if ((!has_form && is_bare && FoldText(blocks[i].text).size() < role.size() + 16) ||
          RE2::PartialMatch(FoldText(*described), defines)) {
        continue;
      }
      const bool has_quote = FoldText(name).find('"') != std::string::npos;
      if (!has_form && (IsProse(name) || (has_quote && !(is_bare && IsGeneric(name))))) {
        continue;
      }
      Scored scored;
      FoundTerm& term = scored.term;
      term.field = field;
      term.rule = "parties/definition";
      term.where = sentences.Locate(i, 0, sentences.blocks[i].text.size());
      term.clause = ClauseOf(*sentences.text, i);
      term.is_annexed = sentences.text->clauses[blocks[i].clause].part == TextPart::kModelContract;
      scored.score = 60 + (has_form ? 12 : 0) - static_cast<int>(i);
      if (name.size() < 4 || name.size() > kNameBytesMost || IsGeneric(name)) {
        term.status = SaidStatus::kExternal;
        scored.score -= 20;
      } else {
        term.value.emplace_back("name", name);
        if (const std::string address = AddressIn(about); !address.empty()) {
          term.value.emplace_back("address", address);
        }
      }
      found.push_back(std::move(scored));
    }
  }
}

// "We" and "us" are Example Ltd: the name behind the word.
void AddDefinedBehind(const Sentences& sentences, std::string_view field,
                      const std::vector<std::string>& roles, std::vector<Scored>& found) {
  static const RE2 is(
      R"re(["“]([^"“”]{2,30})["”](?:,? (?:(?:and|or) )?["“][^"“”]{1,20}["”])*)re"
      R"re( (?:is|are|means?|refers? to|stands? for) (?:the (?:company|firm|charity) )?)re");
  static const RE2 plain(R"(^([A-Z][\w&.’'-]*(?: (?:[A-Z&][\w&.’'-]*|of|and)){0,5}))");
  const std::vector<Block>& blocks = sentences.text->blocks;
  for (size_t i = 0; i < std::min(kFrontBlocks, blocks.size()); ++i) {
    re2::StringPiece rest(blocks[i].text);
    std::string term;
    while (RE2::FindAndConsume(&rest, is, &term)) {
      const std::string role = FoldText(term);
      if (std::ranges::find(roles, role) == roles.end()) {
        continue;
      }
      const std::string behind(rest.substr(0, kNameBytesMost));
      const RE2 formed("^" + NamePattern().pattern());
      std::string name;
      const bool has_form = RE2::PartialMatch(behind, formed, &name);
      if ((!has_form && !RE2::PartialMatch(behind, plain, &name)) || name.size() < 4 ||
          IsGeneric(name) || IsProse(name)) {
        continue;
      }
      Scored scored;
      scored.score = 61 + (has_form ? 12 : 0) - static_cast<int>(i);
      scored.term.field = field;
      scored.term.rule = "parties/defined";
      scored.term.value.emplace_back("name", name);
      if (const std::string address = AddressIn(std::string(rest.substr(0, 240)));
          !address.empty()) {
        scored.term.value.emplace_back("address", address);
      }
      scored.term.where = sentences.Locate(i, 0, sentences.blocks[i].text.size());
      scored.term.clause = ClauseOf(*sentences.text, i);
      found.push_back(std::move(scored));
    }
  }
}

// "Example AG, Example Street 1", and below it "- Processor, hereinafter called the Contractor -".
void AddAbove(const Sentences& sentences, std::vector<Scored>& found) {
  constexpr size_t kAboveMost = 2;  // a number of a register may stand between
  static const RE2 called(
      R"(^\W{0,4}(?:(?:PRC|CTL)\W{1,3})?(?:hereinafter|hereafter|nachfolgend|nachstehend|)"
      R"(im folgenden|ci-apres)\b.{0,40}?\b(PRC|CTL)\b)");
  static const RE2 between(R"(^\W*(?:and|und|et|between|zwischen|entre)\W*$)");
  const std::vector<Block>& blocks = sentences.text->blocks;
  for (size_t i = 1; i < std::min(kFrontBlocks, blocks.size()); ++i) {
    std::string role;
    std::string name;
    if (!RE2::PartialMatch(sentences.blocks[i].text, called, &role) ||
        RE2::PartialMatch(blocks[i].text, NamePattern(), &name)) {
      continue;
    }
    for (size_t up = 1; up <= std::min(kAboveMost, i); ++up) {
      const Block& above = blocks[i - up];
      if (RE2::PartialMatch(FoldText(above.text), between)) {
        break;
      }
      if (RE2::PartialMatch(above.text, NamePattern(), &name)) {
        Scored scored;
        scored.score = 68 - static_cast<int>(i);
        scored.term.field = role == "PRC" ? "parties.processor" : "parties.controller";
        scored.term.rule = "parties/above";
        scored.term.value.emplace_back("name", name);
        if (const std::string address = AddressIn(above.text); !address.empty()) {
          scored.term.value.emplace_back("address", address);
        }
        scored.term.where = sentences.Locate(i - up, 0, sentences.blocks[i - up].text.size());
        scored.term.clause = ClauseOf(*sentences.text, i - up);
        found.push_back(std::move(scored));
        break;
      }
    }
  }
}

// "Controller: see the order", "Client, whoever signs up": named elsewhere.
void AddUnnamed(const Sentences& sentences, std::vector<Scored>& found) {
  static const RE2 pattern(R"(^\W*CTL ?(?:,|:))");
  for (size_t i = 0; i < sentences.blocks.size(); ++i) {
    const TextPart part = sentences.text->clauses[sentences.text->blocks[i].clause].part;
    static const RE2 defines(R"(\b(?:personne physique ou morale|means|designe)\b)");
    const bool is_shown = RE2::PartialMatch(sentences.blocks[i].text, pattern) &&
                          !(i < kFrontBlocks && part != TextPart::kFront &&
                            RE2::PartialMatch(sentences.blocks[i].text, defines) &&
                            sentences.blocks[i].text.find(':') != std::string::npos);
    if (!is_shown || (i >= kFrontBlocks && part != TextPart::kAnnex)) {
      continue;
    }
    Scored scored{.term = {}, .score = 30};
    scored.term.field = "parties.controller";
    scored.term.status = SaidStatus::kExternal;
    scored.term.rule = "parties/unnamed";
    scored.term.where = sentences.Locate(i, 0, sentences.blocks[i].text.size());
    scored.term.clause = ClauseOf(*sentences.text, i);
    found.push_back(std::move(scored));
  }
}

// "Example SA ... (processor)", where no name is defined.
void AddByRole(const Sentences& sentences, std::vector<Scored>& found) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  for (size_t i = 0; i < std::min(kFrontBlocks, blocks.size()); ++i) {
    // Of two parties in brackets, the one that stands first is the name's.
    static const RE2 other(R"(^[^(]*\((?:der |die |das )?CTL\))");
    const bool says = sentences.blocks[i].text.find("PRC") != std::string::npos &&
                      !RE2::PartialMatch(sentences.blocks[i].text, other) &&
                      sentences.blocks[i].text.find("SUB") == std::string::npos &&
                      !sentences.headings[blocks[i].clause].test(CueBook::Get().Number("sub"));
    static const RE2 engages(
        R"(\bPRC (?:\S+ ){0,2}?(?:uses?|engages?|works? with|rel(?:y|ies) on)\b)");
    std::string name;
    if (!says || RE2::PartialMatch(sentences.blocks[i].text, engages) ||
        !RE2::PartialMatch(blocks[i].text, NamePattern(), &name)) {
      continue;
    }
    Scored scored;
    scored.score = 45 - static_cast<int>(i);
    scored.term.field = "parties.processor";
    scored.term.rule = "parties/role";
    scored.term.value.emplace_back("name", name);
    if (const std::string address = AddressIn(blocks[i].text); !address.empty()) {
      scored.term.value.emplace_back("address", address);
    }
    scored.term.where = sentences.Locate(i, 0, sentences.blocks[i].text.size());
    scored.term.clause = ClauseOf(*sentences.text, i);
    found.push_back(std::move(scored));
  }
}

// The name that the processor trades under, where it first stands.
void AddTradeName(const Sentences& sentences, const std::string& name, std::vector<Scored>& found) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  for (size_t i = 0; !name.empty() && i < std::min(kFrontBlocks, blocks.size()); ++i) {
    const Folded folded = Fold(blocks[i].text);
    const size_t at = folded.text.find(name);
    if (at == std::string::npos) {
      continue;
    }
    const auto [begin, end] = folded.Origin(at, at + name.size());
    Scored scored{.term = {}, .score = 44};
    scored.term.field = "parties.processor";
    scored.term.rule = "parties/trade-name";
    scored.term.value.emplace_back("name", blocks[i].text.substr(begin, end - begin));
    scored.term.where = sentences.Locate(i, 0, sentences.blocks[i].text.size());
    scored.term.clause = ClauseOf(*sentences.text, i);
    found.push_back(std::move(scored));
    return;
  }
}

struct Mailbox {
  std::string_view field;
  std::string_view local;  // what the address begins with
};
constexpr auto kMailboxes = std::to_array<Mailbox>({{"contacts.data-protection-officer", "dpo"},
                                                    {"contacts.data-protection-officer", "dpd"},
                                                    {"contacts.privacy", "privacy"},
                                                    {"contacts.privacy", "dataprotection"},
                                                    {"contacts.privacy", "datenschutz"},
                                                    {"contacts.legal", "legal"},
                                                    {"contacts.support", "support"},
                                                    {"contacts.general", "contact"},
                                                    {"contacts.general", "info"}});

void AddContact(const Sentences& sentences, size_t block, std::string_view field,
                std::string_view address, std::string_view rule, int score,
                std::vector<Scored>& found) {
  Scored scored;
  scored.score = score;
  scored.term.field = field;
  scored.term.rule = rule;
  if (!address.empty()) {
    // "privacyATexample.org" hides from machines what it tells people.
    std::string plain(address);
    if (const size_t at = plain.find("AT");
        plain.find('@') == std::string::npos && at != std::string::npos) {
      plain.replace(at, 2, "@");
    }
    scored.term.value.emplace_back("text", plain);
  }
  scored.term.where = sentences.Locate(block, 0, sentences.blocks[block].text.size());
  scored.term.said = sentences.text->blocks[block].text;
  const size_t clause = sentences.text->blocks[block].clause;
  scored.term.is_annexed = sentences.text->clauses[clause].part == TextPart::kModelContract;
  scored.term.clause = ClauseOf(*sentences.text, block);
  found.push_back(std::move(scored));
}

}  // namespace

void AddParties(const Sentences& sentences, const RoleNames& names, std::vector<Scored>& found) {
  AddParty(sentences, "parties.processor", names.processor, found);
  AddParty(sentences, "parties.controller", names.controller, found);
  AddDefinedBehind(sentences, "parties.processor", names.processor, found);
  AddDefinedBehind(sentences, "parties.controller", names.controller, found);
  AddAbove(sentences, found);
  AddByRole(sentences, found);
  AddTradeName(sentences, names.trade_name, found);
  AddUnnamed(sentences, found);
}

void AddContacts(const Sentences& sentences, std::vector<Scored>& found) {
  static const RE2 mail(R"(([A-Za-z0-9._+-]+(?:@|AT)[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z]))");
  static const RE2 officer(R"(\b(?:delegue a la protection des donnees|data protection officer)"
                           R"(|datenschutzbeauftragte\w*|dpo)\b)");
  static const RE2 no_officer(
      R"(\b(?:kein\w* (?:\S+ )?datenschutzbeauftragt\w*|datenschutzbeauftragter? )"
      R"((?:\S+ ){0,2}nicht)\b)");
  static const RE2 privacy(R"(\bansprechpartner\w* (?:\S+ ){0,3}?datenschutz\b)");
  static const RE2 unnamed(
      R"(\b(?:nomme un|designe un|designation d un|appoints? a|par exemple)\b)");
  static const RE2 security(R"(\b(?:ciso|rssi|security officer)\b)");
  static const RE2 authority(
      R"(\b(?:autorite de (?:controle|protection) (?:des donnees )?(?:belge|francaise)|cnil)"
      R"(|information commissioner)\b)");
  static const RE2 contact(R"((?i)^\W*(?:contact|courriel|e-?mail|kontakt)\b[^@:]{0,70}: *)"
                           R"([A-Za-z0-9._+-]+@)");
  static const RE2 advice(R"(\b(?:recommandations?|fiche|article de la|guides?|guidance)\b)");
  for (size_t i = 0; i < sentences.blocks.size(); ++i) {
    const std::string& words = sentences.blocks[i].text;
    const std::string& original = sentences.text->blocks[i].text;
    const bool has_officer =
        RE2::PartialMatch(words, officer) && !RE2::PartialMatch(words, no_officer);
    re2::StringPiece rest(original);
    std::string address;
    bool has_mail = false;
    while (RE2::FindAndConsume(&rest, mail, &address)) {
      has_mail = true;
      const std::string local = FoldText(address);
      for (const Mailbox& box : kMailboxes) {
        const bool is_officer = box.field == "contacts.data-protection-officer";
        if (local.starts_with(box.local) && !(has_officer && !is_officer)) {
          AddContact(sentences, i, box.field, address, "contacts/address",
                     60 + (has_officer ? 10 : 0), found);
        }
      }
      if (has_officer) {
        AddContact(sentences, i, "contacts.data-protection-officer", address, "contacts/officer",
                   72, found);
      } else if (RE2::PartialMatch(original, contact)) {
        AddContact(sentences, i, "contacts.general", address, "contacts/label", 42, found);
      } else if (RE2::PartialMatch(words, privacy)) {
        AddContact(sentences, i, "contacts.privacy", address, "contacts/privacy", 66, found);
      }
    }
    if (has_officer && !has_mail && words.find("PRC") != std::string::npos &&
        !RE2::PartialMatch(words, unnamed) && words.find("est ") != std::string::npos) {
      AddContact(sentences, i, "contacts.data-protection-officer", "", "contacts/named", 40, found);
    }
    if (RE2::PartialMatch(words, security)) {
      AddContact(sentences, i, "contacts.security-officer", "", "contacts/security", 50, found);
    }
    if (RE2::PartialMatch(words, authority) && !RE2::PartialMatch(words, advice)) {
      AddContact(sentences, i, "contacts.authority", "", "contacts/authority", 50, found);
    }
  }
}

}  // namespace mandat::internal
