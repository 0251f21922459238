// SPDX-License-Identifier: Apache-2.0
// How a keyring is opened and made, and what it refuses to open.
#include <algorithm>

#include "keyring/internal/key_rows.h"
#include "keyring/keyring.h"

namespace mandat {

// A file that does not open is looked at beside the others, so that the message can tell a damaged
// file from another root key.
Result<std::unique_ptr<Keyring>> Keyring::Open(Home& home, const RootKey& root, std::string owner,
                                               Random& random) {
  MANDAT_TRY_STATUS(SettleKeyFiles(home));
  std::unique_ptr<Keyring> keyring(new Keyring(home, root, std::move(owner), random));
  const auto open = [&]() -> Status {
    MANDAT_TRY(SecretBytes seed, keyring->LoadOrMake("journal-key", "journal"));
    keyring->signer_ = std::make_unique<Signer>(std::move(seed));
    MANDAT_TRY(keyring->ledger_key_, keyring->LoadOrMake("ledger-key", "ledger"));
    return keyring->OpenKeys();
  };
  if (const Status opened = open(); !opened) {
    MANDAT_TRY(const auto generation, home.ReadFile(std::string(kGenerationFile)));
    if (opened.error().kind == ErrorKind::kCorrupt && generation) {
      MANDAT_TRY_STATUS(DiagnoseKeyFiles(home, root, keyring->owner_));
    }
    return Fail(opened.error());
  }
  return keyring;
}

Result<std::unique_ptr<Signer>> Keyring::LoadSigner(const std::string& use) {
  if (!HasKeyFile(use)) {
    return Fail(Error::Invalid("no key file is kept for the use " + use));
  }
  const std::lock_guard lock(files_mutex_);
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
  MANDAT_TRY(const Bytes made, root_.Wrap(key, name + " " + owner_, random_));
  MANDAT_TRY_STATUS(home_.WriteFile(file, made));
  return key;
}

Status Keyring::OpenKeys() {
  MANDAT_TRY(const std::optional<Bytes> text, home_.ReadFile(std::string(kGenerationFile)));
  if (!text) {
    return FirstGeneration();
  }
  MANDAT_TRY(const uint64_t generation, ParseGeneration(*text));
  MANDAT_TRY_STATUS(OpenGeneration(generation));
  if (private_row_missing_) {
    return Fail(Error::Corrupt("key store " + StoreName(generation) +
                               " lost its rows: only a key backup brings the keys back"));
  }
  MANDAT_TRY_STATUS(RefuseNewerStore());
  return RemoveOtherGenerations();
}

// First start: the generation file is written last, so a crash in between begins again.
Status Keyring::FirstGeneration() {
  MANDAT_TRY_STATUS(home_.RemoveStore(StoreName(1)));
  MANDAT_TRY_STATUS(home_.ShredFile(KeyFile(1)));
  const SecretBytes key = random_.DrawSecret();
  MANDAT_TRY(const Bytes wrapped, root_.Wrap(key, AgreementLabel(owner_, 1), random_));
  MANDAT_TRY_STATUS(home_.WriteFile(KeyFile(1), wrapped));
  MANDAT_TRY(store_, home_.OpenStore(StoreName(1)));
  Batch first;
  const Bytes term = Bytes("b") + Bytes(4, '\0');
  for (const Bytes& row : {Bytes(kPrivateRow), term}) {
    first.Put(Space::kKeys, row, WrapRow(key, 1, row, random_.DrawSecret()));
  }
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
  MANDAT_TRY(agreement_key_, root_.Unwrap(*wrapped, AgreementLabel(owner_, generation)));
  generation_ = generation;
  if (!store_) {
    // Opening makes what is not there, and an empty store would stand in for the keys.
    MANDAT_TRY(const std::vector<std::string> stores, home_.ListStores());
    if (std::ranges::find(stores, StoreName(generation)) == stores.end()) {
      return Fail(Error::Corrupt("key store " + StoreName(generation) + " is missing"));
    }
    MANDAT_TRY(store_, home_.OpenStore(StoreName(generation)));
  }
  MANDAT_TRY(const std::optional<Bytes> changes, store_->Find(Space::kKeys, kChangesRow));
  if (changes && changes->size() == 8) {
    changes_ = ReadBigEndian64(*changes);
  }
  MANDAT_TRY(std::optional<SecretBytes> tag_key, FindRow(Bytes(kPrivateRow)));
  private_row_missing_ = !tag_key;
  if (tag_key) {
    private_key_ = std::move(*tag_key);
  }
  return {};
}

// A re-wrap that a crash cut short leaves a newer store that has seen no more than this one. One
// that has seen more was in force: then the generation file is an older copy that was put back, and
// what follows would destroy the keys of the right one.
Status Keyring::RefuseNewerStore() const {
  const std::string newer = StoreName(generation_ + 1);
  MANDAT_TRY(const std::vector<std::string> stores, home_.ListStores());
  if (std::ranges::find(stores, newer) == stores.end()) {
    return {};
  }
  MANDAT_TRY(const std::unique_ptr<Store> store, home_.OpenStore(newer));
  MANDAT_TRY(const std::optional<Bytes> changes, store->Find(Space::kKeys, kChangesRow));
  if (changes && changes->size() == 8 && ReadBigEndian64(*changes) > changes_) {
    return Fail(Error::Corrupt("key-generation is older than key store " + newer +
                               ": nothing is lost; write " + std::to_string(generation_ + 1) +
                               " into key-generation"));
  }
  return {};
}

// What a crash during a re-wrap left behind, older or newer than the generation in force.
Status Keyring::RemoveOtherGenerations() {
  for (const uint64_t other : {generation_ - 1, generation_ + 1}) {
    MANDAT_TRY_STATUS(home_.ShredFile(KeyFile(other)));
  }
  MANDAT_TRY(const std::vector<std::string> names, home_.ListStores());
  for (const std::string& name : names) {
    if (name.starts_with(kStorePrefix) && name != StoreName(generation_)) {
      MANDAT_TRY_STATUS(home_.RemoveStore(name));
    }
  }
  return {};
}

Result<size_t> Keyring::MoveToRoot() {
  const std::lock_guard lock(files_mutex_);
  return MoveKeyFiles(home_, root_, owner_, random_);
}

Result<KeyFilesStanding> Keyring::Standing() {
  const std::lock_guard lock(files_mutex_);
  return ReadKeyFiles(home_, root_, owner_);
}

}  // namespace mandat
