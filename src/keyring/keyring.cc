// SPDX-License-Identifier: Apache-2.0
#include "keyring/keyring.h"

#include <charconv>

#include "base/assert.h"
#include "keyring/internal/wrap.h"

namespace mandat {
namespace {

constexpr std::string_view kStorePrefix = "keys-";
constexpr std::string_view kGenerationFile = "key-generation";
constexpr std::string_view kChangesRow = "n";
constexpr int64_t kMicrosPerDay = int64_t{86'400} * 1'000'000;

std::string StoreName(uint64_t generation) {
  return std::string(kStorePrefix) + std::to_string(generation);
}
std::string KeyFile(uint64_t generation) { return "agreement-key-" + std::to_string(generation); }

Error OpenedAnew() { return Error::Unavailable("keys are being opened anew"); }

Bytes SubjectRow(const SubjectId& subject) { return "s" + Bytes(subject.bytes()); }
Bytes BucketRow(Bucket bucket) {
  Bytes row = "b";
  AppendBigEndian32(row, bucket.day);
  return row;
}

Result<uint64_t> ParseGeneration(std::string_view text) {
  uint64_t generation = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), generation);
  if (error != std::errc() || end != text.data() + text.size() || generation == 0) {
    return Fail(Error::Corrupt("key generation file is damaged"));
  }
  return generation;
}

}  // namespace

Bucket Bucket::For(std::optional<Instant> expiry) {
  if (!expiry) {
    return {0};
  }
  const int64_t last = expiry->micros <= 0 ? 0 : (expiry->micros - 1) / kMicrosPerDay;
  return {static_cast<uint32_t>(last < 1 ? 1 : last)};
}

Instant Bucket::end() const {
  MANDAT_ASSERT(day != 0);
  return Instant{(int64_t{day} + 1) * kMicrosPerDay};
}

Result<std::unique_ptr<Keyring>> Keyring::Open(Home& home, const RootKey& root, std::string owner,
                                               Random& random) {
  std::unique_ptr<Keyring> keyring(new Keyring(home, root, std::move(owner), random));
  MANDAT_TRY(SecretBytes seed, keyring->LoadOrMake("journal-key", "journal"));
  keyring->signer_ = std::make_unique<Signer>(std::move(seed));
  MANDAT_TRY(keyring->ledger_key_, keyring->LoadOrMake("ledger-key", "ledger"));
  MANDAT_TRY_STATUS(keyring->OpenKeys());
  return keyring;
}

Result<std::unique_ptr<Signer>> Keyring::LoadSigner(const std::string& use) {
  MANDAT_TRY(SecretBytes seed, LoadOrMake(use + "-key", use));
  return std::make_unique<Signer>(std::move(seed));
}

// Keys that outlive the agreement key: wrapped by the root key, one small file each.
Result<SecretBytes> Keyring::LoadOrMake(const std::string& file, const std::string& name) {
  MANDAT_TRY(const std::optional<Bytes> wrapped, home_.ReadFile(file));
  if (wrapped) {
    return root_.Unwrap(*wrapped, name + " " + owner_);
  }
  SecretBytes key = random_.DrawSecret();
  MANDAT_TRY_STATUS(home_.WriteFile(file, root_.Wrap(key, name + " " + owner_, random_)));
  return key;
}

Status Keyring::OpenKeys() {
  MANDAT_TRY(const std::optional<Bytes> text, home_.ReadFile(std::string(kGenerationFile)));
  if (text) {
    MANDAT_TRY(const uint64_t generation, ParseGeneration(*text));
    MANDAT_TRY_STATUS(OpenGeneration(generation));
    return RemoveOtherGenerations();
  }
  // First start: the generation file is written last, so a crash in between begins again.
  MANDAT_TRY_STATUS(home_.RemoveStore(StoreName(1)));
  MANDAT_TRY_STATUS(home_.ShredFile(KeyFile(1)));
  const SecretBytes key = random_.DrawSecret();
  MANDAT_TRY_STATUS(
      home_.WriteFile(KeyFile(1), root_.Wrap(key, "agreement " + owner_ + " 1", random_)));
  MANDAT_TRY_STATUS(OpenGeneration(1));
  Batch first;
  first.Put(Space::kKeys, "t", WrapRow(agreement_key_, 1, "t", random_.DrawSecret()));
  first.Put(Space::kKeys, BucketRow({0}),
            WrapRow(agreement_key_, 1, BucketRow({0}), random_.DrawSecret()));
  if (store_->Commit(first, std::nullopt) != CommitOutcome::kCommitted) {
    return Fail(Error::Unavailable("key store cannot be written"));
  }
  MANDAT_TRY_STATUS(home_.WriteFile(std::string(kGenerationFile), "1"));
  return OpenGeneration(1);
}

