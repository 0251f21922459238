// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "format/credentials.h"

namespace mandat {

// Who is calling, authenticated.
struct Actor {
  ActorRole role = ActorRole::kAuditor;
  std::string agreement;  // empty: all agreements
  Bytes tag;              // 8 bytes that stand for the credential in journal entries

  bool MaySee(const AgreementId& id) const { return agreement.empty() || agreement == id.text(); }
};

// The tokens that are accepted. Threading: immutable; any number of callers.
class Credentials {
 public:
  explicit Credentials(const std::vector<Credential>& credentials);

  // nullopt: no such token.
  std::optional<Actor> Authenticate(std::string_view token) const;

 private:
  std::unordered_map<Bytes, Actor> by_hash_;
};

}  // namespace mandat
