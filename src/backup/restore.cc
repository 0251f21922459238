// SPDX-License-Identifier: Apache-2.0
#include "backup/restore.h"

#include <algorithm>
#include <utility>

#include "backup/internal/known_log.h"
#include "backup/internal/withheld_head.h"
#include "crypto/hash.h"
#include "crypto/note.h"
#include "format/entry.h"
#include "format/pruned.h"
#include "journal/log_number.h"
#include "journal/pruning.h"
#include "keyring/key_backup.h"

namespace mandat {
namespace {

constexpr std::string_view kStoreName = "data";
constexpr std::string_view kGenerationFile = "key-generation";
constexpr std::string_view kCheckpointFile = "checkpoint";
constexpr std::string_view kCosignedFile = "cosigned";
constexpr std::string_view kMinimumFile = "minimum";
constexpr size_t kStepsPerCommit = 1000;
// On disk: what the gate remembers of the keyring, and that the blind index is to be made anew.
constexpr std::string_view kKeyChangesRow = "keys";
constexpr std::string_view kReindexRow = "reindex";
// Journal and ledger are on their way here from a copy, and what there is of them is not whole.
constexpr std::string_view kRebuildingRow = "rebuilding";

Bytes EndOfSpace() { return Bytes(512, '\xff'); }

Status CommitTo(Store& store, const Batch& batch) {
  return batch.empty() || store.Commit(batch, std::nullopt) == CommitOutcome::kCommitted
             ? Status()
             : Status(Fail(Error::Unavailable("data cannot be written")));
}

// Makes the spaces that `wanted` names those of the chain, and leaves the others as they are.
template <class Wanted>
Result<Rebuilt> RebuildInto(Store& store, Target& target, const SecretBytes& key,
                            const ReadChain& chain, std::optional<Instant> until, Wanted wanted) {
  Batch emptied;
  for (size_t i = 0; i < kSpacesCount; ++i) {
    const auto space = static_cast<Space>(i);
    // The row that holds the head back stays where it is: rows of a chain come over the old ones.
    if (wanted(space) && space != Space::kMeta) {
      emptied.RemoveRange(space, Bytes(), EndOfSpace());
    }
  }
  MANDAT_TRY_STATUS(CommitTo(store, emptied));
  Batch pending;
  MANDAT_TRY(Rebuilt rebuilt, Rebuild(target, key, chain, until, [&](const Batch& batch) -> Status {
               for (const Batch::Step& step : batch.steps()) {
                 if (!wanted(step.space)) {
                   continue;
                 }
                 if (step.kind == Batch::Kind::kPut) {
                   pending.Put(step.space, step.key, step.value);
                 } else if (step.kind == Batch::Kind::kRemove) {
                   pending.Remove(step.space, step.key);
                 } else {
                   pending.RemoveRange(step.space, step.key, step.value);
                 }
               }
               if (pending.steps().size() < kStepsPerCommit) {
                 return {};
               }
               const Status committed = CommitTo(store, pending);
               pending.Clear();
               return committed;
             }));
  MANDAT_TRY_STATUS(CommitTo(store, pending));
  return rebuilt;
}

class Restore {
 public:
  Restore(Home& home, const RootKey& root, Target& data, Target* ledger, Random& random,
          Instant now, const RestoreSettings& settings)
      : home_(home),
        root_(root),
        data_(data),
        ledger_(ledger),
        random_(random),
        now_(now),
        settings_(settings) {}

  Result<RestoreReport> Run() {
    MANDAT_TRY(key_, BackupKeyFrom(data_, root_, settings_.owner));
    MANDAT_TRY(data_chains_, ReadChains(data_, key_.key, settings_.owner, CopyScope::kData));
    MANDAT_TRY(chain_, ChainFor(data_chains_, settings_.until));
    MANDAT_TRY_STATUS(FindLedger());
    MANDAT_TRY_STATUS(ReadThrough(data_, *chain_, settings_.until));
    MANDAT_TRY_STATUS(BringKeys());
    MANDAT_TRY(store_, home_.OpenStore(std::string(kStoreName)));
    WithheldHead withheld(*store_);
    MANDAT_TRY(const std::unique_ptr<Keyring> keyring,
               Keyring::Open(home_, root_, settings_.owner, random_));
    MANDAT_TRY_STATUS(VerifySeen(*keyring));
    MANDAT_TRY_STATUS(SettlePresent(withheld));
    MANDAT_TRY_STATUS(ShredErased(*keyring));

    MANDAT_TRY(const Rebuilt rebuilt,
               RebuildInto(withheld, data_, key_.key, *chain_, settings_.until, &IsRewound));
    MANDAT_TRY(report_.replayed, ReplayLedger(withheld, withheld, *keyring, now_));
    report_.owner = settings_.owner;
    report_.until = settings_.until;
    report_.data_at = rebuilt.head ? rebuilt.head->at : Instant();
    report_.at = now_;
    report_.chain = chain_->window.chain;
    report_.packs_count = rebuilt.packs_count;
    report_.bytes = rebuilt.bytes;
    MANDAT_TRY_STATUS(Record(withheld, *keyring));
    return report_;
  }

