// SPDX-License-Identifier: Apache-2.0
#include "service/internal/life_change.h"

#include "service/internal/life_clocks.h"
#include "service/internal/life_rows.h"

namespace mandat {

Status LifeChange::Add(Event event, const ProposedTexts& texts) {
  MANDAT_TRY(book_.life, book_.life.With(std::move(event), texts));
  ++added_;
  return {};
}

// Invariant (atomic or absent): events, their texts and their entry are one batch.
Status LifeChange::Stage(BatchContext& context) {
  auto compiled = book_.life.Compile(context.at);
  if (auto* findings = std::get_if<std::vector<Finding>>(&compiled)) {
    findings_ = std::move(*findings);
    return Fail(Error::Invalid("what is recorded does not fit the agreement: " +
                               (findings_.empty() ? "" : findings_.front().message)));
  }
  schedule_ = std::move(std::get<std::shared_ptr<const MandateSchedule>>(compiled));
  const std::vector<Event>& events = book_.life.events();
  for (size_t i = events.size() - added_; i < events.size(); ++i) {
    Bytes row;
    AppendBigEndian64(row, context.entry.value);
    context.staging.Put(Space::kMeta, LifeRow(i), row + events[i].Encode());
    book_.entries.push_back(context.entry);
  }
  return {};
}

Result<std::string> LifeChange::StageClocks(BatchContext& context) {
  DocketBatch batch(agreement_, book_.life, context);
  const std::vector<Event>& events = book_.life.events();
  for (size_t i = events.size() - added_; i < events.size(); ++i) {
    MANDAT_TRY_STATUS(BeginClocks(batch, events[i]));
  }
  const Bytes& kept = batch.docket().kept();
  return kept.empty() ? std::string() : " " + FormatHex(Sha256(kept).view());
}

void LifeChange::Apply() {
  agreement_.SetLife(std::make_shared<const LifeBook>(std::move(book_)), std::move(schedule_));
}

void StageText(BatchContext& context, const std::string& text) {
  context.staging.Put(Space::kMeta, TextRow(Sha256(text).view()), text);
}

void StageActivation(BatchContext& context, uint32_t version, const std::string& hash) {
  Bytes index;
  AppendBigEndian64(index, context.entry.value);
  context.staging.Put(Space::kMeta, ActivationRow(version), std::move(index));
  context.staging.Put(Space::kMeta, VersionHashRow(version), hash);
}

}  // namespace mandat
