// SPDX-License-Identifier: Apache-2.0
#include "service/credentials.h"

#include "base/assert.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

constexpr size_t kActorTagBytes = 8;

std::vector<Bytes> UnkeyedTags(const std::vector<Credential>& credentials) {
  std::vector<Bytes> tags;
  tags.reserve(credentials.size());
  for (const Credential& credential : credentials) {
    tags.push_back(UnkeyedActorTag(credential));
  }
  return tags;
}

}  // namespace

Bytes UnkeyedActorTag(const Credential& credential) {
  return Bytes(
      Sha256({"mandat actor tag v1 ", credential.token_hash}).view().substr(0, kActorTagBytes));
}

Credentials::Credentials(const std::vector<Credential>& credentials,
                         const std::vector<Bytes>& tags) {
  MANDAT_ASSERT(tags.size() == credentials.size());
  for (size_t i = 0; i < credentials.size(); ++i) {
    const Credential& credential = credentials[i];
    by_hash_.insert_or_assign(credential.token_hash,
                              Actor{credential.role, credential.agreement, tags[i]});
  }
}

Credentials::Credentials(const std::vector<Credential>& credentials)
    : Credentials(credentials, UnkeyedTags(credentials)) {}

// Looked up by hash: how long it takes tells nothing about the tokens that exist.
std::optional<Actor> Credentials::Authenticate(std::string_view token) const {
  const auto found = by_hash_.find(Bytes(Sha256(token).view()));
  return found == by_hash_.end() ? std::nullopt : std::optional<Actor>(found->second);
}

}  // namespace mandat
