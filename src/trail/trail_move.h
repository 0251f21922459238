// SPDX-License-Identifier: Apache-2.0
//
// Takes people who were erased off the trail, and destroys the keys of the epochs that had them.
// Guarantees: behind the last step no copy of any row, wherever it is kept, links an erased
// person's entries to each other or to the person. Trusts: the keyring for the end of a key.
// Invariant (erased stays erased).
#pragma once

#include <set>
#include <vector>

#include "trail/trail_writer.h"

namespace mandat {

// One move, in steps of a bounded size, each a batch of its own. A crash between two leaves rows on
// which the next move finds its way. Threading: the agreement's sequencer only.
class TrailMove {
 public:
  TrailMove(const Store& store, TrailWriter& writer) : store_(store), writer_(writer) {}

  struct Step {
    uint64_t rows_count = 0;     // that were sealed anew
    bool writes = false;         // something was staged
    bool is_done = false;        // nothing follows
    std::vector<NamedKey> dead;  // keys to destroy once the step is durable
  };
  // At most about `bytes_max` are looked at. Errors: kUnavailable, kCorrupt.
  Result<Step> Stage(Instant at, size_t bytes_max, Staging& staging);

 private:
  enum class Phase : uint8_t { kBegin, kLook, kSeal, kEnd };

  Status Begin(Instant at);
  Status Look(size_t bytes_max, Staging& staging);
  Status SealAnew(size_t bytes_max, Staging& staging, Step& step);
  void End(Staging& staging, Step& step);
  Result<Bytes> OpenAt(EntryIndex first, ByteView row, const TrailHead& head);

  const Store& store_;
  TrailWriter& writer_;
  Phase phase_ = Phase::kBegin;
  TrailEpoch fresh_;  // rows from this one on cannot have them
  std::vector<Bytes> erased_rows_;
  std::set<Bytes> erased_;      // ids
  std::set<TrailEpoch> dirty_;  // epochs in which one of them was found
  Bytes next_;                  // row to go on with
};

}  // namespace mandat