Status Keyring::OpenGeneration(uint64_t generation) {
  MANDAT_TRY(const std::optional<Bytes> wrapped, home_.ReadFile(KeyFile(generation)));
  if (!wrapped) {
    return Fail(
        Error::Corrupt("agreement key file is missing; the agreement's data is unreadable"));
  }
  MANDAT_TRY(agreement_key_,
             root_.Unwrap(*wrapped, "agreement " + owner_ + " " + std::to_string(generation)));
  generation_ = generation;
  if (!store_) {
    MANDAT_TRY(store_, home_.OpenStore(StoreName(generation)));
  }
  MANDAT_TRY(const std::optional<Bytes> changes, store_->Find(Space::kKeys, kChangesRow));
  if (changes && changes->size() == 8) {
    changes_ = ReadBigEndian64(*changes);
  }
  MANDAT_TRY(std::optional<SecretBytes> tag_key, FindRow("t"));
  if (tag_key) {
    private_key_ = std::move(*tag_key);
  }
  return {};
}

// What a crash during Rewrap left behind, older or newer than the generation in force.
Status Keyring::RemoveOtherGenerations() {
  MANDAT_TRY_STATUS(home_.ShredFile(KeyFile(generation_ - 1)));
  MANDAT_TRY_STATUS(home_.ShredFile(KeyFile(generation_ + 1)));
  MANDAT_TRY(const std::vector<std::string> names, home_.ListStores());
  for (const std::string& name : names) {
    if (name.starts_with(kStorePrefix) && name != StoreName(generation_)) {
      MANDAT_TRY_STATUS(home_.RemoveStore(name));
    }
  }
  return {};
}

Keyring::Shard& Keyring::ShardOf(const SubjectId& subject) const {
  return shards_[std::hash<SubjectId>{}(subject) % kShards];
}

Bytes Keyring::WrapRow(const SecretBytes& parent, uint64_t generation, ByteView row,
                       const SecretBytes& key) const {
  Bytes name = owner_ + " " + std::to_string(generation) + " ";
  name.append(row);
  return WrapKey(parent, key, name, random_);
}

Result<SecretBytes> Keyring::UnwrapRow(ByteView row, ByteView wrapped) const {
  Bytes name = owner_ + " " + std::to_string(generation_) + " ";
  name.append(row);
  return UnwrapKey(agreement_key_, wrapped, name);
}

Result<std::optional<SecretBytes>> Keyring::FindRow(const Bytes& row) const {
  const std::shared_lock lock(generation_mutex_);
  MANDAT_TRY(const std::optional<Bytes> wrapped, store_->Find(Space::kKeys, row));
  if (!wrapped) {
    return std::optional<SecretBytes>();
  }
  MANDAT_TRY(SecretBytes key, UnwrapRow(row, *wrapped));
  return std::optional<SecretBytes>(std::move(key));
}

Result<std::optional<SecretBytes>> Keyring::FindSubjectKey(const SubjectId& subject) const {
  Shard& shard = ShardOf(subject);
  uint64_t shreds = 0;
  {
    const std::lock_guard lock(shard.mutex);
    if (const auto cached = shard.keys.find(subject); cached != shard.keys.end()) {
      return std::optional<SecretBytes>(cached->second.Clone());
    }
    shreds = shard.shreds;
  }
  MANDAT_TRY(std::optional<SecretBytes> key, FindRow(SubjectRow(subject)));
  if (!key) {
    return std::optional<SecretBytes>();
  }
  const std::lock_guard lock(shard.mutex);
  if (shard.shreds == shreds) {
    if (shard.keys.size() >= kShardKeysMax) {
      shard.keys.erase(shard.keys.begin());
    }
    shard.keys.insert_or_assign(subject, key->Clone());
  }
  return key;
}

