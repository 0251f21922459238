// SPDX-License-Identifier: Apache-2.0
//
// The key above all keys: it wraps agreement keys, journal-signing keys and ledger keys, and
// nothing else. It is a file, or it is in a token.
// Guarantees: what was wrapped under one name opens under no other. Trusts: whoever holds the file
// or the token's pin. docs/internals/keys.md has the form, docs/guides/keys.md the use.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "keyring/root_holder.h"

namespace mandat {

// Where root keys are configured.
struct RootPlace {
  std::string root;                // path of a file, or a `pkcs11:` URI; see pkcs11_uri.h
  std::string previous;            // the one before it, until everything is moved; empty: none
  std::filesystem::path module;    // PKCS#11 library, for URIs
  std::filesystem::path pin_file;  // mode 0600, one line
};

// A root key, and while it is being replaced the one before it, which still opens what it wrapped.
// Threading: any number of callers, also of Renew.
class RootKey {
 public:
  explicit RootKey(SecretBytes secret);
  explicit RootKey(std::shared_ptr<const RootHolder> holder);

  // A file of mode 0600 holding 64 hexadecimal digits and a line feed; `mandat init` makes one.
  // Errors: kInvalid (readable by others, not a regular file, wrong length, not hexadecimal),
  // kNotFound, kUnavailable.
  static Result<RootKey> Load(const std::filesystem::path& file);
  // A file or a key in a token. Errors: as above; of a token see OpenPkcs11Root.
  static Result<RootKey> Load(const RootPlace& place);
  // Refuses to replace a file. Errors: kConflict (it exists), kUnavailable.
  static Status CreateFile(const std::filesystem::path& file, Random& random);

  Bytes id() const;
  // nullopt: there is none, or it is no longer needed.
  std::optional<Bytes> previous_id() const;

  // `name` says what the key is and where it belongs; it is authenticated. Under the key in force.
  Result<Bytes> Wrap(const SecretBytes& key, std::string_view name, Random& random) const;
  // Errors: kCorrupt (neither root key, another name, damaged bytes), kUnavailable.
  Result<SecretBytes> Unwrap(ByteView wrapped, std::string_view name) const;
  struct Unwrapped {
    SecretBytes key;
    Bytes root;            // id of the root key that it was wrapped under
    bool in_force = true;  // false: under the one before
  };
  Result<Unwrapped> UnwrapAndTell(ByteView wrapped, std::string_view name) const;

  // How a running server learns of its next root key: it reads its configuration again.
  using Source = std::function<Result<RootPlace>()>;
  void SetSource(Source source);
  // Reads it. A new key comes into force; the one in force stays as the one before, and has to be
  // named as such. Nothing changes when there is nothing new. Errors: kConflict (keys.root_previous
  // is not the key in force), kUnavailable, and those of Load.
  Status Renew(Random& random) const;
  // Everything is moved: forgets the one before.
  void ForgetPrevious() const;

 private:
  struct State;

  std::shared_ptr<State> state_;
};

}  // namespace mandat
