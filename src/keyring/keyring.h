// SPDX-License-Identifier: Apache-2.0
//
// Every key of one agreement: where it lives, what it opens, and how it dies.
// Guarantees: a key is durable before it is used; a destroyed key is in no file, cache or memory of
// ours once Rewrap has run. Trusts: the root key's holder, and the store for durability.
// docs/internals/keys.md lists every key.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "crypto/hash.h"
#include "crypto/signer.h"
#include "keyring/key_files.h"
#include "keyring/root_key.h"
#include "store/home.h"

namespace mandat {

// The day (since 1970-01-01, UTC) at whose end a unit's key dies with all others of that day; 0 for
// units that are kept for the term of the agreement.
struct Bucket {
  uint32_t day = 0;

  // The first day that ends at or after the expiry.
  static Bucket For(std::optional<Instant> expiry);
  Instant end() const;  // Requires: day is not 0
  friend auto operator<=>(const Bucket&, const Bucket&) = default;
};

class KeyExport;

// A key beside those of people and days. On disk: the letter, and the name, are in the key store.
struct NamedKey {
  enum class Kind : char {
    kHold = 'h',   // of one legal hold: what it keeps is sealed under it; dies with the hold
    kIndex = 'i',  // of one epoch of the blind index; dies when the epoch's rows have moved on
    kTrail = 'w',  // of one epoch of the trail; dies when somebody on its rows was erased
  };
  Kind kind = Kind::kHold;
  std::string name;
  friend auto operator<=>(const NamedKey&, const NamedKey&) = default;
};

// Threading: lookups from any thread; staging, shredding and re-wrapping from the agreement's
// sequencer only.
class Keyring {
 public:
  // Makes the keys when the home is new. `owner` names the agreement and is bound into every key.
  // Errors: kCorrupt (another root key, damaged files), kUnavailable.
  static Result<std::unique_ptr<Keyring>> Open(Home& home, const RootKey& root, std::string owner,
                                               Random& random);

  // nullopt: there is no such key, or no longer.
  Result<std::optional<SecretBytes>> FindSubjectKey(const SubjectId& subject) const;
  Result<std::optional<SecretBytes>> FindBucketKey(Bucket bucket) const;

  Result<std::optional<SecretBytes>> FindNamedKey(const NamedKey& name) const;
  // Names of all keys of a kind, in ascending order.
  Result<std::vector<std::string>> ListNamedKeys(NamedKey::Kind kind) const;

  // The key of one unit, derived from its person's and its bucket's key: destroying either kills
  // the unit everywhere it was ever copied. `unit` names it within the agreement.
  static SecretBytes UnitKey(const SecretBytes& subject, const SecretBytes& bucket, ByteView unit);
  // Buckets whose day is over at the instant and whose key still exists.
  Result<std::vector<Bucket>> EndedBuckets(Instant at) const;
  // The one that ends first; nullopt when there is none that ends.
  Result<std::optional<Bucket>> FirstBucket() const;
  // What stands for a person in one journal entry: keyed by the person's own key, so that its
  // destruction also cuts the link from person to entries.
  static Hash PersonTag(const SecretBytes& subject, ByteView salt);

  const Signer& journal_signer() const { return *signer_; }
  // Another key of the same kind, in a file of its own; made when it is first asked for. `use` is
  // one word: "notice". Errors: as Open.
  Result<std::unique_ptr<Signer>> LoadSigner(const std::string& use);
  // Keyed hash under which an erased person or unit is remembered, and nothing else about it.
  Hash LedgerTag(std::string_view kind, ByteView id) const;
  // Keyed hash of a credential or an idempotency key; dies with the agreement.
  Hash PrivateTag(std::string_view kind, ByteView value) const;
  // Seals what the house keeps about this agreement itself; dies with the agreement.
  SecretBytes PrivateKey(std::string_view use) const;

  // New keys take part in the batch being built and are found at once by the sequencer;
  // CommitStaged makes them durable, DropStaged forgets them.
  void StageSubjectKey(const SubjectId& subject);
  void StageBucketKey(Bucket bucket);
  void StageNamedKey(const NamedKey& name);
  bool has_staged() const {
    return !staged_subjects_.empty() || !staged_buckets_.empty() || !staged_named_.empty();
  }
  Status CommitStaged();
  void DropStaged();
  // As the finds above, and sees staged keys. Sequencer only.
  Result<std::optional<SecretBytes>> FindSubjectKeyStaged(const SubjectId& subject) const;
  Result<std::optional<SecretBytes>> FindBucketKeyStaged(Bucket bucket) const;
  Result<std::optional<SecretBytes>> FindNamedKeyStaged(const NamedKey& name) const;

  // Removes keys from the key store, durably, and from memory, and looks that they are gone. A key
  // that is not there is fine, so that a start after a crash can do it again.
  // Errors: kUnavailable, kCorrupt.
  Status Shred(const std::vector<SubjectId>& subjects, const std::vector<Bucket>& buckets,
               const std::vector<NamedKey>& named = {});

