// SPDX-License-Identifier: Apache-2.0
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "reading/contract_reading.h"
#include "reading/internal/elements.h"
#include "reading/internal/fields.h"
#include "reading/internal/fold.h"
#include "reading/internal/found.h"
#include "reading/internal/period_meant.h"
#include "reading/internal/take_value.h"

namespace mandat {
namespace internal {
namespace {

constexpr size_t kTitleBlocks = 3;
constexpr size_t kTitleBytes = 140;
constexpr size_t kTitleWords = 40;  // bytes before the word that makes a title
constexpr int kTimeBonus = 10;      // for a rule that finds the time it looks for
constexpr int kFurtherWithin = 9;   // points by which a further source may be weaker
constexpr size_t kFurtherMost = 3;
constexpr size_t kMeasuresMost = 48;  // clauses that measures of one area stand in

// Terms that a contract states for all of itself: they count though data are not mentioned.
constexpr auto kFramePrefixes = std::to_array<std::string_view>(
    {"law.", "precedence", "liability.", "amendment.", "termination.rule", "duration",
     "contract.parent", "contract.docking", "contract.affiliates", "confidentiality.deletion",
     "own-use.", "commercial."});

// What an annex on measures does not state, though its measures use the same words: tests of smoke
// detectors are no audits.
constexpr auto kNotInMeasures = std::to_array<std::string_view>(
    {"audits.", "end.", "requests.", "law.", "instructions.", "transfers.", "liability.",
     "precedence", "sub-processors.", "retention", "duration", "termination.", "amendment."});

// "# DPA", with no word of data.
bool IsCalledDpa(std::string_view words) {
  static const re2::RE2 called(R"(\bdpas?\b)");
  return re2::RE2::PartialMatch(re2::StringPiece(words.data(), words.size()), called);
}

bool IsAmongMeasures(const Sentences& sentences, const Sentence& sentence) {
  const ContractText& text = *sentences.text;
  size_t clause = text.blocks[sentence.block].clause;
  if (text.clauses[clause].part != TextPart::kAnnex) {
    return false;
  }
  // Headings of the annex itself, not of what it is annexed to.
  const size_t tom = CueBook::Get().Number("tom");
  for (; clause != 0; clause = text.clauses[clause].parent.value_or(0)) {
    const std::optional<size_t> above = text.clauses[clause].parent;
    if (sentences.headings[clause].test(tom) &&
        !(above && *above != 0 && sentences.headings[*above].test(tom))) {
      return text.clauses[clause].part == TextPart::kAnnex;
    }
  }
  return false;
}

// Fields whose sentence without a time is only half a term.
constexpr auto kNeedTime =
    std::to_array<std::string_view>({"breach.notice", "requests.forward", "instructions.infringing",
                                     "sub-processors.notice", "sub-processors.objection"});

// What a definition says in passing: "Sub-Processor means another processor engaged by the Company"
// allows none.
constexpr auto kNotInDefinitions = std::to_array<std::string_view>(
    {"instructions.", "confidentiality.", "sub-processors.", "breach.", "requests.", "assistance.",
     "audits.", "end.", "liability.", "element.", "contract.roles", "controller-duties"});

bool IsDefinition(std::string_view words) {
  static const re2::RE2 defines(R"(^ ?\W{0,3}(?:"?[^".,;:]{2,60}"?(?: \([^()]{2,40}\))? )?)"
                                R"((?:means|shall mean|has the meanings?|have the meanings?)\b)");
  static const re2::RE2 points(
      R"(^ ?\W{0,3}(?:this|that|which|it|by|no|not|silence|continued|failure)\b)");
  const re2::StringPiece all(words.data(), words.size());
  return re2::RE2::PartialMatch(all, defines) && !re2::RE2::PartialMatch(all, points);
}

// Whether it says who is controller and who processor in words of the law: "you are free to leave
// your account" speaks of the parties as well.
bool NamesRoles(const std::string& said) {
  static const re2::RE2 law(
      R"((?:controller|processor|purposes|responsable|sous[- ]traitant|prestataire|controleur)"
      R"(|finalite|verantwortlich|auftrag|zwecke|behalf|pour le compte))");
  return re2::RE2::PartialMatch(FoldText(said), law);
}

bool IsFrame(std::string_view field) {
  return std::ranges::any_of(kFramePrefixes,
                             [&](std::string_view prefix) { return field.starts_with(prefix); });
}

// "without undue delay. The notice is given within 48 hours": the number of the second sentence
// belongs to the first.
void JoinTimes(std::vector<Scored>& found) {
  constexpr std::string_view kSecond = "breach.notice/within";
  const auto has = [](const FoundTerm& term, std::string_view key) {
    return std::ranges::any_of(term.value, [&](const auto& pair) { return pair.first == key; });
  };
  for (const Scored& second : found) {
    const FoundTerm& time = second.term;
    if (time.rule != kSecond || !has(time, "within")) {
      continue;
    }
    for (Scored& first : found) {
      FoundTerm& term = first.term;
      const bool joins = term.field == time.field && term.rule != kSecond &&
                         term.clause == time.clause && has(term, "promptness") &&
                         !has(term, "within") && term.where.begin < time.where.begin;
      if (joins) {
        for (const auto& pair : time.value) {
          if (!has(term, pair.first)) {
            term.value.push_back(pair);
          }
        }
        std::ranges::sort(term.value, std::ranges::greater());  // "within" first
        first.score += kTimeBonus / 2;
      }
    }
  }
}

// Whether a sentence of this kind states no such term, though its words may say so.
bool IsLeftOut(const Sentences& sentences, const Sentence& sentence, std::string_view field) {
  const auto is_in = [&](const auto& prefixes) {
    return std::ranges::any_of(prefixes,
                               [&](std::string_view prefix) { return field.starts_with(prefix); });
  };
  return (is_in(kNotInMeasures) && IsAmongMeasures(sentences, sentence)) ||
         (is_in(kNotInDefinitions) && IsDefinition(sentences.Words(sentence))) ||
         (field == "contract.roles" && !NamesRoles(sentences.Whole(sentence)));
}

}  // namespace

std::string ClauseOf(const ContractText& text, size_t block) {
  return text.clauses[text.blocks[block].clause].reference;
}

std::string SaidIn(const Sentences& sentences, size_t block, size_t begin, size_t end) {
  const auto [first, last] = sentences.blocks[block].Origin(begin, end);
  const std::string_view said =
      std::string_view(sentences.text->blocks[block].text).substr(first, last - first);
  const size_t begins = said.find_first_not_of(' ');
  return begins == std::string_view::npos
             ? std::string()
             : std::string(said.substr(begins, said.find_last_not_of(' ') + 1 - begins));
}

// Whether the heading names those who process data for the processor; "subcontractors" alone are
// those of any contract.
bool IsOnSubprocessors(const Sentences& sentences, size_t clause) {
  static const re2::RE2 further(
      R"(\b(?:sub-?process\w+|sous[ -]traitants? ulterieurs?|unterauftragsverarbeit\w+)\b)");
  return re2::RE2::PartialMatch(FoldText(sentences.text->clauses[clause].heading), further);
}

std::vector<bool> InScope(const Sentences& sentences) {
  const CueBook& book = CueBook::Get();
  CueSet data;
  for (const std::string_view cue : {"dta", "gdpr", "brc", "dsub"}) {
    data.set(book.Number(cue));
  }
  // A text whose title says so is about data throughout.
  bool is_titled = false;
  for (const Sentence& sentence : sentences.all) {
    const auto says = [&](std::string_view cue) {
      const size_t number = book.Number(cue);
      // A title may have run into what stands below it.
      return sentence.has.test(number) &&
             (sentence.end < kTitleBytes ||
              (sentence.block == 0 && sentence.begin == 0 &&
               book.Find(number, sentences.Words(sentence)).value_or(kTitleBytes) < kTitleWords));
    };
    is_titled |= sentence.block < kTitleBlocks &&
                 (says("gdpr") || says("dta") ||
                  (sentence.end < kTitleWords && IsCalledDpa(sentences.Words(sentence))));
  }
  size_t told = 0;
  std::vector<bool> clauses(sentences.text->clauses.size());
  for (const Sentence& sentence : sentences.all) {
    const bool is_told = (sentence.has & data).any();
    told += is_told ? 1 : 0;
    if (is_told) {
      clauses[sentences.text->blocks[sentence.block].clause] = true;
    }
  }
  const bool is_dense = is_titled || told * 6 > sentences.all.size();
  std::vector<bool> in_scope;
  in_scope.reserve(sentences.all.size());
  for (const Sentence& sentence : sentences.all) {
    const size_t clause = sentences.text->blocks[sentence.block].clause;
    in_scope.push_back(is_dense || (clause != 0 && clauses[clause]) ||
                       (sentence.heading & data).any() || IsOnSubprocessors(sentences, clause));
  }
  return in_scope;
}

void AddMatched(const Sentences& sentences, std::vector<Scored>& found) {
  const CueBook& book = CueBook::Get();
  const std::vector<bool> in_scope = InScope(sentences);
  const size_t as_main = book.Number("asmain");
  const size_t certify = book.Number("certify");
  const size_t sccfill = book.Number("sccfill");
  const size_t erase = book.Number("delete");
  for (const Match& match : MatchRules(sentences)) {
    const TermRule& rule = *match.rule;
    const Sentence& sentence = sentences.all[match.sentence];
    if (!in_scope[match.sentence] && !IsFrame(rule.field)) {
      continue;
    }
    // What fills in the blanks of a model contract is no term of this one.
    if (sentence.has.test(sccfill) && !rule.field.starts_with("transfers.") &&
        rule.field != "law.clauses" && rule.field != "contract.docking") {
      continue;
    }
    if (IsLeftOut(sentences, sentence, rule.field)) {
      continue;
    }
    const std::string led = match.is_led ? sentences.LedWords(sentence) : "";
    const std::string_view words = match.is_led ? led : sentences.Words(sentence);
    // "certifies within 14 days that it has deleted": the days are those of the certificate.
    if (rule.field == "end.delay" && sentence.has.test(certify) &&
        book.Find(certify, words) < book.Find(erase, words)) {
      continue;
    }
    Taken taken = TakeValue(rule, words);
    // "on request, as follows: (a) ...; (b) ... within 10 days"
    if (rule.take == Take::kWithin && !taken.has_time && sentence.last_led != 0) {
      taken = TakeValue(rule, sentences.WholeWords(sentence));
    }
    if (rule.field == "sub-processors.objection") {
      AddPeriodMeant(sentences, match.sentence, taken);
    }
    const bool wants_time = rule.take != Take::kText && rule.take != Take::kWord;
    if (!taken.has_time &&
        (rule.take == Take::kQuota || rule.take == Take::kPayer || rule.field == "end.delay")) {
      continue;
    }
    const bool needs_time = std::ranges::find(kNeedTime, rule.field) != kNeedTime.end();
    Scored scored;
    scored.score = match.score + (wants_time && taken.has_time ? kTimeBonus : 0) +
                   (taken.is_number ? kTimeBonus / 2 : 0) -
                   (needs_time && !taken.has_time ? kTimeBonus : 0);
    FoundTerm& term = scored.term;
    term.field = rule.field;
    term.value = std::move(taken.value);
    term.rule = rule.id;
    term.where = sentences.WholePassage(sentence);
    term.clause = ClauseOf(*sentences.text, sentence.block);
    term.is_annexed = sentence.is_annexed;
    term.said = sentences.Whole(sentence);
    if (match.is_led) {
      const Sentence& lead = sentences.all[sentence.lead];
      term.said = SaidIn(sentences, lead.block, lead.begin, lead.end) + " " + term.said;
    }
    const bool is_open = rule.field == "end.choice" && term.value.empty();
    if ((needs_time && !taken.has_time) || is_open) {
      term.status = SaidStatus::kAmbiguous;
    } else if (sentence.has.test(as_main) && IsFrame(rule.field)) {
      term.status = SaidStatus::kExternal;
    }
    found.push_back(std::move(scored));
  }
  JoinTimes(found);
}

}  // namespace internal

