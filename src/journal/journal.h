// SPDX-License-Identifier: Apache-2.0
//
// The append-only Merkle log of one agreement, in the public C2SP formats.
// Guarantees: what was published stays a prefix of what will be; a start that finds a shorter or a
// different tree than was published refuses.
// Trusts `store` for durability, not for truth: whoever can change the files can stop us, and can
// be caught by `mandat-verify`.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "crypto/signer.h"
#include "crypto/tlog.h"
#include "format/entry.h"
#include "format/note.h"
#include "format/proof.h"
#include "format/tile.h"
#include "store/home.h"
#include "store/store.h"

namespace mandat {

// The roots of the perfect subtrees that make up a tree, largest first: all that appending needs.
// Source: RFC 9162 2.1.
class Frontier {
 public:
  uint64_t size() const { return size_; }
  Hash Root() const;
  // Calls `full(height, index, hash)` for every subtree that this leaf completes.
  template <class Full>
  void Append(const Hash& leaf, Full full);

 private:
  friend class TreeReader;
  std::array<Hash, 64> peaks_;
  int peaks_count_ = 0;
  uint64_t size_ = 0;
};

// What the journal's writer believes of it, as stored: the head row.
struct JournalHead {
  uint64_t epoch = 0;  // grows by one with every start; only the newest holder may sign or release
  uint64_t size = 0;
  Hash root;
  Instant at;  // high-water mark: agreement time never goes back

  Bytes Encode() const;
  static Result<JournalHead> Decode(ByteView bytes);
};

// Threading: Stage, Commit and Drop from the agreement's sequencer; the rest from any thread.
class Journal {
 public:
  // Takes over the journal in `store` (making it when the store is new) under a new epoch. `name`
  // is its public name; a log that went on behind a lost one has a number behind it, see
  // `journal/log_number.h`. Errors: kCorrupt (shorter or other than published, head and tree
  // disagree), kUnavailable.
  static Result<std::unique_ptr<Journal>> Open(Store& store, Home& home, const Signer& signer,
                                               std::string name, Instant now);

  // Adds an entry to the batch being built and gives the index that it will have.
  // Errors: kInvalid (see Entry::Encode).
  Result<EntryIndex> Stage(const Entry& entry, Staging& staging);
  // Adds the new head to the batch; `at` is the batch's instant. The returned row must still be in
  // the store when the batch is applied.
  Expected StageHead(Instant at, Staging& staging);
  // The batch is durable, or is not there.
  void Commit();
  void Drop();

  // As checkpoints are signed.
  const std::string& origin() const { return origin_; }
  // The same without the number of a later log: what never changes of it.
  const std::string& name() const { return name_; }
  std::string verifier_key() const;
  JournalHead head() const;
  Instant high_water() const { return head().at; }

  // The newest checkpoint, signed and synced beside the database before anybody sees it.
  // Errors: kUnavailable.
  Result<std::string> Publish();
  // The checkpoint published last, without making a new one; empty if there is none yet.
  std::string published() const;

  // Entries from here on are all there; below it only those that something needs are, and every
  // hash. A multiple of 256 that never falls, as published. `journal/pruning.h` raises it.
  uint64_t minimum() const { return minimum_; }

  // Errors of all that follow: kNotFound (beyond the published or committed size), kShredded (of
  // entries alone: it was pruned; the message names the minimum), kUnavailable.
  Result<Bytes> ReadEntry(EntryIndex index) const;
  // Hashes of a tile, or its entries as a bundle, as C2SP tlog-tiles serves them.
  Result<Bytes> ReadTile(const Tile& tile) const;
  // That an entry is in the newest published checkpoint; publishes one when it is not yet.
  Result<TlogProof> Prove(EntryIndex index);
  Result<std::vector<Hash>> ProveConsistency(uint64_t old_size, uint64_t new_size) const;

 private:
  friend class Pruning;

  Journal(Store& store, Home& home, const Signer& signer, std::string name, std::string origin)
      : store_(store),
        home_(home),
        signer_(signer),
        name_(std::move(name)),
        origin_(std::move(origin)) {}

  Status CheckPublished();
  Status TakeOver(Instant now);
  Status LoadMinimum();
  Result<Bytes> ReadBundle(const Tile& tile) const;
  Error Pruned() const;

  Store& store_;
  Home& home_;
  const Signer& signer_;
  const std::string name_;
  const std::string origin_;

  Frontier draft_;  // sequencer only
  JournalHead draft_head_;
  Frontier frontier_;  // sequencer only
  mutable std::mutex head_mutex_;
  JournalHead head_;

  mutable std::mutex publish_mutex_;
  uint64_t published_size_ = 0;
  std::string published_;
  std::atomic<uint64_t> minimum_ = 0;
};

template <class Full>
void Frontier::Append(const Hash& leaf, Full full) {
  Hash node = leaf;
  uint64_t index = size_;
  for (int height = 0;; ++height) {
    full(height, index, node);
    if ((index & 1) == 0) {
      break;
    }
    node = NodeHash(peaks_[static_cast<size_t>(--peaks_count_)], node);
    index >>= 1;
  }
  peaks_[static_cast<size_t>(peaks_count_++)] = node;
  ++size_;
}

}  // namespace mandat