 private:
  // Every pack is whole before anything here is emptied for it.
  Status ReadThrough(Target& target, const ReadChain& chain, std::optional<Instant> until) const {
    const auto read =
        Rebuild(target, key_.key, chain, until, [](const Batch&) { return Status(); });
    return read ? Status() : Status(Fail(read.error()));
  }

  // The newest state of the ledger that was copied off, if there is one.
  Status FindLedger() {
    if (ledger_ == nullptr) {
      return {};
    }
    MANDAT_TRY(ledger_chains_, ReadChains(*ledger_, key_.key, settings_.owner, CopyScope::kLedger));
    const Result<const ReadChain*> newest = ChainFor(ledger_chains_, std::nullopt);
    if (!newest && newest.error().kind == ErrorKind::kCorrupt) {
      return Fail(newest.error());
    }
    newest_ledger_ = newest ? *newest : nullptr;
    return {};
  }

  // Files of keys that are not there are taken from the backup; keys of people only from a copy.
  Status BringKeys() {
    MANDAT_TRY(const std::optional<Bytes> generation, home_.ReadFile(std::string(kGenerationFile)));
    if (!generation) {
      if (!settings_.keys) {
        return Fail(Error::NotFound("there are no keys here: restore needs a copy of the keys"));
      }
      // Before anything of it is used: whose keys these are, they may be older than the ledger.
      MANDAT_TRY_STATUS(ImportKeys(home_, root_, settings_.owner, *settings_.keys));
      imported_keys_ = true;
      MANDAT_TRY_STATUS(ListImportedPeople());
    }
    const ReadChain* newest =
        newest_ledger_ != nullptr ? newest_ledger_ : &data_chains_.chains.back();
    for (const FileCopy& file : newest->steps.back().manifest.files) {
      MANDAT_TRY(const std::optional<Bytes> here, home_.ReadFile(file.name));
      if (!here) {
        MANDAT_TRY_STATUS(home_.WriteFile(file.name, file.bytes));
      }
    }
    return {};
  }

  // Rows "s" and id: docs/internals/data-layout.md.
  Status ListImportedPeople() {
    MANDAT_TRY(const std::optional<Bytes> generation, home_.ReadFile(std::string(kGenerationFile)));
    MANDAT_TRY(const std::unique_ptr<Store> keys,
               home_.OpenStore("keys-" + generation.value_or(Bytes())));
    const auto rows = keys->Scan(Space::kKeys, "s", EndOfPrefix("s"));
    for (; rows->Valid(); rows->Next()) {
      MANDAT_TRY(const SubjectId subject, SubjectId::Decode(rows->key().substr(1)));
      imported_people_.push_back(subject);
    }
    return rows->status();
  }

  // A checkpoint that somebody else kept must be one of this journal.
  Status VerifySeen(const Keyring& keyring) const {
    if (settings_.seen.empty()) {
      return {};
    }
    const Result<std::string> origin = OriginIn(settings_.seen);
    const bool is_ours =
        origin && LogNumberOf(settings_.origin, *origin) != 0 &&
        OpenNote(settings_.seen, {VerifierKeyFor(*origin, keyring.journal_signer())});
    return is_ours ? Status()
                   : Status(Fail(Error::Invalid("the checkpoint is not one of this journal")));
  }

  // The number of the newest log of this journal that there is a trace of.
  Result<uint64_t> NewestLogNumber() const {
    MANDAT_TRY(uint64_t newest, ReadLogNumber(*store_));
    for (const std::string_view file : {kCheckpointFile, kCosignedFile}) {
      MANDAT_TRY(const std::optional<Bytes> note, home_.ReadFile(std::string(file)));
      MANDAT_TRY(const std::string origin, OriginIn(note.value_or(Bytes())));
      newest = std::max(newest, LogNumberOf(settings_.origin, origin));
    }
    MANDAT_TRY(const std::string seen, OriginIn(settings_.seen));
    return std::max({newest, LogNumberOf(settings_.origin, seen),
                     NewestNumberIn(data_chains_, settings_.origin),
                     NewestNumberIn(ledger_chains_, settings_.origin)});
  }

