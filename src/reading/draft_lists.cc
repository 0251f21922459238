// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/draft_lists.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "reading/internal/vocabulary_match.h"
#include "reading/internal/yaml_out.h"

namespace mandat::internal {
namespace {

constexpr size_t kItemsMost = 32;
constexpr size_t kMeasuresMost = 24;
constexpr std::string_view kOpen = "To be completed";

std::string ValueOf(const TermValue& value, std::string_view key) {
  const auto at =
      std::ranges::find(value, key, [](const auto& pair) { return std::string_view(pair.first); });
  return at == value.end() ? "" : at->second;
}

// The place of a section, or of what stands for it when nothing was found.
std::string SectionPlace(const FoundTerm* term) {
  return term == nullptr ? "  clause: \"-\"  # no such clause was found\n  line: 1\n"
                         : "  clause: " + Quoted(ClauseText(term->clause)) +
                               "\n  line: " + std::to_string(term->where.line) + "  " +
                               ReasonText(*term) + "\n";
}

std::string ItemPlace(const FoundTerm& term, const FoundItem& item) {
  return "clause: " + Quoted(ClauseText(term.clause)) +
         ", line: " + std::to_string(item.where.line);
}

// Without the line that a blank was, where somebody wrote on it: "___Data Hub___".
std::string Filled(std::string_view text) {
  const size_t first = text.find("__");
  const size_t last = text.rfind("__");
  if (first == std::string_view::npos) {
    return std::string(text);
  }
  const std::string_view between = text.substr(first, last - first);
  if (between.find_first_not_of("_ .") == std::string_view::npos) {
    return std::string(text);
  }
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_line = text[i] == '_' && ((i > 0 && text[i - 1] == '_') ||
                                            (i + 1 < text.size() && text[i + 1] == '_'));
    out += is_line ? "" : std::string(1, text[i]);
  }
  return out;
}

// Lines of `- {id, text, clause, line, dpv}`; the other terms of the vocabulary as a comment.
std::string ItemsText(const FoundTerm& term, std::string_view kind, std::string_view id) {
  std::string out;
  for (size_t i = 0; i < std::min(term.items.size(), kItemsMost); ++i) {
    const FoundItem& item = term.items[i];
    const std::vector<std::string> dpv = DpvTermsFor(kind, item.text);
    out += "    - {id: " + std::string(id) + "-" + std::to_string(i + 1) +
           ", text: " + Quoted(Filled(item.text), 160) + ", " + ItemPlace(term, item) +
           (dpv.empty() ? "" : ", dpv: " + dpv[0]) + "}";
    for (size_t other = 1; other < dpv.size(); ++other) {
      out += (other == 1 ? "  # or " : ", ") + dpv[other];
    }
    out += "\n";
  }
  return out;
}

std::string PartiesText(const ContractReading& reading) {
  const FoundTerm* processor = reading.Find("parties.processor");
  const FoundTerm* controller = reading.Find("parties.controller");
  const FoundTerm* alias = reading.Find("parties.processor.also-named");
  const std::string name = processor == nullptr ? "" : ValueOf(processor->value, "name");
  const std::string address = processor == nullptr ? "" : ValueOf(processor->value, "address");
  std::string contact;
  for (const std::string_view field :
       {"contacts.privacy", "contacts.general", "contacts.data-protection-officer"}) {
    const FoundTerm* term = reading.Find(field);
    contact = contact.empty() && term != nullptr ? ValueOf(term->value, "text") : contact;
  }
  const auto place = [](const FoundTerm* term) {
    return term == nullptr ? std::string("clause: \"-\", line: 1") : PlaceText(*term);
  };
  return "parties:\n  processor:\n    name: " + Quoted(name.empty() ? kOpen : name) +
         "\n    address: " + (address.empty() ? "not-stated" : Quoted(address)) +
         "\n    contact: " + (contact.empty() ? "not-stated" : Quoted(contact)) +
         (alias == nullptr ? ""
                           : "\n    also-named: [" + Quoted(ValueOf(alias->value, "text")) + "]") +
         "\n    clause: " + Quoted(ClauseText(processor == nullptr ? "" : processor->clause)) +
         "\n    line: " + std::to_string(processor == nullptr ? 1 : processor->where.line) +
         "\n  controller: {" + place(controller) + "}\n\n";
}

std::string ListText(const ContractReading& reading, std::string_view field, std::string_view id,
                     bool may_be_open) {
  const FoundTerm* term = reading.Find(field);
  std::string out = std::string(field) + ":\n" + SectionPlace(term);
  if (field == "people" && (term == nullptr || term->items.empty())) {
    out += "  blank: " + Quoted(ClauseText(term == nullptr ? "" : term->clause)) + "\n";
  }
  if (term == nullptr || term->items.empty()) {
    return out + (may_be_open ? "  list: not-stated\n\n"
                              : "  list:\n    - {id: open, text: " + std::string(kOpen) +
                                    ", clause: \"-\", line: 1}\n\n");
  }
  return out + "  list:\n" + ItemsText(*term, field, id) + "\n";
}

std::string OperationsText(const ContractReading& reading) {
  const FoundTerm* nature = reading.Find("nature");
  std::string said;
  for (const std::string_view field : {"nature", "purposes"}) {
    if (const FoundTerm* term = reading.Find(field)) {
      said += term->said + " ";
      for (const FoundItem& item : term->items) {
        said += item.text + " ";
      }
    }
  }
  std::vector<std::string_view> verbs = VerbsIn(said);
  std::string out = "operations:\n" + SectionPlace(nature);
  if (verbs.empty()) {
    verbs = {"store"};
    out += "  # The contract names no operation that is known; this one is a guess.\n";
  }
  out += "  list:\n";
  const std::string place = nature == nullptr ? "clause: \"-\", line: 1" : PlaceText(*nature);
  for (const std::string_view verb : verbs) {
    out += "    - {verb: " + std::string(verb) + ", " + place + "}\n";
  }
  return out + "\n";
}

std::string PlacesText(const ContractReading& reading) {
  const FoundTerm* term = reading.Find("places");
  std::string out = "places:\n" + SectionPlace(term);
  if (term == nullptr || term->items.empty()) {
    return out + "  list: not-stated\n\n";
  }
  out += "  list:\n";
  for (const FoundItem& item : term->items) {
    out += "    - {country: " + Quoted(ValueOf(item.value, "country")) +
           ", text: " + Quoted(item.text, 120) + ", " + ItemPlace(*term, item) + "}\n";
  }
  return out + "\n";
}

std::string SubprocessorsText(const ContractReading& reading) {
  const FoundTerm* first = reading.Find("sub-processors.authorisation");
  const FoundTerm* list = reading.Find("sub-processors.list");
  std::string out = "sub-processors:\n" + SectionPlace(first == nullptr ? list : first);
  if (list == nullptr) {
    out += "  list: not-stated\n";
  } else {
    out += "  list:\n";
    for (size_t i = 0; i < list->items.size(); ++i) {
      const FoundItem& item = list->items[i];
      const std::string country = ValueOf(item.value, "country");
      const std::string task = ValueOf(item.value, "task");
      const std::string tool = ValueOf(item.value, "tool");
      out += "    - {id: sub-" + std::to_string(i + 1) +
             ", name: " + Quoted(ValueOf(item.value, "name"), 120) +
             ", country: " + (country.empty() ? "not-stated" : Quoted(country)) +
             ", task: " + Quoted(task.empty() ? "Not told" : task, 120) +
             (tool.empty() ? "" : ", tool: " + tool) + ", " + ItemPlace(*list, item) + "}\n";
    }
  }
  for (const std::string_view field : FieldsRead()) {
    if (!field.starts_with("sub-processors.") || field == "sub-processors.list") {
      continue;
    }
    const FoundTerm* term = reading.Find(field);
    const std::string key(field.substr(std::string_view("sub-processors.").size()));
    out += term == nullptr ? "  " + key + ": not-stated\n"
                           : "  " + key + ":\n" + StatementText(*term, 4);
  }
  return out + "\n";
}

// "1 month" as the language keeps it; empty for hours and weeks.
std::string KeptText(const std::string& period) {
  const size_t blank = period.find(' ');
  if (blank == std::string::npos) {
    return "";
  }
  const std::string n = period.substr(0, blank);
  const std::string unit = period.substr(blank + 1);
  if (unit.starts_with("day")) {
    return "{days: " + n + "}";
  }
  if (unit.starts_with("month")) {
    return "{months: " + n + "}";
  }
  return unit.starts_with("year") ? "{months: " + std::to_string(12 * std::stoul(n)) + "}" : "";
}

std::string RetentionText(const ContractReading& reading) {
  const FoundTerm* term = reading.Find("retention");
  const std::string kept = term == nullptr ? "" : KeptText(ValueOf(term->value, "at-most"));
  const FoundTerm* place = term == nullptr ? reading.Find("duration") : term;
  const bool is_capture = term != nullptr && term->said.find("capture") != std::string::npos;
  const std::string from = kept.empty() ? ""
                           : is_capture ? ", from: capture"
                                        : ", from: end-of-agreement";
  return "retention:\n  - {categories: all, keep: " + (kept.empty() ? "term" : kept) + from + ", " +
         (place == nullptr ? "clause: \"-\", line: 1" : PlaceText(*place)) + "}" +
         (kept.empty() ? "  # no period was found: as long as the agreement lasts"
          : is_capture ? ""
                       : "  # what starts the period is a guess") +
         "\n\n";
}

}  // namespace

