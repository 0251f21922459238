// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tuple>
#include <utility>
#include <vector>

#include "service/internal/use_case.h"

namespace mandat::internal {

// One line on its way. `index` is its place in the batch.
struct BatchItem {
  size_t index = 0;
  SealedUnit sealed;
  bool prepared = false;  // looked at and sealed before its batch
  Status status;          // what became of it
  uint32_t version = 0;
};

// The same error, told of a line.
Error AtLine(uint64_t number, Error error);

// Lines of one verb that are stored in one commit under one entry.
class BatchWork final : public UseCase {
 public:
  struct Settings {
    bool atomic = false;
    bool registers = false;
  };
  using OnFinish = std::move_only_function<void(BatchWork*, Result<Release>)>;

  BatchWork(const Caller& caller, Operation operation, Settings settings, OnFinish finish)
      : UseCase(caller, std::move(operation)),
        agreement_(*caller.agreement),
        settings_(settings),
        finish_(std::move(finish)) {}

  // On the caller's thread. Gives the lines that failed; they are not among the items.
  std::vector<std::pair<size_t, Error>> Seal(std::vector<BatchItem> items);
  void LeaveOut(const std::vector<bool>& settled);
  std::vector<BatchItem>& items() { return items_; }

  bool writes() const override { return true; }
  Result<Facts> Act(Permit permit, BatchContext& context) override;
  // On disk, for each line: index (4), 0 or 1 + kind of error (1), version (4).
  Bytes ReplayNote() const override;
  void Finish(Result<Release> release) override { finish_(this, std::move(release)); }

  // What became of the lines: of these, or of those that an earlier request had.
  using Line = std::tuple<size_t, uint32_t, std::optional<Error>>;
  std::vector<Line> Told(const Release& release) const;

 private:
  Result<Facts> StageLine(const Permit& permit, BatchItem& item, BatchContext& context);
  Status RegisterPeople(const Permit& permit, const NewUnit& unit, BatchContext& context);
  // Why nothing at all was stored: what the journal has to tell comes first.
  Error WhyNothing() const;

  OpenAgreement& agreement_;
  const Settings settings_;
  OnFinish finish_;
  std::vector<BatchItem> items_;
  uint64_t registered_count_ = 0;
};

}  // namespace mandat::internal
