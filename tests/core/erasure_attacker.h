// SPDX-License-Identifier: Apache-2.0
// What an attacker needs: cryptography of his own, the formats as docs/internals/ describes them,
// and a way to look. Shares no code with the product, so that it does not share its mistakes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace attack {

using Octets = std::string;
using View = std::string_view;

constexpr size_t kKeyBytes = 32;
constexpr size_t kIdBytes = 16;
constexpr size_t kWrappedBytes = 12 + kKeyBytes + 16;  // nonce, key, tag
constexpr size_t kUnitHeaderBytes = 25;

Octets BigEndian(uint64_t value, size_t bytes);
Octets FromHex(View text);

// HKDF-SHA-256 of one block (RFC 5869 2.2, 2.3).
Octets Hkdf(View salt, View key, View info);
// AES-256 on one block (FIPS 197).
Octets EncryptBlock(View key, View block);
// AES-256-GCM of nonce || ciphertext || tag; nullopt when the tag does not fit.
std::optional<Octets> OpenSealed(View key, View sealed, View associated);
Octets Sha256(View message);
Octets Hmac(View key, View message);
// The chaining values of HMAC-SHA-256 under a key, as a context in memory would hold them.
std::vector<Octets> HmacStates(View key);
// The key of one unit (docs/internals/keys.md), or only the step before it.
Octets ExtractedKey(View subject_key, View bucket_key);
Octets UnitKey(View extracted, View collection, View record);

// Whom and what the attack is about. All of it is known to whoever uses the system.
struct Target {
  Octets root;
  std::string owner;
  Octets subject;
  Octets record;
  std::string collection;

  Octets SubjectRow() const { return "s" + subject; }
  Octets UnitName() const { return collection + Octets(1, '\0') + record; }
  Octets UnitRow() const { return subject + UnitName(); }
};

std::optional<Octets> UnwrapAgreementKey(const Target& target, View wrapped, uint64_t generation);
std::optional<Octets> UnwrapRow(const Target& target, View agreement_key, uint64_t generation,
                                View row, View wrapped);

// A sealed unit as found: its header, and what follows, of which the sealed bytes are the
// beginning.
struct SealedUnit {
  Octets header;
  Octets rest;
  bool exact = false;  // `rest` is exactly the sealed bytes

  uint32_t day() const;  // of the bucket whose key helps to seal it
};
std::optional<Octets> OpenUnit(const Target& target, const SealedUnit& unit, View unit_key);

// Files of a directory and those below it, by their path within it.
std::map<std::string, Octets> ReadFiles(const std::string& directory);
// One row of a database opened read-only.
std::optional<Octets> FindRow(const std::string& database, const std::string& family, View key);

// Every row of a database opened read-only: family, key, value.
struct Row {
  Octets family;
  Octets key;
  Octets value;
};
std::vector<Row> ReadRows(const std::string& database);

// The memory of a process as a core image would hold it, and more: pages that are kept out of dumps
// are read too. Runs of resident, writable pages.
std::vector<Octets> ReadMemory(int process);

// False for text and for bytes with much repetition. It is wrong about 32 random bytes less than
// once in a thousand million draws.
bool CouldBeKey(View bytes);

}  // namespace attack
