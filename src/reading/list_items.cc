// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/list_items.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <utility>

#include "reading/internal/found.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kItemsMost = 64;
constexpr size_t kIntroMost = 420;  // bytes within which a list says that it begins
constexpr size_t kProseLeast = 160;
constexpr size_t kJoinedLeast = 5;

struct Stretch {
  size_t begin;
  size_t end;
};

re2::StringPiece Piece(std::string_view words) { return {words.data(), words.size()}; }

// "what is transmitted, as the controller decides, includes ...": what stands before is no item.
size_t AfterIntro(std::string_view words, size_t& sentence) {
  static const RE2 intro(
      R"(\b(?:incluent|comprennent|comportent|sont (?:les suivantes|notamment)|a savoir|include)"
      R"(|includes|comprise|comprises|consists? of|are the following|namely|umfassen|umfasst)\b)"
      R"( ?:?)");
  re2::StringPiece found;
  if (!intro.Match(Piece(words), 0, std::min(words.size(), kIntroMost), RE2::UNANCHORED, &found,
                   1)) {
    return 0;
  }
  const auto at = static_cast<size_t>(found.data() - words.data());
  const size_t stop = words.substr(0, at).rfind(". ");
  sentence = stop == std::string_view::npos ? 0 : stop + 1;
  return at + found.size();
}

// The stretches between separators that stand in no brackets.
std::vector<Stretch> PartsOf(std::string_view words, Stretch all) {
  const bool has_semicolon = words.substr(0, all.end).find(';', all.begin) != std::string::npos;
  std::vector<Stretch> parts;
  size_t from = all.begin;
  int depth = 0;
  for (size_t at = all.begin; at < all.end; ++at) {
    const char c = words[at];
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth <= 0 && (c == ';' || (c == ',' && !has_semicolon))) {
      parts.push_back({from, at});
      from = at + 1;
    }
  }
  parts.push_back({from, all.end});
  return parts;
}

std::vector<Stretch> SentencesOf(std::string_view words, Stretch all) {
  std::vector<Stretch> parts;
  size_t from = all.begin;
  for (size_t at = words.find(". ", from); at < all.end; at = words.find(". ", at + 1)) {
    parts.push_back({from, at});
    from = at + 1;
  }
  parts.push_back({from, all.end});
  return parts;
}

// "senders and recipients of messages" is two, "names (first and last)" one.
std::vector<Stretch> JoinedBy(std::string_view words, Stretch part) {
  static const RE2 conjunction(R"( (?:et|and|und|sowie) )");
  std::vector<Stretch> parts;
  const std::string_view own = words.substr(part.begin, part.end - part.begin);
  if (own.find('(') != std::string_view::npos || own.find(':') != std::string_view::npos) {
    return {part};
  }
  re2::StringPiece found;
  size_t from = 0;
  while (conjunction.Match(Piece(own), from, own.size(), RE2::UNANCHORED, &found, 1)) {
    const auto at = static_cast<size_t>(found.data() - own.data());
    parts.push_back({part.begin + from, part.begin + at});
    from = at + found.size();
  }
  parts.push_back({part.begin + from, part.end});
  // "of e-mails and SMS": too short to stand alone
  std::vector<Stretch> joined;
  for (const Stretch& one : parts) {
    if (!joined.empty() && one.end - one.begin < kJoinedLeast) {
      joined.back().end = one.end;
    } else {
      joined.push_back(one);
    }
  }
  return joined.size() > 4 ? std::vector<Stretch>{part} : joined;
}

// Without what only joins it to the items before.
Stretch Trimmed(std::string_view words, Stretch part) {
  static const RE2 lead(R"(^[\s\-:*]*(?:(?:et|and|und|ou|or|sowie|ainsi que|as well as|des) )?)"
                        R"((?:\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\) ?)?(?:des )?)");
  re2::StringPiece found;
  const std::string_view own = words.substr(part.begin, part.end - part.begin);
  if (lead.Match(Piece(own), 0, own.size(), RE2::ANCHOR_START, &found, 1)) {
    part.begin += found.size();
  }
  while (part.end > part.begin && (words[part.end - 1] == ' ' || words[part.end - 1] == '.')) {
    --part.end;
  }
  return part;
}

