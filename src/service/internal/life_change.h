// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "service/open_agreement.h"

namespace mandat {

// Events on their way into an agreement, within one batch: folded, staged with their entry, and in
// effect once the batch is durable. Threading: on the agreement's sequencer.
class LifeChange {
 public:
  explicit LifeChange(OpenAgreement& agreement)
      : agreement_(agreement), book_(*agreement.life_book()) {}

  const Life& life() const { return book_.life; }
  const std::vector<Finding>& findings() const { return findings_; }

  // Errors: as Life::With.
  Status Add(Event event, const ProposedTexts& texts = {});
  // The rows of what was added. Errors: kInvalid (what stands fits no version; see findings()).
  Status Stage(BatchContext& context);
  // Opens, meets and ends what the added events do in the docket. To be called behind Stage. Gives
  // what the entry has to tell of it: nothing, or a blank and the digest of what was kept.
  Result<std::string> StageClocks(BatchContext& context);
  // To be called when the batch is durable.
  void Apply();

 private:
  OpenAgreement& agreement_;
  LifeBook book_;
  size_t added_ = 0;
  std::vector<Finding> findings_;
  std::shared_ptr<const MandateSchedule> schedule_;
};

// Keeps a text under its hash.
void StageText(BatchContext& context, const std::string& text);
// Remembers by which hash and entry a version came into force.
void StageActivation(BatchContext& context, uint32_t version, const std::string& hash);

}  // namespace mandat
