// SPDX-License-Identifier: Apache-2.0
#include "agreement/internal/reader.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "agreement/internal/grammar_words.h"
#include "agreement/internal/text.h"
#include "base/ids.h"
#include "law/country.h"
#include "law/dpv.h"

namespace mandat::internal {
namespace {

constexpr size_t kClauseBytesMax = 64;
constexpr std::string_view kNotStated = "not-stated";
constexpr std::string_view kAll = "all";

std::string_view NameOf(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::kNothing:
      return "nothing";
    case Node::Kind::kText:
      return "text";
    case Node::Kind::kList:
      return "a list";
    case Node::Kind::kMap:
      return "a map";
  }
  return "nothing";
}

std::optional<uint32_t> ParseNumber(std::string_view text) {
  uint32_t value = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_plain = text == "0" || (!text.empty() && text[0] != '0');
  if (trouble != std::errc() || end != text.data() + text.size() || !is_plain) {
    return std::nullopt;
  }
  return value;
}

// `mon-fri 10:00-18:00`: two days of the week in order, two times in order.
bool IsHours(std::string_view text) {
  constexpr std::array<std::string_view, 7> kWeekdays = {"mon", "tue", "wed", "thu",
                                                         "fri", "sat", "sun"};
  const auto is_time = [](std::string_view time) {
    return time.size() == 5 && time[2] == ':' && time >= "00:00" && time <= "24:00" &&
           std::ranges::all_of(time, [](char c) { return c == ':' || (c >= '0' && c <= '9'); }) &&
           time[3] <= '5';
  };
  if (text.size() != 19 || text[3] != '-' || text[7] != ' ' || text[13] != '-') {
    return false;
  }
  const auto first = std::ranges::find(kWeekdays, text.substr(0, 3));
  const auto last = std::ranges::find(kWeekdays, text.substr(4, 3));
  return first != kWeekdays.end() && last != kWeekdays.end() && first <= last &&
         is_time(text.substr(8, 5)) && is_time(text.substr(14, 5)) &&
         text.substr(8, 5) < text.substr(14, 5);
}

}  // namespace

void Reader::Report(std::string_view code, const Position& at, std::string message, Advice advice) {
  AddFinding(findings_, {.code = std::string(code),
                         .span = {file_, at.line, at.column, at.length},
                         .message = std::move(message),
                         .label = std::move(advice.label),
                         .help = std::move(advice.help),
                         .source = std::move(advice.source)});
}

void Reader::ReportType(const Node& node, std::string_view wanted) {
  Advice advice;
  if (wanted == "text" && node.kind == Node::Kind::kList) {
    advice.help = "put it in quotes if it begins with a bracket, e.g. \"[9]\"";
  }
  Report("A103", node.at,
         "expected " + std::string(wanted) + ", found " + std::string(NameOf(node.kind)),
         std::move(advice));
}

void Reader::ReportUnknown(std::string_view code, const Node& node, std::string message,
                           std::span<const std::string_view> candidates) {
  Advice advice;
  const std::string_view nearest = IsFull() ? "" : FindNearest(node.text, candidates);
  if (!nearest.empty()) {
    advice.label = "did you mean " + Quote(nearest) + "?";
  } else if (candidates.size() <= 24) {
    for (const std::string_view candidate : candidates) {
      advice.help += (advice.help.empty() ? "one of " : ", ") + Quote(candidate);
    }
  }
  Report(code, node.at, std::move(message), std::move(advice));
}

bool Reader::ReadMap(const Node& node, std::span<const Rule> rules) {
  if (node.kind != Node::Kind::kMap) {
    ReportType(node, "a map");
    return false;
  }
  std::vector<std::string_view> names;
  for (const Rule& rule : rules) {
    names.push_back(rule.key);
    if (rule.is_required && node.Find(rule.key) == nullptr) {
      Report("A102", node.title, "key " + Quote(rule.key) + " is missing",
             {.source = std::string(rule.source)});
    }
  }
  for (const Node& key : node.keys) {
    if (std::ranges::find(names, key.text) == names.end()) {
      ReportUnknown("A101", key, "unknown key " + Quote(key.text), names);
    }
  }
  return true;
}

