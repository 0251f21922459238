// SPDX-License-Identifier: Apache-2.0
#include "reading/text_defects.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "reading/internal/fold.h"
#include "reading/internal/numeral.h"

namespace mandat {
namespace {

using internal::Folded;

constexpr size_t kClausesLeast = 5;     // fewer, and numbers are no numbering
constexpr size_t kRepeatedLeast = 160;  // bytes; shorter sentences come again by right
constexpr unsigned kLastArticle = 99;   // of the GDPR

// A block, folded, with its clause.
struct Place {
  const Block* block = nullptr;
  const Clause* clause = nullptr;
  Folded folded;
};

class Search {
 public:
  explicit Search(const ContractText& text);
  std::vector<TextDefect> Take();

 private:
  void Add(std::string kind, const Place& place, size_t begin, size_t end, std::string what);
  void FindBlanks();
  void FindReferences(const Place& place);
  void FindAnnexes(const Place& place);
  void FindCitations(const Place& place);
  void FindNumbers(const Place& place);
  void FindRepeated(const Place& place);
  bool IsOfOthers(const Folded& folded, size_t begin, size_t end) const;

  const ContractText& text_;
  std::set<std::string> numbers_;  // "7", "7.1": what clauses there are
  std::set<std::string> parents_;  // of numbers that have numbers below them
  std::set<std::string> annexes_;  // "1", "a"
  bool has_articles_ = false;
  std::map<std::string, std::string, std::less<>> sentences_;  // and where each stood first
  std::set<std::pair<std::string, std::string>> repeated_;
  std::vector<TextDefect> defects_;
};

const RE2& NumberPattern() {
  static const RE2 pattern("(\\d+(?:\\.\\d+)*)");
  return pattern;
}

// "6.01" as "6.1".
std::string Plain(const std::string& number) {
  std::string plain;
  for (size_t i = 0; i < number.size(); ++i) {
    const bool begins = i == 0 || number[i - 1] == '.';
    const bool is_last = i + 1 == number.size() || number[i + 1] == '.';
    if (number[i] != '0' || !begins || is_last) {
      plain += number[i];
    }
  }
  return plain;
}

// The first number of a reference, "9" of "Annexe B, clause 9.2", with what stands before it.
std::string TopOf(const std::string& reference) {
  const size_t digit = reference.find_first_of("0123456789");
  const size_t end = reference.find_first_not_of("0123456789", digit);
  return digit == std::string::npos ? reference : reference.substr(0, end);
}

// "iv" as "4"; anything else as it is.
std::string Arabic(const std::string& label) {
  constexpr auto kRoman = std::to_array<std::string_view>(
      {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"});
  const auto roman = std::ranges::find(kRoman, label);
  return roman == kRoman.end() ? label : std::to_string(roman - kRoman.begin() + 1);
}

const RE2& AnnexPattern() {
  static const RE2 pattern(
      "\\b(?:annexes?|annex|appendi(?:x|ce)s?|schedules?|exhibits?|anlagen?|anhang)\\s+"
      "([ivx]{1,4}|\\d{1,2}|[a-h])\\b");
  return pattern;
}

Search::Search(const ContractText& text) : text_(text) {
  for (const Clause& clause : text.clauses) {
    const std::string folded = internal::FoldText(clause.reference + " " + clause.heading);
    const std::string reference = internal::FoldText(clause.reference);
    std::string label;
    re2::StringPiece rest = folded;
    while (RE2::FindAndConsume(&rest, AnnexPattern(), &label)) {
      annexes_.insert(Arabic(label));
    }
    has_articles_ |= reference.starts_with("article") || reference.starts_with("artikel");
    std::string number;
    if (RE2::PartialMatch(reference.substr(reference.rfind(',') + 1), NumberPattern(), &number)) {
      number = Plain(number);
      while (true) {
        numbers_.insert(number);
        const size_t dot = number.rfind('.');
        if (dot == std::string::npos) {
          break;
        }
        number.resize(dot);
        parents_.insert(number);
      }
    }
  }
}

void Search::Add(std::string kind, const Place& place, size_t begin, size_t end, std::string what) {
  const auto [from, to] = place.folded.Origin(begin, end);
  defects_.push_back({std::move(kind), place.clause->reference,
                      place.block->Locate(from, to, text_.text), std::move(what)});
}

void Search::FindBlanks() {
  for (const Damage& damage : text_.damages) {
    if (damage.kind == Damage::Kind::kBlank && !damage.is_undone) {
      const Clause* innermost = nullptr;
      for (const Clause& clause : text_.clauses) {
        if (clause.where.begin <= damage.where.begin && damage.where.begin < clause.where.end) {
          innermost = &clause;
        }
      }
      defects_.push_back(
          {"blank", innermost == nullptr ? "" : innermost->reference, damage.where, damage.what});
    }
  }
}

// The words around say that another text is meant: a law, another contract, clauses of others.
bool Search::IsOfOthers(const Folded& folded, size_t begin, size_t end) const {
  static const RE2 others(
      "gdpr|rgpd|dsgvo|ds-gvo|bdsg|regulation|reglement|verordnung|directive|richtlinie|decision|"
      "beschluss|\\bloi\\b|\\blaw\\b|\\bact\\b|\\bcode\\b|gesetz|decree|decret|treaty|traite "
      "|charter|"
      "charte|iso|clauses contractuelles|contractual clauses|standardvertragsklauseln|\\bscc|"
      "\\bcct\\b|main (?:agreement|contract)|master|framework|contrat principal|accord-cadre|"
      "conditions generales|general terms|terms of service|hauptvertrag|rahmenvertrag|"
      "customer agreement|services agreement|convention");
  constexpr size_t kBefore = 60;
  constexpr size_t kAfter = 90;
  const size_t from = begin > kBefore ? begin - kBefore : 0;
  const std::string_view text = folded.text;
  const std::string_view before = text.substr(from, begin - from);
  const std::string_view after = text.substr(end, kAfter);
  return RE2::PartialMatch(re2::StringPiece(before.data(), before.size()), others) ||
         RE2::PartialMatch(re2::StringPiece(after.data(), after.size()), others);
}

void Search::FindReferences(const Place& place) {
  static const RE2 pattern(
      "(?:\\b(this|present|presente|cette|ce|dieser|diesem|dieses)\\s+)?"
      "\\b(clause|section|article|paragraphe|paragraph|ziffer|abschnitt|artikel)\\s+"
      "(\\d+(?:\\.\\d+)*)(?:[^\\w%]|$)");
  const std::string& text = place.folded.text;
  re2::StringPiece rest = text;
  std::string own;
  std::string word;
  re2::StringPiece number;
  while (RE2::FindAndConsume(&rest, pattern, &own, &word, &number)) {
    const size_t begin = number.data() - text.data();
    const size_t end = begin + number.size();
    const std::string named = Plain(number.as_string());
    const std::string top = named.substr(0, named.find('.'));
    if (!own.empty()) {
      std::string reference = internal::FoldText(place.clause->reference);
      re2::StringPiece parts = reference;
      std::string part;
      bool is_own = false;
      bool has_number = false;
      static const RE2 digits("(\\d+)");
      while (RE2::FindAndConsume(&parts, digits, &part)) {
        has_number = true;
        is_own |= part == top;
      }
      if (has_number && !is_own) {
        Add("wrong-reference", place, begin, end,
            "calls itself " + word + " " + named + " and stands in " + place.clause->reference);
      }
      continue;
    }
    const bool is_article = word == "article" || word == "artikel";
    if (numbers_.size() < kClausesLeast || numbers_.contains(named) ||
        (is_article && !has_articles_) || IsOfOthers(place.folded, begin, end)) {
      continue;
    }
    // A deeper number is missing only where its neighbours are numbered.
    const std::string parent = named.substr(0, named.rfind('.'));
    if (named == top ? true : parents_.contains(parent)) {
      Add("missing-clause", place, begin, end, "there is no " + word + " " + named);
    }
  }
}

void Search::FindAnnexes(const Place& place) {
  const std::string& text = place.folded.text;
  re2::StringPiece rest = text;
  re2::StringPiece label;
  while (RE2::FindAndConsume(&rest, AnnexPattern(), &label)) {
    const size_t begin = label.data() - text.data();
    const size_t end = begin + label.size();
    if (!annexes_.empty() && !annexes_.contains(Arabic(label.as_string())) &&
        !IsOfOthers(place.folded, begin, end)) {
      Add("missing-annex", place, begin, end,
          "names annex " + label.as_string() + ", which is not in the text");
    }
  }
}

// The days on which acts were adopted, which their citations give.
struct Act {
  std::string_view number, day, year;
};
constexpr auto kActs = std::to_array<Act>({{"2016/679", "27", "2016"},
                                           {"95/46", "24", "1995"},
                                           {"2021/914", "4", "2021"},
                                           {"2021/915", "4", "2021"},
                                           {"2010/87", "5", "2010"}});

void Search::FindCitations(const Place& place) {
  static const RE2 dated(
      "(\\d{2,4}/\\d{2,3})(?:/ce|/ec|/eg|/ue|/eu)?\\)?,?\\s*(?:of the european parliament and of "
      "the council|du parlement europeen et du conseil|des europaischen parlaments und des rates)?"
      ",?\\s*(?:du|of|vom|dated)\\s+(\\d{1,2})\\.?\\s+[a-z]+\\s+(\\d{4})");
  static const RE2 numbered(
      "(?:reglement|regulation|verordnung)(?:[a-z "
      "]{0,60})\\(?(?:ue|eu|ce|ec)\\)?\\s*(?:n[o\\W]{0,3}"
      "\\s*)?(\\d{4}/\\d{3})");
  static const RE2 article(
      "art(?:icle|ikel|\\.)?\\s*(\\d{3})\\W{0,3}(?:du |of the )?(?:rgpd|gdpr|dsgvo)");
  const std::string& text = place.folded.text;
  const auto spot = [&](re2::StringPiece found) { return found.data() - text.data(); };
  re2::StringPiece rest = text;
  re2::StringPiece number;
  std::string day;
  std::string year;
  while (RE2::FindAndConsume(&rest, dated, &number, &day, &year)) {
    const auto act =
        std::ranges::find(kActs, std::string_view(number.data(), number.size()), &Act::number);
    if (act != kActs.end() && (act->day != day || act->year != year)) {
      Add("wrong-date", place, spot(number), spot(rest),
          number.as_string() + " is of another day: " + std::string(act->day) + ", " +
              std::string(act->year));
    }
  }
  rest = text;
  while (RE2::FindAndConsume(&rest, numbered, &number)) {
    std::string digits(number);
    std::string right = "2016/679";
    std::ranges::sort(digits);
    std::ranges::sort(right);
    if (digits == right && number != "2016/679") {
      Add("wrong-citation", place, spot(number), spot(number) + number.size(),
          number.as_string() + " stands for 2016/679");
    }
  }
  rest = text;
  while (RE2::FindAndConsume(&rest, article, &number)) {
    if (std::stoul(number.as_string()) > kLastArticle) {
      Add("wrong-citation", place, spot(number), spot(number) + number.size(),
          "the GDPR has no article " + number.as_string());
    }
  }
}

// "thirty (20) days", "20 (thirty) days".
void Search::FindNumbers(const Place& place) {
  const std::string& text = place.folded.text;
  const std::vector<internal::FoldedWord> words = internal::WordsOf(text);
  const auto is_figure = [](std::string_view word) {
    return word.find_first_not_of("0123456789") == std::string_view::npos;
  };
  for (size_t i = 0; i < words.size(); ++i) {
    const internal::Numeral first = internal::NumeralAt(words, i);
    const size_t next = i + first.words;
    if (first.words == 0 || next >= words.size() || first.value < 2) {
      continue;
    }
    const size_t gap_at = words[next - 1].end;
    const std::string_view gap = std::string_view(text).substr(gap_at, words[next].begin - gap_at);
    const internal::Numeral second = internal::NumeralAt(words, next);
    const bool is_closed = second.words > 0 && words[next + second.words - 1].end < text.size() &&
                           text[words[next + second.words - 1].end] == ')';
    if ((gap == " (" || gap == "(") && is_closed && second.value != first.value &&
        second.value > 1 && is_figure(words[i].text) != is_figure(words[next].text)) {
      Add("number-mismatch", place, words[i].begin, words[next + second.words - 1].end,
          "words and figures differ: " + std::to_string(first.value) + " and " +
              std::to_string(second.value));
    }
    i = next - 1;
  }
}

void Search::FindRepeated(const Place& place) {
  const std::string& text = place.folded.text;
  for (size_t begin = 0; begin < text.size();) {
    const size_t stop = text.find(". ", begin);
    const size_t end = stop == std::string::npos ? text.size() : stop + 1;
    if (end - begin >= kRepeatedLeast) {
      const auto [first, is_new] =
          sentences_.emplace(text.substr(begin, end - begin), place.clause->reference);
      // Neighbours say the same by design; a clause that came twice is told once.
      if (!is_new && TopOf(first->second) != TopOf(place.clause->reference) &&
          repeated_.emplace(first->second, place.clause->reference).second) {
        Add("repeated", place, begin, end, "stands in " + first->second + " already");
      }
    }
    begin = end + (stop == std::string::npos ? 0 : 1);
  }
}

std::vector<TextDefect> Search::Take() {
  FindBlanks();
  for (const Block& block : text_.blocks) {
    const Clause& clause = text_.clauses[block.clause];
    if (clause.part == TextPart::kModelContract) {
      continue;
    }
    const Place place{&block, &clause, internal::Fold(block.text)};
    FindReferences(place);
    FindAnnexes(place);
    FindCitations(place);
    FindNumbers(place);
    FindRepeated(place);
  }
  std::ranges::sort(defects_, {}, [](const TextDefect& defect) {
    return std::tie(defect.where.begin, defect.kind, defect.what);
  });
  return std::move(defects_);
}

}  // namespace

std::vector<TextDefect> FindTextDefects(const ContractText& text) { return Search(text).Take(); }

}  // namespace mandat