std::string ListsText(const ContractReading& reading) {
  const FoundTerm* purposes = reading.Find("purposes");
  const FoundTerm* erasure = reading.Find("requests.assist");
  const std::string place = purposes == nullptr ? "clause: \"-\", line: 1" : PlaceText(*purposes);
  const std::string erased = erasure == nullptr ? "clause: \"-\", line: 1" : PlaceText(*erasure);
  return PartiesText(reading) + ListText(reading, "purposes", "purpose", false) +
         OperationsText(reading) + ListText(reading, "data-categories", "category", false) +
         ListText(reading, "people", "people", true) + PlacesText(reading) +
         SubprocessorsText(reading) + RetentionText(reading) +
         "# A contract seldom ties purposes to data: this opens every combination.\n"
         "permissions:\n  - {purposes: all, operations: all, categories: all, people: all, " +
         place + "}\n\nerasure: {" + erased + ", instruction: required}\n\n";
}

std::string MeasuresText(const ContractReading& reading) {
  std::string out;
  for (const std::string_view field : FieldsRead()) {
    constexpr std::string_view kPrefix = "security.measures.";
    const FoundTerm* term = field.starts_with(kPrefix) ? reading.Find(field) : nullptr;
    if (term == nullptr) {
      continue;
    }
    const std::string area(field.substr(kPrefix.size()));
    out += "    - id: " + area + "\n      is: " + area + "\n      list:\n";
    std::set<std::string> told;
    for (const FoundTerm& one : reading.terms) {  // the area may stand in several clauses
      for (const FoundItem& item : one.items) {
        const std::string quoted = Quoted(item.text, 400);
        if (one.field == field && !one.is_annexed && told.size() < kMeasuresMost &&
            told.insert(quoted).second) {
          out += "        - " + quoted + "\n";
        }
      }
    }
    out += "      " + std::string("clause: ") + Quoted(ClauseText(term->clause)) +
           "\n      line: " + std::to_string(term->where.line) + "  " + ReasonText(*term) + "\n";
  }
  return out.empty() ? "" : "  measures:\n" + out;
}

