// SPDX-License-Identifier: Apache-2.0
#include "journal/journal.h"

#include <algorithm>

#include "base/assert.h"
#include "crypto/note.h"
#include "format/checkpoint.h"
#include "format/pruned.h"
#include "journal/internal/prune_mark.h"
#include "journal/internal/tree_reader.h"
#include "journal/log_number.h"

namespace mandat {
namespace {

constexpr std::string_view kCheckpointFile = "checkpoint";
constexpr size_t kHeadBytes = 8 + 8 + Hash::kBytes + 8;
constexpr int kTileHeight = 8;

}  // namespace

Hash Frontier::Root() const {
  if (peaks_count_ == 0) {
    return EmptyTreeHash();
  }
  Hash root = peaks_[static_cast<size_t>(peaks_count_ - 1)];
  for (int i = peaks_count_ - 2; i >= 0; --i) {
    root = NodeHash(peaks_[static_cast<size_t>(i)], root);
  }
  return root;
}

Bytes JournalHead::Encode() const {
  Bytes bytes;
  bytes.reserve(kHeadBytes);
  AppendBigEndian64(bytes, epoch);
  AppendBigEndian64(bytes, size);
  bytes.append(root.view());
  AppendBigEndian64(bytes, static_cast<uint64_t>(at.micros));
  return bytes;
}

Result<JournalHead> JournalHead::Decode(ByteView bytes) {
  if (bytes.size() != kHeadBytes) {
    return Fail(Error::Corrupt("journal head has the wrong length"));
  }
  JournalHead head;
  head.epoch = ReadBigEndian64(bytes);
  head.size = ReadBigEndian64(bytes.substr(8));
  head.root = Hash::From(bytes.substr(16, Hash::kBytes));
  head.at = Instant{static_cast<int64_t>(ReadBigEndian64(bytes.substr(16 + Hash::kBytes)))};
  return head;
}

Result<std::unique_ptr<Journal>> Journal::Open(Store& store, Home& home, const Signer& signer,
                                               std::string name, Instant now) {
  MANDAT_TRY(const uint64_t number, ReadLogNumber(store));
  std::string origin = OriginOf(name, number);
  std::unique_ptr<Journal> journal(
      new Journal(store, home, signer, std::move(name), std::move(origin)));
  MANDAT_TRY_STATUS(journal->TakeOver(now));
  MANDAT_TRY_STATUS(journal->CheckPublished());
  MANDAT_TRY_STATUS(journal->LoadMinimum());
  return journal;
}

// Reads the head, proves it against the stored tree, and fences off whoever held it before.
Status Journal::TakeOver(Instant now) {
  MANDAT_TRY(const std::optional<Bytes> row, store_.Find(Space::kMeta, kHeadRow));
  if (row) {
    MANDAT_TRY(head_, JournalHead::Decode(*row));
  } else {
    head_.root = EmptyTreeHash();
    head_.at = now;
  }
  MANDAT_TRY(frontier_, TreeReader(store_).LoadFrontier(head_.size));
  if (frontier_.Root() != head_.root) {
    return Fail(Error::Corrupt("journal and its head disagree"));
  }
  ++head_.epoch;
  Batch batch;
  batch.Put(Space::kMeta, Bytes(kHeadRow), head_.Encode());
  if (store_.Commit(batch, Expected{Space::kMeta, Bytes(kHeadRow), row}) !=
      CommitOutcome::kCommitted) {
    return Fail(Error::Unavailable("journal cannot be taken over"));
  }
  draft_ = frontier_;
  draft_head_ = head_;
  return {};
}

// Invariant (history does not change): the tree that was published is a prefix of the one we found.
Status Journal::CheckPublished() {
  MANDAT_TRY(const std::optional<Bytes> note, home_.ReadFile(std::string(kCheckpointFile)));
  if (!note) {
    return {};
  }
  MANDAT_TRY(const VerifiedNote opened, OpenNote(*note, {VerifierKeyFor(origin_, signer_)}));
  MANDAT_TRY(const Checkpoint checkpoint, Checkpoint::Parse(opened.text));
  if (checkpoint.origin != origin_ || checkpoint.size > head_.size) {
    return Fail(Error::Corrupt("journal is shorter than its published checkpoint"));
  }
  Hash root = EmptyTreeHash();
  if (checkpoint.size > 0) {
    MANDAT_TRY(root, TreeReader(store_).RangeHash(0, checkpoint.size));
  }
  if (root.view() != checkpoint.root) {
    return Fail(Error::Corrupt("journal differs from its published checkpoint"));
  }
  published_size_ = checkpoint.size;
  published_ = *note;
  return {};
}

// The file is written before a bundle goes, so a missing one was lost, and is made again.
Status Journal::LoadMinimum() {
  MANDAT_TRY(const std::optional<Bytes> file, home_.ReadFile(std::string(kMinimumFile)));
  uint64_t minimum = 0;
  if (file) {
    MANDAT_TRY(minimum, ParseMinimum(*file));
  }
  MANDAT_TRY(const PruneMark mark, PruneMark::Read(store_));
  if (mark.removed > minimum) {
    minimum = mark.declared;
    MANDAT_TRY_STATUS(home_.WriteFile(std::string(kMinimumFile), FormatMinimum(minimum)));
  }
  if (minimum > head_.size) {
    return Fail(Error::Corrupt("journal is shorter than its published minimum"));
  }
  minimum_ = minimum;
  return {};
}

Result<EntryIndex> Journal::Stage(const Entry& entry, Staging& staging) {
  MANDAT_TRY(Bytes bytes, entry.Encode());
  const EntryIndex index{draft_.size()};
  draft_.Append(LeafHash(bytes), [&](int height, uint64_t at, const Hash& hash) {
    if (height > 0 && height % kTileHeight == 0) {
      staging.PutUnseen(Space::kJournal, NodeRow(height / kTileHeight, at), Bytes(hash.view()));
    }
  });
  staging.PutUnseen(Space::kJournal, EntryRow(index.value), std::move(bytes));
  return index;
}

Expected Journal::StageHead(Instant at, Staging& staging) {
  draft_head_.size = draft_.size();
  draft_head_.root = draft_.Root();
  draft_head_.at = std::max(draft_head_.at, at);
  staging.PutUnseen(Space::kMeta, Bytes(kHeadRow), draft_head_.Encode());
  return {Space::kMeta, Bytes(kHeadRow), head().Encode()};
}

void Journal::Commit() {
  frontier_ = draft_;
  const std::lock_guard lock(head_mutex_);
  head_ = draft_head_;
}

void Journal::Drop() {
  draft_ = frontier_;
  draft_head_ = head();
}

std::string Journal::verifier_key() const { return VerifierKeyFor(origin_, signer_).Format(); }

JournalHead Journal::head() const {
  const std::lock_guard lock(head_mutex_);
  return head_;
}

Result<std::string> Journal::Publish() {
  const std::lock_guard lock(publish_mutex_);
  const JournalHead now = head();
  if (!published_.empty() && now.size == published_size_) {
    return published_;
  }
  const Checkpoint checkpoint{
      .origin = origin_, .size = now.size, .root = Bytes(now.root.view()), .extensions = {}};
  MANDAT_TRY(std::string note, SignNote(checkpoint.Format(), origin_, signer_));
  MANDAT_TRY_STATUS(home_.WriteFile(std::string(kCheckpointFile), note));
  published_size_ = now.size;
  published_ = std::move(note);
  return published_;
}

std::string Journal::published() const {
  const std::lock_guard lock(publish_mutex_);
  return published_;
}

Error Journal::Pruned() const {
  return Error::Shredded("journal was pruned: entries are there from " + std::to_string(minimum()) +
                         " on");
}

// Rows move from one family of keys to the other in one commit, so what is in none is gone.
Result<Bytes> Journal::ReadEntry(EntryIndex index) const {
  if (index.value >= head().size) {
    return Fail(Error::NotFound("journal has no such entry"));
  }
  MANDAT_TRY(std::optional<Bytes> row, store_.Find(Space::kJournal, EntryRow(index.value)));
  if (!row) {
    MANDAT_TRY(row, store_.Find(Space::kJournal, KeptRow(index.value)));
  }
  if (!row && index.value < minimum()) {
    return Fail(Pruned());
  }
  return row ? std::move(*row) : Result<Bytes>(Fail(Error::NotFound("journal has no such entry")));
}

Result<Bytes> Journal::ReadBundle(const Tile& tile) const {
  const uint64_t first = tile.index * kTileWidth;
  const auto rows = store_.Scan(Space::kJournal, EntryRow(first), EntryRow(first + tile.width));
  Bytes out;
  uint64_t count = 0;
  for (; rows->Valid(); rows->Next(), ++count) {
    AppendToBundle(out, rows->value());
  }
  MANDAT_TRY_STATUS(rows->status());
  if (count != tile.width) {
    return Fail(first < minimum() ? Pruned() : Error::Corrupt("journal has a gap"));
  }
  return out;
}

Result<Bytes> Journal::ReadTile(const Tile& tile) const {
  const uint64_t have = TileHashesCount(head().size, tile.level);
  const uint64_t first = tile.index * kTileWidth;
  if (tile.index > have / kTileWidth || first + tile.width > have) {
    return Fail(Error::NotFound("journal has no such tile yet"));
  }
  if (tile.level == Tile::kEntries) {
    return ReadBundle(tile);
  }
  Bytes out;
  MANDAT_TRY(const std::vector<Hash> hashes,
             TreeReader(store_).Hashes(tile.level, first, tile.width));
  for (const Hash& hash : hashes) {
    out.append(hash.view());
  }
  return out;
}

Result<TlogProof> Journal::Prove(EntryIndex index) {
  if (index.value >= head().size) {
    return Fail(Error::NotFound("journal has no such entry"));
  }
  MANDAT_TRY(std::string note, Publish());
  MANDAT_TRY(const Note parsed, Note::Parse(note));
  MANDAT_TRY(const Checkpoint checkpoint, Checkpoint::Parse(parsed.text));
  MANDAT_TRY(const std::vector<Hash> path,
             TreeReader(store_).InclusionPath(index.value, checkpoint.size));
  TlogProof proof;
  proof.index = index.value;
  for (const Hash& hash : path) {
    proof.hashes.emplace_back(hash.view());
  }
  proof.checkpoint = std::move(note);
  return proof;
}

Result<std::vector<Hash>> Journal::ProveConsistency(uint64_t old_size, uint64_t new_size) const {
  if (old_size == 0 || old_size > new_size || new_size > head().size) {
    return Fail(Error::NotFound("journal has no such sizes"));
  }
  return TreeReader(store_).ConsistencyPath(old_size, new_size);
}

}  // namespace mandat