namespace {

using internal::Scored;

// Two lists of sub-processors in one clause are one list.
void MergeItems(const FoundTerm& more, std::vector<FoundTerm>& chosen) {
  const auto into = std::ranges::find_if(chosen, [&](const FoundTerm& term) {
    return term.field == more.field && term.clause == more.clause && term.rule == more.rule;
  });
  if (into == chosen.end()) {
    return;
  }
  for (const FoundItem& item : more.items) {
    const bool is_known = std::ranges::any_of(
        into->items, [&](const FoundItem& known) { return known.value == item.value; });
    if (!is_known) {
      into->items.push_back(item);
    }
  }
}

// What the row of a sub-processor says of itself ("follows up incidents") is no term of the two.
void DropSaidOfSubs(std::vector<Scored>& found) {
  std::vector<Passage> rows;
  for (const Scored& scored : found) {
    if (scored.term.field == "sub-processors.list") {
      for (const FoundItem& item : scored.term.items) {
        rows.push_back(item.where);
      }
    }
  }
  constexpr auto kOfRows = std::to_array<std::string_view>(
      {"sub-processors.", "transfers.", "places", "security.measures."});
  std::erase_if(found, [&](const Scored& scored) {
    const FoundTerm& term = scored.term;
    return std::ranges::none_of(
               kOfRows, [&](std::string_view prefix) { return term.field.starts_with(prefix); }) &&
           std::ranges::any_of(rows, [&](const Passage& row) {
             return row.begin <= term.where.begin && term.where.end <= row.end;
           });
  });
}

// The best of each field, then its further sources, in order of fields.
std::vector<FoundTerm> Choose(const std::vector<Scored>& found) {
  std::map<std::string, std::vector<const Scored*>> by_field;
  for (const Scored& scored : found) {
    by_field[scored.term.field].push_back(&scored);
  }
  for (auto& [field, sources] : by_field) {
    std::ranges::sort(sources, [](const Scored* one, const Scored* other) {
      return std::tuple(-one->score, one->term.where.begin, one->term.rule) <
             std::tuple(-other->score, other->term.where.begin, other->term.rule);
    });
  }
  std::vector<FoundTerm> chosen;
  const auto add = [&](const Scored& scored) {
    chosen.push_back(scored.term);
    chosen.back().confidence = static_cast<unsigned>(std::clamp(scored.score + 12, 20, 98));
  };
  for (const std::string_view field : FieldsRead()) {
    const auto sources = by_field.find(std::string(field));
    if (sources == by_field.end()) {
      continue;
    }
    const bool is_measure = field.starts_with("security.measures.");
    std::set<std::string> clauses;
    int best = 0;
    bool has_annexed = false;
    for (const Scored* scored : sources->second) {
      const FoundTerm& term = scored->term;
      if (term.is_annexed) {
        continue;
      }
      const bool is_further = best != 0;
      if (is_further &&
          ((scored->score + internal::kFurtherWithin < best && !is_measure) ||
           clauses.size() > (is_measure ? internal::kMeasuresMost : internal::kFurtherMost) ||
           term.status == SaidStatus::kAmbiguous)) {
        continue;
      }
      if (clauses.insert(term.clause).second) {
        add(*scored);
        best = std::max(best, scored->score);
      } else if (field == "sub-processors.list") {
        MergeItems(term, chosen);
      }
    }
    for (const Scored* scored : sources->second) {
      if (scored->term.is_annexed && !has_annexed) {
        has_annexed = true;
        add(*scored);
      }
    }
  }
  return chosen;
}

std::vector<FoundElement> ElementsOf(const std::vector<Scored>& found) {
  std::vector<FoundElement> elements;
  for (const internal::ElementRow& row : internal::Elements()) {
    FoundElement element{.number = row.number, .about = row.about, .clause = "", .where = {}};
    for (const Scored& scored : found) {
      if (scored.term.field == row.field && !scored.term.is_annexed) {
        element.is_present = true;
        element.clause = scored.term.clause;
        element.where = scored.term.where;
        break;
      }
    }
    elements.push_back(std::move(element));
  }
  return elements;
}

bool IsAboutData(const internal::Sentences& sentences) {
  const auto& book = internal::CueBook::Get();
  const auto has = [&](const internal::Sentence& sentence, std::string_view cue) {
    return sentence.has.test(book.Number(cue));
  };
  return std::ranges::any_of(sentences.all, [&](const internal::Sentence& sentence) {
    const bool is_titled = sentence.block < internal::kTitleBlocks || sentence.is_heading;
    if (is_titled && (has(sentence, "dta") || has(sentence, "gdpr") ||
                      internal::IsCalledDpa(sentences.Words(sentence)))) {
      return true;
    }
    const bool is_told = has(sentence, "dta") || has(sentence, "brc") || has(sentence, "gdpr");
    return is_told && (has(sentence, "instruct") || has(sentence, "prc") || has(sentence, "dsub") ||
                       has(sentence, "process"));
  });
}

std::string_view NameOf(Tongue tongue) {
  switch (tongue) {
    case Tongue::kFrench:
      return "fr";
    case Tongue::kEnglish:
      return "en";
    case Tongue::kGerman:
      return "de";
    case Tongue::kDutch:
      return "nl";
    case Tongue::kUnknown:
      break;
  }
  return "und";
}

std::string TitleOf(const ContractText& text) {
  for (const Block& block : text.blocks) {
    if (block.text.size() > 3 && block.text.size() < 160) {
      return block.text;
    }
  }
  return {};
}

}  // namespace

