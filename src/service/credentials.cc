// SPDX-License-Identifier: Apache-2.0
#include "service/credentials.h"

#include "crypto/hash.h"

namespace mandat {

Credentials::Credentials(const std::vector<Credential>& credentials) {
  for (const Credential& credential : credentials) {
    const Hash tag = Sha256({"mandat actor tag v1 ", credential.token_hash});
    by_hash_.insert_or_assign(credential.token_hash, Actor{credential.role, credential.agreement,
                                                           Bytes(tag.view().substr(0, 8))});
  }
}

// Looked up by hash: how long it takes tells nothing about the tokens that exist.
std::optional<Actor> Credentials::Authenticate(std::string_view token) const {
  const auto found = by_hash_.find(Bytes(Sha256(token).view()));
  return found == by_hash_.end() ? std::nullopt : std::optional<Actor>(found->second);
}

}  // namespace mandat
