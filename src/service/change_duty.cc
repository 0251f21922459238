// SPDX-License-Identifier: Apache-2.0
#include "service/change_duty.h"

#include <algorithm>

#include "service/internal/docket_work.h"

namespace mandat {
namespace {

class ChangeWork final : public DocketWork<DutyAnswer> {
 public:
  ChangeWork(OpenAgreement& agreement, DutyOrder order, Bytes actor, Done<DutyAnswer> done)
      : DocketWork(agreement, std::move(actor), std::move(done)), order_(std::move(order)) {}

 protected:
  Result<DutyAnswer> Run(DocketBatch& batch, Entry& entry) override {
    if (order_.act == DutyAct::kOpen || order_.act == DutyAct::kFire ||
        order_.act == DutyAct::kRevise) {
      return Fail(Error::Invalid("this is not done by hand"));
    }
    entry.act = Name(order_.act);
    DutyChange change;
    change.act = order_.act;
    change.recorded = batch.at();
    change.effective = order_.effective.value_or(batch.at());
    change.by = order_.by;
    change.reason = order_.reason;
    change.basis = order_.basis;
    change.evidence = order_.evidence;
    change.responsible = order_.responsible;
    if (order_.act == DutyAct::kExtend) {
      MANDAT_TRY_STATUS(Lengthen(batch, change));
    }
    DutyAnswer answer;
    MANDAT_TRY(answer.duty, batch.Change(order_.duty, std::move(change)));
    return answer;
  }

 private:
  // The whole period is counted anew from the event, so that an extension follows the same rules.
  Status Lengthen(DocketBatch& batch, DutyChange& change) {
    MANDAT_TRY(const std::optional<Duty> duty, batch.docket().Find(order_.duty));
    if (!duty) {
      return Fail(Error::NotFound("no duty of that number"));
    }
    const LifeVersion* version = batch.life().FindVersion(duty->version);
    if (!order_.more || !duty->period || version == nullptr) {
      return Fail(Error::Invalid("only a period of an agreement is extended, and by a period"));
    }
    if (order_.more->unit != duty->period->unit) {
      return Fail(
          Error::Invalid("an extension is counted like the period: " + duty->period->Format()));
    }
    const std::vector<TimedTerm> terms = TimedTermsOf(*version->agreement);
    const auto found = std::ranges::find_if(terms, [&duty](const TimedTerm& term) {
      return term.path == duty->path && term.starts_clock();
    });
    if (found == terms.end()) {
      return Fail(Error::Invalid("what recurs is met, not extended"));
    }
    if (found->strength == "in-any-event") {
      return Fail(
          Error::Refused("this time holds in any event and is not extended",
                         ClauseRef{agreement().id().text(), version->number, found->clause}));
    }
    TimedTerm longer = *found;
    longer.period = Period{duty->period->count + order_.more->count, duty->period->unit};
    MANDAT_TRY(const Readings readings, DueOf(*version->agreement, longer, duty->from.effective));
    const Deadline& binding = readings.Binding(WhoActsFor(longer));
    change.more = longer.period;
    change.due = binding.due;
    if (duty->last_day) {
      const std::string& zone = version->agreement->time().zone;
      MANDAT_TRY(const Zone here, Zone::Get(zone.empty() ? "UTC" : zone));
      change.last_day = here.StartOf(binding.last_day);
    }
    return {};
  }

  DutyOrder order_;
};

}  // namespace

void ChangeDuty(const std::shared_ptr<OpenAgreement>& agreement, DutyOrder order, Bytes actor,
                Done<DutyAnswer> done) {
  SubmitDocketWork<ChangeWork>(agreement, std::move(order), std::move(actor), std::move(done));
}

}  // namespace mandat
