// SPDX-License-Identifier: Apache-2.0
// Invariant (agreement time never goes back).
#include "service/confirm_clock.h"

#include "service/internal/docket_work.h"

namespace mandat {
namespace {

constexpr std::string_view kTask = "confirm-clock";
constexpr std::string_view kCase = "clock";
const Period kWithin{4, TimeUnit::kHours};

struct ClockAnswer {
  Receipt receipt;
};

Done<ClockAnswer> ReceiptOnly(Done<Receipt> done) {
  return [done = std::move(done)](Result<ClockAnswer> answer) mutable {
    if (!answer) {
      return done(Fail(std::move(answer).error()));
    }
    done(std::move(answer->receipt));
  };
}

class NoteWork final : public DocketWork<ClockAnswer> {
 public:
  NoteWork(OpenAgreement& system, ClockWatch& clock, Done<Receipt> done)
      : DocketWork(system, {}, ReceiptOnly(std::move(done))), clock_(clock) {}

 protected:
  Result<ClockAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "note-clock-jump";
    const auto ahead = clock_.waiting();
    if (!ahead) {
      return ClockAnswer();
    }
    MANDAT_TRY(const std::optional<Duty> owed, batch.Owe({.task = std::string(kTask),
                                                          .reference = std::string(kCase),
                                                          .period = kWithin}));
    if (owed) {
      const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(*ahead);
      batch.Touch("ahead " + std::to_string(minutes.count()) + " min");
    }
    return ClockAnswer();
  }

 private:
  ClockWatch& clock_;
};

class ConfirmWork final : public DocketWork<ClockAnswer> {
 public:
  ConfirmWork(OpenAgreement& system, ClockWatch& clock, std::string reason, Bytes actor,
              Done<Receipt> done)
      : DocketWork(system, std::move(actor), ReceiptOnly(std::move(done))),
        clock_(clock),
        reason_(std::move(reason)) {}

  Status Committed() override { return clock_.Confirm(); }

 protected:
  Result<ClockAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "confirm-clock";
    if (!clock_.waiting()) {
      return Fail(Error::Conflict("no jump of the clock waits to be confirmed"));
    }
    if (reason_.empty()) {
      return Fail(Error::Invalid("a reason is needed"));
    }
    MANDAT_TRY_STATUS(batch.CloseAll("house", kCase, DutyAct::kMeet, reason_));
    batch.Touch("confirmed");
    return ClockAnswer();
  }

 private:
  ClockWatch& clock_;
  const std::string reason_;
};

}  // namespace

void NoteClockJump(Agreements& agreements, Done<Receipt> done) {
  SubmitDocketWork<NoteWork>(agreements.shared_system(), agreements.clock(), std::move(done));
}

void ConfirmClock(Agreements& agreements, std::string reason, Bytes actor, Done<Receipt> done) {
  SubmitDocketWork<ConfirmWork>(agreements.shared_system(), agreements.clock(), std::move(reason),
                                std::move(actor), std::move(done));
}

}  // namespace mandat