const std::vector<Node>* Reader::ReadList(const Node& map, std::string_view key, size_t items_max) {
  const Node* node = map.Find(key);
  if (node == nullptr) {
    return nullptr;
  }
  if (node->kind != Node::Kind::kList) {
    ReportType(*node, "a list");
    return nullptr;
  }
  if (node->items.empty()) {
    Report("A109", node->at, "list " + Quote(key) + " is empty");
    return nullptr;
  }
  if (node->items.size() > items_max) {
    Report("A111", node->title,
           "list " + Quote(key) + " has more than " + std::to_string(items_max) + " entries");
    return nullptr;
  }
  return &node->items;
}

const std::string* Reader::FindText(const Node& map, std::string_view key) {
  const Node* node = map.Find(key);
  if (node == nullptr) {
    return nullptr;
  }
  if (node->kind != Node::Kind::kText) {
    ReportType(*node, "text");
    return nullptr;
  }
  if (node->text.find_first_not_of(" \t\r\n") == std::string::npos) {
    Report("A109", node->at, Quote(key) + " is empty");
    return nullptr;
  }
  return &node->text;
}

std::string Reader::ReadText(const Node& map, std::string_view key) {
  const std::string* text = FindText(map, key);
  return text == nullptr ? "" : *text;
}

std::string Reader::ReadTextIfStated(const Node& map, std::string_view key) {
  std::string text = ReadText(map, key);
  return text == kNotStated ? "" : text;
}

std::string Reader::ReadName(const Node& map, std::string_view key) {
  const std::string* text = FindText(map, key);
  if (text == nullptr) {
    return "";
  }
  if (!IsName(*text) || *text == kAll || *text == kNotStated) {
    Report("A104", map.Find(key)->at, Quote(*text) + " is not a name",
           {.help = "1 to 64 of a-z, 0-9 and -, beginning with a letter; not a word of the "
                    "language"});
    return "";
  }
  return *text;
}

std::string Reader::ReadNewName(const Node& map, std::string_view key,
                                std::set<std::string>& seen) {
  std::string name = ReadName(map, key);
  if (!name.empty() && !seen.insert(name).second) {
    Report("A110", map.Find(key)->at, Quote(name) + " is declared twice");
  }
  return name;
}

std::string Reader::ReadClause(const Node& map, std::string_view key) {
  const std::string* text = FindText(map, key);
  if (text == nullptr) {
    return "";
  }
  const bool is_plain = std::ranges::all_of(*text, [](char c) { return c >= ' ' && c <= '~'; });
  if (!is_plain || text->size() > kClauseBytesMax) {
    Report("A108", map.Find(key)->at, "a clause is cited in at most 64 printable ASCII characters");
    return "";
  }
  return *text;
}

std::vector<std::string> Reader::ReadTexts(const Node& map, std::string_view key) {
  constexpr size_t kTextsMax = 64;
  std::vector<std::string> texts;
  if (const std::vector<Node>* items = ReadList(map, key, kTextsMax)) {
    for (const Node& item : *items) {
      if (item.kind != Node::Kind::kText) {
        ReportType(item, "text");
      } else {
        texts.push_back(item.text);
      }
    }
  }
  return texts;
}

std::optional<Period> Reader::ReadPeriod(const Node& map, std::string_view key) {
  const std::string* text = FindText(map, key);
  if (text == nullptr) {
    return std::nullopt;
  }
  const Result<Period> period = Period::Parse(*text);
  if (!period) {
    Report("A108", map.Find(key)->at, Quote(*text) + " is not a period",
           {.help = "a number and a unit, e.g. `24 hours`, `10 working-days`, `1 month`"});
    return std::nullopt;
  }
  return *period;
}

std::string Reader::ReadHours(const Node& map, std::string_view key) {
  const std::string* text = FindText(map, key);
  if (text == nullptr) {
    return "";
  }
  if (!IsHours(*text)) {
    Report("A108", map.Find(key)->at, Quote(*text) + " is not a stretch of hours",
           {.help = "days and times, e.g. `mon-fri 10:00-18:00`"});
    return "";
  }
  return *text;
}

std::string Reader::ReadHash(const Node& map, std::string_view key) {
  const std::string* text = FindText(map, key);
  if (text == nullptr) {
    return "";
  }
  const bool is_hash = text->size() == 64 && std::ranges::all_of(*text, [](char c) {
                         return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                       });
  if (!is_hash) {
    Report("A108", map.Find(key)->at, Quote(key) + " is not a SHA-256 in hexadecimal");
    return "";
  }
  return *text;
}

