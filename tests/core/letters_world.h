// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/core_test_util.h"
#include "service/put_batch.h"
#include "service/restrict_subject.h"

namespace mandat {

// The shop agreement over letters: records of several people, found by what is in them.
class LettersWorld : public TestWorld {
 public:
  LettersWorld() {
    AgreementTexts texts = ShopTexts();
    texts.schema = kLetters;
    Activate(texts);
    for (const uint8_t person : {1, 2, 3}) {
      EXPECT_OK(Register(Person(person)));
    }
    EXPECT_OK(Register(Person(8), "staff"));
  }

  static std::string Body(const std::string& topic, int pages = 1) {
    return "{\"topic\":\"" + topic + "\",\"pages\":" + std::to_string(pages) +
           ",\"line\":\"seen\"}";
  }

  static UnitPerson To(uint8_t person) { return {"recipients", Person(person)}; }
  static UnitPerson Clerk(std::string initials) {
    return {"clerk", Person(8), Plaintext("{\"initials\":\"" + initials + "\"}")};
  }

  NewUnit Letter(uint8_t record, uint8_t person, std::string body) {
    return NewUnit{Record(record), Person(person), time().Now(), Plaintext(std::move(body))};
  }

  Result<PutAnswer> PutLetter(NewUnit unit) {
    return Wait<PutAnswer>([&](Done<PutAnswer> done) {
      PutRecord(As("support"), PutRequest{"letters", std::move(unit), 0}, std::move(done));
    });
  }
  Result<ReadAnswer> ReadLetter(uint8_t record, const std::string& purpose = "support") {
    return Read(Record(record), "letters", purpose);
  }

  // Lines of one person each, by number of record and person.
  BatchRequest Lines(const std::vector<std::pair<uint8_t, uint8_t>>& lines) {
    BatchRequest batch{.collection = "letters"};
    for (const auto& [record, person] : lines) {
      BatchLine line;
      line.number = batch.lines.size() + 1;
      line.unit = Letter(record, person, Body("batch"));
      batch.lines.push_back(std::move(line));
    }
    return batch;
  }
  Result<BatchAnswer> Put(BatchRequest batch, const std::string& key = "",
                          const std::string& purpose = "support") {
    return Wait<BatchAnswer>([&](Done<BatchAnswer> done) {
      Caller caller = As(purpose);
      caller.idempotency_key = key;
      caller.request = "the same";
      PutBatch(std::move(caller), std::move(batch), std::move(done));
    });
  }

  Result<Receipt> Restrict(uint8_t person, std::vector<std::string> purposes = {},
                           const std::string& instruction = "2026-021") {
    return Wait<Receipt>([&](Done<Receipt> done) {
      RestrictSubject(As("", instruction),
                      RestrictRequest{Person(person), {}, "GDPR Art. 18", {}, std::move(purposes)},
                      std::move(done));
    });
  }
  Result<Receipt> Lift(uint8_t person) {
    return Wait<Receipt>([&](Done<Receipt> done) {
      LiftRestriction(As("", "2026-022"), Person(person), std::move(done));
    });
  }
  Result<Receipt> Object(uint8_t person, const std::string& purpose) {
    return Wait<Receipt>([&](Done<Receipt> done) {
      ObjectToPurpose(As("", "2026-023"),
                      ObjectRequest{Person(person), purpose, {}, "GDPR Art. 21"}, std::move(done));
    });
  }
  Result<Receipt> EndObject(uint8_t person, const std::string& purpose) {
    return Wait<Receipt>([&](Done<Receipt> done) {
      EndObjection(As("", "2026-024"), Person(person), purpose, std::move(done));
    });
  }
  Result<MarksAnswer> MarksOf(uint8_t person) {
    return Wait<MarksAnswer>(
        [&](Done<MarksAnswer> done) { ReadMarks(As("support"), Person(person), std::move(done)); });
  }
  Result<ReadAnswer> Search(SearchQuery query, const std::string& purpose = "support") {
    return Wait<ReadAnswer>([&](Done<ReadAnswer> done) {
      SearchRecords(As(purpose), SearchRequest{"letters", std::move(query)}, std::move(done));
    });
  }
  uint64_t entries() { return agreement().journal().head().size; }

 private:
  static constexpr const char* kLetters = R"(schema: shop-letters
version: 1
form: shop
collections:
  - id: letters
    people: customers
    history: true
    by-time: true
    roles:
      - {id: recipients, people: customers, many: true, erasure: last}
      - {id: clerk, people: staff, erasure: fields}
    fields:
      - {id: topic, type: text, length-max: 90, category: contact, search: prefix}
      - {id: pages, type: integer, category: contact, personal: false, search: range}
      - {id: line, type: text, length-max: 90, category: log}
      - {id: initials, type: text, length-max: 3, category: contact, role: clerk}
)";
};

inline std::vector<uint8_t> Numbers(const ReadAnswer& answer) {
  std::vector<uint8_t> numbers;
  for (const Unit& unit : answer.units) {
    numbers.push_back(static_cast<uint8_t>(unit.id.bytes().back()));
  }
  return numbers;
}

}  // namespace mandat