  Result<KnownLog> FindKnown() const {
    KnownLog known{OriginOf(settings_.origin, number_), 0, {}, {}};
    for (const ChainList* list : {&data_chains_, &ledger_chains_}) {
      for (const ReadChain& chain : list->chains) {
        MANDAT_TRY_STATUS(known.TakeChain(chain));
      }
    }
    for (const std::string_view file : {kCheckpointFile, kCosignedFile}) {
      MANDAT_TRY(const std::optional<Bytes> note, home_.ReadFile(std::string(file)));
      MANDAT_TRY_STATUS(known.TakeNote(note.value_or(Bytes())));
    }
    MANDAT_TRY_STATUS(known.TakeNote(settings_.seen));
    return known;
  }

  // An instant behind the last backup is not quietly taken for an earlier one.
  Status RequireCovered(uint64_t size) const {
    const KeptWindow& window = chain_->window;
    const bool covered = !settings_.until || *settings_.until <= window.to || size <= window.size;
    return covered ? Status()
                   : Status(Fail(Error::NotFound("the newest backup is of " + window.to.Format() +
                                                 ": name an instant up to then")));
  }

  // Where journal, ledger and holds can be taken from when the home's are gone or older. Only where
  // the log is closed anyway the backup of the data will do: it is taken more rarely.
  struct Copied {
    Target* target = nullptr;
    const ReadChain* chain = nullptr;
    std::string_view name;

    uint64_t size() const { return chain == nullptr ? 0 : chain->window.size; }
  };
  Copied FindCopied() const {
    const std::string origin = OriginOf(settings_.origin, number_);
    Copied copied;
    if (newest_ledger_ != nullptr && IsOf(*newest_ledger_, origin)) {
      copied = {ledger_, newest_ledger_, "ledger"};
    }
    const Result<const ReadChain*> data = ChainFor(data_chains_, std::nullopt);
    if (settings_.new_origin && data && IsOf(**data, origin) &&
        (copied.chain == nullptr || (*data)->window.size > copied.size())) {
      copied = {&data_, *data, "data"};
    }
    return copied;
  }

  // Entries of the home's own journal, if it is the newest log that there is a trace of.
  Result<std::optional<uint64_t>> OwnSize() const {
    MANDAT_TRY(const std::optional<Bytes> plain, store_->Find(Space::kMeta, "head"));
    MANDAT_TRY(const std::optional<Bytes> aside, store_->Find(Space::kMeta, kWithheldRow));
    MANDAT_TRY(const uint64_t number, ReadLogNumber(*store_));
    MANDAT_TRY(const std::optional<Bytes> partial, store_->Find(Space::kMeta, kRebuildingRow));
    if (number != number_ || partial || (!aside && (!plain || *plain == kNoHead))) {
      return std::optional<uint64_t>();
    }
    MANDAT_TRY(const JournalHead head, JournalHead::Decode(aside ? *aside : *plain));
    return std::optional(head.size);
  }

  // Which journal, ledger and holds go on: those of the home, or those that were copied off when
  // the home's are gone or older. Invariant (history does not change).
  Status SettlePresent(WithheldHead& withheld) {
    MANDAT_TRY(number_, NewestLogNumber());
    MANDAT_TRY(const std::optional<uint64_t> own, OwnSize());
    const Copied copied = FindCopied();
    const bool take = copied.chain != nullptr && (!own || copied.size() > *own);
    const uint64_t at_hand = std::max(own.value_or(0), copied.size());
    report_.present = take ? copied.name : "home";
    MANDAT_TRY_STATUS(DecideLog(at_hand, !own && !take));
    MANDAT_TRY_STATUS(RequireCovered(at_hand));
    if (take) {
      MANDAT_TRY_STATUS(ReadThrough(*copied.target, *copied.chain, std::nullopt));
    }
    MANDAT_TRY_STATUS(withheld.Withhold());
    if (take) {
      MANDAT_TRY_STATUS(RebuildPresent(withheld, *copied.target, *copied.chain));
      const std::string& checkpoint = copied.chain->steps.back().manifest.checkpoint;
      if (!checkpoint.empty() && !closed_) {
        return home_.WriteFile(std::string(kCheckpointFile), checkpoint);
      }
    }
    return closed_ ? CloseLog(withheld) : Status();
  }

