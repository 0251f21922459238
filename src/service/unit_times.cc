// SPDX-License-Identifier: Apache-2.0
#include "service/unit_times.h"

#include "service/internal/use_case.h"

namespace mandat {
namespace {

class TimesWork final : public UseCase {
 public:
  TimesWork(const Caller& caller, Operation operation, const TimesRequest& request,
            Done<Receipt> done)
      : UseCase(caller, std::move(operation)),
        record_(request.record),
        times_(request.times),
        done_(std::move(done)) {}

  bool writes() const override { return true; }

  Result<Facts> Act(Permit permit, BatchContext& context) override {
    return vault().StageTimes(std::move(permit), record_, times_, context);
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    done_(ReceiptOf(*release));
  }

 private:
  const RecordId record_;
  const NewTimes times_;
  Done<Receipt> done_;
};

}  // namespace

// Source: GDPR Art. 5(1)(e); GDPR Art. 28(3)(a).
void SetUnitTimes(Caller caller, TimesRequest request, Done<Receipt> done) {
  if (!request.times.started && !request.times.until) {
    return done(Fail(Error::Invalid("neither `started` nor `until` is told")));
  }
  if (request.times.until && caller.instruction.empty()) {
    return done(
        Fail(Error::Invalid("`until` is an order of the controller: name the instruction")));
  }
  Operation operation = OperationFor(Verb::kAlter, caller, request.collection);
  caller.agreement->gate().Submit(std::unique_ptr<Work>(
      std::make_unique<TimesWork>(caller, std::move(operation), request, std::move(done))));
}

}  // namespace mandat
