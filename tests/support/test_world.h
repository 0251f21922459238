// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <memory>
#include <string>
#include <utility>

#include "base/error_test_util.h"
#include "service/activate_agreement.h"
#include "service/keep_house.h"
#include "service/put_record.h"
#include "service/read_records.h"
#include "service/subjects.h"
#include "store/memory/memory_home.h"

namespace mandat {

// A small agreement for tests: a shop keeps contacts of customers for support, for 30 days, and
// logs for the term. Everybody in it is fictitious.
AgreementTexts ShopTexts(uint32_t version = 1);

// Calls an asynchronous use case and waits for its answer.
template <class Answer, class Call>
Result<Answer> Wait(Call call) {
  std::promise<Result<Answer>> promise;
  std::future<Result<Answer>> future = promise.get_future();
  call(Done<Answer>([&promise](Result<Answer> answer) { promise.set_value(std::move(answer)); }));
  return future.get();
}

// One agreement in memory with time turned by hand, seeded chance and faults on demand.
class TestWorld {
 public:
  explicit TestWorld(uint64_t seed = 1);
  ~TestWorld();

  // Closes the agreement and opens it again from the same bytes, as after a crash; with other
  // limits from then on until the next time.
  Status Reopen(const Limits& limits = {});
  void Activate(const AgreementTexts& texts = ShopTexts());

  Caller As(std::string purpose, std::string instruction = "") const;
  Result<RegisterAnswer> Register(const SubjectId& subject, std::string people = "customers");
  Result<PutAnswer> Put(const RecordId& record, const SubjectId& subject, std::string body,
                        std::string collection = "contacts", std::string purpose = "support",
                        std::string key = "");
  Result<ReadAnswer> Read(const RecordId& record, std::string collection = "contacts",
                          std::string purpose = "support");
  Result<EraseAnswer> Erase(const SubjectId& subject, std::string instruction = "2026-014");

  MemoryHome& home() { return home_; }
  ManualTime& time() { return time_; }
  OpenAgreement& agreement() { return *agreement_; }
  std::shared_ptr<OpenAgreement> shared() { return agreement_; }
  const RootKey& root() const { return root_; }

 private:
  ManualTime time_;
  SeededRandom random_;
  RootKey root_;
  MemoryHome home_;
  Workers workers_;
  std::shared_ptr<OpenAgreement> agreement_;
};

// Fixed people and records, by number.
SubjectId Person(uint8_t number);
RecordId Record(uint8_t number);

}  // namespace mandat
