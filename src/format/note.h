// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// How a signature of a signed note was made. On disk: assigned by C2SP; never change.
inline constexpr uint8_t kNoteTypeEd25519 = 0x01;
inline constexpr uint8_t kNoteTypeCosignature = 0x04;  // Ed25519 with a time

// True for what may be the name of a key: UTF-8 without spaces, control characters and "+".
bool IsKeyName(std::string_view name);

// A public key as it is handed around: `name+530d903a+base64(type || key)`.
// That the id is the right one for name and key is for crypto/note.h to say.
// Source: C2SP signed-note.
struct VerifierKey {
  std::string name;
  uint32_t key_id = 0;
  uint8_t type = kNoteTypeEd25519;
  Bytes public_key;

  std::string Format() const;
  // Errors: kInvalid.
  static Result<VerifierKey> Parse(std::string_view text);

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

// One signature line, not verified.
struct NoteSignature {
  std::string name;
  uint32_t key_id = 0;
  Bytes signature;  // 64 bytes for Ed25519; time and 64 bytes for a cosignature

  // The line with its line feed.
  std::string Format() const;

  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

// A text and its signature lines, taken apart but not verified: crypto/note.h verifies.
// Source: C2SP signed-note.
struct Note {
  static constexpr size_t kBytesMax = size_t{1} << 20;
  static constexpr size_t kSignaturesMax = 100;

  std::string text;  // ends in a line feed
  std::vector<NoteSignature> signatures;

  std::string Format() const;
  // Strict: parses exactly what Format writes. Errors: kCorrupt.
  static Result<Note> Parse(std::string_view bytes);

  friend bool operator==(const Note&, const Note&) = default;
};

// True for UTF-8 that ends in a line feed and has no other control characters below U+0020.
bool IsNoteText(std::string_view text);

}  // namespace mandat
