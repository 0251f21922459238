// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "base/instant.h"
#include "crypto/note.h"
#include "crypto/tlog.h"
#include "evidence/evidence.h"
#include "evidence/internal/bundle_reading.h"
#include "evidence/internal/checkpoint.h"
#include "evidence/internal/losses.h"
#include "evidence/internal/tile_stack.h"
#include "format/entry.h"
#include "format/outcome_name.h"
#include "format/pruned.h"
#include "format/tile.h"

namespace mandat {
namespace {

constexpr size_t kVkeyBytesMax = 4096;
constexpr size_t kMinimumBytesMax = 32;
constexpr size_t kBundleBytesMax = kTileWidth * (2 + Entry::kBytesMax);
constexpr size_t kKeptBytesMax = kBundleBytesMax + kTileWidth;

std::string_view Trimmed(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r') || text.ends_with(' ')) {
    text.remove_suffix(1);
  }
  return text;
}

// One reading of a journal from its first entry to its last.
class Reading {
 public:
  Reading(JournalSource& source, const JournalQuestion& question, const Progress& progress,
          Report& report)
      : source_(source), question_(question), progress_(progress), report_(report) {}

  Status Run();

 private:
  Status Failed(std::string_view where, const Error& error) {
    report_.SetFailure(where, error);
    return Fail(error);
  }

  Result<VerifierKey> PublishedKey();
  Status TakeKey();
  Status TakeMinimum();
  Status TakeCheckpoints();
  Status TakeOlder();
  Status ReadPruned();
  Status ReadBundles();
  Status VerifyPast();
  Status TakeBundle(const internal::BundleReading& bundle);
  Status VerifyOlder(uint64_t first, const std::vector<Hash>& leaves);
  Status CompareTile(const Tile& tile, const std::vector<Hash>& hashes);
  Status VerifyRoot();
  void AddFacts();

  // The file of a tile, or of the full one that has replaced a partial one since.
  Result<std::pair<Tile, Bytes>> GetTile(const Tile& tile, size_t bytes_max);

  JournalSource& source_;
  const JournalQuestion& question_;
  const Progress& progress_;
  Report& report_;

