// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "core/core_test_util.h"
#include "vault/people.h"

namespace mandat {

// Stages whatever a test wants, as an act that the agreement decides.
class StagedAct final : public Work {
 public:
  using Stage = std::move_only_function<Result<Facts>(Permit, BatchContext&)>;

  StagedAct(Operation operation, Stage stage, Done<Receipt> done)
      : Work(std::move(operation), Bytes(8, 'a')),
        stage_(std::move(stage)),
        done_(std::move(done)) {}
  bool writes() const override { return true; }
  Result<Facts> Act(Permit permit, BatchContext& context) override {
    return stage_(std::move(permit), context);
  }
  void Finish(Result<Release> release) override {
    done_(release ? Result<Receipt>(Receipt{release->entry(), release->at(), {}})
                  : Result<Receipt>(Fail(release.error())));
  }

 private:
  Stage stage_;
  Done<Receipt> done_;
};

// Restricts a person's data, or lifts that, without the rules of the use case around it.
inline Result<Receipt> SetRestricted(OpenAgreement& agreement, const SubjectId& person, bool on) {
  Operation operation;
  operation.verb = Verb::kRestrict;
  operation.purpose = "support";
  operation.people = "customers";
  operation.instruction = "2026-014";
  auto stage = [&agreement, person, on](Permit permit, BatchContext& context) {
    return agreement.vault().people().StageRestriction(
        permit, person, on ? std::optional(Restriction{context.at, "5.1", {}, {}}) : std::nullopt,
        context);
  };
  return Start<Receipt>([&](Done<Receipt> done) {
           agreement.gate().Submit(std::unique_ptr<Work>(
               std::make_unique<StagedAct>(operation, std::move(stage), std::move(done))));
         })
      .get();
}

}  // namespace mandat