bool IsFiller(std::string_view words) {
  static const RE2 filler(
      R"(^(?:tels?(?:les)? que|par exemple|notamment|such as|e\.g|including|etc|z\.b|for example)"
      R"(|among others|entre autres)$)");
  return words.size() < 2 || RE2::PartialMatch(Piece(words), filler);
}

// Where the items begin and end; for the nature of processing, what stands before a list of acts.
Stretch BoundsOf(std::string_view words, std::string_view field, Stretch all) {
  const std::string_view own = words.substr(all.begin, all.end - all.begin);
  size_t sentence = 0;
  const size_t intro = AfterIntro(own, sentence);
  if (field == "nature" && intro != 0 && sentence > 1) {
    return {all.begin, all.begin + sentence};
  }
  all.begin += intro;
  // "about staff: name, address, logs"
  const size_t colon = words.find(':', all.begin);
  const bool is_people = field == "data-categories" || field == "people";
  if (is_people && colon < all.begin + (all.end - all.begin) * 3 / 5 &&
      std::count(words.begin() + static_cast<long>(colon),
                 words.begin() + static_cast<long>(all.end), ',') > 1) {
    all.begin = colon + 1;
  }
  return all;
}

}  // namespace

void SplitItems(const Sentences& sentences, std::string_view field, size_t block, size_t begin,
                size_t end, std::vector<FoundItem>& items) {
  const std::string& text = sentences.blocks[block].text;
  const std::string_view words = text;
  const Stretch all = BoundsOf(words, field, {begin, std::min(end, words.size())});
  const std::string_view own = words.substr(all.begin, all.end - all.begin);
  const bool is_acts = field == "purposes" || field == "nature";
  const bool is_whole = field == "nature" && all.end < std::min(end, words.size());
  const bool is_prose = is_acts && own.size() > kProseLeast &&
                        own.find(';') == std::string_view::npos &&
                        own.find(". ") != std::string_view::npos;
  std::vector<Stretch> parts = is_whole   ? std::vector<Stretch>{all}
                               : is_prose ? SentencesOf(words, all)
                                          : PartsOf(words, all);
  const bool may_join = field == "people" || (field == "data-categories" && parts.size() > 1);
  if (may_join && !parts.empty()) {
    const Stretch last = parts.back();
    parts.pop_back();
    std::ranges::copy(JoinedBy(words, last), std::back_inserter(parts));
  }
  for (const Stretch& part : parts) {
    const Stretch item = Trimmed(words, part);
    if (item.end <= item.begin || items.size() >= kItemsMost ||
        IsFiller(words.substr(item.begin, item.end - item.begin))) {
      continue;
    }
    FoundItem found;
    found.where = sentences.Locate(block, item.begin, item.end);
    found.text = SaidIn(sentences, block, item.begin, item.end);
    items.push_back(std::move(found));
  }
}

std::string AnnexNameOf(const ContractText& text, size_t clause) {
  const std::string& reference = text.clauses[clause].reference;
  return reference.substr(0, reference.find(','));
}

std::set<std::string> NoticesOf(const Sentences& sentences) {
  constexpr size_t kEnough = 3;
  static const RE2 yours(R"(\b(?:vos (?:DTA|donnees|droits)|votre employeur|your (?:DTA|rights))"
                         R"(|ihre[rn]? (?:DTA|rechte|daten))\b)");
  static const RE2 rights(R"(\b(?:vos droits|your rights|ihre rechte)\b)");
  std::map<std::string, size_t> times;
  std::set<std::string> on_rights;
  for (size_t i = 0; i < sentences.blocks.size(); ++i) {
    const size_t clause = sentences.text->blocks[i].clause;
    const std::string& words = sentences.blocks[i].text;
    if (sentences.text->clauses[clause].part != TextPart::kAnnex) {
      continue;
    }
    const std::string annex = AnnexNameOf(*sentences.text, clause);
    times[annex] += RE2::PartialMatch(words, yours) ? 1 : 0;
    if (RE2::PartialMatch(words, rights)) {
      on_rights.insert(annex);
    }
  }
  std::set<std::string> notices;
  for (const auto& [annex, count] : times) {
    if (count >= kEnough && on_rights.contains(annex)) {
      notices.insert(annex);
    }
  }
  return notices;
}

}  // namespace mandat::internal