std::string Reader::ReadPath(const Node& map, std::string_view key) {
  const std::string* text = FindText(map, key);
  if (text == nullptr) {
    return "";
  }
  if (*text != kAll && FindTermRule(*text) == nullptr) {
    const std::vector<std::string> paths = TermPaths();
    const std::vector<std::string_view> candidates(paths.begin(), paths.end());
    ReportUnknown("A208", *map.Find(key), Quote(*text) + " is no term of the language", candidates);
    return "";
  }
  return *text;
}

std::string Reader::ReadDpvTerm(const Node& map, std::string_view key) {
  const std::string* text = FindText(map, key);
  if (text == nullptr) {
    return "";
  }
  if (!IsDpvTerm(*text)) {
    Report("A108", map.Find(key)->at, Quote(*text) + " is not a DPV term",
           {.help = "a prefix and a name of law/dpv-2.3.tsv, e.g. `dpv:ServiceProvision`",
            .source = "DPV 2.3"});
    return "";
  }
  return *text;
}

uint32_t Reader::ReadNumber(const Node& map, std::string_view key, uint32_t least, uint32_t most) {
  const std::string* text = FindText(map, key);
  if (text == nullptr) {
    return least;
  }
  const std::optional<uint32_t> value = ParseNumber(*text);
  if (!value || *value < least || *value > most) {
    Report("A108", map.Find(key)->at,
           Quote(key) + " is not a whole number from " + std::to_string(least) + " to " +
               std::to_string(most));
    return least;
  }
  return *value;
}

bool Reader::ReadYesNo(const Node& map, std::string_view key) {
  constexpr std::array<std::string_view, 2> kWords = {"false", "true"};
  return ReadWord(map, key, kWords).value_or(0) == 1;
}

Instant Reader::ReadInstant(const Node& map, std::string_view key) {
  const std::string* text = FindText(map, key);
  if (text == nullptr) {
    return {};
  }
  const Result<Instant> instant = Instant::Parse(*text);
  if (!instant) {
    Report("A105", map.Find(key)->at, Quote(*text) + " is not an instant",
           {.help = "date, time and offset, e.g. 2026-01-01T00:00:00Z", .source = "RFC 3339 5.6"});
    return {};
  }
  return *instant;
}

void Reader::ReadDay(const Node& map, std::string_view key) {
  const std::string* text = FindText(map, key);
  if (text != nullptr && (text->size() != 10 || !Instant::Parse(*text + "T00:00:00Z"))) {
    Report("A105", map.Find(key)->at, Quote(*text) + " is not a date",
           {.help = "year, month and day, e.g. 2026-01-31", .source = "RFC 3339 5.6"});
  }
}

std::string Reader::ReadCountry(const Node& map, std::string_view key, bool may_be_not_stated) {
  const std::string* text = FindText(map, key);
  if (text == nullptr || (may_be_not_stated && *text == kNotStated)) {
    return "";
  }
  if (!IsCountry(*text) && *text != "EU") {
    Report("A106", map.Find(key)->at, Quote(*text) + " is not a country",
           {.label = *text == "UK" ? "did you mean `GB`?" : "",
            .help = "an alpha-2 code in capitals, or EU",
            .source = "ISO 3166-1"});
    return "";
  }
  return *text;
}

std::optional<Verb> Reader::ReadVerb(const Node& map, std::string_view key) {
  return FindText(map, key) == nullptr ? std::nullopt : ParseVerb(*map.Find(key));
}

std::optional<Verb> Reader::ParseVerb(const Node& node) {
  const std::optional<Verb> verb = FindVerb(node.text);
  if (!verb) {
    std::vector<std::string_view> names;
    for (size_t i = 0; i < kVerbsCount; ++i) {
      names.push_back(Name(static_cast<Verb>(i)));
    }
    ReportUnknown("A107", node, Quote(node.text) + " is not an operation of the law", names);
  }
  return verb;
}

std::optional<size_t> Reader::ReadWord(const Node& map, std::string_view key,
                                       std::span<const std::string_view> words) {
  const std::string* text = FindText(map, key);
  if (text == nullptr) {
    return std::nullopt;
  }
  const auto found = std::ranges::find(words, *text);
  if (found == words.end()) {
    ReportUnknown("A108", *map.Find(key), Quote(*text) + " cannot stand here", words);
    return std::nullopt;
  }
  return static_cast<size_t>(found - words.begin());
}

