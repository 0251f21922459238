// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "service/caller.h"
#include "service/internal/docket_batch.h"

namespace mandat {

// An act of the house on the docket: one batch, one entry. `Answer` has a `receipt`.
template <class Answer>
class DocketWork : public HouseWork {
 public:
  DocketWork(OpenAgreement& agreement, Bytes actor, Done<Answer> done)
      : HouseWork(std::move(actor)), agreement_(agreement), done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) final {
    const std::shared_ptr<const LifeBook> book = agreement_.life_book();
    DocketBatch batch(agreement_, book->life, context);
    MANDAT_TRY(answer_, Run(batch, entry));
    if (batch.empty()) {
      repeated_ = batch.repeated();
      return false;
    }
    batch.Describe(entry);
    return true;
  }

  void Finish(Result<Release> release) final {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    ClauseRef clause = release->clause();
    clause.agreement = agreement_.id().text();
    answer_->receipt = {repeated_.value_or(release->entry()), release->at(), std::move(clause),
                        repeated_.has_value()};
    done_(std::move(*answer_));
  }

 protected:
  // Does it, and names the act of the entry.
  virtual Result<Answer> Run(DocketBatch& batch, Entry& entry) = 0;
  OpenAgreement& agreement() { return agreement_; }

 private:
  OpenAgreement& agreement_;
  std::optional<Answer> answer_;
  std::optional<EntryIndex> repeated_;  // it was done before, in this entry
  Done<Answer> done_;
};

template <class Work, class... Arguments>
void SubmitDocketWork(const std::shared_ptr<OpenAgreement>& agreement, Arguments&&... arguments) {
  agreement->gate().Submit(std::unique_ptr<HouseWork>(
      std::make_unique<Work>(*agreement, std::forward<Arguments>(arguments)...)));
}

}  // namespace mandat
