// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "archive/memory_target_test_util.h"
#include "backup/backups.h"
#include "backup/restore.h"
#include "base/error_test_util.h"
#include "crypto/aead.h"
#include "journal/journal.h"
#include "keyring/key_backup.h"
#include "keyring/keyring.h"
#include "store/memory/memory_homes.h"

namespace mandat {

// One agreement with a few invented people, written row by row as the vault would, with an entry
// and a head in each commit; and the places that it is copied to.
class BackupWorld {
 public:
  static constexpr const char* kOwner = "shop";
  static constexpr const char* kHome = "agreements/shop";
  static constexpr const char* kOrigin = "journal.example.org/shop";
  static constexpr std::string_view kCollection = "orders";

  explicit BackupWorld(std::unique_ptr<Homes> other = nullptr) : other_(std::move(other)) {
    Open();
  }

  Homes& homes() { return other_ ? *other_ : memory_; }

  void Open() {
    Close();
    auto home = homes().Open(kHome);
    ASSERT_OK(home);
    home_ = std::move(*home);
    auto store = home_->OpenStore("data");
    ASSERT_OK(store);
    store_ = std::move(*store);
    auto keyring = Keyring::Open(*home_, root_, kOwner, random_);
    ASSERT_OK(keyring);
    keyring_ = std::move(*keyring);
    auto journal = Journal::Open(*store_, *home_, keyring_->journal_signer(), kOrigin, now_);
    ASSERT_OK(journal);
    journal_ = std::move(*journal);
    EXPECT_OK(journal_->Publish());
  }
  void Close() {
    journal_.reset();
    keyring_.reset();
    store_.reset();
    home_.reset();
  }
  // The machine is gone, with everything on it.
  void LoseMachine() {
    Close();
    memory_.HomeOf(kHome) = MemoryHome();
  }

  static SubjectId Subject(int number) {
    std::array<uint8_t, 16> bytes{};
    bytes[15] = static_cast<uint8_t>(number);
    return SubjectId(bytes);
  }
  static RecordId Record(int number) {
    std::array<uint8_t, 16> bytes{};
    bytes[0] = 0xaa;
    bytes[15] = static_cast<uint8_t>(number);
    return RecordId(bytes);
  }
  static Bytes UnitName(int record) {
    return Bytes(kCollection) + '\0' + Bytes(Record(record).bytes());
  }
  static Bytes UnitRow(int subject, int record) {
    return Bytes(Subject(subject).bytes()) + UnitName(record);
  }
  static Bytes ExpiryRow(Instant expires, ByteView unit_row) {
    Bytes row = "x";
    AppendBigEndian64(row, static_cast<uint64_t>(expires.micros));
    return row + Bytes(unit_row);
  }

  // A second passes; then one commit with one entry.
  template <class Stage>
  Instant Commit(const std::string& act, Stage stage) {
    now_ = now_ + std::chrono::seconds(1);
    Staging staging(*store_);
    stage(staging);
    Entry entry;
    entry.at = now_;
    entry.act = act;
    entry.salt = random_.Draw(16);
    EXPECT_OK(journal_->Stage(entry, staging));
    const Expected expected = journal_->StageHead(now_, staging);
    EXPECT_EQ(store_->Commit(staging.batch(), expected), CommitOutcome::kCommitted);
    journal_->Commit();
    EXPECT_OK(journal_->Publish());
    return now_;
  }

  Instant Register(int subject) {
    keyring_->StageSubjectKey(Subject(subject));
    EXPECT_OK(keyring_->CommitStaged());
    return Commit("register", [&](Staging& staging) {
      staging.Put(Space::kIndex, "s" + Bytes(Subject(subject).bytes()), "buyers");
    });
  }

  Instant Put(int subject, int record, const Bytes& body, std::optional<Instant> expires = {}) {
    const auto key = keyring_->FindSubjectKey(Subject(subject));
    EXPECT_TRUE(key && *key);
    const Bytes row = UnitRow(subject, record);
    return Commit("record", [&](Staging& staging) {
      staging.Put(Space::kUnits, row, Seal(**key, body, row, random_));
      staging.Put(Space::kIndex, "c" + UnitName(record), Bytes(Subject(subject).bytes()));
      staging.Put(Space::kBlind, "b" + row, "a keyed hash");
      if (expires) {
        staging.Put(Space::kIndex, ExpiryRow(*expires, row), "");
      }
    });
  }

