// SPDX-License-Identifier: Apache-2.0
#include "keyring/key_backup.h"

#include <algorithm>

#include "base/assert.h"
#include "crypto/aead.h"
#include "keyring/internal/backup_bytes.h"
#include "keyring/internal/key_rows.h"
#include "keyring/internal/turn.h"

namespace mandat {
namespace {

constexpr size_t kSegmentBytes = size_t{1} << 20;

// Seals what it is given in segments; the last one says so, so that a copy that lacks its end is
// told from a whole one.
class SegmentWriter {
 public:
  SegmentWriter(const SecretBytes& key, const KeyBackupHead& head, const KeyExport::Sink& sink,
                Random& random)
      : key_(key), head_(head), sink_(sink), random_(random) {}

  Status Add(BackupItem item) {
    AppendItem(open_, item);
    return open_.size() >= kSegmentBytes ? Write(false) : Status();
  }
  Status End() { return Write(true); }

 private:
  Status Write(bool last) {
    const Bytes sealed = Seal(key_, open_, SegmentLabel(head_.owner, index_++, last), random_);
    Bytes out(1, last ? '\1' : '\0');
    AppendBigEndian32(out, static_cast<uint32_t>(sealed.size()));
    open_.clear();
    return sink_(out + sealed);
  }

  const SecretBytes& key_;
  const KeyBackupHead& head_;
  const KeyExport::Sink& sink_;
  Random& random_;
  Bytes open_;
  uint64_t index_ = 0;
};

struct OpenedCopy {
  KeyBackupHead head;
  SecretBytes key;
  ByteView segments;
};

// Calls `item` for each file and row of a copy, up to its last segment.
template <class OnItem>
Status ForEachItem(const OpenedCopy& copy, OnItem on_item) {
  ByteView left = copy.segments;
  for (uint64_t index = 0;; ++index) {
    if (left.size() < 5) {
      return Fail(Error::Corrupt("copy of keys lacks its end"));
    }
    const bool last = left[0] == '\1';
    const size_t bytes = ReadBigEndian32(left.substr(1));
    left.remove_prefix(5);
    if (left.size() < bytes || (last && left.size() != bytes)) {
      return Fail(Error::Corrupt("copy of keys lacks its end, or goes on behind it"));
    }
    const std::string label = SegmentLabel(copy.head.owner, index, last);
    MANDAT_TRY(const Bytes opened, Open(copy.key, left.substr(0, bytes), label));
    left.remove_prefix(bytes);
    ByteView items = opened;
    while (!items.empty()) {
      MANDAT_TRY(const BackupItem item, TakeItem(items));
      MANDAT_TRY_STATUS(on_item(item));
    }
    if (last) {
      return {};
    }
  }
}

Result<OpenedCopy> OpenCopy(const RootKey& root, const std::string& owner, ByteView copy) {
  OpenedCopy opened;
  MANDAT_TRY(opened.head, TakeHead(copy));
  if (opened.head.owner != owner) {
    return Fail(Error::Corrupt("copy of keys is of another agreement"));
  }
  MANDAT_TRY(const ByteView wrapped, TakeBytes(copy, SecretBytes::kBytes + kSealOverheadBytes));
  Result<SecretBytes> key = root.Unwrap(wrapped, CopyLabel(opened.head));
  if (!key) {
    return Fail(key.error().kind == ErrorKind::kCorrupt
                    ? Error::Corrupt("copy of keys does not open: another root key, or damaged")
                    : std::move(key).error());
  }
  opened.key = std::move(*key);
  opened.segments = copy;
  return opened;
}

// Everything opens, and the agreement key is the one of the rows.
Status Verify(const OpenedCopy& copy, const RootKey& root) {
  SecretBytes agreement_key;
  bool has_key = false;
  bool has_rows = false;
  const auto look = [&](const BackupItem& item) -> Status {
    if (item.is_file && item.key == KeyFile(copy.head.generation)) {
      MANDAT_TRY(agreement_key,
                 root.Unwrap(item.value, AgreementLabel(copy.head.owner, copy.head.generation)));
      has_key = true;
    } else if (!item.is_file && item.key != kChangesRow) {
      const Bytes label = RowLabel(copy.head.owner, copy.head.generation, item.key);
      MANDAT_TRY_STATUS(UnwrapKey(agreement_key, item.value, label));
      has_rows = true;
    }
    return {};
  };
  MANDAT_TRY_STATUS(ForEachItem(copy, look));
  return has_key && has_rows ? Status() : Status(Fail(Error::Corrupt("copy of keys is empty")));
}

Status RequireNoKeys(const Home& home) {
  MANDAT_TRY(const std::optional<Bytes> generation, home.ReadFile(std::string(kGenerationFile)));
  return generation ? Status(Fail(Error::Conflict("there are keys already; they are kept")))
                    : Status();
}

// The generation file last: without it nothing of this is in force, and it begins again.
Status Write(Home& home, const OpenedCopy& copy) {
  constexpr size_t kRowsPerBatch = 4096;
  const std::string name = StoreName(copy.head.generation);
  MANDAT_TRY_STATUS(home.RemoveStore(name));
  MANDAT_TRY(const std::unique_ptr<Store> store, home.OpenStore(name));
  Batch batch;
  const auto commit = [&]() -> Status {
    const bool done = store->Commit(batch, std::nullopt) == CommitOutcome::kCommitted;
    batch.Clear();
    return done ? Status() : Status(Fail(Error::Unavailable("key store cannot be written")));
  };
  const auto write = [&](const BackupItem& item) -> Status {
    if (item.is_file) {
      return home.WriteFile(std::string(item.key), item.value);
    }
    batch.Put(Space::kKeys, Bytes(item.key), Bytes(item.value));
    return batch.steps().size() < kRowsPerBatch ? Status() : commit();
  };
  MANDAT_TRY_STATUS(ForEachItem(copy, write));
  MANDAT_TRY_STATUS(commit());
  return home.WriteFile(std::string(kGenerationFile), std::to_string(copy.head.generation));
}

}  // namespace

Result<std::unique_ptr<KeyExport>> Keyring::BeginExport(Instant at) {
  if (!sound_) {
    return Fail(Error::Unavailable("keys are being opened anew"));
  }
  Turn turn(is_busy_);
  if (!turn.is_ours()) {
    return Fail(Turn::Taken());
  }
  std::unique_ptr<KeyExport> made(new KeyExport(*this));
  turn.Keep();  // the export gives it back
  made->head_ = {owner_, at, generation_, changes_};
  made->snapshot_ = store_->TakeSnapshot();
  return made;
}

KeyExport::~KeyExport() {
  snapshot_.reset();
  keyring_.is_busy_ = false;
}

Status KeyExport::WriteTo(const Sink& sink) {
  Random& random = keyring_.random_;
  const SecretBytes key = random.DrawSecret();
  MANDAT_TRY(const Bytes wrapped, keyring_.root_.Wrap(key, CopyLabel(head_), random));
  MANDAT_TRY_STATUS(sink(HeadBytes(head_) + wrapped));
  SegmentWriter writer(key, head_, sink, random);
  {
    const std::lock_guard lock(keyring_.files_mutex_);
    for (const std::string& name : KeyFileNames(head_.generation)) {
      MANDAT_TRY(const std::optional<Bytes> file, keyring_.home_.ReadFile(name));
      if (file) {
        MANDAT_TRY_STATUS(writer.Add({true, name, *file}));
      }
    }
  }
  const auto rows =
      keyring_.store_->Scan(Space::kKeys, Bytes(1, '\0'), Bytes(1, '\xff'), snapshot_.get());
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY_STATUS(writer.Add({false, rows->key(), rows->value()}));
  }
  MANDAT_TRY_STATUS(rows->status());
  return writer.End();
}

Result<KeyBackupHead> ReadKeyBackupHead(ByteView copy) { return TakeHead(copy); }

Result<KeyBackupHead> ImportKeys(Home& home, const RootKey& root, const std::string& owner,
                                 ByteView copy) {
  MANDAT_TRY_STATUS(RequireNoKeys(home));
  MANDAT_TRY(const OpenedCopy opened, OpenCopy(root, owner, copy));
  MANDAT_TRY_STATUS(Verify(opened, root));
  MANDAT_TRY_STATUS(Write(home, opened));
  return opened.head;
}

Instant KeyBackupLapses(Instant made, int days) {
  MANDAT_ASSERT(days > 0);
  return made + std::chrono::hours(24) * days;
}

std::optional<Instant> CompletesAt(Instant executed, std::optional<Instant> rewrapped,
                                   std::optional<Instant> newest_copy, int days) {
  if (!rewrapped || *rewrapped <= executed) {
    return std::nullopt;
  }
  // A copy that is there although none are made any more lapses as soon as it is noticed.
  if (!newest_copy || days == 0) {
    return rewrapped;
  }
  return std::max(*rewrapped, KeyBackupLapses(*newest_copy, days));
}

}  // namespace mandat
