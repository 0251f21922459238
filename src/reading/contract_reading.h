// SPDX-License-Identifier: Apache-2.0
//
// Terms out of a contract's text: what a draft agreement is made of, with the passage behind every
// value.
// Guarantees: pure and deterministic; time linear in the text; every value stands in a passage of
// the text; nothing is taken from an annexed model contract as the agreement's own word.
// Trusts: prose for blocks, clauses and passages. It reads, and a person confirms.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "prose/document.h"
#include "reading/text_defects.h"

namespace mandat {

// As the agreement language has it: `stated`; `external`: left to another document; `ambiguous`:
// the duty is there and its value is not; `not-stated`.
enum class SaidStatus : uint8_t { kStated, kExternal, kAmbiguous, kNotStated };
std::string_view Name(SaidStatus status);

// Keys of a statement in the agreement language, e.g. {"within", "24 hours"}.
using TermValue = std::vector<std::pair<std::string, std::string>>;

// One entry of a list: a purpose, a category of data, a sub-processor, a place.
struct FoundItem {
  std::string text;
  TermValue value;  // of a sub-processor: name, country, task, ...
  Passage where;
  std::vector<std::string> alternatives;  // other terms of the vocabulary that would do
};

// What a passage says of one term.
struct FoundTerm {
  std::string field;  // path in the agreement language, "breach.notice"
  SaidStatus status = SaidStatus::kStated;
  TermValue value;               // empty where the passage itself is the value
  std::vector<FoundItem> items;  // of lists
  std::string said;              // the words of the passage, undamaged where that is known
  Passage where;                 // kNotStated: where one would look, or empty
  std::string clause;            // as a lawyer cites it; empty: nowhere
  std::string rule;              // the rule that found it
  unsigned confidence = 0;       // percent
  bool is_annexed = false;       // said by an annexed model contract
};

// One demand of GDPR Art. 28(2) to (4) on the text, as the published checks number them.
struct FoundElement {
  unsigned number = 0;     // 10 to 28
  std::string_view about;  // one phrase
  bool is_present = false;
  std::string clause;  // where, if present
  Passage where;
};

struct ContractReading {
  std::string sha256;            // of the file
  std::string format;            // of the file: "text", "markdown", "html", "pdf", "docx"
  std::string text;              // what the passages point into
  std::string title;             // the first heading
  std::string_view language;     // "fr", "en", "de", "nl" or "und"
  bool is_about_data = false;    // false: no clause on personal data at all
  std::vector<FoundTerm> terms;  // by field; the best source of each first
  std::vector<FoundTerm> gaps;   // what was looked for and is not stated
  std::vector<FoundElement> elements;
  std::vector<Damage> damages;  // of the text, for who confirms
  std::vector<TextDefect> defects;

  // The best source of a term that is stated; nullptr when nothing was found.
  const FoundTerm* Find(std::string_view field) const;
};

// Reads every term of the agreement language that rules are known for.
// Source: GDPR Art. 28(3).
ContractReading ReadTerms(const ContractText& text);

// The fields that are looked for, in order of the draft.
std::vector<std::string_view> FieldsRead();

// The text between the bytes of a passage.
std::string_view TextOf(const ContractReading& reading, const Passage& where);

}  // namespace mandat
