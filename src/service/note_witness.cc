// SPDX-License-Identifier: Apache-2.0
// Invariant (history does not change).
#include "service/note_witness.h"

#include "service/internal/docket_work.h"

namespace mandat {
namespace {

const Period kAfterSilence{24, TimeUnit::kHours};
const Period kAfterObjection{4, TimeUnit::kHours};

struct WitnessNoted {
  Receipt receipt;
};

Done<WitnessNoted> ReceiptOnly(Done<Receipt> done) {
  return [done = std::move(done)](Result<WitnessNoted> answer) mutable {
    if (!answer) {
      return done(Fail(std::move(answer).error()));
    }
    done(std::move(answer->receipt));
  };
}

class NoteWitnessWork final : public DocketWork<WitnessNoted> {
 public:
  NoteWitnessWork(OpenAgreement& system, std::string_view task, std::string reference,
                  std::string words, Done<Receipt> done)
      : DocketWork(system, {}, ReceiptOnly(std::move(done))),
        task_(task),
        reference_(std::move(reference)),
        words_(std::move(words)) {}

 protected:
  Result<WitnessNoted> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "note-witness";
    const Period within = task_ == kWitnessObjects ? kAfterObjection : kAfterSilence;
    MANDAT_TRY(const std::optional<Duty> owed, batch.Owe({.task = task_,
                                                          .reference = reference_,
                                                          .law = "GDPR Art. 28(3)(h)",
                                                          .period = within}));
    if (owed) {
      batch.Touch(words_);
    }
    return WitnessNoted();
  }

 private:
  const std::string task_;
  const std::string reference_;
  const std::string words_;
};

class ClearWitnessWork final : public DocketWork<WitnessNoted> {
 public:
  ClearWitnessWork(OpenAgreement& system, std::string reference, Done<Receipt> done)
      : DocketWork(system, {}, ReceiptOnly(std::move(done))), reference_(std::move(reference)) {}

 protected:
  Result<WitnessNoted> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "clear-witness";
    MANDAT_TRY_STATUS(
        batch.CloseAll("house", reference_, DutyAct::kMeet, "the witness cosigns again"));
    return WitnessNoted();
  }

 private:
  const std::string reference_;
};

}  // namespace

void NoteWitness(Agreements& agreements, std::string_view task, std::string reference,
                 std::string words, Done<Receipt> done) {
  SubmitDocketWork<NoteWitnessWork>(agreements.shared_system(), task, std::move(reference),
                                    std::move(words), std::move(done));
}

void ClearWitness(Agreements& agreements, std::string reference, Done<Receipt> done) {
  SubmitDocketWork<ClearWitnessWork>(agreements.shared_system(), std::move(reference),
                                     std::move(done));
}

}  // namespace mandat
