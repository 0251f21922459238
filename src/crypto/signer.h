// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace mandat {

inline constexpr size_t kPublicKeyBytes = 32;
inline constexpr size_t kSignatureBytes = 64;

// Ed25519 with a key made from a 32-byte seed. Source: RFC 8032 5.1.
class Signer {
 public:
  explicit Signer(SecretBytes seed);

  const Bytes& public_key() const { return public_key_; }
  Bytes Sign(ByteView message) const;

 private:
  SecretBytes seed_;
  Bytes public_key_;
};

// False for a wrong signature and for a key or signature of the wrong length.
bool VerifySignature(ByteView public_key, ByteView message, ByteView signature);

}  // namespace mandat
