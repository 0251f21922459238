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
    done_(ReadAnswer{std::move(reading.units).Open(*release), reading.more, ReceiptOf(*release),
                     std::move(reading.last), reading.withheld_count});
  }

 private:
  Find find_;
  Done<ReadAnswer> done_;
  std::optional<Result<Reading>> reading_;
};

// The pieces of the read that all requests share.
void RunRead(const Caller& caller, std::string collection, CategorySet categories,
             ReadWork::Find find, Done<ReadAnswer> done) {
  Operation operation = OperationFor(Verb::kConsult, caller, std::move(collection));
  operation.categories = categories;
  ReadWork::Run(
      std::make_unique<ReadWork>(caller, std::move(operation), std::move(find), std::move(done)));
}

}  // namespace

void ReadRecord(Caller caller, ReadRequest request, Done<ReadAnswer> done) {
  auto find = [record = request.record, version = request.version](Vault& vault, Permit permit) {
    return version ? vault.ReadVersion(std::move(permit), record, *version)
                   : vault.Read(std::move(permit), record);
  };
  RunRead(caller, std::move(request.collection), request.categories, std::move(find),
          std::move(done));
}

void ListVersions(Caller caller, VersionsRequest request, Done<ReadAnswer> done) {
  auto find = [record = request.record, after = request.after, limit = request.limit](
                  Vault& vault, Permit permit) {
    return vault.ReadVersions(std::move(permit), record, after, limit);
  };
  RunRead(caller, std::move(request.collection), request.categories, std::move(find),
          std::move(done));
}

void ListRecords(Caller caller, ListRequest request, Done<ReadAnswer> done) {
  if (request.after && !request.cursor) {
    request.cursor = Bytes(request.after->bytes());
  }
  auto find = [subject = request.subject, times = request.times, after = std::move(request.cursor),
               limit = request.limit](Vault& vault, Permit permit) {
    if (times) {
      return vault.ReadTimes(std::move(permit), *times, after, limit);
    }
    return subject ? vault.ReadPerson(std::move(permit), *subject, after, limit)
                   : vault.ReadCollection(std::move(permit), after, limit);
  };
  RunRead(caller, std::move(request.collection), request.categories, std::move(find),
          std::move(done));
}

void SearchRecords(Caller caller, SearchRequest request, Done<ReadAnswer> done) {
  auto find = [query = std::move(request.query), after = std::move(request.cursor),
               limit = request.limit](Vault& vault, Permit permit) {
    return vault.Search(std::move(permit), query, after, limit);
  };
  RunRead(caller, std::move(request.collection), request.categories, std::move(find),
          std::move(done));
}

}  // namespace mandat
