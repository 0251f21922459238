// SPDX-License-Identifier: Apache-2.0
//
// How much an agreement, and each of its people, may still keep.
// Guarantees: a limit of at most 10,000 units is exact, whatever batches were lost or lines taken
// back; a larger one is met to within some thousands. Costs nothing worth telling far from the
// limits: no row, no look into the store. Reads, removals and what others do never ask.
#pragma once

#include <array>
#include <string>
#include <unordered_map>

#include "base/ids.h"
#include "base/limits.h"
#include "gate/work.h"
#include "store/store.h"

namespace mandat {

// Threading: from the agreement's sequencer.
class Quota {
 public:
  // Up to here units of a person are counted one by one.
  static constexpr uint64_t kCountedMax = 10'000;

  Quota(const Store& store, const Limits& limits)
      : store_(store),
        units_max_(limits.units_per_person),
        bytes_max_(limits.bytes_per_agreement) {}

  // That many bytes would still find room. Errors: kExceeded, kUnavailable (the disk is full).
  Status RequireBytes(uint64_t more, const BatchContext& context);
  // The same for sealed bytes that are about to be staged.
  Status TakeBytes(uint64_t more, const BatchContext& context);
  // One more record, series or blob kept under this person is about to be staged; its bytes were
  // taken before. Errors: kExceeded, kUnavailable, kCorrupt.
  Status TakeUnit(const SubjectId& subject, const BatchContext& context);

  // Something of the person is being removed, or given to another person.
  void NoteRemoval(const SubjectId& subject) { ++removals_[StripeOf(subject)]; }
  void Forget(const SubjectId& subject) { known_.erase(subject); }

 private:
  struct Known {
    uint64_t units_count = 0;
    uint64_t added_count = 0;     // of them not surely durable when they were counted
    uint64_t removals_count = 0;  // of the person's stripe, when they were counted
  };
  static constexpr size_t kStripes = 1024;
  static size_t StripeOf(const SubjectId& subject) {
    return std::hash<SubjectId>{}(subject) % kStripes;
  }

  void LookAtBytes(const BatchContext& context);
  bool IsStale(const SubjectId& subject, const Known& known) const;
  Status TakeCounted(const SubjectId& subject, const BatchContext& context);
  Status TakeEstimated(const SubjectId& subject);
  Error TooMany() const;
  Result<Known> Count(const SubjectId& subject, const BatchContext& context) const;
  Result<uint64_t> Estimate(const SubjectId& subject) const;

  const Store& store_;
  const uint64_t units_max_;
  const uint64_t bytes_max_;

  std::optional<Instant> looked_at_;
  uint64_t kept_bytes_ = 0;   // as the store said then
  uint64_t taken_bytes_ = 0;  // since then
  uint64_t puts_count_ = 0;
  // Whose units were counted; of a limit that is not counted only those who are at it.
  std::unordered_map<SubjectId, Known> known_;
  std::array<uint64_t, kStripes> removals_{};
};

}  // namespace mandat
