// SPDX-License-Identifier: Apache-2.0
#include "keyring/internal/wrap.h"

#include <string>

#include "crypto/aead.h"

namespace mandat {

std::string WrapLabel(std::string_view name) { return "mandat key v1 " + std::string(name); }

Bytes WrapKey(const SecretBytes& parent, const SecretBytes& key, std::string_view name,
              Random& random) {
  return Seal(parent, key.view(), WrapLabel(name), random);
}

Result<SecretBytes> UnwrapKey(const SecretBytes& parent, ByteView wrapped, std::string_view name) {
  MANDAT_TRY(Bytes opened, Open(parent, wrapped, WrapLabel(name)));
  if (opened.size() != SecretBytes::kBytes) {
    Wipe(opened);
    return Fail(Error::Corrupt("wrapped key has the wrong length"));
  }
  SecretBytes key(opened);
  Wipe(opened);
  return key;
}

}  // namespace mandat
