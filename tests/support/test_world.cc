// SPDX-License-Identifier: Apache-2.0
#include "support/test_world.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

constexpr std::string_view kForm = R"(form: shop
version: 1
title: Shop support agreement
language: en
parties:
  processor: {name: Shop Support (fictitious), address: Example Street 1,
    contact: dpo@example.org, clause: "1"}
  controller: {clause: "1"}
purposes:
  clause: "2"
  list:
    - {id: support, text: Answer customers, clause: "2.1"}
    - {id: billing, text: Send bills, clause: "2.2"}
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
    - {id: staff, text: Staff, clause: "5.2"}
places:
  clause: "6"
  list:
    - {country: BE, text: Data centre, clause: "6.1"}
sub-processors: {clause: "6", list: not-stated}
retention:
  - {categories: [contact], keep: {days: 30}, from: capture, clause: "7.1"}
  - {categories: [log], keep: term, clause: "7.2"}
permissions:
  - {purposes: all, operations: all, categories: all, people: all, clause: "3"}
instructions: {clause: "8"}
erasure: {clause: "9", instruction: required}
end: {clause: "10"}
duration: {clause: "11"}
)";

constexpr std::string_view kSchema = R"(schema: shop-data
version: 1
form: shop
collections:
  - id: contacts
    people: customers
    fields:
      - {id: name, type: text, category: contact, length-max: 100, required: true}
      - {id: note, type: text, category: contact, length-max: 2000}
  - id: logs
    people: customers
    fields:
      - {id: line, type: text, category: log, length-max: 2000, required: true}
)";

}  // namespace

AgreementTexts ShopTexts(uint32_t version) {
  const std::string instance = "agreement: shop-acme\nversion: " + std::to_string(version) +
                               R"(
form: shop@1
controller: {name: Acme Example (fictitious), address: Example Road 2, contact: legal@example.org}
start: 2026-01-01T00:00:00Z
signed: {by: the customer, on: 2025-12-01, how: click}
)";
  return {std::string(kForm), instance, std::string(kSchema)};
}

TestWorld::TestWorld(uint64_t seed)
    : time_(*Instant::Parse("2026-03-02T09:00:00Z")),
      random_(seed),
      root_(SecretBytes(Bytes(SecretBytes::kBytes, 'r'))),
      workers_(1) {
  const Status opened = Reopen();
  EXPECT_OK(opened);
}

TestWorld::~TestWorld() = default;

Status TestWorld::Reopen(const Limits& limits) {
  agreement_.reset();
  MANDAT_TRY(AgreementId id, AgreementId::Parse("shop-acme"));
  Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
  environment.limits = limits;
  MANDAT_TRY(agreement_,
             OpenAgreement::Open(std::make_unique<MemoryHome>(home_), std::move(id), environment));
  return {};
}

// As ActivateAgreement, without the directory of all agreements.
void TestWorld::Activate(const AgreementTexts& texts) {
  ASSERT_EQ(CompileAgreement(texts).rendered, "");
  const Result<Receipt> receipt = Wait<Receipt>(
      [&](Done<Receipt> done) { PutInForce(agreement_, texts, Bytes(8, 'o'), std::move(done)); });
  ASSERT_OK(receipt);
}

Caller TestWorld::As(std::string purpose, std::string instruction) const {
  Caller caller;
  caller.agreement = agreement_;
  caller.actor = Bytes(8, 'a');
  caller.purpose = std::move(purpose);
  caller.instruction = std::move(instruction);
  return caller;
}

Result<RegisterAnswer> TestWorld::Register(const SubjectId& subject, std::string people) {
  return Wait<RegisterAnswer>([&](Done<RegisterAnswer> done) {
    RegisterSubject(As("support"), subject, std::move(people), std::move(done));
  });
}

Result<PutAnswer> TestWorld::Put(const RecordId& record, const SubjectId& subject, std::string body,
                                 std::string collection, std::string purpose, std::string key) {
  return Wait<PutAnswer>([&](Done<PutAnswer> done) {
    Caller caller = As(std::move(purpose));
    caller.idempotency_key = std::move(key);
    caller.request = body;
    PutRequest request{std::move(collection),
                       NewUnit{record, subject, time_.Now(), Plaintext(std::move(body))}, 0};
    PutRecord(std::move(caller), std::move(request), std::move(done));
  });
}

Result<ReadAnswer> TestWorld::Read(const RecordId& record, std::string collection,
                                   std::string purpose) {
  return Wait<ReadAnswer>([&](Done<ReadAnswer> done) {
    ReadRecord(As(std::move(purpose)), std::move(collection), record, std::move(done));
  });
}

Result<EraseAnswer> TestWorld::Erase(const SubjectId& subject, std::string instruction) {
  return Wait<EraseAnswer>([&](Done<EraseAnswer> done) {
    EraseSubject(As("", std::move(instruction)), subject, std::move(done));
  });
}

SubjectId Person(uint8_t number) {
  return *SubjectId::Decode(Bytes(15, '\x51') + static_cast<char>(number));
}

RecordId Record(uint8_t number) {
  return *RecordId::Decode(Bytes(15, '\x7e') + static_cast<char>(number));
}

}  // namespace mandat
