// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "prose/internal/findings.h"
#include "prose/internal/mapped.h"

namespace mandat::internal {
namespace {

constexpr size_t kTermMax = 120;  // bytes
constexpr size_t kLeadMax = 90;   // between "ci-après" and the term
constexpr size_t kMeaningMax = 600;
constexpr size_t kListTermMax = 90;  // of "Term: meaning"

struct Quoted {
  size_t begin = 0;  // of the opening mark
  size_t end = 0;    // behind the closing one
  std::string term;
};

// The closing mark that belongs to an opening one.
std::string_view ClosingOf(uint32_t open) {
  switch (open) {
    case 0xAB:
      return "\xC2\xBB";
    case 0x201C:
      return "\xE2\x80\x9D";
    case 0x201E:
      return "\xE2\x80\x9C";
    case '"':
      return "\"";
    default:
      return {};
  }
}

std::string Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" ,:");
  const size_t last = text.find_last_not_of(" ,:");
  return first == std::string_view::npos ? std::string()
                                         : std::string(text.substr(first, last - first + 1));
}

std::vector<Quoted> QuotesIn(std::string_view text) {
  std::vector<Quoted> quotes;
  for (size_t at = 0; at < text.size();) {
    const Point point = PointAt(text, at);
    const std::string_view closing = ClosingOf(point.code);
    if (!closing.empty()) {
      const size_t inside = at + point.bytes;
      const size_t end = text.substr(0, inside + kTermMax).find(closing, inside);
      if (end != std::string_view::npos && end > inside) {
        quotes.push_back({at, end + closing.size(), Trimmed(text.substr(inside, end - inside))});
        at = end + closing.size();
        continue;
      }
    }
    at += point.bytes;
  }
  std::erase_if(quotes, [](const Quoted& quoted) { return quoted.term.empty(); });
  return quotes;
}