Result<std::optional<SecretBytes>> Keyring::FindBucketKey(Bucket bucket) const {
  uint64_t shreds = 0;
  {
    const std::lock_guard lock(buckets_mutex_);
    if (const auto cached = buckets_.find(bucket.day); cached != buckets_.end()) {
      return std::optional<SecretBytes>(cached->second.Clone());
    }
    shreds = bucket_shreds_;
  }
  MANDAT_TRY(std::optional<SecretBytes> key, FindRow(BucketRow(bucket)));
  const std::lock_guard lock(buckets_mutex_);
  if (key && bucket_shreds_ == shreds) {
    buckets_.insert_or_assign(bucket.day, key->Clone());
  }
  return key;
}

Result<std::vector<Bucket>> Keyring::EndedBuckets(Instant at) const {
  std::vector<Bucket> ended;
  const std::shared_lock lock(generation_mutex_);
  const auto rows = store_->Scan(Space::kKeys, BucketRow({1}), EndOfPrefix("b"));
  for (; rows->Valid(); rows->Next()) {
    const Bucket bucket{ReadBigEndian32(rows->key().substr(1))};
    if (bucket.end() > at) {
      break;
    }
    ended.push_back(bucket);
  }
  MANDAT_TRY_STATUS(rows->status());
  return ended;
}

Result<std::optional<Bucket>> Keyring::FirstBucket() const {
  const std::shared_lock lock(generation_mutex_);
  const auto rows = store_->Scan(Space::kKeys, BucketRow({1}), EndOfPrefix("b"));
  MANDAT_TRY_STATUS(rows->status());
  return rows->Valid() ? std::optional(Bucket{ReadBigEndian32(rows->key().substr(1))})
                       : std::nullopt;
}

SecretBytes Keyring::UnitKey(const SecretBytes& subject, const SecretBytes& bucket, ByteView unit) {
  return Hkdf(bucket.view(), subject.view(), {"mandat unit v1", unit});
}

Hash Keyring::PersonTag(const SecretBytes& subject, ByteView salt) {
  return HmacSha256(subject.view(), {"mandat person tag v1", salt});
}

Hash Keyring::LedgerTag(std::string_view kind, ByteView id) const {
  return HmacSha256(ledger_key_.view(), {"mandat ledger v1 ", kind, " ", id});
}

Hash Keyring::PrivateTag(std::string_view kind, ByteView value) const {
  return HmacSha256(private_key_.view(), {"mandat tag v1 ", kind, " ", value});
}

SecretBytes Keyring::PrivateKey(std::string_view use) const {
  return Hkdf("mandat private v1", private_key_.view(), {use});
}

void Keyring::StageSubjectKey(const SubjectId& subject) {
  staged_subjects_.insert_or_assign(subject, random_.DrawSecret());
}

void Keyring::StageBucketKey(Bucket bucket) {
  staged_buckets_.insert_or_assign(bucket.day, random_.DrawSecret());
}

Status Keyring::CommitStaged() {
  if (!sound_) {
    return Fail(OpenedAnew());
  }
  Batch batch;
  {
    const std::shared_lock lock(generation_mutex_);
    for (const auto& [subject, key] : staged_subjects_) {
      const Bytes row = SubjectRow(subject);
      batch.Put(Space::kKeys, row, WrapRow(agreement_key_, generation_, row, key));
    }
    for (const auto& [day, key] : staged_buckets_) {
      const Bytes row = BucketRow({day});
      batch.Put(Space::kKeys, row, WrapRow(agreement_key_, generation_, row, key));
    }
    if (CommitChange(std::move(batch)) != CommitOutcome::kCommitted) {
      return Fail(Error::Unavailable("key store cannot be written"));
    }
  }
  for (auto& [subject, key] : staged_subjects_) {
    Shard& shard = ShardOf(subject);
    const std::lock_guard lock(shard.mutex);
    if (shard.keys.size() < kShardKeysMax) {
      shard.keys.insert_or_assign(subject, std::move(key));
    }
  }
  DropStaged();
  return {};
}

// Counts the change in the same commit.
CommitOutcome Keyring::CommitChange(Batch batch) {
  Bytes count;
  AppendBigEndian64(count, changes_ + 1);
  batch.Put(Space::kKeys, Bytes(kChangesRow), std::move(count));
  const CommitOutcome outcome = store_->Commit(batch, std::nullopt);
  changes_ += outcome == CommitOutcome::kCommitted ? 1 : 0;
  return outcome;
}

void Keyring::DropStaged() {
  staged_subjects_.clear();
  staged_buckets_.clear();
}

Result<std::optional<SecretBytes>> Keyring::FindSubjectKeyStaged(const SubjectId& subject) const {
  if (const auto staged = staged_subjects_.find(subject); staged != staged_subjects_.end()) {
    return std::optional<SecretBytes>(staged->second.Clone());
  }
  return FindSubjectKey(subject);
}

