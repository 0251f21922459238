// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace mandat {

// Whoever holds a root key and works with it: this process, or a token that never gives it away.
// Both wrap to the same form (internal/wrap.h). Threading: any number of callers.
class RootHolder {
 public:
  virtual ~RootHolder() = default;

  // Eight bytes that tell one root key from another and say nothing about it.
  virtual Bytes id() const = 0;
  // Errors: kUnavailable (the token is away).
  virtual Result<Bytes> Wrap(const SecretBytes& key, std::string_view name,
                             Random& random) const = 0;
  // Errors: kCorrupt (another root key, another name, damaged bytes), kUnavailable.
  virtual Result<SecretBytes> Unwrap(ByteView wrapped, std::string_view name) const = 0;
};

}  // namespace mandat
