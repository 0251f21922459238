// SPDX-License-Identifier: Apache-2.0
#include "service/observe.h"

#include "crypto/hash.h"

namespace mandat {
namespace {

constexpr size_t kReasonTagBytes = 16;

// What both have in common: the row of the observation, its entry, and the gate that is told.
class ObservationWork : public HouseWork {
 public:
  ObservationWork(OpenAgreement& agreement, Bytes actor, Done<ObserveAnswer> done)
      : HouseWork(std::move(actor)), agreement_(agreement), done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) final {
    MANDAT_TRY(const bool changed, Change(entry, context));
    if (!changed) {
      repeated_ = true;
      return false;
    }
    const std::shared_ptr<const Mandate> mandate = agreement_.mandate();
    entry.agreement_version = mandate ? mandate->agreement().version() : 0;
    context.staging.Put(Space::kMeta, Bytes(kObservationRow), observation_.Encode());
    return true;
  }

  Status Committed() final {
    agreement_.gate().SetObservation(observation_);
    return {};
  }

  void Finish(Result<Release> release) final {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    ClauseRef clause = release->clause();
    clause.agreement = agreement_.id().text();
    const EntryIndex entry = repeated_ ? observation_.entry : release->entry();
    done_(ObserveAnswer{observation_, {entry, release->at(), std::move(clause), repeated_, false}});
  }

 protected:
  // False when it is so already.
  virtual Result<bool> Change(Entry& entry, BatchContext& context) = 0;
  const OpenAgreement& agreement() const { return agreement_; }

  Observation observation_;

 private:
  OpenAgreement& agreement_;
  Done<ObserveAnswer> done_;
  bool repeated_ = false;
};

class StartWork final : public ObservationWork {
 public:
  StartWork(OpenAgreement& agreement, std::string reason, Instant until, Bytes actor,
            Done<ObserveAnswer> done)
      : ObservationWork(agreement, std::move(actor), std::move(done)),
        reason_(std::move(reason)),
        until_(until) {}

 protected:
  Result<bool> Change(Entry& entry, BatchContext& context) override {
    const std::optional<Observation> newest = agreement().gate().observation();
    if (newest && newest->IsOn(context.at)) {
      if (newest->reason != reason_ || newest->until != until_) {
        return Fail(Error::Conflict("the agreement is being observed already; end that first"));
      }
      observation_ = *newest;
      return false;
    }
    if (!agreement().mandate()) {
      return Fail(Error::Conflict("no version of the agreement is in force"));
    }
    if (until_ <= context.at || until_ - context.at > Observation::kLongest) {
      return Fail(Error::Invalid("`until` is not within the next 90 days"));
    }
    observation_ = {context.at, until_, std::nullopt, context.entry, actor(), reason_};
    MANDAT_TRY(const std::vector<ObservedCount> before, ReadObservedCounts(agreement().store()));
    for (const ObservedCount& count : before) {
      context.staging.Remove(Space::kMeta, RowOf(count));
    }
    entry.act = "start-observation";
    // People write reasons; the journal keeps only what tells that it was this one.
    entry.detail = "until " + until_.Format() + " reason " +
                   FormatHex(Sha256({entry.salt, reason_}).view().substr(0, kReasonTagBytes));
    return true;
  }

 private:
  const std::string reason_;
  const Instant until_;
};

class StopWork final : public ObservationWork {
 public:
  using ObservationWork::ObservationWork;

 protected:
  Result<bool> Change(Entry& entry, BatchContext& context) override {
    const std::optional<Observation> newest = agreement().gate().observation();
    if (!newest || !newest->IsOn(context.at)) {
      return Fail(Error::Conflict("the agreement is not being observed"));
    }
    observation_ = *newest;
    observation_.stopped = context.at;
    entry.act = "stop-observation";
    return true;
  }
};

}  // namespace

// Source: GDPR Art. 28(3)(a).
// Reading: observing changes what the house enforces, not what the controller permits: it is for
// the time in which an existing application is fitted to its agreement, so it ends by itself.
void StartObservation(const std::shared_ptr<OpenAgreement>& agreement, std::string reason,
                      Instant until, Bytes actor, Done<ObserveAnswer> done) {
  if (reason.empty() || reason.size() > Observation::kReasonBytesMax || !IsUtf8(reason)) {
    return done(Fail(Error::Invalid("`reason` is not 1 to 200 bytes of text")));
  }
  agreement->gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<StartWork>(
      *agreement, std::move(reason), until, std::move(actor), std::move(done))));
}

void StopObservation(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor,
                     Done<ObserveAnswer> done) {
  agreement->gate().Submit(std::unique_ptr<HouseWork>(
      std::make_unique<StopWork>(*agreement, std::move(actor), std::move(done))));
}

Result<ObservationReport> ReportObservation(const OpenAgreement& agreement) {
  ObservationReport report;
  report.observation = agreement.gate().observation();
  report.on = report.observation && report.observation->IsOn(agreement.gate().Now());
  MANDAT_TRY(report.counts, ReadObservedCounts(agreement.store()));
  return report;
}

}  // namespace mandat
