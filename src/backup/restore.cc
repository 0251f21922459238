// SPDX-License-Identifier: Apache-2.0
#include "backup/restore.h"

#include <algorithm>
#include <utility>

#include "backup/internal/withheld_head.h"
#include "crypto/hash.h"
#include "format/checkpoint.h"
#include "format/entry.h"
#include "format/note.h"
#include "keyring/key_backup.h"

namespace mandat {
namespace {

constexpr std::string_view kStoreName = "data";
constexpr std::string_view kGenerationFile = "key-generation";
constexpr std::string_view kCheckpointFile = "checkpoint";
constexpr size_t kStepsPerCommit = 1000;
// On disk: what the gate remembers of the keyring, and that the blind index is to be made anew.
constexpr std::string_view kKeyChangesRow = "keys";
constexpr std::string_view kReindexRow = "reindex";

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

// Entries of the journal that a signed checkpoint speaks of; 0 when there is none.
Result<uint64_t> SizeIn(std::string_view checkpoint) {
  if (checkpoint.empty()) {
    return 0;
  }
  MANDAT_TRY(const Note note, Note::Parse(checkpoint));
  MANDAT_TRY(const Checkpoint parsed, Checkpoint::Parse(note.text));
  return parsed.size;
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
    MANDAT_TRY_STATUS(BringKeys());
    MANDAT_TRY(store_, home_.OpenStore(std::string(kStoreName)));
    WithheldHead withheld(*store_);
    MANDAT_TRY_STATUS(SettlePresent(withheld));
    MANDAT_TRY(const std::unique_ptr<Keyring> keyring,
               Keyring::Open(home_, root_, settings_.owner, random_));
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

  Result<uint64_t> KnownSize() const {
    MANDAT_TRY(const std::optional<Bytes> own, home_.ReadFile(std::string(kCheckpointFile)));
    MANDAT_TRY(uint64_t known, SizeIn(own.value_or(Bytes())));
    for (const ChainList* list : {&data_chains_, &ledger_chains_}) {
      for (const ReadChain& chain : list->chains) {
        MANDAT_TRY(const uint64_t noted, SizeIn(chain.steps.back().manifest.checkpoint));
        known = std::max({known, noted, chain.window.size});
      }
    }
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

  // Which journal, ledger and holds go on: those of the home, or those that were copied off when
  // the home's are gone or older. Invariant (history does not change).
  Status SettlePresent(WithheldHead& withheld) {
    MANDAT_TRY(const std::optional<Bytes> plain, store_->Find(Space::kMeta, "head"));
    MANDAT_TRY(const std::optional<Bytes> aside, store_->Find(Space::kMeta, kWithheldRow));
    uint64_t size = 0;
    if (aside || (plain && *plain != kNoHead)) {
      MANDAT_TRY(const JournalHead head, JournalHead::Decode(aside ? *aside : *plain));
      size = head.size;
      report_.present = "home";
    }
    MANDAT_TRY(const uint64_t known, KnownSize());
    const uint64_t copied = newest_ledger_ != nullptr ? newest_ledger_->window.size : 0;
    const bool take = copied > size || (report_.present.empty() && newest_ledger_ != nullptr);
    if (std::max(size, copied) < known || (report_.present.empty() && !take)) {
      return Fail(Error::Conflict("the ledger at hand ends at entry " +
                                  std::to_string(std::max(size, copied)) + ", but " +
                                  std::to_string(known) + " are known: a newer ledger is needed"));
    }
    MANDAT_TRY_STATUS(RequireCovered(std::max(size, copied)));
    MANDAT_TRY_STATUS(withheld.Withhold());
    if (!take) {
      return {};
    }
    report_.present = "ledger";
    MANDAT_TRY_STATUS(RebuildInto(withheld, *ledger_, key_.key, *newest_ledger_, std::nullopt,
                                  [](Space space) { return Covers(CopyScope::kLedger, space); }));
    const std::string& checkpoint = newest_ledger_->steps.back().manifest.checkpoint;
    return checkpoint.empty() ? Status()
                              : home_.WriteFile(std::string(kCheckpointFile), checkpoint);
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

  // The entry, and the head that makes the agreement open again, in one commit.
  Status Record(WithheldHead& withheld, const Keyring& keyring) {
    MANDAT_TRY(const std::unique_ptr<Journal> journal,
               Journal::Open(withheld, home_, keyring.journal_signer(), settings_.origin, now_));
    report_.journal_size = journal->head().size;
    const Instant at = std::max(now_, journal->high_water());
    Entry entry;
    entry.at = at;
    entry.act = "restored";
    entry.units_count = report_.replayed.units;
    entry.salt = random_.Draw(16);
    entry.detail = "data of " + report_.data_at.Format() + " report " +
                   FormatHex(Sha256(report_.Json()).view());
    Staging staging(withheld);
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
