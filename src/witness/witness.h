// SPDX-License-Identifier: Apache-2.0
//
// Looks at the checkpoints of logs on somebody else's behalf: a log that shows it two histories, or
// goes back, gets no cosignature for the second. docs/concepts/journal.md tells why that matters.
// Guarantees: of one log it cosigns only checkpoints of which each begins with the one before, and
// what it cosigned is remembered durably before anybody is told.
// Trusts its memory to keep what was saved, and nothing that it is sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "crypto/signer.h"
#include "format/note.h"
#include "witness/memory.h"

namespace mandat {

struct LogBook;

// An answer as HTTP carries it.
struct WitnessAnswer {
  unsigned status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body;
  std::string objection = {};  // for the one who runs the witness: what a log tried, in one line
};

// How a witness stands with one log.
struct WitnessedLog {
  VerifierKey key;
  uint64_t size = 0;                   // of the newest checkpoint that it cosigned
  std::optional<Instant> cosigned_at;  // nullopt: none yet
  bool has_forked = false;             // it signed another root for a size that was cosigned
};

// Keeps nothing in its head: what it knows is what its memory holds, so a crash loses nothing and
// logs may be added beside it. Threading: one caller at a time, and one witness per memory.
class Witness {
 public:
  // The longest request that is looked at.
  static constexpr size_t kBytesMax = size_t{64} << 10;
  static constexpr size_t kHashesMax = 63;

  // Both must outlive it. Requires: IsKeyName(name).
  Witness(std::string name, const Signer& signer, WitnessMemory& memory);

  // What log and clients are told, once.
  const VerifierKey& key() const { return key_; }

  // Looks at the checkpoints of this log from now on; again is fine. The key's name is its origin.
  // Errors: kInvalid (not the key of a log), kConflict (the origin is known by another key),
  // kCorrupt, kUnavailable.
  Status AddLog(const VerifierKey& log);
  // Errors: kCorrupt, kUnavailable.
  Result<std::vector<WitnessedLog>> Logs() const;

  // A request to cosign, at an instant that the cosignature will say. Two roots that the log signed
  // for one size convict it: both are kept, the second in a file `<hash>.fork`.
  // Source: C2SP tlog-witness.
  WitnessAnswer AddCheckpoint(std::string_view body, Instant now);
  // The newest checkpoint that it cosigned, by the hexadecimal SHA-256 of the log's origin.
  // Source: C2SP tlog-witness.
  WitnessAnswer Newest(std::string_view origin_hash) const;

 private:
  Result<std::optional<LogBook>> LoadBook(const std::string& name) const;
  WitnessAnswer Object(const LogBook& book, const std::string& note, uint64_t size, ByteView root);

  const VerifierKey key_;
  const Signer& signer_;
  WitnessMemory& memory_;
};

}  // namespace mandat
