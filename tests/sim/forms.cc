// SPDX-License-Identifier: Apache-2.0
#include "sim/forms.h"

#include <fstream>
#include <iterator>
#include <map>

#include "base/assert.h"

namespace mandat::sim {
namespace {

constexpr std::string_view kForm = R"(form: desk
version: 1
title: Desk agreement
language: en
parties:
  processor: {name: Desk Example (fictitious), address: Example Street 1,
    contact: dpo@example.org, clause: "1"}
  controller: {clause: "1"}
purposes:
  clause: "2"
  list:
    - {id: support, text: Answer customers, clause: "2.1"}
operations:
  clause: "3"
  list:
    - {verb: record, clause: "3.1"}
    - {verb: alter, clause: "3.1"}
    - {verb: consult, clause: "3.2"}
data-categories:
  clause: "4"
  list:
    - {id: contact, text: Name and address, clause: "4.1"}
    - {id: log, text: Usage logs, clause: "4.2"}
people:
  clause: "5"
  list:
    - {id: customers, text: Customers, clause: "5.1"}
places:
  clause: "6"
  list:
    - {country: BE, text: Data centre, clause: "6.1"}
sub-processors:
  clause: "6"
  list: not-stated
  authorisation: {is: general, text: Told before, clause: "6.2"}
  notice: {at-least: 10 days, before: engagement-of-sub-processor, clause: "6.3"}
  objection: {within: 14 days, from: sending-of-notice, clause: "6.4"}
time: {zone: Europe/Brussels, calendar: BE, rules: reg-1182-71, clause: "6.5"}
retention:
  - {categories: [contact], keep: {days: 30}, from: capture, clause: "7.1"}
  - {categories: [log], keep: term, clause: "7.2"}
permissions:
  - {purposes: all, operations: all, categories: all, people: all, clause: "3"}
instructions: {clause: "8"}
security:
  measures:
    - {id: review, is: access, every: 1 year, clause: "8.1"}
    - {id: patches, is: patching, every: 1 month, clause: "8.2"}
breach: {notice: {within: 24 hours, from: awareness, clause: "9.1"}}
requests:
  forward: {within: 5 working-days, from: receipt-of-request, clause: "9.2"}
  complaints: {promptness: without-delay, from: receipt-of-notice, clause: "9.3"}
audits:
  notice: {at-least: 30 days, before: audit, clause: "9.4"}
  information: {within: 3 weeks, from: receipt-of-request, clause: "9.5"}
suspension:
  most: {within: 2 months, from: suspension, clause: "9.6"}
erasure: {clause: "10", instruction: required}
end: {clause: "11", delay: {within: 90 days, from: end-of-agreement, clause: "11.1"}}
duration: {clause: "12"}
)";

constexpr std::string_view kSchema = R"(schema: desk-data
version: 1
form: desk
collections:
  - id: contacts
    people: customers
    fields:
      - {id: name, type: text, category: contact, length-max: 200, required: true}
  - id: logs
    people: customers
    fields:
      - {id: line, type: text, category: log, length-max: 200, required: true}
  - id: letters
    people: customers
    history: true
    roles:
      - {id: clerk, people: customers, erasure: fields}
    fields:
      - {id: topic, type: text, category: contact, length-max: 90, search: exact}
      - {id: line, type: text, category: contact, length-max: 90}
      - {id: initials, type: text, category: contact, length-max: 3, role: clerk}
  - id: circulars
    people: customers
    erasure: last
    roles:
      - {id: readers, people: customers, many: true, erasure: last}
    fields:
      - {id: topic, type: text, category: log, length-max: 90}
      - {id: line, type: text, category: log, length-max: 90}
  - id: pairs
    people: customers
    roles:
      - {id: other, people: customers, erasure: unit}
    fields:
      - {id: topic, type: text, category: log, length-max: 90}
      - {id: line, type: text, category: log, length-max: 90}
  - id: meters
    kind: series
    people: customers
    fields:
      - {id: power, type: integer, category: contact, required: true}
      - {id: level, type: decimal, category: contact}
  - id: sensors
    kind: series
    people: customers
    fields:
      - {id: power, type: integer, category: log, required: true}
      - {id: level, type: decimal, category: log}
  - id: scans
    kind: blobs
    people: customers
    fields:
      - {id: caption, type: text, category: contact, length-max: 100}
  - id: tapes
    kind: blobs
    people: customers
    fields:
      - {id: caption, type: text, category: log, length-max: 100}
)";

std::string ReadText(const std::string& name) {
  std::ifstream in(std::string(MANDAT_SOURCE_DIR) + "/agreements/" + name, std::ios::binary);
  MANDAT_ASSERT(in.is_open());
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const std::string& Text(const std::string& name) {
  static std::map<std::string, std::string> texts;
  const auto found = texts.find(name);
  return found != texts.end() ? found->second : texts.emplace(name, ReadText(name)).first->second;
}

}  // namespace

AgreementTexts SmallTexts(const std::string& id, uint32_t version) {
  const std::string instance = "agreement: " + id + "\nversion: " + std::to_string(version) +
                               R"(
form: desk@1
controller: {name: Acme Example (fictitious), address: Example Road 2, contact: legal@example.org}
start: 2026-01-01T00:00:00Z
signed: {by: the customer, on: 2025-12-01, how: click}
)";
  return {std::string(kForm), instance, std::string(kSchema)};
}

AgreementTexts RealTexts(const std::string& name, uint32_t version) {
  const std::map<std::string, std::string> schemas = {
      {"opinum", "opinum-data-hub"},
      {"ipso", "ipso-hosting"},
      {"mintt", "mintt-care"},
      {"mailgun", "mailgun-delivery"},
      {"customer-alliance", "customer-alliance-feedback"}};
  std::string instance = Text(name + "-demo.yaml");
  const std::string first = "\nversion: 1\n";
  const size_t at = instance.find(first);
  MANDAT_ASSERT(at != std::string::npos);
  instance.replace(at, first.size(), "\nversion: " + std::to_string(version) + "\n");
  return {Text(name + ".yaml"), std::move(instance), Text(schemas.at(name) + ".schema.yaml")};
}

}  // namespace mandat::sim
