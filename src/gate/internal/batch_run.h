// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "gate/gate.h"

namespace mandat {

// Rows of the ledger while a key is still to be destroyed: "p" subject. They leave with the batch
// behind the one that destroyed it. On disk: see docs/internals/data-layout.md.
Bytes PendingRow(ByteView subject);
// "d" day (since 1970-01-01, UTC) and key tag of a request that may be sent twice.
Bytes ReplayRow(uint32_t day, ByteView key_tag);

// Row of Space::kMeta: Keyring::changes() as of the newest batch, 8 bytes.
inline constexpr std::string_view kKeyChangesRow = "keys";
Bytes KeyChangesValue(uint64_t changes);

// One batch from its instant to its releases. It keeps the works until it is destroyed, and then no
// longer needs the gate.
class Gate::BatchRun {
 public:
  explicit BatchRun(Gate& gate);

  void Run(std::vector<std::unique_ptr<Work>> works);
  void RunHouse(std::unique_ptr<HouseWork> work);

 private:
  // What will be told to one work when the batch is durable.
  struct Verdict {
    std::unique_ptr<Work> work;
    Result<Release> release;
    bool waits_for_keys = false;  // it asked for keys to be destroyed
    bool needs_commit = true;     // false: nothing of it is in the batch
  };

  Result<Release> Decide(Work& work, bool& needs_commit);
  Result<Release> Act(Work& work, Permit permit);
  Result<std::optional<Release>> Replay(const Work& work);
  void StageReplay(const Work& work, const Release& release);
  Result<EntryIndex> Record(const Work& work, Outcome outcome, const ClauseRef& clause, Facts facts,
                            const std::optional<Observed>& observed = {});
  void ForgetOldRequests();
  Status Commit();
  void Drop();
  Status DestroyKeys();
  BatchContext Context();

  Gate& gate_;
  const Instant at_;
  const std::shared_ptr<const Mandate> mandate_;  // in force at the batch's instant
  Staging staging_;
  std::vector<Verdict> verdicts_;
  std::unique_ptr<HouseWork> house_;
  std::vector<SubjectId> shred_subjects_;
  std::vector<Bucket> shred_buckets_;
  std::vector<NamedKey> shred_named_;
  uint64_t entries_count_ = 0;
  bool spoilt_ = false;  // an effect is staged whose entry could not be
};

}  // namespace mandat
