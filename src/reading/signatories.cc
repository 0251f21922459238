// SPDX-License-Identifier: Apache-2.0
// Who signs, whom to write to, and where the service is reached: names and addresses that stand
// where parties are described, in signature blocks and in annexes.
#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <utility>

#include "reading/internal/found.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kFrontBlocks = 30;
constexpr size_t kTitleLines = 3;    // behind a name, that its title may stand in
constexpr size_t kAddressLines = 3;  // behind a name that stands alone
constexpr size_t kLineMost = 60;
constexpr size_t kRoleBytes = 10;  // of a role's name that tell it

bool IsAnnexed(const ContractText& text, size_t clause) {
  for (std::optional<size_t> at = clause; at; at = text.clauses[*at].parent) {
    if (text.clauses[*at].part == TextPart::kModelContract) {
      return true;
    }
  }
  // Signature blocks of a model are cited by it: "SCC, signature".
  const std::string& reference = text.clauses[clause].reference;
  const std::string head = reference.substr(0, reference.find(','));
  return std::ranges::any_of(text.clauses, [&](const Clause& one) {
    return one.reference == head && one.part == TextPart::kModelContract;
  });
}

void Add(const Sentences& sentences, size_t first, size_t last, std::string_view field,
         std::string value, std::string_view rule, std::vector<Scored>& found) {
  const ContractText& text = *sentences.text;
  Scored scored{.term = {}, .score = 56};
  FoundTerm& term = scored.term;
  term.field = field;
  term.rule = rule;
  term.where = sentences.Locate(first, 0, sentences.blocks[first].text.size());
  term.where.end = sentences.Locate(last, 0, sentences.blocks[last].text.size()).end;
  term.said = text.blocks[first].text;
  term.clause = ClauseOf(text, first);
  term.is_annexed = IsAnnexed(text, text.blocks[first].clause);
  term.value.emplace_back("text", std::move(value));
  found.push_back(std::move(scored));
}

// "represented by Ada Example and Ben Example, directors"
void AddRepresented(const Sentences& sentences, size_t block, std::vector<Scored>& found) {
  static const RE2 by(
      R"((?i:repr[ée]sent[ée]e?s?(?: (?:aux pr[ée]sentes|valablement|d[ûu]ment))? par|represented)"
      R"((?: herein| hereby| for this purpose)? by|vertreten durch)\s+)"
      R"(((?:(?:Monsieur|Madame|Mme|Mr|Mrs|Ms|Herrn?|Frau|Dr|Me|M)\.? )?)"
      R"([A-ZÀ-Ý][^,;:("«_]{3,80}))");
  std::string who;
  if (RE2::PartialMatch(sentences.text->blocks[block].text, by, &who)) {
    who.resize(std::min(who.find(". "), who.size()));
    while (!who.empty() && (who.back() == ' ' || who.back() == '.')) {
      who.pop_back();
    }
    Add(sentences, block, block, "contract.representatives", who, "parties/represented", found);
  }
}

// "Name: Ada Example" and "Title: Director" in what is for signing.
void AddSigner(const Sentences& sentences, size_t block, std::vector<Scored>& found) {
  static const RE2 named(R"(^(?i:nom(?: et pr[ée]nom)?|signataire|name(?: of signatory)?)\s?:\s*)"
                         R"(([A-ZÀ-Ý][^:_]{3,60})$)");
  static const RE2 titled(
      R"(^(?i:fonction|titre|qualit[ée]|title|position|function|funktion|titel)\s?:\s*)"
      R"((\S[^:_]{1,60})$)");
  const std::vector<Block>& blocks = sentences.text->blocks;
  const Clause& clause = sentences.text->clauses[blocks[block].clause];
  std::string who;
  if (clause.part != TextPart::kSignature &&
      clause.reference.find("signature") == std::string::npos) {
    return;
  }
  if (!RE2::FullMatch(blocks[block].text, named, &who)) {
    return;
  }
  size_t last = block;
  std::string title;
  for (size_t i = block + 1; i < blocks.size() && i <= block + kTitleLines && title.empty(); ++i) {
    last = RE2::FullMatch(blocks[i].text, titled, &title) ? i : last;
  }
  Add(sentences, block, last, "contract.representatives", who + (title.empty() ? "" : ", " + title),
      "parties/signed", found);
}

void AddContactPerson(const Sentences& sentences, size_t block, std::vector<Scored>& found) {
  static const RE2 person(R"((?i:personne de contact|contact person|ansprechpartner(?:in)?))"
                          R"([^:]{0,40}:\s*([A-ZÀ-Ý][^:_]{3,120})$)");
  std::string who;
  if (RE2::PartialMatch(sentences.text->blocks[block].text, person, &who)) {
    Add(sentences, block, block, "contacts.person", who, "contacts/person", found);
  }
}

