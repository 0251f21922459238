// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "agreement/finding.h"

// Texts that the tests of agreements and mandates begin from.
namespace mandat {

inline std::string ReadSource(const std::string& path) {
  std::ifstream file(std::string(MANDAT_SOURCE_DIR) + "/" + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The small form of a fictitious processor, as short as the language allows.
inline constexpr std::string_view kForm = R"(form: acme
version: 1
title: Acme processing agreement
language: en
parties:
  processor: {name: Acme, address: 1 Example Street, contact: dpo@example.org, clause: parties}
  controller: {clause: parties}
purposes:
  clause: "2"
  list:
    - {id: support, text: Help customers, clause: "2.1"}
    - {id: marketing, text: Send offers, clause: "2.3"}
operations:
  clause: "3"
  list:
    - {verb: record, clause: "3.1"}
    - {verb: consult, clause: "3.2"}
    - {verb: disclose, clause: "3.3"}
data-categories:
  clause: "4"
  list:
    - {id: contact, text: Name and address, clause: "4.1"}
    - {id: health, text: State of health, clause: "4.2", special: true}
people:
  clause: "5"
  list:
    - {id: customers, text: Customers, clause: "5.1"}
    - {id: staff, text: Staff of the controller, clause: "5.2"}
places:
  clause: "6"
  list:
    - {country: BE, text: Data centre, clause: "6.1"}
sub-processors:
  clause: "7"
  list:
    - {id: mailer, name: Mailer, country: BE, task: Sends e-mail, clause: "7.1"}
    - {id: faraway, name: Faraway, country: US, task: Counts, clause: "7.2"}
retention:
  - {categories: [contact], keep: term, clause: "8.1"}
  - {categories: [health], keep: {days: 30}, from: capture, clause: "8.2"}
permissions:
  - purposes: all
    operations: all
    categories: [contact]
    people: [customers]
    clause: "9.1"
  - purposes: [support]
    operations: [record, consult]
    categories: [health]
    people: [customers]
    clause: "9.2"
instructions: {clause: "10"}
erasure: {clause: "11", instruction: required}
end: {clause: "12"}
duration: {clause: "13"}
)";

inline constexpr std::string_view kInstance = R"(agreement: acme-demo
version: 3
form: acme@1
controller: {name: Example (fictitious), address: 2 Example Street, contact: ada@example.org}
start: 2026-01-01T00:00:00Z
end: 2027-01-01T00:00:00Z
signed: {by: Ada Example, on: 2025-12-15, how: signed}
)";

inline constexpr std::string_view kSchema = R"(schema: acme-records
version: 2
form: acme
collections:
  - id: cards
    people: customers
    fields:
      - {id: name, type: text, length-max: 100, category: contact, required: true}
      - {id: email, type: email, category: contact}
  - id: files
    people: customers
    fields:
      - {id: name, type: text, length-max: 100, category: contact}
      - {id: diagnosis, type: text, length-max: 1000, category: health}
  - id: badges
    people: staff
    fields:
      - {id: name, type: text, length-max: 100, category: contact}
)";

// `text` with its only `from` replaced; empty if there is none or more than one.
inline std::string With(std::string_view text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  if (at == std::string_view::npos || text.find(from, at + 1) != std::string_view::npos) {
    return "";
  }
  return std::string(text.substr(0, at)) + std::string(to) +
         std::string(text.substr(at + from.size()));
}

// The text that a finding underlines.
inline std::string Underlined(const Finding& finding, std::string_view text) {
  for (uint32_t line = 1; line < finding.span.line && !text.empty(); ++line) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  std::string found;
  uint32_t column = 0;
  for (const char c : text.substr(0, text.find('\n'))) {
    column += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
    if (column >= finding.span.column && column < finding.span.column + finding.span.length) {
      found.push_back(c);
    }
  }
  return found;
}

}  // namespace mandat
