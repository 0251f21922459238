// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <latch>
#include <memory>
#include <string>
#include <utility>

#include "store/rocks/disk_home.h"
#include "store/temporary_test_util.h"
#include "support/test_world.h"

namespace mandat {

// Starts an asynchronous use case; its answer comes by the future.
template <class Answer, class Call>
std::future<Result<Answer>> Start(Call call) {
  auto promise = std::make_shared<std::promise<Result<Answer>>>();
  std::future<Result<Answer>> future = promise->get_future();
  call(Done<Answer>([promise](Result<Answer> answer) { promise->set_value(std::move(answer)); }));
  return future;
}

inline std::future<Result<PutAnswer>> StartPut(Caller caller, const RecordId& record,
                                               const SubjectId& subject, std::string body,
                                               Instant captured,
                                               std::string collection = "contacts") {
  return Start<PutAnswer>([&](Done<PutAnswer> done) {
    PutRequest request{std::move(collection),
                       NewUnit{record, subject, captured, Plaintext(std::move(body))}, 0};
    PutRecord(std::move(caller), std::move(request), std::move(done));
  });
}

inline std::future<Result<ReadAnswer>> StartRead(Caller caller, const RecordId& record,
                                                 std::string collection = "contacts") {
  return Start<ReadAnswer>([&](Done<ReadAnswer> done) {
    ReadRecord(std::move(caller), std::move(collection), record, std::move(done));
  });
}

inline std::future<Result<EraseAnswer>> StartErase(Caller caller, const SubjectId& subject) {
  return Start<EraseAnswer>(
      [&](Done<EraseAnswer> done) { EraseSubject(std::move(caller), subject, std::move(done)); });
}

inline Result<ReadAnswer> List(Caller caller, ListRequest request) {
  return Start<ReadAnswer>([&](Done<ReadAnswer> done) {
           ListRecords(std::move(caller), std::move(request), std::move(done));
         })
      .get();
}

inline Result<Receipt> Rewrap(std::shared_ptr<OpenAgreement> agreement) {
  return Start<Receipt>([&](Done<Receipt> done) {
           RewrapKeys(std::move(agreement), Bytes(8, 'o'), std::move(done));
         })
      .get();
}

inline Result<Receipt> Expire(std::shared_ptr<OpenAgreement> agreement) {
  return Start<Receipt>(
             [&](Done<Receipt> done) { ExpireUnits(std::move(agreement), std::move(done)); })
      .get();
}

// Stands in the sequencer of an agreement: what is submitted behind it waits until it steps aside,
// and is then taken as batches, in order. An act of the house, so that it is a batch by itself.
class HeldUp {
 public:
  explicit HeldUp(Gate& gate) : doors_(std::make_shared<Doors>()) {
    gate.Submit(std::unique_ptr<HouseWork>(std::make_unique<Stand>(doors_)));
    doors_->entered.wait();
  }
  HeldUp(const HeldUp&) = delete;
  HeldUp& operator=(const HeldUp&) = delete;
  ~HeldUp() { StepAside(); }

  void StepAside() {
    if (doors_) {
      doors_->left.count_down();
      doors_.reset();
    }
  }

  // Puts a boundary between what was submitted and what will be: they do not share a batch.
  static void Part(Gate& gate) {
    auto open = std::make_shared<Doors>();
    open->left.count_down();
    gate.Submit(std::unique_ptr<HouseWork>(std::make_unique<Stand>(std::move(open))));
  }

 private:
  struct Doors {
    std::latch entered{1};
    std::latch left{1};
  };
  class Stand final : public HouseWork {
   public:
    explicit Stand(std::shared_ptr<Doors> doors) : HouseWork({}), doors_(std::move(doors)) {}
    Result<bool> Act(Entry&, BatchContext&) override {
      doors_->entered.count_down();
      doors_->left.wait();
      return false;
    }
    void Finish(Result<Release>) override {}

   private:
    std::shared_ptr<Doors> doors_;
  };

  std::shared_ptr<Doors> doors_;
};

// Waits until every earlier batch is wholly over, its works destroyed.
inline void Settle(OpenAgreement& agreement) { HeldUp(agreement.gate()).StepAside(); }

inline Entry EntryAt(OpenAgreement& agreement, uint64_t index) {
  const Result<Bytes> bytes = agreement.journal().ReadEntry(EntryIndex{index});
  EXPECT_OK(bytes);
  const Result<Entry> entry = Entry::Decode(*bytes);
  EXPECT_OK(entry);
  return *entry;
}

inline Entry LastEntry(OpenAgreement& agreement) {
  return EntryAt(agreement, agreement.journal().head().size - 1);
}

// The shop agreement in a directory of its own on disk.
class DiskWorld {
 public:
  explicit DiskWorld(Random& random, size_t threads = 1)
      : random_(random), root_(MakeRootKey(root_directory(), random)), workers_(threads) {
    Open();
    const Result<Receipt> receipt =
        Start<Receipt>([&](Done<Receipt> done) {
          PutInForce(agreement_, ShopTexts(), Bytes(8, 'o'), std::move(done));
        }).get();
    EXPECT_OK(receipt);
  }

  // Closes it wholly, as at the end of a process, and opens it again.
  void Reopen() {
    Settle(*agreement_);
    agreement_.reset();
    Open();
  }

  std::filesystem::path path() const { return directory_.path() / "shop-acme"; }
  // Holds the file of the root key and nothing else.
  std::filesystem::path root_directory() const { return directory_.path() / "root"; }
  ManualTime& time() { return time_; }
  OpenAgreement& agreement() { return *agreement_; }
  std::shared_ptr<OpenAgreement> shared() { return agreement_; }

  Caller As(std::string purpose, std::string instruction = "") const {
    Caller caller;
    caller.agreement = agreement_;
    caller.actor = Bytes(8, 'a');
    caller.purpose = std::move(purpose);
    caller.instruction = std::move(instruction);
    return caller;
  }
  Result<RegisterAnswer> Register(const SubjectId& subject) {
    return Start<RegisterAnswer>([&](Done<RegisterAnswer> done) {
             RegisterSubject(As("support"), subject, "customers", std::move(done));
           })
        .get();
  }
  Result<PutAnswer> Put(const RecordId& record, const SubjectId& subject, std::string body) {
    return StartPut(As("support"), record, subject, std::move(body), time_.Now()).get();
  }
  Result<ReadAnswer> Read(const RecordId& record) { return StartRead(As("support"), record).get(); }
  Result<EraseAnswer> Erase(const SubjectId& subject) {
    return StartErase(As("", "2026-014"), subject).get();
  }

 private:
  void Open() {
    auto home = DiskHome::Open(path(), budget_);
    ASSERT_OK(home);
    const Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
    auto agreement =
        OpenAgreement::Open(std::move(*home), *AgreementId::Parse("shop-acme"), environment);
    ASSERT_OK(agreement);
    agreement_ = std::move(*agreement);
  }

  static RootKey MakeRootKey(const std::filesystem::path& directory, Random& random) {
    std::filesystem::create_directory(directory);
    EXPECT_OK(RootKey::CreateFile(directory / "root.key", random));
    Result<RootKey> root = RootKey::Load(directory / "root.key");
    EXPECT_OK(root);
    return std::move(*root);
  }

  TemporaryDirectory directory_;
  ManualTime time_{*Instant::Parse("2026-03-02T09:00:00Z")};
  Random& random_;
  RootKey root_;
  RocksBudget budget_ = RocksBudget::Make(size_t{8} << 20, size_t{16} << 20);
  Workers workers_;
  std::shared_ptr<OpenAgreement> agreement_;
};

}  // namespace mandat