  void StageLedger(Staging& staging, std::string_view kind, ByteView id) {
    Bytes row;
    AppendBigEndian64(row, static_cast<uint64_t>(now_.micros));
    AppendBigEndian64(row, journal_->head().size);
    staging.Put(Space::kLedger, Bytes(keyring_->LedgerTag(kind, id).view()), row);
  }

  Instant ErasePerson(int subject) {
    const Bytes prefix(Subject(subject).bytes());
    const Instant at = Commit("erase", [&](Staging& staging) {
      staging.RemoveRangeUnseen(Space::kUnits, prefix, EndOfPrefix(prefix));
      staging.Remove(Space::kIndex, "s" + prefix);
      const auto rows = store_->Scan(Space::kUnits, prefix, EndOfPrefix(prefix));
      for (; rows->Valid(); rows->Next()) {
        staging.Remove(Space::kIndex, "c" + Bytes(rows->key().substr(16)));
        StageLedger(staging, "unit", rows->key().substr(16));
      }
      StageLedger(staging, "person", prefix);
    });
    EXPECT_OK(keyring_->Shred({Subject(subject)}, {}));
    return at;
  }

  Instant EraseUnit(int subject, int record) {
    return Commit("erase", [&](Staging& staging) {
      staging.Remove(Space::kUnits, UnitRow(subject, record));
      staging.Remove(Space::kIndex, "c" + UnitName(record));
      StageLedger(staging, "unit", UnitName(record));
    });
  }

  Instant Keep(Space space, const Bytes& key, const Bytes& value) {
    return Commit("note", [&](Staging& staging) { staging.Put(space, key, value); });
  }

  // What somebody with the keys of now reads: nullopt when nothing is there or it does not open.
  std::optional<Bytes> Read(int subject, int record) {
    const Bytes row = UnitRow(subject, record);
    const auto sealed = store_->Find(Space::kUnits, row);
    const auto key = keyring_->FindSubjectKey(Subject(subject));
    if (!sealed || !*sealed || !key || !*key) {
      return std::nullopt;
    }
    const auto opened = ::mandat::Open(**key, **sealed, row);
    return opened ? std::optional(*opened) : std::nullopt;
  }
  bool Has(Space space, const Bytes& key) {
    const auto row = store_->Find(space, key);
    return row && row->has_value();
  }

  BackedUp AsOpen() { return {kOwner, kHome, *store_, journal_->published()}; }

  Backups MakeBackups() { return {&data_, &ledger_, homes(), root_, random_}; }
  // Everything, once.
  void BackUp() {
    Backups backups = MakeBackups();
    EXPECT_OK(backups.Run(AsOpen(), now_));
    EXPECT_OK(backups.Ship(AsOpen(), now_));
  }

  Bytes CopyKeys() {
    Bytes copy;
    auto exported = keyring_->BeginExport(now_);
    EXPECT_OK(exported);
    EXPECT_OK((*exported)->WriteTo([&](ByteView piece) {
      copy.append(piece);
      return Status();
    }));
    return copy;
  }

  // Into the closed home.
  Result<RestoreReport> Restore(std::optional<Instant> until, bool with_ledger = true,
                                std::optional<Bytes> keys = {}) {
    Close();
    auto home = homes().Open(kHome);
    EXPECT_OK(home);
    now_ = now_ + std::chrono::seconds(1);
    return RestoreAgreement(**home, root_, data_, with_ledger ? &ledger_ : nullptr, random_, now_,
                            {kOwner, kOrigin, until, std::move(keys), new_origin_, seen_});
  }

  bool new_origin_ = false;  // what a restore is asked for
  std::string seen_;
  Instant now_{1'790'000'000'000'000};
  SeededRandom random_{42};
  RootKey root_{SecretBytes(Bytes(32, 'r'))};
  MemoryHomes memory_;
  std::unique_ptr<Homes> other_;
  MemoryTarget data_;
  MemoryTarget ledger_;
  std::unique_ptr<Home> home_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Keyring> keyring_;
  std::unique_ptr<Journal> journal_;
};

}  // namespace mandat
