// SPDX-License-Identifier: Apache-2.0
//
// Every key of one agreement: where it lives, what it opens, and how it dies.
// Guarantees: a key is durable before it is used; a destroyed key is in no file, cache or memory of
// ours once Rewrap has run. Trusts: the root key's holder, and the store for durability.
// docs/internals/keys.md lists every key.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "crypto/hash.h"
#include "crypto/signer.h"
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
  bool has_staged() const { return !staged_subjects_.empty() || !staged_buckets_.empty(); }
  Status CommitStaged();
  void DropStaged();
  // As the finds above, and sees staged keys. Sequencer only.
  Result<std::optional<SecretBytes>> FindSubjectKeyStaged(const SubjectId& subject) const;
  Result<std::optional<SecretBytes>> FindBucketKeyStaged(Bucket bucket) const;

  // Removes keys from the key store, durably, and from memory, and looks that they are gone. A key
  // that is not there is fine, so that a start after a crash can do it again.
  // Errors: kUnavailable, kCorrupt.
  Status Shred(const std::vector<SubjectId>& subjects, const std::vector<Bucket>& buckets);

  // Wraps all surviving keys under a new agreement key and destroys the old one, so that stale
  // copies of wrapped keys are dead too. Cost grows with the number of people of this agreement.
  Status Rewrap();
  uint64_t generation() const { return generation_; }
  // How often keys were made or destroyed. The data remembers it: a key store that has seen less
  // than its data lost its tail, and with it keys or the destruction of keys.
  uint64_t changes() const { return changes_; }
  // False when a re-wrap ended without telling which generation is in force: nothing is written any
  // more, and the agreement must be opened anew. Sequencer only.
  bool sound() const { return sound_; }

 private:
  static constexpr size_t kShards = 64;
  static constexpr size_t kShardKeysMax = 2048;
  struct Shard {
    mutable std::mutex mutex;
    mutable std::unordered_map<SubjectId, SecretBytes> keys;
    uint64_t shreds = 0;  // a key read before a shred must not enter the cache after it
  };

  Keyring(Home& home, const RootKey& root, std::string owner, Random& random)
      : home_(home), root_(root), owner_(std::move(owner)), random_(random) {}

  Status OpenKeys();
  Status OpenGeneration(uint64_t generation);
  Status RemoveOtherGenerations();
  CommitOutcome CommitChange(Batch batch);
  Result<SecretBytes> LoadOrMake(const std::string& file, const std::string& name);
  Shard& ShardOf(const SubjectId& subject) const;
  Bytes WrapRow(const SecretBytes& parent, uint64_t generation, ByteView row,
                const SecretBytes& key) const;
  Result<SecretBytes> UnwrapRow(ByteView row, ByteView wrapped) const;
  Result<std::optional<SecretBytes>> FindRow(const Bytes& row) const;
  Status CopyInto(Store& fresh, const SecretBytes& key, uint64_t generation) const;

  Home& home_;
  const RootKey& root_;
  const std::string owner_;
  Random& random_;

  mutable std::shared_mutex generation_mutex_;  // held shared while store_ and key_ are used
  uint64_t generation_ = 0;
  uint64_t changes_ = 0;  // sequencer only
  bool sound_ = true;
  std::unique_ptr<Store> store_;
  SecretBytes agreement_key_;

  std::unique_ptr<Signer> signer_;
  SecretBytes ledger_key_;
  SecretBytes private_key_;

  mutable std::array<Shard, kShards> shards_;
  mutable std::mutex buckets_mutex_;
  mutable std::unordered_map<uint32_t, SecretBytes> buckets_;
  uint64_t bucket_shreds_ = 0;  // as Shard::shreds
  std::unordered_map<SubjectId, SecretBytes> staged_subjects_;
  std::unordered_map<uint32_t, SecretBytes> staged_buckets_;
};

}  // namespace mandat
