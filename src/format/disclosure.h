// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/ids.h"
#include "base/result.h"

namespace mandat {

// That one person stands behind an entry: their leaf of the tree over the people of that entry, and
// the path from it to the entry's root. Of the others there are hashes of keyed tags, and no id.
// The processor vouches by signing that the tag is the person's; the rest shows itself.
// Source: GDPR Art. 15(1)(c); RFC 9162 2.1.3.
//
// On disk: the text of a signed note, by the key of the journal. docs/reference/dossier.md has the
// grammar and an example.
struct Disclosure {
  static constexpr size_t kHashBytes = 32;
  static constexpr size_t kPathMax = 63;

  std::string journal;  // its origin
  uint64_t entry = 0;   // index of the entry it is about
  SubjectId subject;
  uint64_t leaf = 0;          // place of the person, from 0
  uint64_t leaves_count = 0;  // people behind the entry
  Bytes tag;                  // 32 bytes
  std::vector<Bytes> path;    // from the leaf's sibling upwards, 32 bytes each
  uint64_t recorded = 0;      // index of the entry that records the disclosure

  // The text to sign. Requires: tag and path of 32 bytes each, journal a line.
  std::string Format() const;
  // Takes the text of a note whose signature has been verified. Strict: exactly what Format writes.
  // Errors: kCorrupt.
  static Result<Disclosure> Parse(std::string_view text);

  friend bool operator==(const Disclosure&, const Disclosure&) = default;
};

}  // namespace mandat
