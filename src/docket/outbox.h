// SPDX-License-Identifier: Apache-2.0
//
// Notices of one agreement, by when somebody has to look at them again.
// Guarantees: a notice and its place in the queue change in one batch, and in the batch of the duty
// that asks for it. Trusts: the store.
#pragma once

#include <optional>
#include <vector>

#include "base/ids.h"
#include "docket/notice.h"
#include "store/store.h"

namespace mandat {

// Reading. Threading: any number of callers.
class Outbox {
 public:
  explicit Outbox(const Store& store) : store_(store) {}

  // Errors of all: kCorrupt, kUnavailable.
  Result<std::optional<Notice>> Find(uint64_t id) const;
  // In order of ids, behind one.
  Result<std::vector<Notice>> List(uint64_t after, size_t notices_max) const;
  Result<std::vector<Notice>> ListOfDuty(uint64_t duty) const;
  // Those whose `next` has come, the oldest first.
  Result<std::vector<Notice>> ListAt(Instant now, size_t notices_max) const;
  Result<std::optional<Instant>> NextAt() const;

 private:
  const Store& store_;
};

// What one batch does to the outbox. Threading: on the agreement's sequencer.
class OutboxChange {
 public:
  OutboxChange(const Store& store, Staging& staging) : staging_(staging), outbox_(store) {}

  // Gives it the next id; its first attempt is due at once.
  Result<Notice> Add(Notice notice);
  // As the batch will leave it. Errors: kNotFound.
  Result<Notice> Get(uint64_t id) const;
  // Replaces it and its place in the queue.
  Status Put(const Notice& before, const Notice& after);

 private:
  Staging& staging_;
  Outbox outbox_;
};

}  // namespace mandat
