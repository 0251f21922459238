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
  Bytes tag;              // 8 bytes that stand for the account in journal entries

  bool MaySee(const AgreementId& id) const { return agreement.empty() || agreement == id.text(); }
};

// What stood for a credential in entries before there were accounts: known to whoever has its line.
// On disk: entries have it.
Bytes UnkeyedActorTag(const Credential& credential);

// The tokens that are accepted. Threading: immutable; any number of callers.
class Credentials {
 public:
  // The tags are those of the accounts that the lines belong to, one a line: EnrolAccounts in
  // service/accounts.h.
  Credentials(const std::vector<Credential>& credentials, const std::vector<Bytes>& tags);
  // Without a register of accounts, as in tests: tags that anybody can make who has a line.
  explicit Credentials(const std::vector<Credential>& credentials);

  // nullopt: no such token.
  std::optional<Actor> Authenticate(std::string_view token) const;

 private:
  std::unordered_map<Bytes, Actor> by_hash_;
};

}  // namespace mandat