  // Wraps all surviving keys under a new agreement key and destroys the old one, so that stale
  // copies of wrapped keys are dead too. Cost grows with the number of people of this agreement,
  // so it comes in three steps: Begin and Finish on the sequencer, Copy between them on one other
  // thread while requests go on. What is destroyed after Begin leaves a copy under the new key, so
  // only what was destroyed before Begin is complete with Finish.
  // Errors: kConflict (one is under way, or a key backup), kUnavailable, kCorrupt.
  Status BeginRewrap();
  Status CopyRewrap(const std::stop_token& stop = {});
  Status FinishRewrap();
  // Instead of Finish: the generation in force stays. Sequencer only.
  void DropRewrap();
  // All three steps on the sequencer.
  Status Rewrap();
  // Runs on a thread of its own; false after StopBeside. One at a time.
  bool RunBeside(std::move_only_function<void(const std::stop_token&)> task);
  // Asks what runs beside to end, and waits for it.
  void StopBeside();

  // Wraps the key files under the root key in force, beside everything else; returns how many were
  // under the one before. Threading: any thread. Errors: as MoveKeyFiles.
  Result<size_t> MoveToRoot();

  // Where the key files stand. Threading: any thread. Errors: as ReadKeyFiles.
  Result<KeyFilesStanding> Standing();
  // A re-wrap or a copy is under way.
  bool is_busy() const { return is_busy_; }

  // Takes the state of all keys for a copy; key_backup.h says what becomes of it. `at` is the
  // instant of the batch: who is erased before it is in no copy. Sequencer only; the export is
  // written out beside it, and must not outlive the keyring.
  // Errors: kConflict (a re-wrap or another copy is under way), kUnavailable, kCorrupt.
  Result<std::unique_ptr<KeyExport>> BeginExport(Instant at);

  uint64_t generation() const { return generation_; }
  // How often keys were made or destroyed. The data remembers it: a key store that has seen less
  // than its data lost its tail, and with it keys or the destruction of keys.
  uint64_t changes() const { return changes_; }
  // False when a re-wrap ended without telling which generation is in force: nothing is written any
  // more, and the agreement must be opened anew. Sequencer only.
  bool sound() const { return sound_; }

 private:
  friend class KeyExport;
  static constexpr size_t kShards = 64;
  static constexpr size_t kShardKeysMax = 2048;
  struct Shard {
    mutable std::mutex mutex;
    mutable std::unordered_map<SubjectId, SecretBytes> keys;
    uint64_t shreds = 0;  // a key read before a shred must not enter the cache after it
  };

  // A new generation in the making.
  struct Rewrapping {
    uint64_t generation = 0;
    SecretBytes key;
    std::unique_ptr<Store> store;
    std::unique_ptr<Snapshot> snapshot;  // of the old one; null once it is copied
    std::set<Bytes> changed;             // rows that changed since; sequencer only
    bool copied = false;
  };
  // One re-wrap or copy at a time.
  class Turn;

  Keyring(Home& home, const RootKey& root, std::string owner, Random& random)
      : home_(home), root_(root), owner_(std::move(owner)), random_(random) {}

  Status OpenKeys();
  Status OpenGeneration(uint64_t generation);
  Status FirstGeneration();
  Status RemoveOtherGenerations();
  Status RefuseNewerStore() const;
  CommitOutcome CommitChange(Batch batch);
  Result<SecretBytes> LoadOrMake(const std::string& file, const std::string& name);
  Shard& ShardOf(const SubjectId& subject) const;
  Bytes WrapRow(const SecretBytes& parent, uint64_t generation, ByteView row,
                const SecretBytes& key) const;
  Result<SecretBytes> UnwrapRow(ByteView row, ByteView wrapped) const;
  Result<std::optional<SecretBytes>> FindRow(const Bytes& row) const;
  Status CopyRows(Rewrapping& rewrap, const std::stop_token& stop) const;
  Status CopyChanged(Rewrapping& rewrap) const;
  Status Switch(Rewrapping& rewrap);

  Home& home_;
  const RootKey& root_;
  const std::string owner_;
  Random& random_;

  mutable std::shared_mutex generation_mutex_;  // held shared while store_ and key_ are used
  uint64_t generation_ = 0;
  uint64_t changes_ = 0;  // sequencer only
  bool sound_ = true;
  bool private_row_missing_ = false;
  std::unique_ptr<Store> store_;
  SecretBytes agreement_key_;

  std::unique_ptr<Signer> signer_;
  SecretBytes ledger_key_;
  SecretBytes private_key_;

  mutable std::array<Shard, kShards> shards_;
  mutable std::mutex buckets_mutex_;
  mutable std::unordered_map<uint32_t, SecretBytes> buckets_;
  mutable std::map<NamedKey, SecretBytes> named_;  // with buckets_mutex_
  uint64_t bucket_shreds_ = 0;                     // as Shard::shreds; of named keys, too
  std::unordered_map<SubjectId, SecretBytes> staged_subjects_;
  std::unordered_map<uint32_t, SecretBytes> staged_buckets_;
  std::map<NamedKey, SecretBytes> staged_named_;

  std::mutex files_mutex_;  // held while key files are written, and for both files of a switch
  std::atomic<bool> is_busy_ = false;
  std::unique_ptr<Rewrapping> rewrap_;  // null: none is under way; set on the sequencer
  std::mutex beside_mutex_;
  bool is_stopped_ = false;
  std::jthread beside_;  // the last member: what runs on it uses the others
};

}  // namespace mandat
