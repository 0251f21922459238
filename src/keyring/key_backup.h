// SPDX-License-Identifier: Apache-2.0
//
// Copies of an agreement's keys: sealed, self-contained, and of a short life. A copy that is older
// than an erasure still holds what was destroyed, so an erasure is complete only when the last such
// copy is gone. docs/internals/keys.md has the form.
// Guarantees: a copy gives back every key that it was made of, or nothing. Trusts: the root key's
// holder; that whoever stores copies removes them when they lapse.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/instant.h"
#include "keyring/keyring.h"

namespace mandat {

// What a copy is a copy of. Readable without a key, and authenticated.
struct KeyBackupHead {
  std::string owner;        // id of the agreement
  Instant at;               // holds the keys of everyone who was not erased before
  uint64_t generation = 0;  // of the agreement key
  uint64_t changes = 0;     // Keyring::changes
  friend bool operator==(const KeyBackupHead&, const KeyBackupHead&) = default;
};

// A copy being made. Threading: one thread, any; not behind the end of its keyring.
class KeyExport {
 public:
  using Sink = std::function<Status(ByteView)>;

  ~KeyExport();
  KeyExport(const KeyExport&) = delete;
  KeyExport& operator=(const KeyExport&) = delete;

  const KeyBackupHead& head() const { return head_; }
  // Once: gives the copy in pieces, in their order. What came before an error is of no use.
  // Errors: kUnavailable, kCorrupt, and those of `sink`.
  Status WriteTo(const Sink& sink);

 private:
  friend class Keyring;
  explicit KeyExport(Keyring& keyring) : keyring_(keyring) {}

  Keyring& keyring_;
  KeyBackupHead head_;
  std::unique_ptr<Snapshot> snapshot_;
};

// Reads the head alone; says nothing about the rest. Errors: kCorrupt (not a copy of keys, or of a
// newer form).
Result<KeyBackupHead> ReadKeyBackupHead(ByteView copy);

// Puts the keys of a copy into a home that has none; a Keyring then opens it. Nothing is written
// before all of it is authenticated, and it may be done again after a crash.
// Errors: kCorrupt (another root key, a changed or missing byte, of another agreement than
// `owner`), kConflict (the home has keys), kUnavailable.
Result<KeyBackupHead> ImportKeys(Home& home, const RootKey& root, const std::string& owner,
                                 ByteView copy);

// When a copy has to be gone. Requires: days is not 0 (then none are made).
Instant KeyBackupLapses(Instant made, int days);

// When an erasure is complete: behind the re-wrap that followed it, and when the newest copy that
// still has the agreement key from before that re-wrap has lapsed.
// `rewrapped`: the re-wrap behind the erasure; `newest_copy`: of those that survive, the newest
// that was made before it. nullopt: not as long as keys are not wrapped anew.
// Source: GDPR Art. 17(1).
std::optional<Instant> CompletesAt(Instant executed, std::optional<Instant> rewrapped,
                                   std::optional<Instant> newest_copy, int days);

}  // namespace mandat
