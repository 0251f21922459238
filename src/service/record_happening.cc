// SPDX-License-Identifier: Apache-2.0
#include "service/record_happening.h"

#include "service/internal/docket_work.h"

namespace mandat {
namespace {

class HappenWork final : public DocketWork<HappeningAnswer> {
 public:
  HappenWork(OpenAgreement& agreement, std::vector<HappeningRequest> requests, Bytes actor,
             Done<HappeningAnswer> done)
      : DocketWork(agreement, std::move(actor), std::move(done)), requests_(std::move(requests)) {}

 protected:
  Result<HappeningAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "record-happening";
    HappeningAnswer answer;
    for (HappeningRequest& request : requests_) {
      if (request.from_now) {  // said again, it means the instant that it had
        MANDAT_TRY(const std::optional<RecordedHappening> same,
                   batch.docket().FindSame(request.happening));
        request.happening.effective = same ? same->happening.effective : batch.at();
      }
      MANDAT_TRY(std::vector<Duty> duties, batch.Begin(std::move(request.happening)));
      answer.duties.insert(answer.duties.end(), std::make_move_iterator(duties.begin()),
                           std::make_move_iterator(duties.end()));
    }
    return answer;
  }

 private:
  std::vector<HappeningRequest> requests_;
};

}  // namespace

void RecordHappenings(const std::shared_ptr<OpenAgreement>& agreement,
                      std::vector<HappeningRequest> requests, Bytes actor,
                      Done<HappeningAnswer> done) {
  SubmitDocketWork<HappenWork>(agreement, std::move(requests), std::move(actor), std::move(done));
}

}  // namespace mandat
