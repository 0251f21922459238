// SPDX-License-Identifier: Apache-2.0
//
// How what is backed up is sealed: packs of bytes, and manifests that say which packs there are.
// Guarantees: an object opens only under its key and its own name; a byte that was changed, left
// out or put in another place is noticed. Trusts: nothing that comes from a target.
// docs/reference/backup-format.md has both formats to the byte.
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace mandat {

// Bytes sealed in frames of at most 1 MiB. `name` is that of the object.
Bytes SealPack(const SecretBytes& key, const std::string& name, ByteView bytes, Random& random);
// Errors: kCorrupt.
Result<Bytes> OpenPack(const SecretBytes& key, const std::string& name, ByteView object);

// One sealed record behind the wrapped key that opens it, so that whoever has the key above needs
// nothing else. Requires: `wrapped_key` has kWrappedKeyBytes.
inline constexpr size_t kWrappedKeyBytes = 60;
Bytes SealManifest(const SecretBytes& key, ByteView wrapped_key, const std::string& name,
                   ByteView record, Random& random);
// Errors: kCorrupt.
Result<Bytes> WrappedKeyOf(ByteView manifest);
Result<Bytes> OpenManifest(const SecretBytes& key, const std::string& name, ByteView manifest);

}  // namespace mandat