Result<std::optional<SecretBytes>> Keyring::FindBucketKeyStaged(Bucket bucket) const {
  if (const auto staged = staged_buckets_.find(bucket.day); staged != staged_buckets_.end()) {
    return std::optional<SecretBytes>(staged->second.Clone());
  }
  return FindBucketKey(bucket);
}

Status Keyring::Shred(const std::vector<SubjectId>& subjects, const std::vector<Bucket>& buckets) {
  if (!sound_) {
    return Fail(OpenedAnew());
  }
  Batch batch;
  for (const SubjectId& subject : subjects) {
    batch.Remove(Space::kKeys, SubjectRow(subject));
  }
  for (const Bucket bucket : buckets) {
    batch.Remove(Space::kKeys, BucketRow(bucket));
  }
  {
    const std::shared_lock lock(generation_mutex_);
    if (CommitChange(batch) != CommitOutcome::kCommitted) {
      return Fail(Error::Unavailable("key store cannot be written"));
    }
    for (const Batch::Step& step : batch.steps()) {
      MANDAT_TRY(const std::optional<Bytes> left, store_->Find(Space::kKeys, step.key));
      if (left) {
        return Fail(Error::Corrupt("key is still in the key store after its destruction"));
      }
    }
  }
  for (const SubjectId& subject : subjects) {
    Shard& shard = ShardOf(subject);
    const std::lock_guard lock(shard.mutex);
    shard.keys.erase(subject);
    ++shard.shreds;
  }
  const std::lock_guard lock(buckets_mutex_);
  for (const Bucket bucket : buckets) {
    buckets_.erase(bucket.day);
  }
  ++bucket_shreds_;
  return {};
}

Status Keyring::CopyInto(Store& fresh, const SecretBytes& key, uint64_t generation) const {
  constexpr size_t kRowsPerBatch = 4096;
  Batch batch;
  const auto rows = store_->Scan(Space::kKeys, Bytes(1, '\0'), Bytes(1, '\xff'));
  for (; rows->Valid(); rows->Next()) {
    if (rows->key() == kChangesRow) {
      batch.Put(Space::kKeys, Bytes(rows->key()), Bytes(rows->value()));
      continue;
    }
    MANDAT_TRY(const SecretBytes survivor, UnwrapRow(rows->key(), rows->value()));
    batch.Put(Space::kKeys, Bytes(rows->key()), WrapRow(key, generation, rows->key(), survivor));
    if (batch.steps().size() == kRowsPerBatch) {
      if (fresh.Commit(batch, std::nullopt) != CommitOutcome::kCommitted) {
        return Fail(Error::Unavailable("key store cannot be written"));
      }
      batch.Clear();
    }
  }
  MANDAT_TRY_STATUS(rows->status());
  if (fresh.Commit(batch, std::nullopt) != CommitOutcome::kCommitted) {
    return Fail(Error::Unavailable("key store cannot be written"));
  }
  return {};
}

Status Keyring::Rewrap() {
  const std::unique_lock lock(generation_mutex_);
  if (!sound_) {
    return Fail(OpenedAnew());
  }
  // What an earlier re-wrap could not destroy must not outlive this one.
  MANDAT_TRY_STATUS(RemoveOtherGenerations());
  const uint64_t old = generation_;
  const uint64_t next = old + 1;
  SecretBytes key = random_.DrawSecret();
  MANDAT_TRY(std::unique_ptr<Store> fresh, home_.OpenStore(StoreName(next)));
  MANDAT_TRY_STATUS(CopyInto(*fresh, key, next));
  MANDAT_TRY_STATUS(home_.WriteFile(
      KeyFile(next), root_.Wrap(key, "agreement " + owner_ + " " + std::to_string(next), random_)));
  // The switch. Before it the old generation is in force, after it the new one; a crash on either
  // side is put in order by RemoveOtherGenerations. If it fails, only a fresh start can tell.
  sound_ = false;
  MANDAT_TRY_STATUS(home_.WriteFile(std::string(kGenerationFile), std::to_string(next)));
  sound_ = true;
  generation_ = next;
  agreement_key_ = std::move(key);
  store_ = std::move(fresh);
  MANDAT_TRY_STATUS(home_.ShredFile(KeyFile(old)));
  return home_.RemoveStore(StoreName(old));
}

}  // namespace mandat
