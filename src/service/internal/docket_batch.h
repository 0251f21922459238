// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "docket/docket.h"
#include "docket/outbox.h"
#include "service/open_agreement.h"

namespace mandat {

// The duty to decide whether the contract goes on behind its running term.
inline constexpr std::string_view kRenewalTask = "decide-on-renewal";

// Something that the house owes itself: to telephone, to confirm contacts, to look at the clock.
struct HouseDuty {
  std::string task;       // "telephone"
  std::string reference;  // what it is about
  std::string law;        // why it is owed
  std::string clause;     // of the agreement that asks for it; may be empty
  std::optional<Period> period;
  std::optional<Instant> due;  // instead of a period
  bool recurs = false;
};

// What one batch does to the docket and the outbox of an agreement.
// Invariant (atomic or absent): it all stands in the entry of that batch.
// Threading: on the agreement's sequencer.
class DocketBatch {
 public:
  DocketBatch(const OpenAgreement& agreement, const Life& life, BatchContext& context);

  Instant at() const { return context_.at; }
  const Life& life() const { return life_; }
  DocketChange& docket() { return docket_; }
  OutboxChange& outbox() { return outbox_; }

  // Opens the duties that an event starts, by the version in force at the event, and keeps it; what
  // was entered already opens nothing. Errors: kInvalid, kConflict (entered with another instant),
  // and those of DueOf.
  // Source: GDPR Art. 28(3).
  Result<std::vector<Duty>> Begin(Happening happening);
  // The same for an event of the agreement's own life, which may be fixed for a day ahead; where no
  // version is in force, or it was seen already, nothing begins.
  Status BeginAhead(Happening happening);
  // Opens what recurs, unless it is open already with the same period.
  Status BeginStanding(const TimedTerm& term, const LifeVersion& version, Happening standing);
  Result<std::optional<Duty>> FindStanding(const TimedTerm& term, std::string_view reference) const;
  // Nothing when it was opened already and is still open, or has a fixed day.
  Result<std::optional<Duty>> Owe(HouseDuty owed);
  // The next instant until which notice ends the contract with its term, behind another.
  Status OweRenewal(Instant after);
  // Changes a duty; what recurs opens again when it is met.
  Result<Duty> Change(uint64_t id, DutyChange change);
  // Meets or withdraws every open duty of a matter and reference.
  Status CloseAll(std::string_view matter, std::string_view reference, DutyAct act,
                  std::string_view reason);

  Staging& staging() { return context_.staging; }

  // Something else changed, and this is how the entry calls it: a few words without personal data.
  void Touch(std::string detail) {
    touched_ = true;
    detail_ += (detail_.empty() ? "" : " ") + detail;
  }
  // What was done with a duty before this batch.
  Result<std::vector<DutyChange>> History(uint64_t id) const {
    return Docket(agreement_.store()).History(id);
  }
  // As the batch will leave them; those that it opened itself are not among them.
  Result<std::vector<Duty>> OpenDuties() const;

  // The entry of what was entered before, where this batch only repeats it.
  std::optional<EntryIndex> repeated() const { return repeated_; }
  bool empty() const { return docket_.changes().empty() && !touched_; }
  // Version, clause and count of what the batch did; the detail is what Touch was told, and the
  // digest of all duties and happenings that changed.
  void Describe(Entry& entry) const;

 private:
  std::string Words() const;
  Result<std::vector<Duty>> BeginUnder(const LifeVersion& version, const Happening& happening);
  Result<Duty> OpenOne(const TimedTerm& term, const LifeVersion& version,
                       const Happening& happening);
  Result<Duty> OpenAgain(const Duty& met);

  const OpenAgreement& agreement_;
  const Life& life_;
  BatchContext& context_;
  DocketChange docket_;
  OutboxChange outbox_;
  bool touched_ = false;
  std::optional<EntryIndex> repeated_;
  std::string detail_;
};

}  // namespace mandat