std::string InstanceText(const ContractReading& reading, std::string_view name,
                         std::string_view day) {
  const FoundTerm* controller = reading.Find("parties.controller");
  const std::string who = controller == nullptr ? "" : ValueOf(controller->value, "name");
  const std::string address = controller == nullptr ? "" : ValueOf(controller->value, "address");
  std::string out = "# What only the parties can fill in. Nothing of this was read but the name.\n";
  out += "agreement: " + std::string(name) + "-draft\nversion: 1\nform: " + std::string(name) +
         "@1\n\ncontroller:\n  name: " + Quoted(who.empty() ? kOpen : who) +
         "\n  address: " + Quoted(address.empty() ? kOpen : address) +
         "\n  contact: " + Quoted(kOpen) + "\n\nstart: " + std::string(day) +
         "T00:00:00Z\nsigned:\n  by: " + Quoted(kOpen) + "\n  on: " + std::string(day) +
         "\n  how: " + Quoted(kOpen) + "\n";
  const FoundTerm* people = reading.Find("people");
  if (people == nullptr || people->items.empty()) {
    out += "fills:\n  people:\n    - {id: open, text: " + std::string(kOpen) + ", clause: \"-\"}\n";
  }
  return out;
}

std::span<const std::pair<std::string_view, std::string_view>> LanguageWords() {
  static constexpr auto kWords =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"allemande", "de"},
                                                                    {"German", "de"},
                                                                    {"anglaise", "en"},
                                                                    {"English", "en"},
                                                                    {"fran\u00e7aise", "fr"},
                                                                    {"French", "fr"},
                                                                    {"n\u00e9erlandaise", "nl"},
                                                                    {"Dutch", "nl"},
                                                                    {"deutsche", "de"}});
  return kWords;
}

}  // namespace mandat::internal