std::string_view Name(SaidStatus status) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"stated", "external", "ambiguous", "not-stated"});
  return kNames[static_cast<size_t>(status)];
}

const FoundTerm* ContractReading::Find(std::string_view field) const {
  for (const FoundTerm& term : terms) {
    if (term.field == field && !term.is_annexed) {
      return &term;
    }
  }
  return nullptr;
}

std::string_view TextOf(const ContractReading& reading, const Passage& where) {
  const std::string_view text = reading.text;
  const size_t begin = std::min(where.begin, text.size());
  return text.substr(begin, std::min(where.end, text.size()) - begin);
}

ContractReading ReadTerms(const ContractText& text) {
  ContractReading reading;
  reading.sha256 = text.sha256;
  reading.format = text.format;
  reading.text = text.text;
  reading.title = TitleOf(text);
  reading.language = NameOf(text.language);
  reading.damages = text.damages;
  reading.defects = FindTextDefects(text);
  std::vector<Scored> found;
  if (!text.clauses.empty()) {
    const internal::RoleNames names = internal::FindRoles(text);
    const internal::Canon canon(names);
    const internal::Sentences sentences = internal::Split(text, canon);
    reading.is_about_data = IsAboutData(sentences);
    if (reading.is_about_data) {
      internal::AddMatched(sentences, found);
      internal::AddLists(sentences, found);
      internal::AddTableLists(sentences, found);
      internal::AddLabelledRows(sentences, found);
      internal::AddFlatTables(sentences, found);
      internal::AddNatureByPurpose(sentences, found);
      internal::AddSubprocessors(sentences, found);
      internal::AddPlaces(sentences, found);
      internal::AddMeasures(sentences, found);
      internal::AddParties(sentences, names, found);
      internal::AddPartyLines(sentences, found);
      internal::AddContacts(sentences, found);
      internal::AddSignatories(sentences, names, found);
    }
  }
  DropSaidOfSubs(found);
  reading.terms = Choose(found);
  reading.gaps = internal::GapsOf(reading.terms);
  reading.elements = ElementsOf(found);
  return reading;
}

}  // namespace mandat
