// SPDX-License-Identifier: Apache-2.0
#include "service/put_record.h"

#include "service/internal/use_case.h"

namespace mandat {
namespace {

class PutWork final : public UseCase {
 public:
  PutWork(const Caller& caller, Operation operation, NewUnit unit, Done<PutAnswer> done)
      : UseCase(caller, std::move(operation)), sealed_(std::move(unit)), done_(std::move(done)) {}

  // Sealed on this thread, as the next version, so that the sequencer only stages bytes.
  static void Run(std::unique_ptr<PutWork> work) {
    Gate& gate = work->gate();
    if (const Result<Permit> permit = gate.Admit(work->operation()); permit) {
      Result<SealedUnit> sealed = work->vault().Seal(*permit, std::move(work->sealed_.unit));
      if (!sealed) {
        return work->done_(Fail(std::move(sealed).error()));
      }
      work->sealed_ = std::move(*sealed);
      work->prepared_ = true;
    }
    gate.Submit(std::move(work));
  }

  bool writes() const override { return true; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    if (!prepared_) {  // refused before its batch, and allowed in it
      MANDAT_TRY(sealed_, vault().Seal(permit, std::move(sealed_.unit)));
      prepared_ = true;
    }
    return vault().StagePut(permit, sealed_, context, version_);
  }

  Bytes ReplayNote() const override {
    Bytes note;
    AppendBigEndian32(note, version_);
    return note;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    if (release->replayed() && release->replay_note().size() == 4) {
      version_ = ReadBigEndian32(release->replay_note());
    }
    done_(PutAnswer{version_, version_ == 1, ReceiptOf(*release)});
  }

 private:
  SealedUnit sealed_;
  Done<PutAnswer> done_;
  bool prepared_ = false;
  uint32_t version_ = 0;
};

}  // namespace

void PutRecord(Caller caller, PutRequest request, Done<PutAnswer> done) {
  const Result<bool> there =
      caller.agreement->vault().Contains(request.collection, request.unit.id);
  if (!there) {
    return done(Fail(there.error()));
  }
  if (!*there && request.must_exist) {
    return done(Fail(Error::Changed("record is not there in any version")));
  }
  Operation operation =
      OperationFor(*there ? Verb::kAlter : Verb::kRecord, caller, std::move(request.collection));
  operation.categories = request.categories;
  PutWork::Run(std::make_unique<PutWork>(caller, std::move(operation), std::move(request.unit),
                                         std::move(done)));
}

}  // namespace mandat
