// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "format/proof.h"

namespace mandat {

// What was destroyed under an agreement, when, how and how that was verified, in words; and the
// journal entry with its proof, so that the words can be compared offline. It says what was
// executed, never that nobody could bring the data back. evidence/evidence.h verifies it.
// Source: GDPR Art. 28(3)(g); GDPR Art. 28(3)(h).
//
// On disk: the text of a signed note, by the key of the journal. docs/reference/certificate.md has
// the meaning of each field and an example.
struct Certificate {
  struct Field {
    std::string key;    // a-z, 0-9 and "-", beginning with a letter
    std::string value;  // one line of UTF-8, without spaces at its ends

    friend bool operator==(const Field&, const Field&) = default;
  };

  static constexpr size_t kFieldsMax = 256;
  static constexpr size_t kValueBytesMax = 4096;

  // Each of RequiredKeys exactly once and in that order; other keys stand anywhere and may repeat.
  std::vector<Field> fields;
  Bytes entry;      // the journal entry that records the erasure
  TlogProof proof;  // that the entry stands in the journal

  static const std::vector<std::string_view>& RequiredKeys();
  // The first field of this key.
  std::optional<std::string_view> Find(std::string_view key) const;

  // The text to sign. Errors: kInvalid (a required field is missing or out of order, a malformed
  // field, an unknown type, a value that promises too much).
  Result<std::string> Format() const;
  // Takes the text of a note whose signature has been verified. Strict: exactly what Format writes.
  // Errors: kCorrupt.
  static Result<Certificate> Parse(std::string_view text);

  friend bool operator==(const Certificate&, const Certificate&) = default;
};

// Values of the field `type`. A certificate is partial until the last copy of the keys has lapsed.
inline constexpr std::string_view kCertificateDestruction = "destruction";
inline constexpr std::string_view kCertificateReturn = "return-and-destruction";
inline constexpr std::string_view kCertificatePartial = "partial";

// End of the field `complete-at` of a partial certificate, behind the instant.
inline constexpr std::string_view kCertificateExpected = " at the latest";

// Value of the field `instruction` when no instruction led to the erasure.
inline constexpr std::string_view kNoInstruction = "none";

}  // namespace mandat
