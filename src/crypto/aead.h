// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace mandat {

// AES-256-GCM with a fresh random 96-bit nonce for every sealing, never a stored counter (a restore
// would rewind it). The sealed form is nonce (12) || ciphertext || tag (16).
// Source: NIST SP 800-38D 8.2.2.
inline constexpr size_t kNonceBytes = 12;
inline constexpr size_t kTagBytes = 16;
inline constexpr size_t kSealOverheadBytes = kNonceBytes + kTagBytes;

// `associated` is authenticated and not stored: what the bytes are and where they belong.
Bytes Seal(const SecretBytes& key, ByteView plaintext, ByteView associated, Random& random);

// Errors: kCorrupt, one answer whichever of key, nonce, tag, length or associated data was wrong.
Result<Bytes> Open(const SecretBytes& key, ByteView sealed, ByteView associated);

}  // namespace mandat