  Status RebuildPresent(WithheldHead& withheld, Target& target, const ReadChain& chain) {
    Batch begins;
    begins.Put(Space::kMeta, Bytes(kRebuildingRow), Bytes("1"));
    MANDAT_TRY_STATUS(CommitTo(withheld, begins));
    MANDAT_TRY_STATUS(RebuildInto(withheld, target, key_.key, chain, std::nullopt,
                                  [](Space space) { return Covers(CopyScope::kLedger, space); }));
    Batch is_done;
    is_done.Remove(Space::kMeta, Bytes(kRebuildingRow));
    return CommitTo(withheld, is_done);
  }

  // Whether the log goes on, or is closed because its end is lost.
  Status DecideLog(uint64_t at_hand, bool is_missing) {
    MANDAT_TRY(const KnownLog known, FindKnown());
    if (is_missing || at_hand < known.size) {
      if (!settings_.new_origin || is_missing) {
        return Fail(Error::Conflict(
            "the ledger at hand ends at entry " + std::to_string(at_hand) + ", but " +
            std::to_string(known.size) + " are known: a newer ledger is needed" +
            (is_missing ? ""
                        : "; if there is none any more, `--new-origin yes` closes this log and "
                          "begins another behind it")));
      }
      closed_ = ClosedLog{at_hand, known.AsLoss(), known.note};
      ++number_;
    } else if (number_ > 1) {
      // One that was closed by a restore that was interrupted has not said so yet.
      const Result<ClosedLog> before = ReadClosedLog(*store_, number_ - 1);
      if (before && before->size == at_hand) {
        closed_ = *before;
      }
    }
    return {};
  }

  // What was published of the log is kept with it; the one behind it has published nothing yet.
  Status CloseLog(WithheldHead& withheld) {
    MANDAT_TRY(const std::optional<Bytes> row, withheld.Find(Space::kMeta, "head", nullptr));
    MANDAT_TRY(const JournalHead head, JournalHead::Decode(row.value_or(Bytes())));
    if (head.size != closed_->size) {
      return Fail(Error::Corrupt("the journal at hand does not have as many entries as was said"));
    }
    Batch batch;
    batch.Put(Space::kMeta, Bytes(kLogNumberRow), EncodeLogNumber(number_));
    batch.Put(Space::kMeta, ClosedLogRow(number_ - 1), closed_->Encode());
    MANDAT_TRY_STATUS(CommitTo(withheld, batch));
    for (const std::string_view file : {kCheckpointFile, kCosignedFile, kMinimumFile}) {
      MANDAT_TRY_STATUS(home_.ShredFile(std::string(file)));
    }
    MANDAT_TRY(const Pruning::State pruned, Pruning::Read(withheld));
    report_.closed = closed_->loss.Format();
    report_.lost_count = closed_->loss.size - closed_->size;
    return pruned.removed == 0
               ? Status()
               : home_.WriteFile(std::string(kMinimumFile), FormatMinimum(pruned.declared));
  }

  // A copy of keys may have keys that were destroyed since it was made.
  // Invariant (erased stays erased).
  Status ShredErased(Keyring& keyring) const {
    if (!imported_keys_) {
      return {};
    }
    std::vector<SubjectId> erased;
    for (const SubjectId& subject : imported_people_) {
      const Hash tag = keyring.LedgerTag("person", subject.bytes());
      MANDAT_TRY(const std::optional<Bytes> row, store_->Find(Space::kLedger, tag.view()));
      if (row) {
        erased.push_back(subject);
      }
    }
    MANDAT_TRY(const std::vector<Bucket> ended, keyring.EndedBuckets(now_));
    MANDAT_TRY_STATUS(keyring.Shred(erased, ended));
    // The copy of the destroyed keys goes with the agreement key that it was wrapped under.
    return keyring.Rewrap();
  }

  // The first entry of a log behind one that was closed commits to what is known of that.
  Status StageLoss(Instant at, Journal& journal, Staging& staging) {
    if (!closed_) {
      return {};
    }
    Entry entry;
    entry.at = at;
    entry.act = kNewOriginAct;
    entry.salt = random_.Draw(16);
    entry.detail = closed_->loss.Format();
    const Result<EntryIndex> index = journal.Stage(entry, staging);
    return index ? Status() : Status(Fail(index.error()));
  }

