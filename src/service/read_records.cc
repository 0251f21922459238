// SPDX-License-Identifier: Apache-2.0
#include "service/read_records.h"

#include "service/internal/use_case.h"

namespace mandat {
namespace {

// A read on its way: what was found stays closed until its entry is durable.
class ReadWork final : public UseCase {
 public:
  using Find = std::move_only_function<Result<Reading>(Vault&, Permit)>;

  ReadWork(const Caller& caller, Operation operation, Find find, Done<ReadAnswer> done)
      : UseCase(caller, std::move(operation)), find_(std::move(find)), done_(std::move(done)) {}

  // In which order a read happens: decided, read, decided again and journalled with its batch, and
  // only then opened. A refusal goes the same way, without the reading.
  static void Run(std::unique_ptr<ReadWork> work) {
    Gate& gate = work->gate();
    Result<Permit> permit = gate.Admit(work->operation());
    if (permit) {
      work->reading_ = work->find_(work->vault(), std::move(*permit));
    }
    gate.Submit(std::move(work));
  }

  bool writes() const override { return false; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    if (!reading_ || !*reading_ || vault().IsStale(**reading_, context)) {
      reading_ = find_(vault(), std::move(permit));
    }
    if (!*reading_) {
      return Fail(reading_->error());
    }
    return (*reading_)->facts;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    Reading reading = std::move(**reading_);
    done_(ReadAnswer{std::move(reading.units).Open(*release), reading.more, ReceiptOf(*release)});
  }

 private:
  Find find_;
  Done<ReadAnswer> done_;
  std::optional<Result<Reading>> reading_;
};

}  // namespace

void ReadRecord(Caller caller, std::string collection, const RecordId& record,
                Done<ReadAnswer> done) {
  Operation operation = OperationFor(Verb::kConsult, caller, std::move(collection));
  auto find = [record](Vault& vault, Permit permit) {
    return vault.Read(std::move(permit), record);
  };
  ReadWork::Run(
      std::make_unique<ReadWork>(caller, std::move(operation), std::move(find), std::move(done)));
}

void ListRecords(Caller caller, ListRequest request, Done<ReadAnswer> done) {
  Operation operation = OperationFor(Verb::kConsult, caller, std::move(request.collection));
  auto find = [subject = request.subject, after = request.after, limit = request.limit](
                  Vault& vault, Permit permit) {
    return subject ? vault.ReadPerson(std::move(permit), *subject, after, limit)
                   : vault.ReadCollection(std::move(permit), after, limit);
  };
  ReadWork::Run(
      std::make_unique<ReadWork>(caller, std::move(operation), std::move(find), std::move(done)));
}

}  // namespace mandat