bool HasAny(std::string_view text, const auto& words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// What announces a name for what stands before it.
constexpr auto kHereinafter = std::to_array<std::string_view>(
    {"ci-apr\xC3\xA8s", "ci apr\xC3\xA8s", "hereinafter", "hereafter", "nachfolgend", "nachstehend",
     "im folgenden", "d\xC3\xA9nomm\xC3\xA9", "d\xC3\xA9sign\xC3\xA9", "referred to as", "hierna",
     "genannt"});
// What stands between a term and what it means.
constexpr auto kMeans = std::to_array<std::string_view>(
    {"d\xC3\xA9signe", "d\xC3\xA9signent", "signifie", "s'entend",
     "s\xE2\x80\x99"
     "entend",
     "est d\xC3\xA9"
     "fini",
     "a le sens", "means", "shall mean", "refers to", "has the meaning", "bezeichnet", "bedeutet",
     "betekent", "verstaan", "est le ", "est la ", "sont les "});
constexpr auto kRoles = std::to_array<std::string_view>(
    {"sous-traitant", "responsable du traitement", "client", "prestataire", "fournisseur",
     "partenaire", "processor", "controller", "customer", "provider", "supplier", "data processor",
     "data controller", "auftraggeber", "auftragnehmer", "verantwortlicher", "auftragsverarbeiter",
     "tiers", "verwerker"});
constexpr auto kDefinitionHeadings = std::to_array<std::string_view>(
    {"d\xC3\xA9"
     "finition",
     "definition", "begriff", "concepts", "interpretation", "definities"});

class DefinitionFinder {
 public:
  explicit DefinitionFinder(const ContractText& text) : text_(text) {}

  std::vector<Definition> Run() {
    for (size_t i = 0; i < text_.blocks.size(); ++i) {
      if (text_.blocks[i].kind != BlockKind::kRow) {
        Search(i);
      }
    }
    return std::move(definitions_);
  }

 private:
  void Add(std::string term, std::string_view meaning, size_t block) {
    std::string words = Trimmed(meaning);
    if (words.size() > kMeaningMax) {  // the nearest words tell most
      size_t cut = words.size() - kMeaningMax;
      cut = std::min(words.find(' ', cut), words.size() - 1) + 1;
      words.erase(0, cut);
    }
    definitions_.push_back({std::move(term), std::move(words), block});
  }

  void Search(size_t at) {
    const std::string_view text = text_.blocks[at].text;
    const std::string low = LowerCase(text);
    const bool has_same_bytes = low.size() == text.size();
    const size_t known = definitions_.size();
    const std::vector<Quoted> quotes = QuotesIn(text);
    for (size_t i = 0; i < quotes.size(); ++i) {
      const Quoted& quoted = quotes[i];
      const size_t lead = quoted.begin - std::min(quoted.begin, kLeadMax);
      const std::string before = LowerCase(text.substr(lead, quoted.begin - lead));
      const std::string behind = LowerCase(text.substr(quoted.end, 40));
      const size_t open = before.rfind('(');
      const bool is_in_brackets =
          open != std::string::npos && before.find(')', open) == std::string::npos;
      const bool is_named = is_in_brackets && before.size() - open < 40 && behind.starts_with(")");
      if (is_named || HasAny(before, kHereinafter)) {
        Add(quoted.term, MeaningBefore(at, lead, before, open), at);
      } else if (const size_t verb = MeansBytes(behind); verb > 0) {
        Add(quoted.term, text.substr(std::min(quoted.end + verb, text.size())), at);
      } else if (const size_t is = IsBytes(text, quotes, i); is > 0) {
        Add(quoted.term, text.substr(std::min(is, text.size())), at);
      } else if (quoted.begin == 0 && IsInDefinitions(text_.blocks[at].clause)) {
        AddBare(quoted, text, at);
      }
    }
    if (definitions_.size() == known) {
      SearchGlossary(at, text);
      SearchRole(at, text);
      if (has_same_bytes) {
        SearchList(at, text, low);
      }
    }
  }

  // "Term" Meaning, with a dash or nothing between them.
  void AddBare(const Quoted& quoted, std::string_view text, size_t at) {
    std::string_view meaning = text.substr(quoted.end);
    bool is_parted = false;
    for (const std::string_view mark : {" ", "-", "\xE2\x80\x93", "\xE2\x80\x94", ":", " "}) {
      while (meaning.starts_with(mark)) {
        meaning.remove_prefix(mark.size());
        is_parted = is_parted || mark != " ";
      }
    }
    if (meaning.size() > 8 && (is_parted || StartsUpper(meaning))) {
      Add(quoted.term, meaning, at);
    }
  }

  // The bytes up to behind "means"; 0 where something else follows.
  static size_t MeansBytes(std::string_view behind) {
    const size_t first = std::min(behind.find_first_not_of(" :"), behind.size());
    for (const std::string_view word : kMeans) {
      if (behind.substr(first).starts_with(word)) {
        return first + word.size();
      }
    }
    return 0;
  }

  // "Guest Details" are any personal data; "we", "us" and "our" mean Example Ltd: where what it is
  // begins in the text, 0 where it does not say so.
  static size_t IsBytes(std::string_view text, const std::vector<Quoted>& quotes, size_t at) {
    constexpr auto kBetween = std::to_array<std::string_view>(
        {" and ", " or ", ", ", ", and ", ", or ", " / ", "/", " & "});
    while (at + 1 < quotes.size()) {
      const std::string_view gap =
          text.substr(quotes[at].end, quotes[at + 1].begin - quotes[at].end);
      if (std::ranges::find(kBetween, gap) == kBetween.end()) {
        break;
      }
      ++at;
    }
    const std::string_view behind = text.substr(quotes[at].end);
    for (const std::string_view verb : {" is ", " are ", " mean ", " stands for ", " means "}) {
      const std::string_view what = behind.substr(std::min(verb.size(), behind.size()));
      constexpr auto kBegins = std::to_array<std::string_view>(
          {"the ", "a ", "an ", "any ", "all ", "every", "each ", "who", "what", "anyone", "those ",
           "information ", "personal ", "data ", "our ", "your ", "people "});
      const bool begins = std::ranges::any_of(
          kBegins, [&](std::string_view word) { return what.starts_with(word); });
      if (behind.starts_with(verb) && (begins || StartsUpper(what))) {
        return text.size() - what.size();
      }
    }
    return 0;
  }

  // What is named is the end of a sentence, behind the definition before it.
  static std::string_view LastPart(std::string_view text) {
    size_t begin = 0;
    for (size_t at = 0; at + 2 < text.size(); ++at) {
      const bool ends_name = text[at] == ')' && text[at + 1] == ' ';
      const bool ends_sentence =
          text[at] == '.' && text[at + 1] == ' ' && at > 3 && IsUpper(PointAt(text, at + 2).code) &&
          text.substr(at - 3, 3).find_first_of(" .,") == std::string_view::npos;
      if (ends_name || ends_sentence) {
        begin = at + 2;
      }
    }
    std::string_view part = text.substr(begin);
    for (const std::string_view word : {"et ", "and ", "und ", "en ", "Entre ", "entre ",
                                        "Between ", "between ", "Zwischen ", "zwischen "}) {
      part.remove_prefix(part.starts_with(word) ? word.size() : 0);
    }
    return part.size() < 3 ? text : part;
  }

  // The words of the block in front of the bracket or the "hereinafter"; of the block before it
  // where the definition stands alone.
  std::string MeaningBefore(size_t at, size_t lead, const std::string& before, size_t open) const {
    size_t cut = before.size();
    for (const std::string_view word : kHereinafter) {
      cut = std::min(cut, before.find(word));
    }
    cut = open != std::string::npos ? std::min(cut, open) : cut;
    const std::string& text = text_.blocks[at].text;
    std::string meaning = Trimmed(
        LastPart(Trimmed(std::string_view(text).substr(0, std::min(lead + cut, text.size())))));
    if (meaning.empty() && at > 0) {
      return text_.blocks[at - 1].text;
    }
    return meaning;
  }

  // A term that is a paragraph, and below it another one: "means the Customer;".
  void SearchGlossary(size_t at, std::string_view text) {
    constexpr size_t kTermMost = 60;
    if (at == 0 || text_.blocks[at - 1].text.size() > kTermMost) {
      return;
    }
    for (const std::string_view verb :
         {"means ", "shall mean ", "has the meaning ", "refers to "}) {
      if (text.starts_with(verb)) {
        std::string term = text_.blocks[at - 1].text;
        for (const std::string_view mark : {"\"", "\xE2\x80\x9C", "\xE2\x80\x9D"}) {
          term = term.starts_with(mark) ? term.substr(mark.size()) : term;
          term = term.ends_with(mark) ? term.substr(0, term.size() - mark.size()) : term;
        }
        Add(Trimmed(term), text.substr(verb.size()), at);
      }
    }
  }

  // "Example Ltd, 1 Example Road. (Processor)".
  void SearchRole(size_t at, std::string_view text) {
    const size_t open = text.rfind('(');
    if (open == std::string_view::npos || open == 0 || !text.ends_with(")")) {
      return;
    }
    std::string term(text.substr(open + 1, text.size() - open - 2));
    if (std::ranges::find(kRoles, LowerCase(term)) != kRoles.end()) {
      Add(std::move(term), text.substr(0, open), at);
    }
  }

  // "Term: meaning" and "Term means" below a heading that says definitions.
  void SearchList(size_t at, std::string_view text, std::string_view low) {
    const Block& block = text_.blocks[at];
    if (block.kind == BlockKind::kHeading || !IsInDefinitions(block.clause)) {
      return;
    }
    const std::string_view front = low.substr(0, kListTermMax + 20);
    size_t end = front.find(':');
    size_t behind = end == std::string_view::npos ? end : end + 1;
    for (const std::string_view word : kMeans) {
      const size_t found = front.find(word);
      if (found != std::string_view::npos && found > 1 && front[found - 1] == ' ' && found < end) {
        end = found;
        behind = found + word.size();
      }
    }
    if (end == std::string_view::npos || end < 2 || end > kListTermMax ||
        behind + 8 > text.size()) {
      return;
    }
    Add(Trimmed(text.substr(0, end)), text.substr(behind), at);
  }

  bool IsInDefinitions(size_t clause) const {
    for (std::optional<size_t> at = clause; at; at = text_.clauses[*at].parent) {
      if (HasAny(LowerCase(text_.clauses[*at].heading), kDefinitionHeadings)) {
        return true;
      }
    }
    return false;
  }

  const ContractText& text_;
  std::vector<Definition> definitions_;
};

}  // namespace

std::vector<Definition> FindDefinitions(const ContractText& text) {
  return DefinitionFinder(text).Run();
}

}  // namespace mandat::internal
