// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// What the holder of a token may ask for; docs/reference/http.md has the table.
enum class ActorRole : uint8_t { kOperator, kApplication, kController, kAuditor };

// "operator", "application", "controller", "auditor". On disk: never change.
std::string_view Name(ActorRole role);
std::optional<ActorRole> FindRole(std::string_view name);

// One line of the credentials file that `mandat init` writes and `mandatd` reads: what a token may
// do. The token itself is not in it, only its SHA-256.
struct Credential {
  ActorRole role = ActorRole::kAuditor;
  std::string agreement;  // id of the one agreement it is for; empty for all
  Bytes token_hash;       // SHA-256 of the token text, 32 bytes
  std::string label;      // for people: a-z, 0-9, "-"; names a system, never a person

  friend bool operator==(const Credential&, const Credential&) = default;
};

// Text form: `role agreement-or-* hash-in-hex label`, one a line; "#" begins a comment line.
std::string FormatCredentials(const std::vector<Credential>& credentials);
// Errors: kInvalid (names the line).
Result<std::vector<Credential>> ParseCredentials(std::string_view text);

}  // namespace mandat
