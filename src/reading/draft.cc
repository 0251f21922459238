// SPDX-License-Identifier: Apache-2.0
#include "reading/draft.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "reading/internal/draft_lists.h"
#include "reading/internal/yaml_out.h"

namespace mandat {
namespace {

using internal::ClauseText;
using internal::Quoted;

constexpr size_t kDamagesMost = 8;

// Sections whose terms stand one by one below them, in the order of the language's pages.
constexpr auto kSections = std::to_array<std::string_view>(
    {"contacts", "contract", "instructions", "confidentiality", "security", "transfers", "breach",
     "requests", "assistance", "audits", "end", "suspension", "termination", "amendment", "law",
     "liability", "own-use", "commercial"});
constexpr auto kTopTerms =
    std::to_array<std::string_view>({"subject-matter", "nature", "special-categories"});

std::string LanguageOf(const ContractReading& reading) {
  return reading.language == "und" ? "en" : std::string(reading.language);
}

std::vector<const FoundTerm*> FurtherOf(const ContractReading& reading, std::string_view field) {
  std::vector<const FoundTerm*> further;
  const FoundTerm* best = reading.Find(field);
  for (const FoundTerm& term : reading.terms) {
    // How long something lasts is no notice of its end.
    const bool is_lead =
        field == "duration" && !term.value.empty() && term.value.front().first == "at-least";
    if (term.field == field && !term.is_annexed && !is_lead && &term != best) {
      further.push_back(&term);
    }
  }
  return further;
}

const FoundTerm* GapOf(const ContractReading& reading, std::string_view field) {
  const auto gap = std::ranges::find(reading.gaps, field, &FoundTerm::field);
  return gap == reading.gaps.end() ? nullptr : &*gap;
}

// What a demand of the law tells of a field that no rule of its own found: duties of help often
// stand in one sentence for all.
std::optional<FoundTerm> TermOfElement(const ContractReading& reading, std::string_view field) {
  constexpr auto kElements =
      std::to_array<std::pair<std::string_view, unsigned>>({{"assistance.security", 18},
                                                            {"assistance.impact-assessment", 22},
                                                            {"breach.cooperation", 20}});
  const auto number = std::ranges::find(kElements, field, &decltype(kElements)::value_type::first);
  if (number == kElements.end()) {
    return std::nullopt;
  }
  const auto element = std::ranges::find(reading.elements, number->second, &FoundElement::number);
  if (element == reading.elements.end() || !element->is_present) {
    return std::nullopt;
  }
  constexpr unsigned kConfidence = 50;
  FoundTerm term;
  term.field = field;
  term.said = TextOf(reading, element->where);
  term.where = element->where;
  term.clause = element->clause;
  term.rule = "element." + std::to_string(element->number);
  term.confidence = kConfidence;
  return term;
}

// Which law may demand processing often stands in the sentence before the one on telling of it.
void AddLawThatCompels(const ContractReading& reading, FoundTerm& term) {
  constexpr unsigned kLaw = 13;
  const auto element = std::ranges::find(reading.elements, kLaw, &FoundElement::number);
  if (element != reading.elements.end() && element->is_present && element->clause == term.clause &&
      element->where.begin != term.where.begin) {
    term.said = std::string(TextOf(reading, element->where)) + " " + term.said;
  }
}

// A term with its further sources, or `not-stated` with where to look.
std::string TermText(const ContractReading& reading, std::string_view field, std::string_view key,
                     size_t indent) {
  const std::string blanks(indent, ' ');
  const FoundTerm* term = reading.Find(field);
  const std::optional<FoundTerm> of_element =
      term == nullptr ? TermOfElement(reading, field) : std::nullopt;
  term = of_element ? &*of_element : term;
  if (term == nullptr) {
    const FoundTerm* gap = GapOf(reading, field);
    const bool has_place = gap != nullptr && !gap->clause.empty();
    return blanks + std::string(key) + ": not-stated" +
           (has_place ? "  # look at clause " + ClauseText(gap->clause) : "") + "\n";
  }
  FoundTerm said = *term;
  if (field == "instructions.legal-exception") {
    AddLawThatCompels(reading, said);
  }
  std::string out = blanks + std::string(key) + ":\n" + internal::StatementText(said, indent + 2);
  const std::vector<const FoundTerm*> further = FurtherOf(reading, field);
  if (!further.empty()) {
    out += blanks + "  also:\n";
    for (const FoundTerm* one : further) {
      std::string statement = internal::StatementText(*one, indent + 6);
      statement.replace(indent + 4, 1, "-");
      out += statement;
    }
  }
  return out;
}

std::string SectionText(const ContractReading& reading, std::string_view section) {
  std::string out = std::string(section) + ":\n";
  if (section == "instructions" || section == "end") {
    const FoundTerm* first = reading.Find(section == "end" ? "end.trigger" : "instructions.rule");
    out += "  clause: " + Quoted(ClauseText(first == nullptr ? "" : first->clause)) +
           (first == nullptr ? "  # no such clause was found\n" : "\n");
  }
  const std::string prefix = std::string(section) + ".";
  for (const std::string_view field : FieldsRead()) {
    if (field.starts_with(prefix) && !field.starts_with("security.measures.")) {
      out += TermText(reading, field, field.substr(prefix.size()), 2);
    }
  }
  return out + (section == "security" ? internal::MeasuresText(reading) : "") + "\n";
}

std::string HeadText(const ContractReading& reading, std::string_view name) {
  std::string out =
      "# A draft, read from a contract by rules. Nobody has confirmed it: compare each value with\n"
      "# its clause. The comment behind a line says how sure the rule is and where the words "
      "are.\n";
  size_t damages = 0;
  for (const Damage& damage : reading.damages) {
    if (++damages > kDamagesMost) {
      out += "# and " + std::to_string(reading.damages.size() - kDamagesMost) + " more places\n";
      break;
    }
    out += "# line " + std::to_string(damage.where.line) + ": " +
           (damage.is_undone ? "mended: " : "damaged: ") + Quoted(damage.what, 80) + "\n";
  }
  out += "form: " + std::string(name) + "\nversion: 1\n";
  out +=
      "title: " + Quoted(reading.title.empty() ? "Untitled contract" : reading.title, 120) + "\n";
  return out + "language: " + LanguageOf(reading) + "\n\n";
}

std::string PrecedenceText(const ContractReading& reading) {
  const FoundTerm* rule = reading.Find("precedence");
  std::string out = "precedence:\n";
  out += rule == nullptr ? "  rule: not-stated\n" : "  rule: " + Quoted(rule->said) + "\n";
  out += "  parts:\n    - {id: body, text: The contract and its annexes}\n";
  if (const FoundTerm* language = reading.Find("precedence.language")) {
    for (const auto& [word, code] : internal::LanguageWords()) {
      if (language->said.find(word) != std::string::npos) {
        out += "  language: " + std::string(code) +
               "\n  language-clause: " + Quoted(ClauseText(language->clause)) +
               "\n  language-line: " + std::to_string(language->where.line) + "\n";
        break;
      }
    }
  }
  if (rule == nullptr) {
    return out + "  status: not-stated\n\n";
  }
  return out + "  clause: " + Quoted(ClauseText(rule->clause)) +
         "\n  line: " + std::to_string(rule->where.line) + "  " + internal::ReasonText(*rule) +
         "\n\n";
}

}  // namespace

std::string DraftNameOf(std::string_view file_name) {
  constexpr size_t kMost = 40;
  std::string name;
  const std::string_view stem = file_name.substr(0, file_name.find('.'));
  for (const char c : stem) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_plain || is_upper) {
      name += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!name.empty() && name.back() != '-' && name.size() < kMost) {
      name += '-';
    }
  }
  name.resize(std::min(name.size(), kMost));
  while (!name.empty() && name.back() == '-') {
    name.pop_back();
  }
  const bool starts_well = !name.empty() && name[0] >= 'a' && name[0] <= 'z';
  return starts_well ? name : "contract" + (name.empty() ? "" : "-" + name);
}

AgreementDraft WriteDraft(const ContractReading& reading, std::string_view name,
                          std::string_view day, std::string_view by) {
  if (!reading.is_about_data) {
    return {
        "# This text has no clause on personal data: nothing was drafted.\n# sha256 of the "
        "contract's file: " +
            reading.sha256 + "\n",
        ""};
  }
  AgreementDraft draft;
  draft.form = HeadText(reading, name) + internal::ListsText(reading);
  draft.form += TermText(reading, "duration", "duration", 0) + "\n" + PrecedenceText(reading);
  for (const std::string_view field : kTopTerms) {
    draft.form += TermText(reading, field, field, 0);
  }
  draft.form += "\n";
  for (const std::string_view section : kSections) {
    draft.form += SectionText(reading, section);
  }
  draft.form += "provenance:\n  text: " + reading.sha256 + "\n" +
                (reading.format.empty() ? "" : "  format: " + reading.format + "\n") +
                "  by: " + std::string(by) + "\n";
  draft.agreement = internal::InstanceText(reading, name, day);
  return draft;
}

}  // namespace mandat
