// SPDX-License-Identifier: Apache-2.0
#include "service/subjects.h"

#include "service/internal/erasure_rows.h"
#include "service/internal/use_case.h"

namespace mandat {
namespace {

class RegisterWork final : public UseCase {
 public:
  RegisterWork(const Caller& caller, Operation operation, const SubjectId& subject,
               Done<RegisterAnswer> done)
      : UseCase(caller, std::move(operation)), subject_(subject), done_(std::move(done)) {}

  bool writes() const override { return true; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    return vault().StageRegister(std::move(permit), subject_, context);
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    done_(RegisterAnswer{subject_, ReceiptOf(*release)});
  }

 private:
  SubjectId subject_;
  Done<RegisterAnswer> done_;
};

// Of a person, or of one record.
class EraseWork final : public UseCase {
 public:
  using Stage = std::move_only_function<Result<Facts>(Vault&, Permit, BatchContext&)>;

  EraseWork(const Caller& caller, Operation operation, Stage stage, Done<EraseAnswer> done)
      : UseCase(caller, std::move(operation)), stage_(std::move(stage)), done_(std::move(done)) {}

  bool writes() const override { return true; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    MANDAT_TRY(Facts facts, stage_(vault(), std::move(permit), context));
    units_count_ = facts.units_count;
    context.staging.Put(Space::kMeta, Bytes(kLastErasureRow), EncodeInstant(context.at));
    return facts;
  }

  Bytes ReplayNote() const override {
    Bytes note;
    AppendBigEndian64(note, units_count_);
    return note;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    if (release->replayed() && release->replay_note().size() == 8) {
      units_count_ = ReadBigEndian64(release->replay_note());
    }
    done_(EraseAnswer{units_count_, ReceiptOf(*release)});
  }

 private:
  Stage stage_;
  Done<EraseAnswer> done_;
  uint64_t units_count_ = 0;
};

}  // namespace

void RegisterSubject(Caller caller, const SubjectId& subject, std::string people,
                     Done<RegisterAnswer> done) {
  Operation operation = OperationFor(Verb::kRecord, caller, "");
  operation.people = std::move(people);
  caller.agreement->gate().Submit(std::unique_ptr<Work>(
      std::make_unique<RegisterWork>(caller, std::move(operation), subject, std::move(done))));
}

// Source: GDPR Art. 17(1).
void EraseSubject(Caller caller, const SubjectId& subject, Done<EraseAnswer> done) {
  Operation operation = OperationFor(Verb::kErase, caller, "");
  const Result<Registration> registration = caller.agreement->vault().FindRegistration(subject);
  if (registration) {
    operation.people = registration->people;
  } else if (const auto mandate = caller.agreement->mandate()) {
    // Nobody of that id, or no longer: decided as for anybody, so that the answer can be 404 or
    // 410.
    operation.people = mandate->agreement().people().front().id;
  }
  auto stage = [subject](Vault& vault, Permit permit, BatchContext& context) {
    return vault.StageErasePerson(std::move(permit), subject, context);
  };
  // Invariant (erased stays erased): somebody else looks whether it is true.
  Done<EraseAnswer> then = [&agreement = *caller.agreement, subject,
                            done = std::move(done)](Result<EraseAnswer> answer) mutable {
    if (answer && !answer->receipt.replayed) {
      agreement.OweLook(subject, answer->receipt.entry);
    }
    done(std::move(answer));
  };
  caller.agreement->gate().Submit(std::unique_ptr<Work>(std::make_unique<EraseWork>(
      caller, std::move(operation), std::move(stage), std::move(then))));
}

void EraseRecord(Caller caller, std::string collection, const RecordId& record,
                 Done<EraseAnswer> done, std::optional<uint32_t> if_version) {
  Operation operation = OperationFor(Verb::kErase, caller, std::move(collection));
  auto stage = [record, if_version](Vault& vault, Permit permit, BatchContext& context) {
    return vault.StageEraseUnit(std::move(permit), record, context, if_version);
  };
  caller.agreement->gate().Submit(std::unique_ptr<Work>(std::make_unique<EraseWork>(
      caller, std::move(operation), std::move(stage), std::move(done))));
}

}  // namespace mandat
