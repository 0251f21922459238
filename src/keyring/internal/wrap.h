// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace mandat {

// What a wrapped key is authenticated with.
std::string WrapLabel(std::string_view name);

// One key sealed under another; `name` is authenticated, so that a wrapped key cannot take the
// place of another.
Bytes WrapKey(const SecretBytes& parent, const SecretBytes& key, std::string_view name,
              Random& random);
// Errors: kCorrupt.
Result<SecretBytes> UnwrapKey(const SecretBytes& parent, ByteView wrapped, std::string_view name);

}  // namespace mandat
