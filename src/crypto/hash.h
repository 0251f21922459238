// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <initializer_list>

#include "base/bytes.h"
#include "crypto/secret.h"

namespace mandat {

// SHA-256 output. Source: FIPS 180-4.
struct Hash {
  static constexpr size_t kBytes = 32;
  std::array<char, kBytes> bytes{};

  ByteView view() const { return {bytes.data(), kBytes}; }
  static Hash From(ByteView view);  // Requires: 32 bytes
  friend auto operator<=>(const Hash&, const Hash&) = default;
};

// SHA-256 over the parts, one after the other.
Hash Sha256(std::initializer_list<ByteView> parts);
inline Hash Sha256(ByteView bytes) { return Sha256({bytes}); }

// HMAC-SHA-256. Source: RFC 2104. `out` may be a secret or a public tag.
Hash HmacSha256(ByteView key, std::initializer_list<ByteView> parts);
SecretBytes HmacSha256Secret(ByteView key, std::initializer_list<ByteView> parts);

// HKDF-SHA-256, one block: Extract(salt, key), then Expand(info) to 32 bytes.
// Source: RFC 5869 2.2, RFC 5869 2.3.
SecretBytes Hkdf(ByteView salt, ByteView key, std::initializer_list<ByteView> info);

// Constant-time comparison.
bool Same(ByteView a, ByteView b);

}  // namespace mandat