  VerifierKey key_;
  bool key_was_given_ = false;
  Checkpoint checkpoint_;
  std::optional<Checkpoint> older_;
  std::optional<Checkpoint> older_of_closed_;  // of the log that this one goes on behind
  bool begins_as_older_ = false;
  uint64_t minimum_ = 0;
  uint64_t minimum_said_ = 0;  // by an entry
  uint64_t kept_ = 0;
  std::vector<internal::Lost> losses_;
  internal::TileStack stack_;
  uint64_t entries_taken_ = 0;
  uint64_t tiles_compared_ = 0;
  std::array<uint64_t, internal::kOutcomesCount> outcomes_{};
  std::optional<Instant> first_;
  Instant last_;
};

Result<VerifierKey> Reading::PublishedKey() {
  const Result<Bytes> published = source_.Get("vkey", kVkeyBytesMax);
  if (!published && published.error().kind == ErrorKind::kNotFound) {
    return Fail(Error::NotFound("no key was given, and none is published"));
  }
  if (!published) {
    return Fail(published.error());
  }
  Result<VerifierKey> key = ParseVerifierKey(Trimmed(*published));
  if (!key) {
    return Fail(Error::Corrupt(key.error().message));
  }
  return key;
}

Status Reading::TakeKey() {
  const std::optional<TlogPolicy>& policy = question_.policy;
  const bool one_log = policy && policy->logs().size() == 1;
  Result<VerifierKey> key = question_.key ? *question_.key
                            : one_log     ? policy->logs().front()
                                          : PublishedKey();
  if (!key) {
    return Failed("vkey", key.error());
  }
  if (policy && !policy->logs().empty() && !policy->Accepts(*key)) {
    return Failed("vkey", Error::Corrupt("the key is of no log of the policy"));
  }
  key_ = *std::move(key);
  key_was_given_ = question_.key || (policy && !policy->logs().empty());
  return {};
}

// Before the checkpoint: that has the entry which the minimum was declared by.
Status Reading::TakeMinimum() {
  const Result<Bytes> text = source_.Get("minimum", kMinimumBytesMax);
  if (!text && text.error().kind == ErrorKind::kNotFound) {
    return {};
  }
  const Result<uint64_t> minimum =
      text ? ParseMinimum(*text) : Result<uint64_t>(Fail(text.error()));
  if (!minimum) {
    return Failed("minimum", minimum.error());
  }
  minimum_ = *minimum;
  return {};
}

Status Reading::TakeCheckpoints() {
  const Result<Bytes> note = source_.Get("checkpoint", Note::kBytesMax);
  if (!note) {
    return Failed("checkpoint", note.error());
  }
  const TlogPolicy* policy = question_.policy ? &*question_.policy : nullptr;
  MANDAT_TRY(checkpoint_, internal::AddCheckpoint(report_, *note, key_, policy));
  if (minimum_ > checkpoint_.size) {
    return Failed("minimum", Error::Corrupt("the journal is shorter than what was pruned of it"));
  }
  return question_.since ? TakeOlder() : Status();
}

// Of this log, or of one in front of it whose name it has.
Status Reading::TakeOlder() {
  const Result<Note> note = Note::Parse(*question_.since);
  const Result<Checkpoint> said =
      note ? Checkpoint::Parse(note->text) : Result<Checkpoint>(Fail(note.error()));
  const std::optional<VerifierKey> earlier =
      said ? internal::KeyOfEarlierLog(key_, said->origin) : std::nullopt;
  Result<Checkpoint> older = internal::OpenCheckpoint(*question_.since, earlier.value_or(key_));
  if (!older) {
    return Failed("older checkpoint", older.error());
  }
  if (earlier) {
    older_of_closed_ = *older;
  }
  if (older->size <= checkpoint_.size) {
    older_ = *std::move(older);
  } else if (!earlier) {
    return Failed("older checkpoint",
                  Error::Corrupt("the journal is shorter than it was at the older checkpoint"));
  }
  return {};
}

Result<std::pair<Tile, Bytes>> Reading::GetTile(const Tile& tile, size_t bytes_max) {
  Tile found = tile;
  Result<Bytes> bytes = source_.Get(found.Format(), bytes_max);
  if (!bytes && bytes.error().kind == ErrorKind::kNotFound && !tile.full()) {
    found.width = kTileWidth;
    bytes = source_.Get(found.Format(), bytes_max);
  }
  if (bytes) {
    return std::pair(found, *std::move(bytes));
  }
  if (bytes.error().kind == ErrorKind::kNotFound) {
    return Fail(Error::Corrupt("the journal lacks a file that its checkpoint stands for"));
  }
  return Fail(bytes.error());
}

Status Reading::CompareTile(const Tile& tile, const std::vector<Hash>& hashes) {
  Bytes computed;
  computed.reserve(hashes.size() * Hash::kBytes);
  for (const Hash& hash : hashes) {
    computed.append(hash.view());
  }
  const auto published = GetTile(tile, kTileBytesMax);
  if (!published) {
    return Failed(tile.Format(), published.error());
  }
  const auto& [found, bytes] = *published;
  if (bytes.size() != found.width * Hash::kBytes || !bytes.starts_with(computed)) {
    return Failed(tile.Format(), Error::Corrupt("tile is not what the entries hash to"));
  }
  ++tiles_compared_;
  return {};
}

Status Reading::VerifyOlder(uint64_t first, const std::vector<Hash>& leaves) {
  if (!older_ || older_->size < first || older_->size > first + leaves.size() ||
      (older_->size == first && first != 0)) {
    return {};
  }
  const std::vector<Hash> until(leaves.begin(),
                                leaves.begin() + static_cast<ptrdiff_t>(older_->size - first));
  const bool begins = stack_.RootWith(until).view() == older_->root;
  if (older_of_closed_) {
    begins_as_older_ = begins;
    older_.reset();
    return {};
  }
  if (!begins) {
    return Failed("older checkpoint",
                  Error::Corrupt("the journal does not begin as it was at the older checkpoint"));
  }
  report_.AddVerified("the first " + std::to_string(older_->size) +
                      " entries are those of the older checkpoint");
  older_.reset();
  return {};
}

Status Reading::TakeBundle(const internal::BundleReading& bundle) {
  if (first_ && bundle.first_at && *bundle.first_at < last_) {
    return Failed("entry " + std::to_string(entries_taken_),
                  Error::Corrupt("the instant lies before that of the entry before it"));
  }
  if (bundle.failure) {
    return Failed(bundle.failure->where, bundle.failure->error);
  }
  first_ = first_ ? first_ : bundle.first_at;
  last_ = bundle.first_at ? bundle.last_at : last_;
  for (size_t outcome = 0; outcome < outcomes_.size(); ++outcome) {
    outcomes_[outcome] += bundle.outcomes[outcome];
  }
  minimum_said_ = std::max(minimum_said_, bundle.minimum);
  losses_.insert(losses_.end(), bundle.losses.begin(), bundle.losses.end());
  kept_ += bundle.kept_count;
  MANDAT_TRY_STATUS(VerifyOlder(entries_taken_, bundle.leaves));
  entries_taken_ += bundle.leaves.size();
  return stack_.Append(
      bundle.leaves, bundle.root, [this](const Tile& full, const std::vector<Hash>& hashes) {
        const bool is_pruned = full.level == 0 && full.index * kTileWidth < minimum_;
        tiles_compared_ += is_pruned ? 1 : 0;  // it was taken from there
        return is_pruned ? Status() : CompareTile(full, hashes);
      });
}

// Of bundles below the minimum their tiles, which lead to the root as all others do.
Status Reading::ReadPruned() {
  for (uint64_t bundle = 0; bundle < minimum_ / kTileWidth; ++bundle) {
    const auto found = GetTile({0, bundle, kTileWidth}, kTileBytesMax);
    const Result<Bytes> hashes =
        found ? Result<Bytes>(found->second) : Result<Bytes>(Fail(found.error()));
    MANDAT_TRY_STATUS(TakeBundle(
        internal::ReadPruned(bundle, hashes, source_.Get(KeptPath(bundle), kKeptBytesMax))));
    if (progress_) {
      progress_(entries_taken_, checkpoint_.size);
    }
  }
  return {};
}

Status Reading::ReadBundles() {
  internal::BundleReader reader(minimum_ / kTileWidth, checkpoint_.size, [this](const Tile& tile) {
    return GetTile(tile, kBundleBytesMax);
  });
  uint64_t bundles = 0;
  while (const auto bundle = reader.Next()) {
    MANDAT_TRY_STATUS(TakeBundle(*bundle));
    ++bundles;
    if (progress_) {
      progress_(entries_taken_, checkpoint_.size);
    }
  }
  MANDAT_TRY_STATUS(VerifyOlder(0, {}));  // an older checkpoint of an empty journal
  MANDAT_ASSERT(!older_);
  MANDAT_TRY_STATUS(stack_.Finish([this](const Tile& tile, const std::vector<Hash>& hashes) {
    return CompareTile(tile, hashes);
  }));
  report_.AddVerified("all " + std::to_string(checkpoint_.size - minimum_) + " entries in " +
                      std::to_string(bundles) + " bundles are well-formed, to the byte");
  report_.AddVerified("instants never go back");
  report_.AddVerified("all " + std::to_string(tiles_compared_) + " tiles are what they hash to");
  return {};
}

// What the journal says itself of what is not there any more.
Status Reading::VerifyPast() {
  if (minimum_ > minimum_said_) {
    return Failed("minimum", Error::Corrupt("no entry says that so much was pruned"));
  }
  if (minimum_ > 0) {
    report_.AddVerified("entries before " + std::to_string(minimum_) +
                        " were pruned, as an entry says; of them all hashes and " +
                        std::to_string(kept_) + " entries are there");
  }
  MANDAT_TRY_STATUS(internal::AddLosses(report_, source_, key_, losses_));
  return older_of_closed_
             ? internal::AddOlderOfClosed(report_, *older_of_closed_, begins_as_older_, losses_)
             : Status();
}

Status Reading::VerifyRoot() {
  if (stack_.RootWith({}).view() != checkpoint_.root) {
    return Failed("checkpoint", Error::Corrupt("the root is not what the entries hash to"));
  }
  report_.AddVerified("the root of the checkpoint is what the entries hash to");
  return {};
}

void Reading::AddFacts() {
  report_.AddFact("origin", checkpoint_.origin);
  report_.AddFact("key", key_.Format());
  report_.AddFact("size", checkpoint_.size);
  report_.AddFact("root", FormatBase64(checkpoint_.root));
  if (minimum_ > 0) {
    report_.AddFact("minimum", minimum_);
    report_.AddFact("kept", kept_);
  }
  if (first_) {
    report_.AddFact("first-at", first_->Format());
    report_.AddFact("last-at", last_.Format());
  }
  for (size_t outcome = 1; outcome < outcomes_.size(); ++outcome) {
    report_.AddFact(std::string(Name(static_cast<Outcome>(outcome))), outcomes_[outcome]);
  }
}

Status Reading::Run() {
  MANDAT_TRY_STATUS(TakeKey());
  MANDAT_TRY_STATUS(TakeMinimum());
  MANDAT_TRY_STATUS(TakeCheckpoints());
  MANDAT_TRY_STATUS(ReadPruned());
  MANDAT_TRY_STATUS(ReadBundles());
  MANDAT_TRY_STATUS(VerifyRoot());
  MANDAT_TRY_STATUS(VerifyPast());
  AddFacts();
  if (!key_was_given_) {
    report_.AddNotChecked(
        "whose journal it is: the key was taken from beside it, which proves that the journal is "
        "consistent, not its origin");
  } else {
    report_.AddNotChecked(std::string(internal::kOriginNotShown));
  }
  if (!question_.since) {
    report_.AddNotChecked("that nothing was rewritten since an earlier look: no older checkpoint");
  }
  if (minimum_ > 0) {
    report_.AddNotChecked("what the entries said that were pruned and not kept");
  }
  internal::AddOthersNotChecked(report_, question_.policy ? &*question_.policy : nullptr);
  report_.AddNotChecked("that what was done is what the entries say");
  return {};
}

}  // namespace

Report VerifyJournal(JournalSource& source, const JournalQuestion& question,
                     const Progress& progress) {
  Report report{.subject = "journal"};
  // A failure is already in the report.
  [[maybe_unused]] const Status status = Reading(source, question, progress, report).Run();
  return report;
}

}  // namespace mandat
