// SPDX-License-Identifier: Apache-2.0
#include "keyring/keyring.h"

#include "base/assert.h"
#include "keyring/internal/key_rows.h"

namespace mandat {
namespace {

constexpr int64_t kMicrosPerDay = int64_t{86'400} * 1'000'000;

Error OpenedAnew() { return Error::Unavailable("keys are being opened anew"); }

Bytes SubjectRow(const SubjectId& subject) { return "s" + Bytes(subject.bytes()); }
Bytes BucketRow(Bucket bucket) {
  Bytes row = "b";
  AppendBigEndian32(row, bucket.day);
  return row;
}

Bytes NamedRow(const NamedKey& name) {
  return Bytes(1, static_cast<char>(name.kind)) + Bytes(name.name);
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

Keyring::Shard& Keyring::ShardOf(const SubjectId& subject) const {
  return shards_[std::hash<SubjectId>{}(subject) % kShards];
}

Bytes Keyring::WrapRow(const SecretBytes& parent, uint64_t generation, ByteView row,
                       const SecretBytes& key) const {
  return WrapKey(parent, key, RowLabel(owner_, generation, row), random_);
}

Result<SecretBytes> Keyring::UnwrapRow(ByteView row, ByteView wrapped) const {
  return UnwrapKey(agreement_key_, wrapped, RowLabel(owner_, generation_, row));
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

Result<std::optional<SecretBytes>> Keyring::FindNamedKey(const NamedKey& name) const {
  uint64_t shreds = 0;
  {
    const std::lock_guard lock(buckets_mutex_);
    if (const auto cached = named_.find(name); cached != named_.end()) {
      return std::optional<SecretBytes>(cached->second.Clone());
    }
    shreds = bucket_shreds_;
  }
  MANDAT_TRY(std::optional<SecretBytes> key, FindRow(NamedRow(name)));
  const std::lock_guard lock(buckets_mutex_);
  if (key && bucket_shreds_ == shreds) {
    named_.insert_or_assign(name, key->Clone());
  }
  return key;
}

Result<std::vector<std::string>> Keyring::ListNamedKeys(NamedKey::Kind kind) const {
  std::vector<std::string> names;
  const Bytes prefix(1, static_cast<char>(kind));
  const std::shared_lock lock(generation_mutex_);
  const auto rows = store_->Scan(Space::kKeys, prefix, EndOfPrefix(prefix));
  for (; rows->Valid(); rows->Next()) {
    names.emplace_back(rows->key().substr(1));
  }
  MANDAT_TRY_STATUS(rows->status());
  return names;
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

void Keyring::StageNamedKey(const NamedKey& name) {
  staged_named_.insert_or_assign(name, random_.DrawSecret());
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
    for (const auto& [name, key] : staged_named_) {
      const Bytes row = NamedRow(name);
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

// Counts the change in the same commit. A re-wrap that is under way hears of it first: a row that
// is noted and did not change costs nothing, one that changed and is not noted would be lost.
CommitOutcome Keyring::CommitChange(Batch batch) {
  Bytes count;
  AppendBigEndian64(count, changes_ + 1);
  batch.Put(Space::kKeys, Bytes(kChangesRow), std::move(count));
  if (rewrap_) {
    for (const Batch::Step& step : batch.steps()) {
      rewrap_->changed.insert(step.key);
    }
  }
  const CommitOutcome outcome = store_->Commit(batch, std::nullopt);
  changes_ += outcome == CommitOutcome::kCommitted ? 1 : 0;
  return outcome;
}

void Keyring::DropStaged() {
  staged_subjects_.clear();
  staged_buckets_.clear();
  staged_named_.clear();
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

Result<std::optional<SecretBytes>> Keyring::FindNamedKeyStaged(const NamedKey& name) const {
  if (const auto staged = staged_named_.find(name); staged != staged_named_.end()) {
    return std::optional<SecretBytes>(staged->second.Clone());
  }
  return FindNamedKey(name);
}

Status Keyring::Shred(const std::vector<SubjectId>& subjects, const std::vector<Bucket>& buckets,
                      const std::vector<NamedKey>& named) {
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
  for (const NamedKey& name : named) {
    batch.Remove(Space::kKeys, NamedRow(name));
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
  for (const NamedKey& name : named) {
    named_.erase(name);
  }
  ++bucket_shreds_;
  return {};
}

}  // namespace mandat
