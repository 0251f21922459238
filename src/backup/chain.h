// SPDX-License-Identifier: Apache-2.0
//
// Copies one store to a target while it goes on, step by step, and can be taken up after any crash.
// Guarantees: what a manifest names was read back and is whole; from a chain the store of any of
// its commits behind the base can be made again. Trusts: the target for nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "archive/target.h"
#include "backup/manifest.h"
#include "backup/scope.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "store/store.h"

namespace mandat {

// The key that seals one agreement's backups, and what opens it: wrapped under the root key.
struct BackupKey {
  SecretBytes key;
  Bytes wrapped;
};

// What a step puts into its manifest beside the rows.
struct Beside {
  std::vector<FileCopy> files;
  std::string checkpoint;
};

// One manifest and where it stands.
struct PlacedManifest {
  std::string name;
  Bytes hash;  // SHA-256 of the object
  Manifest manifest;
};

// Threading: none.
class Chain {
 public:
  struct Settings {
    std::string owner;
    CopyScope scope = CopyScope::kData;
    size_t pack_bytes = size_t{16} << 20;
    size_t packs_per_step = 4;
    // A new chain begins when the commits of this one are larger than its base and than this.
    size_t commits_bytes_min = size_t{64} << 20;
  };

  Chain(Target& target, const BackupKey& key, Random& random, Settings settings)
      : target_(target), key_(key), random_(random), settings_(std::move(settings)) {}

  struct Progress {
    bool whole = false;  // everything that was committed before the call can be restored
    uint64_t bytes = 0;  // put by this call
    Position at;         // up to which commit
    uint64_t size = 0;   // entries of the journal that it covers
  };
  // Goes on until everything committed before the call is at the target, or an error. Begins a
  // chain when there is none, when the log was recycled, or when the commits outgrew the base.
  // Errors: kUnavailable, kCorrupt (what was written does not read back).
  Result<Progress> Run(const Store& store, const Beside& beside, Instant now);

  // Removes chains that no instant behind `keep_from` needs, and what an interrupted step left.
  Status Prune(Instant keep_from);

 private:
  struct State {
    uint64_t chain = 0;  // number, from 1
    uint64_t step = 0;   // of the next manifest
    Bytes before;        // hash of the last one
    Bytes cursor;        // of the base; empty when it is whole
    bool has_base = false;
    uint64_t from = 0;  // position when the base began
    uint64_t to = 0;    // up to which commit
    uint64_t base_end = 0;
    uint64_t base_bytes = 0;
    uint64_t commits_bytes = 0;
    uint64_t size = 0;
  };
  class Step;

  Status Load();
  void Begin(const Store& store);
  Status CopyBasePart(const Store& store, const Beside& beside, Instant now);
  // True when nothing is left to copy.
  Result<bool> CopyCommits(const Store& store, const Beside& beside, Instant now);
  Status PutVerified(const std::string& name, ByteView object);
  std::string Prefix() const;

  Target& target_;
  const BackupKey& key_;
  Random& random_;
  const Settings settings_;
  bool loaded_ = false;
  uint64_t newest_ = 0;  // number of the newest chain, whole or not
  State state_;
  uint64_t put_bytes_ = 0;
};

// Names of what is put: `agreements/shop/data/0000000001/00000000.manifest`.
std::string ChainPrefix(const std::string& owner, CopyScope scope);

// Every manifest of one chain in its order, each opened and the whole proved to be a chain.
// Errors: kCorrupt (damaged, missing or foreign manifests), kUnavailable.
Result<std::vector<PlacedManifest>> ReadManifests(Target& target, const SecretBytes& key,
                                                  const std::string& owner, CopyScope scope,
                                                  uint64_t chain);
// The first and the newest manifest alone. Errors: kCorrupt, kUnavailable.
struct LastStep {
  uint64_t number = 0;
  PlacedManifest placed;
};
Result<PlacedManifest> ReadFirstStep(Target& target, const SecretBytes& key,
                                     const std::string& owner, CopyScope scope, uint64_t chain);
Result<LastStep> ReadLastStep(Target& target, const SecretBytes& key, const std::string& owner,
                              CopyScope scope, uint64_t chain);

// Numbers of the chains that have a first manifest, ascending.
Result<std::vector<uint64_t>> ListChains(Target& target, const std::string& owner, CopyScope scope);

// The bytes of one pack, opened and proved to be those that the manifest names. Errors: kCorrupt,
// kUnavailable.
Result<Bytes> ReadPack(Target& target, const SecretBytes& key, const PackRef& pack);

}  // namespace mandat
