// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace mandat {

// The key above all keys. It lives in a file of mode 0600 holding 64 hexadecimal digits and a line
// feed; `mandat init` makes one. It wraps agreement keys, journal-signing keys and ledger keys.
class RootKey {
 public:
  explicit RootKey(SecretBytes secret) : secret_(std::move(secret)) {}

  // Errors: kInvalid (readable by others, not a regular file, wrong length, not hexadecimal),
  // kNotFound, kUnavailable.
  static Result<RootKey> Load(const std::filesystem::path& file);
  // Refuses to replace a file. Errors: kConflict (it exists), kUnavailable.
  static Status CreateFile(const std::filesystem::path& file, Random& random);

  // Eight bytes that tell one root key from another and say nothing about it.
  Bytes id() const;

  // `name` says what the key is and where it belongs; it is authenticated.
  Bytes Wrap(const SecretBytes& key, std::string_view name, Random& random) const;
  // Errors: kCorrupt (another root key, another name, damaged bytes).
  Result<SecretBytes> Unwrap(ByteView wrapped, std::string_view name) const;

 private:
  SecretBytes secret_;
};

}  // namespace mandat
