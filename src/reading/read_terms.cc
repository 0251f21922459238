// SPDX-License-Identifier: Apache-2.0
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
#include "reading/internal/found.h"
#include "reading/internal/take_value.h"

namespace mandat {
namespace internal {
namespace {

constexpr size_t kTitleBlocks = 3;
constexpr size_t kTitleBytes = 140;
constexpr int kTimeBonus = 10;     // for a rule that finds the time it looks for
constexpr int kFurtherWithin = 9;  // points by which a further source may be weaker
constexpr size_t kFurtherMost = 3;
constexpr size_t kMeasuresMost = 16;  // clauses that measures of one area stand in

// Terms that a contract states for all of itself: they count though data are not mentioned.
constexpr auto kFramePrefixes = std::to_array<std::string_view>(
    {"law.", "precedence", "liability.", "amendment.", "termination.rule", "duration",
     "contract.parent", "contract.docking", "contract.affiliates", "confidentiality.deletion",
     "own-use.", "commercial."});

// Fields whose sentence without a time is only half a term.
constexpr auto kNeedTime =
    std::to_array<std::string_view>({"breach.notice", "requests.forward", "instructions.infringing",
                                     "sub-processors.notice", "sub-processors.objection"});

bool IsFrame(std::string_view field) {
  return std::ranges::any_of(kFramePrefixes,
                             [&](std::string_view prefix) { return field.starts_with(prefix); });
}

}  // namespace

std::string ClauseOf(const ContractText& text, size_t block) {
  return text.clauses[text.blocks[block].clause].reference;
}

std::string SaidIn(const Sentences& sentences, size_t block, size_t begin, size_t end) {
  const auto [first, last] = sentences.blocks[block].Origin(begin, end);
  return sentences.text->blocks[block].text.substr(first, last - first);
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
    is_titled |= sentence.block < kTitleBlocks && sentence.end < kTitleBytes &&
                 (sentence.has.test(book.Number("gdpr")) || sentence.has.test(book.Number("dta")));
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
                       (sentence.heading & data).any());
  }
  return in_scope;
}

void AddMatched(const Sentences& sentences, std::vector<Scored>& found) {
  const CueBook& book = CueBook::Get();
  const std::vector<bool> in_scope = InScope(sentences);
  const size_t as_main = book.Number("asmain");
  const size_t certify = book.Number("certify");
  const size_t erase = book.Number("delete");
  for (const Match& match : MatchRules(sentences)) {
    const TermRule& rule = *match.rule;
    const Sentence& sentence = sentences.all[match.sentence];
    if (!in_scope[match.sentence] && !IsFrame(rule.field)) {
      continue;
    }
    const std::string_view words = sentences.Words(sentence);
    // "certifies within 14 days that it has deleted": the days are those of the certificate.
    if (rule.field == "end.delay" && sentence.has.test(certify) &&
        book.Find(certify, words) < book.Find(erase, words)) {
      continue;
    }
    Taken taken = TakeValue(rule, words);
    const bool wants_time = rule.take != Take::kText && rule.take != Take::kWord;
    if (!taken.has_time && (rule.take == Take::kQuota || rule.take == Take::kPayer)) {
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
    term.where = sentences.Locate(sentence);
    term.clause = ClauseOf(*sentences.text, sentence.block);
    term.is_annexed = sentence.is_annexed;
    term.said = SaidIn(sentences, sentence.block, sentence.begin, sentence.end);
    const bool is_open = rule.field == "end.choice" && term.value.empty();
    if ((needs_time && !taken.has_time) || is_open) {
      term.status = SaidStatus::kAmbiguous;
    } else if (sentence.has.test(as_main) && IsFrame(rule.field)) {
      term.status = SaidStatus::kExternal;
    }
    found.push_back(std::move(scored));
  }
}

}  // namespace internal

namespace {

using internal::Scored;

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
  reading.text = text.text;
  reading.title = TitleOf(text);
  reading.language = NameOf(text.language);
  reading.damages = text.damages;
  std::vector<Scored> found;
  if (!text.clauses.empty()) {
    const internal::RoleNames names = internal::FindRoles(text);
    const internal::Canon canon(names);
    const internal::Sentences sentences = internal::Split(text, canon);
    reading.is_about_data = IsAboutData(sentences);
    if (reading.is_about_data) {
      internal::AddMatched(sentences, found);
      internal::AddLists(sentences, found);
      internal::AddSubprocessors(sentences, found);
      internal::AddPlaces(sentences, found);
      internal::AddMeasures(sentences, found);
      internal::AddParties(sentences, names, found);
      internal::AddContacts(sentences, found);
    }
  }
  reading.terms = Choose(found);
  reading.gaps = internal::GapsOf(reading.terms);
  reading.elements = ElementsOf(found);
  return reading;
}

}  // namespace mandat
