// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backup/chain.h"
#include "journal/journal.h"
#include "keyring/root_key.h"

namespace mandat {

// Which instants one chain can give back.
struct KeptWindow {
  uint64_t chain = 0;
  bool is_whole = false;  // false: its base is still being copied
  Instant from;
  Instant to;         // of the newest commit in it
  Instant last_step;  // when it was last added to
  uint64_t size = 0;  // entries of the journal up to there
  uint64_t bytes = 0;
  uint64_t steps_count = 0;
};

// A chain with its manifests.
struct ReadChain {
  KeptWindow window;
  std::vector<PlacedManifest> steps;
};

// The key of an agreement's backups, as the backup itself has it. Errors: kNotFound (there is no
// backup), kCorrupt (another root key, damaged), kUnavailable.
Result<BackupKey> BackupKeyFrom(Target& target, const RootKey& root, const std::string& owner);
// The key as the agreement has it, made when there is none. Errors: kCorrupt, kUnavailable.
Result<BackupKey> LoadOrMakeBackupKey(Home& home, const RootKey& root, const std::string& owner,
                                      Random& random);

// Every chain, the oldest first. One that is damaged is left out and told. Errors: kUnavailable.
struct ChainList {
  std::vector<ReadChain> chains;
  std::vector<uint64_t> damaged;
};
Result<ChainList> ReadChains(Target& target, const SecretBytes& key, const std::string& owner,
                             CopyScope scope);

// The chain to take for an instant; nullopt: the newest state there is. Errors: kNotFound (before
// the kept window, or there is none), kCorrupt (the one that is needed, or the newest, is damaged).
Result<const ReadChain*> ChainFor(const ChainList& list, std::optional<Instant> until);

// What a rebuilding came to.
struct Rebuilt {
  std::optional<JournalHead> head;  // the last one before it stopped
  uint64_t packs_count = 0;
  uint64_t bytes = 0;
};
// Gives every batch that makes the store as it was at `until`, in order. All packs that it needs
// are opened and proved. Errors: kNotFound (`until` is before the base is whole), kCorrupt,
// kUnavailable, and those of `apply`.
Result<Rebuilt> Rebuild(Target& target, const SecretBytes& key, const ReadChain& chain,
                        std::optional<Instant> until,
                        const std::function<Status(const Batch&)>& apply);

}  // namespace mandat
