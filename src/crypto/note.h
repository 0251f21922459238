// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/result.h"
#include "crypto/signer.h"
#include "format/note.h"

namespace mandat {

// First four bytes of SHA-256 over name, line feed, type and key. Source: C2SP signed-note.
uint32_t KeyId(std::string_view name, uint8_t type, ByteView public_key);

// The public half of a signer under a name. Requires: IsKeyName(name).
VerifierKey VerifierKeyFor(std::string_view name, const Signer& signer,
                           uint8_t type = kNoteTypeEd25519);

// Errors: kInvalid (not a verifier key, an id that is not the key's, or a type we cannot verify).
Result<VerifierKey> ParseVerifierKey(std::string_view text);

// The signed note. Errors: kInvalid (text is not the text of a note, name is not a key name).
Result<std::string> SignNote(std::string_view text, std::string_view name, const Signer& signer);

// One signature by a witness that saw the text at an instant, whole seconds of which are signed.
// Requires: IsKeyName(name); instant is not before 1970.
// Source: C2SP tlog-cosignature.
NoteSignature CosignNote(std::string_view text, std::string_view name, Instant at,
                         const Signer& signer);

// A note of which every signature by a known key was verified.
struct VerifiedNote {
  struct Signature {
    VerifierKey key;
    std::optional<Instant> cosigned_at;  // of a cosignature
  };

  std::string text;
  std::vector<Signature> signatures;  // never empty

  bool IsSignedBy(const VerifierKey& key) const;
};

// Signatures by unknown keys are ignored; one wrong signature by a known key rejects the note.
// Errors: kCorrupt (malformed, a wrong signature, or none by a known key), kInvalid (a known key
// with a wrong id, or of a type we cannot verify).
// Source: C2SP signed-note; C2SP tlog-cosignature.
Result<VerifiedNote> OpenNote(std::string_view note, const std::vector<VerifierKey>& known);

}  // namespace mandat
