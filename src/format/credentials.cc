// SPDX-License-Identifier: Apache-2.0
#include "format/credentials.h"

#include "base/assert.h"
#include "base/ids.h"

namespace mandat {
namespace {

constexpr size_t kHashBytes = 32;

Error BadLine(size_t number) {
  return Error::Invalid("credentials line " + std::to_string(number) +
                        " is not: role, agreement or *, hash, label");
}

// Takes the word before the next space, or all.
std::string_view TakeWord(std::string_view& line) {
  const size_t space = line.find(' ');
  const std::string_view word = line.substr(0, space);
  line.remove_prefix(space == std::string_view::npos ? line.size() : space + 1);
  return word;
}

Result<Credential> ParseLine(std::string_view line, size_t number) {
  Credential credential;
  const std::optional<ActorRole> role = FindRole(TakeWord(line));
  const std::string_view agreement = TakeWord(line);
  const Result<Bytes> hash = ParseHex(TakeWord(line));
  const std::string_view label = TakeWord(line);
  if (!role || !(agreement == "*" || IsName(agreement)) || !hash || hash->size() != kHashBytes ||
      !IsName(label) || !line.empty()) {
    return Fail(BadLine(number));
  }
  credential.role = *role;
  credential.agreement = agreement == "*" ? "" : std::string(agreement);
  credential.token_hash = *hash;
  credential.label = label;
  return credential;
}

}  // namespace

std::string_view Name(ActorRole role) {
  switch (role) {
    case ActorRole::kOperator:
      return "operator";
    case ActorRole::kApplication:
      return "application";
    case ActorRole::kController:
      return "controller";
    case ActorRole::kAuditor:
      return "auditor";
  }
  Stop("unknown role");
}

std::optional<ActorRole> FindRole(std::string_view name) {
  for (const ActorRole role : {ActorRole::kOperator, ActorRole::kApplication,
                               ActorRole::kController, ActorRole::kAuditor}) {
    if (Name(role) == name) {
      return role;
    }
  }
  return std::nullopt;
}

std::string FormatCredentials(const std::vector<Credential>& credentials) {
  std::string text;
  for (const Credential& credential : credentials) {
    text += std::string(Name(credential.role)) + " " +
            (credential.agreement.empty() ? "*" : credential.agreement) + " " +
            FormatHex(credential.token_hash) + " " + credential.label + "\n";
  }
  return text;
}

Result<std::vector<Credential>> ParseCredentials(std::string_view text) {
  std::vector<Credential> credentials;
  size_t number = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    if (line.empty() || line[0] == '#') {
      continue;
    }
    MANDAT_TRY(Credential credential, ParseLine(line, number));
    credentials.push_back(std::move(credential));
  }
  return credentials;
}

}  // namespace mandat