std::pair<std::string, uint32_t> Reader::ReadFormRef(const Node& map, std::string_view key) {
  const std::string* text = FindText(map, key);
  if (text == nullptr) {
    return {};
  }
  const size_t sign = text->find('@');
  const std::string name = text->substr(0, sign);
  const std::optional<uint32_t> version =
      sign == std::string::npos ? std::nullopt : ParseNumber(text->substr(sign + 1));
  if (!IsName(name) || !version || *version == 0) {
    Report("A108", map.Find(key)->at, Quote(*text) + " names no version of a form",
           {.help = "name and version, e.g. opinum@1"});
    return {};
  }
  return {name, *version};
}

std::vector<std::string> Reader::ReadNames(const Node& map, std::string_view key,
                                           std::span<const Declared> declared,
                                           std::string_view what) {
  std::vector<std::string> names;
  const Node* node = map.Find(key);
  if (node != nullptr && node->kind == Node::Kind::kText && node->text == kAll) {
    for (const Declared& one : declared) {
      names.emplace_back(one.id);
    }
    return names;
  }
  if (node != nullptr && node->kind == Node::Kind::kText) {
    Report("A103", node->at, "expected a list or `all`, found text");
    return names;
  }
  const std::vector<Node>* items = ReadList(map, key, kNodesMax);
  if (items == nullptr) {
    return names;
  }
  std::vector<std::string_view> ids;
  for (const Declared& one : declared) {
    ids.push_back(one.id);
  }
  for (const Node& item : *items) {
    if (item.kind != Node::Kind::kText) {
      ReportType(item, "text");
    } else if (std::ranges::find(names, item.text) != names.end()) {
      Report("A110", item.at, Quote(item.text) + " is named twice");
    } else if (std::ranges::find(ids, item.text) != ids.end()) {
      names.push_back(item.text);
    } else {
      Advice advice;
      const std::string_view nearest = IsFull() ? "" : FindNearest(item.text, ids);
      if (!nearest.empty()) {
        const auto one = std::ranges::find(declared, nearest, &Declared::id);
        advice.label = "did you mean " + Quote(nearest) +
                       (one->clause.empty() ? "?" : " (" + std::string(one->clause) + ")?");
      }
      advice.source = "GDPR Art. 28(3)";
      Report("A201", item.at, std::string(what) + " " + Quote(item.text) + " is not declared",
             std::move(advice));
    }
  }
  return names;
}

RetentionEntry ReadRetention(Reader& reader, const Node& entry, bool may_be_open) {
  constexpr uint32_t kDaysMax = 36'500;
  constexpr uint32_t kMonthsMax = 1'200;
  constexpr std::array<std::string_view, 2> kKeepWords = {"term", "choice"};
  constexpr auto kPeriodRules = std::to_array<Rule>({{.key = "days"}, {.key = "months"}});

  RetentionEntry read;
  read.node = &entry;
  const Node* keep = entry.Find("keep");
  if (keep == nullptr) {
    return read;
  }
  if (keep->kind != Node::Kind::kMap) {
    const size_t words_count = may_be_open ? 2 : 1;
    const auto word = reader.ReadWord(entry, "keep", std::span(kKeepWords).first(words_count));
    read.is_open = word == 1U;
    if (const Node* from = entry.Find("from")) {
      reader.Report("A108", from->title, "`from` belongs to a period of days or months");
    }
    return read;
  }
  if (!reader.ReadMap(*keep, kPeriodRules)) {
    return read;
  }
  const bool has_days = keep->Find("days") != nullptr;
  const bool has_months = keep->Find("months") != nullptr;
  if (has_days == has_months) {
    reader.Report("A108", keep->title, "a period is `days` or `months`");
  } else if (has_days) {
    read.retention.days = std::chrono::days(reader.ReadNumber(*keep, "days", 1, kDaysMax));
  } else {
    read.retention.months = std::chrono::months(reader.ReadNumber(*keep, "months", 1, kMonthsMax));
  }
  if (entry.Find("from") == nullptr) {
    reader.Report("A102", entry.title, "key `from` is missing", {.help = "from: capture"});
  }
  if (const auto word = reader.ReadWord(entry, "from", kKeptFromWords)) {
    read.retention.from = kKeptFromWords[*word];
  }
  return read;
}

}  // namespace mandat::internal
