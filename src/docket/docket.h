// SPDX-License-Identifier: Apache-2.0
//
// All duties of one agreement, as they lie in its store, by when they are due and when they fire.
// Guarantees: a duty, its indexes and its history change in one batch; what is to fire is found by
// looking at one row. Trusts: the store. Invariant: no clock is lost.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "docket/duty.h"
#include "store/store.h"

namespace mandat {

// Where a list goes on: behind this duty, in order of due instants; those without one come last.
struct DutyCursor {
  Instant due;
  uint64_t id = 0;
};

struct DutyPage {
  std::vector<Duty> duties;
  std::optional<DutyCursor> next;
};

// A happening as it is kept, with the duties that it opened.
struct RecordedHappening {
  Happening happening;
  std::vector<uint64_t> duties;
  uint64_t entry = 0;

  static constexpr auto Fields() {
    return std::tuple(Member(1, &RecordedHappening::happening),
                      Member(2, &RecordedHappening::duties), Member(3, &RecordedHappening::entry));
  }
};

// Reading. Threading: any number of callers.
class Docket {
 public:
  explicit Docket(const Store& store) : store_(store) {}

  // Errors of all: kCorrupt, kUnavailable.
  Result<std::optional<Duty>> Find(uint64_t id) const;
  // Open duties that are due before an instant, the earliest first. Cost grows with the answer.
  Result<DutyPage> ListDue(std::optional<Instant> before, std::optional<DutyCursor> after,
                           size_t duties_max) const;
  Result<std::vector<DutyChange>> History(uint64_t id) const;
  Result<std::vector<RecordedHappening>> Happenings(std::string_view matter,
                                                    std::string_view reference) const;
  // The instant of the next reminder of all; nullopt when nothing runs.
  Result<std::optional<Instant>> NextFiring() const;

 private:
  const Store& store_;
};

// One duty as a batch left it, and what was done with it.
struct ChangedDuty {
  Duty duty;
  DutyChange change;
};

// What one batch does to the docket. Threading: on the agreement's sequencer.
class DocketChange {
 public:
  // `entry` is the index of the journal entry that all of it will stand in.
  DocketChange(const Store& store, Staging& staging, EntryIndex entry)
      : store_(store), staging_(staging), entry_(entry.value) {}

  // The happening that is recorded already under the same matter, event, reference and path.
  Result<std::optional<RecordedHappening>> FindSame(const Happening& happening) const;
  void Keep(const Happening& happening, std::vector<uint64_t> duties);

  // Gives it the next id and plans its reminders; `reason` tells why it has no date, where it has
  // none that could be computed. Errors: as Apply.
  Result<Duty> Open(Duty duty, std::string reason = {});
  // Errors: kNotFound, and those of Apply.
  Result<Duty> Change(uint64_t id, DutyChange change);
  // Fires what has come due, of at least one duty and about so many firings.
  Status Fire(Instant now, size_t firings_max);
  // As the batch will leave it.
  Result<std::optional<Duty>> Find(uint64_t id) const;

  const std::vector<ChangedDuty>& changes() const { return changes_; }
  // All happenings and changes as they were kept, byte for byte: the entry has their SHA-256.
  const Bytes& kept() const { return kept_; }

 private:
  Result<Duty> Put(const std::optional<Duty>& before, Duty duty, DutyChange change);
  Status PutFiring(Instant at, uint64_t id);
  Result<Instant> FindFloor() const;

  const Store& store_;
  Staging& staging_;
  const uint64_t entry_;
  std::vector<ChangedDuty> changes_;
  Instant first_staged_{std::numeric_limits<int64_t>::max()};  // of the reminders of this batch
  Bytes kept_;
};

}  // namespace mandat
