// SPDX-License-Identifier: Apache-2.0
//
// A transactional ordered key-value store: what Mandat asks of whatever holds an agreement's bytes.
// Guarantees of every implementation: a batch is applied wholly or not at all; what Commit called
// committed survives any crash; a snapshot does not change; a cursor sees its snapshot.
// Trusted for durability, not for truth: whoever can change the files can stop us, and can be
// caught by `mandat-verify`.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// The families of rows of one agreement; docs/internals/data-layout.md has every key shape.
// On disk: the name of a family is persistent, see Name(Space).
enum class Space : uint8_t {
  kMeta,     // head of the journal, the agreement in force
  kJournal,  // entries and hashes of full tiles
  kUnits,    // sealed units, clustered by person
  kIndex,    // where a unit is, who is registered, what expires when
  kLedger,   // erasures that outlive the data
  kReplay,   // idempotency keys
  kKeys,     // wrapped keys; only in the key store
  kDocket,   // duties, what is to fire when, notices on their way
  kSeries,   // sealed chunks of series, clustered by person
  kBlobs,    // sealed segments of blobs, clustered by person
  kHistory,  // earlier versions of units, clustered by person
  kHeld,     // copies that a legal hold keeps, sealed under its key
  kBlind,    // keyed blind index; never backed up
  kPeople,   // restrictions and objections; they stay when data is restored to before
  kTrail,    // who is behind the entries of the journal, sealed
};
inline constexpr size_t kSpacesCount = 15;
std::string_view Name(Space space);

// Writes that become visible together or never.
class Batch {
 public:
  enum class Kind : uint8_t { kPut, kRemove, kRemoveRange };
  struct Step {
    Kind kind;
    Space space;
    Bytes key;
    Bytes value;  // kRemoveRange: end of the range, exclusive
  };

  void Put(Space space, Bytes key, Bytes value);
  void Remove(Space space, Bytes key);
  void RemoveRange(Space space, Bytes first, Bytes end);
  void Clear();
  // Forgets the steps behind the first `count`.
  void Truncate(size_t count);

  bool empty() const { return steps_.empty(); }
  // Steps stay where they are while others are added.
  const std::deque<Step>& steps() const { return steps_; }
  size_t bytes() const { return bytes_; }

 private:
  std::deque<Step> steps_;
  size_t bytes_ = 0;
};

// What a commit did. Unknown means that the bytes may or may not be on disk: nothing may be
// released, the store must be opened anew, and the head read again.
enum class CommitOutcome : uint8_t { kCommitted, kNotCommitted, kUnknown };

// A row that must still hold this value when the batch is applied: the head of the journal as its
// writer knows it. This is the seam where another node could own the agreement by lease.
struct Expected {
  Space space;
  Bytes key;
  std::optional<Bytes> value;  // nullopt: the row must be absent
};

class Snapshot {
 public:
  virtual ~Snapshot() = default;
};

// Rows of one space in the order of their keys.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual bool Valid() const = 0;      // false at the end and after an error; see status()
  virtual void Next() = 0;             // Requires: Valid()
  virtual ByteView key() const = 0;    // until Next()
  virtual ByteView value() const = 0;  // until Next()
  virtual Status status() const = 0;   // Errors: kUnavailable, kCorrupt
};

// A place in the order of commits of one store; grows with each.
struct Position {
  uint64_t value = 0;
  friend auto operator<=>(const Position&, const Position&) = default;
};

// Threading: one committer, many readers.
class Store {
 public:
  virtual ~Store() = default;

  // Errors: kUnavailable, kCorrupt (a stored block fails its checksum).
  virtual Result<std::optional<Bytes>> Find(Space space, ByteView key,
                                            const Snapshot* at = nullptr) const = 0;
  // Rows with first <= key < end. `at` must outlive the cursor.
  virtual std::unique_ptr<Cursor> Scan(Space space, ByteView first, ByteView end,
                                       const Snapshot* at = nullptr) const = 0;
  virtual std::unique_ptr<Snapshot> TakeSnapshot() const = 0;
  // Durable when it returns kCommitted: one atomic write, one sync.
  virtual CommitOutcome Commit(const Batch& batch, const std::optional<Expected>& expected) = 0;

  // About how many bytes the rows take up, in files and in memory, with those that were removed and
  // not reclaimed yet; hardly less than the rows themselves. 0: it cannot be told. Costs
  // microseconds.
  virtual uint64_t BytesKept() const { return 0; }
  // The same, more roughly, of the rows with first <= key < end.
  virtual uint64_t BytesAbout(Space, ByteView /*first*/, ByteView /*end*/) const { return 0; }

  // Of the newest commit.
  virtual Position position() const = 0;
  // Calls `commit` for each commit behind `since` in their order, whole, until it returns an error.
  // Errors: kNotFound (the log was recycled: a whole copy is needed), kUnavailable, kCorrupt, and
  // what `commit` returns.
  using OnCommit = std::move_only_function<Status(Position at, const Batch& batch)>;
  virtual Status ForEachCommit(Position since, OnCommit commit) const = 0;
  // The bytes of rows that were removed before the call are in no live file after it, as long as no
  // snapshot from before is held. Runs beside readers and the committer. Errors: kUnavailable.
  virtual Status Reclaim() = 0;
};

// The first key behind all keys that begin with `prefix`. Requires: some byte is not 0xff.
Bytes EndOfPrefix(ByteView prefix);

// A batch being built together with what it will have done: reads see the steps staged so far.
// Threading: none.
class Staging {
 public:
  explicit Staging(const Store& store) : store_(store) {}

  void Put(Space space, Bytes key, Bytes value);
  void Remove(Space space, Bytes key);
  // As Put, for rows that nobody looks for within the batch.
  void PutUnseen(Space space, Bytes key, Bytes value) {
    batch_.Put(space, std::move(key), std::move(value));
  }
  void RemoveRangeUnseen(Space space, Bytes first, Bytes end) {
    batch_.RemoveRange(space, std::move(first), std::move(end));
  }
  Result<std::optional<Bytes>> Find(Space space, ByteView key) const;
  // Calls `row(key, value)` for each row with the prefix, staged ones included, in no set order.
  template <class Row>
  Status ForEach(Space space, const Bytes& prefix, Row row) const;

  const Batch& batch() const { return batch_; }

  // Takes back every step behind a mark. Unseen steps are taken back as well.
  size_t mark() const { return batch_.steps().size(); }
  void Rewind(size_t mark);

 private:
  // The last step on each key; keys and values stay where the batch holds them.
  using Overlay = std::unordered_map<ByteView, const Batch::Step*>;

  void Note(Space space);

  const Store& store_;
  Batch batch_;
  Overlay overlay_[kSpacesCount];
};

template <class Row>
Status Staging::ForEach(Space space, const Bytes& prefix, Row row) const {
  const Overlay& overlay = overlay_[static_cast<size_t>(space)];
  const auto cursor = store_.Scan(space, prefix, EndOfPrefix(prefix));
  for (; cursor->Valid(); cursor->Next()) {
    if (!overlay.contains(cursor->key())) {
      row(cursor->key(), cursor->value());
    }
  }
  MANDAT_TRY_STATUS(cursor->status());
  for (const auto& [key, step] : overlay) {
    if (step->kind == Batch::Kind::kPut && key.starts_with(prefix)) {
      row(key, ByteView(step->value));
    }
  }
  return {};
}

}  // namespace mandat