// The name of a party alone in a line, its address in the lines below.
void AddAddressLines(const Sentences& sentences, size_t block, const std::string& name,
                     std::vector<Scored>& found) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  if (name.empty() || FoldText(blocks[block].text) != FoldText(name)) {
    return;
  }
  static const RE2 digit(R"(\d)");
  std::string address;
  size_t last = block;
  for (size_t i = block + 1; i < blocks.size() && i <= block + kAddressLines; ++i) {
    const std::string& line = blocks[i].text;
    if (line.size() > kLineMost || line.find('@') != std::string::npos ||
        line.find(':') != std::string::npos || !RE2::PartialMatch(line, digit)) {
      break;
    }
    address += (address.empty() ? "" : ", ") + line;
    last = i;
  }
  if (last > block) {
    Add(sentences, block, last, "contacts.general", name + ", " + address, "contacts/address-lines",
        found);
  }
}

// At least two addresses of the web that stand alone, with what else their list holds.
size_t AddEndpoints(const Sentences& sentences, size_t block, std::vector<Scored>& found) {
  static const RE2 url(R"(^https?://[^\s/]+/?$)");
  const std::vector<Block>& blocks = sentences.text->blocks;
  std::string all;
  size_t urls = 0;
  size_t i = block;
  for (; i < blocks.size() && blocks[i].clause == blocks[block].clause; ++i) {
    const bool is_url = RE2::FullMatch(blocks[i].text, url);
    if (!is_url &&
        (urls == 0 || blocks[i].kind != BlockKind::kItem || blocks[i].text.size() > kLineMost)) {
      break;
    }
    urls += is_url ? 1 : 0;
    all += (all.empty() ? "" : ", ") + blocks[i].text;
  }
  if (urls > 1) {
    Add(sentences, block, i - 1, "contacts.endpoints", all, "contacts/endpoints", found);
  }
  return std::max(i, block + 1) - 1;
}

// "Example acts as processor", where another name was defined: one more name of the same.
void AddAlias(const Sentences& sentences, size_t block, const RoleNames& names,
              const std::string& name, std::vector<Scored>& found) {
  static const RE2 acts(
      R"(\b([A-Za-zÀ-ÿ][\w.-]{3,40}) (?:agit|agissant|intervient|acts|acting) (?:en |as )?)"
      R"((?:qualit[ée] de |tant que )?(?:the |a |le |la )?([\w’' -]{5,12}))");
  static const RE2 known(
      R"(^(?:client\w*|customer|controller|processor|responsable|sous-traitant|societe|entity)"
      R"(|entite|partie|party|partenaire|prestataire|fournisseur|provider|supplier|vendor|celui)"
      R"(|who|which|affili\w+|ci)$)");
  const auto is_named = [](const std::vector<std::string>& all, const std::string& folded) {
    return std::ranges::any_of(
        all, [&](const std::string& one) { return one.find(folded) != std::string::npos; });
  };
  re2::StringPiece rest(sentences.text->blocks[block].text);
  std::string who;
  std::string role;
  while (RE2::FindAndConsume(&rest, acts, &who, &role)) {
    const std::string folded = FoldText(who);
    const std::string as = FoldText(role);
    const bool is_processor =
        as.starts_with("sous-trait") || as.starts_with("processor") ||
        std::ranges::any_of(names.processor, [&](const std::string& one) {
          return as.starts_with(one.substr(one.find(' ') + 1).substr(0, kRoleBytes));
        });
    if (is_processor && !RE2::FullMatch(folded, known) && !name.empty() &&
        FoldText(name).find(folded) == std::string::npos && !is_named(names.processor, folded) &&
        !is_named(names.controller, folded)) {
      Add(sentences, block, block, "parties.processor.also-named", who, "parties/alias", found);
      return;
    }
  }
}

// The processor's name as it was found best.
std::string NameOfProcessor(const std::vector<Scored>& found) {
  int best = 0;
  std::string name;
  for (const Scored& scored : found) {
    if (scored.term.field == "parties.processor" && scored.score > best &&
        !scored.term.value.empty() && scored.term.value[0].first == "name") {
      best = scored.score;
      name = scored.term.value[0].second;
    }
  }
  return name;
}

}  // namespace

void AddSignatories(const Sentences& sentences, const RoleNames& names,
                    std::vector<Scored>& found) {
  const std::string name = NameOfProcessor(found);
  for (size_t i = 0; i < sentences.blocks.size(); ++i) {
    const TextPart part = sentences.text->clauses[sentences.text->blocks[i].clause].part;
    if (i < kFrontBlocks || part == TextPart::kSignature) {
      AddRepresented(sentences, i, found);
    }
    AddSigner(sentences, i, found);
    AddContactPerson(sentences, i, found);
    AddAddressLines(sentences, i, name, found);
    AddAlias(sentences, i, names, name, found);
  }
  for (size_t i = 0; i < sentences.blocks.size(); ++i) {
    i = AddEndpoints(sentences, i, found);
  }
}

}  // namespace mandat::internal
