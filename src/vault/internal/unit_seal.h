// SPDX-License-Identifier: Apache-2.0
// From the bodies of a unit to its row, and back: which keys seal what.
// The rules are those of docs/internals/keys.md; a test has a table of every combination.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "vault/internal/rows.h"
#include "vault/internal/unit_header.h"
#include "vault/plaintext.h"

namespace mandat::internal {

// A unit's whole content, opened.
struct UnitBodies {
  Plaintext main{Bytes()};
  // By index of the header's members: the fields of members that take theirs along.
  std::vector<std::pair<size_t, Plaintext>> fields;
};

// Finds the key of a person; an error of kind kShredded or kNotFound means that it is no more.
using FindKey = std::function<Result<SecretBytes>(const SubjectId&)>;

// Where a unit stands, and what its row is bound to.
struct UnitSite {
  const std::string& owner;  // the agreement
  ByteView row;              // of Space::kUnits
  UnitPlace place;
};

struct SealedRow {
  Bytes row;  // header, wraps and sealed bodies
  Hash hash;  // SHA-256 over everything behind the header
};

// Errors: those of `find`.
Result<SealedRow> SealUnitRow(const UnitSite& site, const UnitHeader& header,
                              const UnitBodies& bodies, const SecretBytes& bucket,
                              const FindKey& find, Random& random);

struct OpenedRow {
  UnitHeader header;
  UnitBodies bodies;
  Hash hash;
};

// Opens the main body with any key that still does; the fields of a member whose key is gone are
// left out. Errors: kShredded (the keys that it needs are destroyed), kCorrupt.
Result<OpenedRow> OpenUnitRow(const UnitSite& site, ByteView row, const SecretBytes& bucket,
                              const FindKey& find);

// SHA-256 over the sealed part of a row, whatever can still be opened. Errors: kCorrupt.
Result<Hash> SealedHash(ByteView row);

}  // namespace mandat::internal
