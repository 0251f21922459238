// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"
#include "crypto/hash.h"
#include "format/checkpoint.h"
#include "format/note.h"

namespace mandat {

// What a witness remembers of one log: its key, and the newest checkpoint that it cosigned.
//
// On disk:
//
//   mandat witness log v1
//   sha256 <of everything below, hexadecimal>
//   log <verifier key>
//   <the checkpoint with the log's signatures and the cosignature; nothing before the first>
struct LogBook {
  VerifierKey key;
  std::string note;                      // empty: none cosigned yet
  uint64_t size = 0;                     // of the note
  Hash root;                             // of the note, or of the empty tree
  std::optional<Instant> cosigned_at{};  // of the note

  std::string Encode() const;
  // Believes nothing: the note must be signed by the log and cosigned by `witness`.
  // Errors: kCorrupt.
  static Result<LogBook> Decode(std::string_view bytes, const VerifierKey& witness);
  // Of a log that was never seen.
  static LogBook Empty(VerifierKey key);
};

// The file of a log: SHA-256 of its origin, hexadecimal.
std::string LogBookName(std::string_view origin);

}  // namespace mandat
