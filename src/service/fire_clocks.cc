// SPDX-License-Identifier: Apache-2.0
#include "service/fire_clocks.h"

#include "service/internal/docket_work.h"
#include "service/internal/notice_batch.h"

namespace mandat {
namespace {

constexpr size_t kFiringsMax = 512;

class FireWork final : public DocketWork<FiredAnswer> {
 public:
  FireWork(OpenAgreement& agreement, Done<FiredAnswer> done)
      : DocketWork(agreement, {}, std::move(done)) {}

 protected:
  Result<FiredAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "fire-clocks";
    MANDAT_TRY_STATUS(batch.docket().Fire(batch.at(), kFiringsMax));
    FiredAnswer answer;
    answer.fired = batch.docket().changes();
    answer.goes_on = answer.fired.size() >= kFiringsMax;
    MANDAT_TRY_STATUS(StageReminders(batch, agreement(), answer.fired));
    return answer;
  }
};

}  // namespace

void FireClocks(const std::shared_ptr<OpenAgreement>& agreement, Done<FiredAnswer> done) {
  SubmitDocketWork<FireWork>(agreement, std::move(done));
}

}  // namespace mandat