  // The entry, and the head that makes the agreement open again, in one commit.
  Status Record(WithheldHead& withheld, const Keyring& keyring) {
    MANDAT_TRY(const std::unique_ptr<Journal> journal,
               Journal::Open(withheld, home_, keyring.journal_signer(), settings_.origin, now_));
    report_.journal_size = journal->head().size;
    const Instant at = std::max(now_, journal->high_water());
    Staging staging(withheld);
    MANDAT_TRY_STATUS(StageLoss(at, *journal, staging));
    Entry entry;
    entry.at = at;
    entry.act = "restored";
    entry.units_count = report_.replayed.units;
    entry.salt = random_.Draw(16);
    entry.detail = "data of " + report_.data_at.Format() + " report " +
                   FormatHex(Sha256(report_.Json()).view());
    MANDAT_TRY(const EntryIndex index, journal->Stage(entry, staging));
    journal->StageHead(at, staging);
    staging.PutUnseen(Space::kMeta, Bytes(kReindexRow), "1");
    if (imported_keys_) {
      Bytes changes;
      AppendBigEndian64(changes, keyring.changes());
      staging.PutUnseen(Space::kMeta, Bytes(kKeyChangesRow), std::move(changes));
    }
    MANDAT_TRY_STATUS(CommitTo(*store_, WithheldHead::GiveBack(staging.batch())));
    journal->Commit();
    report_.entry = index.value;
    const Result<std::string> published = journal->Publish();
    return published ? Status() : Status(Fail(published.error()));
  }

  Home& home_;
  const RootKey& root_;
  Target& data_;
  Target* const ledger_;
  Random& random_;
  const Instant now_;
  const RestoreSettings& settings_;
  BackupKey key_;
  ChainList data_chains_;
  ChainList ledger_chains_;
  const ReadChain* chain_ = nullptr;
  const ReadChain* newest_ledger_ = nullptr;
  uint64_t number_ = 1;              // of the log that goes on
  std::optional<ClosedLog> closed_;  // the one in front of it, as long as no entry says so
  bool imported_keys_ = false;
  std::vector<SubjectId> imported_people_;
  std::unique_ptr<Store> store_;
  RestoreReport report_;
};

std::string Quoted(const std::string& text) { return "\"" + text + "\""; }

}  // namespace

std::string RestoreReport::Json() const {
  const auto number = [](std::string_view name, uint64_t value) {
    return ",\"" + std::string(name) + "\":" + std::to_string(value);
  };
  std::string json = "{\"agreement\":" + Quoted(owner);
  json += std::string(",\"kind\":") + (is_drill ? "\"drill\"" : "\"restore\"");
  json += ",\"at\":" + Quoted(at.Format());
  json += ",\"asked_for\":" + (until ? Quoted(until->Format()) : std::string("null"));
  json += ",\"data_of\":" + Quoted(data_at.Format());
  json += ",\"present_from\":" + Quoted(present);
  json += number("chain", chain) + number("packs", packs_count) + number("bytes", bytes);
  json += number("journal_size", journal_size);
  json +=
      number("people", replayed.people) + number("people_without_key", replayed.people_unopened);
  json += number("units", replayed.units) + number("people_erased", replayed.people_erased);
  json += number("units_erased", replayed.units_erased);
  json += number("units_expired", replayed.units_expired);
  if (!closed.empty()) {
    json += ",\"closed\":" + Quoted(closed) + number("entries_lost", lost_count);
  }
  return json + "}";
}

Result<RestoreReport> RestoreAgreement(Home& home, const RootKey& root, Target& data,
                                       Target* ledger, Random& random, Instant now,
                                       const RestoreSettings& settings) {
  return Restore(home, root, data, ledger, random, now, settings).Run();
}

Result<RestoreReport> DrillRestore(const Store& present, const Keyring& keyring, Home& scratch,
                                   Target& data, const SecretBytes& key, Instant now,
                                   const RestoreSettings& settings) {
  MANDAT_TRY(const ChainList chains, ReadChains(data, key, settings.owner, CopyScope::kData));
  MANDAT_TRY(const ReadChain* chain, ChainFor(chains, settings.until));
  MANDAT_TRY(const std::unique_ptr<Store> store, scratch.OpenStore(std::string(kStoreName)));
  MANDAT_TRY(const Rebuilt rebuilt,
             RebuildInto(*store, data, key, *chain, settings.until, [](Space) { return true; }));
  // The journal of then is whole, and the one that its head says: nothing is missing.
  MANDAT_TRY_STATUS(Journal::Open(*store, scratch, keyring.journal_signer(), settings.origin, now));
  RestoreReport report;
  MANDAT_TRY(report.replayed, ReplayLedger(*store, present, keyring, now));
  report.owner = settings.owner;
  report.is_drill = true;
  report.present = "home";
  report.until = settings.until;
  report.data_at = rebuilt.head ? rebuilt.head->at : Instant();
  report.at = now;
  report.chain = chain->window.chain;
  report.packs_count = rebuilt.packs_count;
  report.bytes = rebuilt.bytes;
  report.journal_size = rebuilt.head ? rebuilt.head->size : 0;
  return report;
}

}  // namespace mandat
